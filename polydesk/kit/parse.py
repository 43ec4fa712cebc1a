"""Reading what a request brings: webargs, with the bodies and the refusals our vendors have."""

from collections.abc import Mapping
from typing import Any

import orjson
from flask import Request
from marshmallow import Schema, ValidationError
from webargs.flaskparser import FlaskParser
from webargs.multidictproxy import MultiDictProxy
from werkzeug.datastructures import MultiDict

from polydesk.core.errors import Invalid
from polydesk.kit.problem import Malformed, Unstorable

BOM = b"\xef\xbb\xbf"
"""The byte order mark, which some put before JSON."""


class _Parser(FlaskParser):
    """webargs with one more place, `values`: the query or the form, whichever has the name first.

    What is unknown is each schema's own affair (`class Meta: unknown = …`).
    """

    DEFAULT_UNKNOWN_BY_LOCATION: dict[str, str | None] = {}  # noqa: RUF012
    __location_map__ = {**FlaskParser.__location_map__, "values": "load_values"}  # noqa: RUF012

    def load_values(self, req: Request, schema: Schema) -> Any:
        """The query and the form as one."""
        return _sent(req.values, schema)

    def load_querystring(self, req: Request, schema: Schema) -> Any:
        """The query."""
        return _sent(req.args, schema)

    def load_form(self, req: Request, schema: Schema) -> Any:
        """The form."""
        return _sent(req.form, schema)

    def handle_error(self, error: ValidationError, *_: Any, **__: Any) -> None:  # type: ignore[override]
        """Say it the core's way."""
        places: Mapping[str, Any] = error.messages_dict
        raise Invalid(next(iter(places.values()))) from error


def _sent(values: MultiDict[str, str], schema: Schema) -> dict[str, Any]:
    """What was sent, as a plain mapping: a MultiDict is slow to say what it does not have."""
    proxy = MultiDictProxy(values, schema)
    return {name: proxy[name] for name in values}


_parser = _Parser()


def take(
    schema: Schema,
    request: Request,
    place: str,
    *,
    json_always: bool = False,
    needs_body: bool = False,
) -> Any:
    """What a schema makes of what a request brings in `json`, `query`, `form` or `values`.

    Raises Malformed, and Invalid also for text that no database stores. `json_always` and
    `needs_body`: as for `read_json`.
    """
    if place == "json":
        return load(schema, read_json(request, always=json_always, needed=needs_body))
    taken = _parser.parse(schema, request, location=place)
    refuse_unstorable(schema, taken)
    return taken


def load(schema: Schema, given: Mapping[str, Any]) -> Any:
    """What a schema makes of an object. Raises Invalid, also for text that no database stores."""
    try:
        taken = schema.load(given)
    except ValidationError as error:
        raise Invalid(error.messages_dict) from error
    refuse_unstorable(schema, taken)
    return taken


def read_json(request: Request, *, always: bool = False, needed: bool = False) -> Any:
    """The JSON object in the body; `{}` where there is none and none is needed. Raises Malformed.

    A byte order mark is passed over, of equal keys the last one counts.
    """
    if not (always or request.is_json):
        return {}
    body = request.get_data()
    if not body and not needed:
        return {}
    data = decoded(body)
    if not isinstance(data, dict):
        raise Malformed("not an object")
    return data


def decoded(body: bytes) -> Any:
    """What JSON says, past a byte order mark. Raises Malformed."""
    try:
        return orjson.loads(body.removeprefix(BOM))
    except orjson.JSONDecodeError as error:
        raise Malformed(str(error)) from error


def refuse_unstorable(schema: Schema, taken: Mapping[str, Any]) -> None:
    """Raise Unstorable where text holds NULs or lone surrogates, or JSON is nested too deep."""
    wrong = {name: [flaw] for name, value in taken.items() if (flaw := _flaw(value))}
    if wrong:
        keys = {field.attribute or n: field.data_key or n for n, field in schema.fields.items()}
        raise Unstorable({keys.get(name, name): flaws for name, flaws in wrong.items()})


_DEEPEST = 100
"""How deep JSON may be nested; what is deeper could not be written again."""


def _flaw(value: Any, depth: int = 0) -> str | None:
    if isinstance(value, str):
        if "\0" in value:
            return "Must not contain NUL characters."
        if not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value):
            return "Must not contain lone surrogates."
        return None
    if not isinstance(value, dict | list | tuple):
        return None
    if depth == _DEEPEST:
        return f"Must not be nested more than {_DEEPEST} levels deep."
    parts = [*value, *value.values()] if isinstance(value, dict) else value
    return next((flaw for part in parts if (flaw := _flaw(part, depth + 1))), None)
