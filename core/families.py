"""What many tickets hang together with: those above, below and beside them. See `subtickets`."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import null, select, union_all
from sqlalchemy.orm import aliased

from polydesk.core.desk import Desk
from polydesk.core.links import FAMILY
from polydesk.core.models import Link, LinkKind, Ticket
from polydesk.core.prepared import among

_up, _down, _above = aliased(Link), aliased(Link), aliased(Ticket)
_LINKS: Any = union_all(
    select(Link.ticket_id, Link.kind, null().label("above"), Link.to_id, Link.id.label("at"))
    .join(Ticket, Link.to_id == Ticket.id)
    .where(among(Link.ticket_id, "tickets"), Link.kind.in_(FAMILY), Ticket.deleted_at.is_(None)),
    select(_up.ticket_id, null(), _up.to_id, _down.to_id, _down.id)
    .join(_above, _up.to_id == _above.id)
    .join(_down, (_down.ticket_id == _above.id) & (_down.to_id != _up.ticket_id))
    .join(Ticket, _down.to_id == Ticket.id)
    .where(
        among(_up.ticket_id, "tickets"),
        _up.kind == LinkKind.PARENT,
        _down.kind == LinkKind.CHILD,
        _above.deleted_at.is_(None),
        Ticket.deleted_at.is_(None),
    ),
).order_by("at")
"""What is right above and below tickets; and, of no kind, what else is below each one above."""


class Family(NamedTuple):
    """The ids of the tickets above one, right below it, and beside it; none of those in a bin.

    `parent` is the first one above, `siblings` are the others right below that; each by id.
    """

    parent: int | None = None
    children: Sequence[int] = ()
    siblings: Sequence[int] = ()


def of_all(desk: Desk, ids: Iterable[int]) -> Mapping[int, Family]:
    """What each of these tickets hangs together with, by its id; one statement at most."""
    found: dict[int, _Ends] = {id: defaultdict(list) for id in ids}
    rows = desk.rows(_LINKS, tickets=list(found)) if found else ()
    for ticket_id, kind, above, to_id, _ in rows:
        found[ticket_id][kind, above].append(to_id)
    return {id: _family(ends) for id, ends in found.items()}


_Ends = defaultdict[tuple[LinkKind | None, int | None], list[int]]
"""The other ends of a ticket's links, the oldest link first: by kind, or by what is between."""


def _family(ends: _Ends) -> Family:
    parent = next(iter(ends[LinkKind.PARENT, None]), None)
    return Family(parent, sorted(ends[LinkKind.CHILD, None]), sorted(ends[None, parent]))
