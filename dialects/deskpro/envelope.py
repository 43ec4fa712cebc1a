"""`data`, `meta`, `linked` around results; `status`, `code`, `message` around refusals.

Source: contract 2.2, 3 and 5.
"""

from collections.abc import Mapping
from typing import Any

from flask import Request, Response
from flask.globals import request_ctx

from polydesk.core import errors
from polydesk.dialects.deskpro.flaws import Flaw, described
from polydesk.kit.dialect import Envelope
from polydesk.kit.problem import Malformed, Problem
from polydesk.kit.respond import as_json

STRANGER = "You must be authenticated to make this request."
BAD_KEY = "Invalid API key."
BAD_TOKEN = "Invalid API token."
_HTTP: Mapping[int, tuple[str, str]] = {
    400: ("bad_request", "Bad Request"),
    403: ("access_denied", "Access Denied"),
    404: ("not_found", "Not Found"),
    405: ("method_not_allowed", "Method Not Allowed"),
    413: ("request_too_large", "Request Entity Too Large"),
    423: ("helpdesk_offline", "The helpdesk is currently offline."),
    429: ("rate_limits", "Your limit for api calls is exhausted."),
    500: ("server_error", "Internal Server Error"),
    503: ("service_unavailable", "Service Unavailable"),
}
_ALLOWED = "Authorization, Content-Type, Accept, X-DeskPRO-Agent-ID, X-Deskpro-Api-Get-Query-Body"
_METHODS = "GET, HEAD, POST, PUT, DELETE, OPTIONS"


def error(problem: Problem) -> tuple[Any, int]:
    """The vendor's body and status of a refusal. Source: contract 2.2 and 3."""
    cause = problem.cause
    if isinstance(cause, errors.Unauthenticated):
        return _body(401, "unauthorized", cause.reason if cause.reason in _SAID else STRANGER)
    if isinstance(cause, Malformed):
        return _body(400, "invalid_json_body", "Invalid JSON body")
    if isinstance(cause, errors.Invalid):
        return _refusal(cause.fields)
    if isinstance(cause, errors.Conflict):
        flaw = Flaw("invalid", f"The {cause.kind.replace('_', ' ')} is {cause.reason}.")
        return _refusal({"_schema": [flaw]})
    if isinstance(cause, errors.NotFound):
        return _body(404, "not_found", f"#{cause.key} Not Found" if cause.key else "Not Found")
    return _body(problem.status, *_HTTP.get(problem.status, ("error", problem.phrase or "Error")))


INVALID_CREDENTIALS = "Invalid credentials."
_SAID = (BAD_KEY, BAD_TOKEN, INVALID_CREDENTIALS)


def _body(status: int, code: str, message: str) -> tuple[dict[str, Any], int]:
    return {"status": status, "code": code, "message": message}, status


def _refusal(found: Mapping[str, Any]) -> tuple[dict[str, Any], int]:
    body, status = _body(400, "invalid_input", "Request input is invalid.")
    return body | {"errors": described(found)}, status


def whole(data: Any, *, meta: Any = None, linked: Any = None, **more: Any) -> dict[str, Any]:
    """A result in the vendor's envelope. Source: contract 5.1."""
    return {"data": data, "meta": meta or {}, "linked": linked or {}, **more}


def preflight(_: Request) -> Response:
    """What browsers ask before they send, and the methods that there are. Source: contract 1."""
    adapter = request_ctx.url_adapter
    allowed = () if adapter is None else adapter.allowed_methods()
    headers = {
        "Allow": ", ".join(sorted(allowed)) or _METHODS,
        "Access-Control-Allow-Methods": _METHODS,
        "Access-Control-Allow-Headers": _ALLOWED,
    }
    return as_json(None, 204, headers)


def finish(_: Request, response: Response) -> Response:
    """What every answer has. Source: contract 1 and 4.2."""
    headers = response.headers
    headers["Access-Control-Allow-Origin"] = "*"
    headers.setdefault("Cache-Control", "no-cache")
    return response


_BARE = "x-bare"


def bare(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """In the document: what is answered without an envelope."""
    return {**schema, _BARE: True}


def _described(schema: Any) -> Any:
    if isinstance(schema, Mapping) and _BARE in schema:
        return schema
    return {
        "type": "object",
        "required": ["data", "meta", "linked"],
        "properties": {
            "data": schema,
            "meta": {"type": "object"},
            "linked": {"type": "object"},
        },
    }


def _described_page(schema: Any) -> Any:
    described = _described(schema)
    described["properties"]["links"] = {"type": "object"}
    return described


envelope = Envelope(
    error=error,
    error_schema={
        "type": "object",
        "required": ["status", "code", "message"],
        "properties": {
            "status": {"type": "integer"},
            "code": {"type": "string"},
            "message": {"type": "string"},
            "errors": {"type": "object"},
        },
    },
    one=whole,
    describe=_described,
    describe_page=_described_page,
)
