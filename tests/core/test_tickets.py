"""The life of a ticket."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from polydesk.core import catalogue, files, people, search, tickets
from polydesk.core.desk import Machine
from polydesk.core.errors import Forbidden, NotFound
from polydesk.core.models import (
    Event,
    File,
    Format,
    Message,
    MessageKind,
    Organization,
    SearchDocument,
    Tag,
    Ticket,
    TicketTag,
)

LATER = datetime(2031, 1, 1, tzinfo=UTC)


def events(desk):
    """What happened to tickets, in order."""
    return list(
        desk.session.scalars(select(Event.kind).filter_by(about="ticket").order_by(Event.id))
    )


def found(desk, query):
    """The subjects of the tickets that a search finds."""
    query = select(Ticket.subject).where(search.containing(Ticket, query)).order_by(Ticket.id)
    return list(desk.session.scalars(query))


def age(desk):
    """Let time pass, for this desk."""
    desk._now = LATER


def test_a_new_ticket_is_new(desk, ticket, user):
    """Of its requester's organization, without anything that nobody has said."""
    assert ("NEW", "Printer jam", "It is stuck.") == (
        ticket.status.code,
        ticket.subject,
        ticket.body,
    )
    assert (user, None, "api") == (ticket.requester, ticket.made_by, ticket.channel)
    assert [None] * 6 == [
        ticket.priority,
        ticket.category,
        ticket.assignee,
        ticket.first_assigned_at,
        ticket.resolved_at,
        ticket.closed_at,
    ]
    assert ["ticket.created"] == events(desk)


def test_a_ticket_is_made_of_what_is_given(desk, agent, user):
    """All of it at once."""
    desk.actor = agent
    user.organization = desk.add(Organization(name="Harbor"))
    given = {
        "status_id": catalogue.status_id(desk, "OPEN"),
        "priority_id": catalogue.priority_id(desk, "HIGH"),
        "category_id": catalogue.category(desk, "VPN").id,
        "department_id": catalogue.department_id(desk, "Support"),
        "type_id": 3,
        "assignee_id": agent.id,
    }

    ticket = tickets.create(
        desk, subject="VPN", body="<p>", requester=user, format=Format.HTML, channel="mail", **given
    )

    assert given == {name: getattr(ticket, name) for name in given}
    assert (agent, user.organization_id) == (ticket.made_by, ticket.organization_id)
    assert (desk.now(), "mail") == (ticket.first_assigned_at, ticket.channel)
    assert (MessageKind.OPENING, Format.HTML, user.id) == (
        ticket.opening.kind,
        ticket.opening.format,
        ticket.opening.author_id,
    )


def test_who_asks_for_themselves_is_not_named_twice(desk, user):
    """`made_by` is for others."""
    desk.actor = user

    assert tickets.create(desk, subject="a", body="b", requester=user).made_by is None


def test_a_ticket_may_be_made_without_a_text(desk, user):
    """Then it has none, and no message."""
    ticket = tickets.create(desk, subject="Call", body=None, requester=user)

    assert ("", []) == (ticket.body, ticket.messages)


@pytest.mark.parametrize(
    ("code", "resolved", "closed"),
    [
        ("OPEN", False, False),
        ("RESOLVED", True, False),
        ("CLOSED", False, True),
        ("CANCELLED", False, True),
    ],
)
def test_a_status_stamps_the_ticket(desk, ticket, user, code, resolved, closed):
    """When it is changed, and when a ticket is made in it."""
    status = catalogue.status_id(desk, code)
    made = tickets.create(desk, subject="a", body="b", requester=user, status_id=status)
    age(desk)

    tickets.change(desk, ticket, status_id=status)

    assert (resolved, closed) == (made.resolved_at is not None, made.closed_at is not None)
    assert (LATER if resolved else None, LATER if closed else None) == (
        ticket.resolved_at,
        ticket.closed_at,
    )


def test_a_closing_time_that_is_given_counts(desk, ticket):
    """Against the stamp of the status."""
    at = datetime(2020, 1, 1, tzinfo=UTC)

    tickets.change(desk, ticket, status_id=catalogue.status_id(desk, "CLOSED"), closed_at=at)

    assert at == ticket.closed_at


def test_a_change_changes_what_is_given(desk, ticket, agent):
    """And nothing else; None unsets."""
    tickets.change(
        desk,
        ticket,
        priority_id=catalogue.priority_id(desk, "HIGH"),
        assignee_id=agent.id,
        type_id=2,
    )
    age(desk)
    before = ticket.subject, ticket.status_id, ticket.body

    tickets.change(desk, ticket, priority_id=None, type_id=None)

    assert (None, agent.id, LATER) == (ticket.priority_id, ticket.assignee_id, ticket.updated_at)
    assert None is ticket.type_id
    assert before == (ticket.subject, ticket.status_id, ticket.body)


def test_what_stays_the_same_changes_nothing(desk, ticket, agent):
    """No stamp, no event."""
    tickets.change(desk, ticket, assignee_id=agent.id, tags=["a"])
    before = ticket.updated_at, events(desk)
    age(desk)

    tickets.change(
        desk,
        ticket,
        subject="Printer jam",
        body="It is stuck.",
        status_id=ticket.status_id,
        assignee_id=agent.id,
        tags=["a"],
        closed_at=None,
    )

    assert before == (ticket.updated_at, events(desk))


def test_a_change_of_status_is_told_apart(desk, ticket):
    """From the rest, with the ids before and after."""
    before, after = ticket.status_id, catalogue.status_id(desk, "OPEN")

    tickets.change(desk, ticket, status_id=after, subject="Jam")

    told = desk.all(select(Event).where(Event.about == "ticket").order_by(Event.id))
    assert ["ticket.created", "ticket.status", "ticket.changed"] == [event.kind for event in told]
    assert {"status": [before, after]} == told[1].data
    assert {"subject": ["Printer jam", "Jam"]} == told[2].data


def test_the_first_assignment_is_stamped_once(desk, ticket, agent, user):
    """It stays, whoever comes after."""
    first = desk.now()
    tickets.change(desk, ticket, assignee_id=agent.id)
    age(desk)

    tickets.change(desk, ticket, assignee_id=None)
    tickets.change(desk, ticket, assignee_id=user.id)

    assert first == ticket.first_assigned_at


def test_the_text_of_a_ticket_is_its_opening_message(desk, ticket, user):
    """It is rewritten, or written where there was none."""
    bare = tickets.create(desk, subject="Call", body=None, requester=user)

    tickets.change(desk, ticket, body="Still stuck.")
    tickets.change(desk, bare, body="Now with words.")

    assert ["Still stuck.", "Now with words."] == [ticket.body, bare.body]
    assert (desk.now(), None) == (ticket.opening.edited_at, bare.opening.edited_at)
    assert [1, 1] == [
        desk.session.query(Message).filter_by(ticket_id=one.id).count() for one in (ticket, bare)
    ]


def test_end_users_may_not_change_or_erase(desk, ticket, user):
    """The ticket stays as it was."""
    desk.actor = user

    with pytest.raises(Forbidden):
        tickets.change(desk, ticket, subject="Mine")
    with pytest.raises(Forbidden):
        tickets.erase(desk, ticket)

    assert "Printer jam" == ticket.subject


def test_tags_keep_their_order_and_spelling(desk, ticket):
    """The tag is one, the spelling is the ticket's own."""
    tickets.change(desk, ticket, tags=["Zeta", "vpn", "alpha", "VPN"])
    first = [use.name for use in ticket.tag_uses]
    tickets.change(desk, ticket, tags=["alpha", "Zeta"])
    desk.session.expire(ticket)

    assert ["Zeta", "vpn", "alpha", "VPN"] == first
    assert ["alpha", "Zeta"] == [use.name for use in ticket.tag_uses]
    assert 2 == desk.session.query(TicketTag).count()
    assert 3 == desk.session.query(Tag).count()


def test_a_reply_is_kept_with_its_files(desk, ticket, agent):
    """In order, with the ticket stamped."""
    desk.actor = agent
    age(desk)
    log = files.make(desk, name="log.txt", data=b"out of paper", media_type="text/plain")

    said = tickets.reply(desk, ticket, body="See the log.", author=agent, files=[log])
    desk.session.expire(ticket)

    assert [MessageKind.OPENING, MessageKind.REPLY] == [m.kind for m in ticket.messages]
    assert ([log], agent, ticket) == (said.files, said.author, said.ticket)
    assert (LATER, "ticket.reply") == (ticket.updated_at, events(desk)[-1])


def test_reply_times_are_kept_by_side(desk, ticket, agent, user):
    """The first and last of agents, the last of users; notes do not count."""
    first = desk.now()
    tickets.reply(desk, ticket, body="Hm.", author=agent, internal=True)
    noted = ticket.first_agent_reply_at, ticket.last_agent_reply_at
    tickets.reply(desk, ticket, body="On my way.", author=agent)
    age(desk)

    tickets.reply(desk, ticket, body="Done.", author=agent)
    tickets.reply(desk, ticket, body="Thanks.", author=user)

    assert (None, None) == noted
    assert (first, LATER, LATER) == (
        ticket.first_agent_reply_at,
        ticket.last_agent_reply_at,
        ticket.last_user_reply_at,
    )


def test_end_users_reply_to_what_is_theirs_and_write_no_notes(desk, ticket, agent, user):
    """The rest is forbidden."""
    other = tickets.create(desk, subject="Other", body="x", requester=agent)
    desk.actor = user

    tickets.reply(desk, ticket, body="Hello?", author=user)
    with pytest.raises(Forbidden) as note:
        tickets.reply(desk, ticket, body="psst", author=user, internal=True)
    with pytest.raises(Forbidden) as reply:
        tickets.reply(desk, other, body="Hello?", author=user)

    assert ("ticket.note", "ticket.reply") == (note.value.action, reply.value.action)


def test_a_ticket_is_found_by_all_that_is_said_in_it(desk, ticket, agent):
    """Subject, text, replies and notes, as they are now."""
    tickets.reply(desk, ticket, body="Replaced the roller.", author=agent)
    tickets.reply(desk, ticket, body="Third time this year.", author=agent, internal=True)

    parts = ("PRINTER", "stuck", "roller", "year", "nothing")
    said = [found(desk, part) for part in parts]
    tickets.change(desk, ticket, body="Solved.", subject="Printer")

    assert [*[["Printer jam"]] * 4, []] == said
    assert [["Printer"], [], ["Printer"]] == [found(desk, q) for q in ("solved", "jam", "roller")]


def test_an_erased_ticket_is_gone_with_all_that_was_its_own(desk, ticket, agent):
    """Messages, files, tags' uses, trail and search; only its deletion is known."""
    log = files.make(desk, name="log.txt", data=b"x")
    tickets.change(desk, ticket, tags=["a"])
    tickets.reply(desk, ticket, body="See the log.", author=agent, files=[log])
    key = ticket.id

    tickets.erase(desk, ticket)

    assert [0] * 4 == [
        desk.session.scalar(select(func.count()).select_from(model))
        for model in (Message, File, TicketTag, SearchDocument)
    ]
    assert ["ticket.deleted"] == events(desk)
    with pytest.raises(NotFound):
        tickets.get(desk, key)


def test_a_ticket_in_a_bin_does_not_exist(desk, ticket):
    """Neither alone nor in the list."""
    ticket.deleted_at = desk.now()
    desk.session.flush()

    assert [] == list(desk.all(tickets.visible(desk)))
    with pytest.raises(NotFound):
        tickets.get(desk, ticket.id)


def test_the_id_of_an_erased_ticket_is_not_given_again(store, world):
    """Also by a later transaction."""
    ids = []
    for number in range(2):
        with store.desk(world) as desk:
            desk.actor = Machine("test")
            by = people.create(desk, name=f"Sam {number}")
            ids.append(tickets.create(desk, subject="a", body="b", requester=by).id)
        with store.desk(world) as desk:
            desk.actor = Machine("test")
            tickets.erase(desk, tickets.get(desk, ids[-1]))

    assert [1, 2] == ids


def test_times_change_like_all_else(desk, ticket, agent):
    """When it was made, when it is due and what it took; events hold moments as text."""
    desk.actor = agent
    made = ticket.created_at

    tickets.change(desk, ticket, created_at=LATER, due_at=LATER, time_spent=90)

    assert (LATER, LATER, 90) == (ticket.created_at, ticket.due_at, ticket.time_spent)
    told = desk.session.scalar(select(Event.data).filter_by(kind="ticket.changed"))
    assert {
        "created_at": [made.isoformat(), LATER.isoformat()],
        "due_at": [None, LATER.isoformat()],
        "time_spent": [0, 90],
    } == told


def test_the_same_times_change_nothing(desk, ticket, agent):
    """Also not when it was changed."""
    desk.actor = agent
    age(desk)
    before = ticket.updated_at

    tickets.change(desk, ticket, created_at=ticket.created_at, due_at=None, time_spent=0)

    assert before == ticket.updated_at
