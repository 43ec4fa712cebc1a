"""The list of tickets: visibility, filters, total, order, page. Source: contract 7 and 8.3."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    func,
    literal,
    or_,
    select,
)

from polydesk.core import categories, groups, hiding, tickets
from polydesk.core.desk import Desk
from polydesk.core.errors import Invalid
from polydesk.core.models import Message, Person, Priority, SearchDocument, Ticket
from polydesk.core.prepared import OFFSET, SIZE, among
from polydesk.core.search import folded, has_part
from polydesk.core.text import fold
from polydesk.dialects.openhelpdesk import vocabulary
from polydesk.dialects.openhelpdesk.shown import ITEM, assignee, item, requester
from polydesk.kit.pages import Rows

UNASSIGNED = "none"
"""As an assignee: nobody."""
MOST_TERMS = 100
_KEPT = 1000
"""How many forms of the list are kept, of each query."""


_ASSIGNEE = select(Person.id).where(Person.ulid == bindparam("assignee")).scalar_subquery()
FILTERS: Mapping[str, ColumnElement[bool]] = {
    "status": among(Ticket.status_id, "status"),
    "status?": or_(among(Ticket.status_id, "status"), Ticket.status_id.is_(None)),
    "priority": among(Ticket.priority_id, "priority"),
    "priority?": or_(among(Ticket.priority_id, "priority"), Ticket.priority_id.is_(None)),
    "category": among(Ticket.category_id, "category"),
    "category?": or_(among(Ticket.category_id, "category"), Ticket.category_id.is_(None)),
    "type": among(Ticket.category_id, "type"),
    "type?": or_(among(Ticket.category_id, "type"), Ticket.category_id.is_(None)),
    "assignee": Ticket.assignee_id == _ASSIGNEE,
    "unassigned": Ticket.assignee_id.is_(None),
    "group": Ticket.group_id == bindparam("group"),
}
"""Conditions by name; with a question mark those that tickets fulfil which have none."""
_RANK = func.coalesce(
    select(Priority.rank).where(Priority.id == Ticket.priority_id).scalar_subquery(), 2
)
SORTS: Mapping[str, Any] = {
    "updated_at": Ticket.updated_at,
    "created_at": Ticket.created_at,
    "priority": _RANK,
    "sla_deadline": Ticket.resolve_by,
}
NULLABLE = frozenset({"sla_deadline"})


def listed(desk: Desk, query: Mapping[str, Any]) -> Rows:
    """The tickets in the caller's list that pass the filters, in the order asked for.

    `query` is of `schemas.tickets.TicketFilter`. Raises Invalid for a text of too many terms.
    """
    names, values = _filters(desk, query)
    seen, binds = groups.scope(desk)
    values |= binds
    terms = list(dict.fromkeys(query.get("q", "").split()))
    if len(terms) > MOST_TERMS:
        raise Invalid({"q": ["invalid q"]})
    for at, term in enumerate(terms):
        values |= {f"q{at}": term, f"folded{at}": fold(term)}
    shape = (seen, tuple(names), len(terms))
    page = _page(*shape, query["sort"], query["order"])

    def read(offset: int, size: int) -> tuple[list[Any], int | None]:
        found = desk.rows(page, offset=offset, size=size, **values)
        return [item(desk, row) for row in found], found[0].total if found else None

    def count() -> int:
        return int(desk.rows(_count(*shape), **values)[0].total)

    return Rows(read, count)


@lru_cache(_KEPT)
def _passing(seen: Any | None, names: tuple[str, ...], terms: int) -> Select[Any]:
    """The tickets that pass these filters, and have so many terms in subject or text.

    `seen` is the query of the ids in sight, None where all are. What all is found by is looked at
    first, since it is folded already: where those in sight are few, that of each of them.
    """
    passing = tickets.ALL.where(*(FILTERS[name] for name in names))
    if not terms:
        return passing if seen is None else passing.where(Ticket.id.in_(seen))
    is_theirs = SearchDocument.about == Ticket.__tablename__
    if seen is None:
        said = select(SearchDocument.about_id).where(is_theirs)
    else:  # an outer join, so that SQLite begins with the ids, and none is sorted in before
        ids = seen.subquery()
        document = and_(is_theirs, SearchDocument.about_id == ids.c.id)
        said = select(ids.c.id).outerjoin(SearchDocument, document)
    for at in range(terms):
        said = said.where(has_part(SearchDocument.text, bindparam(f"folded{at}")))
    there = (_has(at) for at in range(terms))
    return passing.where(Ticket.id.in_(said)).outerjoin(Ticket.opening).where(*there)


def _has(at: int) -> ColumnElement[bool]:
    part = folded(bindparam(f"q{at}"))
    return or_(has_part(folded(Ticket.subject), part), has_part(folded(Message.body), part))


@lru_cache(_KEPT)
def _count(seen: Any | None, names: tuple[str, ...], terms: int) -> Select[Any]:
    if seen is None and not names and not terms:
        return select(hiding.LIVING.label("total"))
    counted = func.count().label("total")
    return _passing(seen, names, terms).with_only_columns(counted, maintain_column_froms=True)


@lru_cache(_KEPT)
def _page(seen: Any | None, names: tuple[str, ...], terms: int, sort: str, order: str) -> Any:
    """The columns of one page, and the total in each row; binds `offset` and `size`.

    The ids are cut before the rest is read. Ties go by ULID, those without a value come last in
    either order.
    """
    column = SORTS[sort]
    ordered = [column.desc(), Ticket.ulid.desc()] if order == "desc" else [column, Ticket.ulid]
    if sort in NULLABLE:
        ordered.insert(0, column.is_(None))
    # all are counted by an index alone; of others each is looked at, which is enough to do once
    by_index = seen is None and not terms
    total = _count(seen, names, terms).correlate(None).scalar_subquery()
    counted = literal(0) if by_index else func.count().over()
    ids = (
        _passing(seen, names, terms)
        .with_only_columns(Ticket.id, counted.label("total"), maintain_column_froms=True)
        .order_by(*ordered)
        .limit(SIZE)
        .offset(OFFSET)
        .subquery()
    )
    return (
        select(*ITEM, (total if by_index else ids.c.total).label("total"))
        .select_from(Ticket)
        .join(ids, Ticket.id == ids.c.id)
        .outerjoin(requester, Ticket.requester_id == requester.id)
        .outerjoin(assignee, Ticket.assignee_id == assignee.id)
        .order_by(*ordered)
    )


def _filters(desk: Desk, query: Mapping[str, Any]) -> tuple[list[str], dict[str, Any]]:
    """The names of the conditions that a query string asks for, and what they compare with."""
    names: list[str] = []
    values: dict[str, Any] = {}
    for name, find in _FIND.items():
        given = query.get(name)
        if isinstance(given, list):
            given = [one for one in given if one]
        if given:
            condition, value = find(desk, given)
            names.append(condition)
            values[condition.rstrip("?")] = value
    return names, values


def _statuses(desk: Desk, names: list[str]) -> tuple[str, Any]:
    ids = vocabulary.statuses_named(desk, names)
    unset = vocabulary.status(desk, None).id in ids  # shows as New
    return "status?" if unset else "status", ids


def _priorities(desk: Desk, words: list[str]) -> tuple[str, Any]:
    unset = vocabulary.priority(desk, None) in words
    return "priority?" if unset else "priority", vocabulary.priorities_named(desk, words)


def _below(name: str, depth: int) -> Callable[[Desk, str], tuple[str, Any]]:
    """How the tickets of a node of this depth are found, and of all nodes below it."""

    def find(desk: Desk, ulid: str) -> tuple[str, Any]:
        nodes = categories.tree(desk)
        ids = [id for id in nodes if ulid in [node.ulid for node in nodes[id].path[depth:][:1]]]
        standing_in = categories.default(desk)
        unset = standing_in is not None and standing_in.id in ids
        return f"{name}?" if unset else name, ids

    return find


def _assignee(_: Desk, key: str) -> tuple[str, Any]:
    return ("unassigned", None) if key == UNASSIGNED else ("assignee", key)


def _group(desk: Desk, ulid: str) -> tuple[str, Any]:
    return "group", next((id for id, one in groups.known(desk).items() if one.ulid == ulid), 0)


_FIND: Mapping[str, Callable[[Desk, Any], tuple[str, Any]]] = {
    "status": _statuses,
    "priority": _priorities,
    "assignee_id": _assignee,
    "group_id": _group,
    "category_id": _below("category", 0),
    "type_id": _below("type", 1),
}
