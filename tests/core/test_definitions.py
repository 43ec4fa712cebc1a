"""Custom fields as admins define them."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from polydesk.core import categories, custom, definitions, organizations
from polydesk.core.errors import Conflict, Invalid, NotFound
from polydesk.core.models import (
    CustomField,
    CustomOption,
    CustomValue,
    Event,
    FieldType,
    Usage,
)

LATER = datetime(2031, 1, 1, tzinfo=UTC)
UNKNOWN = {"options": ["must be those of the field, each once"]}


def told(desk):
    """What happened to fields."""
    query = select(Event.kind, Event.data).filter_by(about="custom_field").order_by(Event.id)
    return [(row.kind, row.data) for row in desk.session.execute(query)]


def make(desk, type="text", **given):
    """A field of tickets."""
    wanted = {"name": "Impact", "usage": Usage.TICKET} | given
    return definitions.create(desk, type=FieldType(type), **wanted)


def choices(desk, field):
    """The options as everybody sees them: id, name, position."""
    return [(one.id, one.name, one.position) for one in custom.known(desk)[field.id].options]


@pytest.fixture
def impact(desk):
    """A choice between two."""
    return make(desk, "choice", options=[{"name": "Low"}, {"name": "High"}])


def test_a_field_is_defined_with_all_that_it_has(desk):
    """And known at once."""
    hardware = categories.create(desk, name="Hardware")

    field = make(
        desk,
        description="How many wait",
        default="Nobody",
        mandatory=True,
        position=7,
        categories=[hardware],
        extras={"toy": {"widget": "x"}},
    )

    known = custom.known(desk)[field.id]
    assert ("Impact", True, 7, False, {hardware.id}) == (
        known.name,
        known.mandatory,
        known.position,
        known.everywhere,
        known.category_ids,
    )
    assert ("How many wait", "Nobody", True) == (field.description, field.default, field.enabled)
    assert ({"toy": {"widget": "x"}}, [("custom_field.created", {})]) == (field.extras, told(desk))


def test_options_have_their_place_in_the_list(desk):
    """Unless a position is given."""
    field = make(desk, "multichoice", options=[{"name": "B", "position": 5}, {"name": "A"}])

    assert [(2, "A", 2), (1, "B", 5)] == choices(desk, field)


def test_options_are_kept_renamed_added_and_removed(desk, impact, ticket):
    """By id; what was chosen of one that is gone is gone, and of one that is renamed stays."""
    low, high = (id for id, *_ in choices(desk, impact))
    other = make(desk, "multichoice", options=[{"name": "A"}, {"name": "B"}])
    a, b = (id for id, *_ in choices(desk, other))
    custom.put(desk, ticket, {impact.id: high, other.id: [b, a]})

    definitions.change(desk, impact, options=[{"name": "None"}, {"id": high, "name": "Severe"}])
    definitions.change(desk, other, options=[{"id": b, "name": "B"}])

    assert ["None", "Severe"] == [name for _, name, _ in choices(desk, impact)]
    held = custom.of(desk, ticket)
    assert ("Severe", ["B"]) == (held[impact.id].name, [one.name for one in held[other.id]])
    assert 2 == desk.session.scalar(select(func.count(CustomValue.id)))
    assert low not in {id for id, *_ in choices(desk, impact)}


@pytest.mark.parametrize(
    ("type", "options", "problem"),
    [
        ("choice", [{"id": 99, "name": "x"}], UNKNOWN),
        ("choice", [{"id": 2**70, "name": "x"}], UNKNOWN),
        ("choice", [{"id": 1, "name": "x"}, {"id": 1, "name": "y"}], UNKNOWN),
        ("choice", [{"id": 3, "name": "of another field"}], UNKNOWN),
        ("text", [{"name": "x"}], {"options": ["are for choices only"]}),
    ],
)
def test_options_that_do_not_fit_are_refused(desk, impact, type, options, problem):
    """Nothing changes then, also where something else is given."""
    make(desk, "choice", options=[{"name": "Other"}])
    field = {"choice": impact, "text": make(desk)}[type]
    before = choices(desk, field)

    with pytest.raises(Invalid) as refused:
        definitions.change(desk, field, name="New", options=options)
    with pytest.raises(Invalid):
        make(desk, "text", options=[{"name": "x"}])

    assert problem == refused.value.fields
    assert ("Impact", before) == (field.name, choices(desk, field))


def test_a_change_is_told_by_name(desk, impact):
    """What stays the same is not."""
    options = [{"id": id, "name": name} for id, name, _ in choices(desk, impact)]
    before = impact.updated_at
    desk._now = LATER

    definitions.change(desk, impact, name="Impact", options=options)
    same = (impact.updated_at, told(desk)[1:])
    definitions.change(desk, impact, name="Severity", options=options[1:], default="High")

    assert ((before, []), LATER) == (same, impact.updated_at)
    assert [("custom_field.changed", {"fields": ["default", "name", "options"]})] == told(desk)[1:]


def test_a_disabled_field_is_neither_read_nor_written(desk, ticket, user):
    """What is filled in is back once it is enabled; whoever administers fields sees it."""
    field, badge = make(desk), make(desk, usage=Usage.PERSON)
    custom.put(desk, ticket, {field.id: "a"})

    for one in (field, badge):
        definitions.change(desk, one, enabled=False)

    assert ({}, (), ()) == (
        custom.of(desk, ticket),
        custom.for_category(desk, None),
        custom.of_usage(desk, Usage.PERSON),
    )
    for row, one in ((ticket, field), (user, badge)):
        with pytest.raises(NotFound):
            custom.put(desk, row, {one.id: "b"})
    assert [field] == desk.all(definitions.listed(Usage.TICKET))
    assert field is definitions.get(desk, Usage.TICKET, field.id)

    definitions.change(desk, field, enabled=True)

    assert {field.id: "a"} == custom.of(desk, ticket)


def test_fields_of_another_usage_are_not_found(desk):
    """Each has its own list, by position."""
    second, first = make(desk, position=2), make(desk, position=1)
    badge = make(desk, usage=Usage.PERSON)

    with pytest.raises(NotFound):
        definitions.get(desk, Usage.TICKET, badge.id)

    assert [first, second] == desk.all(definitions.listed(Usage.TICKET))


def test_an_erased_field_leaves_nothing(desk, impact, ticket):
    """Neither options nor values; others stay."""
    other = make(desk, name="Room")
    custom.put(desk, ticket, {impact.id: "high", other.id: "1"})

    definitions.erase(desk, impact)

    assert {other.id: "1"} == custom.of(desk, ticket)
    models = (CustomField, CustomOption, CustomValue)
    assert [1, 0, 1] == [desk.session.scalar(select(func.count(model.id))) for model in models]
    assert "custom_field.deleted" == told(desk)[-1][0]


def test_what_is_erased_at_that_moment_is_not_filled_in(store, world):
    """Who remembers an option that is gone by now is told, and nothing is stored."""
    with store.desk(world) as desk:
        field_id = make(
            desk, "choice", usage=Usage.ORGANIZATION, options=[{"name": "Low"}, {"name": "High"}]
        ).id
        house = organizations.create(desk, name="Acme").id
    with store.desk(world) as desk:
        known = custom.known(desk)
        desk.session.execute(CustomOption.__table__.delete().where(CustomOption.id == 2))

        with pytest.raises(Conflict) as refused:
            custom.put(desk, organizations.get(desk, house), {field_id: 2})

        assert ("custom_field", "erased") == (refused.value.kind, refused.value.reason)
        assert ({}, 2) == (
            custom.of(desk, organizations.get(desk, house)),
            len(known[field_id].options),
        )
