"""Resolved, reopened, answered, closed by time."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from polydesk.core import catalogue, groups, lifecycle, tickets
from polydesk.core.errors import Conflict, Forbidden
from polydesk.core.models import Event, Message

WEEK = timedelta(days=7)
NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def at(desk):
    """Set the time of this desk."""

    def set_to(moment):
        desk._now = moment

    return set_to


@pytest.fixture
def resolved(desk, ticket, agent, at):
    """The ticket, resolved at noon by the agent."""
    desk.actor = agent
    at(NOON)
    lifecycle.resolve(desk, ticket, notes="Cleaned the rollers.")
    return ticket


def code(ticket):
    return ticket.status.code


def put(desk, ticket, code):
    tickets.change(desk, ticket, status_id=catalogue.status_id(desk, code))
    desk.session.flush()
    desk.session.expire(ticket)


def say(desk, ticket, author, window=WEEK, **more):
    desk.actor = author
    message = lifecycle.answer(
        desk,
        ticket,
        body="Hm.",
        author=author,
        window=window,
        reopen_to=catalogue.status_id(desk, "NEW"),
        **more,
    )
    desk.session.flush()
    desk.session.expire(ticket)
    return message


def told(desk):
    """What was told of tickets, and what with, in order."""
    query = select(Event).where(Event.about == "ticket").order_by(Event.id)
    return [(event.kind, event.data) for event in desk.all(query)][1:]


def kinds(desk):
    return [kind for kind, _ in told(desk)]


def test_resolving_stamps_keeps_the_notes_and_is_told(desk, resolved):
    """The change of status first."""
    new, done = catalogue.status_id(desk, "NEW"), catalogue.status_id(desk, "RESOLVED")

    assert ("RESOLVED", NOON, NOON) == (code(resolved), resolved.resolved_at, resolved.updated_at)
    assert [
        ("ticket.status", {"status": [new, done]}),
        ("ticket.resolved", {"resolution": "Cleaned the rollers."}),
    ] == told(desk)


def test_resolving_again_restarts_the_window_and_keeps_the_notes(desk, resolved, at):
    """Unless new ones are given."""
    at(NOON + WEEK)
    lifecycle.resolve(desk, resolved)
    kept = resolved.resolution
    lifecycle.resolve(desk, resolved, notes="")

    assert (NOON + WEEK, "Cleaned the rollers.", "") == (
        resolved.resolved_at,
        kept,
        resolved.resolution,
    )


@pytest.mark.parametrize("code", ["RESOLVED", "CLOSED", "CANCELLED"])
def test_reopening_clears_the_stamps_and_keeps_the_resolution(desk, resolved, at, code):
    """At any time; the reason is told."""
    put(desk, resolved, code)
    at(NOON + 100 * WEEK)

    lifecycle.reopen(desk, resolved, to=catalogue.status_id(desk, "OPEN"), reason="Jammed again.")

    assert (None, None, "Cleaned the rollers.") == (
        resolved.resolved_at,
        resolved.closed_at,
        resolved.resolution,
    )
    assert ["ticket.status", "ticket.reopened"] == kinds(desk)[-2:]
    assert {"reason": "Jammed again."} == told(desk)[-1][1]


def test_what_is_not_done_is_not_reopened(desk, ticket):
    """It is open."""
    with pytest.raises(Conflict) as refused:
        lifecycle.reopen(desk, ticket, to=catalogue.status_id(desk, "NEW"))

    assert ("ticket", "open") == (refused.value.kind, refused.value.reason)


def test_end_users_neither_resolve_nor_reopen(desk, resolved, user):
    """They answer."""
    desk.actor = user

    with pytest.raises(Forbidden):
        lifecycle.resolve(desk, resolved)
    with pytest.raises(Forbidden):
        lifecycle.reopen(desk, resolved, to=catalogue.status_id(desk, "NEW"))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (["RESOLVED"], ["status", "resolved"]),
        (["CLOSED"], ["status", "closed"]),
        (["RESOLVED", "CLOSED"], ["status", "resolved", "status", "closed"]),
        (["CLOSED", "CANCELLED"], ["status", "closed", "status"]),
        (["CLOSED", "PENDING"], ["status", "closed", "status", "reopened"]),
        (["PENDING", "OPEN"], ["status", "status"]),
    ],
)
def test_what_a_change_of_status_means_is_told_after_it(desk, ticket, path, expected):
    """Entering resolved and closed, and leaving both."""
    for code in path:
        put(desk, ticket, code)

    assert [f"ticket.{kind}" for kind in expected] == kinds(desk)


def test_assignment_is_told_once_with_assignee_and_group(desk, ticket, agent):
    """Before the change of status; what stays the same is not told."""
    group = groups.create(desk, name="Net")
    given = {"assignee_id": agent.id, "group_id": group.id}
    tickets.change(desk, ticket, status_id=catalogue.status_id(desk, "OPEN"), **given)
    tickets.change(desk, ticket, **given)
    tickets.change(desk, ticket, group_id=None)

    assert ["ticket.assigned", "ticket.status", "ticket.assigned"] == kinds(desk)
    assert {"assignee": [None, agent.id], "group": [None, group.id]} == told(desk)[0][1]
    assert {"group": [group.id, None]} == told(desk)[2][1]


def test_a_reply_at_exactly_the_deadline_still_reopens(desk, resolved, user, at):
    """It is saved, and told before the change of status."""
    at(NOON + WEEK)
    say(desk, resolved, user)

    assert ("NEW", None) == (code(resolved), resolved.resolved_at)
    assert ["ticket.reply", "ticket.status", "ticket.reopened"] == kinds(desk)[-3:]
    assert {"reason": ""} == told(desk)[-1][1]


@pytest.mark.parametrize(("after", "window"), [(WEEK + SECOND, WEEK), (timedelta(0), timedelta(0))])
def test_past_the_window_nothing_is_saved(desk, resolved, user, at, after, window):
    """A window of nothing is always over."""
    at(NOON + after)

    with pytest.raises(Conflict) as refused:
        say(desk, resolved, user, window)

    assert ("ticket", "expired") == (refused.value.kind, refused.value.reason)
    assert ("RESOLVED", 1) == (code(resolved), desk.session.query(Message).count())


def test_a_closed_ticket_takes_no_reply_of_an_end_user(desk, resolved, user):
    """However short ago that was."""
    put(desk, resolved, "CLOSED")

    with pytest.raises(Conflict) as refused:
        say(desk, resolved, user)

    assert ("ticket", "closed") == (refused.value.kind, refused.value.reason)
    assert 1 == desk.session.query(Message).count()


@pytest.mark.parametrize("status", ["RESOLVED", "CLOSED"])
def test_staff_answer_always_and_change_nothing(desk, resolved, agent, at, status):
    """Long after, and also where the ticket is closed."""
    put(desk, resolved, status)
    at(NOON + 10 * WEEK)

    say(desk, resolved, agent)

    assert status == code(resolved)


@pytest.mark.parametrize("status", ["NEW", "OPEN", "PENDING"])
def test_a_reply_to_an_open_ticket_leaves_its_status(desk, ticket, user, status):
    """Custom ones too, since they are open."""
    put(desk, ticket, status)

    say(desk, ticket, user)

    assert status == code(ticket)


def test_end_users_write_no_notes_not_even_where_they_could_not_reply(desk, resolved, user):
    """What may never be is refused first."""
    put(desk, resolved, "CLOSED")

    with pytest.raises(Forbidden):
        say(desk, resolved, user, internal=True)


@pytest.mark.parametrize(
    ("resolved_at", "now", "expected"),
    [
        (NOON, NOON + WEEK + timedelta(minutes=59, seconds=59), None),
        (NOON, NOON + WEEK + timedelta(hours=1), NOON + WEEK + timedelta(hours=1)),
        (NOON - SECOND, NOON + WEEK - SECOND, None),
        (NOON - SECOND, NOON + WEEK, NOON + WEEK),
        (NOON - SECOND, NOON + 9 * WEEK, NOON + WEEK),
    ],
)
def test_a_ticket_is_closed_at_the_first_full_hour_after_its_deadline(
    desk, ticket, agent, at, resolved_at, now, expected
):
    """Whenever that is found out; `has_expired` knows."""
    desk.actor = agent
    at(resolved_at)
    lifecycle.resolve(desk, ticket)
    desk.session.flush()
    at(now)

    known = lifecycle.has_expired(desk, WEEK)
    count = lifecycle.close_expired(desk, WEEK)

    assert (expected is not None, int(known)) == (known, count)
    assert (expected, expected or resolved_at) == (ticket.closed_at, ticket.updated_at)


def test_nobody_closes_what_has_expired(desk, resolved, agent, at):
    """The events are told of no actor, and the actor is at the desk again."""
    at(NOON + 2 * WEEK)

    lifecycle.close_expired(desk, WEEK)

    last = desk.all(select(Event).order_by(Event.id))[-2:]
    assert [("ticket.status", None), ("ticket.closed", None)] == [
        (event.kind, event.actor_id) for event in last
    ]
    assert [None, None] == [one.actor for one in desk.told[-2:]]
    assert agent is desk.actor
    assert not lifecycle.has_expired(desk, WEEK)


def test_only_resolved_tickets_expire(desk, resolved, ticket, at):
    """Neither those in a bin, nor those that were closed or reopened."""
    at(NOON + 2 * WEEK)
    resolved.deleted_at = NOON
    binned = lifecycle.close_expired(desk, WEEK)
    resolved.deleted_at = None
    put(desk, resolved, "CLOSED")
    closed = lifecycle.close_expired(desk, WEEK)

    assert [0, 0] == [binned, closed]


def test_a_window_beyond_all_time_never_ends(desk, resolved, user, at):
    """It is a number that an admin types."""
    at(NOON + 1000 * WEEK)
    ever = timedelta(days=999_999_999)

    assert not lifecycle.has_expired(desk, ever)
    say(desk, resolved, user, ever)
    assert "NEW" == code(resolved)
