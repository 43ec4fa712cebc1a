"""`success`, `data` and `meta` around results; `success`, `message`, `errors` around refusals.

Source: contract 1.3, 1.8 and 1.9.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import orjson
from flask import Request, Response
from flask.globals import request_ctx

from polydesk.core import errors
from polydesk.dialects.helpdeskpro.sanctum.flaws import LAST, TAKEN, described
from polydesk.kit import moment
from polydesk.kit.dialect import Envelope
from polydesk.kit.limits import SPENT
from polydesk.kit.pages import Page
from polydesk.kit.problem import Problem
from polydesk.kit.respond import as_json

INVALID = "The given data was invalid."
STRANGER = "Unauthenticated."
LOGIN = "Invalid credentials"
THINGS: Mapping[str, str] = {
    "person": "User",
    "faq": "FAQ",
    "article": "Knowledge base article",
    "file": "Media",
    "ticket_type": "Type",
}
"""What is missing, by the kind of a `NotFound`, where it is called otherwise than the kind."""
CONFLICTS: Mapping[tuple[str, str], tuple[str, str]] = {
    ("person", "taken"): ("email", TAKEN),
    ("person", "last_admin"): ("role_id", LAST),
}
"""The field that a `Conflict` is about, and what is said of it; else its `name` is taken."""
HTTP: Mapping[int, str] = {
    400: "Bad Request",
    403: "Forbidden",
    413: "The POST data is too large.",
    429: "Too Many Attempts.",
    500: "Server Error",
    503: "Service Unavailable",
}
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


def meta() -> dict[str, Any]:
    """When it was answered, and by which version."""
    return {"timestamp": moment.to_second(moment.now()) + "Z", "version": "v1"}


def one(data: Any) -> dict[str, Any]:
    """A result. Source: contract 1.3."""
    return {"success": True, "data": data, "meta": meta()}


def page(found: Page, data: Any, filters: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """A list; `filters` are what it was narrowed by, an empty array for nothing: contract 1.7."""
    said = meta()
    if filters is not None:
        said["filters"] = filters or []
    first = found.offset + 1 if found.items else None
    pagination = {
        "current_page": found.number,
        "per_page": found.size,
        "total": found.total,
        "last_page": found.last,
        "from": first,
        "to": None if first is None else found.offset + len(found.items),
    }
    return {"success": True, "data": data, "meta": {"pagination": pagination, **said}}


def error(problem: Problem) -> tuple[dict[str, Any], int] | Response:
    """The vendor's body and status of a refusal."""
    cause = problem.cause
    if isinstance(cause, errors.Unauthenticated):
        return _refusal(401, LOGIN if cause.reason == LOGIN else STRANGER)
    if isinstance(cause, errors.Invalid):
        return _refusal(422, INVALID, described(cause.fields))
    if isinstance(cause, errors.Conflict):
        field, flaw = CONFLICTS.get((cause.kind, cause.reason), ("name", TAKEN))
        return _refusal(422, INVALID, described({field: [flaw]}))
    if isinstance(cause, errors.NotFound):
        thing = THINGS.get(cause.kind, cause.kind.replace("_", " ").capitalize())
        return _refusal(404, f"{thing} not found")
    if isinstance(cause, errors.TooMany):
        return _too_many(cause)
    if problem.status in (404, 405):
        return _nowhere(problem)
    said = problem.told or HTTP.get(problem.status) or problem.phrase or HTTP[500]
    return _refusal(problem.status, said)


def _refusal(
    status: int, message: str, flaws: Mapping[str, Any] | None = None
) -> tuple[dict[str, Any], int]:
    said = {} if flaws is None else {"errors": flaws}
    return {"success": False, "message": message, **said, "meta": meta()}, status


def _nowhere(problem: Problem) -> tuple[dict[str, Any], int]:
    """For a path that is not there, or not for this method. Source: contract 1.9."""
    request = request_ctx.request
    path = request.path.strip("/")
    if problem.status == 404:
        return _refusal(404, f"The route {path} could not be found.")
    allowed = [one.strip() for one in problem.headers.get("Allow", "").split(",")]
    methods = ", ".join(one for one in _METHODS if one in allowed)
    said = f"The {request.method} method is not supported for route {path}."
    return _refusal(405, f"{said} Supported methods: {methods}.")


def _too_many(cause: errors.TooMany) -> Response:
    """What is said beyond a limit. Source: contract 1.8."""
    body, status = _refusal(429, HTTP[429])
    resets_at = moment.now() + timedelta(seconds=cause.retry_after)
    headers = {
        "X-RateLimit-Limit": str(cause.count),
        "X-RateLimit-Remaining": "0",
        "X-RateLimit-Reset": str(int(resets_at.timestamp())),
    }
    return Response(orjson.dumps(body), status, headers, mimetype="application/json")


def preflight(request: Request) -> Response:
    """What browsers ask before they send: all is allowed, by name where it is asked for.

    Source: contract 1.1; Fetch standard, where `*` stands for all headers but `Authorization`.
    """
    asked = request.headers
    adapter = request_ctx.url_adapter
    allowed = [] if adapter is None else adapter.allowed_methods()
    headers = {
        "Allow": ", ".join(sorted(allowed)) or ", ".join(_METHODS),
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Allow-Methods": asked.get("Access-Control-Request-Method", "*"),
        "Access-Control-Allow-Headers": asked.get("Access-Control-Request-Headers", "*"),
        "Access-Control-Max-Age": "0",
        "Vary": "Access-Control-Request-Method, Access-Control-Request-Headers",
    }
    return as_json(None, 204, headers)


def finish(request: Request, response: Response) -> Response:
    """What every answer has. Source: contract 1.1, 1.3 and 1.8."""
    headers = response.headers
    if "Origin" in request.headers:
        headers["Access-Control-Allow-Origin"] = "*"
    spent = request.environ.get(SPENT)
    if spent:
        tightest = spent[0]
        headers["X-RateLimit-Limit"] = str(tightest.count)
        headers["X-RateLimit-Remaining"] = str(tightest.left)
    return response


_META = {
    "type": "object",
    "required": ["timestamp", "version"],
    "properties": {
        "timestamp": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"},
        "version": {"type": "string", "enum": ["v1"]},
    },
}


def _described(schema: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["success", "data", "meta"],
        "properties": {
            "success": {"type": "boolean", "enum": [True]},
            "data": schema,
            "meta": _META,
        },
    }


def _described_page(schema: Any) -> dict[str, Any]:
    number, maybe = {"type": "integer"}, {"type": "integer", "nullable": True}
    properties: dict[str, Any] = dict.fromkeys(
        ("current_page", "per_page", "total", "last_page"), number
    )
    pagination = {
        "type": "object",
        "required": [*properties, "from", "to"],
        "properties": properties | {"from": maybe, "to": maybe},
    }
    described = _described(schema)
    described["properties"]["meta"] = {
        "type": "object",
        "required": ["pagination", *_META["required"]],
        "properties": {"pagination": pagination, **_META["properties"]},  # type: ignore[dict-item]
    }
    return described


envelope = Envelope(
    error=error,
    error_schema={
        "type": "object",
        "required": ["success", "message", "meta"],
        "properties": {
            "success": {"type": "boolean", "enum": [False]},
            "message": {"type": "string"},
            "errors": {
                "type": "object",
                "additionalProperties": {"type": "array", "items": {"type": "string"}},
            },
            "meta": _META,
        },
    },
    one=one,
    page=page,
    describe=_described,
    describe_page=_described_page,
)
