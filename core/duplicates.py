"""Tickets that are made twice."""

from datetime import datetime

from sqlalchemy import bindparam, select

from polydesk.core.desk import Desk
from polydesk.core.models import Message, MessageKind, Ticket

_ALIKE = (
    select(Ticket.id)
    .outerjoin(Message, (Message.ticket_id == Ticket.id) & (Message.kind == MessageKind.OPENING))
    .where(
        Ticket.requester_id == bindparam("requester"),
        Ticket.created_at >= bindparam("since"),
        Ticket.deleted_at.is_(None),
        Ticket.subject == bindparam("subject"),
        Message.body.is_not_distinct_from(bindparam("body", type_=Message.body.type)),
    )
    .limit(1)
)


def is_duplicate(
    desk: Desk, *, requester_id: int, subject: str, body: str | None, since: datetime
) -> bool:
    """Whether this person has such a ticket, made at that moment or later, and not deleted.

    Subject and text are the same to the letter; None is a ticket without a text. Those who make
    one at the same time do not see each other's: let them take turns first.
    """
    found = desk.rows(_ALIKE, requester=requester_id, subject=subject, body=body, since=since)
    return bool(found)
