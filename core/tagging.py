"""The tags of tickets."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select

from polydesk.core import catalogue
from polydesk.core.desk import Desk
from polydesk.core.models import Ticket, TicketTag
from polydesk.core.prepared import among

_OF_MANY = (
    select(TicketTag.ticket_id, TicketTag.name)
    .where(among(TicketTag.ticket_id, "tickets"))
    .order_by(TicketTag.position, TicketTag.id)
)


def of_all(desk: Desk, ids: Iterable[int]) -> Mapping[int, Sequence[str]]:
    """The tags of each of these tickets, by its id: in their order, as they are spelled there."""
    found: dict[int, list[str]] = {id: [] for id in ids}
    rows = desk.rows(_OF_MANY, tickets=list(found)) if found else []
    for ticket_id, name in rows:
        found[ticket_id].append(name)
    return found


def put(desk: Desk, ticket: Ticket, names: Sequence[str]) -> None:
    """Let a ticket have these tags, in this order and so spelled; those that are new are made."""
    ticket.tag_uses = [
        TicketTag(position=position, tag=tag, name=name)
        for position, (name, tag) in enumerate(zip(names, catalogue.tags(desk, names), strict=True))
    ]
    desk.session.flush()
