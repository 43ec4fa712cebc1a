"""Writing answers: a marshmallow schema's dump, compiled once into plain attribute reads.

The schema stays the one description of the wire; what is saved is the general machinery
(hooks, context, checks for each value) that answers do not use.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from marshmallow import Schema, fields, missing

Write = Callable[[Any], Any]
Convert = Callable[[Any, Any], Any]
"""Makes what is written of a value, or of `missing`, and the object it is of."""

_AS_THEY_ARE = (fields.String, fields.Integer, fields.Boolean, fields.Dict, fields.Raw)


def dump(schema: Schema, value: Any) -> Any:
    """As `schema.dump(value)`, for mappings and objects alike."""
    write = _compiled(schema)
    return [write(item) for item in value] if schema.many else write(value)


@cache
def _compiled(schema: Schema) -> Write:
    if schema._hooks["pre_dump"] or schema._hooks["post_dump"]:
        return lambda value: schema.dump(value, many=False)
    plan = [
        (name if field.data_key is None else field.data_key, *_reader(schema, name, field))
        for name, field in schema.dump_fields.items()
    ]

    def write(value: Any) -> dict[str, Any]:
        get: Any = dict.get if isinstance(value, dict) else getattr
        body = {}
        for key, attribute, convert in plan:
            found = missing if attribute is None else get(value, attribute, missing)
            if convert is not None:
                found = convert(found, value)
            if found is not missing:
                body[key] = found
        return body

    return write


def _reader(
    schema: Schema, name: str, field: fields.Field[Any]
) -> tuple[str | None, Convert | None]:
    """Which attribute a field is written of, if of one, and what is made of it."""
    if isinstance(field, fields.Function) and field.serialize_func is not None:
        made: Any = field.serialize_func
        return None, lambda _, value: made(value)
    if isinstance(field, fields.Function | fields.Method):
        return None, lambda _, value: field.serialize(name, value)
    attribute = field.attribute or name
    convert = _default(field, _writer(name, field))
    if "." not in attribute:
        return attribute, convert

    def follow(_: Any, value: Any) -> Any:
        found = schema.get_attribute(value, attribute, missing)
        return found if convert is None else convert(found, value)

    return None, follow


def _default(field: fields.Field[Any], convert: Convert | None) -> Convert | None:
    """The conversion with the field's default for what is missing."""
    default = field.dump_default
    if convert is None and default is missing:
        return None

    def read(found: Any, value: Any) -> Any:
        if found is missing:
            return default() if callable(default) else default
        return found if convert is None else convert(found, value)

    return read


def _writer(name: str, field: fields.Field[Any]) -> Convert | None:
    if _is_written_as_it_is(field):
        return None
    if isinstance(field, fields.Nested):
        one, many = _compiled(field.schema), field.many or field.schema.many
        if not many:
            return lambda found, _: None if found is None else one(found)
        return lambda found, _: found and [one(item) for item in found]
    if isinstance(field, fields.List) and isinstance(field.inner, fields.Nested):
        each = _compiled(field.inner.schema)
        return lambda found, _: found and [each(item) for item in found]
    return lambda found, value: field._serialize(found, name, value)


def _is_written_as_it_is(field: fields.Field[Any]) -> bool:
    if isinstance(field, fields.Dict) and (field.key_field or field.value_field):
        return False
    return type(field) in _AS_THEY_ARE and not getattr(field, "as_string", False)
