"""Who somebody is on the wire, and in whose name a caller writes.

An OAuth client writes in the name of a person of its own, who has its ULID and its name and can
never sign in: so what it has made shows the client itself. Source: contract 2.6.
"""

from typing import Any

from sqlalchemy import select

from polydesk.core.desk import Account, Desk
from polydesk.core.models import Person, Role
from polydesk.dialects.openhelpdesk.vocabulary import REMOVED, ROLES


def writer(desk: Desk) -> Person | Account:
    """The person in whose name the caller writes; that of a client is made when first needed."""
    if isinstance(desk.actor, Account | Person):
        return desk.actor
    client = desk.credential
    assert client is not None, "machines come with a credential"

    def make() -> Person:
        return Person(
            ulid=client.ulid,
            name=client.name,
            first_name=client.name,
            role=Role.AGENT,
            can_sign_in=False,
        )

    return desk.find_or_add(select(Person).where(Person.ulid == client.ulid), make)


def ref(ulid: str | None, name: str | None, gone: Any = None) -> dict[str, Any]:
    """`{"id", "name"}` of a person; `gone` is set for one who is deleted. Source: contract 4.1."""
    if ulid is None or gone is not None:
        return {"id": None, "name": REMOVED}
    return {"id": ulid, "name": name}


def guest(ticket: Any) -> str:
    """How the guest of a ticket is called; the address stands in. Source: contract 8.10."""
    return str(ticket.guest_name or ticket.guest_email or REMOVED)


def author(reply: Any) -> dict[str, Any]:
    """`{"id", "name", "role"}` of who said something; `reply` is a row of `shown`.

    Whatever the requester of a guest's ticket says in public is the guest's.
    """
    by_guest = reply.tracking_number is not None and reply.author_id == reply.requester_id
    if by_guest and not reply.internal:
        return {"id": None, "name": guest(reply), "role": "guest"}
    named = ref(reply.author_ulid, reply.author_name, reply.author_gone)
    return {**named, "role": ROLES[reply.author_role or Role.USER]}
