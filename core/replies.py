"""What was said in a ticket, and what becomes of it later."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, select

from polydesk.core import moves, policies, said
from polydesk.core.desk import Desk
from polydesk.core.errors import Hidden, NotFound
from polydesk.core.keep import KEEP, Kept
from polydesk.core.models import File, Format, Message, MessageKind, Ticket

PUBLIC = (
    select(Message)
    .where(Message.deleted_at.is_(None), Message.kind == MessageKind.REPLY)
    .order_by(Message.created_at, Message.id)
)
"""The replies that anybody may read who sees the ticket, oldest first."""
_REPLIES = (MessageKind.REPLY, MessageKind.NOTE)
_MESSAGES = (MessageKind.OPENING, *_REPLIES)
_WITH_NOTES = (
    select(Message)
    .where(Message.deleted_at.is_(None), Message.kind.in_(_REPLIES))
    .order_by(Message.created_at, Message.id)
)


def visible(desk: Desk) -> Select[Message]:
    """The replies that the actor may read, of tickets that they may see; oldest first.

    Notes are for staff; what was deleted is for nobody.
    """
    return _WITH_NOTES if policies.is_staff(desk.actor) else PUBLIC


def get(desk: Desk, ticket: Ticket, key: int | str) -> Message:
    """A reply or note in this ticket. Raises NotFound, and Hidden for notes to end users.

    With nobody at the desk it is the guest whose ticket it is; the caller has checked that.
    """
    return _get(desk, ticket, key, _REPLIES)


def get_message(desk: Desk, ticket: Ticket, key: int | str) -> Message:
    """As `get`; the ticket's own text, too."""
    return _get(desk, ticket, key, _MESSAGES)


def _get(desk: Desk, ticket: Ticket, key: int | str, kinds: Sequence[MessageKind]) -> Message:
    message = desk.get(Message, key)
    is_other = message.kind not in kinds or message.ticket_id != ticket.id
    if is_other or message.deleted_at is not None:
        raise NotFound("message", key)
    public = message.kind is not MessageKind.NOTE
    if not (public if desk.actor is None else policies.may_read(desk.actor, message)):
        raise Hidden("message", key)
    return message


def change(
    desk: Desk,
    ticket: Ticket,
    message: Message,
    *,
    body: str | Kept = KEEP,
    within: timedelta = timedelta.max,
    format: Format | Kept = KEEP,
    files: Sequence[File] | Kept = KEEP,
) -> None:
    """Put another text in the place of what was said; that of a reply or note is in the trail.

    `format` is what it is written in, if that may be another. `files` are all that are beside it
    from now on: those that are there stay, others come, and the rest is taken out of the store;
    the same ones alone change nothing. `within` is how long after they wrote it end users may.
    Of the ticket's own text it is told as `tickets.change` does. Raises Forbidden("message.change")
    for another's reply, Forbidden("message.late") after that time.
    """
    _check(desk, message, within)
    told: dict[str, Any] = {"before": message.body}
    if files is not KEEP and set(files) != set(message.files):
        desk.add_all(files)
        message.files = list(files)
        told["files"] = [file.id for file in files]
    elif body is KEEP and format is KEEP:
        return
    if body is not KEEP:
        message.body = body
    if format is not KEEP:
        message.format = format
    message.edited_at = message.updated_at = desk.now()
    _note(desk, ticket, "ticket.reply_changed", message, **told)


def delete(
    desk: Desk, ticket: Ticket, message: Message, *, within: timedelta = timedelta.max
) -> None:
    """Let nobody see any more what was said; it stays in the store. Raises as `change` does.

    A ticket whose own text that was has none then, and may get another.
    """
    _check(desk, message, within)
    message.deleted_at = message.updated_at = desk.now()
    _note(desk, ticket, "ticket.reply_deleted", message, before=message.body)
    if message.kind is MessageKind.OPENING:
        message.kind = MessageKind.REPLY
        desk.flush()
        desk.session.expire(ticket, ["opening"])


def attach(
    desk: Desk, ticket: Ticket, message: Message | None, found: Sequence[File]
) -> Sequence[File]:
    """Put files beside what was said; None is the ticket's own text, made empty if there is none.

    With nobody at the desk it is the guest whose ticket it is; the caller has checked that.
    Raises Forbidden("message.change") for another's reply.
    """
    if message is None:
        message = ticket.opening or _open(desk, ticket)
    elif desk.actor is None:
        policies.require(desk, message.author_id == ticket.requester_id, "message.change")
    else:
        policies.require(desk, policies.may_change_reply(desk.actor, message), "message.change")
    for file in found:
        file.message_id = message.id
    desk.add_all(found)
    moves.touch(desk, ticket)
    desk.tell("ticket.attached", ticket, message=message.id, files=[file.id for file in found])
    return found


def _open(desk: Desk, ticket: Ticket) -> Message:
    message = Message(
        ticket_id=ticket.id, kind=MessageKind.OPENING, author_id=ticket.requester_id, body=""
    )
    desk.add(message)
    desk.session.expire(ticket, ["opening"])
    return message


def _check(desk: Desk, message: Message, within: timedelta) -> None:
    policies.require(desk, policies.may_change_reply(desk.actor, message), "message.change")
    in_time = policies.is_in_time(desk.actor, message, desk.now(), within)
    policies.require(desk, in_time, "message.late")


def _note(desk: Desk, ticket: Ticket, kind: str, message: Message, **told: Any) -> None:
    moves.touch(desk, ticket)
    said.reindex(desk, ticket)
    if message.kind is MessageKind.OPENING:
        desk.tell("ticket.changed", ticket, body=[])
    else:
        desk.tell(kind, ticket, message=message.id, **told)
