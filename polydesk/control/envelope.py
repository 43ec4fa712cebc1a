"""Results stand as they are; errors are `{"error": {"code", "message", "details"}}`."""

from collections.abc import Mapping
from typing import Any

from polydesk.core import errors
from polydesk.kit.dialect import Envelope
from polydesk.kit.problem import Malformed, Problem, Unavailable

CODES: Mapping[type[BaseException], tuple[int, str, str]] = {
    errors.Unauthenticated: (401, "unauthorized", "the control token is missing or wrong"),
    errors.NotFound: (404, "not_found", "there is no such {0.kind}: {0.key}"),
    errors.Invalid: (422, "invalid", "the input breaks a rule"),
    errors.Conflict: (409, "conflict", "the {0.kind} is {0.reason}"),
    Malformed: (400, "malformed", "the body cannot be read: {0.reason}"),
    Unavailable: (503, "unavailable", "{0.reason}"),
}
HTTP: Mapping[int, str] = {
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
}


def error(problem: Problem) -> tuple[dict[str, Any], int]:
    """The body and the status for a problem."""
    cause = problem.cause
    for kind, (status, code, message) in CODES.items():
        if isinstance(cause, kind):
            details = dict(cause.fields) if isinstance(cause, errors.Invalid) else {}
            return _body(code, message.format(cause), details), status
    if problem.description is not None:
        return _body(HTTP.get(problem.status, "error"), problem.description, {}), problem.status
    return _body("server_error", "the server failed; its log says why", {}), 500


def _body(code: str, message: str, details: Mapping[str, Any]) -> dict[str, Any]:
    return {"error": {"code": code, "message": message, "details": details}}


envelope = Envelope(
    error=error,
    error_schema={
        "type": "object",
        "required": ["error"],
        "properties": {
            "error": {
                "type": "object",
                "required": ["code", "message", "details"],
                "properties": {
                    "code": {"type": "string"},
                    "message": {"type": "string"},
                    "details": {"type": "object"},
                },
            }
        },
    },
)
