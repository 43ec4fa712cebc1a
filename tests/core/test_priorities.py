"""Priorities as one vendor's admins change them."""

import pytest
from sqlalchemy import select

from polydesk.core import catalogue, priorities, shelf
from polydesk.core.errors import Conflict
from polydesk.core.models import Event, Priority
from polydesk.core.priorities import Shown, Wording

NAMES = {"LOW": "Low", "NORMAL": "Medium", "HIGH": "High", "URGENT": "Critical"}
TOY = Wording("toy", NAMES)
OTHER = Wording("other", NAMES)


def names(desk, wording):
    return [one.name for one in priorities.shown(desk, wording).values() if not one.away]


@pytest.mark.parametrize(("name", "rank"), [("Someday", 2), ("urgent", 4), ("LOW", 1)])
def test_a_priority_is_made_of_the_rank_that_its_name_says(desk, name, rank):
    """For all vendors, after the standard one of that rank."""
    made = priorities.create(desk, name=name)

    assert Shown(made.id, None, rank, name) == priorities.one(desk, TOY, made.id)
    found = names(desk, TOY)
    assert (found, rank) == (names(desk, OTHER), found.index(name))
    assert ["priority.created"] == desk.all(select(Event.kind).filter_by(about="priority"))


def test_a_standard_priority_is_renamed_for_one_vendor(desk):
    """The row keeps its name, and so do the other vendors' words; the same again is not told."""
    normal = desk.get(Priority, catalogue.priority_id(desk, "NORMAL"))

    priorities.change(desk, TOY, normal, name="Usual")
    priorities.change(desk, TOY, normal, name="Usual")

    assert ["Low", "Usual", "High", "Critical"] == names(desk, TOY)
    assert ("Normal", ["Low", "Medium", "High", "Critical"]) == (normal.name, names(desk, OTHER))
    assert ["priority.changed"] == desk.all(select(Event.kind).filter_by(about="priority"))


def test_a_custom_priority_is_renamed_for_all(desk):
    """Its rank stays."""
    made = priorities.create(desk, name="Someday")

    priorities.change(desk, TOY, made, name="Urgent")

    assert Shown(made.id, None, 2, "Urgent") == priorities.one(desk, OTHER, made.id)


def test_custom_priorities_have_different_names(desk):
    """To the letter; nothing is changed then, and a standard one's name is free."""
    made, other = (priorities.create(desk, name=name) for name in ("Someday", "Low"))

    with pytest.raises(Conflict) as refused:
        priorities.create(desk, name="Someday")
    with pytest.raises(Conflict):
        priorities.change(desk, TOY, other, name="Someday")

    assert ("priority", "taken") == (refused.value.kind, refused.value.reason)
    desk.session.expire_all()
    assert ("Someday", "Low") == (made.name, other.name)


def test_a_priority_that_is_put_away_is_shown_and_not_listed(desk):
    """To this vendor; what it was called there comes back with it."""
    low = desk.get(Priority, catalogue.priority_id(desk, "LOW"))
    priorities.change(desk, TOY, low, name="Least")

    shelf.put_away(desk, low, "toy")
    away = names(desk, TOY), names(desk, OTHER), priorities.one(desk, TOY, low.id)
    shelf.take_back(desk, low, "toy")

    assert (
        ["Medium", "High", "Critical"],
        ["Low", "Medium", "High", "Critical"],
        Shown(low.id, "LOW", 1, "Least", away=True),
    ) == away
    assert ["Least", "Medium", "High", "Critical"] == names(desk, TOY)
