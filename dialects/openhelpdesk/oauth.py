"""OAuth2 client credentials, RFC 6749 section 4.4. Source: contract 2.6."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from flask import Request, Response

from polydesk.core import access
from polydesk.core.desk import Caller, Desk
from polydesk.dialects.openhelpdesk.auth import client_id
from polydesk.dialects.openhelpdesk.settings import DIALECT
from polydesk.kit import auth
from polydesk.kit.parse import read_json
from polydesk.kit.problem import Malformed

GRANT = "client_credentials"
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
NOT_STORED = {"Cache-Control": "no-store"}


@dataclass(eq=False)
class Refused(Exception):
    """Why there is no token, in the words of RFC 6749 section 5.2."""

    error: str
    description: str
    status: int = 400

    def answer(self, request: Request) -> Response:
        """The response; who has failed with HTTP Basic is asked for it again."""
        body = {"error": self.error, "error_description": self.description}
        response = Response(orjson.dumps(body), self.status, NOT_STORED, "application/json")
        if self.status == 401 and auth.scheme(request, "basic") is not None:
            response.headers["WWW-Authenticate"] = 'Basic realm="Open Help Desk"'
        return response


def asking(desk: Desk, request: Request) -> Caller:
    """The client that asks for a token; raises Refused."""
    given = _given(request)
    if _text(given, "grant_type") != GRANT:
        raise Refused("unsupported_grant_type", f"only {GRANT} is supported")
    id, secret = auth.basic(request) or (_text(given, "client_id"), _text(given, "client_secret"))
    client = access.find(desk, DIALECT, "oauth_client", secret)
    if client is None or client_id(client) != id:
        raise Refused("invalid_client", "invalid client credentials", 401)
    return client


def _given(request: Request) -> Mapping[str, Any]:
    if request.mimetype in FORMS:
        return request.form.to_dict()
    try:
        return dict(read_json(request, always=True, needed=True))
    except Malformed:
        raise Refused("invalid_request", "the body must be a JSON object or a form") from None


def _text(given: Mapping[str, Any], name: str) -> str:
    value = given.get(name)
    if not isinstance(value, str) or not value:
        raise Refused("invalid_request", f"{name} is required")
    return value
