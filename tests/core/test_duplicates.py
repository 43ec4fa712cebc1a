"""Tickets that are made twice."""

from datetime import timedelta

import pytest

from polydesk.core import hiding, tickets
from polydesk.core.duplicates import is_duplicate
from polydesk.core.models import MessageKind
from tests.counting import counting


@pytest.fixture
def made(ticket):
    """What `ticket` is made of: just that is a duplicate."""
    return {
        "requester_id": ticket.requester_id,
        "subject": "Printer jam",
        "body": "It is stuck.",
        "since": ticket.created_at,
    }


def test_the_same_again_is_a_duplicate(desk, made):
    """The moment itself included; it takes one statement."""
    with counting() as statements:
        assert is_duplicate(desk, **made)

    assert 1 == len(statements)


@pytest.mark.parametrize(
    "other",
    [
        {"subject": "printer jam"},
        {"subject": "Printer"},
        {"body": "It is stuck"},
        {"body": ""},
        {"body": None},
    ],
)
def test_another_word_is_another_ticket(desk, made, other):
    """To the letter."""
    assert not is_duplicate(desk, **made | other)


def test_what_another_has_asked_or_is_older_counts_not(desk, made, agent):
    """By however little."""
    later = made["since"] + timedelta(microseconds=1)

    assert not is_duplicate(desk, **made | {"requester_id": agent.id})
    assert not is_duplicate(desk, **made | {"since": later})


def test_what_is_in_the_bin_counts_not(desk, ticket, made):
    """Till it is had back."""
    hiding.hide(desk, ticket, "deleted")
    away = is_duplicate(desk, **made)
    hiding.unhide(desk, ticket)

    assert (False, True) == (away, is_duplicate(desk, **made))


def test_tickets_without_a_text_are_alike(desk, user, made):
    """Whatever was said in them later; one of an empty text is another."""
    bare = tickets.create(desk, subject="Call", body=None, requester=user)
    tickets.say(desk, bare, body="x", author=user, by_user=True)
    made |= {"subject": "Call"}

    assert [MessageKind.REPLY] == [message.kind for message in bare.messages]
    assert is_duplicate(desk, **made | {"body": None})
    assert not is_duplicate(desk, **made | {"body": ""})
    assert not is_duplicate(desk, **made | {"body": "x"})
