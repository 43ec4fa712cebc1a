"""What may be said of a person, in the columns' own words: an absent key says nothing."""

from typing import Any, TypedDict

from polydesk.core.models import Department, Organization, Role


class Details(TypedDict, total=False):
    """What may be given to a person who is made, besides the name."""

    first_name: str
    last_name: str
    role: Role
    email: str | None
    username: str | None
    organization: Organization | None
    organization_position: str
    organization_manager: bool
    department: Department | None
    is_manager: bool
    all_categories: bool
    can_sign_in: bool
    phone: str | None
    address: str | None
    city: str | None
    region: str | None
    country: str | None
    postal_code: str | None
    location: str | None
    title: str | None
    notes: str | None
    language: str | None
    timezone: str | None
    signature: str | None
    greeting: str | None
    avatar_url: str | None
    out_of_office: bool
    wants_mail: bool
    extras: dict[str, Any]


class Profile(Details, total=False):
    """What may be changed of a person."""

    name: str


def named(name: str) -> dict[str, Any]:
    """A name with its parts: what is before the first blank, and what is after it."""
    first, _, last = name.partition(" ")
    return {"name": name, "first_name": first, "last_name": last}
