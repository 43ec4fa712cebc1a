"""Results stand under a noun, without a wrapper; errors are `{"error": "<message>"}`."""

from collections.abc import Mapping
from typing import Any

from polydesk.core import errors
from polydesk.kit.dialect import Envelope
from polydesk.kit.problem import Malformed, Problem

THINGS: Mapping[str, str] = {
    "ticket": "Ticket",
    "software": "Software asset",
    "hardware": "Hardware asset",
}
MESSAGES: Mapping[type[BaseException], tuple[int, str]] = {
    errors.Unauthenticated: (401, "Valid API key required."),
    Malformed: (400, "Malformed JSON payload."),
}
HTTP: Mapping[int, str] = {
    404: "Not found.",
    405: "Method not allowed.",
    413: "Payload too large.",
    500: "Internal server error.",
    503: "Service unavailable.",
}


def error(problem: Problem) -> tuple[dict[str, Any], int]:
    """The vendor's body and status for a problem."""
    status, message = _said(problem)
    return {"error": message}, status


def _said(problem: Problem) -> tuple[int, str]:
    cause = problem.cause
    if type(cause) in MESSAGES:
        return MESSAGES[type(cause)]
    if isinstance(cause, errors.NotFound):
        return 404, f"{THINGS.get(cause.kind, cause.kind)} not found."
    if isinstance(cause, errors.Invalid):
        return 400, problem.hint or "Invalid input."
    if isinstance(cause, errors.Conflict):
        return 400, f"{cause.kind} is already in use."
    phrase = problem.phrase and f"{problem.phrase}."
    return problem.status, HTTP.get(problem.status) or phrase or HTTP[500]


envelope = Envelope(
    error=error,
    error_schema={
        "type": "object",
        "required": ["error"],
        "properties": {"error": {"type": "string"}},
    },
)
