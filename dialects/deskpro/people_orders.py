"""What people are sorted by: what `people_shown` shows of them. Source: contract 5.3 and 10.3."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, not_, select

from polydesk.core.models import Conversation, Person, Role, Ticket
from polydesk.dialects.deskpro import languages
from polydesk.dialects.deskpro.settings import DIALECT

_IS_AGENT, _IS_ADMIN = Person.role != Role.USER, Person.role == Role.ADMIN


def _own(name: str) -> Any:
    """A text that this vendor alone has of somebody."""
    return func.coalesce(Person.extras[(DIALECT, name)].as_string(), "")


def _many(of: Any, *conditions: Any) -> Any:
    """How many such rows there are of somebody."""
    counted = select(func.count()).where(of == Person.id, *conditions)
    return counted.correlate(Person).scalar_subquery()


ORDERS: Mapping[str, Any] = {
    "name": Person.name,
    "first_name": Person.first_name,
    "last_name": Person.last_name,
    "title_prefix": _own("title_prefix"),
    "override_display_name": _own("override_display_name"),
    "display_name": func.coalesce(func.nullif(_own("override_display_name"), ""), Person.name),
    "primary_email": Person.email,
    "summary": func.coalesce(Person.notes, ""),
    "timezone": func.coalesce(func.nullif(Person.timezone, ""), "UTC"),
    "language": languages.id_in(Person.language),
    "organization": Person.organization_id,
    "organization_position": Person.organization_position,
    "organization_manager": Person.organization_manager,
    "is_agent": _IS_AGENT,
    "is_user": not_(_IS_AGENT) & Person.can_sign_in,
    "is_contact": not_(_IS_AGENT | Person.can_sign_in),
    "can_agent": _IS_AGENT,
    **dict.fromkeys(("can_admin", "can_billing", "can_reports"), _IS_ADMIN),
    "is_confirmed": Person.can_sign_in,
    "is_deleted": Person.deleted_at.is_not(None),
    "is_disabled": Person.disabled,
    "date_last_login": Person.last_login_at,
    "date_created": Person.created_at,
    "tickets_count": _many(Ticket.requester_id, Ticket.deleted_at.is_(None)),
    "chats_count": _many(Conversation.person_id, Conversation.deleted_at.is_(None)),
}
