"""Overdue, and not updated for a while: seen by the world's clock, once for each crossing."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from polydesk.core import catalogue, people, rules, tickets, timed
from polydesk.core.desk import Desk, Machine
from polydesk.core.models import Delivery, Event, Rule, RuleMark, Ticket, Trigger, World
from polydesk.core.worlds import Store
from tests.counting import counting

FROZEN = datetime(2026, 1, 5, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
REQUEST = {
    "type": "request",
    "verb": "GET",
    "url": "http://x.example/",
    "data": "",
    "json": False,
}


@pytest.fixture
def frozen(store: Store, world: str) -> str:
    """A world whose clock stands, with a ticket that is due in an hour."""
    with store.desk(world) as desk:
        desk.session.get_one(World, 1).frozen_at = FROZEN
    with store.desk(world) as desk:
        desk.actor = Machine("test")
        sam = people.create(desk, name="Sam")
        tickets.create(desk, subject="Jam", body="x", requester=sam).due_at = FROZEN + HOUR
    return world


def add(store: Store, world: str, trigger: Trigger, *actions: Any, **given: Any) -> int:
    with store.desk(world) as desk:
        said = {"dialect": "toy", "name": "r", "actions": list(actions) or [REQUEST], **given}
        return desk.add(Rule(trigger=trigger, **said)).id


def fired(store: Store, world: str, at: timedelta) -> int:
    """How often rules have sent something by then in all, looked at as a server does."""
    with store.desk(world) as desk:
        desk.session.get_one(World, 1).frozen_at = FROZEN + at
    with store.desk(world, writes=False) as desk:
        due = timed.is_due(desk)
    if due:
        with store.desk(world) as desk:
            timed.check(desk)
    with store.desk(world, writes=False) as desk:
        return desk.session.scalar(select(func.count()).select_from(Delivery)) or 0


def act(store: Store, world: str, do: Callable[[Desk, Ticket], Any]) -> None:
    with store.desk(world) as desk:
        desk.actor = Machine("test")
        do(desk, desk.get(Ticket, 1))


def change(**given: Any) -> Callable[[Desk, Ticket], None]:
    return lambda desk, ticket: tickets.change(desk, ticket, **given)


def set_due(at: datetime) -> Callable[[Desk, Ticket], None]:
    return lambda _, ticket: setattr(ticket, "due_at", at)


def close(desk: Desk, ticket: Ticket) -> None:
    tickets.change(desk, ticket, status_id=catalogue.status_id(desk, "CLOSED"))


def test_a_ticket_is_overdue_once(store, frozen):
    """From the moment it is due, however often the clock is looked at."""
    add(store, frozen, Trigger.OVERDUE)

    seen = [fired(store, frozen, HOUR * hours) for hours in (0, 0.9, 1, 2, 48)]

    assert [0, 0, 1, 1, 1] == seen


def test_another_due_date_is_another_crossing(store, frozen):
    """Also one that was past when it was set."""
    add(store, frozen, Trigger.OVERDUE)
    seen = [fired(store, frozen, HOUR)]
    for due, hours in ((FROZEN + 3 * HOUR, 2), (FROZEN + 3 * HOUR, 4), (FROZEN - HOUR, 5)):
        act(store, frozen, set_due(due))
        seen.append(fired(store, frozen, HOUR * hours))

    assert [1, 1, 2, 3] == seen


def test_a_clock_that_is_set_back_tells_nothing_again(store, frozen):
    """What was seen is seen; what comes then is seen too."""
    add(store, frozen, Trigger.OVERDUE)
    seen = [fired(store, frozen, HOUR * 5), fired(store, frozen, HOUR)]
    act(store, frozen, set_due(FROZEN + HOUR / 2))
    seen += [fired(store, frozen, HOUR * 1.5), fired(store, frozen, HOUR * 6)]

    assert [1, 1, 2, 2] == seen


@pytest.mark.parametrize(("minutes", "late", "times"), [(30, 29, 0), (30, 30, 1), (60, 59, 0)])
def test_a_ticket_is_idle_after_the_rules_minutes(store, frozen, minutes, late, times):
    """Without any change."""
    add(store, frozen, Trigger.IDLE, minutes=minutes)

    assert times == fired(store, frozen, timedelta(minutes=late))


def test_a_change_begins_the_time_anew(store, frozen):
    """It may become idle once more."""
    add(store, frozen, Trigger.IDLE)
    seen = [fired(store, frozen, HOUR), fired(store, frozen, 2 * HOUR)]
    act(store, frozen, change(subject="y"))
    seen += [fired(store, frozen, 2.4 * HOUR), fired(store, frozen, 2.5 * HOUR)]

    assert [1, 1, 1, 2] == seen


@pytest.mark.parametrize("trigger", [Trigger.OVERDUE, Trigger.IDLE])
def test_what_is_done_is_not_late(store, frozen, trigger):
    """Nor what is in a bin."""
    add(store, frozen, trigger)
    act(store, frozen, close)

    assert 0 == fired(store, frozen, 9 * HOUR)


def test_the_conditions_are_those_of_the_moment(store, frozen):
    """Who does not meet them then is not asked again."""
    add(store, frozen, Trigger.OVERDUE, conditions=[{"type": "subject", "value": "toner"}])
    seen = [fired(store, frozen, HOUR)]
    act(store, frozen, change(subject="Toner"))
    seen.append(fired(store, frozen, 2 * HOUR))

    assert [0, 0] == seen


def test_each_rule_sees_for_itself(store, frozen):
    """And nobody is at work then."""
    add(store, frozen, Trigger.OVERDUE)
    add(store, frozen, Trigger.OVERDUE)
    add(store, frozen, Trigger.IDLE)
    add(store, frozen, Trigger.OVERDUE, enabled=False)

    assert 3 == fired(store, frozen, HOUR)
    with store.desk(frozen, writes=False) as desk:
        kinds = desk.all(select(Event.kind).order_by(Event.id.desc()).limit(3))
    assert ["ticket.idle", "ticket.overdue", "ticket.overdue"] == kinds


def test_a_rule_that_is_enabled_finds_what_is_late(store, frozen):
    """At once."""
    id = add(store, frozen, Trigger.OVERDUE, enabled=False)
    seen = [fired(store, frozen, 2 * HOUR)]
    with store.desk(frozen) as desk:
        rules.enable(desk, desk.get(Rule, id))
    seen.append(fired(store, frozen, 2 * HOUR))

    assert [0, 1] == seen


def test_many_are_told_in_several_turns(store, frozen, monkeypatch):
    """A minute later go those that are left; none is forgotten."""
    monkeypatch.setattr(timed, "AT_ONCE", 2)
    with store.desk(frozen) as desk:
        sam = desk.get(Ticket, 1).requester
        for number in range(4):
            tickets.create(desk, subject=str(number), body="x", requester=sam)
    add(store, frozen, Trigger.IDLE)

    seen = [fired(store, frozen, HOUR + HOUR / 60 * minutes) for minutes in (0, 0.9, 1, 2, 3)]

    assert [2, 2, 4, 5, 5] == seen


def test_a_ticket_that_is_erased_takes_its_marks_along(store, frozen):
    """There is nothing in the way."""
    add(store, frozen, Trigger.OVERDUE)
    fired(store, frozen, HOUR)
    act(store, frozen, tickets.erase)

    with store.desk(frozen, writes=False) as desk:
        assert [] == desk.all(select(RuleMark.id))


def test_it_is_looked_once_a_minute(store, frozen):
    """And never where no rule waits for the clock; that is known without a statement."""
    moments = []
    add(store, frozen, Trigger.CREATED)
    with store.desk(frozen, writes=False) as desk:
        moments.append(timed.next_check(desk))
    with store.desk(frozen, writes=False) as desk, counting() as statements:
        moments.append(timed.next_check(desk))
    add(store, frozen, Trigger.IDLE)
    with store.desk(frozen, writes=False) as desk:
        moments.append(timed.next_check(desk))
    fired(store, frozen, timedelta())
    with store.desk(frozen, writes=False) as desk:
        moments.append(timed.next_check(desk))

    assert [None, None, FROZEN, FROZEN + timedelta(minutes=1)] == moments
    assert [] == statements


def test_looking_lets_nobody_forget(store, frozen):
    """The world's version stands when there was nothing to see."""
    add(store, frozen, Trigger.IDLE)
    with store.desk(frozen, writes=False) as desk:
        before = desk.version

    assert 0 == fired(store, frozen, timedelta(minutes=2))

    with store.desk(frozen, writes=False) as desk:
        assert before == desk.version
