"""What stands for `#subject#` and its like in the requests of rules. Source: contract 10."""

from collections.abc import Mapping

from sqlalchemy import bindparam, select

from polydesk.core import custom
from polydesk.core.desk import Desk
from polydesk.core.hooks import Masks
from polydesk.core.models import Message, MessageKind, Person, Ticket, Usage
from polydesk.dialects.desteksitesi import custom_fields, marks, vocabulary
from polydesk.dialects.desteksitesi.fields import stamp

_SAID = (
    select(Message.body, Message.format, Message.kind)
    .where(
        Message.ticket_id == bindparam("ticket"),
        Message.deleted_at.is_(None),
        Message.kind.in_((MessageKind.OPENING, MessageKind.REPLY)),
    )
    .order_by(Message.created_at, Message.id)
)


def values(desk: Desk, ticket: Ticket, base_url: str) -> Mapping[str, str]:
    """What each mask stands for, of a ticket. What the ticket has none of is an empty text.

    Techs-only comments go to nobody: the most recent message is a public one, else the body.
    """
    desk.flush()
    said = desk.rows(_SAID, ticket=ticket.id)
    texts = [(row.kind, marks.shown(row.body, row.format)) for row in said]
    body = next((text for kind, text in texts if kind is MessageKind.OPENING), "")
    replies = [text for kind, text in texts if kind is MessageKind.REPLY]
    priority = vocabulary.priority(desk, ticket.priority_id)
    return {
        "subject": ticket.subject,
        "url": f"{base_url}/Ticket/{ticket.id}",
        "from": _name(ticket.requester),
        "fromemail": ticket.requester.email or "",
        "body": body,
        "technician": _name(ticket.assignee) if ticket.assignee else "",
        "date": f"{stamp(ticket.created_at)}Z",
        "ticketid": str(ticket.id),
        "priority": vocabulary.PRIORITY_NAMES[priority],
        "statusid": str(vocabulary.status(desk, ticket.status_id).id),
        "most_recent_message": replies[-1] if replies else body,
        **_custom(desk, ticket),
    }


def _name(person: Person) -> str:
    return f"{person.first_name} {person.last_name}".strip() or person.shown_username


def _custom(desk: Desk, ticket: Ticket) -> Mapping[str, str]:
    fields = custom.of_usage(desk, Usage.TICKET)
    if not fields:
        return {}
    filled = custom_fields.of_all(desk, Usage.TICKET, [ticket])[ticket.id]
    values = {one["id"]: one["value"] for one in filled}
    return {f"cf_{field.id}": values.get(field.id, "") for field in fields}


MASKS = Masks(values, only_in_data=frozenset({"body", "most_recent_message"}))
