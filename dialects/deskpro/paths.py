"""Addresses and queries in all the forms that clients write them. Source: contract 1, 4.2, 5.4."""

import io
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

import orjson
from flask.globals import request_ctx
from werkzeug.exceptions import HTTPException
from werkzeug.sansio.utils import get_current_url
from werkzeug.wrappers import Request

from polydesk.dialects.deskpro.fields import is_deep

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

BASE = "/api/v2"
MALFORMED = "polydesk.deskpro.malformed"
"""The WSGI environment's key for a query sent as a body that could not be read."""
_AS_QUERY = "HTTP_X_DESKPRO_API_GET_QUERY_BODY"
_SLASHES = re.compile("//+")
_DATED = re.compile(rf"{BASE}/\d{{8}}(?=/|$)")
_SINGULAR = re.compile(rf"{BASE}/ticket(?=/|$)")
_LISTED = re.compile(r"([^\[\]]+)\[\d*\]")
_KEYED = re.compile(r"get|\w+_field")
"""Parameters whose brackets hold a key, and no place in a list."""
_MOST_BYTES = 2**20
_ROOTS = 100
"""How many roots are kept: each host that is asked has one."""


def root() -> str:
    """What the absolute URLs of an answer begin with, without a slash at the end."""
    request = request_ctx.request
    return _root(request.scheme, request.host, request.root_path)


def located(path: str) -> Mapping[str, str]:
    """The headers that say where a thing is, by its path in the API. Source: contract 4.2."""
    return {"Location": f"{root()}{BASE}{path}"}


@lru_cache(_ROOTS)
def _root(scheme: str, host: str, path: str) -> str:
    return get_current_url(scheme, host, path).rstrip("/")


def rewrite(environ: "WSGIEnvironment") -> None:
    """Let an address be written one way, and a query that is sent as a body be a query."""
    environ["PATH_INFO"] = normal(environ.get("PATH_INFO", ""))
    if environ.get(_AS_QUERY, "").strip() == "1" and environ.get("REQUEST_METHOD") == "POST":
        _read_query(environ)
    query = environ.get("QUERY_STRING", "")
    if "[" in query or "%5B" in query or "%5b" in query:
        environ["QUERY_STRING"] = _joined(query)


def normal(path: str) -> str:
    """A path without a date, doubled slashes or one at its end; `/ticket/…` is `/tickets/…`."""
    path = _SLASHES.sub("/", f"/{path}").rstrip("/") or "/"
    return _SINGULAR.sub(f"{BASE}/tickets", _DATED.sub(BASE, path, count=1), count=1)


def _read_query(environ: "WSGIEnvironment") -> None:
    request = Request(environ)
    request.max_content_length = _MOST_BYTES
    environ["REQUEST_METHOD"] = "GET"
    try:
        given: Any = orjson.loads(request.get_data() or b"{}")
        if not isinstance(given, dict) or is_deep(given):
            raise ValueError("not an object, or one that is too deep")
        sent = urlencode(list(_pairs(given)))
        environ["QUERY_STRING"] = "&".join(filter(None, (environ.get("QUERY_STRING", ""), sent)))
    except (ValueError, HTTPException) as error:
        environ[MALFORMED] = str(error)
    environ["wsgi.input"], environ["CONTENT_LENGTH"] = io.BytesIO(), "0"


def _pairs(given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The parameters of an object; one in it has its keys in brackets."""
    for name, value in given.items():
        if isinstance(value, dict):
            yield from ((f"{name}[{key}]", text) for key, text in _pairs(value))
        elif value is not None:
            yield name, _text(value)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, list):
        return ",".join(map(_text, value))
    return value if isinstance(value, str) else orjson.dumps(value).decode()


def _joined(query: str) -> str:
    """`a[]=1&a[1]=2` as `a=1,2`."""
    plain: list[tuple[str, str]] = []
    lists: dict[str, list[str]] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        found = _LISTED.fullmatch(name)
        if found is None or _KEYED.fullmatch(found[1]):
            plain.append((name, value))
        else:
            lists.setdefault(found[1], []).append(value)
    return urlencode([*plain, *((name, ",".join(values)) for name, values in lists.items())])
