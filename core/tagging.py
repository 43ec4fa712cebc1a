"""The tags of tickets."""

from collections.abc import Sequence

from polydesk.core import catalogue
from polydesk.core.desk import Desk
from polydesk.core.models import Ticket, TicketTag


def put(desk: Desk, ticket: Ticket, names: Sequence[str]) -> None:
    """Let a ticket have these tags, in this order and so spelled; those that are new are made."""
    ticket.tag_uses = [
        TicketTag(position=position, tag=tag, name=name)
        for position, (name, tag) in enumerate(zip(names, catalogue.tags(desk, names), strict=True))
    ]
    desk.session.flush()
