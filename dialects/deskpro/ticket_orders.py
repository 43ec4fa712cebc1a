"""What tickets are sorted by, and counted by, as columns and of them. Source: contract 5.3."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import case, func, select

from polydesk.core.models import Department, Kind, Status, Ticket
from polydesk.dialects.deskpro import vocabulary
from polydesk.dialects.deskpro.settings import DIALECT

WORD = case(
    (Ticket.deleted_at.is_not(None), vocabulary.HIDDEN),
    else_=func.coalesce(
        select(case(*((Status.kind == kind, word) for kind, word in vocabulary.WORDS.items())))
        .where(Status.id == Ticket.status_id)
        .scalar_subquery(),
        vocabulary.WORDS[Kind.NEW],
    ),
)
_DEFAULT = select(func.min(Department.id)).where(Department.parent_id.is_(None)).scalar_subquery()
DEPARTMENT = func.coalesce(Ticket.department_id, _DEFAULT)
ORDERS: Mapping[str, Any] = {
    "subject": Ticket.subject,
    "title": Ticket.subject,
    "status": Ticket.status_id,
    "ticket_status": Ticket.status_id,
    "person": Ticket.requester_id,
    "agent": Ticket.assignee_id,
    "agent_team": Ticket.group_id,
    "organization": Ticket.organization_id,
    "department": Ticket.department_id,
    "category": Ticket.category_id,
    "priority": Ticket.priority_id,
    "urgency": func.coalesce(Ticket.extras[(DIALECT, "urgency")].as_integer(), 1),
    "date_created": Ticket.created_at,
    "date_updated": Ticket.updated_at,
    "date_status": Ticket.status_at,
    "date_resolved": Ticket.resolved_at,
    "date_archived": Ticket.closed_at,
    "date_first_agent_assign": Ticket.first_assigned_at,
    "date_first_agent_reply": Ticket.first_agent_reply_at,
    "date_last_agent_reply": Ticket.last_agent_reply_at,
    "date_last_user_reply": Ticket.last_user_reply_at,
    "date_locked": Ticket.locked_at,
}
