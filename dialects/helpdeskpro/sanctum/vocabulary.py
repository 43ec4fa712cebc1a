"""The vendor's words and ids for what tickets are sorted by. Source: contract 1.4 to 1.6.

What processes remember is looked into, so none of this asks the store. A row that the vendor's
admins have deleted is shown as null, while what refers to it keeps its id.
"""

import re
from collections.abc import Mapping
from typing import Any

from polydesk.core import catalogue, categories, priorities, shelf, statuses
from polydesk.core.desk import Desk
from polydesk.core.models import Category, Department, TicketType
from polydesk.core.statuses import Look
from polydesk.dialects.helpdeskpro.sanctum.settings import DIALECT

CUSTOM = 1000
"""What the id of a custom status or priority is more than that of its row."""
STATUS_IDS: Mapping[str, int] = {
    "NEW": 1,
    "PENDING": 2,
    "OPEN": 3,
    "RESOLVED": 4,
    "CLOSED": 5,
    "CANCELLED": 6,
}
STATUSES = statuses.Wording(
    DIALECT,
    {
        "NEW": Look("Open", None, 1, slug="open"),
        "PENDING": Look("Pending", None, 2, slug="pending"),
        "OPEN": Look("In Progress", None, 3, slug="in_progress"),
        "RESOLVED": Look("Resolved", None, 4, slug="resolved"),
        "CLOSED": Look("Closed", None, 5, slug="closed"),
        "CANCELLED": Look("Cancelled", None, 6, slug="cancelled"),
    },
    stand_ins={"HELD": "PENDING"},
)
PRIORITY_IDS: Mapping[str, int] = {"LOW": 1, "NORMAL": 2, "HIGH": 3, "URGENT": 4}
PRIORITIES = priorities.Wording(
    DIALECT, {"LOW": "Low", "NORMAL": "Medium", "HIGH": "High", "URGENT": "Critical"}
)
_BLANKS = re.compile(r"\s+")


def slug_of(name: str) -> str:
    """What a new status is called in short: lower-case, blanks as `_`."""
    return _BLANKS.sub("_", name.lower())


def status(desk: Desk, id: int | None) -> dict[str, Any] | None:
    """The status of a row's id as it is shown; None also where it is deleted."""
    one = None if id is None else statuses.one(desk, STATUSES, id)
    if one is None or one.away:
        return None
    name, slug = one.look.name, one.look.slug
    return {"id": _status_id(one), "name": name, "slug": slug_of(name) if slug is None else slug}


def status_id(desk: Desk, id: int | None) -> int | None:
    """The vendor's id for the status of a row's id, also for a deleted one."""
    return None if id is None else _status_id(statuses.one(desk, STATUSES, id))


def status_row(desk: Desk, id: int) -> int | None:
    """The row to be chosen by the vendor's id of a status; None where it is deleted or not one."""
    return next((row for row in status_rows(desk, id) if status(desk, row) is not None), None)


def status_rows(desk: Desk, id: int) -> list[int]:
    """The rows that show under the vendor's id of a status, also of a deleted one.

    The first is the one that is changed by this id.
    """
    shown = statuses.shown(desk, STATUSES)
    found = [row for row, one in shown.items() if _status_id(one) == id]
    return sorted(found, key=lambda row: row != shown[row].id)


def first_status(desk: Desk) -> int | None:
    """The row of the first status by the vendor's ids; None where none is left."""
    first = min(statuses.listed(desk, STATUSES), key=_status_id, default=None)
    return None if first is None else first.id


def slugs(desk: Desk) -> Mapping[int, str]:
    """The slug of every status that is not deleted, by its row."""

    def read() -> Mapping[int, str]:
        shown = ((row, status(desk, row)) for row in statuses.shown(desk, STATUSES))
        return {row: one["slug"] for row, one in shown if one is not None}

    return desk.recall((DIALECT, "slugs"), read)


def is_shown_so(desk: Desk, id: int | None, other: int | None) -> bool:
    """Whether two rows show as the same status: to change one to the other changes nothing."""
    return status_id(desk, id) == status_id(desk, other)


def _status_id(one: statuses.Shown) -> int:
    return CUSTOM + one.id if one.code is None else STATUS_IDS[one.code]


def priority(desk: Desk, id: int | None) -> dict[str, Any] | None:
    """The priority of a row's id as it is shown; None also where it is deleted."""
    one = None if id is None else priorities.one(desk, PRIORITIES, id)
    return None if one is None or one.away else {"id": _priority_id(one), "name": one.name}


def priority_id(desk: Desk, id: int | None) -> int | None:
    """The vendor's id for the priority of a row's id, also for a deleted one."""
    return None if id is None else _priority_id(priorities.one(desk, PRIORITIES, id))


def priority_row(desk: Desk, id: int) -> int | None:
    """As `status_row`."""
    return next((row for row in priority_rows(desk, id) if priority(desk, row) is not None), None)


def priority_rows(desk: Desk, id: int) -> list[int]:
    """As `status_rows`; one at most."""
    shown = priorities.shown(desk, PRIORITIES)
    return [row for row, one in shown.items() if _priority_id(one) == id]


def priority_names(desk: Desk) -> Mapping[int, str]:
    """The name of every priority that is not deleted, by its row."""
    shown = priorities.shown(desk, PRIORITIES).items()
    return {row: one.name for row, one in shown if not one.away}


def _priority_id(one: priorities.Shown) -> int:
    return CUSTOM + one.id if one.code is None else PRIORITY_IDS[one.code]


def department(desk: Desk, id: int | None) -> dict[str, Any] | None:
    """The department of an id as it is shown; None also where it is deleted."""
    if id is None or id in shelf.away(desk, Department, DIALECT):
        return None
    return {"id": id, "name": catalogue.department(desk, id).name}


def department_row(desk: Desk, id: int) -> int | None:
    """The department to be chosen by this id; None where it is deleted or not one."""
    return _there(desk, Department, catalogue.departments(desk), id)


def ticket_type(desk: Desk, id: int | None) -> dict[str, Any] | None:
    """The type of an id as it is shown; None also where it is deleted."""
    if id is None or id in shelf.away(desk, TicketType, DIALECT):
        return None
    return {"id": id, "name": catalogue.type(desk, id).name}


def ticket_type_row(desk: Desk, id: int) -> int | None:
    """The type to be chosen by this id; None where it is deleted or not one."""
    return _there(desk, TicketType, catalogue.types(desk), id)


def category(desk: Desk, id: int | None) -> dict[str, Any] | None:
    """The category of an id as other things show it; None also where it is deleted."""
    if id is None or id in shelf.away(desk, Category, DIALECT):
        return None
    node = categories.path(desk, id)[-1]
    return {
        "id": id,
        "name": node.name,
        "color": node.color,
        "department_id": node.department_id,
        "parent_id": node.parent_id,
    }


def category_row(desk: Desk, id: int) -> int | None:
    """The category to be chosen by this id; None where it is deleted or not one."""
    return _there(desk, Category, categories.tree(desk), id)


def names_of(desk: Desk, id: int | None) -> tuple[str, str]:
    """The names of a category and of the one below it that tickets point at; blank for none.

    Blank also for a deleted one.
    """
    path = () if id is None else categories.path(desk, id)
    away = shelf.away(desk, Category, DIALECT)
    names = ["" if node.id in away else node.name for node in path]
    return (names[0] if names else ""), (names[-1] if len(names) > 1 else "")


def category_rows(desk: Desk, id: int) -> list[int]:
    """A category and all below it; nothing where it is not one."""
    nodes = categories.tree(desk).values()
    return [node.id for node in nodes if id in {above.id for above in node.path}]


def _there(desk: Desk, model: type[shelf.Row], known: Mapping[int, Any], id: int) -> int | None:
    return id if id in known and id not in shelf.away(desk, model, DIALECT) else None
