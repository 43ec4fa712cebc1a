"""One ticket as the vendor shows it alone: read as columns, put together for `schemas.tickets`.

What comes out are plain mappings; moments are still moments. Source: contract 7.2 and 7.18.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import aliased

from polydesk.core import categories
from polydesk.core.desk import Desk
from polydesk.core.errors import Hidden, NotFound
from polydesk.core.models import (
    File,
    Format,
    Message,
    MessageKind,
    Tag,
    Ticket,
    TicketTag,
)
from polydesk.dialects.desteksitesi import attached, extras, marks, persons, sight, vocabulary

_said = aliased(Message)
_HAS_FILES = exists(
    select(File.id).join(_said, File.message_id == _said.id).where(_said.ticket_id == Ticket.id)
).correlate(Ticket)
_HAS_TAGS = exists(select(TicketTag.id).where(TicketTag.ticket_id == Ticket.id)).correlate(Ticket)
_opening = aliased(Message)
_ONE = (
    select(
        Ticket.id,
        Ticket.subject,
        Ticket.status_id,
        Ticket.priority_id,
        Ticket.category_id,
        Ticket.requester_id,
        Ticket.made_by_id,
        Ticket.assignee_id,
        Ticket.channel,
        Ticket.created_at,
        Ticket.updated_at,
        Ticket.due_at,
        Ticket.closed_at,
        Ticket.started_at,
        Ticket.time_spent,
        Ticket.updated_by_user,
        Ticket.updated_by_staff,
        Ticket.noted,
        _opening.body,
        _opening.format,
        _HAS_FILES.label("has_files"),
        _HAS_TAGS.label("has_tags"),
    )
    .select_from(Ticket)
    .outerjoin(_opening, (_opening.ticket_id == Ticket.id) & (_opening.kind == MessageKind.OPENING))
    .where(Ticket.id == bindparam("key"), Ticket.deleted_at.is_(None))
)
_TAGS = (
    select(Tag.id, Tag.name)
    .join(TicketTag, TicketTag.tag_id == Tag.id)
    .where(TicketTag.ticket_id == bindparam("ticket"))
    .order_by(TicketTag.position, TicketTag.id)
)
_EXTRAS = select(Ticket.id, Ticket.category_id, Ticket.extras).where(
    Ticket.id == bindparam("key"), Ticket.deleted_at.is_(None)
)


def detail(desk: Desk, id: int) -> dict[str, Any]:
    """A ticket for `schemas.Ticket`, in at most four statements. Raises NotFound, and Hidden."""
    row = _seen(desk, _ONE, id)
    users = persons.detail(desk, [row.requester_id, row.assignee_id, row.made_by_id])
    path = categories.path(desk, row.category_id)
    status = vocabulary.status(desk, row.status_id)
    return {
        "id": row.id,
        "attachments": attached.of_ticket(desk, id) if row.has_files else (),
        "tags": tags(desk, id) if row.has_tags else (),
        "status": status.name,
        "status_id": status.id,
        "on_behalf": users[row.made_by_id]["username"] if row.made_by_id else None,
        "submitter": users[row.requester_id],
        "submitter_id": row.requester_id,
        "assignee": users.get(row.assignee_id),
        "assignee_id": row.assignee_id,
        "category_id": path[-1].id if path else 0,
        "category": path[-1].name if path else "",
        "for_techs_only": any(node.techs_only for node in path),
        "subject": row.subject,
        "body": marks.shown(row.body or "", row.format or Format.TEXT),
        "priority": vocabulary.priority(desk, row.priority_id),
        "origin": vocabulary.origin_name(row.channel),
        "created_at": row.created_at,
        "updated_at": row.updated_at,
        "due_at": row.due_at,
        "closed_at": row.closed_at,
        "started_at": row.started_at,
        "time_spent": row.time_spent,
        "updated_by_user": row.updated_by_user,
        "updated_by_staff": row.updated_by_staff,
        "noted": row.noted,
        "is_handled": sight.handles(desk, row.category_id),
        "is_mine": row.requester_id == desk.person_id,
        "url": f"{attached.base()}/Ticket/{id}",
    }


def tags(desk: Desk, id: int) -> Sequence[Any]:
    """The tags of a ticket, in the order they were added."""
    return desk.rows(_TAGS, ticket=id)


def integrations(desk: Desk, id: int) -> dict[str, Any]:
    """What a ticket is called at other vendors, for `schemas.Integrations`. Raises as `detail`."""
    return extras.read(_seen(desk, _EXTRAS, id).extras, extras.INTEGRATIONS, {})


def _seen(desk: Desk, query: Any, id: int) -> Any:
    """The one row of a ticket that the caller may see."""
    found = desk.rows(query, key=id)
    if not found:
        raise NotFound("ticket", id)
    if not sight.may_see(desk, id, found[0].category_id):
        raise Hidden("ticket", id)
    return found[0]
