"""Who takes part in a chat."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from polydesk.core import chats, merging, participants, people, removal
from polydesk.core.models import ChatParticipant, Conversation, Event, Role
from tests.counting import counting

LATER = datetime(2031, 1, 1, tzinfo=UTC)


@pytest.fixture
def chat(desk):
    """A chat that nobody is in."""
    return chats.create(desk)


def told(desk):
    """What happened to the chat since it was made."""
    query = select(Event.kind, Event.data).filter_by(about="conversation").order_by(Event.id)
    return [tuple(row) for row in desk.rows(query)][1:]


def roles(desk, chat):
    return [(one.person_id, one.role) for one in participants.of(desk, chat)]


def test_people_join_in_their_order(desk, chat, agent, user):
    """Each with an id and a moment of their own; the chat is changed by that."""
    desk._now = LATER

    participants.join(desk, chat, {user.id: "customer", agent.id: "agent"})

    found = participants.of(desk, chat)
    assert [(1, user, "customer", LATER), (2, agent, "agent", LATER)] == [
        (one.id, one.person, one.role, one.created_at) for one in found
    ]
    assert (LATER, found) == (chat.updated_at, chat.participants)
    assert [("chat.joined", {"people": [user.id, agent.id]})] == told(desk)


def test_who_joins_again_has_another_role(desk, chat, agent, user):
    """Since the first time; the same role changes nothing."""
    participants.join(desk, chat, {user.id: "customer", agent.id: "agent"})
    joined = participants.of(desk, chat)[1].created_at
    desk._now = LATER

    participants.join(desk, chat, {user.id: "customer"})
    before = chat.updated_at
    participants.join(desk, chat, {user.id: "customer", agent.id: "participant"})

    assert [(user.id, "customer"), (agent.id, "participant")] == roles(desk, chat)
    again = participants.of(desk, chat)[1]
    assert (joined, LATER) == (again.created_at, again.updated_at)
    assert (joined, LATER) == (before, chat.updated_at)
    assert ("chat.joined", {"people": [agent.id]}) == told(desk)[-1]
    assert 2 == len(told(desk))


def test_people_leave(desk, chat, agent, user):
    """Once, and others stay; the chat is changed by that."""
    participants.join(desk, chat, {user.id: "customer", agent.id: "agent"})
    desk._now = LATER

    participants.leave(desk, chat, [agent.id, 999])
    participants.leave(desk, chat, [agent.id])

    assert [(user.id, "customer")] == roles(desk, chat)
    assert [user.id] == [one.person_id for one in chat.participants]
    assert LATER == chat.updated_at
    assert [("chat.left", {"people": [agent.id]})] == told(desk)[1:]


def test_participants_of_many_chats_are_read_at_once(desk, chat, agent, user):
    """With their persons; a chat that has none is there. Of no chats nothing is read."""
    other, empty = chats.create(desk), chats.create(desk)
    participants.join(desk, chat, {user.id: "customer", agent.id: "agent"})
    participants.join(desk, other, {user.id: "customer"})
    ids = [other.id, chat.id, empty.id]
    desk.session.expunge_all()

    with counting() as statements:
        found = participants.of_all(desk, ids)
        names = {id: [one.person.name for one in found[id]] for id in found}
        nothing = participants.of_all(desk, [])

    assert {other.id: [user.name], chat.id: [user.name, agent.name], empty.id: []} == names
    assert ({}, 1) == (nothing, len(statements))


def test_chats_are_found_by_who_takes_part(desk, chat, user):
    """Whosever they are."""
    participants.join(desk, chat, {user.id: "customer"})
    chats.create(desk, person=user)

    assert [chat] == desk.all(select(Conversation).where(participants.including(user.id)))
    assert participants.has(desk, chat, user.id)
    assert not participants.has(desk, chat, 999)


def test_participants_pass_on_when_people_merge(desk, chat, agent):
    """Once in each chat."""
    one, two = (people.create(desk, name=name, role=Role.AGENT) for name in "ab")
    both = chats.create(desk)
    participants.join(desk, chat, {two.id: "agent"})
    participants.join(desk, both, {two.id: "agent", one.id: "participant"})

    merging.merge_people(desk, one, two)

    assert [(one.id, "agent")] == roles(desk, chat)
    assert [(one.id, "participant")] == roles(desk, both)


@pytest.mark.parametrize(
    "go", [removal.remove, lambda desk, person: removal.erase(desk, person, name="Gone")]
)
def test_who_goes_takes_part_no_more(desk, chat, agent, user, go):
    """Neither the removed nor the erased."""
    participants.join(desk, chat, {user.id: "customer", agent.id: "agent"})

    go(desk, user)

    assert [(agent.id, "agent")] == roles(desk, chat)
    assert 1 == desk.session.scalar(select(func.count(ChatParticipant.id)))
