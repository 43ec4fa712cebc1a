"""Chats: begun, talked in, assigned, ended, put into the bin and out of it."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from polydesk.core import (
    chats,
    custom,
    definitions,
    merging,
    participants,
    people,
    removal,
    tickets,
)
from polydesk.core.desk import Machine
from polydesk.core.errors import Forbidden, Hidden, NotFound
from polydesk.core.models import (
    ChatKind,
    ChatStatus,
    Event,
    FieldType,
    Role,
    Usage,
)

LATER = datetime(2031, 1, 1, tzinfo=UTC)


def told(desk):
    """What happened to chats: kind and data, in order."""
    query = select(Event.kind, Event.data).filter_by(about="conversation").order_by(Event.id)
    return [(row.kind, row.data) for row in desk.session.execute(query)]


@pytest.fixture
def chat(desk, agent, user):
    """What a user asks an agent; a machine is at the desk."""
    desk.actor = Machine("test")
    return chats.create(desk, subject="Badge", person=user, agent=agent, channel="web")


def test_a_chat_is_begun_active(desk, user):
    """By who is at the desk; of whom, and where, is optional."""
    desk.actor = user

    chat = chats.create(desk, extras={"toy": {"n": 1}})

    assert (ChatStatus.ACTIVE, ChatKind.SUPPORT, "", "api") == (
        chat.status,
        chat.kind,
        chat.subject,
        chat.channel,
    )
    assert (user.id, None, None) == (chat.made_by_id, chat.ended_at, chat.last_message_at)
    assert {"toy": {"n": 1}} == chat.extras
    assert [("chat.created", {})] == told(desk)


def test_what_is_said_is_kept_in_order(desk, chat, agent, user):
    """With its author and side; the chat is touched by it."""
    desk._now = LATER

    first = chats.say(desk, chat, body="Hello?", author=user, by_user=True)
    second = chats.say(desk, chat, body="Yes.", author=agent, by_user=False)

    said = desk.all(chats.messages(desk, chat))
    assert [("Hello?", True), ("Yes.", False)] == [(one.body, one.by_user) for one in said]
    assert (LATER, LATER) == (chat.last_message_at, chat.updated_at)
    assert [("chat.message", {"message": one.id}) for one in (first, second)] == told(desk)[1:]


def test_internal_messages_are_for_staff(desk, chat, agent, user):
    """Others neither see nor write them."""
    chats.say(desk, chat, body="psst", author=agent, by_user=False, internal=True)
    chats.say(desk, chat, body="Hello", author=agent, by_user=False)
    desk.actor = user

    with pytest.raises(Forbidden):
        chats.say(desk, chat, body="psst", author=user, by_user=True, internal=True)

    assert ["Hello"] == [one.body for one in desk.all(chats.messages(desk, chat))]


@pytest.mark.parametrize(
    ("who", "kind", "seen"),
    [
        ("agent", ChatKind.INTERNAL, True),
        ("machine", ChatKind.SUPPORT, True),
        ("user", ChatKind.SUPPORT, True),
        ("user", ChatKind.INTERNAL, False),
        ("guest", ChatKind.SUPPORT, True),
        ("guest", ChatKind.INTERNAL, True),
        ("other", ChatKind.SUPPORT, False),
        ("nobody", ChatKind.SUPPORT, False),
    ],
)
def test_end_users_see_the_chats_that_are_theirs(desk, chat, agent, user, who, kind, seen):
    """Or in which they take part, and staff all; list and single one agree.

    Who does not see it says nothing there.
    """
    chats.change(desk, chat, kind=kind)
    other, guest = (people.create(desk, name=name) for name in ("Other", "Guest"))
    participants.join(desk, chat, {guest.id: "participant"})
    actors = {"agent": agent, "machine": Machine("m"), "user": user, "other": other, "nobody": None}
    desk.actor = (actors | {"guest": guest})[who]

    def may(act):
        try:
            act()
        except (Hidden, Forbidden):
            return False
        return True

    assert [seen] * 3 == [
        chat in desk.all(chats.visible(desk)),
        may(lambda: chats.get(desk, chat.id)),
        may(lambda: chats.say(desk, chat, body="x", author=None, by_user=True)),
    ]


def test_where_the_dialect_judges_all_is_seen(desk, chat, agent):
    """By anybody: chats of others, internal words, and what is in the bin."""
    said = chats.say(desk, chat, body="psst", author=agent, by_user=False, internal=True)
    desk.actor, desk.judged = people.create(desk, name="Other"), True

    assert ([chat], chat) == (desk.all(chats.visible(desk)), chats.get(desk, chat.id))
    assert [said] == desk.all(chats.messages(desk, chat))
    assert 1 == chats.read(desk, chat, reader=None)
    chats.remove(desk, chat)
    assert chat is chats.get_any(desk, chat.id)


def test_the_chats_about_a_ticket_are_listed(desk, chat, ticket, agent, user):
    """The newest first; those which the actor sees, and none that is in the bin."""
    about = [chats.create(desk, person=one, ticket_id=ticket.id) for one in (user, agent, user)]
    about[0].created_at = LATER
    chats.remove(desk, chats.create(desk, person=user, ticket_id=ticket.id))

    of_all = desk.all(chats.of_ticket(desk, ticket))
    desk.actor = user
    theirs = desk.all(chats.of_ticket(desk, ticket))

    first, second, third = about
    assert ([first, third, second], [first, third]) == (of_all, theirs)


def test_a_chat_is_assigned_and_let_go(desk, chat, agent):
    """Told with who it was; the same one again changes nothing."""
    chats.assign(desk, chat, agent=agent)
    chats.assign(desk, chat, agent=None)

    assert None is chat.agent_id
    assert [("chat.assigned", {"agent": [agent.id, None]})] == told(desk)[1:]


def test_a_chat_ends_once(desk, chat):
    """When is kept, till it is active again."""
    desk._now = LATER

    chats.end(desk, chat)
    desk._now = datetime(2032, 1, 1, tzinfo=UTC)
    chats.end(desk, chat)

    assert (ChatStatus.CLOSED, LATER) == (chat.status, chat.ended_at)
    status = {"fields": ["status"]}
    assert [("chat.ended", {}), ("chat.changed", status)] == told(desk)[1:]

    chats.change(desk, chat, status=ChatStatus.ACTIVE)

    assert None is chat.ended_at
    assert [("chat.reopened", {}), ("chat.changed", status)] == told(desk)[3:]


def test_an_archived_chat_has_ended_when_it_was_closed(desk, chat):
    """From one end to the other nothing ends anew."""
    desk._now = LATER
    chats.end(desk, chat)
    desk._now = datetime(2032, 1, 1, tzinfo=UTC)

    chats.change(desk, chat, status=ChatStatus.ARCHIVED)

    assert (ChatStatus.ARCHIVED, LATER) == (chat.status, chat.ended_at)


def test_what_stays_the_same_changes_nothing(desk, chat, user):
    """Not even `updated_at`; the rest is told by name."""
    before = chat.updated_at
    desk._now = LATER

    chats.change(desk, chat, subject="Badge", person_id=user.id)
    same = chat.updated_at
    chats.change(desk, chat, subject="Key", department_id=1, extras={"toy": {}})

    assert (before, LATER) == (same, chat.updated_at)
    fields = {"fields": ["department_id", "extras", "subject"]}
    assert [("chat.changed", fields)] == told(desk)[1:]


def test_reading_marks_what_others_have_said(desk, chat, agent, user):
    """Once; one's own and what is read already stay."""
    mine = chats.say(desk, chat, body="a", author=agent, by_user=False)
    theirs = chats.say(desk, chat, body="b", author=user, by_user=True)
    nobodys = chats.say(desk, chat, body="c", author=None, by_user=True)

    counts = [chats.read(desk, chat, reader=agent) for _ in range(2)]
    by_machine = chats.read(desk, chat, reader=None)

    desk.session.expire_all()
    assert ([2, 0], 1) == (counts, by_machine)
    assert [desk.now()] * 3 == [one.read_at for one in (mine, theirs, nobodys)]


def test_reading_leaves_out_what_the_reader_does_not_see(desk, chat, agent, user):
    """An internal message is unread till one of the staff reads it."""
    chats.say(desk, chat, body="psst", author=agent, by_user=False, internal=True)
    desk.actor = user

    by_user = chats.read(desk, chat, reader=user)
    desk.actor = Machine("test")
    without = chats.read(desk, chat, reader=None, internal=False)

    assert (0, 0, 1) == (by_user, without, chats.read(desk, chat, reader=None))


def test_a_chat_in_the_bin_does_not_exist(desk, chat):
    """Till it is restored; twice is once."""
    chats.remove(desk, chat)
    chats.remove(desk, chat)
    with pytest.raises(NotFound):
        chats.get(desk, chat.id)
    hidden = desk.all(chats.visible(desk))

    chats.restore(desk, chat)
    chats.restore(desk, chat)

    assert ([], chat) == (hidden, chats.get(desk, chat.ulid.lower()))
    assert [("chat.deleted", {}), ("chat.restored", {})] == told(desk)[1:]


def test_staff_look_into_the_bin(desk, chat, agent, user):
    """Nobody else does: not even whose chat it is."""
    chats.remove(desk, chat)
    desk.actor = agent
    for_staff = chats.get_any(desk, chat.ulid)
    desk.actor = user

    with pytest.raises(NotFound) as refused:
        chats.get_any(desk, chat.id)

    assert (chat, NotFound) == (for_staff, type(refused.value))


def test_chats_have_custom_fields(desk, chat):
    """As tickets do; told as `conversation.custom`."""
    field = definitions.create(desk, name="Page", usage=Usage.CONVERSATION, type=FieldType.TEXT)

    custom.put(desk, chat, {field.id: "/help"})

    assert {field.id: "/help"} == custom.of(desk, chat)
    assert ("conversation.custom", {"fields": {str(field.id): [None, "/help"]}}) == told(desk)[-1]


def test_chats_pass_on_when_people_merge(desk, chat, agent, user):
    """Whoever asked, answers, began or wrote."""
    other = people.create(desk, name="Other", role=Role.AGENT)
    chats.change(desk, chat, person_id=other.id)
    chats.assign(desk, chat, agent=other)
    chat.made_by_id = other.id
    said = chats.say(desk, chat, body="a", author=other, by_user=True)

    merging.merge_people(desk, agent, other)

    assert {agent.id} == {chat.person_id, chat.agent_id, chat.made_by_id, said.author_id}


def test_an_erased_person_answers_no_chats(desk, chat, agent, user):
    """What they asked and wrote stays theirs, under the name that stands in."""
    said = chats.say(desk, chat, body="a", author=agent, by_user=False)

    removal.erase(desk, agent, name="Gone")
    removal.erase(desk, user, name="Gone")

    assert (None, user.id, agent.id) == (chat.agent_id, chat.person_id, said.author_id)


def test_a_chat_outlives_its_ticket(desk, chat, ticket):
    """It belongs to none then; a merged one passes it on."""
    other = tickets.create(desk, subject="Toner", body="b", requester=ticket.requester)
    chats.change(desk, chat, ticket_id=other.id)

    merging.merge_tickets(desk, ticket, other)
    merged = chat.ticket_id
    tickets.erase(desk, ticket)
    desk.session.expire_all()

    assert (1, None) == (merged, chat.ticket_id)
