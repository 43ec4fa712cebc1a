"""Users, customers and contacts as they are shown, in other things too. Source: contract 1.5."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from polydesk.core.desk import Desk
from polydesk.core.models import Person
from polydesk.core.prepared import among
from polydesk.dialects.helpdeskpro.sanctum import countries, roles
from polydesk.dialects.helpdeskpro.sanctum.fields import written
from polydesk.dialects.helpdeskpro.sanctum.settings import DIALECT

_OF_MANY = select(
    *written(
        Person.id,
        Person.name,
        Person.first_name,
        Person.last_name,
        Person.email,
        Person.role,
        Person.phone,
        Person.city,
        Person.address,
        Person.region,
        Person.country,
        Person.postal_code,
        Person.avatar_url,
        Person.title,
        Person.language,
        Person.organization_id,
        Person.can_sign_in,
        Person.extras,
        Person.created_at,
        Person.updated_at,
    )
).where(among(Person.id, "ids"))


def rows(desk: Desk, ids: Iterable[int | None]) -> Mapping[int, Any]:
    """The columns of these persons by id, the deleted too: one statement, none for nobody."""
    wanted = sorted({id for id in ids if id is not None})
    return {row.id: row for row in desk.rows(_OF_MANY, ids=wanted)} if wanted else {}


def users(desk: Desk, ids: Iterable[int | None]) -> Mapping[int, dict[str, Any]]:
    """These persons as users, by id, with their roles; one statement."""
    return {id: user(desk, row) for id, row in rows(desk, ids).items()}


def contacts(desk: Desk, ids: Iterable[int | None]) -> Mapping[int, dict[str, Any]]:
    """These persons as contacts, by id; one statement."""
    return {id: contact(row) for id, row in rows(desk, ids).items()}


def user(desk: Desk, row: Any) -> dict[str, Any]:
    """A person as a user; `row` has the columns of this module, or is the person.

    Of the former it is as it is written, moments too.
    """
    role_id = roles.id_of(row.role, row.extras)
    country = countries.named(row.country)
    return {
        "id": row.id,
        "name": row.name,
        "first_name": row.first_name,
        "last_name": row.last_name,
        "email": row.email or "",
        "role": roles.shown_of(desk).get(role_id),
        "role_id": role_id,
        "country_id": None if country is None else country.id,
        "phone": row.phone,
        "city": row.city,
        "address": row.address,
        "photo_path": row.avatar_url,
        "title": row.title,
        "locale": row.language or "en",
        "email_verified_at": row.extras.get(DIALECT, {}).get("email_verified_at"),
        "created_at": row.created_at,
        "updated_at": row.updated_at,
    }


def contact(row: Any) -> dict[str, Any]:
    """A person as a contact; `row` as for `user`."""
    return {
        "id": row.id,
        "first_name": row.first_name,
        "last_name": row.last_name,
        "organization_id": row.organization_id,
        **reached(row),
    }


def reached(row: Any) -> dict[str, Any]:
    """How a person or an organization is reached, and their times."""
    return {
        "email": row.email,
        "phone": row.phone,
        "address": row.address,
        "city": row.city,
        "region": row.region,
        "country": countries.code_of(row.country),
        "postal_code": row.postal_code,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
    }
