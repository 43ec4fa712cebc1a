"""People read as columns, and put together as the vendor shows them.

What comes out are plain mappings for `schemas.users`; moments are still moments.
"""

from collections import namedtuple
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Select, select

from polydesk.core import catalogue, people, techs
from polydesk.core.desk import Desk
from polydesk.core.models import Organization, Person, Role
from polydesk.core.prepared import among


def columns(person: Any, organization: Any) -> Sequence[Any]:
    """What `shown` is made of, of a person and where they are from, or of aliases of these."""
    return (
        person.id,
        person.username,
        person.email,
        person.name,
        person.first_name,
        person.last_name,
        person.notes,
        person.location,
        person.phone,
        person.department_id,
        person.organization_id,
        organization.name.label("organization_name"),
        person.language,
        person.avatar_url,
        person.signature,
        person.greeting,
        (person.role == Role.ADMIN).label("is_admin"),
        person.disabled,
        person.wants_mail,
        person.is_manager,
        person.mfa_confirmed_at.is_not(None).label("has_second_factor"),
        person.out_of_office,
        person.last_seen_at,
        person.last_ip,
        person.last_user_agent,
    )


_COLUMNS = columns(Person, Organization)
_Row: Any = namedtuple("Row", [column.key for column in _COLUMNS])  # type: ignore[misc]
ALL: Select[Any] = select(*_COLUMNS).select_from(Person).outerjoin(Person.organization)
_BY_IDS = ALL.where(among(Person.id, "ids"))


def detail(desk: Desk, ids: Iterable[int | None]) -> dict[int, dict[str, Any]]:
    """The persons of these ids by id, for `schemas.users`; one statement for any number.

    None among the ids is passed over. The erased are there too, as far as they are known.
    """
    wanted = sorted({id for id in ids if id is not None})
    found: Sequence[Any] = desk.rows(_BY_IDS, ids=wanted) if wanted else ()
    return {row.id: shown(desk, row) for row in found}


def read(desk: Desk, values: Sequence[Any]) -> dict[str, Any]:
    """As `shown`, of the values of `columns` in a longer row."""
    return shown(desk, _Row._make(values))


def shown(desk: Desk, row: Any) -> dict[str, Any]:
    """One person of `columns`, in the shape of `schemas.users.UserDetail`. Source: contract 7.3."""
    username = row.username or row.email or row.name
    full_name = f"{row.first_name} {row.last_name}".strip() or username
    seen = people.last_seen(desk, row)
    address = None if seen is None else seen.address
    department = _department(desk, row.department_id)
    return {
        "UserID": row.id,
        "Username": username,
        "Password": None,
        "Email": row.email or "",
        "FirstName": row.first_name,
        "LastName": row.last_name,
        "Notes": row.notes,
        "Location": row.location or "",
        "Phone": row.phone or "",
        "Department": department,
        "CompanyName": row.organization_name,
        "IPAddress": address,
        "HostName": address,
        "Lang": row.language or "",
        "UserAgent": None if seen is None else seen.agent,
        "AvatarURL": row.avatar_url,
        "Signature": row.signature,
        "Greeting": row.greeting,
        "CompanyId": row.organization_id,
        "CompanyNotes": None,
        "IsAdmin": row.is_admin,
        "Disabled": row.disabled,
        "SendEmail": row.wants_mail,
        "IsTech": techs.is_anywhere(desk, row.id),
        "LastSeen": None if seen is None else seen.at,
        "IsManager": row.is_manager,
        "PushToken": None,
        "FullNameAndLogin": name_and_login(full_name, username),
        "FullName": full_name,
        "DepartmentID": row.department_id,
        "DepartmentName": department,
        "DarkMode": False,
        "RecentTickets": None,
        "IsDepartmentManager": row.is_manager and row.department_id is not None,
        "TwoFactorAuthEnabled": row.has_second_factor,
        "OutOfOffice": row.out_of_office,
        "LastPasswordChange": None,
    }


def _department(desk: Desk, id: int | None) -> str | None:
    return None if id is None else catalogue.department(desk, id).name


def name_and_login(full_name: str, username: str) -> str:
    """`Ada Min (ada)`; just the name where that is the username."""
    return full_name if full_name == username else f"{full_name} ({username})"
