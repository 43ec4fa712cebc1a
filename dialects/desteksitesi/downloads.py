"""The bytes of a file, for who sees what it is beside. Source: contract 6.2, method 12."""

from typing import Any

from flask import Response
from sqlalchemy import bindparam, select

from polydesk.core import categories
from polydesk.core.desk import Desk
from polydesk.core.errors import Hidden, NotFound
from polydesk.core.models import Article, Blob, File, Message, MessageKind, Ticket
from polydesk.dialects.desteksitesi import sight
from polydesk.kit.download import download

_ONE = (
    select(
        File.name,
        File.media_type,
        File.message_id,
        File.article_id,
        File.asset_id,
        Message.kind,
        Message.deleted_at.label("message_gone"),
        Ticket.id.label("ticket_id"),
        Ticket.category_id,
        Ticket.deleted_at.label("ticket_gone"),
        Article.techs_only,
        Article.published,
        Article.category_id.label("article_category_id"),
        File.blob_id,
    )
    .outerjoin(Message, File.message_id == Message.id)
    .outerjoin(Ticket, Message.ticket_id == Ticket.id)
    .outerjoin(Article, File.article_id == Article.id)
    .where(File.id == bindparam("key"))
)
_BYTES = select(Blob.data).where(Blob.id == bindparam("key"))


def send(desk: Desk, id: int) -> Response:
    """A file, to be saved. Raises NotFound, and Hidden for what the caller may not see."""
    found = desk.rows(_ONE, key=id)
    if not found or not _is_there(found[0]):
        raise NotFound("file", id)
    if not _may_see(desk, found[0]):
        raise Hidden("file", id)
    (content,) = desk.rows(_BYTES, key=found[0].blob_id)
    return download(content.data, name=found[0].name, media_type=found[0].media_type)


def _is_there(row: Any) -> bool:
    """Whether the file is of anything, and that is neither in a bin nor a draft."""
    if row.message_id is not None:
        return row.message_gone is None and row.ticket_gone is None
    return bool(row.published) or row.asset_id is not None


def _may_see(desk: Desk, row: Any) -> bool:
    if row.message_id is not None:
        public = row.kind is not MessageKind.NOTE or sight.is_tech(desk)
        return public and sight.may_see(desk, row.ticket_id, row.category_id)
    is_open = row.article_id is not None and not row.techs_only
    above = categories.path(desk, row.article_category_id)
    return (is_open and not any(node.techs_only for node in above)) or sight.is_tech(desk)
