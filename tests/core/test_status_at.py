"""Since when a ticket has its status."""

from datetime import UTC, datetime, timedelta

import pytest

from polydesk.core import catalogue, lifecycle, rules, tickets
from polydesk.core.models import Rule, Ticket, Trigger

LATER = datetime(2031, 1, 1, 12, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


def age(desk):
    """Let time pass, for this desk."""
    desk._now = LATER


def is_of(desk, code):
    return catalogue.status_id(desk, code)


def test_it_is_that_of_its_making_at_first(desk, ticket, user):
    """Also where the row is put into the store by itself."""
    bare = desk.add(Ticket(subject="a", requester_id=user.id, created_at=LATER))

    assert (ticket.created_at, LATER) == (ticket.status_at, bare.status_at)


@pytest.mark.parametrize("code", ["OPEN", "PENDING", "RESOLVED", "CLOSED", None])
def test_a_change_of_status_is_stamped(desk, ticket, code):
    """To whichever, and to none."""
    age(desk)

    tickets.change(desk, ticket, status_id=code and is_of(desk, code))

    assert LATER == ticket.status_at


def test_what_leaves_the_status_leaves_the_stamp(desk, ticket):
    """Other changes, the same status, and resolving once more."""
    lifecycle.resolve(desk, ticket)
    made = ticket.status_at
    age(desk)

    tickets.change(desk, ticket, subject="Jam", status_id=ticket.status_id)
    lifecycle.resolve(desk, ticket)

    assert (made, LATER) == (ticket.status_at, ticket.resolved_at)


def test_the_ways_of_the_life_of_a_ticket_are_stamped(desk, ticket):
    """Resolved, reopened, closed by time."""
    age(desk)
    lifecycle.resolve(desk, ticket)
    resolved = ticket.status_at
    desk._now += HOUR
    lifecycle.reopen(desk, ticket, to=is_of(desk, "OPEN"))
    reopened = ticket.status_at
    lifecycle.resolve(desk, ticket)
    desk._now += 9 * HOUR
    lifecycle.close_expired(desk, HOUR)

    closed = LATER.replace(minute=0) + 3 * HOUR
    assert (LATER, LATER + HOUR, closed) == (resolved, reopened, ticket.status_at)
    assert ticket.closed_at == closed


def test_a_rule_that_moves_a_ticket_stamps_it(desk, ticket):
    """As everybody else does."""
    step = {"type": "status", "value": is_of(desk, "CLOSED")}
    desk.add(Rule(name="Close", dialect="toy", trigger=Trigger.PRIORITY, actions=[step]))
    age(desk)

    tickets.change(desk, ticket, priority_id=catalogue.priority_id(desk, "LOW"))
    rules.run(desk, {}, "w")

    assert ("CLOSED", LATER) == (ticket.status.code, ticket.status_at)
