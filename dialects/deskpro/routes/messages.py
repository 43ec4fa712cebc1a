"""What is said in a ticket, and what is attached to it. Source: contract 9.2, 10.2, 10.5, 11."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, case, select

from polydesk.core import replies
from polydesk.core.desk import Desk
from polydesk.core.keep import KEEP
from polydesk.core.models import File, Message, MessageKind, Ticket
from polydesk.dialects.deskpro import files, said, shown, ticket_write
from polydesk.dialects.deskpro.collection import Collection
from polydesk.dialects.deskpro.schemas import blobs
from polydesk.dialects.deskpro.schemas import messages as schemas

_KINDS = (MessageKind.OPENING, MessageKind.REPLY, MessageKind.NOTE)
"""What is listed. A log of what happened, as other vendors keep among the messages, is none."""


def _in_ticket(desk: Desk, ticket: int) -> Mapping[str, Any]:
    return {"ticket": ticket_write.find(desk, ticket)}


def _at_message(desk: Desk, ticket: int, message: int | None = None) -> Mapping[str, Any]:
    found = ticket_write.find(desk, ticket)
    if message is None:
        return {"ticket": found}
    return {"ticket": found, "message": replies.get_message(desk, found, message)}


def _rows(_: Desk, __: Mapping[str, Any], ticket: Ticket) -> Select[Message]:
    there = select(Message).where(Message.deleted_at.is_(None), Message.kind.in_(_KINDS))
    return there.where(Message.ticket_id == ticket.id)


def _get(desk: Desk, id: int, ticket: Ticket) -> Message:
    return replies.get_message(desk, ticket, id)


def _create(desk: Desk, json: Mapping[str, Any], ticket: Ticket) -> int:
    return said.say(desk, ticket, json).id


def _change(desk: Desk, row: Message, json: Mapping[str, Any], ticket: Ticket) -> None:
    given: dict[str, Any] = {}
    if "message" in json and ("format" in json or json["message"] != said.as_shown(row)):
        given |= {"body": json["message"], "format": said.format_of(json)}
    if {"attachments", "inline_attachments"} & json.keys():
        kept = [] if "attachments" in json else files.others(row)
        given["files"] = files.attach(desk, [*kept, *files.all_of(json)], row)
    replies.change(desk, ticket, row, **{"files": KEEP, **given})


def _delete(desk: Desk, row: Message, ticket: Ticket) -> None:
    replies.delete(desk, ticket, row)


def _hide_attachments(data: dict[str, Any]) -> None:
    data["attachments"] = []


messages = Collection(
    path="/tickets/<int:ticket>/messages",
    stem="tickets.messages",
    chapter="Tickets",
    source="contract 9.2, row `/tickets/{id}/messages`; 10.2",
    parent=_in_ticket,
    shows=schemas.Message(),
    show=shown.messages,
    rows=_rows,
    get=_get,
    orders={
        "date_created": Message.created_at,
        "person": shown.PERSON,
        "is_agent_note": case((Message.kind == MessageKind.NOTE, 1), else_=0),
    },
    takes=schemas.NewMessage(),
    changes=schemas.MessageChange(partial=True),
    create=_create,
    change=_change,
    delete=_delete,
    made=_hide_attachments,
)


def _attached(
    _: Desk,
    __: Mapping[str, Any],
    ticket: Ticket | None = None,
    message: Message | None = None,
) -> Select[File]:
    found = files.THERE.where(Message.kind.in_(_KINDS))
    if ticket is not None:
        found = found.where(Message.ticket_id == ticket.id)
    return found if message is None else found.where(Message.id == message.id)


attachments = Collection(
    path="/tickets/<int:ticket>/attachments",
    aliases=("/tickets/<int:ticket>/messages/<int:message>/attachments",),
    stem="tickets.attachments",
    chapter="Tickets",
    source="contract 9.2, row `/tickets/{id}/attachments`; 10.5",
    parent=_at_message,
    shows=blobs.Attachment(),
    show=shown.attachments,
    rows=_attached,
    linked="ticket_attachment",
)
ROUTES = (messages.routes, attachments.routes)
