"""What narrows a list of tickets, as conditions that are built once. Source: contract 9.2."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, false, or_, select

from polydesk.core import addresses, departments, text
from polydesk.core.desk import Desk
from polydesk.core.errors import NotFound
from polydesk.core.models import MAX_ID, Tag, Ticket, TicketTag, Usage
from polydesk.core.prepared import among
from polydesk.dialects.deskpro import custom_query, filter_terms, query, sla_status, vocabulary
from polydesk.dialects.deskpro.fields import whole
from polydesk.dialects.deskpro.settings import DIALECT


def _with_none(column: Any, name: str) -> ColumnElement[bool]:
    return or_(among(column, name), column.is_(None))


_LIVING = Ticket.deleted_at.is_(None)
_BINNED = Ticket.deleted_at.is_not(None)
_OTHER: ColumnElement[bool] = ~among(Ticket.status_id, "not_status")
_LABELLED = (
    select(TicketTag.ticket_id)
    .join(Tag, TicketTag.tag_id == Tag.id)
    .where(among(Tag.key, "labels"))
)
_OWN = ("star", "problem", "language")
"""What is kept in the ticket's extras."""
STANDINGS: Mapping[str, ColumnElement[bool]] = {
    "living": _LIVING,
    "status": _LIVING & among(Ticket.status_id, "status"),
    "status?": _LIVING & _with_none(Ticket.status_id, "status"),
    "hidden": _BINNED,
    "hidden.deleted": _BINNED & Ticket.deleted_reason.is_distinct_from("spam"),
    "hidden.spam": _BINNED & (Ticket.deleted_reason == "spam"),
}
"""Which tickets there are at all, by what is asked of their status."""
FILTERS: Mapping[str, ColumnElement[bool]] = {
    "not_status": _OTHER,
    "not_status?": or_(_OTHER, Ticket.status_id.is_(None)),
    "agent": among(Ticket.assignee_id, "agent"),
    "person": among(Ticket.requester_id, "person"),
    "organization": among(Ticket.organization_id, "organization"),
    "department": among(Ticket.department_id, "department"),
    "department?": _with_none(Ticket.department_id, "department"),
    "sla": among(Ticket.sla_policy_id, "sla"),
    "labels": Ticket.id.in_(_LABELLED),
    "ids": among(Ticket.id, "ids"),
    **{name: among(Ticket.extras[(DIALECT, name)].as_string(), name) for name in _OWN},
}
"""Conditions by name; with a question mark those that tickets fulfil, too, which have none."""


class Narrowing(NamedTuple):
    """What a list is narrowed to.

    A ticket fulfils one of the `standings`, all of the `names` in `FILTERS`, and what was built for
    this request alone.
    """

    standings: tuple[str, ...]
    names: tuple[str, ...]
    values: dict[str, Any]
    built: Sequence[ColumnElement[bool]]


def narrow(desk: Desk, asked: Mapping[str, Any]) -> Narrowing:
    """What a query asks for, which is of `schemas.tickets.TicketListing`."""
    names: list[str] = []
    values: dict[str, Any] = {}
    for name, find in _FIND.items():
        if asked.get(name):
            condition, value = find(desk, asked[name])
            names.append(condition)
            values[name] = value
    ids = query.chosen(asked)
    if ids is not None:
        names.append("ids")
        values["ids"] = [id for id in ids if id <= MAX_ID]
    standings, more = _standings(desk, asked.get("status"))
    built = custom_query.conditions(desk, Usage.TICKET, Ticket.id, asked)
    if asked.get("sla_status"):
        words = sla_status.CONDITIONS.keys() & set(asked["sla_status"])
        built.append(or_(false(), *(sla_status.CONDITIONS[word] for word in words)))
        values |= sla_status.values(desk)
    if asked.get("filter"):
        built += _of_filter(desk, whole(asked["filter"]) or 0)
    return Narrowing(standings, tuple(names), values | more, built)


def _standings(desk: Desk, words: Sequence[str] | None) -> tuple[tuple[str, ...], dict[str, Any]]:
    if not words:
        return ("living",), {}
    hidden = [word for word in STANDINGS if word in words and word in vocabulary.REASONS]
    shown = [word for word in words if word not in vocabulary.REASONS]
    if not shown:
        return tuple(hidden), {}
    unset = vocabulary.status(desk, None) in shown
    values = {"status": vocabulary.status_ids(desk, shown)}
    return ("status?" if unset else "status", *hidden), values


def _of_filter(desk: Desk, id: int) -> list[ColumnElement[bool]]:
    """What the tickets of a filter fulfil; those of none that there is are none."""
    try:
        return filter_terms.conditions(desk, filter_terms.of_filter(desk, id))
    except NotFound:
        return [false()]


def _not_status(desk: Desk, words: Sequence[str]) -> tuple[str, Any]:
    unset = vocabulary.status(desk, None) in words
    return "not_status" if unset else "not_status?", vocabulary.status_ids(desk, words)


def _ids(_: Desk, given: Sequence[str]) -> list[int]:
    return [id for one in given if (id := whole(one)) is not None and id <= MAX_ID]


def _people(desk: Desk, given: Sequence[str]) -> list[int]:
    """People by id, or by any of their addresses."""
    named = [addresses.find(desk, one) for one in given if "@" in one]
    return [*_ids(desk, given), *(person.id for person in named if person is not None)]


def _department(desk: Desk, given: Sequence[str]) -> tuple[str, Any]:
    ids = _ids(desk, given)
    is_default = departments.default_id(desk) in ids
    return "department?" if is_default else "department", ids


def _by(name: str, read: Callable[[Desk, Sequence[str]], Any]) -> Any:
    return lambda desk, given: (name, read(desk, given))


_FIND: Mapping[str, Callable[[Desk, Sequence[str]], tuple[str, Any]]] = {
    "not_status": _not_status,
    "agent": _by("agent", _people),
    "person": _by("person", _people),
    "organization": _by("organization", _ids),
    "department": _department,
    "sla": _by("sla", _ids),
    "labels": _by("labels", lambda _, labels: [text.key(label) for label in labels]),
    **{name: _by(name, lambda desk, given: list(map(str, _ids(desk, given)))) for name in _OWN},
}
