"""Replies and internal notes."""

from datetime import timedelta
from typing import Any

from polydesk.core import lifecycle, replies
from polydesk.core.desk import Desk
from polydesk.core.models import Format, Message, Ticket
from polydesk.dialects.openhelpdesk import names, shown, sight, vocabulary
from polydesk.dialects.openhelpdesk.auth import ACCOUNT, LINK
from polydesk.dialects.openhelpdesk.envelope import WHOLE
from polydesk.dialects.openhelpdesk.schemas import replies as schemas
from polydesk.dialects.openhelpdesk.settings import reopen_window
from polydesk.kit.routes import Routes

routes = Routes("replies", tag="Replies", prefix="/api", errors=(401, 403, 404))

WITHIN = timedelta(minutes=15)
"""How long end users may change what they wrote. Source: contract 8.5."""


def _reply(desk: Desk, id: str, reply_id: str) -> dict[str, Any]:
    """For `at`: a reply that the caller may read, in its ticket; guests may change none."""
    ticket = sight.answerable(desk, id)["ticket"]
    sight.refuse_guests(desk)
    return {"ticket": ticket, "reply": replies.get(desk, ticket, reply_id)}


@routes.get(
    "/tickets/<ulid:id>/replies",
    at=sight.readable,
    public=True,
    security=LINK,
    gives=schemas.Reply(),
    pages=WHOLE,
)
def index(desk: Desk, row: Any) -> Any:
    """The replies of a ticket, oldest first; notes are for staff.

    Source: REST reference, "Replies"; contract 6.2, row 8.
    """
    return shown.said(desk, row.id)


@routes.post(
    "/tickets/<ulid:id>/replies",
    at=sight.answerable,
    public=True,
    security=LINK,
    json=schemas.NewReply(),
    gives=schemas.Reply(),
    status=201,
    errors=(400, 409),
)
def create(desk: Desk, ticket: Ticket, json: dict[str, Any]) -> Any:
    """Answer in a ticket; an end user's answer brings a resolved one back.

    Source: REST reference, "Replies"; contract 6.2, row 9, and 8.2.
    """
    return shown.reply(desk, answer(desk, ticket, **json))


def answer(desk: Desk, ticket: Ticket, *, body: str, is_internal: bool) -> Message:
    """A reply or a note in the caller's name; with nobody at the desk it is the guest's."""
    given: dict[str, Any] = {
        "body": body,
        "format": Format.MARKDOWN,
        "window": reopen_window(desk),
        "reopen_to": vocabulary.reopen_target(desk),
    }
    if desk.actor is None:
        return lifecycle.answer_as_guest(desk, ticket, **given)
    author = names.writer(desk)
    return lifecycle.answer(desk, ticket, author=author, internal=is_internal, **given)


@routes.patch(
    "/tickets/<ulid:id>/replies/<ulid:reply_id>",
    at=_reply,
    public=True,
    security=ACCOUNT,
    json=schemas.ReplyChange(),
    gives=schemas.Reply(),
    errors=(400,),
)
def change(desk: Desk, ticket: Ticket, reply: Message, json: dict[str, Any]) -> Any:
    """Put another text in a reply's place; end users for 15 minutes, and in their own.

    Source: REST reference, "Replies"; contract 6.2, row 10, and 8.5.
    """
    replies.change(desk, ticket, reply, body=json["body"], within=WITHIN, format=Format.MARKDOWN)
    return shown.reply(desk, reply)


@routes.delete(
    "/tickets/<ulid:id>/replies/<ulid:reply_id>",
    at=_reply,
    public=True,
    security=ACCOUNT,
    status=204,
)
def delete(desk: Desk, ticket: Ticket, reply: Message) -> Any:
    """Take a reply away from everybody; end users as for changing it.

    Source: REST reference, "Replies"; contract 6.2, row 11, and 8.5.
    """
    replies.delete(desk, ticket, reply, within=WITHIN)
