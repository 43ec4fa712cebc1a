"""Who sees which tickets, and what else. Source: contract 1.7, "Scoping".

The vendor hides nothing else from anybody; that customers are not shown what is internal is ours,
since other vendors' notes, and what agents say among themselves, are not for them.
"""

from typing import Any

from sqlalchemy import ColumnElement, or_

from polydesk.core import knowledge, participants
from polydesk.core.desk import Desk
from polydesk.core.models import (
    Article,
    ChatKind,
    ChatMessage,
    Conversation,
    File,
    Message,
    MessageKind,
    Role,
    Ticket,
)
from polydesk.dialects.helpdeskpro.sanctum import roles


def scope(desk: Desk) -> Any | None:
    """The column that has to be the caller: customers see theirs, agents their own work.

    None for all others, who see every ticket.
    """
    columns = {roles.CUSTOMER: Ticket.requester_id, roles.AGENT: Ticket.assignee_id}
    return columns.get(roles.of_caller(desk) or 0)


def tickets(desk: Desk) -> list[ColumnElement[bool]]:
    """What holds of the tickets that the caller sees."""
    there, column = Ticket.deleted_at.is_(None), scope(desk)
    return [there] if column is None else [there, column == desk.person_id]


def is_seen(desk: Desk, ticket: Any) -> bool:
    """Whether the caller sees a ticket that is there, or one of these columns."""
    column = scope(desk)
    return column is None or getattr(ticket, column.key) == desk.person_id


def is_customer(desk: Desk) -> bool:
    """Whether what is internal is not for the caller."""
    return getattr(desk.actor, "role", None) is Role.USER


def conversations(desk: Desk) -> list[ColumnElement[bool]]:
    """What holds of the conversations that the caller sees.

    Internal ones are of who has begun them, or takes part.
    """
    if not is_customer(desk):
        return []
    public, own = Conversation.kind != ChatKind.INTERNAL, Conversation.made_by_id == desk.person_id
    return [or_(public, own, participants.including(desk.person_id))]


def sees(desk: Desk, conversation: Conversation) -> bool:
    """Whether `conversations` holds of one."""
    if not is_customer(desk) or conversation.kind is not ChatKind.INTERNAL:
        return True
    id = desk.person_id or 0
    return conversation.made_by_id == id or participants.has(desk, conversation, id)


def messages(desk: Desk) -> list[ColumnElement[bool]]:
    """What holds of the messages of conversations that the caller sees; of internal ones theirs."""
    if not is_customer(desk):
        return []
    return [or_(ChatMessage.internal.is_(False), ChatMessage.author_id == desk.person_id)]


def files(desk: Desk) -> list[ColumnElement[bool]]:
    """What holds of the files that the caller sees, with the messages that they are beside.

    Of notes these are their own.
    """
    if not is_customer(desk):
        return []
    public = knowledge.published().with_only_columns(Article.id)
    return [
        or_(
            File.message_id.is_(None),
            Message.kind != MessageKind.NOTE,
            File.author_id == desk.person_id,
        ),
        or_(File.article_id.is_(None), File.article_id.in_(public)),
        File.asset_id.is_(None),
    ]
