"""Users made and changed as the vendor does it. Source: contract 6.4, 11.9 to 11.13."""

from collections.abc import Mapping
from typing import Any

from polydesk.core import catalogue, mail, organizations, passwords, people, techs
from polydesk.core.desk import Desk
from polydesk.core.errors import NotFound
from polydesk.core.models import Category, Department, Organization, Person, Role
from polydesk.dialects.desteksitesi.schemas.users import MOST

_AS_GIVEN = (
    "email",
    "username",
    "first_name",
    "last_name",
    "notes",
    "phone",
    "location",
    "greeting",
    "signature",
    "wants_mail",
    "out_of_office",
)
"""What a person has under the same name."""


def get(desk: Desk, id: int) -> Person:
    """The user of this id, locked where the desk writes. Raises NotFound."""
    person = desk.find(Person, id)
    if person is None or person.deleted_at is not None:
        raise NotFound("person", id)
    return person


def create(desk: Desk, given: Mapping[str, Any]) -> Person:
    """A new user. `given` is of `schemas.users.NewUser`.

    Without a password they have none, so that nobody enters by it till one is set.
    Raises Conflict for an e-mail address or username that is taken.
    """
    values = _values(desk, given)
    email = values["email"]
    values.setdefault("username", email)
    if "organization" not in values:
        id = organizations.id_of_address(desk, email)
        values["organization"] = None if id is None else desk.session.get(Organization, id)
    first, last = values.setdefault("first_name", ""), values.setdefault("last_name", "")
    person = people.create(desk, name=_name(first, last, values["username"]), **values)
    if "password" in given:
        passwords.set(desk, person, given["password"])
    if given["welcome"]:
        _welcome(desk, person)
    return person


def change(desk: Desk, person: Person, given: Mapping[str, Any]) -> None:
    """Change what is given, of `schemas.users.UserChange`.

    A new password ends the token, and lets in who could not sign in before.

    Raises Conflict for a name that is taken, and where no administrator would be left.
    """
    values = _values(desk, given)
    first = values.get("first_name", person.first_name)
    last = values.get("last_name", person.last_name)
    username = values.get("username") or person.shown_username
    if (first, last) != (person.first_name, person.last_name) or not (first or last):
        values |= {"name": _name(first, last, username), "first_name": first, "last_name": last}
    people.change(desk, person, **values)
    if "is_admin" in given:
        _set_admin(desk, person, given["is_admin"])
    if "disabled" in given:
        (people.disable if given["disabled"] else people.restore)(desk, person)
    if "password" in given:
        people.change(desk, person, can_sign_in=True)
        passwords.set(desk, person, given["password"])


def _set_admin(desk: Desk, person: Person, is_admin: bool) -> None:
    """Make somebody an administrator, or no more; technician of what they are so, they stay."""
    held = techs.categories_of(desk, person.id)
    if not is_admin and person.role is Role.ADMIN:
        role = Role.AGENT if held else Role.USER
        people.change(desk, person, role=role, all_categories=not held)
    elif is_admin and person.role is not Role.ADMIN:
        people.change(desk, person, role=Role.ADMIN)
        for id in sorted(held):
            techs.add(desk, person, desk.session.get_one(Category, id))


def _values(desk: Desk, given: Mapping[str, Any]) -> dict[str, Any]:
    values = {name: given[name] for name in _AS_GIVEN if name in given}
    if "company" in given:
        values["organization"] = organizations.named(desk, given["company"])
    if "department" in given:
        id = catalogue.department_like(desk, given["department"])
        values["department"] = desk.session.get_one(Department, id)
    return values


def _name(first: str, last: str, username: str) -> str:
    return (f"{first} {last}".strip() or username)[:MOST]


def _welcome(desk: Desk, person: Person) -> None:
    mail.send(
        desk,
        to=person.email or "",
        subject="Welcome to the help desk",
        text=f"An account was made for you. Your username is {person.shown_username}.",
        data={"username": person.shown_username},
    )
