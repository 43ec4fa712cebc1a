"""Files beside tickets and replies: read out of requests, found, sent. Source: contract 6.9."""

from typing import Any

import flask
from sqlalchemy import bindparam, select
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge, UnsupportedMediaType

from polydesk.core import files
from polydesk.core.desk import Desk
from polydesk.core.errors import Invalid, NotFound
from polydesk.core.models import Blob, File, Message, MessageKind
from polydesk.core.prepared import among
from polydesk.dialects.openhelpdesk import settings
from polydesk.dialects.openhelpdesk.auth import is_staff
from polydesk.kit import uploads
from polydesk.kit.dialect import MAX_BODY_BYTES
from polydesk.kit.download import download

PART = "file"
MOST = 10
REFUSED = frozenset(["exe", "bat", "cmd", "sh", "ps1", "vbs", "dll", "so", "dylib"])
"""Extensions of what could run."""
_MIB = 2**20
_ROOM = 100 * _MIB
"""The largest request, whatever the setting says: it is held in memory."""

_OF = (
    select(File.ulid, File.name, File.media_type, File.size, File.created_at)
    .join(Message, File.message_id == Message.id)
    .where(
        Message.ticket_id == bindparam("ticket"),
        Message.deleted_at.is_(None),
        among(Message.kind, "kinds"),
    )
    .order_by(File.id)
)
_ONE = _OF.join(Blob, File.blob_id == Blob.id).add_columns(Blob.data)
_ONE = _ONE.where(File.ulid == bindparam("key"))


def make_room(desk: Desk) -> None:
    """Let the request be as large as one file may be, unless the server has a limit of its own."""
    if flask.request.max_content_length == MAX_BODY_BYTES:
        wanted = settings.of(desk, "max_attachment_mb") * _MIB + _MIB
        flask.request.max_content_length = min(max(MAX_BODY_BYTES, wanted), _ROOM)


def read(desk: Desk) -> list[File]:
    """The files of the request, not stored yet.

    Raises Invalid for none or too many, and werkzeug's errors for too large ones and for those
    that could run.
    """
    sent = [part for part in flask.request.files.getlist(PART) if part.filename]
    if not sent:
        raise Invalid({PART: ["missing file field 'file'"]})
    if len(sent) > MOST:
        raise Invalid({PART: [f"at most {MOST} files"]})
    most = settings.of(desk, "max_attachment_mb")
    return [_file(desk, part, most) for part in sent]


def _file(desk: Desk, part: FileStorage, most: int) -> File:
    name = uploads.name_of(part)
    extension = name.rpartition(".")[2].strip().lower() if "." in name else ""
    if extension in REFUSED:
        raise UnsupportedMediaType(f"file type .{extension} is not allowed")
    data = part.stream.read(most * _MIB + 1)
    if len(data) > most * _MIB:
        raise RequestEntityTooLarge(f"file exceeds {most} MB limit")
    return files.make(desk, name=name, data=data, media_type=uploads.type_of(part))


def of(desk: Desk, ticket_id: int) -> Any:
    """The files of a ticket and of its replies, oldest first; those of notes are for staff."""
    return desk.rows(_OF, ticket=ticket_id, kinds=_kinds(desk))


def send(desk: Desk, ticket_id: int, key: str) -> flask.Response:
    """One of these files, to be saved. Raises NotFound."""
    found = desk.rows(_ONE, ticket=ticket_id, kinds=_kinds(desk), key=key)
    if not found:
        raise NotFound("attachment", key)
    file = found[0]
    response = download(file.data, name=file.name, media_type=file.media_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _kinds(desk: Desk) -> list[MessageKind]:
    public = [MessageKind.OPENING, MessageKind.REPLY]
    return [*public, MessageKind.NOTE] if is_staff(desk.actor) else public
