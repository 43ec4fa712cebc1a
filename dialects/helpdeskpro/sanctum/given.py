"""What a request brings, as the vendor's framework reads it. Source: contract 1.1 and 1.9."""

import io
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from flask import Request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request as Plain

from polydesk.kit.dialect import MAX_BODY_BYTES
from polydesk.kit.parse import decoded
from polydesk.kit.problem import Malformed

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_KEPT = frozenset({"password", "password_confirmation", "current_password"})
"""Of these not even outer blanks are taken away."""
_READING = frozenset({"GET", "HEAD"})
_PART = re.compile(r"\[([^\[\]]*)\]")
_DEEPEST = 60
_METHOD = "_method"
_SPOOFED = frozenset({"PUT", "PATCH", "DELETE"})


def gather(request: Request) -> Mapping[str, Any]:
    """Query and body as one mapping, where the body wins: trimmed, and null for what is empty.

    A body that is no JSON object, or of a type that says otherwise than it is, brings nothing.
    """
    found = nested(_asked(request)) if request.query_string else {}
    if request.is_json:
        found |= _object(request.get_data())
    elif request.content_type:
        found |= nested(request.form.items(multi=True))
    return {name: _clean(name, value) for name, value in found.items()}


def _asked(request: Request) -> Iterable[tuple[str, str]]:
    asked = request.args.items(multi=True)
    if request.method in _READING:
        return ((_legible(name), _legible(value)) for name, value in asked)
    return asked


def _legible(text: str) -> str:
    """Text that can be looked for: what no store holds finds nothing, and is no error."""
    return text.replace("\0", "\ufffd")


def _object(body: bytes) -> dict[str, Any]:
    if not body:
        return {}
    try:
        found = decoded(body)
    except Malformed:
        return {}
    return found if isinstance(found, dict) else {}


def _clean(name: object, value: Any, depth: int = 0) -> Any:
    if isinstance(value, str):
        return (value if name in _KEPT else value.strip()) or None
    if depth == _DEEPEST:
        return value  # the schemas refuse what is so deep
    if isinstance(value, list):
        return [_clean(name, one, depth + 1) for one in value]
    if isinstance(value, dict):
        return {key: _clean(key, one, depth + 1) for key, one in value.items()}
    return value


def nested(pairs: Iterable[tuple[str | None, str]]) -> dict[str, Any]:
    """`a[b][]=1` as `{"a": {"b": ["1"]}}`, the way PHP reads it; of equal names the last counts."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name is None:  # a part of a multipart body may be nobody's
            continue
        base, bracket, _ = name.partition("[")
        keys = _PART.findall(name) if bracket and name.endswith("]") else []
        if not base or len(keys) > _DEEPEST:
            continue
        at, key = found, base
        for part in keys:
            inner = at.get(key)
            if not isinstance(inner, dict):
                inner = at[key] = {}
            at, key = inner, part or str(len(inner))
        at[key] = value
    return {name: _listed(value) for name, value in found.items()}


def _listed(value: Any) -> Any:
    """Keys that count from 0 make a list."""
    if not isinstance(value, dict):
        return value
    parts = {key: _listed(one) for key, one in value.items()}
    return [*parts.values()] if [*parts] == [str(n) for n in range(len(parts))] else parts


def rewrite(environ: "WSGIEnvironment") -> None:
    """Let a POST that names another method in `_method` be of that. Source: contract 1.1."""
    if environ.get("REQUEST_METHOD") != "POST":
        return
    method = _spoofed(environ)
    if isinstance(method, str) and method.strip().upper() in _SPOOFED:
        environ["REQUEST_METHOD"] = method.strip().upper()


def _spoofed(environ: "WSGIEnvironment") -> Any:
    if _METHOD in environ.get("QUERY_STRING", ""):
        asked = Plain(environ).args.get(_METHOD)
        if asked is not None:
            return asked
    if not _is_short(environ):
        return None  # what is too long is refused later
    body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    environ["wsgi.input"] = io.BytesIO(body)
    if _METHOD.encode() not in body:
        return None
    request = Plain({**environ, "wsgi.input": io.BytesIO(body)})
    try:
        return _object(body).get(_METHOD) if request.is_json else request.form.get(_METHOD)
    except HTTPException:
        return None  # the body is read again, and refused, where it is wanted


def _is_short(environ: "WSGIEnvironment") -> bool:
    length = environ.get("CONTENT_LENGTH") or ""
    return length.isascii() and length.isdecimal() and 0 < int(length) <= MAX_BODY_BYTES
