"""Tickets in lists: which, in which order, as columns of one query. Source: contract 1.7."""

from collections.abc import Mapping
from datetime import UTC, datetime, time
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, String, and_, bindparam, case, cast, func, or_, select

from polydesk.core import catalogue, hiding, text
from polydesk.core.desk import Desk
from polydesk.core.models import Person, Status, Ticket
from polydesk.core.prepared import OFFSET, SIZE, among
from polydesk.core.search import folded, has_part
from polydesk.dialects.helpdeskpro.sanctum import sight, vocabulary
from polydesk.dialects.helpdeskpro.sanctum.fields import day, number
from polydesk.dialects.helpdeskpro.sanctum.listing import descends
from polydesk.dialects.helpdeskpro.sanctum.settings import DIALECT
from polydesk.dialects.helpdeskpro.sanctum.ticket_shown import COLUMNS, FIRST_UID, NOBODYS
from polydesk.kit.pages import Rows

_SHOWN = {
    **vocabulary.STATUS_IDS,
    **{code: vocabulary.STATUS_IDS[by] for code, by in vocabulary.STATUSES.stand_ins.items()},
}
_STATUS = (
    select(case(_SHOWN, value=Status.code, else_=vocabulary.CUSTOM + Status.id))
    .where(Status.id == Ticket.status_id)
    .correlate(Ticket)
    .scalar_subquery()
)
"""The vendor's id of a ticket's status."""
ORDERS: Mapping[str, Any] = {
    "id": Ticket.id,
    "subject": Ticket.subject,
    "created_at": Ticket.created_at,
    "updated_at": Ticket.updated_at,
    "priority_id": func.coalesce(Ticket.priority_id, 0),
    "status_id": func.coalesce(_STATUS, 0),
}
"""What has none of these comes first, in every database."""
FILTERS = (
    "search",
    "priority_id",
    "status_id",
    "type_id",
    "category_id",
    "department_id",
    "assigned_to",
    "user_id",
    "date_from",
    "date_to",
    "type",
)
"""The parameters that are echoed, in this order."""
_KEPT = 1000
_PART = folded(bindparam("search"))


_NAMED = select(Person.id).where(
    or_(has_part(folded(Person.first_name), _PART), has_part(folded(Person.last_name), _PART))
)
_FOR_NOBODY = cast(Ticket.extras[(DIALECT, NOBODYS)].as_string(), String)
_HAS_USER = or_(_FOR_NOBODY.is_(None), cast(Ticket.requester_id, String) != _FOR_NOBODY)
_CONDITIONS: Mapping[str, Any] = {
    "requester_id": Ticket.requester_id == bindparam("caller"),
    "assignee_id": Ticket.assignee_id == bindparam("caller"),
    "priority_id": among(Ticket.priority_id, "priority_id"),
    "status_id": among(Ticket.status_id, "status_id"),
    "type_id": Ticket.type_id == bindparam("type_id"),
    "category_id": among(Ticket.category_id, "category_id"),
    "department_id": Ticket.department_id == bindparam("department_id"),
    "assigned_to": Ticket.assignee_id == bindparam("assigned_to"),
    "user_id": and_(Ticket.requester_id == bindparam("user_id"), _HAS_USER),
    "date_from": Ticket.created_at >= bindparam("date_from"),
    "date_to": Ticket.created_at <= bindparam("date_to"),
    "un_assigned": Ticket.assignee_id.is_(None),
    "open": or_(Ticket.status_id.is_(None), ~among(Ticket.status_id, "closed")),
    "new": Ticket.created_at.between(bindparam("day"), bindparam("day_end")),
    "search": or_(
        has_part(folded(Ticket.subject), _PART),
        has_part(cast(Ticket.id + FIRST_UID, String), bindparam("search")),
        among(Ticket.status_id, "statuses_named"),
        among(Ticket.priority_id, "priorities_named"),
        Ticket.assignee_id.in_(_NAMED),
        and_(Ticket.requester_id.in_(_NAMED), _HAS_USER),
    ),
}


def listed(desk: Desk, query: Mapping[str, Any]) -> Rows:
    """The tickets in sight that pass the filters, as rows of `ticket_shown.COLUMNS`."""
    names, values = _filters(desk, query)
    sort = query.get("sort")
    page = _page(names, sort if isinstance(sort, str) and sort in ORDERS else "id", descends(query))

    def read(offset: int, size: int) -> tuple[list[Any], int | None]:
        return [*desk.rows(page, offset=offset, size=size, **values)], None

    def count() -> int:
        return int(desk.rows(_count(names), **values)[0].total)

    return Rows(read, count)


def every(desk: Desk, query: Mapping[str, Any]) -> list[Any]:
    """All of these, by id."""
    names, values = _filters(desk, query)
    return [*desk.rows(_all(names), **values)]


@lru_cache(_KEPT)
def _passing(names: tuple[str, ...]) -> Select[Any]:
    conditions = (_CONDITIONS[name] for name in names)
    return select(Ticket.id).where(Ticket.deleted_at.is_(None), *conditions)


@lru_cache(_KEPT)
def _count(names: tuple[str, ...]) -> Select[Any]:
    if not names:
        return select(hiding.LIVING.label("total"))
    return _passing(names).with_only_columns(func.count().label("total"))


@lru_cache(_KEPT)
def _page(names: tuple[str, ...], sort: str, descending: bool) -> Select[Any]:
    """The columns of one page; its ids are cut, in order, before the rest is read."""
    key = ORDERS[sort].label("key")
    cut = _passing(names).with_only_columns(Ticket.id, key)
    ids = cut.order_by(*_order(key, Ticket.id, descending)).limit(SIZE).offset(OFFSET).subquery()
    found = select(*COLUMNS).select_from(ids).join(Ticket, Ticket.id == ids.c.id)
    return found.outerjoin(Ticket.opening).order_by(*_order(ids.c.key, ids.c.id, descending))


def _order(key: Any, id: Any, descending: bool) -> tuple[Any, ...]:
    return (key.desc() if descending else key), id


@lru_cache(_KEPT)
def _all(names: tuple[str, ...]) -> Select[Any]:
    conditions = (_CONDITIONS[name] for name in names)
    found = select(*COLUMNS).select_from(Ticket).outerjoin(Ticket.opening)
    return found.where(Ticket.deleted_at.is_(None), *conditions).order_by(Ticket.id)


def _filters(desk: Desk, query: Mapping[str, Any]) -> tuple[tuple[str, ...], dict[str, Any]]:
    """The names of the conditions that are asked for, and what they compare with."""
    scope = sight.scope(desk)
    names = [] if scope is None else [scope.key]
    values: dict[str, Any] = {"caller": desk.person_id}
    for name in FILTERS:
        given = query.get(name)
        if given is None or (name == "assigned_to" and scope is not None):
            continue
        condition, more = _FIND[name](desk, name, given)
        if condition is not None:
            names.append(condition)
            values |= more
    return tuple(names), values


def _id(_: Desk, name: str, given: Any) -> tuple[str, dict[str, Any]]:
    return name, {name: number(given) or 0}


def _status(desk: Desk, name: str, given: Any) -> tuple[str, dict[str, Any]]:
    return name, {name: vocabulary.status_rows(desk, number(given) or 0)}


def _priority(desk: Desk, name: str, given: Any) -> tuple[str, dict[str, Any]]:
    return name, {name: vocabulary.priority_rows(desk, number(given) or 0)}


def _category(desk: Desk, name: str, given: Any) -> tuple[str, dict[str, Any]]:
    """Of a category also what is below it: a ticket points at the deepest. Canonical 2."""
    return name, {name: vocabulary.category_rows(desk, number(given) or 0)}


def _from(_: Desk, name: str, given: Any) -> tuple[str, dict[str, Any]]:
    return name, {name: datetime.combine(day(given), time.min, UTC)}


def _to(_: Desk, name: str, given: Any) -> tuple[str, dict[str, Any]]:
    return name, {name: datetime.combine(day(given), time.max, UTC)}


def _type(desk: Desk, _: str, given: Any) -> tuple[str | None, dict[str, Any]]:
    if given == "open":
        closed = [id for id, one in catalogue.statuses(desk).items() if one.code == "CLOSED"]
        return "open", {"closed": closed}
    if given == "new":
        today = desk.now().date()
        return "new", {
            "day": datetime.combine(today, time.min, UTC),
            "day_end": datetime.combine(today, time.max, UTC),
        }
    return ("un_assigned" if given == "un_assigned" else None), {}


def _search(desk: Desk, name: str, given: Any) -> tuple[str | None, dict[str, Any]]:
    """Slugs and names of what processes remember are looked through here, the rest by the store.

    What is no text is passed over.
    """
    if isinstance(given, dict | list):
        return None, {}
    part = text.fold(str(given))
    slugs, priorities = vocabulary.slugs(desk), vocabulary.priority_names(desk)
    return name, {
        name: str(given),
        "statuses_named": [id for id, slug in slugs.items() if part in text.fold(slug)],
        "priorities_named": [id for id, one in priorities.items() if part in text.fold(one)],
    }


_FIND = {
    "search": _search,
    "priority_id": _priority,
    "status_id": _status,
    "type_id": _id,
    "category_id": _category,
    "department_id": _id,
    "assigned_to": _id,
    "user_id": _id,
    "date_from": _from,
    "date_to": _to,
    "type": _type,
}
