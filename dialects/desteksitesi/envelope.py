"""Results go out bare, errors as one sentence of plain text. Source: contract 4."""

import gzip
from collections.abc import Mapping
from typing import Any

from flask import Request, Response
from werkzeug.exceptions import MethodNotAllowed

from polydesk.core import errors
from polydesk.core.errors import Hidden
from polydesk.kit.dialect import Envelope
from polydesk.kit.problem import Malformed, Problem, first_hint

_METHODS = "GET, POST, OPTIONS"
_HEADERS = ("Authorization", "Content-Type")
_LEAST_BYTES = 200
"""Shorter answers are not compressed."""
FORBIDDEN = "You don't have permission to perform this action"
BLOCKED = "Your IP address is blocked for 5 minutes after too many failed logins"
THINGS: Mapping[str, str] = {
    "person": "User",
    "organization": "Company",
    "custom_field": "Custom field",
    "method": "",
}
"""What a missing thing is called, where it is not called as in the core."""
CONFLICTS: Mapping[tuple[str, str], str] = {
    ("person", "taken"): "The username or the email is already taken",
    ("person", "last_admin"): "Somebody has to be an administrator",
    ("person", "self"): "That is yourself",
    ("organization", "taken"): "The name is already taken",
}
HTTP: Mapping[int, str] = {
    404: "Not found",
    413: "The request is too large",
    429: "Too many requests",
    500: "An error occurred",
    503: "The service is not available at the moment",
}


def error(problem: Problem) -> Response:
    """The vendor's status and sentence for a problem. Source: contract 4.6 and 4.9."""
    status, sentence = _said(problem)
    return text(sentence, status)


def text(said: str, status: int = 200) -> Response:
    """An answer of plain text."""
    return Response(said, status, content_type="text/plain; charset=utf-8")


def _said(problem: Problem) -> tuple[int, str]:
    cause = problem.cause
    if isinstance(cause, errors.Unauthenticated):
        return 401, "Unauthorized"
    if isinstance(cause, Hidden):
        return 403, FORBIDDEN
    if isinstance(cause, errors.Forbidden):
        return 403, BLOCKED if cause.action == "address.blocked" else FORBIDDEN
    if isinstance(cause, errors.NotFound):
        thing = THINGS.get(cause.kind, cause.kind.replace("_", " ").capitalize())
        return 404, f"{thing} not found".strip().capitalize() if not thing else f"{thing} not found"
    if isinstance(cause, errors.Conflict):
        sentence = f"{cause.kind} is {cause.reason}"
        return 400, CONFLICTS.get((cause.kind, cause.reason), sentence)
    if isinstance(cause, Malformed):
        return 400, "The body is not valid JSON"
    if isinstance(cause, errors.Invalid):
        return 400, _refusal(cause)
    if isinstance(cause, MethodNotAllowed):
        return 405, ""
    return problem.status, HTTP.get(problem.status) or problem.description or HTTP[500]


def _refusal(cause: errors.Invalid) -> str:
    """One sentence that names the parameter. Source: contract 4.6."""
    name, _, reason = first_hint(cause.fields).partition(": ")
    return f"Parameter '{name}': {reason}" if reason else name


def one(body: Any) -> Any:
    """A result as it is; an empty answer for none. Source: contract 4.5."""
    return Response(b"", 200) if body is None else body


def preflight(request: Request) -> Response:
    """What browsers ask before they send. Source: contract 4.7."""
    asked = request.headers.get("Access-Control-Request-Headers", "")
    known = {name.strip().lower() for name in asked.split(",")}
    further = [name for name in _HEADERS if name.lower() not in known]
    return Response(
        b"",
        200,
        headers={
            "Allow": _METHODS,
            "Access-Control-Allow-Methods": _METHODS,
            "Access-Control-Allow-Headers": ", ".join(filter(None, [asked, *further])),
            "Access-Control-Max-Age": "600",
        },
    )


def finish(request: Request, response: Response) -> Response:
    """What every answer has. Source: contract 3.7, 1.7, 4.3, 4.7 and 4.8."""
    headers = response.headers
    headers.add("Access-Control-Allow-Origin", "*")
    if response.status_code == 401:
        headers["WWW-Authenticate"] = 'Basic realm="Helpdesk"'
    if response.status_code == 405:
        headers["Allow"] = _METHODS
    if response.mimetype == "application/json":
        headers["Content-Type"] = "application/json; charset=utf-8"
    length = response.content_length
    if length == 0 and "Content-Disposition" not in headers:
        headers.pop("Content-Type", None)
    is_file = "Content-Disposition" in headers or response.is_streamed
    if is_file or response.status_code != 200 or (length or 0) < _LEAST_BYTES:
        return response
    return _compressed(request, response)


def _compressed(request: Request, response: Response) -> Response:
    """The answer by gzip, if the client takes that."""
    response.headers.add("Vary", "Accept-Encoding")
    if "Accept-Encoding" in request.headers and request.accept_encodings.quality("gzip") > 0:
        response.set_data(gzip.compress(response.get_data(), compresslevel=6, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response


envelope = Envelope(error=error, error_schema={"type": "string"}, error_type="text/plain", one=one)
