"""What narrows a list of tickets, as conditions that are built once. Source: contract 8."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, or_, select

from polydesk.core import categories, text
from polydesk.core.desk import Desk
from polydesk.core.models import Person, Tag, Ticket, TicketTag
from polydesk.core.prepared import among
from polydesk.dialects.desteksitesi import sight, vocabulary

Conditions = tuple[tuple[str, ...], dict[str, Any]]
"""The names of conditions in `FILTERS`, and what their binds are."""


UNCLOSED: ColumnElement[bool] = or_(Ticket.status_id.is_(None), ~among(Ticket.status_id, "closed"))
NEW: ColumnElement[bool] = or_(Ticket.status_id.is_(None), among(Ticket.status_id, "new"))
UNANSWERED: ColumnElement[bool] = and_(
    UNCLOSED, or_(NEW, Ticket.updated_by_user.is_(True), Ticket.noted.is_(True))
)
MINE: ColumnElement[bool] = Ticket.assignee_id == bindparam("person")
_MEMBERS = select(Person.id).where(Person.organization_id == bindparam("company"))
_TAGGED = (
    select(TicketTag.ticket_id)
    .join(Tag, TicketTag.tag_id == Tag.id)
    .where(Tag.key == bindparam("tag"))
)
FILTERS: Mapping[str, ColumnElement[bool]] = {
    "unanswered": UNANSWERED,
    "unclosed": UNCLOSED,
    "handledbyme": MINE,
    "subscribed": Ticket.id.in_(sight.SUBSCRIBED),
    "category": among(Ticket.category_id, "category"),
    "category?": or_(among(Ticket.category_id, "category"), Ticket.category_id.is_(None)),
    "status": among(Ticket.status_id, "status"),
    "status?": or_(among(Ticket.status_id, "status"), Ticket.status_id.is_(None)),
    "requester": Ticket.requester_id == bindparam("requester"),
    "company": Ticket.requester_id.in_(_MEMBERS),
    "assignee": Ticket.assignee_id == bindparam("assignee"),
    "tag": Ticket.id.in_(_TAGGED),
    "since": Ticket.created_at >= bindparam("since"),
    "until": Ticket.created_at <= bindparam("until"),
    "updated_since": Ticket.updated_at >= bindparam("updated_since"),
    "updated_until": Ticket.updated_at <= bindparam("updated_until"),
    "due": and_(UNCLOSED, Ticket.due_at <= bindparam("due")),
}
"""Conditions by name; with a question mark those that tickets fulfil, too, which have none."""
_FIRST, _LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
_MODES = frozenset({"unanswered", "unclosed", "handledbyme"})


def base(desk: Desk) -> dict[str, Any]:
    """The binds that several conditions share: who asks, and which statuses show as what."""
    return {
        "person": desk.person_id,
        "closed": vocabulary.closed_ids(desk),
        "new": vocabulary.new_ids(desk),
    }


def conditions(desk: Desk, query: Mapping[str, Any]) -> Conditions:
    """What a query asks for, which is of `schemas.lists`."""
    names: list[str] = []
    values = base(desk)
    for name, find in _FIND.items():
        if query.get(name) is not None:
            condition, value = find(desk, query[name])
            names.append(condition)
            values[condition.rstrip("?")] = value
    wanted = _category_ids(desk, query)
    if wanted is not None:
        default = categories.default(desk)
        is_default = default is not None and default.id in wanted
        names.append("category?" if is_default else "category")
        values["category"] = sorted(wanted)
    names += [name for name in [query.get("mode", "").lower()] if name in _MODES]
    names += ["subscribed"] if query.get("subscribed") else []
    return tuple(names), values


def _category_ids(desk: Desk, query: Mapping[str, Any]) -> set[int] | None:
    """The categories asked for, by themselves and by their section; None for all."""
    ids, section_id = query.get("categories"), query.get("section")
    if ids is None and section_id is None:
        return None
    found = set(categories.tree(desk))
    if ids is not None:
        found &= set(ids)
    if section_id is not None:
        found = {id for id in found if categories.path(desk, id)[0].section_id == section_id}
    return found


def _statuses(desk: Desk, numbers: Sequence[int]) -> tuple[str, Any]:
    unset = vocabulary.status(desk, None).id in numbers  # shows as New
    return "status?" if unset else "status", vocabulary.status_ids(desk, numbers)


def _due(desk: Desk, days: int) -> tuple[str, Any]:
    try:
        return "due", desk.now() + timedelta(days=days)
    except OverflowError:
        return "due", _LAST if days > 0 else _FIRST


def _as_it_is(name: str) -> Callable[[Desk, Any], tuple[str, Any]]:
    return lambda _, value: (name, value)


_FIND: Mapping[str, Callable[[Desk, Any], tuple[str, Any]]] = {
    "statuses": _statuses,
    "tag": lambda _, name: ("tag", text.key(name)),
    "due_in": _due,
    **{
        name: _as_it_is(name)
        for name in (
            "requester",
            "company",
            "assignee",
            "since",
            "until",
            "updated_since",
            "updated_until",
        )
    },
}
