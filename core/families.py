"""What many tickets hang together with: their links, by ids. See `links` and `subtickets`."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, select

from polydesk.core.desk import Desk
from polydesk.core.links import FAMILY
from polydesk.core.models import Link, LinkKind, Ticket

_LINKS = (
    select(Link.ticket_id, Link.kind, Link.to_id)
    .join(Ticket, Link.to_id == Ticket.id)
    .where(
        Link.ticket_id.in_(bindparam("tickets", expanding=True)),
        Ticket.deleted_at.is_(None),
    )
    .order_by(Link.id)
)
_BESIDE = [kind for kind in LinkKind if kind not in FAMILY]


class Family(NamedTuple):
    """The ids of the tickets above one, right below it, and beside it; none of those in a bin.

    `parent` is the first one above, `siblings` are the others right below that, `related` those
    of all other links; each once, by id.
    """

    parent: int | None
    children: Sequence[int]
    siblings: Sequence[int]
    related: Sequence[int]


def of_all(desk: Desk, ids: Iterable[int]) -> Mapping[int, Family]:
    """What each of these tickets hangs together with, by its id; two statements at most."""
    wanted = list(dict.fromkeys(ids))
    ends = _ends(desk, wanted)
    parents = {id: ends[id, LinkKind.PARENT][0] for id in wanted if ends[id, LinkKind.PARENT]}
    below = _ends(desk, sorted(set(parents.values())))
    return {
        id: Family(
            parent=parents.get(id),
            children=_by_id(ends[id, LinkKind.CHILD]),
            siblings=_by_id(one for one in below[parents.get(id, 0), LinkKind.CHILD] if one != id),
            related=_by_id(one for kind in _BESIDE for one in ends[id, kind]),
        )
        for id in wanted
    }


def _ends(desk: Desk, ids: Sequence[int]) -> defaultdict[tuple[int, LinkKind], list[int]]:
    """The other ends of the links of these tickets, by ticket and kind, the oldest link first."""
    found: defaultdict[tuple[int, LinkKind], list[int]] = defaultdict(list)
    rows = desk.rows(_LINKS, tickets=ids) if ids else []
    for ticket_id, kind, to_id in rows:
        found[ticket_id, kind].append(to_id)
    return found


def _by_id(ids: Iterable[int]) -> Sequence[int]:
    return sorted(set(ids))
