"""Reading parameters that may come from anywhere, for vendors whose framework binds them so.

The carriers, first to last: the form (urlencoded or multipart), the object in a JSON body, the
path, the query. The first that has a name at all decides, even with a blank.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import IO, Any

from flask import Request
from marshmallow import INCLUDE, Schema, ValidationError, fields, missing
from werkzeug.formparser import FormDataParser

from polydesk.core.errors import Invalid
from polydesk.kit.parse import BOM, decoded, refuse_unstorable
from polydesk.kit.problem import Malformed

ALIASES = "aliases"
"""In a field's metadata: further names that it is sent by; its own comes first."""
BLANK = "blank"
"""In a field's metadata: that an empty text is a value, and not none."""

_LENGTHY = frozenset({"HTTP/1.0", "HTTP/1.1"})
"""The protocols whose bodies come with a length, or in chunks."""

Carrier = Mapping[str, Sequence[Any]]
"""All values of each name, which is in lower case."""


@dataclass(frozen=True)
class _Wanted:
    """A field that is looked for: as what it is kept, and its names in lower case, best first."""

    field: fields.Field[Any]
    key: str
    attribute: str
    names: Sequence[str]


@cache
def _wanted(schema: Schema) -> Sequence[_Wanted]:
    return [_looked_for(name, field) for name, field in schema.load_fields.items()]


def _looked_for(name: str, field: fields.Field[Any]) -> _Wanted:
    key = field.data_key or name
    names = [one.lower() for one in (key, *field.metadata.get(ALIASES, ()))]
    forms = [f"{one}[]" for one in names] if isinstance(field, fields.List) else []
    return _Wanted(field, key, field.attribute or name, [*names, *forms])


def gather(schema: Schema, request: Request) -> dict[str, Any]:
    """What a request brings for a schema's fields, by attribute.

    Names are read in any letter case, of several values for one the first counts. A list takes
    them all, sent as `a=1&a=2`, `a[]=1`, `a[0]=1`, `a=1,2` or a JSON array, and leaves out what it
    cannot read. A blank and a JSON null are none, and so is what an optional field cannot read;
    what its validators refuse is refused. Schemas that include the unknown get the rest by lower
    name, as text.

    Raises Malformed, and Invalid with `required` for what is missing, or cannot be read and must.
    """
    carried = _carried(request)
    taken: dict[str, Any] = {}
    wrong: dict[str, list[str]] = {}
    for wanted in _wanted(schema):
        try:
            value = _read(wanted, carried)
        except ValidationError as error:
            wrong[wanted.key] = [str(reason) for reason in error.messages]
            continue
        if value is not missing:
            taken[wanted.attribute] = value
    if wrong:
        raise Invalid(wrong)
    if schema.unknown == INCLUDE:
        taken |= _others(schema, carried)
    refuse_unstorable(schema, taken)
    return taken


def _read(wanted: _Wanted, carried: Carrier) -> Any:
    """One field's value, its default or `missing`. Raises ValidationError."""
    field = wanted.field
    given = _given(wanted.names, carried)
    value: Any = missing
    if isinstance(field, fields.List):
        items = (_parsed(field.inner, wanted.key, one) for one in _items(given))
        value = [one for one in items if one is not missing] or missing
    elif given:
        value = _parsed(field, wanted.key, given[0])
    if value is missing:
        if field.required:
            raise field.make_error("required")
        default = field.load_default
        return default() if callable(default) else default
    field._validate(value)
    return value


def _given(names: Sequence[str], carried: Carrier) -> Sequence[Any]:
    """What the best name has; a blank only where no other one has more."""
    found = [carried[name] for name in names if name in carried]
    return next((values for values in found if values[0] not in (None, "")), (found or [()])[0])


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


def _others(schema: Schema, carried: Carrier) -> dict[str, str]:
    known = {name for wanted in _wanted(schema) for name in wanted.names}
    found = {name: values[0] for name, values in carried.items() if name not in known}
    return {
        name: str(value)
        for name, value in found.items()
        if value is not None and not isinstance(value, dict | list)
    }


def _carried(request: Request) -> Carrier:
    """All that a request brings: of each name what its first carrier has."""
    carried = _lowered(request.args.lists())
    if request.view_args:
        carried |= _lowered((name, [value]) for name, value in request.view_args.items())
    if request.content_type and _has_body(request):
        if request.is_json:
            carried |= _lowered((name, [value]) for name, value in _json(request).items())
        else:
            request.form_data_parser_class = _Strict
            carried |= _lowered(request.form.lists())
    return carried


class _Strict(FormDataParser):
    """Refuses a multipart body that cannot be read: werkzeug takes it for none, files and all."""

    def parse(
        self,
        stream: IO[bytes],
        mimetype: str,
        content_length: int | None,
        options: dict[str, str] | None = None,
    ) -> Any:
        self.silent = content_length == 0 or not (options or {}).get("boundary")
        try:
            return super().parse(stream, mimetype, content_length, options)
        except ValueError as error:
            raise Malformed(str(error)) from error


def _has_body(request: Request) -> bool:
    """Whether there may be something to parse; it is read where the protocol does not tell."""
    environ = request.environ
    if environ.get("CONTENT_LENGTH") or "HTTP_TRANSFER_ENCODING" in environ:
        return True
    return environ.get("SERVER_PROTOCOL") not in _LENGTHY and bool(request.get_data())


def _lowered(items: Iterable[tuple[str | None, Sequence[Any]]]) -> dict[str, list[Any]]:
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
    body = request.get_data()
    found = decoded(body) if body.removeprefix(BOM).strip() else {}
    return found if isinstance(found, dict) else {}
