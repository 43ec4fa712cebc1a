"""Sub-requests: the running app answers another request, in the caller's name and world.

Each has a desk of its own, which commits on its own: the operation that asks for them is `apart`.
"""

import io
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import unquote_to_bytes

import flask
import orjson

from polydesk.db import WORLD
from polydesk.kit.dialect import DIALECTS

UNCOUNTED = "polydesk.uncounted"
"""The WSGI environment's key of a sub-request that no limit counts: the request it is of was."""
_SHARED = (
    "HTTP_AUTHORIZATION",
    "HTTP_COOKIE",
    "HTTP_HOST",
    "HTTP_X_API_KEY",
    "REMOTE_ADDR",
    "SCRIPT_NAME",
    "SERVER_NAME",
    "SERVER_PORT",
    "SERVER_PROTOCOL",
    "wsgi.errors",
    "wsgi.multiprocess",
    "wsgi.multithread",
    "wsgi.run_once",
    "wsgi.url_scheme",
    "wsgi.version",
    WORLD,
)
"""What a sub-request has of the request it is of: who asks whom, and in which world."""


def replay(
    method: str,
    path: str,
    *,
    json: Any = None,
    headers: Mapping[str, str] | None = None,
    counted: bool = True,
) -> flask.Response:
    """The answer to a request as if the caller had sent it.

    `path` is below the app's mount, percent-encoded, with its query if any. Credentials, host,
    address and world are those of the running request. Limits count it as a request of its own if
    it is `counted`.
    """
    asked = flask.request.environ
    body = b"" if json is None else orjson.dumps(json)
    path, _, query = path.partition("?")
    environ = {name: asked[name] for name in _SHARED if name in asked}
    environ |= {f"HTTP_{n.upper().replace('-', '_')}": v for n, v in (headers or {}).items()}
    environ |= {
        "REQUEST_METHOD": method,
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query.encode().decode("latin-1"),
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
    }
    if json is not None:
        environ["CONTENT_TYPE"] = "application/json"
    if not counted:
        environ[UNCOUNTED] = True
    response = _answer(flask.current_app, environ)
    if method == "HEAD":
        response.response = []
    return response


def _answer(app: flask.Flask, environ: dict[str, Any]) -> flask.Response:
    """What the app answers, without putting it into bytes and headers of WSGI."""
    answered: list[flask.Response] = []

    def answer(environ: Any, _: Any) -> Iterable[bytes]:
        with app.request_context(environ):
            answered.append(app.full_dispatch_request())
        return ()

    inner: Any = answer
    for dialect in app.extensions[DIALECTS]:
        inner = dialect.around(inner)
    inner(environ, None)
    return answered[0]
