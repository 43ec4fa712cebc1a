"""Links between tickets: always two rows, one each way."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from sqlalchemy import ColumnElement, delete, exists, select

from polydesk.core import moves, policies
from polydesk.core.conflicts import refusing
from polydesk.core.desk import Desk
from polydesk.core.errors import Conflict, Invalid, NotFound
from polydesk.core.models import Link, LinkKind, Ticket

INVERSE: Mapping[LinkKind, LinkKind] = MappingProxyType(
    {
        LinkKind.RELATED: LinkKind.RELATED,
        LinkKind.PARENT: LinkKind.CHILD,
        LinkKind.CHILD: LinkKind.PARENT,
        LinkKind.CAUSED_BY: LinkKind.RELATED,
        LinkKind.DUPLICATE: LinkKind.RELATED,
    }
)
"""What the other ticket is to this one."""

FAMILY = (LinkKind.PARENT, LinkKind.CHILD)
"""The kinds of `polydesk.core.subtickets`; all others are side by side."""


class Pair(NamedTuple):
    """Both rows of one link; `forward` is that of the ticket it was made from."""

    forward: Link
    reverse: Link


def of(desk: Desk, ticket: Ticket) -> Sequence[Link]:
    """The links of a ticket, oldest first; not those to tickets in a bin."""
    query = (
        select(Link)
        .join(Link.to)
        .where(Link.ticket_id == ticket.id, Ticket.deleted_at.is_(None))
        .order_by(Link.id)
    )
    return desk.all(query)


def get(desk: Desk, ticket: Ticket, key: int | str) -> Link:
    """A ticket's own row of a link; raises NotFound."""
    link = desk.get(Link, key)
    if link.ticket_id != ticket.id:
        raise NotFound("link", key)
    return link


def create(desk: Desk, ticket: Ticket, to: Ticket, kind: LinkKind) -> Pair:
    """Link a ticket to another one, which is a `kind` of it.

    Raises Invalid for the ticket itself, Conflict("link", "taken") where there is this link, and
    Forbidden for actors who may not change tickets.
    """
    policies.require(desk, policies.may_change(desk.actor, ticket), "ticket.link")
    if ticket.id == to.id:
        raise Invalid({"to": ["is the ticket itself"]})
    alike = exists().where(Link.ticket_id == ticket.id, Link.to_id == to.id, Link.kind == kind)
    if desk.session.scalar(select(alike)):
        raise Conflict("link", "taken")
    back = INVERSE[kind]
    pair = Pair(
        Link(ticket_id=ticket.id, to_id=to.id, kind=kind, back=back),
        Link(ticket_id=to.id, to_id=ticket.id, kind=back, back=kind),
    )
    with refusing(desk, "link", "taken"):
        desk.add_all(pair)
    _touch(desk, ticket, to)
    desk.tell("ticket.linked", ticket, to=to.id, link=kind.value)
    return pair


def erase(desk: Desk, link: Link) -> None:
    """No more such link, either way. Raises Forbidden for actors who may not change tickets."""
    ticket, to = link.ticket, link.to
    policies.require(desk, policies.may_change(desk.actor, ticket), "ticket.unlink")
    reverse = delete(Link).where(
        Link.ticket_id == to.id,
        Link.to_id == ticket.id,
        Link.kind == link.back,
        Link.back == link.kind,
    )
    _touch(desk, ticket, to)
    desk.tell("ticket.unlinked", ticket, to=to.id, link=link.kind.value)
    desk.session.delete(link)
    desk.flush()
    desk.session.execute(reverse)


def relate(desk: Desk, ticket: Ticket, to: Ticket) -> None:
    """Let two tickets stand side by side, if no link says so yet. Raises as `create`."""
    if ticket.id == to.id or not desk.session.scalar(select(exists().where(*_beside(ticket, to)))):
        create(desk, ticket, to, LinkKind.RELATED)


def unrelate(desk: Desk, ticket: Ticket, to: Ticket) -> None:
    """No more links between two tickets but those of parent and child, of which see `subtickets`.

    Raises Forbidden for actors who may not change tickets.
    """
    policies.require(desk, policies.may_change(desk.actor, ticket), "ticket.unlink")
    for link in desk.all(select(Link).where(*_beside(ticket, to)).order_by(Link.id)):
        erase(desk, link)


def _beside(ticket: Ticket, to: Ticket) -> tuple[ColumnElement[bool], ...]:
    return Link.ticket_id == ticket.id, Link.to_id == to.id, Link.kind.not_in(FAMILY)


def _touch(desk: Desk, *changed: Ticket) -> None:
    for ticket in changed:
        moves.touch(desk, ticket)
