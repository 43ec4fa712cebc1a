"""Who is subscribed to a ticket."""

import pytest
from sqlalchemy import select

from polydesk.core import removal, subscribers, tickets
from polydesk.core.models import Event, Subscriber, SubscriberKind

CC, FOLLOWER = SubscriberKind.CC, SubscriberKind.FOLLOWER


def told(desk):
    """What happened to subscriptions."""
    query = select(Event.kind, Event.data).where(Event.kind.contains("subscribed"))
    return [(row.kind, row.data) for row in desk.session.execute(query.order_by(Event.id))]


def test_a_subscriber_is_added_once(desk, ticket, agent, user):
    """In the order in which they came; the second time changes and tells nothing."""
    for person in (user, agent, user):
        subscribers.add(desk, ticket, person)

    assert [user, agent] == list(subscribers.of(desk, ticket))
    assert [
        ("ticket.subscribed", {"person": user.id, "subscriber": "cc"}),
        ("ticket.subscribed", {"person": agent.id, "subscriber": "cc"}),
    ] == told(desk)


def test_a_person_is_subscribed_as_each_kind(desk, ticket, agent, user):
    """They are listed once, and one kind ends without the other."""
    subscribers.add(desk, ticket, agent, kind=CC)
    subscribers.add(desk, ticket, agent, kind=FOLLOWER)
    subscribers.add(desk, ticket, user)

    both = subscribers.of(desk, ticket), subscribers.of(desk, ticket, kind=FOLLOWER)
    subscribers.remove(desk, ticket, agent, kind=CC)

    assert ([agent, user], [agent]) == both
    assert [user] == subscribers.of(desk, ticket, kind=CC)
    assert [agent] == subscribers.of(desk, ticket, kind=FOLLOWER)


def test_a_subscription_ends_once(desk, ticket, agent):
    """As all kinds; who is not subscribed is not told of."""
    subscribers.add(desk, ticket, agent)
    subscribers.add(desk, ticket, agent, kind=FOLLOWER)

    subscribers.remove(desk, ticket, agent)
    subscribers.remove(desk, ticket, agent)

    assert [] == subscribers.of(desk, ticket)
    assert [("ticket.unsubscribed", {"person": agent.id})] == told(desk)[2:]


@pytest.mark.parametrize(
    "end",
    [
        lambda desk, person, _: removal.erase(desk, person, name="x"),
        lambda desk, person, heir: removal.dismiss(desk, person, heir=heir),
    ],
)
def test_who_is_gone_is_no_subscriber(desk, ticket, agent, user, end):
    """Nor is a ticket that is erased subscribed to."""
    subscribers.add(desk, ticket, agent)
    subscribers.add(desk, ticket, user)

    end(desk, agent, user)

    assert [user] == list(subscribers.of(desk, ticket))
    tickets.erase(desk, ticket)
    assert [] == desk.all(select(Subscriber))


def test_to_subscribe_changes_no_ticket(desk, ticket, user):
    """It stays as old as it was."""
    before = ticket.updated_at
    desk.clock, desk._now = desk.clock.advanced(60), None

    subscribers.add(desk, ticket, user)
    subscribers.remove(desk, ticket, user)

    assert (before, None) == (ticket.updated_at, ticket.changed_by_id)
