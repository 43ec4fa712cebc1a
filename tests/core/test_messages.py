"""What was said in a ticket, its own text included: changed, deleted, counted."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from polydesk.core import counts, files, replies, search, tickets
from polydesk.core.counts import Counts
from polydesk.core.errors import Forbidden, Hidden, NotFound
from polydesk.core.models import Event, File, Format, Message, MessageKind, Ticket
from tests.counting import counting

KINDS = ("opening", "reply", "note")


@pytest.fixture
def message(request, desk, ticket, agent):
    """One of a kind, of which the text has a zebra in it, with the file `a`."""
    desk.actor = agent
    if request.param == "opening":
        tickets.change(desk, ticket, body="The zebra.")
        said = ticket.opening
    else:
        note = request.param == "note"
        said = tickets.reply(desk, ticket, body="The zebra.", author=agent, internal=note)
    replies.attach(desk, ticket, said, [file(desk, "a")])
    desk.session.expire(said, ["files"])
    desk._now = desk.now() + timedelta(hours=1)
    return said


def file(desk, name):
    return files.make(desk, name=name, data=name.encode())


def last_event(desk):
    query = select(Event.kind, Event.data).filter_by(about="ticket").order_by(Event.id)
    return tuple(desk.rows(query)[-1])


def found(desk, query):
    return len(desk.all(select(Ticket.id).where(search.containing(Ticket, query))))


def names(desk):
    return desk.all(select(File.name).order_by(File.name))


@pytest.mark.parametrize("message", KINDS, indirect=True)
def test_a_message_is_changed(desk, ticket, message):
    """Its text and format; the ticket has changed by that, and is found by what it says now."""
    replies.change(desk, ticket, message, body="<p>The gnu.</p>", format=Format.HTML)

    assert ("<p>The gnu.</p>", Format.HTML) == (message.body, message.format)
    assert (desk.now(), desk.now()) == (message.edited_at, ticket.updated_at)
    assert (0, 1) == (found(desk, "zebra"), found(desk, "gnu"))
    assert ["a"] == [one.name for one in message.files]


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("opening", ("ticket.changed", {"body": []})),
        ("reply", ("ticket.reply_changed", {"before": "The zebra."})),
        ("note", ("ticket.reply_changed", {"before": "The zebra."})),
    ],
    indirect=["message"],
)
def test_a_change_is_told_as_what_it_changes(desk, ticket, message, told):
    """The ticket's own text is the ticket's."""
    named = {} if told[0] == "ticket.changed" else {"message": message.id}

    replies.change(desk, ticket, message, body="x")

    assert (told[0], told[1] | named) == last_event(desk)


@pytest.mark.parametrize("message", KINDS, indirect=True)
def test_files_are_those_that_are_given(desk, ticket, message):
    """The others are out of the store, the text stays."""
    (kept,) = message.files
    replies.attach(desk, ticket, message, [file(desk, "b")])
    desk.session.expire(message, ["files"])

    replies.change(desk, ticket, message, files=[kept, file(desk, "c")])

    desk.session.expire(message, ["files"])
    assert (["a", "c"], ["a", "c"]) == ([one.name for one in message.files], names(desk))
    assert ("The zebra.", desk.now()) == (message.body, message.edited_at)


@pytest.mark.parametrize("message", ["reply"], indirect=True)
def test_files_of_a_reply_are_told(desk, ticket, message):
    """All that it has now."""
    replies.change(desk, ticket, message, files=[])

    told = {"message": message.id, "before": "The zebra.", "files": []}
    assert (("ticket.reply_changed", told), []) == (last_event(desk), names(desk))


@pytest.mark.parametrize("message", KINDS, indirect=True)
def test_the_same_files_change_nothing(desk, ticket, message):
    """Nor does nothing."""
    before = message.edited_at, ticket.updated_at, last_event(desk)

    replies.change(desk, ticket, message, files=list(message.files))
    replies.change(desk, ticket, message)

    assert before == (message.edited_at, ticket.updated_at, last_event(desk))
    assert ["a"] == names(desk)


@pytest.mark.parametrize("message", KINDS, indirect=True)
def test_a_message_is_deleted(desk, ticket, message):
    """Nobody sees it, and no search finds the ticket by it."""
    replies.delete(desk, ticket, message)

    assert (desk.now(), desk.now()) == (message.deleted_at, ticket.updated_at)
    assert 0 == found(desk, "zebra")
    with pytest.raises(NotFound):
        replies.get_message(desk, ticket, message.id)


@pytest.mark.parametrize("message", ["opening"], indirect=True)
def test_a_ticket_without_its_text_may_get_another(desk, ticket, message):
    """Which is its only one."""
    replies.delete(desk, ticket, message)
    without = ticket.body, last_event(desk)

    tickets.change(desk, ticket, body="Anew.")

    assert ("", ("ticket.changed", {"body": []})) == without
    assert "Anew." == ticket.body
    said = desk.all(select(Message).where(Message.deleted_at.is_(None)))
    assert [("Anew.", MessageKind.OPENING)] == [(one.body, one.kind) for one in said]


def test_messages_are_for_whom_replies_are(desk, ticket, user, agent):
    """The ticket's own text is for all; notes are for staff."""
    desk.actor = agent
    note = tickets.reply(desk, ticket, body="psst", author=agent, internal=True)
    for_staff = replies.get_message(desk, ticket, note.id)
    desk.actor = user

    with pytest.raises(Hidden):
        replies.get_message(desk, ticket, note.id)

    assert note is for_staff
    assert ticket.opening is replies.get_message(desk, ticket, ticket.opening.id)


def test_a_message_is_in_its_own_ticket(desk, ticket, user):
    """In no other."""
    other = tickets.create(desk, subject="a", body="b", requester=user)

    with pytest.raises(NotFound):
        replies.get_message(desk, other, ticket.opening.id)


@pytest.mark.parametrize("act", [replies.change, replies.delete])
def test_an_agents_text_is_not_the_users_to_change(desk, ticket, user, agent, act):
    """Also where it is that of their own ticket."""
    ticket.opening.author_id, desk.actor = agent.id, user

    with pytest.raises(Forbidden):
        act(desk, ticket, ticket.opening)


def test_messages_are_counted_by_side(desk, ticket, user, agent):
    """Public ones, the own text too; files of any. One statement, however many tickets."""
    by_agent = tickets.create(desk, subject="a", body="b", requester=agent)
    bare = tickets.create(desk, subject="a", body=None, requester=user)
    noted = tickets.create(desk, subject="a", body=None, requester=user)
    tickets.reply(desk, noted, body="n", author=agent, internal=True, files=[file(desk, "n")])
    for author in (user, agent, None):
        tickets.reply(desk, ticket, body="x", author=author)
    gone = tickets.reply(desk, ticket, body="x", author=user, files=[file(desk, "g")])
    replies.delete(desk, ticket, gone)
    ids = [one.id for one in (ticket, by_agent, bare, noted)]

    with counting() as statements:
        counted = counts.of_all(desk, [*ids, 999])

    assert 1 == len(statements)
    assert {
        ticket.id: Counts(2, 2, False),
        by_agent.id: Counts(1, 0, False),
        bare.id: Counts(0, 0, False),
        noted.id: Counts(0, 0, True),
        999: Counts(),
    } == counted


def test_files_count_once(desk, ticket, user):
    """However many are beside a message, it is one."""
    pair = [file(desk, "a"), file(desk, "b")]
    tickets.reply(desk, ticket, body="x", author=user, files=pair)

    assert {ticket.id: Counts(0, 2, True)} == counts.of_all(desk, [ticket.id])


def test_of_no_tickets_nothing_is_counted(desk):
    """Without a statement."""
    with counting() as statements:
        assert {} == counts.of_all(desk, [])

    assert [] == statements
