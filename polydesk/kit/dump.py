"""Writing answers: a marshmallow schema's dump, compiled once into plain attribute reads.

The schema stays the one description of the wire; what is saved is the general machinery
(hooks, context, checks for each value) that answers do not use.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from typing import Any, cast

from marshmallow import Schema, fields, missing

Write = Callable[[Any], Any]
Serialize = Callable[[Any, str, Any], Any]
"""Makes what is written of a value, the name of its field, and the object it is of."""

_NOWHERE = ""
"""An attribute that nothing has."""
_SHAPES = 100
"""How many forms of mapping are remembered for a schema."""

_AS_THEY_ARE = (fields.String, fields.Integer, fields.Boolean, fields.Dict, fields.Raw)


def dump(schema: Schema, value: Any) -> Any:
    """As `schema.dump(value)`, for mappings and objects alike."""
    return dump_all(schema, value) if schema.many else _compiled(schema)(value)


def dump_all(schema: Schema, values: Iterable[Any]) -> list[Any]:
    """Each of several as `dump` of a schema for one."""
    write = _compiled(schema)
    return [write(value) for value in values]


@dataclass(frozen=True)
class _Plan:
    """How the keys of a schema come about, in three steps.

    Each is `read` of an attribute, or else is its default; those that are `made` of the whole
    object get their value, and what is not written as it is found is `converted`.
    """

    read: Sequence[tuple[str, str, Any]]
    made: Sequence[tuple[str, Write]]
    converted: Sequence[tuple[str, str, Serialize]]

    @property
    def is_plain(self) -> bool:
        """Whether all attributes are called as they are written."""
        return all(key == attribute for key, attribute, _ in self.read)

    def is_shape(self, keys: Sequence[str]) -> bool:
        """Whether a mapping with these keys is as it is written: none too many, all in order."""
        written = [key for key, _, default in self.read if key in keys or default is not missing]
        return written == [*keys]


@cache
def _compiled(schema: Schema) -> Write:
    if schema._hooks["pre_dump"] or schema._hooks["post_dump"]:
        return lambda value: schema.dump(value, many=False)
    plan = _plan(schema)
    is_plain, is_shape = plan.is_plain, lru_cache(_SHAPES)(plan.is_shape)

    def write(value: Any) -> dict[str, Any]:
        is_mapping = isinstance(value, dict)
        if is_mapping and is_plain and is_shape(tuple(value)):
            body = dict(value)
        else:
            get = value.get if is_mapping else partial(getattr, value)
            body = {
                key: found
                for key, attribute, default in plan.read
                if (found := get(attribute, default)) is not missing
            }
        for key, make in plan.made:
            found = make(value)
            if found is missing:
                del body[key]
            else:
                body[key] = found
        for key, name, serialize in plan.converted:
            if key in body:
                body[key] = serialize(body[key], name, value)
        return body

    return write


def _plan(schema: Schema) -> _Plan:
    read, made, converted = [], [], []
    for name, field in schema.dump_fields.items():
        key = name if field.data_key is None else field.data_key
        make, serialize = _maker(schema, name, field), _serializer(field)
        if isinstance(field, fields.Constant):
            read.append((key, _NOWHERE, field.constant))
        elif make is not None:
            read.append((key, _NOWHERE, None))
            made.append((key, make))
        else:
            read.append((key, field.attribute or name, field.dump_default))
            if serialize is not None:
                converted.append((key, name, serialize))
    return _Plan(read, made, converted)


def _maker(schema: Schema, name: str, field: fields.Field[Any]) -> Write | None:
    """What makes a key of the whole object; None where one attribute is enough."""
    if isinstance(field, fields.Function) and field.serialize_func is not None:
        return cast(Write, field.serialize_func)
    if isinstance(field, fields.Function | fields.Method) or callable(field.dump_default):
        return lambda value: field.serialize(name, value, schema.get_attribute)
    attribute = field.attribute or name
    if "." not in attribute:
        return None
    serialize = _serializer(field)

    def follow(value: Any) -> Any:
        found = schema.get_attribute(value, attribute, field.dump_default)
        if found is missing or serialize is None:
            return found
        return serialize(found, name, value)

    return follow


def _serializer(field: fields.Field[Any]) -> Serialize | None:
    """What makes what is written of a value; None for what is written as it is."""
    if _is_written_as_it_is(field):
        return None
    if isinstance(field, fields.Nested):
        one, many = _compiled(field.schema), field.many or field.schema.many
        if not many:
            return lambda found, _name, _value: None if found is None else one(found)
        return lambda found, _name, _value: found and [one(item) for item in found]
    if isinstance(field, fields.List) and isinstance(field.inner, fields.Nested):
        each = _compiled(field.inner.schema)
        return lambda found, _name, _value: found and [each(item) for item in found]
    return field._serialize


def _is_written_as_it_is(field: fields.Field[Any]) -> bool:
    if isinstance(field, fields.Dict) and (field.key_field or field.value_field):
        return False
    return type(field) in _AS_THEY_ARE and not getattr(field, "as_string", False)
