"""People and organizations as they are shown by themselves. Source: contract 1.5."""

from collections.abc import Mapping, Sequence
from typing import Any

from polydesk.core.desk import Desk
from polydesk.core.models import Organization, Person
from polydesk.dialects.helpdeskpro.sanctum import countries, people_list, persons


def users(desk: Desk, rows: Sequence[Person]) -> Sequence[Mapping[str, Any]]:
    """Users or customers, for `schemas.people.UserWithCountry`."""
    return [{**persons.user(desk, row), "country": _country(row)} for row in rows]


def _country(row: Person) -> dict[str, Any] | None:
    country = countries.named(row.country)
    return None if country is None else {"id": country.id, "name": country.name}


def contacts(_: Desk, rows: Sequence[Person]) -> Sequence[Mapping[str, Any]]:
    """Contacts, for `schemas.people.ContactWithOrganization`."""
    return [
        {
            **persons.contact(row),
            "organization": None if row.organization is None else _organization(row.organization),
        }
        for row in rows
    ]


def organizations(_: Desk, rows: Sequence[Organization]) -> Sequence[Mapping[str, Any]]:
    """Organizations, for `schemas.people.Organization`."""
    return [_organization(row) for row in rows]


def organization(desk: Desk, row: Organization) -> Mapping[str, Any]:
    """An organization, for `schemas.people.OrganizationWithContacts`."""
    contacts = people_list.contacts_of(desk, row)
    return {**_organization(row), "contacts": [persons.contact(one) for one in contacts]}


def _organization(row: Organization) -> dict[str, Any]:
    return {"id": row.id, "name": row.name, **persons.reached(row)}
