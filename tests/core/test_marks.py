"""What a ticket shows of who was last at it: since when, whose word, who changed it."""

import pytest

from polydesk.core import catalogue, lifecycle, links, replies, tickets
from polydesk.core.desk import Machine
from polydesk.core.models import LinkKind

CLOSED, OPEN, RESOLVED = "CLOSED", "OPEN", "RESOLVED"


def marks(ticket):
    """Whose the last reply was, and whether there is a note."""
    return (ticket.updated_by_user, ticket.updated_by_staff, ticket.noted)


def say(desk, ticket, author, *, internal=False):
    tickets.reply(desk, ticket, body="b", author=author, internal=internal)


def to(desk, ticket, code):
    tickets.change(desk, ticket, status_id=catalogue.status_id(desk, code))


def later(desk):
    desk.clock, desk._now = desk.clock.advanced(60), None


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("", (False, False, False)),
        ("u", (True, False, False)),
        ("s", (False, True, False)),
        ("us", (False, True, False)),
        ("su", (True, False, False)),
        ("n", (False, False, True)),
        ("un", (True, False, True)),
        ("nu", (True, False, True)),
        ("ns", (False, True, False)),
        ("sn", (False, True, True)),
        ("unc", (False, False, False)),
        ("snc", (False, False, False)),
        ("cu", (True, False, False)),
        ("ur", (True, False, False)),
    ],
)
def test_a_ticket_is_marked_by_what_was_said_last(desk, ticket, agent, user, said, expected):
    """By the user, by staff, in a note; closed it has no mark, resolved it keeps them."""
    acts = {
        "u": lambda: say(desk, ticket, user),
        "s": lambda: say(desk, ticket, agent),
        "n": lambda: say(desk, ticket, agent, internal=True),
        "c": lambda: to(desk, ticket, CLOSED),
        "r": lambda: to(desk, ticket, RESOLVED),
    }
    for letter in said:
        acts[letter]()

    assert expected == marks(ticket)


@pytest.mark.parametrize(
    ("act", "starts"),
    [
        (lambda desk, ticket, agent: say(desk, ticket, agent), True),
        (lambda desk, ticket, _: say(desk, ticket, ticket.requester), False),
        (lambda desk, ticket, agent: say(desk, ticket, agent, internal=True), False),
        (lambda desk, ticket, agent: tickets.change(desk, ticket, assignee_id=agent.id), True),
        (lambda desk, ticket, _: to(desk, ticket, OPEN), True),
        (lambda desk, ticket, _: lifecycle.resolve(desk, ticket), True),
        (lambda desk, ticket, _: tickets.change(desk, ticket, subject="Other"), False),
        (lambda desk, ticket, _: tickets.change(desk, ticket, status_id=None), False),
    ],
)
def test_a_ticket_is_started_once(desk, ticket, agent, act, starts):
    """By the first reply of staff, assignment, or status other than new; never again."""
    later(desk)
    began = desk.now()
    act(desk, ticket, agent)
    later(desk)
    act(desk, ticket, agent)
    first = ticket.started_at
    tickets.change(desk, ticket, assignee_id=agent.id)

    assert (began if starts else None) == first
    assert (began if starts else desk.now()) == ticket.started_at


@pytest.mark.parametrize(
    ("status", "assigned", "starts"),
    [("NEW", False, False), ("NEW", True, True), ("PENDING", False, True), ("CLOSED", False, True)],
)
def test_a_ticket_may_be_started_when_it_is_made(desk, agent, user, status, assigned, starts):
    """With an assignee, or in a status other than new; nobody has changed it yet."""
    ticket = tickets.create(
        desk,
        subject="s",
        body="b",
        requester=user,
        status_id=catalogue.status_id(desk, status),
        assignee_id=agent.id if assigned else None,
    )

    assert (ticket.created_at if starts else None) == ticket.started_at
    assert (ticket.created_at if assigned else None) == ticket.first_assigned_at
    assert ((False, False, False), None) == (marks(ticket), ticket.changed_by_id)


@pytest.mark.parametrize(
    "act",
    [
        lambda desk, ticket: tickets.change(desk, ticket, subject="Other"),
        lambda desk, ticket: tickets.change(desk, ticket, tags=["a"]),
        lambda desk, ticket: to(desk, ticket, CLOSED),
        lambda desk, ticket: lifecycle.resolve(desk, ticket),
        lambda desk, ticket: say(desk, ticket, ticket.requester),
        lambda desk, ticket: say(desk, ticket, ticket.requester, internal=True),
        lambda desk, ticket: replies.attach(desk, ticket, None, []),
    ],
)
def test_a_ticket_knows_who_changed_it_last(desk, ticket, agent, act):
    """Whoever was at the desk then, and when."""
    desk.actor = agent
    later(desk)

    act(desk, ticket)

    assert (agent.id, desk.now()) == (ticket.changed_by_id, ticket.updated_at)


def test_both_tickets_of_a_link_are_changed(desk, ticket, agent, user):
    """By making it, and by ending it; a machine in nobody's name is nobody."""
    other = tickets.create(desk, subject="s", body="b", requester=user)
    desk.actor = agent
    pair = links.create(desk, ticket, other, LinkKind.RELATED)
    made = ticket.changed_by_id, other.changed_by_id
    desk.actor = Machine("toy")
    links.erase(desk, pair.forward)

    assert ((agent.id, agent.id), (None, None)) == (
        made,
        (ticket.changed_by_id, other.changed_by_id),
    )


def test_a_reply_has_recipients(desk, ticket, agent):
    """E-mail addresses, in order; none unless some are given."""
    first = tickets.reply(
        desk, ticket, body="b", author=agent, recipients=["b@x.example", "a@x.example"]
    )
    second = tickets.reply(desk, ticket, body="b", author=agent)

    assert (["b@x.example", "a@x.example"], []) == (first.recipients, second.recipients)
