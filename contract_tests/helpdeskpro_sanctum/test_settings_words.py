"""What tickets of all vendors are called by, and what that costs. Source: contract 1.4 to 1.6."""

import pytest

from polydesk.core import catalogue, shelf
from polydesk.core.models import Category, Status
from polydesk.dialects.helpdeskpro.sanctum import vocabulary
from tests.counting import counting

CODES = {"NEW": 1, "PENDING": 2, "HELD": 2, "OPEN": 3, "RESOLVED": 4, "CLOSED": 5, "CANCELLED": 6}
RANKED = {"LOW": 1, "NORMAL": 2, "HIGH": 3, "URGENT": 4}
OTHERS = ["department", "ticket_type", "category"]


def word(name):
    """How a thing of this name is shown, and the row that its id chooses."""
    return getattr(vocabulary, name), getattr(vocabulary, f"{name}_row")


@pytest.mark.parametrize(("code", "id"), CODES.items())
def test_a_standard_status_has_the_vendors_id(sanctum, code, id):
    """What is held is shown as pending; writing that means pending."""
    with sanctum.desk() as desk:
        row = catalogue.status_id(desk, code)
        chosen = catalogue.status_id(desk, "PENDING" if code == "HELD" else code)

        shown = vocabulary.status(desk, row)

        assert (id, id) == (shown["id"], vocabulary.status_id(desk, row))
        assert chosen == vocabulary.status_row(desk, id) == vocabulary.status_rows(desk, id)[0]
        assert row in vocabulary.status_rows(desk, id)


@pytest.mark.parametrize(("code", "id"), RANKED.items())
def test_a_standard_priority_has_the_vendors_id(sanctum, code, id):
    """Whatever its row's is."""
    with sanctum.desk() as desk:
        row = catalogue.priority_id(desk, code)

        assert id == vocabulary.priority(desk, row)["id"] == vocabulary.priority_id(desk, row)
        assert (row, [row]) == (
            vocabulary.priority_row(desk, id),
            vocabulary.priority_rows(desk, id),
        )


def test_words_of_other_vendors_are_custom(sanctum):
    """Their ids begin behind 1000; a slug is made of the name."""
    with sanctum.desk() as desk:
        status = catalogue.custom_status_id(desk, "Waiting For  Parts")
        priority = catalogue.custom_priority_id(desk, "Someday")

        assert {
            "id": 1000 + status,
            "name": "Waiting For  Parts",
            "slug": "waiting_for_parts",
        } == vocabulary.status(desk, status)
        assert {"id": 1000 + priority, "name": "Someday"} == vocabulary.priority(desk, priority)
        assert (status, priority) == (
            vocabulary.status_row(desk, 1000 + status),
            vocabulary.priority_row(desk, 1000 + priority),
        )


@pytest.mark.parametrize("name", ["status", "priority"])
@pytest.mark.parametrize("id", [0, 7, 8, 999, 1000, 1001, 1002, 10**18])
def test_no_other_id_is_a_status_or_a_priority(sanctum, name, id):
    """A row of the standard is none behind 1000."""
    with sanctum.desk() as desk:
        assert None is word(name)[1](desk, id)
        assert [] == getattr(vocabulary, f"{name}_rows")(desk, id)


@pytest.mark.parametrize("name", OTHERS)
def test_all_else_has_the_ids_of_its_rows(sanctum, name):
    """Which choose them."""
    show, row = word(name)
    with sanctum.desk() as desk:
        assert 1 == show(desk, 1)["id"] == row(desk, 1)
        assert [None] * 3 == [row(desk, 0), row(desk, 999), show(desk, None)]


@pytest.mark.parametrize("name", ["status", "priority", *OTHERS])
def test_what_is_deleted_is_null_and_is_not_chosen(sanctum, name):
    """In what goes on referring to it; a filter finds that."""
    path = {"ticket_type": "types", "category": "categories", "status": "statuses"}
    path |= {"priority": "priorities", "department": "departments"}
    sanctum.delete(f"/settings/{path[name]}/2" if name == "status" else f"/settings/{path[name]}/1")
    show, row = word(name)

    with sanctum.desk() as desk:
        held = catalogue.status_id(desk, "HELD")
        referred, sent = (held, 2) if name == "status" else (1, 1)

        assert (None, None) == (show(desk, referred), row(desk, sent))
        assert vocabulary.status_id(desk, held) == 2
        assert held in vocabulary.status_rows(desk, 2)


def test_other_vendors_go_on_showing_what_is_deleted(sanctum):
    """And its name is theirs."""
    sanctum.delete("/settings/statuses/1")
    sanctum.data("PUT", "/settings/statuses/3", json={"name": "At it"})

    with sanctum.desk() as desk:
        new = desk.get(Status, catalogue.status_id(desk, "NEW"))
        assert shelf.is_away(new, "helpdeskpro-sanctum")
        assert not shelf.is_away(new, "openhelpdesk")
        assert "Open" == catalogue.status(desk, catalogue.status_id(desk, "OPEN")).name


def test_a_category_is_shown_by_its_columns(sanctum):
    """Where other things refer to it."""
    with sanctum.desk() as desk:
        desk.get(Category, 1).color = "#ff0000"
        desk.flush()

        assert {
            "id": 1,
            "name": "General",
            "color": "#ff0000",
            "department_id": None,
            "parent_id": None,
        } == vocabulary.category(desk, 1)


def test_to_look_things_up_asks_the_store_for_nothing(sanctum):
    """Once somebody has: a page of tickets is worded without a statement."""

    def look(desk):
        said = [word(name)[0](desk, 1) for name in ("status", "priority", *OTHERS)]
        ids = vocabulary.status_id(desk, 1), vocabulary.priority_id(desk, 1)
        chosen = [word(name)[1](desk, 1) for name in ("status", "priority", *OTHERS)]
        return said, ids, chosen, vocabulary.status_rows(desk, 2)

    with sanctum.desk() as desk:
        before = look(desk)

    with sanctum.desk() as desk, counting() as statements:
        after = look(desk)

    assert (before, []) == (after, statements)
