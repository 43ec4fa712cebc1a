"""Records of a dialect: what it keeps in collections of its own."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from polydesk.core import records
from polydesk.core.errors import NotFound
from polydesk.core.models import Record

FROZEN = datetime(2026, 1, 5, 9, tzinfo=UTC)
TOY = "toy"


def test_records_are_in_the_order_of_their_making(desk):
    """A new one comes last, unless it says where."""
    made = [
        records.create(desk, TOY, "faqs", data={"n": n}, position=position)
        for n, position in ((1, None), (2, None), (3, 0))
    ]
    records.create(desk, TOY, "posts", data={"n": 4})

    order = desk.all(records.collected(TOY, "faqs"))
    assert [3, 1, 2] == [one.data["n"] for one in order]
    assert [1, 2, 0] == [one.position for one in made]


def test_records_may_be_a_persons(desk, agent, user):
    """And are listed by owner."""
    for owner in (agent, user, None):
        records.create(desk, TOY, "notes", data={}, owner_id=owner and owner.id)

    mine = desk.all(records.collected(TOY, "notes", owner_id=agent.id))
    assert [agent.id] == [one.owner_id for one in mine]


def test_a_record_is_of_its_collection(desk):
    """Another one has none of that id."""
    made = records.create(desk, TOY, "faqs", data={})

    assert made is records.get(desk, TOY, "faqs", made.ulid.lower())
    for place in (("other", "faqs"), (TOY, "posts")):
        with pytest.raises(NotFound) as raised:
            records.get(desk, *place, made.id)
        assert place[1] == raised.value.kind


def test_a_record_is_changed_in_part(desk):
    """What is not named stays; what is the same is no change."""
    desk.clock = desk.clock.frozen(FROZEN)
    made = records.create(desk, TOY, "faqs", data={"a": 1, "b": 2})
    desk.clock, desk._now = desk.clock.advanced(1), None

    records.change(desk, made, data={"a": 1}, position=1)
    unchanged = made.updated_at
    records.change(desk, made, data={"b": 3, "c": None}, position=7)

    assert (FROZEN, FROZEN + timedelta(seconds=1)) == (unchanged, made.updated_at)
    assert ({"a": 1, "b": 3, "c": None}, 7) == (made.data, made.position)


def test_a_record_is_deleted(desk):
    """For good."""
    made = records.create(desk, TOY, "faqs", data={})

    records.delete(desk, made)

    assert [] == desk.all(select(Record))
