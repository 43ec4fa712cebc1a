"""People who can sign in: made, or made of who was a contact before. Source: contract 1.2, 1.4."""

from typing import Any

from polydesk.core import addresses, passwords, people, text
from polydesk.core.desk import Desk
from polydesk.core.models import Person
from polydesk.dialects.helpdeskpro.sanctum import roles

TITLE = "Engineer"
"""The title of who is given none. Source: contract 1.5."""
_NAME_LENGTH = 255


def make(
    desk: Desk,
    *,
    first_name: str,
    last_name: str,
    email: str,
    password: str | None = None,
    role_id: int | None = None,
    proved: bool = True,
    **more: Any,
) -> Person:
    """A new user, a customer unless a role is given; a contact of this address becomes one.

    Where nobody has `proved` that the address is theirs, a contact stays one: what they have asked
    is not for who only says so. Raises Conflict("person", "taken") then, and for the address of
    another user, also in the bin.
    """
    names, contact = named(first_name, last_name), _contact(desk, email) if proved else None
    role = roles.given(role_id or roles.CUSTOMER, {} if contact is None else contact.extras)
    title = TITLE if contact is None else contact.title or TITLE
    given = {"title": title, **names, **more, **role}
    if contact is None:
        person = people.create(desk, **given, email=email)
    else:
        person = contact
        people.change(desk, person, **given, can_sign_in=True)
    if password is not None:
        passwords.set(desk, person, password)
    return person


def is_taken(desk: Desk, email: str, *, user_id: int | None = None, proved: bool = True) -> bool:
    """Whether `make` would refuse an address now; given a user's id, whether it is another's."""
    if user_id is None and proved and _contact(desk, email) is not None:
        return False
    return addresses.is_taken(desk, email, but=user_id or 0)


def _contact(desk: Desk, email: str) -> Person | None:
    """Who has this address as their own and cannot sign in, which nobody else changes from here."""
    found = people.find_by_email(desk, email)
    person = None if found is None else desk.get(Person, found.id)
    if person is None or person.can_sign_in or person.deleted_at is not None:
        return None
    return person if person.email_key == text.key(email) else None


def named(first_name: str, last_name: str) -> dict[str, Any]:
    """What says how a person is called; a name that is too long for the core is cut there."""
    name = f"{first_name} {last_name}".strip()[:_NAME_LENGTH]
    return {"name": name, "first_name": first_name, "last_name": last_name}
