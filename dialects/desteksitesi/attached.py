"""The files beside tickets, comments and articles, as `schemas.files.Attachment` shows them.

Source: contract 7.15.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask.globals import request_ctx
from sqlalchemy import bindparam, func, select

from polydesk.core.desk import Desk
from polydesk.core.models import Article, File, Message, MessageKind, Ticket
from polydesk.core.prepared import among
from polydesk.dialects.desteksitesi import sight

_FILE = (File.id, File.name, File.size, File.created_at)
_OF_TICKET = (
    select(
        *_FILE,
        Message.id.label("message_id"),
        Message.kind,
        Message.ticket_id,
        func.coalesce(File.author_id, Message.author_id, Ticket.requester_id).label("user_id"),
    )
    .join(Message, File.message_id == Message.id)
    .join(Message.ticket)
    .where(
        Message.ticket_id == bindparam("ticket"),
        Message.deleted_at.is_(None),
        among(Message.kind, "kinds"),
    )
    .order_by(File.id)
)
_OF_ARTICLES = (
    select(
        *_FILE,
        File.article_id,
        Article.techs_only,
        func.coalesce(File.author_id, Article.author_id, 0).label("user_id"),
    )
    .join(Article, File.article_id == Article.id)
    .where(among(File.article_id, "articles"))
    .order_by(File.id)
)


def kinds(desk: Desk) -> Sequence[MessageKind]:
    """What the caller may read of what is said in a ticket: notes are for technicians."""
    return [kind for kind in MessageKind if kind is not MessageKind.NOTE or sight.is_tech(desk)]


def of_ticket(desk: Desk, ticket_id: int) -> Sequence[Mapping[str, Any]]:
    """The files of a ticket and of its comments, those that the caller may see, oldest first."""
    found = desk.rows(_OF_TICKET, ticket=ticket_id, kinds=kinds(desk))
    return [
        _shown(
            row,
            ticket_id=row.ticket_id,
            comment_id=0 if row.kind is MessageKind.OPENING else row.message_id,
            techs_only=row.kind is MessageKind.NOTE,
        )
        for row in found
    ]


def of_articles(desk: Desk, ids: Iterable[int]) -> Mapping[int, Sequence[Mapping[str, Any]]]:
    """The files of articles by the article's id, oldest first; who sees the article sees them."""
    files: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for row in desk.rows(_OF_ARTICLES, articles=list(ids)):
        shown = _shown(row, ticket_id=0, comment_id=0, techs_only=row.techs_only)
        files[row.article_id].append(shown)
    return files


def _shown(row: Any, **said: Any) -> Mapping[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "size": row.size,
        "created_at": row.created_at,
        "user_id": row.user_id,
        "url": f"{base()}/File/Get?id={row.id}",
        **said,
    }


def base() -> str:
    """What URLs of the vendor's pages begin with: as the request came, with its mount."""
    request = request_ctx.request
    return f"{request.scheme}://{request.host}{request.root_path}".rstrip("/")
