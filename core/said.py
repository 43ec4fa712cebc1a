"""What is said in tickets: the own text of a ticket, replies and notes, and how it is found."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from polydesk.core import bodies, moves, policies, search
from polydesk.core.desk import Account, Desk
from polydesk.core.keep import KEEP, Kept
from polydesk.core.models import File, Format, Message, MessageKind, Person, Role, Ticket
from polydesk.core.prepared import among

_AT_ONCE = 5000
_BODIES = (
    select(Message.ticket_id, Message.body)
    .where(among(Message.ticket_id, "tickets"), Message.deleted_at.is_(None))
    .order_by(Message.id)
)


def reply(
    desk: Desk,
    ticket: Ticket,
    *,
    body: str,
    author: Person | Account | None,
    format: Format = Format.TEXT,
    internal: bool = False,
    files: Sequence[File] = (),
    recipients: Sequence[str] = (),
) -> Message:
    """A public reply, or an internal note, which end users never see.

    `recipients` are the e-mail addresses that the author has sent it to.
    Raises Forbidden for actors who may not see the ticket, and for notes by end users.
    """
    policies.require(desk, policies.may_reply(desk.actor, ticket), "ticket.reply")
    policies.require(desk, not internal or policies.is_staff(desk.actor), "ticket.note")
    by_user = author is not None and author.role is Role.USER
    return say(
        desk,
        ticket,
        body=body,
        author=author,
        by_user=by_user,
        format=format,
        internal=internal,
        files=files,
        recipients=recipients,
    )


def say(
    desk: Desk,
    ticket: Ticket,
    *,
    body: str,
    author: Person | Account | None,
    by_user: bool,
    format: Format = Format.TEXT,
    internal: bool = False,
    files: Sequence[File] = (),
    recipients: Sequence[str] = (),
    **told: Any,
) -> Message:
    """As `reply`, without asking who may; `told` is added to the event."""
    message = Message(
        ticket_id=ticket.id,
        kind=MessageKind.NOTE if internal else MessageKind.REPLY,
        author_id=None if author is None else author.id,
        body=body,
        format=format,
        files=list(files),
        recipients=list(recipients),
    )
    desk.add_all([*files, message])
    if internal:
        ticket.noted = True
    else:
        moves.note_reply(ticket, desk.now(), by_user=by_user)
    moves.touch(desk, ticket)
    reindex(desk, ticket)
    kind = "ticket.note" if internal else "ticket.reply"
    desk.tell(kind, ticket, message=message.id, **told)
    return message


def reindex(desk: Desk, *found: Ticket) -> None:
    """Let tickets be found by their subject and all that is said in them, notes included.

    Not those in a vendor's bin.
    """
    desk.flush()
    there = [ticket for ticket in found if ticket.deleted_at is None]
    for start in range(0, len(there), _AT_ONCE):
        texts: dict[int, list[str]] = {t.id: [t.subject] for t in there[start : start + _AT_ONCE]}
        for id, body in desk.rows(_BODIES, tickets=list(texts)):
            texts[id].append(body)
        search.index(desk, Ticket, texts)


def is_another(ticket: Ticket, body: str, format: Format | Kept) -> bool:
    """Whether a body is another than the ticket's own.

    One without a format is plain text: it is another if the own one reads otherwise as that.
    """
    own = ticket.opening
    if own is None:
        return body != ""
    if format is KEEP:
        return body != bodies.text(own.body, own.format)
    return (body, format) != (own.body, own.format)


def rewrite(desk: Desk, ticket: Ticket, body: str, format: Format) -> None:
    """Put another text in the place of a ticket's own, or give it one."""
    if ticket.opening is None:
        message = Message(
            ticket_id=ticket.id,
            kind=MessageKind.OPENING,
            author_id=ticket.requester_id,
            body=body,
            format=format,
        )
        desk.add(message)
        desk.session.expire(ticket, ["opening"])
    else:
        ticket.opening.body, ticket.opening.format = body, format
        ticket.opening.edited_at = ticket.opening.updated_at = desk.now()
    desk.session.flush()
