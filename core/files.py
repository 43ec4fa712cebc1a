"""Files: stored by their SHA-256, and read for the search; what becomes of them later.

Who may see or change them is the caller's rule.
"""

import hashlib
import io
import logging
import re
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Select, select

from polydesk.core import knowledge, moves, replies
from polydesk.core.desk import Desk
from polydesk.core.errors import NotFound
from polydesk.core.models import Article, Blob, File, Message, Ticket
from polydesk.core.prepared import among

log = logging.getLogger(__name__)

_TEXTS = ("text/", "application/json", "application/xml", "application/yaml")
_READ_BYTES = 5 * 2**20
BESIDE = (
    select(File)
    .outerjoin(Message, File.message_id == Message.id)
    .outerjoin(Ticket, Message.ticket_id == Ticket.id)
    .where(Message.deleted_at.is_(None))
)
"""All files, but for those of messages that are deleted; with the tickets that they are beside."""
_VISIBLE = BESIDE.where(Ticket.deleted_at.is_(None))
_TICKETS = (
    select(File.id, Message.ticket_id)
    .join(Message, File.message_id == Message.id)
    .where(among(File.id, "files"))
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


def make(desk: Desk, *, name: str, data: bytes, media_type: str = "") -> File:
    """A file of nobody yet, brought by who is at the desk: give it to a message or the like.

    What no database stores is left out of the media type.
    """
    digest = hashlib.sha256(data).hexdigest()
    blob = desk.find_or_add(
        select(Blob).filter_by(sha256=digest), lambda: Blob(sha256=digest, data=data)
    )
    media_type = _CONTROL.sub("", media_type) or "application/octet-stream"
    text = read_text(data, media_type)
    return File(
        name=name,
        media_type=media_type,
        size=len(data),
        text=text,
        author_id=desk.person_id,
        blob=blob,
    )


def read_text(data: bytes, media_type: str) -> str:
    """What is written in a file, as far as it can be read: text files and PDF, up to 5 MiB.

    NUL characters are dropped. A PDF that cannot be read gives the empty text.
    """
    if len(data) > _READ_BYTES:
        return ""
    if media_type.startswith(_TEXTS):
        return data.decode("utf-8", errors="replace").replace("\0", "")
    if media_type == "application/pdf":
        return _read_pdf(data).replace("\0", "")
    return ""


def _read_pdf(data: bytes) -> str:
    import pypdf  # slow to import, rarely needed

    try:
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    except Exception as broken:  # pypdf raises nearly anything on a broken file
        log.info("no text read from a PDF of %d bytes: %s", len(data), broken)
        return ""


def visible() -> Select[File]:
    """All files, whatever they are beside, but for those of messages and tickets in the bin."""
    return _VISIBLE


def get(desk: Desk, key: int | str, *options: Any) -> File:
    """The file, if it is one of `visible`. Raises NotFound("file")."""
    file = desk.get(File, key, *options)
    if file.message_id is not None:
        message = desk.session.get_one(Message, file.message_id)
        if message.deleted_at is not None or message.ticket.deleted_at is not None:
            raise NotFound("file", key)
    return file


def ticket_ids(desk: Desk, ids: Iterable[int]) -> Mapping[int, int | None]:
    """The ticket that each of these files is beside, if any, by their ids; in one statement."""
    found: dict[int, int | None] = dict.fromkeys(ids)
    if found:
        desk.flush()
        found.update(desk.rows(_TICKETS, files=list(found)))
    return found


def rename(desk: Desk, file: File, name: str) -> None:
    """Call a file otherwise; the same name changes nothing. Tells `file.renamed`, with `before`."""
    before, file.name = file.name, name
    if desk.touch(file):
        desk.flush()
        _reindex(desk, file.article_id)
        desk.tell("file.renamed", file, before=before)


def move(desk: Desk, file: File, ticket: Ticket | None) -> None:
    """Put a file beside a ticket's own text, or take it away from its ticket (None).

    Beside whatever of that ticket it is already, it stays. Nothing else has it any more; tickets
    are changed by that.
    """
    if ticket_ids(desk, [file.id])[file.id] == (None if ticket is None else ticket.id):
        return
    article_id = file.article_id
    _leave_ticket(desk, file)
    file.message_id = file.article_id = file.asset_id = None
    file.updated_at = desk.now()
    if ticket is not None:
        replies.attach(desk, ticket, None, [file])
    desk.flush()
    desk.session.expire_all()
    _reindex(desk, article_id)


def erase(desk: Desk, file: File) -> None:
    """Take a file out of the store; the ticket that it was beside, if any, is changed by that.

    Its bytes stay: other files may have the same.
    """
    article_id = file.article_id
    _leave_ticket(desk, file)
    desk.session.delete(file)
    desk.flush()
    _reindex(desk, article_id)


def _leave_ticket(desk: Desk, file: File) -> None:
    if file.message_id is not None:
        message = desk.session.get_one(Message, file.message_id)
        moves.touch(desk, message.ticket)
        desk.tell("ticket.detached", message.ticket, message=message.id, name=file.name)


def _reindex(desk: Desk, article_id: int | None) -> None:
    """Let the article that a file is or was beside be found by what it has now."""
    if article_id is not None:
        article = desk.session.get_one(Article, article_id)
        desk.session.expire(article, ["files"])
        knowledge.reindex(desk, article)
