"""Custom fields in scenarios."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from polydesk.control import scenario
from polydesk.control.context import kinds_of
from polydesk.core import custom
from polydesk.core.desk import Desk
from polydesk.core.errors import Invalid
from polydesk.core.models import (
    Asset,
    CustomField,
    CustomFieldCategory,
    CustomValue,
    Entity,
    Organization,
    Person,
    Ticket,
    Usage,
)

ADA = {"key": "ada", "name": "Ada Lee", "role": "admin"}
TICKET = {"subject": "Lamp", "requester": "ada"}
LOW_HIGH = [{"key": "low", "name": "Low"}, "High"]
FIELDS: list[dict[str, Any]] = [
    {"key": "sn", "name": "Serial", "usage": "ticket", "type": "text"},
    {"key": "imp", "name": "Impact", "usage": "ticket", "type": "choice", "options": LOW_HIGH},
    {"name": "Sites", "usage": "ticket", "type": "multichoice", "options": ["A", "B", "C"]},
    {"key": "by", "name": "Needed by", "usage": "ticket", "type": "date"},
    {"key": "urgent", "name": "Urgent", "usage": "ticket", "type": "checkbox"},
    {"key": "badge", "name": "Serial", "usage": "person", "type": "text"},
]


def file(values: Any = None, **more: Any) -> dict[str, Any]:
    """A scenario with the fields above and a ticket with these values."""
    ticket = TICKET if values is None else TICKET | {"custom": values}
    return {"custom_fields": FIELDS, "people": [ADA], "tickets": [ticket], **more}


def shown(desk: Desk, model: type[Entity]) -> dict[str, Any]:
    """The values of the only row of a table, by name of the field; options by theirs."""
    row = desk.session.scalars(select(model)).one()
    fields = custom.known(desk)
    return {fields[id].name: _plain(value) for id, value in custom.of(desk, row).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [option.name for option in value]
    return getattr(value, "name", value)


def seed(desk: Desk, given: Any) -> None:
    """Put a scenario into the world."""
    scenario.seed(desk, given, {})


def test_values_are_given_by_key_or_name(desk: Desk) -> None:
    """An option too; a name is one of the usage's own."""
    values = {"Serial": "A", "imp": "low", "Sites": ["c", "A"], "by": "2026-05-01", "urgent": False}
    seed(desk, file(values, people=[ADA | {"custom": {"Serial": "B"}}]))

    assert {
        "Serial": "A",
        "Impact": "Low",
        "Sites": ["C", "A"],
        "Needed by": date(2026, 5, 1),
        "Urgent": False,
    } == shown(desk, Ticket)
    assert {"Serial": "B"} == shown(desk, Person)


def test_a_name_that_looks_like_an_id_is_a_name(desk: Desk) -> None:
    """Nobody knows the ids of a file's options; a key comes before it all."""
    options = ["2", "1", {"key": "1", "name": "keyed"}, {"key": "k", "name": "1"}]
    field = FIELDS[1] | {"options": options[:2]}
    other = FIELDS[2] | {"options": options[1:]}
    seed(desk, file({"imp": "2", "Sites": ["1", "k"]}, custom_fields=[field, other]))

    assert {"Impact": "2", "Sites": ["keyed", "1"]} == shown(desk, Ticket)


def test_every_kind_of_thing_has_values(desk: Desk) -> None:
    """Organizations and assets as well."""
    usages = ("organization", "asset")
    fields = [{"name": usage, "usage": usage, "type": "datetime"} for usage in usages]
    seed(
        desk,
        {
            "organizations": [{"name": "Acme", "custom": {"organization": "2026-01-05T09:00:00Z"}}],
            "assets": [{"kind": "other", "custom": {"asset": "2026-01-05"}}],
            "custom_fields": fields,
        },
    )

    moment = datetime(2026, 1, 5, 9, tzinfo=UTC)
    assert {"organization": moment} == shown(desk, Organization)
    assert {"asset": date(2026, 1, 5)} == shown(desk, Asset)


def test_what_is_empty_is_left_out(desk: Desk) -> None:
    """As if nobody had said it."""
    seed(desk, file({"sn": "", "imp": None, "Sites": []}))
    seed(desk, {"people": [ADA], "tickets": [TICKET | {"custom": {"Sites": ["B", ""]}}]})

    values = desk.session.scalars(select(CustomValue)).all()
    assert [2] == [value.ticket_id for value in values]


def test_a_later_file_calls_the_fields_by_name(desk: Desk) -> None:
    """Keys are not stored."""
    seed(desk, {"custom_fields": FIELDS})
    seed(desk, {"people": [ADA], "tickets": [TICKET | {"custom": {"Impact": "HIGH"}}]})

    assert {"Impact": "High"} == shown(desk, Ticket)


def test_places_follow_the_list(desk: Desk) -> None:
    """Where they are not given, of fields as of options."""
    listed = [{"name": "Low"}, {"name": "High", "position": 9}, "Mid"]
    seed(
        desk,
        {
            "custom_fields": [
                FIELDS[0] | {"position": 7},
                FIELDS[1] | {"options": listed},
                FIELDS[3],
            ]
        },
    )

    impact, needed_by, serial = custom.of_usage(desk, Usage.TICKET)
    assert [2, 3, 7] == [impact.position, needed_by.position, serial.position]
    assert [("Low", 1), ("Mid", 3), ("High", 9)] == [(o.name, o.position) for o in impact.options]


def test_a_field_is_for_its_categories(desk: Desk) -> None:
    """For all where none is listed."""
    seed(
        desk,
        {
            "categories": [{"key": "hw", "name": "Hardware"}],
            "custom_fields": [FIELDS[0] | {"categories": ["hw", "general"]}, FIELDS[3]],
        },
    )

    serial, by = desk.session.scalars(select(CustomField).order_by(CustomField.id))
    assert [(False, [2, 1]), (True, [])] == [
        (field.everywhere, [use.category_id for use in field.categories]) for field in (serial, by)
    ]
    assert 2 == len(desk.all(select(CustomFieldCategory)))


REFUSED: dict[str, tuple[Any, dict[str, list[str]]]] = {
    "no object": ([], {"tickets[0].custom": ["must be an object"]}),
    "no such field": (
        {"x": 1, "y": ["a", "b"]},
        {
            "tickets[0].custom.x": ['no custom field "x" of tickets'],
            "tickets[0].custom.y": ['no custom field "y" of tickets'],
        },
    ),
    "a field of people": (
        {"badge": "B"},
        {"tickets[0].custom.badge": ['no custom field "badge" of tickets']},
    ),
    "a key that is no field's": (
        {"ada": "B"},
        {"tickets[0].custom.ada": ['no custom field "ada" of tickets']},
    ),
    "no text as a key": ({1: "B"}, {"tickets[0].custom.1": ["must be text"]}),
    "no text": ({"sn": 5}, {"tickets[0].custom.sn": ["must be text"]}),
    "no JSON": ({"sn": {"a": "\0"}}, {"tickets[0].custom.sn": ["must not contain NUL"]}),
    "no option": (
        {"imp": "Mid", "Sites": ["A", "D"]},
        {
            "tickets[0].custom.imp": ["must be one of the options"],
            "tickets[0].custom.Sites": ["must be one of the options"],
        },
    ),
    "several of a choice": (
        {"imp": ["low"]},
        {"tickets[0].custom.imp": ["must be one of the options"]},
    ),
    "a list in a list": (
        {"Sites": [["A", "B"]]},
        {"tickets[0].custom.Sites": ["must be one of the options"]},
    ),
    "no date": ({"by": "soon"}, {"tickets[0].custom.by": ["must be a date"]}),
    "no flag": ({"urgent": "yes"}, {"tickets[0].custom.urgent": ["must be true or false"]}),
    "a field twice": (
        {"sn": "A", "Serial": "B"},
        {"tickets[0].custom.Serial": ["is given twice"]},
    ),
    "an option twice": (
        {"Sites": ["A", "a"]},
        {"tickets[0].custom.Sites": ["is given twice"]},
    ),
}


@pytest.mark.parametrize(("values", "expected"), REFUSED.values(), ids=REFUSED)
def test_it_is_refused_at_its_path(desk: Desk, values: Any, expected: Any) -> None:
    """Nothing is stored then."""
    with pytest.raises(Invalid) as caught:
        seed(desk, file(values))

    assert expected == caught.value.fields
    assert [] == [*desk.session.scalars(select(CustomField))]


def test_what_is_wrong_with_a_field_is_said_of_the_field(desk: Desk) -> None:
    """And not of its values."""
    field = {"key": "sn", "name": "Serial", "usage": "ticket", "type": "colour", "options": [1]}

    with pytest.raises(Invalid) as caught:
        seed(desk, file({"sn": "A"}, custom_fields=[field | {"categories": ["x", "general"]}]))

    assert ["categories[0].category", "options[0]", "type"] == sorted(
        path.removeprefix("custom_fields[0].") for path in caught.value.fields
    )


def test_hidden_values_are_exported_too(desk: Desk) -> None:
    """Those of fields that are not valid for the ticket's category."""
    field = FIELDS[0] | {"everywhere": False}
    seed(desk, file({"sn": "A"}, custom_fields=[field]))

    exported = scenario.export(desk)

    assert {} == shown(desk, Ticket)
    assert [{"custom_field-1": "A"}] == [one["custom"] for one in exported["tickets"]]


def test_the_demo_has_fields_of_all_usages_with_values(desk: Desk) -> None:
    """And the ticket of the samples has all that its category asks for."""
    scenario.seed(desk, scenario.read("demo"), kinds_of({}))

    columns = [CustomValue.__table__.c[f"{usage.value}_id"] for usage in Usage]
    assert all(desk.session.scalar(select(column).where(column.is_not(None))) for column in columns)
    jam = custom.of(desk, desk.get(Ticket, 202))
    assert {"Serial number", "Impact", "Room", "Visit needed"} == {
        custom.known(desk)[id].name for id in jam
    }
