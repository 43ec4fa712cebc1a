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
    Organization,
    Person,
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
_opening, _submitter, _assignee = aliased(Message), aliased(Person), aliased(Person)
_company, _employer = aliased(Organization), aliased(Organization)
_OWN: Sequence[Any] = (
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
_THEIRS = persons.columns(_submitter, _company)
_ONE = (
    select(*_OWN, *_THEIRS, *persons.columns(_assignee, _employer))
    .select_from(Ticket)
    .join(_submitter, Ticket.requester_id == _submitter.id)
    .outerjoin(_company, _submitter.organization_id == _company.id)
    .outerjoin(_assignee, Ticket.assignee_id == _assignee.id)
    .outerjoin(_employer, _assignee.organization_id == _employer.id)
    .outerjoin(_opening, (_opening.ticket_id == Ticket.id) & (_opening.kind == MessageKind.OPENING))
    .where(Ticket.id == bindparam("key"), Ticket.deleted_at.is_(None))
)
_SUBMITTER = slice(len(_OWN), len(_OWN) + len(_THEIRS))
_ASSIGNEE = slice(_SUBMITTER.stop, None)
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
    """A ticket in the shape of `schemas.Ticket`, in four statements at most.

    Raises NotFound, and Hidden.
    """
    row = _seen(desk, _ONE, id)
    path = categories.path(desk, row.category_id)
    status = vocabulary.status(desk, row.status_id)
    return {
        "Attachments": attached.of_ticket(desk, id) if row.has_files else (),
        "Tags": tags(desk, id) if row.has_tags else (),
        "Status": status.name,
        "OnBehalfUserName": _username(desk, row.made_by_id),
        "SubmitterUserInfo": persons.read(desk, row[_SUBMITTER]),
        "CategoryName": path[-1].name if path else "",
        "AssigneeUserInfo": persons.read(desk, row[_ASSIGNEE]) if row.assignee_id else None,
        "TicketID": row.id,
        "UserID": row.requester_id,
        "AssignedToUserID": row.assignee_id,
        "IssueDate": row.created_at,
        "Subject": row.subject,
        "Body": marks.shown(row.body or "", row.format or Format.TEXT),
        "Priority": vocabulary.priority(desk, row.priority_id),
        "StatusID": status.id,
        "CategoryID": path[-1].id if path else 0,
        "DueDate": row.due_at,
        "ResolvedDate": row.closed_at,
        "StartDate": row.started_at,
        "TimeSpentInSeconds": row.time_spent,
        "UpdatedByUser": row.updated_by_user,
        "UpdatedByPerformer": row.updated_by_staff,
        "UpdatedForTechView": row.noted,
        "IsCurrentUserTechInThisCategory": sight.handles(desk, row.category_id),
        "IsCurrentCategoryForTechsOnly": any(node.techs_only for node in path),
        "SubmittedByCurrentUser": row.requester_id == desk.person_id,
        "IsInKb": False,
        "Stats": None,
        "Url": f"{attached.base()}/Ticket/{id}",
        "ViewingTechNames": (),
        "Origin": vocabulary.origin_name(row.channel),
        "IsActiveChat": False,
        "Integrations": {},
        "LastUpdated": row.updated_at,
        "StatusStopTimeSpent": False,
        "IsShared": False,
    }


def _username(desk: Desk, id: int | None) -> str | None:
    return None if id is None else persons.detail(desk, [id])[id]["Username"]


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
