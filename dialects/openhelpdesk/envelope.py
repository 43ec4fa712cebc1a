"""Objects go out bare, lists in an envelope of five keys; errors are `{"error": "<text>"}`."""

from collections.abc import Mapping
from typing import Any

from polydesk.core import errors
from polydesk.core.models import MAX_ID
from polydesk.kit.dialect import Envelope
from polydesk.kit.pages import Numbered, Page
from polydesk.kit.problem import Malformed, Problem, Unstorable

_PER_PAGE = 25
PAGED = Numbered(default=_PER_PAGE)
"""How lists are paged. Source: contract 3."""
WHOLE = Numbered(default=_PER_PAGE, whole=True)
"""How those seven are that come whole where no page is asked for."""
UNAUTHENTICATED: Mapping[str, str] = {
    "login": "invalid email or password",
    "session": "not logged in",
    "code": "invalid TOTP code",
}
"""By the reason of an `Unauthenticated`."""
FORBIDDEN: Mapping[str, str] = {
    "session.pending": "MFA verification required",
    "session.enroll": "MFA enrollment required",
    "ticket.note": "only staff can post internal notes",
    "login.local": "local login is disabled; use SAML",
    "message.change": "not your reply",
    "message.late": "replies can only be changed within 15 minutes",
    "client": "not available to OAuth clients",
}
CONFLICTS: Mapping[tuple[str, str], str] = {
    ("ticket", "open"): "ticket is not resolved or closed",
    ("ticket", "closed"): "ticket is closed",
    ("ticket", "expired"): "reopen window has expired",
    ("link", "taken"): "link already exists",
    ("person", "taken"): "email already in use",
    ("person", "last_admin"): "cannot remove the last admin",
    ("mfa", "active"): "MFA is already enrolled",
    ("group", "taken"): "group name already in use",
    ("status", "taken"): "status name already in use",
    ("status", "used"): "status has tickets",
    ("status", "system"): "cannot delete system status",
    ("category", "used"): "category has tickets",
    ("type", "used"): "type has tickets",
    ("item", "used"): "item has tickets",
    ("category", "taken"): "category name already in use",
    ("type", "taken"): "type name already in use",
    ("item", "taken"): "item name already in use",
    ("setup", "done"): "setup has already been completed",
}
THINGS: Mapping[str, str] = {"message": "reply", "person": "user", "api_key": "API key"}
MISSING: Mapping[str, str] = {"saml": "SAML is not configured"}
"""By the kind of a `NotFound` that has a sentence of its own."""
HTTP: Mapping[int, str] = {
    404: "not found",
    405: "method not allowed",
    413: "request body too large",
    500: "an internal error occurred",
    503: "service unavailable",
}


def error(problem: Problem) -> tuple[dict[str, Any], int]:
    """The vendor's body and status for a problem. Source: contract 3 and 9."""
    status, message = _said(problem)
    return {"error": message}, status


def _said(problem: Problem) -> tuple[int, str]:
    cause = problem.cause
    if isinstance(cause, errors.Unauthenticated):
        return 401, UNAUTHENTICATED.get(cause.reason, "authentication required")
    if isinstance(cause, Malformed):
        return 400, "invalid JSON"
    if isinstance(cause, errors.NotFound):
        thing = THINGS.get(cause.kind, cause.kind.replace("_", " "))
        return 404, MISSING.get(cause.kind, f"{thing} not found")
    if isinstance(cause, errors.Forbidden):
        return 403, FORBIDDEN.get(cause.action, "insufficient permissions")
    if isinstance(cause, errors.Conflict):
        text = f"{cause.kind} is {cause.reason}"
        return 409, CONFLICTS.get((cause.kind, cause.reason), text)
    if isinstance(cause, Unstorable):
        return 400, f"invalid {next(iter(cause.fields))}"
    if isinstance(cause, errors.Invalid):
        return 400, first_reason(cause.fields)
    if problem.told is not None:
        return problem.status, problem.told
    return problem.status, HTTP.get(problem.status) or (problem.description or HTTP[500]).lower()


def first_reason(fields: object) -> str:
    """The first reason of an `Invalid`; the schemas' reasons are whole sentences already."""
    while isinstance(fields, Mapping) and fields:
        fields = next(iter(fields.values()))
    return str(fields[0] if isinstance(fields, list | tuple) and fields else fields)


def page(found: Page, data: Any) -> dict[str, Any]:
    """A list. Source: contract 3: a whole list says that it is one page of at least 25."""
    size = max(_PER_PAGE, found.total) if found.size == MAX_ID else found.size
    return {
        "data": data,
        "page": found.offset // size + 1,
        "per_page": size,
        "total": found.total,
        "total_pages": -(-found.total // size),
    }


def describe_page(items: Any) -> dict[str, Any]:
    """The OpenAPI schema of a list."""
    number = {"type": "integer"}
    names = ("page", "per_page", "total", "total_pages")
    return {
        "type": "object",
        "required": ["data", *names],
        "properties": {"data": items} | dict.fromkeys(names, number),
    }


envelope = Envelope(
    error=error,
    error_schema={
        "type": "object",
        "required": ["error"],
        "properties": {"error": {"type": "string"}},
    },
    page=page,
    describe_page=describe_page,
)
