"""What is said in tickets, and how it is shown. Source: contract 10.2 and 11."""

from collections.abc import Collection, Mapping
from typing import Any

from polydesk.core import said
from polydesk.core.desk import Desk
from polydesk.core.models import Format, Message, Ticket
from polydesk.dialects.deskpro import files, shown
from polydesk.dialects.deskpro.files import Piece
from polydesk.dialects.deskpro.schemas.messages import FORMATS
from polydesk.dialects.deskpro.who import resolve


def say(desk: Desk, ticket: Ticket, given: Mapping[str, Any], *place: str) -> Message:
    """A reply or a note, as `schemas.messages.Said` has read it; the ticket keeps its status.

    `place` is where it was given, in something else.
    """
    by = resolve(desk, given["person"], *place, "person") if "person" in given else desk.person
    return said.reply(
        desk,
        ticket,
        body=given["message"],
        author=by,
        format=format_of(given),
        internal=given.get("is_note", False),
        files=files.attach(desk, [*files.all_of(given)]),
    )


def opening(
    desk: Desk, given: Mapping[str, Any] | None, pieces: Collection[Piece] = ()
) -> dict[str, Any]:
    """What `tickets.enter` is given of a ticket's first message, and of files beside it.

    The ticket's own text cannot be a note, so of one only the files are: `say` it afterwards.
    """
    if given is None or given.get("is_note"):
        return {"body": None, "files": files.attach(desk, pieces)}
    more = {}
    if "person" in given:
        more["author_id"] = resolve(desk, given["person"], "message", "person").id
    return {
        "body": given["message"],
        "format": format_of(given),
        "files": files.attach(desk, [*files.all_of(given), *pieces]),
        **more,
    }


def format_of(given: Mapping[str, Any]) -> Format:
    """What a message is written in."""
    return FORMATS[given.get("format", "html")]


def as_shown(message: Message) -> str:
    """The text of a message as clients read it, who may send it back."""
    return shown.as_html(message.body, message.format)
