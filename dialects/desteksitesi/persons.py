"""People read as columns, and put together as the vendor shows them.

What comes out are plain mappings for `schemas.users`; moments are still moments.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Select, bindparam, select

from polydesk.core import catalogue, people, techs
from polydesk.core.desk import Desk
from polydesk.core.models import Organization, Person, Role

COLUMNS: Sequence[Any] = (
    Person.id,
    Person.username,
    Person.email,
    Person.name,
    Person.first_name,
    Person.last_name,
    Person.notes,
    Person.location,
    Person.phone,
    Person.department_id,
    Person.organization_id,
    Organization.name.label("organization_name"),
    Person.language,
    Person.avatar_url,
    Person.signature,
    Person.greeting,
    Person.role,
    Person.disabled,
    Person.wants_mail,
    Person.is_manager,
    Person.mfa_confirmed_at,
    Person.out_of_office,
    Person.last_seen_at,
    Person.last_ip,
    Person.last_user_agent,
)
"""What `shown` is made of."""
ALL: Select[Any] = select(*COLUMNS).select_from(Person).outerjoin(Person.organization)
_BY_IDS = ALL.where(Person.id.in_(bindparam("ids", expanding=True)))


def detail(desk: Desk, ids: Iterable[int | None]) -> dict[int, dict[str, Any]]:
    """The persons of these ids by id, for `schemas.users`; one statement for any number.

    None among the ids is passed over. The erased are there too, as far as they are known.
    """
    wanted = sorted({id for id in ids if id is not None})
    found: Sequence[Any] = desk.rows(_BY_IDS, ids=wanted) if wanted else ()
    return {row.id: shown(desk, row) for row in found}


def shown(desk: Desk, row: Any) -> dict[str, Any]:
    """One person of `COLUMNS`, by the names that the schemas use. Source: contract 7.3."""
    username = row.username or row.email or row.name
    full_name = f"{row.first_name} {row.last_name}".strip() or username
    seen = people.last_seen(desk, row)
    address = None if seen is None else seen.address
    department = _department(desk, row.department_id)
    return {
        "id": row.id,
        "username": username,
        "email": row.email or "",
        "first_name": row.first_name,
        "last_name": row.last_name,
        "notes": row.notes,
        "location": row.location or "",
        "phone": row.phone or "",
        "department_id": row.department_id,
        "department": department,
        "department_name": department,
        "company_id": row.organization_id,
        "company": row.organization_name,
        "address": address,
        "host": address,
        "agent": None if seen is None else seen.agent,
        "seen_at": None if seen is None else seen.at,
        "language": row.language or "",
        "avatar_url": row.avatar_url,
        "signature": row.signature,
        "greeting": row.greeting,
        "is_admin": row.role is Role.ADMIN,
        "is_tech": techs.is_anywhere(desk, row.id),
        "is_manager": row.is_manager,
        "manages_department": row.is_manager and row.department_id is not None,
        "disabled": row.disabled,
        "wants_mail": row.wants_mail,
        "has_second_factor": row.mfa_confirmed_at is not None,
        "out_of_office": row.out_of_office,
        "full_name": full_name,
        "full_name_and_login": name_and_login(full_name, username),
    }


def _department(desk: Desk, id: int | None) -> str | None:
    return None if id is None else catalogue.department(desk, id).name


def name_and_login(full_name: str, username: str) -> str:
    """`Ada Min (ada)`; just the name where that is the username."""
    return full_name if full_name == username else f"{full_name} ({username})"
