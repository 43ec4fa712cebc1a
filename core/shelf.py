"""Rows that all vendors share, as the admins of one have them: put away and had back, worded anew.

Statuses, priorities, departments, types and categories are rows that tickets of all vendors refer
to, so what one vendor's admins do to them is kept in the row's `extras`, under the vendor's name,
and seen by that vendor only. A row that is put away is out of that vendor's lists; what refers to
it keeps it.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from polydesk.core.desk import Desk
from polydesk.core.models import Category, Department, Priority, Status, TicketType

Row = Status | Priority | Department | TicketType | Category

_AWAY = "deleted_at"


def own(row: Row, vendor: str) -> Mapping[str, Any]:
    """What is the vendor's own of a row, by name."""
    return _of(row.extras, vendor)


def say(row: Row, vendor: str, given: Mapping[str, Any]) -> None:
    """Change what is the vendor's own of a row, by name; the rest of it stays."""
    row.extras = {**row.extras, vendor: {**own(row, vendor), **given}}


def word(row: Status | Priority, vendor: str, given: Mapping[str, Any]) -> None:
    """Change a row by its columns: a custom one for all, a standard one for this vendor only."""
    if row.code is not None:
        say(row, vendor, given)
        return
    for column, value in given.items():
        setattr(row, column, value)


def put_away(desk: Desk, row: Row, vendor: str) -> None:
    """Take a row out of the vendor's lists, used or not; twice is once.

    It is told as `<table>.deleted`, with the vendor.
    """
    if is_away(row, vendor):
        return
    say(row, vendor, {_AWAY: desk.now().isoformat()})
    _tell(desk, row, vendor, "deleted")


def take_back(desk: Desk, row: Row, vendor: str) -> None:
    """Have a row back in the vendor's lists, as it is by now; twice is once.

    It is told as `<table>.restored`, with the vendor.
    """
    if not is_away(row, vendor):
        return
    kept = {name: value for name, value in own(row, vendor).items() if name != _AWAY}
    row.extras = {**row.extras, vendor: kept}
    _tell(desk, row, vendor, "restored")


def _tell(desk: Desk, row: Row, vendor: str, verb: str) -> None:
    desk.touch(row)
    desk.flush()
    desk.tell(f"{row.__tablename__}.{verb}", row, vendor=vendor)


def is_away(row: Row, vendor: str) -> bool:
    """Whether the vendor has put the row away."""
    return _AWAY in own(row, vendor)


def away(desk: Desk, model: type[Row], vendor: str) -> frozenset[int]:
    """The ids of the rows of a table that the vendor has put away, remembered."""

    def read() -> frozenset[int]:
        rows = desk.session.execute(select(model.id, model.extras))
        return frozenset(id for id, extras in rows if _AWAY in _of(extras, vendor))

    return desk.recall(("away", model, vendor), read)


def _of(extras: Mapping[str, Any], vendor: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = extras.get(vendor, {})
    return found
