"""Reading parameters that may come from anywhere, for vendors whose framework binds them so.

The carriers, first to last: the form (urlencoded or multipart), the object in a JSON body, the
path, the query. The first that has a name at all decides, even with a blank.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson
from flask import Request
from marshmallow import INCLUDE, Schema, ValidationError, fields, missing

from polydesk.core.errors import Invalid
from polydesk.kit.parse import BOM, refuse_unstorable
from polydesk.kit.problem import Malformed

ALIASES = "aliases"
"""In a field's metadata: further names that it is sent by; its own comes first."""
BLANK = "blank"
"""In a field's metadata: that an empty text is a value, and not none."""

Carrier = Mapping[str, Sequence[Any]]
"""All values of each name, which is in lower case."""


def gather(schema: Schema, request: Request) -> dict[str, Any]:
    """What a request brings for a schema's fields, by attribute.

    Names are read in any letter case, of several values for one the first counts. A list takes
    them all, sent as `a=1&a=2`, `a[]=1`, `a[0]=1`, `a=1,2` or a JSON array, and leaves out what it
    cannot read. A blank and a JSON null are none, and so is what an optional field cannot read;
    what its validators refuse is refused. Schemas that include the unknown get the rest by lower
    name, as text.

    Raises Malformed, and Invalid with `required` for what is missing, or cannot be read and must.
    """
    carriers = _carriers(request)
    taken: dict[str, Any] = {}
    wrong: dict[str, list[str]] = {}
    known: set[str] = set()
    for name, field in schema.load_fields.items():
        key = field.data_key or name
        names = [one.lower() for one in (key, *field.metadata.get(ALIASES, ()))]
        known.update(names)
        try:
            value = _read(field, key, names, carriers)
        except ValidationError as error:
            wrong[key] = [str(reason) for reason in error.messages]
            continue
        if value is not missing:
            taken[field.attribute or name] = value
    if wrong:
        raise Invalid(wrong)
    if schema.unknown == INCLUDE:
        taken |= _others(carriers, known)
    refuse_unstorable(schema, taken)
    return taken


def _read(
    field: fields.Field[Any], key: str, names: Sequence[str], carriers: Sequence[Carrier]
) -> Any:
    """One field's value, its default or `missing`. Raises ValidationError."""
    given = _given(field, names, carriers)
    value: Any = missing
    if isinstance(field, fields.List):
        items = (_parsed(field.inner, key, one) for one in _items(given))
        value = [one for one in items if one is not missing] or missing
    elif given:
        value = _parsed(field, key, given[0])
    if value is missing:
        if field.required:
            raise field.make_error("required")
        default = field.load_default
        return default() if callable(default) else default
    field._validate(value)
    return value


def _given(
    field: fields.Field[Any], names: Sequence[str], carriers: Sequence[Carrier]
) -> Sequence[Any]:
    """All values of the first carrier that has the first of the names."""
    forms = [f"{name}[]" for name in names] if isinstance(field, fields.List) else []
    for name in (*names, *forms):
        for carrier in carriers:
            if name in carrier:
                return carrier[name]
    return ()


def _items(given: Sequence[Any]) -> Iterable[Any]:
    """The members of a list, however it was sent."""
    for value in given:
        if isinstance(value, list):
            yield from value
        elif isinstance(value, str):
            yield from value.split(",")
        else:
            yield value


def _parsed(field: fields.Field[Any], key: str, value: Any) -> Any:
    """What a field reads; `missing` for none, and for what it cannot read."""
    if value is None or (value == "" and not field.metadata.get(BLANK)):
        return missing
    try:
        return field._deserialize(value, key, {})
    except ValidationError:
        return missing


def _others(carriers: Sequence[Carrier], known: set[str]) -> dict[str, str]:
    found: dict[str, Any] = {}
    for carrier in reversed(carriers):
        found |= {name: values[0] for name, values in carrier.items() if name not in known}
    return {
        name: str(value)
        for name, value in found.items()
        if value is not None and not isinstance(value, dict | list)
    }


def _carriers(request: Request) -> list[Carrier]:
    path = (request.view_args or {}).items()
    has_body = bool(request.content_type)  # else there is nothing to parse
    carriers = [
        _lowered(request.form.lists()) if has_body else {},
        _lowered((name, [value]) for name, value in _json(request).items()) if has_body else {},
        _lowered((name, [value]) for name, value in path),
        _lowered(request.args.lists()),
    ]
    return [carrier for carrier in carriers if carrier]


def _lowered(items: Iterable[tuple[str | None, Sequence[Any]]]) -> Carrier:
    """By lower name; `a[0]` and what follows it are taken for `a[]`."""
    found: dict[str, list[Any]] = {}
    for name, values in items:
        if name is None:  # a part of a multipart body may be nobody's
            continue
        base, bracket, rest = name.lower().partition("[")
        listed = bracket and rest.endswith("]") and (rest == "]" or rest[:-1].isdecimal())
        found.setdefault(f"{base}[]" if listed else name.lower(), []).extend(values)
    return found


def _json(request: Request) -> Mapping[str, Any]:
    """The object in a JSON body, past a byte order mark; `{}` for none, and for no object."""
    if not request.is_json:
        return {}
    body = request.get_data().removeprefix(BOM)
    try:
        found = orjson.loads(body) if body.strip() else {}
    except orjson.JSONDecodeError as error:
        raise Malformed(str(error)) from error
    return found if isinstance(found, dict) else {}
