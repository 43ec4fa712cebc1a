"""The columns that a ticket is shown of, and reading them. Source: contract 10.1.

Moments are read as the vendor writes them; see `fields.stamp`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Boolean, String, bindparam, exists, select, type_coerce
from sqlalchemy.orm import aliased

from polydesk.core.desk import Desk
from polydesk.core.links import FAMILY
from polydesk.core.models import (
    Link,
    Message,
    MessageKind,
    Person,
    Role,
    Subscriber,
    SubscriberKind,
    Ticket,
    TicketTag,
    UtcText,
)
from polydesk.core.prepared import among

_MOMENT = UtcText("+0000")
_requester, _opening, _author = aliased(Person), aliased(Message), aliased(Person)


def _has(column: Any, *conditions: Any) -> Any:
    return exists().where(column == Ticket.id, *conditions).correlate(Ticket)


_OWN: tuple[Any, ...] = (
    Ticket.id,
    Ticket.ulid,
    Ticket.subject,
    Ticket.status_id,
    Ticket.priority_id,
    Ticket.category_id,
    Ticket.department_id,
    Ticket.requester_id,
    Ticket.assignee_id,
    Ticket.group_id,
    Ticket.organization_id,
    Ticket.channel,
    Ticket.created_at.label("made"),
    Ticket.first_agent_reply_at.label("answered"),
    *(
        type_coerce(column, _MOMENT).label(column.key)
        for column in (
            Ticket.created_at,
            Ticket.status_at,
            Ticket.first_assigned_at,
            Ticket.first_agent_reply_at,
            Ticket.last_agent_reply_at,
            Ticket.last_user_reply_at,
            Ticket.resolved_at,
            Ticket.closed_at,
            Ticket.locked_at,
            Ticket.deleted_at,
        )
    ),
    Ticket.locked_by_id,
    Ticket.deleted_reason,
    Ticket.extras,
)
COLUMNS: tuple[Any, ...] = (
    *_OWN,
    _requester.email,
    (_author.role == Role.USER).label("opened_by_user"),
    _has(TicketTag.ticket_id).label("has_tags"),
    _has(Subscriber.ticket_id, Subscriber.kind == SubscriberKind.CC).label("has_cc"),
    _has(Link.ticket_id, Link.kind.in_(FAMILY)).label("has_family"),
)
"""What a ticket is shown of, with marks of what has to be read besides.

`made` and `answered` are moments, to reckon with. `opened_by_user` tells who has written the
ticket's text; None where that is nobody known.
"""


def joined(query: Any) -> Any:
    """A query of `COLUMNS` with all the tables that they are of, besides the ticket's own."""
    return (
        query.join(_requester, Ticket.requester_id == _requester.id)
        .outerjoin(
            _opening, (_opening.ticket_id == Ticket.id) & (_opening.kind == MessageKind.OPENING)
        )
        .outerjoin(_author, _opening.author_id == _author.id)
    )


_FROM = joined(select(*COLUMNS).select_from(Ticket))
_ONE = _FROM.where(Ticket.id == bindparam("key"))
_KNOWN: Mapping[str, Any] = {
    "email": String(),
    "opened_by_user": Boolean(),
    "has_tags": Boolean(),
    "has_cc": Boolean(),
    "has_family": Boolean(),
}
"""What whoever has made a ticket knows of it, of `COLUMNS`."""
_MADE = select(*_OWN, *(bindparam(name, type_=type_).label(name) for name, type_ in _KNOWN.items()))
_MADE = _MADE.where(Ticket.id == bindparam("key"))
_MANY = _FROM.where(among(Ticket.id, "keys"))


def find(desk: Desk, id: int) -> Any | None:
    """A ticket's columns, wherever it is; None where there is none."""
    found = desk.rows(_ONE, key=id)
    return found[0] if found else None


def made(desk: Desk, id: int, **known: Any) -> Any:
    """The columns of a ticket made in this transaction; `known` are those of `_KNOWN`."""
    return desk.rows(_MADE, key=id, **known)[0]


def of_all(desk: Desk, ids: Sequence[int]) -> Mapping[int, Any]:
    """The columns of these tickets, by their ids."""
    return {found.id: found for found in desk.rows(_MANY, keys=ids)}
