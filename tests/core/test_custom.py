"""Custom fields: which there are, what is filled in, and filling it in."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import func, select

from polydesk.core import categories, custom, people, tickets
from polydesk.core.custom import Option
from polydesk.core.desk import Desk
from polydesk.core.errors import Invalid, NotFound
from polydesk.core.models import (
    Asset,
    AssetKind,
    Category,
    CustomField,
    CustomFieldCategory,
    CustomOption,
    CustomValue,
    Event,
    FieldType,
    Organization,
    Ticket,
    Usage,
)
from tests.counting import counting

LATER = datetime(2031, 1, 1, tzinfo=UTC)


def make(
    desk: Desk,
    name: str = "Serial number",
    type: str = "text",
    *,
    usage: str = "ticket",
    options: tuple[str, ...] = (),
    categories: tuple[Category, ...] = (),
    position: int = 0,
) -> CustomField:
    """A custom field."""
    field = CustomField(
        name=name,
        usage=Usage(usage),
        type=FieldType(type),
        position=position,
        everywhere=not categories,
        categories=[CustomFieldCategory(category_id=node.id) for node in categories],
    )
    desk.add(field)
    desk.add_all([CustomOption(field_id=field.id, name=option) for option in options])
    desk.session.expire(field)
    return field


def names(fields):
    """The names of fields, in their order."""
    return [field.name for field in fields]


def refused(desk, row, given):
    """What is said against these values, `{field name: [reason]}`."""
    with pytest.raises(Invalid) as caught:
        custom.put(desk, row, given)
    return caught.value.fields


def the_events(desk):
    """All events about custom values: kind, whose, data."""
    query = select(Event.kind, Event.about_id, Event.data).where(Event.kind.like("%.custom"))
    return [tuple(row) for row in desk.session.execute(query.order_by(Event.id))]


@pytest.fixture
def tree(desk):
    """Hardware, Laptop in it, and Software."""
    hardware = categories.create(desk, name="Hardware")
    laptop = categories.create(desk, name="Laptop", parent=hardware)
    return hardware, laptop, categories.create(desk, name="Software")


def test_fields_are_ordered_by_position(desk):
    """Then by their age; each usage has its own."""
    make(desk, "Room", position=2)
    make(desk, "Impact", position=1)
    make(desk, "Needed by", position=2)
    make(desk, "Badge", usage="person")

    assert ["Impact", "Room", "Needed by"] == names(custom.of_usage(desk, Usage.TICKET))
    assert ["Badge"] == names(custom.of_usage(desk, Usage.PERSON))


def test_a_field_counts_for_its_categories_and_all_below(desk, tree):
    """One that is for none counts for all, also for those without a category."""
    hardware, laptop, software = tree
    make(desk, "Serial", categories=(hardware,))
    make(desk, "Screen", categories=(laptop,))
    make(desk, "Room")

    assert [
        ["Serial", "Room"],
        ["Serial", "Screen", "Room"],
        ["Room"],
        ["Room"],
    ] == [
        names(custom.for_category(desk, id)) for id in (hardware.id, laptop.id, software.id, None)
    ]


def test_without_a_category_the_default_one_counts(desk):
    """It stands in."""
    make(desk, "Of the default", categories=(desk.session.get_one(Category, 1),))

    assert ["Of the default"] == names(custom.for_category(desk, None))


def test_a_field_whose_categories_are_gone_is_for_none(desk, tree):
    """Rather than for all of a sudden."""
    _, _, software = tree
    make(desk, "Licence", categories=(software,))

    categories.erase(desk, software)

    assert () == custom.for_category(desk, None)


def test_fields_are_remembered_until_one_changes(store, world):
    """No statement for what has not changed, and none too few for what has."""
    with store.desk(world) as desk:
        field = make(desk, "Impact", "choice", options=("Low", "High"))
        id = field.id
    with store.desk(world, writes=False) as desk:
        custom.for_category(desk, None)
    with store.desk(world, writes=False) as desk, counting() as statements:
        custom.for_category(desk, None)
    with store.desk(world) as desk:
        desk.session.get_one(CustomField, id).options[0].name = "Slight"

    with store.desk(world, writes=False) as desk:
        (impact,) = custom.for_category(desk, None)
    assert (["Slight", "High"], []) == ([option.name for option in impact.options], statements)


@pytest.mark.parametrize(
    ("type", "given", "expected"),
    [
        ("text", " PF3K2M9A ", " PF3K2M9A "),
        ("text", "0", "0"),
        ("multiline", "a\r\nı", "a\r\nı"),
        ("checkbox", True, True),
        ("checkbox", False, False),
        ("checkbox", "FALSE", False),
        ("checkbox", "True", True),
        ("checkbox", 0, False),
        ("checkbox", "1", True),
        ("date", date(2026, 12, 1), date(2026, 12, 1)),
        ("date", "2026-12-01", date(2026, 12, 1)),
        ("date", datetime.fromisoformat("2026-12-01"), datetime(2026, 12, 1, tzinfo=UTC)),
        (
            "datetime",
            datetime(2026, 12, 1, 1, 30, 0, 250, tzinfo=timezone(timedelta(hours=3))),
            datetime(2026, 11, 30, 22, 30, 0, 250, tzinfo=UTC),
        ),
        ("datetime", "2026-12-01 09:00:00", datetime(2026, 12, 1, 9, tzinfo=UTC)),
        ("datetime", "2026-12-01T09:00Z", datetime(2026, 12, 1, 9, tzinfo=UTC)),
        ("datetime", date(1, 1, 1), date(1, 1, 1)),
    ],
)
def test_a_value_has_the_type_of_its_field(desk, ticket, type, given, expected):
    """Texts are kept; a date remembers whether there was a time."""
    field = make(desk, type=type)

    custom.put(desk, ticket, {field.id: given})

    found = custom.of(desk, ticket)[field.id]
    assert (expected, expected.__class__) == (found, found.__class__)


@pytest.mark.parametrize(
    ("type", "given", "reason"),
    [
        ("text", 5, "must be text"),
        ("text", "a\0b", "must be text"),
        ("text", "\ud800", "must be text"),
        ("checkbox", "yes", "must be true or false"),
        ("checkbox", 2, "must be true or false"),
        ("checkbox", 1.0, "must be true or false"),
        ("date", "2026-02-30", "must be a date"),
        ("date", "soon", "must be a date"),
        ("date", 20261201, "must be a date"),
        ("datetime", "9999-12-31T23:00:00-05:00", "must be a date"),
        ("choice", "Middling", "must be one of the options"),
        ("choice", 99, "must be one of the options"),
        ("choice", True, "must be one of the options"),
        ("choice", ["Low"], "must be one of the options"),
        ("choice", "9" * 5000, "must be one of the options"),
        ("multichoice", ["Low", "Middling"], "must be one of the options"),
        ("multichoice", {"Low": 1}, "must be one of the options"),
    ],
)
def test_what_does_not_fit_is_refused(desk, ticket, type, given, reason):
    """By the name of the field; the old value stays."""
    field = make(desk, "Impact", type, options=("Low", "High") if "choice" in type else ())

    assert {"Impact": [reason]} == refused(desk, ticket, {field.id: given})
    assert {} == custom.of(desk, ticket)


def test_an_option_is_chosen_by_itself_its_id_or_its_name(desk, ticket):
    """Ids come before names, and letter case does not matter."""
    other = make(desk, "Other", "choice", options=("x",))
    field = make(desk, "Impact", "choice", options=("3", "HIGH", "Çok"))
    (option,) = custom.known(desk)[other.id].options
    three, high, much = custom.known(desk)[field.id].options
    found = []

    for given in (three, "2", 3, "3", " high ", "çOK", str(much.id)):
        custom.put(desk, ticket, {field.id: given})
        found.append(custom.of(desk, ticket)[field.id])

    assert [three, three, high, high, high, much, much] == found
    assert {"Impact": ["must be one of the options"]} == refused(desk, ticket, {field.id: option})


def test_several_options_are_kept_in_their_order(desk, ticket):
    """Each once; the same ones again change nothing."""
    field = make(desk, "Sites", "multichoice", options=("Piraeus", "Kadıköy", "Portland"))
    piraeus, _, portland = custom.known(desk)[field.id].options

    custom.put(desk, ticket, {field.id: ["portland", piraeus.id, portland]})
    custom.put(desk, ticket, {field.id: (portland, "Piraeus")})

    assert {field.id: (portland, piraeus)} == custom.of(desk, ticket)
    told = {str(field.id): [None, [portland.id, piraeus.id]]}
    assert [("ticket.custom", ticket.id, {"fields": told})] == the_events(desk)

    custom.put(desk, ticket, {field.id: "Kadıköy"})

    assert ["Kadıköy"] == [option.name for option in custom.of(desk, ticket)[field.id]]


@pytest.mark.parametrize("empty", [None, "", [], ()])
@pytest.mark.parametrize("type", list(FieldType))
def test_what_is_empty_clears(desk, ticket, type, empty):
    """Whatever the type; nothing is left in the store."""
    field = make(desk, type=type, options=("1",))
    custom.put(desk, ticket, {field.id: "2026-01-01" if type in ("date", "datetime") else "1"})

    custom.put(desk, ticket, {field.id: empty})

    assert {} == custom.of(desk, ticket)
    assert 0 == desk.session.scalar(select(func.count(CustomValue.id)))


def test_a_change_is_told_and_touches(desk, ticket):
    """With what it was and is; what stays the same does neither."""
    serial, urgent = make(desk), make(desk, "Urgent", "checkbox")
    custom.put(desk, ticket, {serial.id: "A", urgent.id: False})
    before = ticket.updated_at
    desk._now = LATER

    custom.put(desk, ticket, {serial.id: "A"})
    same = ticket.updated_at
    desk.actor = ticket.requester
    custom.put(desk, ticket, {serial.id: "B", urgent.id: False})

    assert (before, LATER) == (same, ticket.updated_at)
    assert ticket.requester_id == ticket.changed_by_id
    assert [
        ("ticket.custom", ticket.id, {"fields": {"1": [None, "A"], "2": [None, "false"]}}),
        ("ticket.custom", ticket.id, {"fields": {"1": ["A", "B"]}}),
    ] == the_events(desk)


def test_several_values_are_put_all_or_none(desk, ticket):
    """All that is wrong is said."""
    serial = make(desk)
    by, urgent = make(desk, "Needed by", "date"), make(desk, "Urgent", "checkbox")
    custom.put(desk, ticket, {serial.id: "A"})

    said = refused(desk, ticket, {serial.id: "B", by.id: "soon", urgent.id: "no"})

    assert {"Needed by": ["must be a date"], "Urgent": ["must be true or false"]} == said
    assert {serial.id: "A"} == custom.of(desk, ticket)


def test_fields_of_one_name_are_told_together(desk, ticket):
    """Names may be shared."""
    day, flag = make(desk, "Same", "date"), make(desk, "Same", "checkbox")

    said = refused(desk, ticket, {day.id: "x", flag.id: "x"})

    assert {"Same": ["must be a date", "must be true or false"]} == said


def test_fields_of_something_else_are_not_found(desk, ticket, tree):
    """Nor are those of another category, and those that are not there; nothing is put."""
    hardware, _, software = tree
    serial = make(desk)
    badge = make(desk, "Badge", usage="person")
    licence = make(desk, "Licence", categories=(software,))
    ticket.category_id = hardware.id

    for id in (badge.id, licence.id, 99):
        with pytest.raises(NotFound) as caught:
            custom.put(desk, ticket, {serial.id: "A", id: "B"})
        assert ("custom_field", id) == (caught.value.kind, caught.value.key)

    assert {} == custom.of(desk, ticket)


def test_values_are_hidden_and_not_lost_in_other_categories(desk, ticket, tree):
    """They are back when the ticket is."""
    hardware, laptop, software = tree
    serial = make(desk, "Serial", categories=(hardware,))
    tickets.change(desk, ticket, category_id=laptop.id)
    custom.put(desk, ticket, {serial.id: "PF3K"})

    tickets.change(desk, ticket, category_id=software.id)
    hidden = custom.of(desk, ticket)
    tickets.change(desk, ticket, category_id=hardware.id)

    assert ({}, {serial.id: "PF3K"}) == (hidden, custom.of(desk, ticket))


def test_people_organizations_and_assets_have_fields_too(desk, user):
    """Each their own."""
    rows = [
        user,
        desk.add(Organization(name="Acme")),
        desk.add(Asset(kind=AssetKind.OTHER, details={})),
    ]
    fields = [make(desk, usage=usage) for usage in ("person", "organization", "asset")]

    for row, field in zip(rows, fields, strict=True):
        custom.put(desk, row, {field.id: field.usage.value})

    assert [{field.id: field.usage.value} for field in fields] == [
        custom.of(desk, row) for row in rows
    ]
    assert ["person.custom", "organization.custom", "asset.custom"] == [
        kind for kind, *_ in the_events(desk)
    ]


@pytest.mark.parametrize("count", [2, 24])
def test_values_of_many_are_read_in_one_statement(store, world, count):
    """However many things and fields there are; ordered by position, each by its category."""
    with store.desk(world) as desk:
        user = people.create(desk, name="Sam Ortiz")
        software = categories.create(desk, name="Software")
        room = make(desk, "Room", position=9)
        licence = make(desk, "Licence", categories=(software,), position=5)
        fields = [room, licence, *(make(desk, f"Field {n}", position=n) for n in range(5))]
        given = {field.id: field.name for field in fields}
        for number in range(count):
            ticket = tickets.create(desk, subject=str(number), body="", requester=user)
            ticket.category_id = software.id
            custom.put(desk, ticket, given)
            ticket.category_id = software.id if number % 2 else 1
        tickets.create(desk, subject="bare", body="", requester=user)
        expected = [given[id] for id in custom.known(desk)]
    with store.desk(world, writes=False) as desk:
        custom.for_category(desk, None)

    with store.desk(world, writes=False) as desk, counting() as statements:
        rows = desk.rows(select(Ticket.id, Ticket.category_id).order_by(Ticket.id))
        found = custom.of_all(desk, Usage.TICKET, rows)

    without = [name for name in expected if name != "Licence"]
    assert [without, expected] * (count // 2) + [[]] == [[*found[row.id].values()] for row in rows]
    assert 2 == len(statements)


def test_without_fields_nothing_is_asked(store, world):
    """A desk that has none does not pay for them."""
    with store.desk(world, writes=False) as desk:
        custom.for_category(desk, None)

    with store.desk(world, writes=False) as desk, counting() as statements:
        custom.enter(desk, Usage.TICKET, 1, {})
        found = custom.of_all(desk, Usage.TICKET, [Ticket(id=1, category_id=1)])

    assert ({1: {}}, []) == (found, statements)


def test_what_is_entered_with_a_new_ticket_is_not_told(desk, user, tree):
    """It is part of the ticket's creation; else the same holds as for `put`."""
    hardware, _, software = tree
    field = make(desk, "Impact", "choice", options=("Low",), categories=(software,))
    given = {"subject": "s", "body": "", "requester": user}
    id = tickets.enter(desk, **given, category_id=software.id)

    custom.enter(desk, Usage.TICKET, id, {field.id: "low"}, category_id=software.id)
    with pytest.raises(NotFound):
        custom.enter(desk, Usage.TICKET, id, {field.id: "low"}, category_id=hardware.id)

    (option,) = custom.known(desk)[field.id].options
    assert isinstance(option, Option)
    assert {field.id: option} == custom.of(desk, desk.get(Ticket, id))
    assert [] == the_events(desk)


def test_values_go_with_their_ticket(desk, ticket):
    """Nothing is left of them."""
    custom.put(desk, ticket, {make(desk).id: "A"})

    tickets.erase(desk, ticket)

    assert 0 == desk.session.scalar(select(func.count(CustomValue.id)))


def test_values_go_with_their_field_and_option(desk, ticket):
    """Those of others stay."""
    gone, kept = make(desk), make(desk, "Impact", "multichoice", options=("Low", "High"))
    low, high = kept.options
    custom.put(desk, ticket, {gone.id: "A", kept.id: ["Low", "High"]})

    desk.session.delete(gone)
    kept.options.remove(low)
    desk.flush()

    assert {kept.id: [high.id]} == {
        id: [option.id for option in value] for id, value in custom.of(desk, ticket).items()
    }
