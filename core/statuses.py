"""Statuses as one vendor's admins see and change them.

The standard rows are shared by all vendors, each of which has words of its own for them. So what
an admin changes of one is kept in the row's `extras`, under the vendor's name, and seen by that
vendor only. A custom row is one for all.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import exists, select

from polydesk.core import memory, text
from polydesk.core.conflicts import refusing
from polydesk.core.desk import Desk
from polydesk.core.errors import Conflict
from polydesk.core.keep import KEEP, Kept
from polydesk.core.models import Kind, Status, Ticket

_ROWS = select(Status).order_by(Status.id)


@dataclass(frozen=True)
class Look:
    """A standard status in one vendor's words; a `system` one cannot be erased."""

    name: str
    color: str | None
    position: int
    system: bool = False


@dataclass(frozen=True, eq=False)
class Wording:
    """One vendor's statuses: how it words those of a code, and which of them show as which other.

    `color` is that of custom rows which have none.
    """

    vendor: str
    looks: Mapping[str, Look]
    stand_ins: Mapping[str, str] = field(default_factory=dict)
    color: str | None = None


@dataclass(frozen=True)
class Shown:
    """A status as a vendor shows it; an `erased` one is seen on other vendors' tickets only."""

    id: int
    ulid: str
    code: str | None
    kind: Kind
    look: Look
    erased: bool = False


def shown(desk: Desk, wording: Wording) -> Mapping[int, Shown]:
    """What to show for every status, by its id, in the vendor's order: by position, then by name.

    One that has a stand-in is found under its own id too, and shows as the other.
    """
    return desk.recall(("statuses", wording.vendor), lambda: _read(desk, wording))


def listed(desk: Desk, wording: Wording) -> list[Shown]:
    """The vendor's statuses, each once, in the vendor's order."""
    unique = {one.id: one for one in shown(desk, wording).values() if not one.erased}
    return list(unique.values())


def _read(desk: Desk, wording: Wording) -> Mapping[int, Shown]:
    rows = desk.all(_ROWS)
    by_code = {row.code: row for row in rows if row.code is not None}
    seen = {}
    for row in rows:
        stand_in = wording.stand_ins.get(row.code or "")
        seen[row.id] = _show(by_code[stand_in] if stand_in else row, wording)
    return dict(sorted(seen.items(), key=lambda item: _order(item[0], item[1].look)))


def _order(id: int, look: Look) -> tuple[int, str, int]:
    return look.position, look.name, id


def _show(row: Status, wording: Wording) -> Shown:
    if row.code is None:
        look = Look(row.name, row.color or wording.color, row.position)
        return Shown(row.id, row.ulid, None, row.kind, look)
    own = dict(row.extras.get(wording.vendor, {}))
    erased = bool(own.pop("erased", False))
    look = replace(wording.looks[row.code], **own)
    return Shown(row.id, row.ulid, row.code, row.kind, look, erased)


def create(
    desk: Desk,
    wording: Wording,
    *,
    name: str,
    color: str | None = None,
    position: int = 0,
    kind: Kind = Kind.OPEN,
) -> Status:
    """A new custom status.

    Raises Conflict("status", "taken") for a name that the vendor shows already, ignoring case.
    """
    memory.move(desk.session)  # those who do this at once take turns from here
    _refuse_taken(desk, wording, name)
    with refusing(desk, "status", "taken"):
        status = desk.add(Status(name=name, kind=kind, color=color, position=position))
    desk.tell("status.created", status)
    return status


def change(
    desk: Desk,
    wording: Wording,
    status: Status,
    *,
    name: str | Kept = KEEP,
    color: str | Kept | None = KEEP,
    position: int | Kept = KEEP,
) -> None:
    """Change what is given; of a standard status for this vendor only.

    Raises Conflict("status", "taken") for a name that the vendor shows already, ignoring case.
    """
    given = {"name": name, "color": color, "position": position}
    changed: dict[str, Any] = {key: value for key, value in given.items() if value is not KEEP}
    memory.move(desk.session)
    if name is not KEEP:
        _refuse_taken(desk, wording, name, besides=status.id)
    with refusing(desk, "status", "taken"):
        if status.code is not None:
            _keep(status, wording, changed)
        else:
            for column, value in changed.items():
                setattr(status, column, value)
        touched = desk.touch(status)
    if touched:
        desk.tell("status.changed", status)


def erase(desk: Desk, wording: Wording, status: Status) -> None:
    """Take a status away: a custom one for all, a standard one out of this vendor's list.

    Raises Conflict("status", "system") or Conflict("status", "used") where a ticket has it.
    """
    memory.move(desk.session)
    seen = _read(desk, wording)
    if seen[status.id].look.system:
        raise Conflict("status", "system")
    alike = [id for id, one in seen.items() if one.id == status.id]
    if desk.session.scalar(select(exists().where(Ticket.status_id.in_(alike)))):
        raise Conflict("status", "used")
    desk.tell("status.deleted", status)
    if status.code is not None:
        _keep(status, wording, {"erased": True})
        desk.touch(status)
        return
    with refusing(desk, "status", "used"):
        desk.session.delete(status)


def _keep(status: Status, wording: Wording, changed: Mapping[str, Any]) -> None:
    own = {**status.extras.get(wording.vendor, {}), **changed}
    status.extras = {**status.extras, wording.vendor: own}


def _refuse_taken(desk: Desk, wording: Wording, name: str, besides: int = 0) -> None:
    desk.flush()
    taken = {text.key(one.look.name) for one in listed(desk, wording) if one.id != besides}
    if text.key(name) in taken:
        raise Conflict("status", "taken")
