"""Tickets that somebody keeps for themself."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from polydesk.core import locks, merging, people, removal, tickets
from polydesk.core.desk import Machine
from polydesk.core.errors import Forbidden
from polydesk.core.models import Event, Person, Role, Ticket
from tests.core.test_concurrency import at_once

FREE = (None, None)


@pytest.fixture
def eve(desk):
    """A second agent."""
    return people.create(desk, name="Eve Fox", role=Role.AGENT)


def held(ticket):
    return ticket.locked_by_id, ticket.locked_at


def events(desk):
    query = select(Event.kind, Event.actor_id).filter_by(about="ticket").order_by(Event.id)
    return [tuple(row) for row in desk.rows(query)][1:]


def test_a_ticket_is_kept_and_let_go(desk, ticket, agent):
    """Twice is once; the ticket is not changed by it, but it is told."""
    desk.actor, before = agent, ticket.updated_at
    since = desk.now()
    locks.lock(desk, ticket)
    desk._now = since + timedelta(hours=1)
    locks.lock(desk, ticket)
    kept = held(ticket)

    locks.unlock(desk, ticket)
    locks.unlock(desk, ticket)

    assert ((agent.id, since), FREE) == (kept, held(ticket))
    assert (before, None) == (ticket.updated_at, ticket.changed_by_id)
    assert [("ticket.locked", agent.id), ("ticket.unlocked", agent.id)] == events(desk)


@pytest.mark.parametrize("act", [locks.lock, locks.unlock])
def test_what_another_keeps_is_theirs(desk, ticket, agent, eve, act):
    """It stays so, but by force."""
    desk.actor = agent
    locks.lock(desk, ticket)
    desk.actor = eve

    with pytest.raises(Forbidden) as refused:
        act(desk, ticket)
    kept = held(ticket)
    act(desk, ticket, force=True)

    assert ("ticket.lock", (agent.id, desk.now())) == (refused.value.action, kept)
    assert {locks.lock: (eve.id, desk.now()), locks.unlock: FREE}[act] == held(ticket)


def test_a_machine_lets_go_and_keeps_only_in_a_name(desk, ticket, agent):
    """Nobody keeps a ticket for nobody."""
    desk.actor = Machine("m", agent.id)
    locks.lock(desk, ticket)
    kept = ticket.locked_by_id
    desk.actor = Machine("m")
    locks.unlock(desk, ticket, force=True)

    with pytest.raises(Forbidden):
        locks.lock(desk, ticket)

    assert (agent.id, FREE) == (kept, held(ticket))


def test_end_users_keep_no_tickets(desk, ticket, user):
    """Not even their own, nor by force."""
    desk.actor = user

    for act in (locks.lock, locks.unlock):
        with pytest.raises(Forbidden):
            act(desk, ticket, force=True)


@pytest.mark.parametrize("going", ["erase", "dismiss", "merge"])
def test_who_goes_lets_go(desk, ticket, agent, eve, going):
    """Nobody gets it by that; what others keep stays theirs."""
    desk.actor = eve
    other = tickets.create(desk, subject="a", body="b", requester=agent)
    locks.lock(desk, other)
    desk.actor = agent
    locks.lock(desk, ticket)
    desk.actor = Machine("m")

    {
        "erase": lambda: removal.erase(desk, agent, name="Gone"),
        "dismiss": lambda: removal.dismiss(desk, agent, heir=eve),
        "merge": lambda: merging.merge_people(desk, eve, agent),
    }[going]()

    assert (FREE, eve.id) == (held(ticket), other.locked_by_id)


def test_of_many_at_once_one_keeps_it(store, world):
    """The others are turned away."""
    with store.desk(world) as desk:
        ids = [people.create(desk, name=f"P{n}", role=Role.AGENT).id for n in range(4)]
        by = desk.session.get_one(Person, ids[0])
        key = tickets.create(desk, subject="a", body="b", requester=by).id

    def try_to(number):
        with store.desk(world) as desk:
            desk.actor = desk.session.get_one(Person, ids[number])
            try:
                locks.lock(desk, desk.get(Ticket, key))
            except Forbidden:
                return None
            return ids[number]

    kept = [id for id in at_once(try_to, 4) if id is not None]

    with store.desk(world) as desk:
        assert kept == [desk.get(Ticket, key).locked_by_id]
