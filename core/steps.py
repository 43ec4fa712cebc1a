"""What rules are made of: the types of conditions and actions, and what each of them needs.

A condition is `{"type": "category", "value": 3}`, an action `{"type": "request", "verb": …}`. What
is here is all there is: a type without a value is its `type` alone.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from polydesk.core import categories, text, tickets
from polydesk.core.desk import Desk
from polydesk.core.models import (
    Base,
    Category,
    Organization,
    Person,
    Priority,
    Rule,
    Status,
    Ticket,
)
from polydesk.core.policies import is_staff

VERBS = ("GET", "POST", "PUT", "PATCH", "DELETE")
"""How a rule may send a request."""


class Label(str):
    """A text that a tag may be: 1 to 255 characters, ignoring case too."""


Needed = type[Base] | type[str] | type[bool] | Sequence[str]
"""What a value is: the id of a row, a text, a flag, or one of these words."""
Act = Callable[[Desk, Ticket, Any], None]


@dataclass(frozen=True)
class Type:
    """A type of condition or action: what it needs, and what it has where that is left out."""

    needs: Mapping[str, Needed]
    defaults: Mapping[str, Any] = field(default_factory=dict, kw_only=True)


@dataclass(frozen=True)
class Condition(Type):
    """A type of condition, and whether it holds for a ticket, given its `value`."""

    holds: Callable[[Desk, Ticket, Any], bool]


@dataclass(frozen=True)
class Action(Type):
    """A type of action, and how it changes a ticket, given the `value`.

    None is for those that depend on the rule: `polydesk.core.rules` does them.
    """

    act: Act | None = None


def _is(model: type[Base], column: str) -> Condition:
    """The row that a column of the ticket refers to is this one."""

    def holds(_: Desk, ticket: Ticket, id: int) -> bool:
        return bool(getattr(ticket, column) == id)

    return Condition({"value": model}, holds)


def _is_below(desk: Desk, ticket: Ticket, id: int) -> bool:
    return any(node.id == id for node in categories.path(desk, ticket.category_id))


def _is_of(_: Desk, ticket: Ticket, id: int) -> bool:
    return ticket.requester.organization_id == id


def _is_tagged(_: Desk, ticket: Ticket, name: str) -> bool:
    return any(text.key(use.name) == text.key(name) for use in ticket.tag_uses)


CONDITIONS: Mapping[str, Condition] = {
    "category": Condition({"value": Category}, _is_below),
    "status": _is(Status, "status_id"),
    "priority": _is(Priority, "priority_id"),
    "assignee": _is(Person, "assignee_id"),
    "unassigned": Condition({}, lambda _, ticket, __: ticket.assignee_id is None),
    "requester": _is(Person, "requester_id"),
    "organization": Condition({"value": Organization}, _is_of),
    "subject": Condition(
        {"value": str}, lambda _, ticket, part: text.fold(part) in text.fold(ticket.subject)
    ),
    "tag": Condition({"value": str}, _is_tagged),
    "channel": Condition({"value": str}, lambda _, ticket, name: ticket.channel == name),
}
"""`category` holds below it too, `organization` is the requester's, `subject` has a part like it.

Texts are compared ignoring case, but for the channel.
"""


def _put(model: type[Base], column: str) -> Action:
    """Let a column of the ticket refer to this row, if there is still such a one."""

    def act(desk: Desk, ticket: Ticket, id: int) -> None:
        if desk.find(model, id) is not None:
            given: dict[str, Any] = {column: id}
            tickets.change(desk, ticket, **given)

    return Action({"value": model}, act)


def _assign(desk: Desk, ticket: Ticket, id: int) -> None:
    person = desk.find(Person, id)
    if person is not None and person.deleted_at is None and is_staff(person):
        tickets.change(desk, ticket, assignee_id=id)


def _unassign(desk: Desk, ticket: Ticket, _: Any) -> None:
    tickets.change(desk, ticket, assignee_id=None)


def _tag(desk: Desk, ticket: Ticket, name: str) -> None:
    if not _is_tagged(desk, ticket, name):
        tickets.change(desk, ticket, tags=[*(use.name for use in ticket.tag_uses), name])


ACTIONS: Mapping[str, Action] = {
    "status": _put(Status, "status_id"),
    "priority": _put(Priority, "priority_id"),
    "category": _put(Category, "category_id"),
    "assignee": Action({"value": Person}, _assign),
    "unassign": Action({}, _unassign),
    "tag": Action({"value": Label}, _tag),
    "rule": Action({"value": Rule}),
    "request": Action(
        {"verb": VERBS, "url": str, "data": str, "json": bool},
        defaults={"data": "", "json": False},
    ),
}
"""`tag` adds one, `rule` fires another rule, `request` is sent once the work is committed.

A row that is gone by then is passed over, and so is a person who may not be assigned.
"""
