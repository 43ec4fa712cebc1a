"""Replies that are changed or deleted."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from polydesk.core import files, people, replies, search, tickets
from polydesk.core.desk import Machine
from polydesk.core.errors import Forbidden, Hidden, NotFound
from polydesk.core.models import Event, File, Format, MessageKind, Ticket

LIMIT = timedelta(minutes=15)


@pytest.fixture
def said(desk, ticket, user):
    """What the user has replied."""
    desk.actor = user
    return tickets.reply(desk, ticket, body="It is the zebra.", author=user)


def wait(desk, time):
    desk._now = desk.now() + time


def found(desk, query):
    return len(desk.all(select(Ticket.id).where(search.containing(Ticket, query))))


@pytest.mark.parametrize("act", ["change", "delete"])
def test_the_author_has_the_whole_time(desk, ticket, said, act):
    """The last moment included; the ticket has changed, the old text is in the trail."""
    wait(desk, LIMIT)
    given = {"body": "It is the gnu."} if act == "change" else {}

    getattr(replies, act)(desk, ticket, said, within=LIMIT, **given)

    event = desk.all(select(Event).order_by(Event.id))[-1]
    assert {"message": said.id, "before": "It is the zebra."} == event.data
    assert f"ticket.reply_{act}d" == event.kind
    assert desk.now() == ticket.updated_at
    assert (act == "change", act == "delete") == (
        said.edited_at == desk.now(),
        said.deleted_at == desk.now(),
    )


@pytest.mark.parametrize("act", ["change", "delete"])
def test_after_that_time_it_stays_as_it_was(desk, ticket, said, act):
    """For the author; staff may at any time."""
    wait(desk, LIMIT + timedelta(microseconds=1))
    given = {"body": "It is the gnu."} if act == "change" else {}

    with pytest.raises(Forbidden) as refused:
        getattr(replies, act)(desk, ticket, said, within=LIMIT, **given)
    kept = said.body, said.deleted_at
    desk.actor = Machine("staff")
    getattr(replies, act)(desk, ticket, said, within=LIMIT, **given)

    assert "message.late" == refused.value.action
    assert ("It is the zebra.", None) == kept
    assert desk.now() == ticket.updated_at


def test_another_ones_reply_is_not_theirs_to_change(desk, ticket, said):
    """However fresh it is."""
    desk.actor = people.create(desk, name="Eve")

    with pytest.raises(Forbidden) as refused:
        replies.change(desk, ticket, said, body="x", within=LIMIT)

    assert "message.change" == refused.value.action


def test_the_search_knows_what_is_said_now(desk, ticket, said):
    """Not what was said before, nor what was deleted."""
    replies.change(desk, ticket, said, body="It is the gnu.", within=LIMIT)
    after_change = found(desk, "zebra"), found(desk, "gnu")
    replies.delete(desk, ticket, said, within=LIMIT)

    assert ((0, 1), 0, 1) == (after_change, found(desk, "gnu"), found(desk, "stuck"))


def test_what_is_deleted_is_there_for_nobody(desk, ticket, said, agent):
    """Not even for staff."""
    replies.delete(desk, ticket, said, within=LIMIT)
    desk.actor = agent

    with pytest.raises(NotFound):
        replies.get(desk, ticket, said.id)

    assert [] == desk.all(replies.visible(desk))


def test_end_users_do_not_know_of_notes(desk, ticket, said, agent, user):
    """Staff read them in their place."""
    desk.actor = agent
    note = tickets.reply(desk, ticket, body="Psst.", author=agent, internal=True)
    for_staff = desk.all(replies.visible(desk))
    desk.actor = user

    with pytest.raises(Hidden):
        replies.get(desk, ticket, note.ulid)

    assert ([said, note], [said]) == (for_staff, desk.all(replies.visible(desk)))


def test_a_reply_is_found_in_its_own_ticket_and_the_opening_is_none(desk, ticket, said, user):
    """By id and by ULID."""
    other = tickets.create(desk, subject="a", body="b", requester=user)

    assert said is replies.get(desk, ticket, said.ulid)
    for place, message in ((other, said), (ticket, ticket.opening)):
        with pytest.raises(NotFound):
            replies.get(desk, place, message.id)


def test_another_text_may_be_in_another_format(desk, ticket, said):
    """Unless one is given, it stays."""
    replies.change(desk, ticket, said, body="a", within=LIMIT)
    assert Format.TEXT is said.format

    replies.change(desk, ticket, said, body="*b*", within=LIMIT, format=Format.MARKDOWN)
    assert Format.MARKDOWN is said.format


def attach(desk, ticket, message):
    return replies.attach(desk, ticket, message, [files.make(desk, name="a.txt", data=b"a")])


def test_files_are_put_beside_what_was_said(desk, ticket, said):
    """The ticket has changed, and it is told."""
    wait(desk, LIMIT)

    (file,) = attach(desk, ticket, said)

    event = desk.all(select(Event).order_by(Event.id))[-1]
    assert (said.id, desk.now()) == (file.message_id, ticket.updated_at)
    assert ("ticket.attached", {"message": said.id, "files": [file.id]}) == (event.kind, event.data)


def test_files_of_the_ticket_itself_are_beside_its_text(desk, ticket, user):
    """An empty one is made where there is none."""
    bare = tickets.create(desk, subject="a", body=None, requester=user)

    attach(desk, ticket, None), attach(desk, bare, None), attach(desk, bare, None)

    owners = desk.all(select(File.message_id).order_by(File.id))
    assert [ticket.opening.id, bare.opening.id, bare.opening.id] == owners
    assert ("", MessageKind.OPENING, user.id) == (
        bare.body,
        bare.opening.kind,
        bare.opening.author_id,
    )


def test_end_users_put_files_beside_their_own_replies(desk, ticket, user, agent):
    """Staff beside all, guests beside what their ticket's requester said."""
    desk.actor = agent
    by_agent = tickets.reply(desk, ticket, body="x", author=agent)
    by_user = tickets.reply(desk, ticket, body="x", author=user)

    for actor in (user, None):
        desk.actor = actor
        attach(desk, ticket, by_user)
        with pytest.raises(Forbidden):
            attach(desk, ticket, by_agent)
    desk.actor = agent
    attach(desk, ticket, by_user)


def test_a_guest_gets_what_is_public(desk, ticket, user, agent):
    """With nobody at the desk."""
    desk.actor = agent
    note = tickets.reply(desk, ticket, body="x", author=agent, internal=True)
    public = tickets.reply(desk, ticket, body="x", author=agent)
    desk.actor = None

    assert public is replies.get(desk, ticket, public.ulid)
    with pytest.raises(Hidden):
        replies.get(desk, ticket, note.ulid)
