"""Tickets that are put away, and had back."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from polydesk.core import hiding, people, search, tickets
from polydesk.core.errors import Forbidden, Hidden, NotFound
from polydesk.core.models import Event, Ticket

LATER = datetime(2031, 1, 1, tzinfo=UTC)


def told(desk):
    """What happened to tickets since they were made."""
    query = select(Event.kind, Event.data).filter_by(about="ticket").order_by(Event.id)
    return [tuple(row) for row in desk.rows(query)][1:]


def found(desk, query):
    return desk.all(select(Ticket.id).where(search.containing(Ticket, query)))


@pytest.mark.parametrize("reason", ["deleted", "spam"])
def test_a_ticket_is_put_away_and_had_back(desk, ticket, reason):
    """Meanwhile it does not exist; then it is as it was."""
    desk._now = LATER

    hiding.hide(desk, ticket, reason)
    away = ticket.deleted_at, ticket.deleted_reason, ticket.updated_at
    with pytest.raises(NotFound):
        tickets.get(desk, ticket.id)
    listed = desk.all(tickets.visible(desk)), desk.all(hiding.ALL)
    hiding.unhide(desk, ticket)

    assert ((LATER, reason, LATER), ([], [ticket])) == (away, listed)
    assert (None, None) == (ticket.deleted_at, ticket.deleted_reason)
    assert ticket is tickets.get(desk, ticket.id)
    assert ([ticket], []) == (desk.all(tickets.visible(desk)), desk.all(hiding.ALL))
    assert [("ticket.deleted", {"reason": reason}), ("ticket.restored", {})] == told(desk)


def test_the_search_does_not_find_it_meanwhile(desk, ticket, agent):
    """Whatever is said in it there; then it is found by that too."""
    hiding.hide(desk, ticket, "deleted")
    tickets.reply(desk, ticket, body="The zebra.", author=agent)
    tickets.change(desk, ticket, subject="Zebra")
    away = found(desk, "zebra"), found(desk, "stuck")

    hiding.unhide(desk, ticket)

    assert ([], []) == away
    assert ([ticket.id], [ticket.id]) == (found(desk, "zebra"), found(desk, "stuck"))


def test_another_reason_is_noted(desk, ticket):
    """It is there since then all the same; the same reason again changes nothing."""
    since = desk.now()
    hiding.hide(desk, ticket, "deleted")
    desk._now = LATER
    hiding.hide(desk, ticket, "deleted")
    first = ticket.updated_at, len(told(desk))

    hiding.hide(desk, ticket, "spam")

    assert (since, 1) == first
    assert (since, "spam", LATER) == (
        ticket.deleted_at,
        ticket.deleted_reason,
        ticket.updated_at,
    )


def test_what_is_there_is_not_had_back(desk, ticket):
    """Nothing is told."""
    before = ticket.updated_at
    desk._now = LATER

    hiding.unhide(desk, ticket)

    assert (before, []) == (ticket.updated_at, told(desk))


def test_staff_look_into_the_bin(desk, ticket, agent, user):
    """Nobody else does: not even whose ticket it is."""
    desk.actor = agent
    hiding.hide(desk, ticket, "spam")
    for_staff = hiding.get_any(desk, ticket.ulid)
    desk.actor = user

    with pytest.raises(NotFound) as refused:
        hiding.get_any(desk, ticket.id)

    assert (ticket, NotFound) == (for_staff, type(refused.value))


def test_what_is_not_in_the_bin_is_given_as_ever(desk, ticket, agent, user):
    """To those who may see it."""
    other = tickets.create(desk, subject="a", body="b", requester=agent)
    desk.actor = user

    with pytest.raises(Hidden):
        hiding.get_any(desk, other.id)

    assert ticket is hiding.get_any(desk, ticket.id)


def test_end_users_put_nothing_away(desk, ticket, user):
    """Nor do they have it back."""
    desk.actor = user

    with pytest.raises(Forbidden):
        hiding.hide(desk, ticket, "deleted")
    with pytest.raises(Forbidden):
        hiding.unhide(desk, ticket)

    assert ticket.deleted_at is None


def test_where_the_dialect_judges_anybody_puts_away_and_has_back(desk, ticket):
    """Whosever ticket it is: who may is that dialect's to say."""
    desk.actor, desk.judged = people.create(desk, name="Other"), True

    hiding.hide(desk, hiding.get_any(desk, ticket.id), "deleted")
    with pytest.raises(NotFound):
        tickets.get(desk, ticket.id)
    hiding.unhide(desk, hiding.get_any(desk, ticket.id))

    assert None is hiding.get_any(desk, ticket.id).deleted_at


@pytest.mark.parametrize("judged", [False, True])
def test_what_was_erased_is_not_had_back(desk, ticket, judged):
    """By whichever vendor's rules, from the bin or not."""
    desk.judged = judged
    hiding.hide(desk, ticket, "deleted")

    tickets.erase(desk, ticket)

    with pytest.raises(NotFound):
        hiding.get_any(desk, ticket.id)
