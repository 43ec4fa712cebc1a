"""Lists of tickets, as columns of one query: narrowed, ordered, cut. Source: contract 5, 9.2.

Queries are built once, so that they are kept prepared; but for those that custom fields and ticket
filters narrow, which are built as they are asked for.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, func, literal, or_, select

from polydesk.core import catalogue, hiding
from polydesk.core.desk import Desk
from polydesk.core.models import Organization, Person, Ticket
from polydesk.core.prepared import OFFSET, SIZE
from polydesk.dialects.deskpro import query, vocabulary
from polydesk.dialects.deskpro.counting import Group
from polydesk.dialects.deskpro.query import Order
from polydesk.dialects.deskpro.ticket_columns import COLUMNS, joined
from polydesk.dialects.deskpro.ticket_filters import FILTERS, STANDINGS, narrow
from polydesk.dialects.deskpro.ticket_orders import DEPARTMENT, ORDERS, WORD
from polydesk.dialects.deskpro.ticket_shown import show
from polydesk.kit.pages import Rows

_KEPT = 1000
"""How many forms of the list are kept."""
_PLAIN = ("living",), ()
"""The list that nothing narrows."""


def rows(desk: Desk, asked: Mapping[str, Any], **preset: Any) -> Select[Ticket]:
    """The tickets of a list: what `asked` and, before it, `preset` narrow it to."""
    standings, names, values, built = narrow(desk, {**asked, **preset})
    return _passing(standings, names).where(*built).params(**values)


def read(desk: Desk, asked: Mapping[str, Any], **preset: Any) -> Rows:
    """As `rows`, in the order asked for, as they are shown."""
    standings, names, values, built = narrow(desk, {**asked, **preset})
    order = query.order(asked)
    if order.name not in ORDERS:
        order = Order(descending=order.descending)

    def find(statement: Any, **more: Any) -> Sequence[Any]:
        if built:
            return desk.session.execute(statement, values | more).all()
        return desk.rows(statement, **values, **more)

    def cut(offset: int, size: int) -> tuple[Sequence[Any], int | None]:
        page = _page(standings, names, order) if not built else _cut(passing(), order, False)
        found = find(page, offset=offset, size=size)
        return show(desk, found), found[0].total if found else None

    def count() -> int:
        return int(find(_count(standings, names) if not built else _counted(passing()))[0].total)

    def passing() -> Select[Ticket]:
        return _passing(standings, names).where(*built)

    return Rows(cut, count)


@lru_cache(_KEPT)
def _passing(standings: tuple[str, ...], names: tuple[str, ...]) -> Select[Ticket]:
    standing = or_(*(STANDINGS[name] for name in standings))
    return select(Ticket).where(standing, *(FILTERS[name] for name in names))


@lru_cache(_KEPT)
def _count(standings: tuple[str, ...], names: tuple[str, ...]) -> Select[Any]:
    return _counted(_passing(standings, names))


def _counted(passing: Select[Ticket]) -> Select[Any]:
    return passing.with_only_columns(func.count().label("total"), maintain_column_froms=True)


@lru_cache(_KEPT)
def _page(standings: tuple[str, ...], names: tuple[str, ...], order: Order) -> Select[Any]:
    return _cut(_passing(standings, names), order, (standings, names) == _PLAIN)


def _cut(passing: Select[Ticket], order: Order, is_plain: bool) -> Select[Any]:
    """The columns of one page, and the total in each row; binds `offset` and `size`.

    The ids are cut before the rest is read, and put in order by what was cut, so that databases
    begin with that.
    """
    key = ORDERS.get(order.name, Ticket.id).label("key")
    counted = literal(0) if is_plain else func.count().over()
    chosen = (Ticket.id, key, counted.label("total"))
    ids = (
        passing.with_only_columns(*chosen, maintain_column_froms=True)
        .order_by(*order.by(ORDERS, Ticket.id))
        .limit(SIZE)
        .offset(OFFSET)
        .subquery()
    )
    columns = select(*COLUMNS, hiding.LIVING.label("total") if is_plain else ids.c.total)
    cut: Select[Any] = joined(columns.select_from(ids).join(Ticket, Ticket.id == ids.c.id))
    return cut.order_by(*order.by({order.name: ids.c.key}, ids.c.id))


def _organizations(desk: Desk, ids: Sequence[int]) -> Mapping[Any, str]:
    named = select(Organization.id, Organization.name).where(Organization.id.in_(ids))
    return {id: name for id, name in desk.session.execute(named)}


def _agents(desk: Desk, ids: Sequence[int]) -> Mapping[Any, str]:
    named = select(Person.id, Person.name).where(Person.id.in_(ids))
    return {id: name for id, name in desk.session.execute(named)}


def _names(rows: Mapping[int, catalogue.Known]) -> Mapping[Any, str]:
    return {id: row.name for id, row in rows.items()}


GROUPS: Mapping[str, Group] = {
    "status": Group(WORD, titles=lambda *_: vocabulary.TITLES),
    "department": Group(DEPARTMENT, titles=lambda desk, _: _names(catalogue.departments(desk))),
    "priority": Group(
        Ticket.priority_id, titles=lambda desk, _: _names(catalogue.priorities(desk))
    ),
    "agent": Group(Ticket.assignee_id, titles=_agents),
    "organization": Group(Ticket.organization_id, titles=_organizations),
}
