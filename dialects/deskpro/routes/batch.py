"""Several requests in one, one after another. Source: contract 7."""

import re
from collections.abc import Mapping
from typing import Any

import orjson
from flask import request
from werkzeug.exceptions import BadRequest
from werkzeug.http import http_date

from polydesk.core.errors import Invalid
from polydesk.dialects.deskpro.auth import AGENT_HEADER
from polydesk.dialects.deskpro.envelope import bare
from polydesk.dialects.deskpro.envelope import error as worded
from polydesk.dialects.deskpro.flaws import Flaw
from polydesk.dialects.deskpro.paths import BASE
from polydesk.kit.call import UNCOUNTED
from polydesk.kit.parse import BOM, decoded
from polydesk.kit.perform import Answer
from polydesk.kit.problem import Malformed, Problem
from polydesk.kit.replay import replay
from polydesk.kit.routes import Routes

_routes = Routes("batch.batch", tag="Batch", prefix=BASE, errors=(400, 401, 403))

MOST = 100
"""How many requests may be in one."""
_AT = "/batch"
_AGAIN = f"{_AT}{BASE}{_AT}"
_KEYED = re.compile(r"get\[(.*)\]", re.DOTALL)
_BASES = re.compile(rf"\A(?:{BASE}|/api)(?=/|\Z)")
_ABSOLUTE = re.compile("https?://([^/?]*)", re.IGNORECASE)
_TOLD = [
    (name, name.lower())
    for name in ("Cache-Control", "Content-Type", "Location", "Allow", "Retry-After")
]
"""The headers of an answer that are told, if it has them, and what they are called then."""
_PARTS = ("meta", "linked")
"""What is a list where it is empty."""


@_routes.route("GET POST PUT", _AT, aliases=[_AGAIN], apart=True, gives=bare({"type": "object"}))
def post() -> Any:
    """Answer several requests, one after another.

    Each is admitted and committed by itself, and sees what those before it have done; the answers
    go by the names of the requests.

    Source: contract 7.
    """
    if UNCOUNTED in request.environ:
        raise BadRequest("a batch in a batch")
    if request.method in ("GET", "HEAD"):
        return Answer(_answers(_asked_in_query(), wrapped=False))
    given = _body()
    requests = given.get("requests") if isinstance(given, dict) else None
    if isinstance(requests, list) or (
        isinstance(requests, dict) and not isinstance(requests.get("url"), str)
    ):
        return Answer({"responses": _answers(requests, wrapped=True)})
    return Answer(_answers(given, wrapped=False))


def _asked_in_query() -> dict[str, Any]:
    """`?get[KEY]=path`; `get[]` are called by their places."""
    found = [
        (match[1], path)
        for name, path in request.args.items(multi=True)
        if (match := _KEYED.fullmatch(name))
    ]
    return {name or str(at): path for at, (name, path) in enumerate(found)}


def _body() -> Any:
    body = request.get_data()
    given = decoded(body) if body.removeprefix(BOM) else {}
    if not isinstance(given, dict | list):
        raise Malformed("neither an object nor a list")
    return given


def _answers(asked: Any, *, wrapped: bool) -> Any:
    """What is answered to each of the requests, by name or in order."""
    if len(asked) > MOST:
        raise Invalid({"requests": [Flaw("too_many", f"There may be at most {MOST} requests.")]})
    date = http_date()
    if isinstance(asked, list):
        return [_answer(item, date, wrapped=wrapped) for item in asked]
    return {name: _answer(item, date, wrapped=wrapped) for name, item in asked.items()}


def _answer(item: Any, date: str, *, wrapped: bool) -> dict[str, Any]:
    """What is answered to one request, beside its headers. Source: contract 7.2."""
    try:
        answer = _ask(item)
    except Invalid as flaw:
        body, status = worded(Problem.of(flaw))
        answer = Answer(body, status)
    headers, body = _headers(answer, date), answer.body
    if body is None:
        return {"headers": headers}
    if not isinstance(body, dict):
        return {"headers": headers, "data": body, "meta": [], "linked": []}
    if answer.status >= 400:
        return _refused(headers, body, wrapped=wrapped)
    return {"headers": headers, **body, **{part: body.get(part) or [] for part in _PARTS}}


def _refused(headers: Any, body: Mapping[str, Any], *, wrapped: bool) -> dict[str, Any]:
    """Who wraps looks for `data` to know that all went well, others look for it always."""
    if wrapped:
        return {"headers": headers, **body, "errors": body.get("errors")}
    return {"headers": headers, "data": body, "meta": [], "linked": []}


def _ask(item: Any) -> Answer:
    """The answer to one request, an address or an object. Raises Invalid for what is none."""
    if isinstance(item, str):
        item = {"url": item}
    if not isinstance(item, dict):
        raise Invalid({"_schema": [Flaw("invalid")]})
    url, method = item.get("url"), item.get("method") or "GET"
    if not isinstance(url, str) or not url.strip():
        raise Invalid({"url": [Flaw("required")]})
    if not isinstance(method, str):
        raise Invalid({"method": [Flaw("invalid")]})
    try:
        return replay(
            method.strip().upper(),
            _below_root(url.strip()),
            json=item.get("payload", item.get("data")),
            headers=(AGENT_HEADER,),
            counted=False,
        )
    except orjson.JSONEncodeError as error:  # deeper than it writes
        raise Invalid({"payload": [Flaw("invalid")]}) from error


def _below_root(url: str) -> str:
    """The path and the query of an address in any form that clients write.

    Raises Invalid for one on another host.
    """
    rest, _, _ = url.partition("#")
    found = _ABSOLUTE.match(rest)
    if found is not None and found[1].lower() != request.host.lower():
        raise Invalid({"url": [Flaw("bad_choice")]})
    path, mark, query = rest[found.end() if found else 0 :].partition("?")
    path = f"/{path.removeprefix(request.root_path).lstrip('/')}"
    return BASE + _BASES.sub("", path, count=1) + mark + query


def _headers(answer: Answer, date: str) -> dict[str, Any]:
    """What an answer is headed with, its status in both generations' words."""
    sent = answer.headers
    return {
        "status-code": answer.status,
        "response_code": answer.status,
        "cache-control": "no-cache",
        **({} if answer.status == 204 else {"content-type": "application/json"}),
        **{key: value for name, key in _TOLD if (value := sent.get(name)) is not None},
        "date": date,
    }


ROUTES = (_routes,)
