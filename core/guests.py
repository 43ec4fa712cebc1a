"""Tickets of people without an account."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from polydesk.core import text
from polydesk.core.desk import Desk
from polydesk.core.models import Person, Role, World
from polydesk.core.people import Reference


@dataclass(frozen=True)
class Guest:
    """Who they say they are; nobody has proved it."""

    email: str
    name: str | None = None
    phone: str | None = None


def requester(desk: Desk, guest: Guest) -> Reference:
    """The living person of the guest's e-mail address, made if there is none.

    One that is made cannot sign in; it lacks the address if that of a deleted person.
    """
    query = select(Person).where(Person.email_key == text.key(guest.email))
    found = desk.find_or_add(query, lambda: _person(guest, guest.email))
    if found.deleted_at is not None:
        found = desk.add(_person(guest, None))
    return Reference(found.id, found.organization_id)


def _person(guest: Guest, email: str | None) -> Person:
    name = guest.name or guest.email
    first, _, last = name.partition(" ")
    return Person(
        name=name,
        first_name=first,
        last_name=last,
        email=email,
        phone=guest.phone,
        role=Role.USER,
        can_sign_in=False,
    )


def columns(desk: Desk, guest: Guest) -> dict[str, Any]:
    """What is kept of a guest on the ticket, with the next tracking number of the world."""
    following = update(World).values(tracked=World.tracked + 1).returning(World.tracked)
    return {
        "guest_name": guest.name,
        "guest_email": guest.email,
        "guest_phone": guest.phone,
        "tracking_number": desk.connection.execute(following).scalar_one(),
    }
