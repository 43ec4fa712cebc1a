"""The compiled dump says what marshmallow's own does."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from marshmallow import Schema, fields, post_dump

from polydesk.kit import fields as kit_fields
from polydesk.kit.dump import dump

TEXT = st.text(max_size=5)
MOMENT = st.datetimes(timezones=st.just(UTC))
KINDS = {
    "str": (lambda **k: fields.Str(**k), TEXT),
    "int": (lambda **k: fields.Int(**k), st.integers()),
    "text_int": (lambda **k: fields.Int(as_string=True, **k), st.integers()),
    "float": (lambda **k: fields.Float(**k), st.floats(allow_nan=False, allow_infinity=False)),
    "bool": (lambda **k: fields.Bool(**k), st.booleans()),
    "moment": (lambda **k: fields.AwareDateTime(format="iso", **k), MOMENT),
    "day": (lambda **k: fields.Date(**k), st.dates()),
    "raw": (lambda **k: fields.Raw(**k), st.integers() | TEXT),
    "dict": (lambda **k: fields.Dict(**k), st.dictionaries(TEXT, st.integers(), max_size=2)),
    "typed_dict": (
        lambda **k: fields.Dict(keys=fields.Str(), values=fields.Date(), **k),
        st.dictionaries(TEXT, st.dates(), max_size=2),
    ),
    "list": (lambda **k: fields.List(fields.Date(), **k), st.lists(st.dates(), max_size=2)),
    "word": (lambda **k: kit_fields.Word({1: "low", 2: "high"}, **k), st.sampled_from([1, 2])),
    "constant": (lambda **k: fields.Constant("fixed", **k), TEXT),
    "function": (lambda **k: fields.Function(lambda _: "made", **k), TEXT),
}
# how long it takes to make an example says something of the machine only
SETTINGS = settings(
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
NAMES = st.sampled_from(["a", "b", "c"])


@st.composite
def schemas(draw, depth=2):
    """A schema of some fields, and values that it can write."""
    declared, values = {}, {}
    for name in draw(st.sets(NAMES, min_size=1)):
        options = draw(
            st.fixed_dictionaries(
                {}, optional={"data_key": st.just(f"X-{name}"), "dump_default": st.just(None)}
            )
        )
        options |= {"allow_none": True}
        kind = draw(st.sampled_from([*KINDS, *(["nested", "many", "listed"] if depth else [])]))
        if kind in KINDS:
            make, some = KINDS[kind]
            declared[name] = make(**options)
            value = draw(st.none() | some)
        else:
            inner, one = draw(schemas(depth=depth - 1))
            declared[name] = {
                "nested": lambda inner=inner, o=options: fields.Nested(inner, **o),
                "many": lambda inner=inner, o=options: fields.Nested(inner, many=True, **o),
                "listed": lambda inner=inner, o=options: fields.List(fields.Nested(inner), **o),
            }[kind]()
            value = draw(st.none() | st.just(one if kind == "nested" else [one, one]))
        if draw(st.integers(0, 4)):
            values[name] = value
    base = draw(st.sampled_from([Schema, kit_fields.Schema]))
    made = type("Made", (base,), declared)
    only = draw(st.none() | st.just(tuple(sorted(declared))[:1]))
    return made(only=only), values


@given(schemas(), st.booleans())
@settings(SETTINGS, max_examples=150)
def test_it_is_as_marshmallows_own(some, as_object):
    """For mappings and objects, one and many, whatever is missing or None."""
    schema, values = some
    value = SimpleNamespace(**values) if as_object else values

    assert schema.dump(value) == dump(schema, value)


@pytest.mark.parametrize("value", [{"b": 2, "a": 1, "z": 0}, {"a": 1, "b": 2}, {"b": 2}, {"z": 0}])
def test_the_order_is_the_schemas(value):
    """Whatever the mapping's order, and whatever else it has."""

    class Three(Schema):
        a = fields.Int()
        b = fields.Int()
        c = fields.Int(dump_default=3)

    assert [*Three().dump(value).items()] == [*dump(Three(), value).items()]


def test_what_is_given_stays_as_it_is():
    """Also where it has the shape of the answer already."""

    class Day(Schema):
        on = fields.Date()

    given = {"on": date(2026, 1, 5)}

    assert {"on": "2026-01-05"} == dump(Day(), given)
    assert {"on": date(2026, 1, 5)} == given


@pytest.mark.parametrize("value", [{"inner": {}}, {"inner": None}, {}])
def test_an_empty_thing_inside_has_its_defaults(value):
    """It is there, other than none."""

    class Inner(Schema):
        name = fields.Str(dump_default="nameless")

    class Outer(Schema):
        inner = fields.Nested(Inner)

    assert Outer().dump(value) == dump(Outer(), value)


@given(schemas())
@settings(SETTINGS, max_examples=30)
def test_many_are_written_in_order(some):
    """Each as one."""
    schema, values = some
    many = type(schema)(many=True, only=schema.only)

    assert many.dump([values, values]) == dump(many, [values, values])


class Owner(kit_fields.Schema):
    name = fields.Str()


class Thing(kit_fields.Schema):
    owner_name = fields.Str(attribute="owner.name", allow_none=True)
    since = fields.DateTime(attribute="owner.since", allow_none=True)
    owner = fields.Nested(Owner, allow_none=True)
    secret = fields.Str(load_only=True)


@pytest.mark.parametrize(
    "value",
    [
        {"owner": {"name": "Ada", "since": datetime(2026, 1, 5, tzinfo=UTC)}, "secret": "x"},
        {"owner": {"name": "Ada"}},
        {"owner": None},
        {},
        SimpleNamespace(owner=SimpleNamespace(name="Ada", since=datetime(2026, 1, 5, tzinfo=UTC))),
        SimpleNamespace(owner=None, secret="x"),
        SimpleNamespace(),
    ],
)
def test_a_part_of_a_part_is_none_behind_none(value):
    """As marshmallow's dump by the same schema; what is for reading only is not written."""
    assert Thing().dump(value) == dump(Thing(), value)
    assert "secret" not in dump(Thing(), value)


def test_hooks_are_honoured():
    """A schema that has some is dumped by marshmallow itself."""

    class Hooked(Schema):
        name = fields.Str()

        @post_dump
        def shout(self, data, **_):
            return {name: text.upper() for name, text in data.items()}

    assert {"name": "ADA"} == dump(Hooked(), {"name": "ada"})
    assert [{"name": "ADA"}] == dump(Hooked(many=True), [{"name": "ada"}])


def test_the_values_of_a_typed_mapping_are_converted():
    """As the mapping's own schema says."""

    class Days(kit_fields.Schema):
        days = fields.Dict(keys=fields.Str(), values=fields.Date())

    days = {"days": {"first": datetime(2026, 1, 5, tzinfo=UTC).date()}}

    assert {"days": {"first": "2026-01-05"}} == Days().dump(days) == dump(Days(), days)
