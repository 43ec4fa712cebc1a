"""What tickets are sorted by, and counted by, as columns and of them. Source: contract 5.3.

They are sorted by what `ticket_shown` shows, not by what is kept.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import case, exists, false, func, select
from sqlalchemy.orm import aliased

from polydesk.core import counts
from polydesk.core.models import (
    Department,
    Kind,
    Link,
    LinkKind,
    Message,
    MessageKind,
    Person,
    Role,
    Status,
    Ticket,
)
from polydesk.dialects.deskpro import vocabulary
from polydesk.dialects.deskpro.settings import DIALECT

_parent = aliased(Ticket)


def _standing(word: Any) -> Any:
    """A word of a ticket's status, of which `word` is an expression; or that it is hidden."""
    said = select(word).where(Status.id == Ticket.status_id).correlate(Ticket).scalar_subquery()
    hidden = (Ticket.deleted_at.is_not(None), vocabulary.HIDDEN)
    return case(hidden, else_=func.coalesce(said, vocabulary.WORDS[Kind.NEW]))


def _opened(by: Any) -> Any:
    """Whether such a person has written the ticket's text."""
    opening = (Message.ticket_id == Ticket.id, Message.kind == MessageKind.OPENING)
    return exists().where(*opening, Message.author_id == Person.id, by).correlate(Ticket)


def _own(name: str) -> Any:
    """What this vendor alone has of a ticket."""
    return Ticket.extras[(DIALECT, name)]


_BY_KIND = case(*((Status.kind == kind, word) for kind, word in vocabulary.WORDS.items()))
WORD = _standing(_BY_KIND)
_BY_AGENT, _BY_USER = _opened(Person.role != Role.USER), _opened(Person.role == Role.USER)
_DEFAULT = select(func.min(Department.id)).where(Department.parent_id.is_(None)).scalar_subquery()
DEPARTMENT = func.coalesce(Ticket.department_id, _DEFAULT)
_EMAIL = select(Person.email).where(Person.id == Ticket.requester_id).correlate(Ticket)
_PARENT = (
    select(Link.to_id)
    .join(_parent, Link.to_id == _parent.id)
    .where(
        Link.ticket_id == Ticket.id,
        Link.kind == LinkKind.PARENT,
        _parent.deleted_at.is_(None),
    )
    .order_by(Link.id)
    .limit(1)
    .correlate(Ticket)
)
ORDERS: Mapping[str, Any] = {
    "subject": Ticket.subject,
    "title": Ticket.subject,
    "original_subject": func.coalesce(_own("original_subject").as_string(), Ticket.subject),
    "status": WORD,
    "ticket_status": _standing(case((Status.code.is_(None), Status.name), else_=_BY_KIND)),
    "hidden_status": case(
        (Ticket.deleted_at.is_(None), None),
        (Ticket.deleted_reason == "spam", "spam"),
        else_="deleted",
    ),
    "person": Ticket.requester_id,
    "person_id": Ticket.requester_id,
    "person_email": func.coalesce(_EMAIL.scalar_subquery(), ""),
    "agent": Ticket.assignee_id,
    "agent_team": Ticket.group_id,
    "organization": Ticket.organization_id,
    "department": DEPARTMENT,
    "category": Ticket.category_id,
    "priority": Ticket.priority_id,
    "parent": _PARENT.scalar_subquery(),
    **{name: _own(name).as_integer() for name in ("language", "product", "workflow", "star")},
    **{name: func.coalesce(_own(name).as_integer(), 1) for name in ("brand", "urgency")},
    "is_hold": func.coalesce(_own("is_hold").as_boolean(), false()),
    "date_on_hold": _own("date_on_hold").as_string(),
    "creation_system": case((Ticket.channel == "api", "web.api"), else_="web"),
    "date_created": Ticket.created_at,
    "date_updated": Ticket.updated_at,
    "date_status": func.coalesce(Ticket.deleted_at, Ticket.status_at),
    **{
        name: case((word == WORD, getattr(Ticket, column)))
        for word, (name, column) in vocabulary.SINCE.items()
    },
    "date_first_agent_assign": Ticket.first_assigned_at,
    "date_first_agent_reply": case(
        (_BY_AGENT, Ticket.created_at), else_=Ticket.first_agent_reply_at
    ),
    "date_last_agent_reply": func.coalesce(
        Ticket.last_agent_reply_at, case((_BY_AGENT, Ticket.created_at))
    ),
    "date_last_user_reply": func.coalesce(
        Ticket.last_user_reply_at, case((_BY_USER, Ticket.created_at))
    ),
    "date_locked": Ticket.locked_at,
    "locked_by_agent": Ticket.locked_by_id,
    "count_agent_replies": counts.BY_AGENTS,
    "count_user_replies": counts.BY_USERS,
}
