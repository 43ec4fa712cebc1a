"""What is promised for tickets."""

from datetime import UTC, datetime, timedelta

import pytest

from polydesk.core import catalogue, categories, sla, tickets
from polydesk.core.desk import Machine
from polydesk.core.errors import Invalid

HOUR = timedelta(hours=1)
NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def ids(desk):
    """The id of a priority, and those of a category and an item in it."""
    hardware = categories.create(desk, name="Hardware")
    laptop = categories.create(desk, name="Laptop", parent=hardware)
    screen = categories.create(desk, name="Screen", parent=laptop)
    return catalogue.priority_id(desk, "HIGH"), hardware.id, screen.id


@pytest.fixture
def promised(desk, user):
    """A new ticket under the policies, at noon."""

    def make(**given):
        desk._now, desk.actor = NOON, Machine("test")
        return tickets.create(
            desk, subject="a", body="b", requester=user, **{"has_sla": True, **given}
        )

    return make


def policy(desk, name, priority_id=None, category_id=None, hours=1.0):
    return sla.create(
        desk,
        name=name,
        response=hours * 3600,
        resolution=hours * 7200,
        priority_id=priority_id,
        category_id=category_id,
    )


@pytest.mark.parametrize("left", range(5))
def test_the_most_particular_policy_holds(desk, ids, left):
    """Both, then priority, then category, then neither; of two alike the older."""
    high, category, item = ids
    any_, by_category, by_priority, both, alike = (
        policy(desk, "any"),
        policy(desk, "category", None, category),
        policy(desk, "priority", high),
        policy(desk, "both", high, category),
        policy(desk, "both too", high, category),
    )
    order = [both, alike, by_priority, by_category, any_]
    for gone in order[:left]:
        sla.erase(desk, gone)

    found = sla.match(desk, high, item)

    assert found is not None
    assert order[left].id == found.id


def test_a_policy_for_something_else_does_not_hold(desk, ids):
    """Of another priority, or of a category beside."""
    high, category, _ = ids
    policy(desk, "high", high)
    policy(desk, "hardware", None, category)

    assert None is sla.match(desk, catalogue.priority_id(desk, "LOW"), None)


def test_deadlines_count_from_the_creation(desk, promised, ids):
    """And stay, whatever becomes of ticket and policy."""
    high, *_ = ids
    rule = policy(desk, "high", high, hours=0.5)
    ticket = promised(priority_id=high)
    before = ticket.respond_by, ticket.resolve_by

    sla.change(desk, rule, response=1, resolution=2, priority_id=None)
    tickets.change(desk, ticket, priority_id=None)
    sla.erase(desk, rule)
    desk.session.expire(ticket)

    assert (NOON + HOUR / 2, NOON + HOUR) == before == (ticket.respond_by, ticket.resolve_by)
    assert None is ticket.sla_policy_id


def test_without_sla_or_policy_nothing_is_promised(desk, promised, ids):
    """No deadline, no policy."""
    policy(desk, "high", ids[0])
    off = promised(has_sla=False, priority_id=ids[0])
    unmatched = promised()

    assert [None] * 6 == [
        value
        for one in (off, unmatched)
        for value in (one.sla_policy, one.respond_by, one.resolve_by)
    ]


@pytest.mark.parametrize("code", ["PENDING", "HELD"])
def test_the_time_a_ticket_waits_is_added_when_it_goes_on(desk, promised, code):
    """Not before; from one kind of waiting to another it waits on."""
    policy(desk, "any")
    ticket = promised()
    desk._now = NOON + HOUR
    tickets.change(desk, ticket, status_id=catalogue.status_id(desk, code))
    desk._now = NOON + 2 * HOUR
    tickets.change(desk, ticket, status_id=catalogue.custom_status_id(desk, "on hold for parts"))
    waiting = ticket.resolve_by
    desk._now = NOON + 4 * HOUR
    tickets.change(desk, ticket, status_id=catalogue.status_id(desk, "OPEN"))

    assert (NOON + 2 * HOUR, NOON + 5 * HOUR, NOON + 4 * HOUR, None) == (
        waiting,
        ticket.resolve_by,
        ticket.respond_by,
        ticket.paused_at,
    )


def test_a_ticket_made_waiting_waits_from_the_first(desk, promised):
    """Its time has not begun."""
    policy(desk, "any")
    ticket = promised(status_id=catalogue.status_id(desk, "PENDING"))
    desk._now = NOON + HOUR
    tickets.change(desk, ticket, status_id=catalogue.status_id(desk, "RESOLVED"))

    assert NOON + 3 * HOUR == ticket.resolve_by


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"response": 0}, "response"),
        ({"resolution": -1}, "resolution"),
        ({"resolution": 1e300}, "resolution"),
        ({"response": float("nan")}, "response"),
    ],
)
def test_times_that_cannot_be_promised_are_refused(desk, given, field):
    """At making and at changing, which leaves the policy as it was."""
    rule = policy(desk, "any")

    with pytest.raises(Invalid) as made:
        sla.create(desk, **{"name": "x", "response": 1, "resolution": 1, **given})
    with pytest.raises(Invalid):
        sla.change(desk, rule, **given)

    assert [field] == list(made.value.fields)
