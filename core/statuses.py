"""Statuses as one vendor's admins see and change them.

The standard rows are shared by all vendors, each of which has words of its own for them. So what
an admin changes of one is that vendor's own; see `shelf`. A custom row is one for all, but for its
slug.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import exists, select

from polydesk.core import memory, shelf, text
from polydesk.core.conflicts import refusing
from polydesk.core.desk import Desk
from polydesk.core.errors import Conflict
from polydesk.core.keep import KEEP, Kept
from polydesk.core.models import Kind, Status, Ticket

_ROWS = select(Status).order_by(Status.id)
_WORDS = ("name", "color", "position", "slug")


@dataclass(frozen=True)
class Look:
    """A status in one vendor's words; a `system` one cannot be erased.

    `slug` is the vendor's short word for it; None where nobody has given one.
    """

    name: str
    color: str | None
    position: int
    system: bool = False
    slug: str | None = None


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
    """A status as a vendor shows it; one that is `away` is seen on tickets only."""

    id: int
    ulid: str
    code: str | None
    kind: Kind
    look: Look
    away: bool = False


def shown(desk: Desk, wording: Wording) -> Mapping[int, Shown]:
    """What to show for every status, by its id, in the vendor's order: by position, then by name.

    One that has a stand-in is found under its own id too, and shows as the other.
    """
    return desk.recall(("statuses", wording.vendor), lambda: _read(desk, wording))


def one(desk: Desk, wording: Wording, id: int) -> Shown:
    """What to show for the status of this id, which another transaction may have just made."""
    return shown(desk, wording).get(id) or _read(desk, wording)[id]


def listed(desk: Desk, wording: Wording) -> list[Shown]:
    """The vendor's statuses, each once, in the vendor's order."""
    unique = {one.id: one for one in shown(desk, wording).values() if not one.away}
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
    own = shelf.own(row, wording.vendor)
    look = (
        Look(row.name, row.color or wording.color, row.position)
        if row.code is None
        else wording.looks[row.code]
    )
    look = replace(look, **{name: own[name] for name in _WORDS if name in own})
    away = shelf.is_away(row, wording.vendor)
    return Shown(row.id, row.ulid, row.code, row.kind, look, away)


def create(
    desk: Desk,
    wording: Wording,
    *,
    name: str,
    color: str | None = None,
    position: int = 0,
    kind: Kind = Kind.OPEN,
    slug: str | None = None,
) -> Status:
    """A new custom status.

    Raises Conflict("status", "taken") for a name that the vendor shows already, ignoring case.
    """
    memory.move(desk.session)  # those who do this at once take turns from here
    _refuse_taken(desk, wording, name)
    status = Status(name=name, kind=kind, color=color, position=position, extras={})
    if slug is not None:
        shelf.say(status, wording.vendor, {"slug": slug})
    with refusing(desk, "status", "taken"):
        desk.add(status)
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
    slug: str | Kept | None = KEEP,
) -> None:
    """Change what is given; of a standard status for this vendor only, as is any status's slug.

    Raises Conflict("status", "taken") for a name that the vendor shows already, ignoring case.
    """
    given = {"name": name, "color": color, "position": position}
    changed: dict[str, Any] = {key: value for key, value in given.items() if value is not KEEP}
    memory.move(desk.session)
    if name is not KEEP:
        _refuse_taken(desk, wording, name, besides=status.id)
    with refusing(desk, "status", "taken"):
        shelf.word(status, wording.vendor, changed)
        if slug is not KEEP:
            shelf.say(status, wording.vendor, {"slug": slug})
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
    if status.code is not None:
        shelf.put_away(desk, status, wording.vendor)
        return
    desk.tell("status.deleted", status)
    with refusing(desk, "status", "used"):
        desk.session.delete(status)


def _refuse_taken(desk: Desk, wording: Wording, name: str, besides: int = 0) -> None:
    desk.flush()
    taken = {text.key(one.look.name) for one in listed(desk, wording) if one.id != besides}
    if text.key(name) in taken:
        raise Conflict("status", "taken")
