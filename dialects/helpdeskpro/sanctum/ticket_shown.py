"""Tickets as they go out: read as columns, written in the vendor's form. Source: contract 1.5."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import aliased

from polydesk.core import bodies, categories, tagging
from polydesk.core.desk import Desk
from polydesk.core.models import CustomValue, File, Link, LinkKind, Message, Ticket, TicketTag
from polydesk.dialects.helpdeskpro.sanctum import entries, persons, vocabulary
from polydesk.dialects.helpdeskpro.sanctum.fields import written
from polydesk.dialects.helpdeskpro.sanctum.settings import DIALECT
from polydesk.dialects.helpdeskpro.sanctum.ticket_comments import SAID
from polydesk.dialects.helpdeskpro.sanctum.ticket_relations import RELATIONS, marked

FIRST_UID = 100_000
"""What a ticket's `uid` is more than its id. Source: contract 1.5."""
NOBODYS = "nobodys"
"""Among a ticket's extras: who has made it for nobody, and so is not shown as its user."""
_said = aliased(Message)
_PARENT = (
    select(Link.to_id)
    .where(Link.ticket_id == Ticket.id, Link.kind == LinkKind.PARENT)
    .order_by(Link.id)
    .limit(1)
    .correlate(Ticket)
    .scalar_subquery()
)
COLUMNS = written(
    Ticket.id,
    Ticket.subject,
    Message.body,
    Message.format,
    Ticket.status_id,
    Ticket.priority_id,
    Ticket.category_id,
    Ticket.department_id,
    Ticket.type_id,
    Ticket.requester_id,
    Ticket.made_by_id,
    Ticket.assignee_id,
    Ticket.sla_policy_id,
    Ticket.guest_email,
    Ticket.channel,
    Ticket.resolution,
    Ticket.due_at,
    Ticket.resolve_by,
    Ticket.last_user_reply_at,
    Ticket.last_agent_reply_at,
    Ticket.first_agent_reply_at,
    Ticket.closed_at,
    Ticket.time_spent,
    Ticket.extras,
    Ticket.created_at,
    Ticket.updated_at,
    _PARENT.label("parent_id"),
    exists().where(TicketTag.ticket_id == Ticket.id).label("has_tags"),
    exists().where(CustomValue.ticket_id == Ticket.id).label("has_values"),
)
"""What `shown` is made of; of tickets with their `opening`."""
_ONE = (
    select(
        *COLUMNS,
        exists().where(_said.ticket_id == Ticket.id, _said.kind.in_(SAID)).label("has_said"),
        exists()
        .where(File.message_id == _said.id, _said.ticket_id == Ticket.id)
        .label("has_files"),
    )
    .outerjoin(Ticket.opening)
    .where(Ticket.id == bindparam("id"), Ticket.deleted_at.is_(None))
)


def row(desk: Desk, id: int) -> Any | None:
    """A ticket's columns for `detailed`; None where it is not there."""
    desk.flush()
    found = desk.rows(_ONE, id=id)
    return found[0] if found else None


def detailed(desk: Desk, row: Any) -> dict[str, Any]:
    """A ticket with all that is shown of one alone."""
    return shown(desk, [row], frozenset(RELATIONS))[0]


def shown(desk: Desk, rows: Sequence[Any], relations: frozenset[str]) -> list[dict[str, Any]]:
    """Tickets with these of their `RELATIONS`, each of which costs a statement or two for all."""
    tags = tagging.of_all(desk, marked(rows, "has_tags"))
    having = [row for row in rows if row.has_values]
    filled = entries.of_all(desk, having) if having else {}
    people = persons.rows(desk, [id for row in rows for id in (row.requester_id, row.assignee_id)])
    users = {id: persons.user(desk, row) for id, row in people.items()}
    found = [
        _ticket(desk, row, people, users, tags.get(row.id, ()), filled.get(row.id)) for row in rows
    ]
    for name, put in RELATIONS.items():
        if name in relations:
            put(desk, rows, found)
    return found


def _ticket(
    desk: Desk,
    row: Any,
    people: Mapping[int, Any],
    users: Mapping[int, Any],
    tags: Sequence[str],
    filled: Mapping[str, Any] | None,
) -> dict[str, Any]:
    own = row.extras.get(DIALECT, {})
    words, ids = _sorted(desk, row.status_id, row.priority_id, row.category_id, row.department_id)
    user_id = None if own.get(NOBODYS) == row.requester_id else row.requester_id
    is_contact = not people[row.requester_id].can_sign_in
    due_at = row.due_at
    return {
        "id": row.id,
        "uid": str(FIRST_UID + row.id),
        "subject": row.subject,
        "details": "" if row.body is None else bodies.text(row.body, row.format),
        **words,
        "assigned_to": None if row.assignee_id is None else users[row.assignee_id],
        "user": None if user_id is None else users[user_id],
        **ids,
        "type_id": row.type_id,
        "user_id": user_id,
        "contact_id": row.requester_id if is_contact else None,
        "created_by": row.made_by_id or row.requester_id,
        "review_id": None,
        "template_id": None,
        "parent_ticket_id": row.parent_id,
        "sla_policy_id": row.sla_policy_id,
        "email": row.guest_email,
        "location": None,
        "client_type": None,
        "source": row.channel,
        "external_id": None,
        "impact_level": None,
        "urgency_level": None,
        "resolution": row.resolution,
        "tags": tags,
        "custom_fields": filled or None,
        "due": due_at[:10] if due_at else desk.now().date().isoformat(),
        "due_date": due_at,
        "sla_breach_at": row.resolve_by,
        "last_customer_response": row.last_user_reply_at,
        "last_agent_response": row.last_agent_reply_at,
        "open": raw(row.created_at),
        "close": raw(row.closed_at),
        "response": raw(row.first_agent_reply_at),
        "estimated_hours": None,
        "actual_hours": f"{row.time_spent / 3600:.2f}" if row.time_spent else None,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
    }


def _sorted(
    desk: Desk,
    status_id: int | None,
    priority_id: int | None,
    category_id: int | None,
    department_id: int | None,
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a ticket is sorted by, and the vendor's ids of that: recalled, for lists have many."""

    def word() -> tuple[dict[str, Any], dict[str, Any]]:
        path = () if category_id is None else categories.path(desk, category_id)
        top = path[0].id if path else None
        words = {
            "status": vocabulary.status(desk, status_id),
            "priority": vocabulary.priority(desk, priority_id),
            "category": vocabulary.category(desk, top),
            "department": vocabulary.department(desk, department_id),
        }
        return words, {
            "status_id": vocabulary.status_id(desk, status_id),
            "priority_id": vocabulary.priority_id(desk, priority_id),
            "department_id": department_id,
            "category_id": top,
            "sub_category_id": path[-1].id if len(path) > 1 else None,
        }

    return desk.recall((DIALECT, status_id, priority_id, category_id, department_id), word)


def raw(at: str | None) -> str | None:
    """A moment as the store of the vendor's has it."""
    return None if at is None else f"{at[:10]} {at[11:19]}"
