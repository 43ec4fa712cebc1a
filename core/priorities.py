"""Priorities as one vendor's admins see and change them; whose what is, see `statuses`."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from polydesk.core import catalogue, shelf
from polydesk.core.conflicts import refusing
from polydesk.core.desk import Desk
from polydesk.core.models import Priority

_ROWS = select(Priority).order_by(Priority.rank, Priority.id)


@dataclass(frozen=True, eq=False)
class Wording:
    """What one vendor calls the standard priorities, by code."""

    vendor: str
    names: Mapping[str, str]


@dataclass(frozen=True)
class Shown:
    """A priority as a vendor shows it; one that is `away` is seen on tickets only."""

    id: int
    code: str | None
    rank: int
    name: str
    away: bool = False


def shown(desk: Desk, wording: Wording) -> Mapping[int, Shown]:
    """What to show for every priority, by its id, from low to urgent."""
    return desk.recall(("priorities", wording.vendor), lambda: _read(desk, wording))


def one(desk: Desk, wording: Wording, id: int) -> Shown:
    """What to show for the priority of this id, which another transaction may have just made."""
    return shown(desk, wording).get(id) or _read(desk, wording)[id]


def _read(desk: Desk, wording: Wording) -> Mapping[int, Shown]:
    return {row.id: _show(row, wording) for row in desk.all(_ROWS)}


def _show(row: Priority, wording: Wording) -> Shown:
    name, away = row.name, shelf.is_away(row, wording.vendor)
    if row.code is not None:
        name = shelf.own(row, wording.vendor).get("name", wording.names[row.code])
    return Shown(row.id, row.code, row.rank, name, away)


def create(desk: Desk, *, name: str) -> Priority:
    """A new custom priority, of the rank that its name says.

    Raises Conflict("priority", "taken") for the name of another custom one.
    """
    with refusing(desk, "priority", "taken"):
        priority = desk.add(Priority(name=name, rank=catalogue.rank_of(name)))
    desk.tell("priority.created", priority)
    return priority


def change(desk: Desk, wording: Wording, priority: Priority, *, name: str) -> None:
    """Give a priority another name, a standard one for this vendor only; its rank stays.

    Raises Conflict("priority", "taken") for the name of another custom one.
    """
    with refusing(desk, "priority", "taken"):
        shelf.word(priority, wording.vendor, {"name": name})
        changed = desk.touch(priority)
    if changed:
        desk.tell("priority.changed", priority)
