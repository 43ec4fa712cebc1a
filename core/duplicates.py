"""Tickets that are made twice."""

from datetime import datetime

from sqlalchemy import bindparam, select

from polydesk.core.desk import Desk
from polydesk.core.models import Message, MessageKind, Ticket

_FIRST = (
    select(Message.body)
    .where(
        Message.ticket_id == Ticket.id,
        (Message.kind == MessageKind.OPENING)
        | ((Message.kind == MessageKind.NOTE) & (Message.created_at == Ticket.created_at)),
        Message.body != "",
    )
    .order_by(Message.id)
    .limit(1)
    .correlate(Ticket)
    .scalar_subquery()
)
"""What a ticket begins with: its own text, or a note that was made with it."""
_ALIKE = (
    select(Ticket.id)
    .where(
        Ticket.requester_id == bindparam("requester"),
        Ticket.created_at >= bindparam("since"),
        Ticket.deleted_at.is_(None),
        Ticket.subject == bindparam("subject"),
        _FIRST.is_not_distinct_from(bindparam("body", type_=Message.body.type)),
    )
    .limit(1)
)


def is_duplicate(
    desk: Desk, *, requester_id: int, subject: str, body: str | None, since: datetime
) -> bool:
    """Whether this person has such a ticket, made at that moment or later, and not deleted.

    Subject and text are the same to the letter; the text may be a note that a ticket is made with,
    and None is a ticket without any. Those who make one at the same time do not see each other's:
    let them take turns first.
    """
    found = desk.rows(_ALIKE, requester=requester_id, subject=subject, body=body, since=since)
    return bool(found)
