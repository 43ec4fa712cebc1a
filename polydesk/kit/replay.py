"""Sub-requests: the running app answers another request, in the caller's name and world.

Each commits on its own, so the operation that asks for them must not write itself.
"""

from collections.abc import Mapping
from typing import Any

import flask
import orjson
from werkzeug.test import EnvironBuilder, run_wsgi_app

from polydesk.db import WORLD

UNCOUNTED = "polydesk.uncounted"
"""The WSGI environment's key of a sub-request that no limit counts: the request it is of was."""
_PASSED_ON = ("Authorization", "Cookie", "X-Api-Key")

_SHARED = ("REMOTE_ADDR", WORLD)


def replay(
    method: str,
    path: str,
    *,
    json: Any = None,
    headers: Mapping[str, str] | None = None,
    counted: bool = True,
) -> flask.Response:
    """The answer to a request as if the caller had sent it; `path` is below the app's mount.

    Credentials, host, address and world are those of the running request. Limits count it as a
    request of its own if it is `counted`.
    """
    asked = flask.request
    passed_on: dict[str, str] = {
        name: asked.headers[name] for name in _PASSED_ON if name in asked.headers
    }
    builder = EnvironBuilder(
        path=path,
        base_url=asked.root_url,
        method=method,
        headers=list({**passed_on, **(headers or {})}.items()),
        data=None if json is None else orjson.dumps(json),
        content_type=None if json is None else "application/json",
        environ_base={
            **({} if counted else {UNCOUNTED: True}),
            **{name: asked.environ[name] for name in _SHARED if name in asked.environ},
        },
    )
    body, status, answered = run_wsgi_app(flask.current_app.wsgi_app, builder.get_environ())
    return flask.Response(b"".join(body), status, answered)
