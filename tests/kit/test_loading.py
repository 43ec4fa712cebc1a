"""Schemas that ask only the fields with something to say read what marshmallow's own do."""

import marshmallow
import pytest
from marshmallow import EXCLUDE, INCLUDE, RAISE, ValidationError, fields, pre_load

from polydesk.kit.fields import Schema

INPUTS = (
    {},
    {"name": "Ada"},
    {"name": "Ada", "X-Age": "7", "tags": ["a"], "deep": {"at": "2026-01-02"}},
    {"X-Age": None, "fixed": 2, "age": 3},
    {"other": 1, "tags": "a", "deep": {}},
    {"alias": "Bo", "rows": [{}, {"at": "x"}, 7, {"at": "2026-01-02", "more": 1}]},
    {"name": "Ada", "deep": [], "rows": {}},
    [],
    None,
)


class _Members:
    name = fields.Str(required=True)
    age = fields.Int(data_key="X-Age", allow_none=True)
    tags = fields.List(fields.Str())
    size = fields.Str(load_default="medium")
    made = fields.List(fields.Int(), load_default=list)
    fixed = fields.Constant(1)
    shown = fields.Str(dump_only=True)

    @pre_load
    def read_alias(self, data, **_):
        """Another word for the name."""
        return {**data, "name": data["alias"]} if data and "alias" in data else data


def _made(base):
    inner = type("Inner", (base,), {"at": fields.Date(required=True), "note": fields.Str()})
    deep = {"deep": fields.Nested(inner), "rows": fields.List(fields.Nested(inner))}
    return type("Outer", (_Members, base), {**vars(_Members), **deep})


class _Plain(marshmallow.Schema):
    class Meta:
        unknown = EXCLUDE


OURS, THEIRS = _made(Schema), _made(_Plain)


def _read(schema, given, **options):
    try:
        return schema.load(given, **options)
    except ValidationError as error:
        return error.messages, error.valid_data


@pytest.mark.parametrize("unknown", [EXCLUDE, INCLUDE, RAISE])
@pytest.mark.parametrize("partial", [None, True, ("name",), ("deep.at",)])
def test_what_is_read_is_what_marshmallow_reads(unknown, partial):
    """Values, defaults and flaws, of one thing or several."""
    ours, theirs = OURS(unknown=unknown), THEIRS(unknown=unknown)

    for given in INPUTS:
        assert _read(theirs, given, partial=partial) == _read(ours, given, partial=partial)
    several = [given for given in INPUTS if isinstance(given, dict)]
    assert _read(theirs, several, many=True, partial=partial) == _read(
        ours, several, many=True, partial=partial
    )


def test_fields_that_nothing_was_sent_for_are_not_asked():
    """A vendor's thing may have dozens, of which a client sends three."""
    asked = []

    class Noted(fields.Str):
        def deserialize(self, value, attr=None, data=None, **kwargs):
            asked.append(attr)
            return super().deserialize(value, attr, data, **kwargs)

    class Thing(Schema):
        a, b, c = Noted(), Noted(), Noted(load_default="there")

    assert {"a": "sent", "c": "there"} == Thing().load({"a": "sent"})
    assert ["a", "c"] == asked
