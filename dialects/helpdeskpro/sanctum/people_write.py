"""People and organizations as clients make and change them. Source: contract 1.4 and 1.9."""

from collections.abc import Mapping
from typing import Any

from polydesk.core import organizations, passwords, people
from polydesk.core.desk import Desk
from polydesk.core.errors import Invalid
from polydesk.core.keep import KEEP
from polydesk.core.models import Organization, Person
from polydesk.dialects.helpdeskpro.sanctum import countries, roles, signup
from polydesk.dialects.helpdeskpro.sanctum.flaws import REQUIRED

_NAMES = ("first_name", "last_name")


def create_contact(desk: Desk, json: dict[str, Any]) -> Person:
    """A new contact. Raises Conflict("person", "taken"), also for the address of a user."""
    names = signup.named(*(json[key] for key in _NAMES))
    return people.create(desk, **{**json, **names}, can_sign_in=False)


def change_contact(desk: Desk, contact: Person, json: dict[str, Any]) -> None:
    """Change what is sent. Raises Conflict as `create_contact` does."""
    people.change(desk, contact, **_renamed(contact, json), **_unlike(contact, json))


def change_user(desk: Desk, user: Person, json: dict[str, Any]) -> None:
    """Change what is sent; no password is none to be set.

    Raises Invalid for no role, which the core has no users of, and Conflict("person", "taken") or
    Conflict("person", "last_admin").
    """
    password, role_id = json.pop("password", None), json.pop("role_id", KEEP)
    if role_id is None:
        raise Invalid({"role_id": [REQUIRED]})
    role = {}
    if role_id not in (KEEP, roles.id_of(user.role, user.extras)):
        role = roles.given(role_id, user.extras)
    people.change(desk, user, **_renamed(user, json), **_unlike(user, json), **role)
    if password is not None:
        passwords.set(desk, user, password)


def create_organization(desk: Desk, json: dict[str, Any]) -> Organization:
    """A new organization, of a name that others may have."""
    return organizations.create(desk, **json)


def change_organization(desk: Desk, organization: Organization, json: dict[str, Any]) -> None:
    """Change what is sent. Raises Conflict("organization", "taken") for the name of another."""
    organizations.change(desk, organization, **_unlike(organization, json))


def _renamed(person: Person, json: dict[str, Any]) -> dict[str, Any]:
    """The names of a person, out of what is sent, where one of them becomes another."""
    before = {key: getattr(person, key) for key in _NAMES}
    after = {key: json.pop(key, before[key]) for key in _NAMES}
    return {} if after == before else signup.named(**after)


def _unlike(row: Person | Organization, json: Mapping[str, Any]) -> dict[str, Any]:
    """What is sent, without the country that is shown already: it may be kept by its name."""
    shown = countries.code_of(row.country)
    return {key: value for key, value in json.items() if key != "country" or value != shown}
