"""Files as they are shown, by themselves and beside tickets. Source: contract 1.5.

No vendor puts files into chats, so `conversation_id` and `message_id` are null. That `path` is a
whole URL, which gives the bytes to whoever has a token, is our choice: the contract has no other.
"""

from collections.abc import Sequence
from typing import Any

from flask.globals import request_ctx

from polydesk.core import files
from polydesk.core.desk import Desk
from polydesk.core.models import File
from polydesk.dialects.helpdeskpro.sanctum.fields import moment

COLUMNS = (
    File.id,
    File.name,
    File.size,
    File.media_type,
    File.author_id,
    File.created_at,
    File.updated_at,
)
"""What `shown` is made of."""


def attachments(desk: Desk, rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Files with the ids of the tickets that they are beside; one statement."""
    tickets = files.ticket_ids(desk, [row.id for row in rows])
    return [shown(row, tickets[row.id]) for row in rows]


def shown(row: Any, ticket_id: int | None) -> dict[str, Any]:
    """A file beside a ticket, if any; `row` has `COLUMNS`, or is the file."""
    return {
        "id": row.id,
        "name": row.name,
        "path": path(row.id),
        "size": row.size,
        "mime_type": row.media_type,
        "user_id": row.author_id,
        "ticket_id": ticket_id,
        "conversation_id": None,
        "message_id": None,
        "created_at": moment(row.created_at),
        "updated_at": moment(row.updated_at),
    }


def path(id: int) -> str:
    """The URL of the bytes of a file, as the request came: with its host and its mount."""
    return f"{request_ctx.request.root_url}api/v1/media/{id}/download"
