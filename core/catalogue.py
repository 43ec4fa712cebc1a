"""What tickets are sorted by, remembered by id; found by word, and made by free words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from polydesk.core import text
from polydesk.core.desk import Desk
from polydesk.core.models import (
    Category,
    Department,
    Kind,
    Priority,
    Section,
    Status,
    Tag,
    TicketType,
)

KIND_HINTS: Sequence[tuple[tuple[str, ...], Kind]] = (
    (("closed", "done"), Kind.CLOSED),
    (("resolved", "solved"), Kind.RESOLVED),
    (("wait", "pending", "hold"), Kind.PENDING),
)
"""What a part of a free word says about its kind; the first that fits decides, else `OPEN`."""

RANKS: Mapping[str, int] = {
    "low": 1,
    "normal": 2,
    "medium": 2,
    "high": 3,
    "critical": 4,
    "urgent": 4,
}
"""What a free word says about its rank, ignoring case; any other word is 2 (normal)."""


_STATUSES = select(Status.id, Status.name, Status.code, Status.kind).order_by(
    Status.position, Status.id
)
_PRIORITIES = select(Priority.id, Priority.name, Priority.code, Priority.rank).order_by(
    Priority.rank, Priority.id
)
_DEPARTMENTS = select(Department.id, Department.name).order_by(Department.id)
_TYPES = select(TicketType.id, TicketType.name).order_by(TicketType.id)
_SECTIONS = select(Section.id, Section.name).order_by(Section.id)


@dataclass(frozen=True)
class Known:
    """A row of a catalogue as processes remember it. `kind` is a status's, `rank` a priority's."""

    id: int
    name: str
    code: str | None = None
    kind: Kind | None = None
    rank: int | None = None


def statuses(desk: Desk) -> Mapping[int, Known]:
    """All statuses by id, in their order."""
    return _known(desk, "statuses", _STATUSES)


def priorities(desk: Desk) -> Mapping[int, Known]:
    """All priorities by id, from low to urgent."""
    return _known(desk, "priorities", _PRIORITIES)


def departments(desk: Desk) -> Mapping[int, Known]:
    """All departments by id."""
    return _known(desk, "departments", _DEPARTMENTS)


def types(desk: Desk) -> Mapping[int, Known]:
    """All types of tickets by id."""
    return _known(desk, "types", _TYPES)


def sections(desk: Desk) -> Mapping[int, Known]:
    """All sections by id."""
    return _known(desk, "sections", _SECTIONS)


def _known(desk: Desk, name: str, query: Any) -> Mapping[int, Known]:
    return desk.recall(
        name, lambda: {row.id: Known(**row._asdict()) for row in desk.session.execute(query)}
    )


def status(desk: Desk, id: int) -> Known:
    """The status of this id."""
    return statuses(desk).get(id) or _afresh(desk, _STATUSES, id)


def priority(desk: Desk, id: int) -> Known:
    """The priority of this id."""
    return priorities(desk).get(id) or _afresh(desk, _PRIORITIES, id)


def department(desk: Desk, id: int) -> Known:
    """The department of this id."""
    return departments(desk).get(id) or _afresh(desk, _DEPARTMENTS, id)


def type(desk: Desk, id: int) -> Known:
    """The type of tickets of this id."""
    return types(desk).get(id) or _afresh(desk, _TYPES, id)


def _afresh(desk: Desk, query: Any, id: int) -> Known:
    """A row that another transaction has made since this one began."""
    rows = desk.rows(query)
    return next(Known(**row._asdict()) for row in rows if row.id == id)


def status_id(desk: Desk, code: str) -> int:
    """The standard status of this code; every world has them all."""
    return next(known.id for known in statuses(desk).values() if known.code == code)


def priority_id(desk: Desk, code: str) -> int:
    """The standard priority of this code; every world has them all."""
    return next(known.id for known in priorities(desk).values() if known.code == code)


def custom_status_id(desk: Desk, word: str) -> int:
    """The custom status of exactly this word, made if there is none."""
    known = _named(desk, statuses, word)
    return (
        known
        or desk.find_or_add(
            select(Status).where(Status.code.is_(None), Status.name == word),
            lambda: Status(name=word, kind=kind_of(word)),
        ).id
    )


def custom_priority_id(desk: Desk, word: str) -> int:
    """The custom priority of exactly this word, made if there is none."""
    known = _named(desk, priorities, word)
    return (
        known
        or desk.find_or_add(
            select(Priority).where(Priority.code.is_(None), Priority.name == word),
            lambda: Priority(name=word, rank=rank_of(word)),
        ).id
    )


def _named(desk: Desk, rows: Callable[[Desk], Mapping[int, Known]], word: str) -> int | None:
    """The custom row of this name among those of a catalogue."""

    def by_name() -> dict[str, int]:
        return {row.name: row.id for row in rows(desk).values() if row.code is None}

    return desk.recall(rows, by_name).get(word)


def kind_of(word: str) -> Kind:
    """What a free word for a status means."""
    lower = word.lower()
    return next((k for hints, k in KIND_HINTS if any(h in lower for h in hints)), Kind.OPEN)


def rank_of(word: str) -> int:
    """What a free word for a priority means."""
    return RANKS.get(word.casefold(), 2)


def department_id(desk: Desk, name: str) -> int:
    """The department of exactly this name, made if there is none."""
    known = _named(desk, departments, name)
    return (
        known
        or desk.find_or_add(
            select(Department).filter_by(name=name), lambda: Department(name=name)
        ).id
    )


def department_like(desk: Desk, name: str) -> int:
    """The department of this name ignoring case and outer blanks, made if there is none."""
    key = text.key(name)
    alike = (known.id for known in departments(desk).values() if text.key(known.name) == key)
    return next(alike, 0) or department_id(desk, name.strip())


def category(desk: Desk, name: str) -> Category:
    """The topmost category of exactly this name, made if there is none."""
    query = select(Category).filter_by(name=name, parent_id=None)
    return desk.find_or_add(query, lambda: Category(name=name))


def tags(desk: Desk, names: Sequence[str]) -> list[Tag]:
    """The tags of these names, in order; those that are new are made.

    They are made by their keys, so that two who begin with others do not wait for each other.
    """
    first = {text.key(name): name for name in reversed(names)}
    found = {key: _tag(desk, name) for key, name in sorted(first.items())}
    return [found[text.key(name)] for name in names]


def _tag(desk: Desk, name: str) -> Tag:
    return desk.find_or_add(select(Tag).filter_by(key=text.key(name)), lambda: Tag(name=name))
