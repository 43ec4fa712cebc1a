"""Messages and files as they are shown, many at once. Source: contract 10.2 and 10.5."""

import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from html import unescape
from typing import Any
from urllib.parse import quote

from sqlalchemy import func, select

from polydesk.core import bodies
from polydesk.core.desk import Desk
from polydesk.core.models import File, Format, Message, MessageKind, Ticket
from polydesk.core.prepared import among
from polydesk.dialects.deskpro import files
from polydesk.dialects.deskpro.paths import root

_FILES = (
    select(File.id, File.message_id).where(among(File.message_id, "messages")).order_by(File.id)
)
_BY = func.coalesce(Message.author_id, Ticket.assignee_id, Ticket.requester_id)
PERSON = select(_BY).where(Ticket.id == Message.ticket_id).correlate(Message).scalar_subquery()
"""Whose a message shows as, to sort messages by."""
_SAID = (
    select(Message.id, Message.ticket_id, Message.kind, _BY.label("person"))
    .join(Ticket, Message.ticket_id == Ticket.id)
    .where(among(Message.id, "messages"))
)
_IMAGE = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)
_BREAK = re.compile(
    r"</?(?:address|blockquote|br|div|h[1-6]|hr|li|ol|p|pre|table|td|th|tr|ul)\b", re.IGNORECASE
)
_TAG = re.compile(r"<[^<>]*>")
_UNITS = ("B", "KB", "MB", "GB")


def messages(desk: Desk, found: Sequence[Message]) -> Sequence[Mapping[str, Any]]:
    """For `schemas.messages.Message`. Two statements.

    What nobody known has said, such as a rule, shows as by the ticket's agent, if it has one, or
    else as by its person.
    """
    ids = [message.id for message in found]
    said = _said(desk, ids)
    attached: dict[int, list[int]] = {id: [] for id in ids}
    for row in desk.rows(_FILES, messages=ids) if ids else ():
        attached[row.message_id].append(row.id)
    return [
        _message(message, person=said[message.id].person, attachments=attached[message.id])
        for message in found
    ]


def _said(desk: Desk, ids: Collection[int]) -> Mapping[int, Any]:
    return {row.id: row for row in desk.rows(_SAID, messages=list(ids))} if ids else {}


def _message(message: Message, **more: Any) -> dict[str, Any]:
    html = as_html(message.body, message.format)
    return {
        "id": message.id,
        "ticket": message.ticket_id,
        "date_created": message.created_at,
        "is_agent_note": int(message.kind is MessageKind.NOTE),
        "message_hash": hashlib.sha1(html.encode(), usedforsecurity=False).hexdigest(),
        "message": html,
        "message_without_images": _IMAGE.sub("", html),
        "message_preview_text": _preview(html),
        **more,
    }


def as_html(body: str, format: Format) -> str:
    """A body as the vendor shows it; in text a new line is a tag, and no new line in the source."""
    if format is Format.TEXT:
        return bodies.html(body.replace("\r\n", "\n"), format).replace("\n", "")
    return bodies.html(body, format)


def _preview(html: str) -> str:
    words = _TAG.sub("", _BREAK.sub(r" \g<0>", html))
    return " ".join(unescape(words).split())


def blobs(_: Desk, found: Sequence[File]) -> Sequence[Mapping[str, Any]]:
    """For `schemas.blobs.Blob`."""
    return [blob(file) for file in found]


def blob(file: File) -> dict[str, Any]:
    """A file, with where it can be had; the URL is of the host that was asked."""
    auth = files.auth(file)
    return {
        "blob_id": file.id,
        "blob_auth": auth,
        "blob_auth_id": files.auth_id(file),
        "content_type": file.media_type,
        "filename": file.name,
        "filesize_readable": _readable(file.size),
        "download_url": f"{root()}/file.php/{auth}/{quote(file.name, safe='')}",
        "is_image": file.media_type.startswith("image/"),
        "is_temp": files.is_free(file),
    }


def _readable(size: float) -> str:
    """`183.00 B`, `1.83 MB`."""
    for unit in _UNITS[:-1]:
        if size < 1024:
            return f"{size:.2f} {unit}"
        size /= 1024
    return f"{size:.2f} {_UNITS[-1]}"


def attachments(desk: Desk, found: Sequence[File]) -> Sequence[Mapping[str, Any]]:
    """For `schemas.blobs.Attachment`. One statement."""
    said = _said(desk, {file.message_id for file in found if file.message_id is not None})
    return [_attachment(file, said[file.message_id]) for file in found if file.message_id]


def _attachment(file: File, message: Any) -> dict[str, Any]:
    return {
        "id": file.id,
        "ticket": message.ticket_id,
        "person": file.author_id or message.person,
        "message": message.id,
        "blob": blob(file),
        "is_agent_note": message.kind is MessageKind.NOTE,
        "is_inline": files.is_inline(file),
    }
