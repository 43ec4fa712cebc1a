"""Sub-requests: the running app answers another request, in the caller's name and world.

Each has a desk of its own, which commits on its own: the operation that asks for them is `apart`.
"""

import io
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote_to_bytes

import flask
import orjson
from flask.ctx import RequestContext
from flask.globals import request_ctx

from polydesk.db import WORLD
from polydesk.kit.call import KNOWN, UNCOUNTED, View
from polydesk.kit.dialect import DIALECTS
from polydesk.kit.perform import Answer

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
    KNOWN,
)
"""What a sub-request has of the request it is of: who asks whom, and in which world."""
_BY_FLASK = frozenset({"HEAD", "OPTIONS"})
"""The methods that no view knows of."""


def replay(
    method: str,
    path: str,
    *,
    json: Any = None,
    headers: Iterable[str] = (),
    counted: bool = True,
) -> Answer:
    """What is answered to a request as if the caller had sent it.

    `path` is below the app's mount, percent-encoded, with its query if any. Credentials, host,
    address and world are those of the running request, and so are the `headers` of these names.
    Limits count it as a request of its own if it is `counted`. The answer's body is an object, text
    or, for nothing, None. What the dialect, or the app, does to each response is left to the one
    that all is answered with.
    """
    asked = request_ctx.request.environ
    names = [*_SHARED, *(f"HTTP_{name.upper().replace('-', '_')}" for name in headers)]
    environ = {name: asked[name] for name in names if name in asked}
    body = b"" if json is None else orjson.dumps(json)
    path, _, query = path.partition("?")
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
    context: RequestContext = request_ctx._get_current_object()  # type: ignore[attr-defined]
    return _asked(context, environ)


def _asked(context: RequestContext, environ: dict[str, Any]) -> Answer:
    """What the app answers below what stands before it, without bytes and headers of WSGI."""
    answered: list[Answer] = []

    def answer(environ: Any, _: Any) -> Iterable[bytes]:
        answered.append(_turned(context, context.app.request_class(environ)))
        return ()

    inner: Any = answer
    for dialect in context.app.extensions[DIALECTS]:
        inner = dialect.around(inner)
    inner(environ, None)
    return answered[0]


def _turned(context: RequestContext, request: flask.Request) -> Answer:
    """What is answered while the running context is turned to another request.

    A context of its own would take longer than most views.
    """
    outer, adapter = context.request, context.url_adapter
    context.request, context.url_adapter = request, context.app.create_url_adapter(request)
    try:
        context.match_request()
        return _answer(context.app, request)
    finally:
        context.request, context.url_adapter = outer, adapter


def _answer(app: flask.Flask, request: flask.Request) -> Answer:
    rule = request.url_rule
    view = None if rule is None else app.view_functions[rule.endpoint]
    if not isinstance(view, View) or request.method in _BY_FLASK:
        return _read(app.full_dispatch_request(), request.method)
    try:
        answer = view.answer(request, **(request.view_args or {}))
    except Exception as error:
        answer = app.make_response(app.handle_user_exception(error))
    return answer if isinstance(answer, Answer) else _read(answer, request.method)


def _read(response: flask.Response, method: str) -> Answer:
    body = b"" if method == "HEAD" else response.get_data()
    if not body:
        read = None
    elif response.is_json:
        read = orjson.loads(body)
    else:
        read = body.decode(errors="replace")
    return Answer(read, response.status_code, dict(response.headers))
