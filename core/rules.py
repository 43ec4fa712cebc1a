"""Rules at work: after what a transaction has told, and before it is committed.

Everything that a rule can wait for is told as an event: what the clock brings (`core/timed.py`) and
what another rule fires too. So there is one way in, `run`, and what rules do is told in turn.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from polydesk.core import hooks
from polydesk.core.desk import Desk, Robot, Told
from polydesk.core.hooks import Masks
from polydesk.core.models import Message, Rule, Ticket, Trigger
from polydesk.core.steps import ACTIONS, CONDITIONS

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Known:
    """An enabled rule as processes remember it."""

    id: int
    dialect: str
    name: str
    trigger: Trigger
    minutes: int
    match_all: bool
    conditions: tuple[Mapping[str, Any], ...]
    actions: tuple[Mapping[str, Any], ...]


Means = Callable[[Desk, Told, Known], bool]
"""Whether an event is what a rule waits for."""


def _always(_: Desk, __: Told, ___: Known) -> bool:
    return True


def _changes(name: str) -> Means:
    return lambda _, told, __: name in told.data


def _gets(name: str) -> Means:
    """The column changed to something, `[before, after]`."""

    def means(_: Desk, told: Told, __: Known) -> bool:
        change = told.data.get(name) or [None]
        return change[-1] is not None

    return means


def _by_requester(desk: Desk, told: Told, _: Known) -> bool:
    message = desk.session.get(Message, told.data["message"])
    return message is not None and message.author_id == message.ticket.requester_id


def _is_its_own(_: Desk, told: Told, rule: Known) -> bool:
    return bool(told.data["rule"] == rule.id)


MEANS: Mapping[tuple[str, Trigger], Means] = {
    ("ticket.created", Trigger.CREATED): _always,
    ("ticket.overdue", Trigger.OVERDUE): _is_its_own,
    ("ticket.idle", Trigger.IDLE): _is_its_own,
    ("ticket.closed", Trigger.CLOSED): _always,
    ("ticket.reply", Trigger.REPLY): _always,
    ("ticket.changed", Trigger.CATEGORY): _gets("category_id"),
    ("ticket.assigned", Trigger.ASSIGNED): _gets("assignee"),
    ("ticket.status", Trigger.STATUS): _always,
    ("ticket.changed", Trigger.PRIORITY): _changes("priority_id"),
    ("ticket.reply", Trigger.REQUESTER_REPLY): _by_requester,
    ("ticket.reopened", Trigger.REOPENED): _always,
    ("ticket.custom", Trigger.CUSTOM): _always,
    ("ticket.changed", Trigger.DUE): _changes("due_at"),
    ("ticket.rule", Trigger.RULE): _is_its_own,
}
"""By the kind of an event and what a rule waits for; what is not here does not go together."""


def enabled(desk: Desk) -> tuple[Known, ...]:
    """The enabled rules in their order, without a query where nothing has changed."""
    return desk.recall("rules", lambda: tuple(_read(desk)))


def _read(desk: Desk) -> Iterable[Known]:
    query = select(Rule).filter_by(enabled=True).order_by(Rule.position, Rule.id)
    for row in desk.session.scalars(query):
        yield Known(
            id=row.id,
            dialect=row.dialect,
            name=row.name,
            trigger=row.trigger,
            minutes=row.minutes,
            match_all=row.match_all,
            conditions=tuple(row.conditions),
            actions=tuple(row.actions),
        )


def enable(desk: Desk, rule: Rule, *, enabled: bool = True) -> None:
    """Let a rule fire, or fire no more; what it is already changes nothing."""
    rule.enabled = enabled
    if desk.touch(rule):
        desk.flush()
        desk.posted = True  # somebody has to look at the clock for it
        desk.tell("rule.enabled" if enabled else "rule.disabled", rule)


def disable(desk: Desk, rule: Rule) -> None:
    """Let a rule fire no more."""
    enable(desk, rule, enabled=False)


@dataclass(frozen=True)
class _Work:
    """What firing needs to know: the masks by dialect, the world, and what has fired for which."""

    masks: Mapping[str, Masks]
    world: str
    fired: set[tuple[int, int]]


def run(desk: Desk, masks: Mapping[str, Masks], world: str) -> None:
    """Let all rules do what the desk's events ask for, and what follows from that.

    A rule fires once for a ticket in a transaction, so that no loop goes on. What fails is undone
    and logged, and the work goes on.
    """
    if not desk.told:
        return
    rules = enabled(desk)
    if not rules:
        return
    work = _Work(masks, world, set())
    for told in desk.told:  # which grows on the way
        for rule in rules:
            means = MEANS.get((told.kind, rule.trigger))
            if means is not None and (rule.id, told.about_id) not in work.fired:
                _consider(desk, told, rule, means, work)


def _consider(desk: Desk, told: Told, rule: Known, means: Means, work: _Work) -> None:
    before = len(desk.told)
    try:
        ticket = desk.find(Ticket, told.about_id) if means(desk, told, rule) else None
        if ticket is None or ticket.deleted_at is not None or not _holds(desk, ticket, rule):
            return
        work.fired.add((rule.id, ticket.id))
        with desk.session.begin_nested():
            _fire(desk, ticket, rule, work)
    except DBAPIError:
        raise  # the transaction cannot go on, or begins again
    except Exception:
        log.exception("the rule %s %r has failed", rule.id, rule.name)
        del desk.told[before:]


def _holds(desk: Desk, ticket: Ticket, rule: Known) -> bool:
    if not rule.conditions:
        return True
    found = (
        CONDITIONS[one["type"]].holds(desk, ticket, one.get("value")) for one in rule.conditions
    )
    return all(found) if rule.match_all else any(found)


def _fire(desk: Desk, ticket: Ticket, rule: Known, work: _Work) -> None:
    with desk.acting(Robot(rule.name)):
        for action in rule.actions:
            _act(desk, ticket, rule, action, work)


def _act(desk: Desk, ticket: Ticket, rule: Known, action: Mapping[str, Any], work: _Work) -> None:
    act = ACTIONS[action["type"]].act
    if act is not None:
        act(desk, ticket, action.get("value"))
    elif action["type"] == "rule":
        desk.tell("ticket.rule", ticket, rule=action["value"])
    elif not desk.silent:
        hooks.post(
            desk,
            ticket,
            action,
            dialect=rule.dialect,
            event=f"rule.{rule.id}",
            masks=work.masks.get(rule.dialect),
            world=work.world,
        )
