"""Tickets in lists: which, in which order, as columns of one query. Source: contract 7.1 and 8."""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache, partial
from typing import Any

from sqlalchemy import Select, and_, bindparam, select
from sqlalchemy.orm import aliased

from polydesk.core import categories, links
from polydesk.core.desk import Desk
from polydesk.core.models import (
    Link,
    LinkKind,
    Organization,
    Person,
    SearchDocument,
    Ticket,
    Usage,
)
from polydesk.core.prepared import OFFSET, SIZE
from polydesk.core.subtickets import HAS_CHILDREN
from polydesk.dialects.desteksitesi import custom_fields, filters, finding, sight, vocabulary

_KEPT = 1000
"""How many forms of the list are kept."""
requester, assignee, changer = aliased(Person), aliased(Person), aliased(Person)
_ITEM: tuple[Any, ...] = (
    Ticket.id,
    Ticket.subject,
    Ticket.status_id,
    Ticket.priority_id,
    Ticket.category_id,
    Ticket.channel,
    Ticket.created_at,
    Ticket.updated_at,
    Ticket.due_at,
    Ticket.closed_at,
    Ticket.started_at,
    Ticket.updated_by_user,
    Ticket.updated_by_staff,
    Ticket.noted,
    Ticket.requester_id,
    Ticket.assignee_id,
    Ticket.changed_by_id,
    requester.username,
    requester.name,
    requester.email,
    requester.first_name,
    requester.last_name,
    requester.organization_id,
    Organization.name.label("company"),
    assignee.username.label("tech_username"),
    assignee.name.label("tech_name"),
    assignee.email.label("tech_email"),
    assignee.first_name.label("tech_first_name"),
    assignee.last_name.label("tech_last_name"),
    changer.first_name.label("changer_first_name"),
    changer.last_name.label("changer_last_name"),
    HAS_CHILDREN.label("has_children"),
)
_LATEST = (Ticket.updated_at.desc(), Ticket.id.desc())
_BESIDE = select(Link.to_id).where(
    Link.ticket_id == bindparam("ticket"), Link.kind.not_in(links.FAMILY)
)
_BELOW = select(Link.to_id).where(
    Link.ticket_id == bindparam("ticket"), Link.kind == LinkKind.CHILD
)


def listed(desk: Desk, query: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The tickets in sight that pass the filters, the latest changed first; one page.

    `query` is of `schemas.lists.TicketFilter` or `Search`. Raises Invalid for too many words.
    """
    names, values = filters.conditions(desk, query)
    seen, binds = sight.scope(desk)
    values |= binds
    count = 0
    if "query" in query:
        words, said = finding.words(query["query"])
        count, values = len(words), values | said
    page = _page(seen, names, count, sight.is_tech(desk))
    rows = desk.rows(page, offset=query["offset"], size=query["count"], **values)
    items = _items(desk, rows)
    if query.get("with_custom"):
        filled = custom_fields.of_all(desk, Usage.TICKET, rows)
        for shown in items:
            shown["CustomFields"] = filled[shown["IssueID"]]
    return items


@lru_cache(_KEPT)
def _page(
    seen: Select[Ticket], names: tuple[str, ...], words: int, with_notes: bool
) -> Select[Any]:
    """The columns of one page; its ids are cut before the rest is read."""
    passing = seen.where(*(filters.FILTERS[name] for name in names))
    if words:
        document = and_(
            SearchDocument.about == Ticket.__tablename__, SearchDocument.about_id == Ticket.id
        )
        passing = passing.join(SearchDocument, document)
        passing = passing.where(finding.saying(words, with_notes=with_notes))
    ids = passing.with_only_columns(Ticket.id, maintain_column_froms=True).order_by(*_LATEST)
    return _columns(ids.limit(SIZE).offset(OFFSET), _LATEST)


def _columns(ids: Select[Any], order: tuple[Any, ...]) -> Select[Any]:
    chosen = ids.subquery()
    return (
        select(*_ITEM)
        .select_from(Ticket)
        .join(chosen, Ticket.id == chosen.c.id)
        .join(requester, Ticket.requester_id == requester.id)
        .outerjoin(Organization, requester.organization_id == Organization.id)
        .outerjoin(assignee, Ticket.assignee_id == assignee.id)
        .outerjoin(changer, Ticket.changed_by_id == changer.id)
        .order_by(*order)
    )


def linked(desk: Desk, ticket: Ticket) -> list[dict[str, Any]]:
    """The tickets beside this one that are in sight, by id."""
    return _items(desk, _related(desk, ticket, _BESIDE))


def below(desk: Desk, ticket: Ticket) -> list[dict[str, Any]]:
    """The tickets right below this one that are in sight, by id, with the colors of statuses."""
    rows = _related(desk, ticket, _BELOW)
    colors = [vocabulary.status(desk, row.status_id).color for row in rows]
    items = _items(desk, rows)
    return [{**item, "StatusColor": color} for item, color in zip(items, colors, strict=True)]


def _related(desk: Desk, ticket: Ticket, ids: Select[Any]) -> Sequence[Any]:
    seen, values = sight.scope(desk)
    return desk.rows(_among(seen, ids), ticket=ticket.id, **values)


@lru_cache(_KEPT)
def _among(seen: Select[Ticket], ids: Select[Any]) -> Select[Any]:
    return _columns(seen.where(Ticket.id.in_(ids)).with_only_columns(Ticket.id), (Ticket.id,))


def _items(desk: Desk, rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Tickets as lists show them. What they have in common is looked up once."""
    status = cache(partial(vocabulary.status, desk))
    priority = cache(partial(vocabulary.priority, desk))
    category = cache(partial(_category, desk))
    return [
        _item(row, status(row.status_id), priority(row.priority_id), *category(row.category_id))
        for row in rows
    ]


def _item(
    row: Any,
    status: vocabulary.Shown,
    priority: int,
    category_id: int,
    category: str,
    section_id: int | None,
) -> dict[str, Any]:
    """A ticket by the vendor's names, and in their order. Source: contract 7.1 and 7.5."""
    origin = vocabulary.ORIGINS.get(row.channel, vocabulary.ORIGINS["api"])
    changer = None
    if row.changed_by_id is not None:
        changer = f"{row.changer_first_name} {row.changer_last_name}".strip()
    return {
        "IssueID": row.id,
        "Priority": priority,
        "StatusID": status.id,
        "IssueDate": row.created_at,
        "Subject": row.subject,
        "Status": status.name,
        "UpdatedByUser": row.updated_by_user,
        "UpdatedByPerformer": row.updated_by_staff,
        "CategoryID": category_id,
        "UserName": row.username or row.email or row.name,
        "Technician": row.tech_username or row.tech_email or row.tech_name,
        "FirstName": row.first_name,
        "LastName": row.last_name,
        "DueDate": row.due_at,
        "TechFirstName": row.tech_first_name,
        "TechLastName": row.tech_last_name,
        "LastUpdated": row.updated_at,
        "UpdatedForTechView": row.noted,
        "UserID": row.requester_id,
        "CompanyID": row.organization_id,
        "CompanyName": row.company,
        "AssignedToUserID": row.assignee_id,
        "ResolvedDate": row.closed_at,
        "SectionID": section_id,
        "Category": category,
        "Origin": origin,
        "Email": row.email or "",
        "HasChildren": row.has_children,
        "LastUpdatedByUserID": row.changed_by_id,
        "LastUpdatedUsername": changer,
        "StartDate": row.started_at,
    }


def _category(desk: Desk, id: int | None) -> tuple[int, str, int | None]:
    """Id and name of a category, and its section's id; 0 and no name where there is none at all."""
    path = categories.path(desk, id)
    return (path[-1].id, path[-1].name, path[0].section_id) if path else (0, "", None)
