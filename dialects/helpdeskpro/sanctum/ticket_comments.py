"""What is said in tickets, as it goes out. Source: contract 1.5."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from polydesk.core import bodies
from polydesk.core.desk import Desk
from polydesk.core.models import Message, MessageKind
from polydesk.core.prepared import among
from polydesk.dialects.helpdeskpro.sanctum import persons, sight
from polydesk.dialects.helpdeskpro.sanctum.fields import moment, written

SAID = (MessageKind.REPLY, MessageKind.NOTE)
"""The kinds of messages that are comments."""
_COMMENTS = (
    select(
        *written(
            Message.id,
            Message.ticket_id,
            Message.author_id,
            Message.body,
            Message.format,
            Message.kind,
            Message.created_at,
            Message.updated_at,
        )
    )
    .where(
        among(Message.ticket_id, "tickets"),
        Message.kind.in_(SAID),
        Message.deleted_at.is_(None),
    )
    .order_by(Message.created_at, Message.id)
)


def comments(desk: Desk, ids: Iterable[int]) -> Mapping[int, list[dict[str, Any]]]:
    """The comments of these tickets that the caller sees, by ticket, oldest first."""
    asked = [*ids]
    rows = desk.rows(_COMMENTS, tickets=asked) if asked else []
    rows = readable(desk, rows)
    users = persons.users(desk, [row.author_id for row in rows])
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row.ticket_id].append(comment(row, users))
    return found


def readable(desk: Desk, rows: Sequence[Any]) -> Sequence[Any]:
    """What is said, or is beside it: for customers without the notes of others.

    Canonical rule 7.4.
    """
    if not sight.is_customer(desk):
        return rows
    own = desk.person_id
    return [row for row in rows if row.kind is not MessageKind.NOTE or row.author_id == own]


def comment(row: Any, users: Mapping[int, Any]) -> dict[str, Any]:
    """A comment; `users` has its author. Source: contract 1.5."""
    author = users.get(row.author_id)
    return {
        "id": row.id,
        "ticket_id": row.ticket_id,
        "user_id": row.author_id,
        "comment": bodies.text(row.body, row.format),
        "is_internal": row.kind is MessageKind.NOTE,
        "created_at": moment(row.created_at),
        "updated_at": moment(row.updated_at),
        "user": author,
    }
