"""Things found by what is filled in in a custom field."""

import pytest
from sqlalchemy import select

from polydesk.core import categories, custom, definitions, people, tickets
from polydesk.core.models import FieldType, Person, Ticket, Usage
from tests.counting import counting

OPTIONS = [{"name": "Low"}, {"name": "High"}, {"name": "Çok"}]


def make(desk, type, *, usage=Usage.TICKET, **given):
    """A field; its options have the ids 1 to 3."""
    options = OPTIONS if "choice" in type else []
    return definitions.create(
        desk, name="Field", usage=usage, type=FieldType(type), options=options, **given
    )


def found(desk, field_id, value, usage=Usage.TICKET, model=Ticket):
    """The ids of the things that have it, in order."""
    query = select(model.id).where(model.id.in_(custom.having(desk, usage, field_id, value)))
    return desk.all(query.order_by(model.id))


@pytest.mark.parametrize(
    ("type", "held", "value", "is_found"),
    [
        ("text", "Room 1", "Room 1", True),
        ("text", "Room 1", "room 1", False),
        ("text", "Room 1", "Room", False),
        ("text", "Room 1", "%", False),
        ("text", "Room 1", "", False),
        ("text", "Room 1", None, False),
        ("text", "1", 1, False),
        ("text", "a", "a\0b", False),
        ("text", "a", "\ud800", False),
        ("multiline", "a\nb", "a\nb", True),
        ("checkbox", True, "1", True),
        ("checkbox", True, True, True),
        ("checkbox", True, "false", False),
        ("checkbox", True, "soon", False),
        ("date", "2026-12-01", "2026-12-01", True),
        ("date", "2026-12-01", "2026-12-02", False),
        ("datetime", "2026-12-01T09:00Z", "2026-12-01T10:00+01:00", True),
        ("choice", 2, 2, True),
        ("choice", 2, "2", True),
        ("choice", 2, 1, False),
        ("choice", 2, 99, False),
        ("choice", 2, 2**70, False),
        ("choice", 2, {"id": 2}, False),
        ("multichoice", [1, 3], 3, True),
        ("multichoice", [1, 3], [3, 1], True),
        ("multichoice", [1, 3], [1, 2], False),
        ("multichoice", [1, 3], 2, False),
        ("multichoice", [1, 3], [], False),
    ],
)
def test_a_thing_is_found_by_its_value(desk, ticket, type, held, value, is_found):
    """To the letter; of several options those that are given must be chosen."""
    field = make(desk, type)
    custom.put(desk, ticket, {field.id: held})
    tickets.create(desk, subject="Without", body="", requester=ticket.requester)

    assert ([ticket.id] if is_found else []) == found(desk, field.id, value)


@pytest.mark.parametrize("id", [99, 0, -1, 2**70])
def test_an_unknown_field_is_held_by_nothing(desk, ticket, id):
    """Whatever the number."""
    assert [] == found(desk, id, "a")


def test_fields_of_another_usage_are_held_by_nothing(desk, user, ticket):
    """Though a person of that id has it."""
    field = make(desk, "text", usage=Usage.PERSON)
    custom.put(desk, user, {field.id: "a"})

    assert [] == found(desk, field.id, "a")
    assert [user.id] == found(desk, field.id, "a", Usage.PERSON, Person)


def test_a_value_that_is_not_shown_is_not_found(desk, ticket):
    """That of a field that is disabled, or not of the ticket's category; the default stands in."""
    hardware = categories.create(desk, name="Hardware")
    laptop = categories.create(desk, name="Laptop", parent=hardware)
    default = desk.session.get(type(hardware), 1)
    off = make(desk, "text")
    below, general = (make(desk, "text", categories=[one]) for one in (hardware, default))
    custom.put(desk, ticket, {off.id: "a", general.id: "a"})
    shown = [found(desk, one.id, "a") for one in (off, below, general)]

    definitions.change(desk, off, enabled=False)
    tickets.change(desk, ticket, category_id=laptop.id)
    custom.put(desk, ticket, {below.id: "a"})

    assert [[ticket.id], [], [ticket.id]] == shown
    assert [[], [ticket.id], []] == [found(desk, one.id, "a") for one in (off, below, general)]


def test_a_filter_is_one_statement(store, world):
    """However many have it."""
    with store.desk(world) as desk:
        field = make(desk, "text", usage=Usage.PERSON)
        for number in range(20):
            person = people.create(desk, name=f"P{number}")
            custom.put(desk, person, {field.id: "a"})
        id = field.id
    with store.desk(world, writes=False) as desk:
        custom.known(desk)

    with store.desk(world, writes=False) as desk, counting() as statements:
        assert 20 == len(found(desk, id, "a", Usage.PERSON, Person))

    assert 1 == len(statements)
