"""Conversations as they are shown, also of a ticket. Source: contract 1.5.

The core knows one name for a chat: it is shown as `title` and as `subject`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select

from polydesk.core import bodies, chats, participants
from polydesk.core.desk import Desk
from polydesk.core.models import ChatMessage, ChatParticipant, Conversation, Ticket
from polydesk.core.prepared import among
from polydesk.dialects.helpdeskpro.sanctum import persons, sight, ticket_shown, vocabulary
from polydesk.dialects.helpdeskpro.sanctum.settings import DIALECT

_TICKETS = (
    select(*ticket_shown.COLUMNS)
    .outerjoin(Ticket.opening)
    .where(among(Ticket.id, "ids"), Ticket.deleted_at.is_(None))
)
_RELATIONS = ("status", "priority", "category", "department", "user")
"""What a ticket within a conversation is shown without."""


def of_ticket(desk: Desk, ticket: Ticket) -> Select[Conversation]:
    """The conversations about a ticket that the caller sees, the newest first."""
    return chats.of_ticket(desk, ticket).where(*sight.conversations(desk))


def messages(desk: Desk, conversation: Conversation) -> Select[ChatMessage]:
    """What is said in a conversation, as far as the caller sees it, oldest first."""
    return chats.messages(desk, conversation).where(*sight.messages(desk))


def detailed(desk: Desk, rows: Sequence[Conversation]) -> list[dict[str, Any]]:
    """As `shown`, with all that is said."""
    query = select(ChatMessage).where(
        ChatMessage.conversation_id.in_([row.id for row in rows]), *sight.messages(desk)
    )
    said: dict[int, list[Any]] = defaultdict(list)
    for one in shown_messages(desk, desk.all(query.order_by(ChatMessage.id)) if rows else ()):
        said[one["conversation_id"]].append(one)
    return [{**one, "messages": said[one["id"]]} for one in shown(desk, rows)]


def shown(desk: Desk, rows: Sequence[Conversation]) -> list[dict[str, Any]]:
    """Conversations with what they refer to, in a constant number of statements."""
    joined = participants.of_all(desk, [row.id for row in rows])
    people = persons.rows(desk, [id for row in rows for id in (row.made_by_id, row.person_id)])
    tickets = _tickets(desk, {row.ticket_id for row in rows if row.ticket_id is not None})
    return [
        {
            **_conversation(desk, row, people),
            "ticket": tickets.get(row.ticket_id or 0),
            "participants": [_participant(desk, one) for one in joined[row.id]],
        }
        for row in rows
    ]


def _conversation(desk: Desk, row: Conversation, people: Mapping[int, Any]) -> dict[str, Any]:
    own = row.extras.get(DIALECT, {})
    creator = _user(desk, people.get(row.made_by_id or 0))
    contact = _contact(people.get(row.person_id or 0))
    department = vocabulary.department(desk, row.department_id)
    return {
        "id": row.id,
        "title": row.subject or None,
        "subject": row.subject or None,
        "contact_id": None if contact is None else contact["id"],
        "ticket_id": row.ticket_id,
        "type": row.kind,
        "created_by": None if creator is None else creator["id"],
        "context": own.get("context"),
        "status": row.status,
        "priority": own.get("priority"),
        "department": None if department is None else department["name"],
        "source": row.channel,
        "metadata": own.get("metadata"),
        "last_message_at": row.last_message_at,
        "last_activity": row.last_message_at or row.created_at,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
        "creator": creator,
        "contact": contact,
    }


def _user(desk: Desk, person: Any) -> dict[str, Any] | None:
    """A person as a user; None for contacts, and for nobody."""
    return persons.user(desk, person) if person is not None and person.can_sign_in else None


def _contact(person: Any) -> dict[str, Any] | None:
    """A person as a contact; None for users, and for nobody."""
    return None if person is None or person.can_sign_in else persons.contact(person)


def _participant(desk: Desk, row: ChatParticipant) -> dict[str, Any]:
    return {
        "id": row.id,
        "conversation_id": row.conversation_id,
        "user_id": row.person_id,
        "role": row.role,
        "joined_at": row.created_at,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
        "user": persons.user(desk, row.person),
    }


def _tickets(desk: Desk, ids: Iterable[int]) -> Mapping[int, dict[str, Any]]:
    """Tickets by id as columns alone, where `assigned_to` is an id. Source: contract 1.5."""
    rows = desk.rows(_TICKETS, ids=sorted(ids)) if ids else []
    assigned = {row.id: row.assignee_id for row in rows}
    return {
        one["id"]: {
            name: assigned[one["id"]] if name == "assigned_to" else value
            for name, value in one.items()
            if name not in _RELATIONS
        }
        for one in ticket_shown.shown(desk, rows, frozenset())
    }


def shown_messages(desk: Desk, rows: Sequence[ChatMessage]) -> list[dict[str, Any]]:
    """What is said, with who says it; one statement."""
    people = persons.rows(desk, [row.author_id for row in rows])
    return [_message(desk, row, people.get(row.author_id or 0)) for row in rows]


def _message(desk: Desk, row: ChatMessage, author: Any) -> dict[str, Any]:
    user, contact = _user(desk, author), _contact(author)
    return {
        "id": row.id,
        "conversation_id": row.conversation_id,
        "user_id": None if user is None else user["id"],
        "contact_id": None if contact is None else contact["id"],
        "message": bodies.text(row.body, row.format),
        "message_type": "text",
        "is_read": row.read_at is not None,
        "read_at": row.read_at,
        "is_internal": row.internal,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
        "user": user,
        "contact": contact,
    }
