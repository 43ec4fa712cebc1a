"""Who has asked to become a user, and waits for it. Source: contract 1.4, "People"; Q-S2.

They are records of the collection `users/pending`, which hold what `schemas.people.PendingUser`
shows; no endpoint of the vendor's makes them, scenarios do.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, or_

from polydesk.core import records
from polydesk.core.aside import aside
from polydesk.core.desk import Desk
from polydesk.core.errors import NotFound
from polydesk.core.models import Person, Record
from polydesk.core.records import text
from polydesk.core.search import part_of
from polydesk.dialects.helpdeskpro.sanctum import auth, signup
from polydesk.dialects.helpdeskpro.sanctum.listing import ordered, searched
from polydesk.dialects.helpdeskpro.sanctum.schemas import people as schemas
from polydesk.dialects.helpdeskpro.sanctum.settings import DIALECT
from polydesk.kit.parse import load

_COLLECTION = "users/pending"
_KEYS = ("first_name", "last_name", "email", "phone", "address", "city", "country_id")
_ORDERS = {"id": Record.id, "created_at": Record.created_at} | {
    key: text(key) for key in ("first_name", "last_name", "email")
}
_PASSWORD_LENGTH = 13


def rows(_: Desk, query: Mapping[str, Any]) -> Select[Record]:
    """Those who wait, and pass the search."""
    found, part = records.collected(DIALECT, _COLLECTION), searched(query)
    if part is not None:
        columns = [text(key) for key in ("first_name", "last_name", "email")]
        found = found.where(or_(*(part_of(column, part) for column in columns)))
    return ordered(found, query, _ORDERS, Record.id)


def get(desk: Desk, id: int) -> Record:
    """One who waits. Raises NotFound("pending_user")."""
    found = records.find(desk, DIALECT, _COLLECTION, id)
    if found is None:
        raise NotFound("pending_user", id)
    return found


def shown(_: Desk, rows: Sequence[Record]) -> Sequence[Mapping[str, Any]]:
    """As `schemas.people.PendingUser` writes them."""
    return [
        {
            **{key: row.data.get(key) for key in _KEYS},
            "id": row.id,
            "created_at": row.created_at,
            "updated_at": row.updated_at,
        }
        for row in rows
    ]


def approve(desk: Desk, row: Record) -> tuple[Person, str]:
    """Make a customer of who waits, with a password of 13 letters and digits.

    Raises Invalid for who cannot be one, and Conflict("person", "taken").
    """
    given = load(schemas.NewCustomer(), {key: row.data.get(key) for key in _KEYS})
    drawn = auth.make_secret(desk)[:_PASSWORD_LENGTH]
    password = aside(desk, ("password", row.id), lambda: drawn)  # the same when it begins again
    person = signup.make(desk, **{**given, "password": password})
    records.delete(desk, row)
    return person, password
