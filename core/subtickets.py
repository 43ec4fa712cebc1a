"""Tickets below a ticket: links of the kinds parent and child, of which a child has one pair."""

from collections.abc import Sequence

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import aliased

from polydesk.core import links
from polydesk.core.conflicts import take_turn
from polydesk.core.desk import Desk
from polydesk.core.errors import Invalid
from polydesk.core.models import Link, LinkKind, Ticket

_child = aliased(Ticket)
HAS_CHILDREN = exists(
    select(Link.id)
    .join(_child, Link.to_id == _child.id)
    .where(Link.ticket_id == Ticket.id, Link.kind == LinkKind.CHILD, _child.deleted_at.is_(None))
    .correlate(Ticket)
)
"""Whether a ticket has others below it: a column for queries of tickets."""


def children(desk: Desk, ticket: Ticket) -> Sequence[Ticket]:
    """The tickets right below this one, by id; not those in a bin."""
    return desk.all(_linked(ticket, LinkKind.CHILD).order_by(Ticket.id))


def parent(desk: Desk, ticket: Ticket) -> Ticket | None:
    """The ticket above this one; the first, where another vendor has let it have several."""
    query = _linked(ticket, LinkKind.PARENT).order_by(Link.id).limit(1)
    return desk.session.scalars(query).one_or_none()


def put(desk: Desk, child: Ticket, parent: Ticket) -> None:
    """Put a ticket below another one, and below no other any more.

    Who does so takes turns, since several at once could close a ring together.
    Raises Invalid for the ticket itself and for one that is below it, Forbidden for actors who
    may not change tickets.
    """
    if child.id == parent.id:
        raise Invalid({"parent": ["is the ticket itself"]})
    take_turn(desk)
    if is_above(desk, child.id, parent.id):
        raise Invalid({"parent": ["is below the ticket"]})
    above = _to_parents(desk, child)
    for link in above:
        if link.to_id != parent.id:
            links.erase(desk, link)
    if parent.id not in [link.to_id for link in above]:
        links.create(desk, child, parent, LinkKind.PARENT)


def free(desk: Desk, child: Ticket) -> None:
    """Let a ticket be below no other. Raises Forbidden for actors who may not change tickets."""
    for link in _to_parents(desk, child):
        links.erase(desk, link)


def is_above(desk: Desk, id: int, other: int) -> bool:
    """Whether the ticket of this id is above the other one, at any height."""
    rising = (
        select(Link.to_id)
        .where(Link.ticket_id == other, Link.kind == LinkKind.PARENT)
        .cte("above", recursive=True)
    )
    rising = rising.union(
        select(Link.to_id).where(Link.ticket_id == rising.c.to_id, Link.kind == LinkKind.PARENT)
    )
    return bool(desk.session.scalar(select(exists().where(rising.c.to_id == id))))


def _to_parents(desk: Desk, child: Ticket) -> Sequence[Link]:
    own = select(Link).where(Link.ticket_id == child.id, Link.kind == LinkKind.PARENT)
    return desk.all(own.order_by(Link.id))


def _linked(ticket: Ticket, kind: LinkKind) -> Select[Ticket]:
    return (
        select(Ticket)
        .join(Link, Link.to_id == Ticket.id)
        .where(Link.ticket_id == ticket.id, Link.kind == kind, Ticket.deleted_at.is_(None))
    )
