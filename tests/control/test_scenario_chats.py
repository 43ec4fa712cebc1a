"""Chats in a scenario."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from polydesk.control import scenario
from polydesk.core.errors import Invalid
from polydesk.core.models import Conversation

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
LAST = datetime(2026, 1, 5, 10, tzinfo=UTC)
PEOPLE = [{"key": "sam", "name": "Sam", "role": "user"}]
MESSAGES = [{"author": "sam", "body": "a"}, {"body": "b", "at": LAST.isoformat()}]


@pytest.mark.parametrize(
    ("given", "ended_at", "last_message_at"),
    [
        ({}, None, LAST),
        ({"status": "closed"}, LAST, LAST),
        ({"status": "archived", "ended_at": AT.isoformat()}, AT, LAST),
        ({"messages": []}, None, None),
        ({"last_message_at": AT.isoformat()}, None, AT),
    ],
)
def test_when_a_chat_ended_follows(desk, given, ended_at, last_message_at):
    """And when something was said last; what the entry says itself comes first."""
    chat = {"person": "sam", "at": AT.isoformat(), "messages": MESSAGES} | given

    scenario.seed(desk, {"people": PEOPLE, "conversations": [chat]}, {})

    (made,) = desk.all(select(Conversation))
    assert (ended_at, last_message_at) == (made.ended_at, made.last_message_at)


def test_a_chat_refers_to_what_is_there(desk):
    """Whoever is not is named with the path."""
    chat = {"person": "eve", "messages": [{"author": "eve", "body": "a"}]}

    with pytest.raises(Invalid) as refused:
        scenario.seed(desk, {"conversations": [chat]}, {})

    assert {"conversations[0].person", "conversations[0].messages[0].author"} == set(
        refused.value.fields
    )


def test_who_takes_part_in_a_chat_is_said_once(desk):
    """With a role, or as `participant`; a second time is named with the path."""
    people = [*PEOPLE, {"key": "ada", "name": "Ada", "role": "agent"}]
    twice = [{"person": "sam", "role": "customer"}, {"person": "ada"}, {"person": "sam"}]

    with pytest.raises(Invalid) as refused:
        scenario.seed(desk, {"people": people, "conversations": [{"participants": twice}]}, {})
    scenario.seed(desk, {"people": people, "conversations": [{"participants": twice[:2]}]}, {})

    assert {"conversations[0].participants[2].person": ["is given twice"]} == refused.value.fields
    (made,) = desk.all(select(Conversation))
    assert [("Sam", "customer"), ("Ada", "participant")] == [
        (one.person.name, one.role) for one in made.participants
    ]
