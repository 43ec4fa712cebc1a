"""The terms of ticket filters: `{type, op, options}`, checked, and as conditions on tickets.

The vendor's document shows their shape only; the words are ours, told here. Each is known as
`status` and as `CheckStatus`, and `options` holds what is compared with under any name or names.
Source: contract 9.3, row `/ticket_filters`.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, not_, or_, select

from polydesk.core import custom, departments, records, search, text
from polydesk.core.desk import Desk
from polydesk.core.models import MAX_ID, Tag, Ticket, TicketTag, Usage
from polydesk.dialects.deskpro import vocabulary
from polydesk.dialects.deskpro.fields import moment, whole
from polydesk.dialects.deskpro.settings import DIALECT

COLLECTION = "ticket_filters"
"""The filters, among the vendor's own records."""
MOST = 50
"""How many terms a filter may have, and how many values a term."""
Condition = ColumnElement[bool]
_ME = {"-1", "me"}
_NOBODY = {"", "0", "none", "null"}
_CUSTOM = re.compile(r"ticket_field_?(\d{1,18})", re.ASCII)


def own(name: str) -> Any:
    """A value that tickets have for this vendor only, as SQL."""
    return Ticket.extras[(DIALECT, name)]


@dataclass(frozen=True)
class Type:
    """What a term can look at: `ops` are the comparisons, `read` makes a condition of values."""

    ops: Sequence[str]
    read: Callable[[Desk, str, Sequence[str]], Condition]


def conditions(desk: Desk, terms: Sequence[Mapping[str, Any]]) -> list[Condition]:
    """What tickets fulfil that pass all of these terms; one that nobody knows lets none pass."""
    return [_condition(desk, term) for term in terms]


def of_filter(desk: Desk, id: int) -> Sequence[Mapping[str, Any]]:
    """The terms of the filter of this id. Raises NotFound."""
    return list(records.get(desk, DIALECT, COLLECTION, id).data.get("term") or [])


def is_known(type_: str, op: str) -> bool:
    """Whether a term of this type and comparison can be looked at."""
    found = _type(type_)
    return found is not None and _OPS.get(op.lower()) in found.ops


def _condition(desk: Desk, term: Mapping[str, Any]) -> Condition:
    type_, op = str(term.get("type", "")), str(term.get("op", ""))
    if not is_known(type_, op):
        return false()
    found, plain = _type(type_), _OPS[op.lower()]
    assert found is not None
    values = [_text(desk, one) for one in leaves(term.get("options"))]
    if plain in ("isset", "not_isset"):
        values = [""]
    met = found.read(desk, _POSITIVE.get(plain, plain), values) if values else false()
    return not_(func.coalesce(met, false())) if plain in _POSITIVE else met


def _type(name: str) -> Type | None:
    """The type of this name, in either spelling."""
    plain = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name.removeprefix("Check")).lower()
    plain = plain.removesuffix("_id")
    field = _CUSTOM.fullmatch(plain)
    return Type(_SET, _custom(int(field[1]))) if field else _TYPES.get(plain)


def leaves(options: Any) -> Iterator[Any]:
    """The single values in `options`, wherever they are."""
    if isinstance(options, Mapping):
        options = list(options.values())
    if isinstance(options, list):
        for one in options:
            yield from leaves(one)
    else:
        yield options


def _text(desk: Desk, value: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    plain = "" if value is None else str(value).strip()
    if plain.lower() in _ME:
        return str(desk.person_id or 0)
    return plain if text.is_storable(plain) else "\ufffd"


def _ids(column: Any) -> Callable[[Desk, str, Sequence[str]], Condition]:
    def read(_: Desk, __: str, values: Sequence[str]) -> Condition:
        unset = any(value.lower() in _NOBODY for value in values)
        among: Condition = column.in_(_whole(values))
        return or_(among, column.is_(None)) if unset else among

    return read


def _whole(values: Sequence[str]) -> list[int]:
    return [id for value in values if 0 < (id := whole(value) or 0) <= MAX_ID]


def _department(desk: Desk, _: str, values: Sequence[str]) -> Condition:
    """Tickets without one are in the default department."""
    ids = _whole(values)
    met = Ticket.department_id.in_(ids)
    return or_(met, Ticket.department_id.is_(None)) if departments.default_id(desk) in ids else met


def _status(desk: Desk, _: str, values: Sequence[str]) -> Condition:
    met: Condition = Ticket.status_id.in_(vocabulary.status_ids(desk, values))
    unset = vocabulary.status(desk, None) in values
    return or_(met, Ticket.status_id.is_(None)) if unset else met


def _label(_: Desk, __: str, values: Sequence[str]) -> Condition:
    named = select(TicketTag.ticket_id).join(Tag).where(Tag.key.in_(map(text.key, values)))
    return or_(Ticket.id.in_(named), _no_labels() if "" in values else false())


def _no_labels() -> Condition:
    return Ticket.id.not_in(select(TicketTag.ticket_id))


def _subject(_: Desk, op: str, values: Sequence[str]) -> Condition:
    if op == "contains":
        return or_(*(search.part_of(Ticket.subject, value) for value in values))
    return or_(*(search.same(Ticket.subject, value) for value in values))


def _urgency(_: Desk, op: str, values: Sequence[str]) -> Condition:
    urgency = func.coalesce(own("urgency").as_integer(), 1)
    return _compared(urgency, op, _whole(values))


def _hold(_: Desk, __: str, values: Sequence[str]) -> Condition:
    held = func.coalesce(own("is_hold").as_boolean(), false())
    return or_(*(held if value.lower() in ("1", "true") else not_(held) for value in values))


def _date(column: Any) -> Callable[[Desk, str, Sequence[str]], Condition]:
    return lambda _, op, values: _compared(column, op, [moment(value) for value in values])


def _compared(column: Any, op: str, values: Sequence[Any]) -> Condition:
    """A number or a moment beside those given; one that is none is fulfilled by nothing."""
    if not values or None in values:
        return false()
    if op == "between":
        return and_(column >= min(values), column <= max(values))
    first = values[0]
    ordered = {"lt": column < first, "lte": column <= first, "gt": column > first}
    return {**ordered, "gte": column >= first, "is": column.in_(values)}[op]  # type: ignore[no-any-return]


def _custom(id: int) -> Callable[[Desk, str, Sequence[str]], Condition]:
    def read(desk: Desk, _: str, values: Sequence[str]) -> Condition:
        held = (
            Ticket.id.in_(custom.having(desk, Usage.TICKET, id, value)) for value in values if value
        )
        return or_(false(), *held)

    return read


_OPS: Mapping[str, str] = {
    **dict.fromkeys(("is", "eq", "=", "in"), "is"),
    **dict.fromkeys(("not", "ne", "!=", "not_in", "is_not"), "not"),
    **dict.fromkeys(("contains", "like"), "contains"),
    **dict.fromkeys(("not_contains", "notcontains", "not_like"), "not_contains"),
    **dict.fromkeys(("lt", "<"), "lt"),
    **dict.fromkeys(("lte", "<="), "lte"),
    **dict.fromkeys(("gt", ">"), "gt"),
    **dict.fromkeys(("gte", ">="), "gte"),
    **{"between": "between", "isset": "isset", "not_isset": "not_isset"},
}
"""The comparisons in all their spellings."""
_POSITIVE = {"not": "is", "not_contains": "contains", "isset": "is"}
"""Comparisons that hold where another does not: something is set where it is not nothing."""
_SET = ("is", "not")
_OPTIONAL = (*_SET, "isset", "not_isset")
_ORDERED = (*_SET, "lt", "lte", "gt", "gte", "between")
_TYPES: Mapping[str, Type] = {
    "status": Type(_SET, _status),
    "agent": Type(_OPTIONAL, _ids(Ticket.assignee_id)),
    "agent_team": Type(_OPTIONAL, _ids(Ticket.group_id)),
    "department": Type(_SET, _department),
    "person": Type(_SET, _ids(Ticket.requester_id)),
    "user": Type(_SET, _ids(Ticket.requester_id)),
    "organization": Type(_OPTIONAL, _ids(Ticket.organization_id)),
    "category": Type(_OPTIONAL, _ids(Ticket.category_id)),
    "priority": Type(_OPTIONAL, _ids(Ticket.priority_id)),
    "sla": Type(_OPTIONAL, _ids(Ticket.sla_policy_id)),
    **{
        name: Type(_OPTIONAL, _ids(own(name).as_integer()))
        for name in ("language", "product", "workflow")
    },
    "label": Type((*_OPTIONAL, "contains", "not_contains"), _label),
    "labels": Type((*_OPTIONAL, "contains", "not_contains"), _label),
    "subject": Type((*_SET, "contains", "not_contains"), _subject),
    "urgency": Type(_ORDERED, _urgency),
    "hold": Type(_SET, _hold),
    "is_hold": Type(_SET, _hold),
    "date_created": Type(_ORDERED, _date(Ticket.created_at)),
    "date_status": Type(_ORDERED, _date(Ticket.status_at)),
    "date_resolved": Type(_ORDERED, _date(Ticket.resolved_at)),
}
