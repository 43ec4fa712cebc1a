"""Persons as requests need them: who calls, read once and remembered while nothing changes.

A change of what an `Account` holds moves the world's `version` (see `Person.remembered`), so
every process reads it again in its next transaction: role, disabling and erasing hold at once.
"""

from dataclasses import fields
from typing import Any

from sqlalchemy import BindParameter, bindparam, select

from polydesk.core import text
from polydesk.core.desk import Account, Desk
from polydesk.core.models import MAX_ID, Person

_KEY: BindParameter[Any] = bindparam("key")
_LIVING = select(*(getattr(Person, field.name) for field in fields(Account))).where(
    Person.deleted_at.is_(None)
)
_BY_ID = _LIVING.where(Person.id == _KEY)
_BY_EMAIL = _LIVING.where(Person.email_key == _KEY)
_BY_USERNAME = _LIVING.where(Person.username_key == _KEY)


def find(desk: Desk, id: int) -> Account | None:
    """The living person of this id, the disabled too."""
    return _find(desk, "id", id) if 0 < id <= MAX_ID else None


def find_by_email(desk: Desk, address: str) -> Account | None:
    """The living person of this e-mail address, ignoring case and outer blanks."""
    return _find(desk, "email", text.key(address)) if text.is_storable(address) else None


def find_by_username(desk: Desk, name: str) -> Account | None:
    """The living person of this username, ignoring case and outer blanks."""
    return _find(desk, "username", text.key(name)) if text.is_storable(name) else None


_QUERIES = {"id": _BY_ID, "email": _BY_EMAIL, "username": _BY_USERNAME}


def _find(desk: Desk, by: str, key: int | str) -> Account | None:
    return desk.recall(("account", by, key), lambda: _read(desk, by, key))


def _read(desk: Desk, by: str, key: int | str) -> Account | None:
    rows = desk.rows(_QUERIES[by], key=key)
    return Account(*rows[0]) if rows else None
