"""From a dialect to a Flask app; what one call does is in `polydesk.kit.call`."""

import logging
import re
from collections.abc import Callable
from typing import Any

import flask
from flask import Blueprint, Flask, Request, Response
from flask.globals import request_ctx
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound
from werkzeug.routing import MapAdapter
from werkzeug.wsgi import get_host

from polydesk import db
from polydesk.core import errors
from polydesk.core.desk import Machine
from polydesk.core.worlds import Store
from polydesk.kit.call import View, after, said, spend
from polydesk.kit.dialect import DIALECTS, Dialect
from polydesk.kit.paths import IdConverter, NumberConverter, UlidConverter
from polydesk.kit.perform import Answer
from polydesk.kit.problem import Problem, Unavailable, is_away
from polydesk.kit.respond import as_json
from polydesk.kit.routes import ANYWHERE, Operation

log = logging.getLogger(__name__)

UNAVAILABLE = "polydesk.unavailable"
"""The WSGI environment's key for why no request can be answered yet."""


class _App(Flask):
    """An app that is spared what Flask looks for in every request, and dialects do not have."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """No function of ours is `async`."""
        return func

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """No route of ours is of one host, or of a subdomain."""
        if request is None:
            return super().create_url_adapter(None)
        request.host = get_host(request.environ)  # refuses what is none, as Flask does
        return MapAdapter(
            self.url_map,
            request.host,
            request.root_path,
            "",
            request.scheme,
            request.path,
            request.method,
            request.query_string.decode("latin-1"),
        )


def make_app(dialect: Dialect, store: Store, max_body_bytes: int) -> Flask:
    """A Flask app that speaks one dialect and nothing else."""
    app = _App(dialect.name, static_folder=None)
    db.attach(app, store)
    app.register_blueprint(make_blueprint(dialect, max_body_bytes))
    for kind in (NotFound, MethodNotAllowed):
        app.register_error_handler(kind, lambda cause: _answer_nowhere(dialect, cause))
    app.register_error_handler(Exception, lambda cause: _answer(dialect, cause))
    app.wsgi_app = dialect.around(app.wsgi_app)  # type: ignore[assignment,method-assign]
    return app


def make_blueprint(dialect: Dialect, max_body_bytes: int) -> Blueprint:
    """A blueprint that speaks one dialect, below the dialect's root."""
    blueprint = Blueprint(dialect.name.replace(".", "-"), __name__, url_prefix=dialect.root)

    @blueprint.before_request
    def prepare_request() -> Response | None:
        request = request_ctx.request
        request.max_content_length = max_body_bytes
        request.max_form_memory_size = max_body_bytes  # text may be as long as a file
        reason = request.environ.get(UNAVAILABLE)
        if reason is not None:
            raise Unavailable(reason)
        if dialect.preflight is not None and request.method == "OPTIONS":
            return after(dialect, request, dialect.preflight(request))
        return None

    @blueprint.record_once
    def prepare(state: Any) -> None:
        state.app.url_map.converters["id"] = IdConverter
        state.app.url_map.converters["number"] = NumberConverter
        state.app.url_map.converters["ulid"] = UlidConverter
        state.app.extensions.setdefault(DIALECTS, []).append(dialect)
        state.app.register_error_handler(NotFound, _answer_for_path)
        state.app.register_error_handler(MethodNotAllowed, _answer_for_path)

    blueprint.register_error_handler(Exception, lambda cause: _answer(dialect, cause))
    for operation in dialect.operations:
        view = View(dialect, operation)
        for template in (operation.path, *operation.aliases):
            path = template.replace("<int:", "<id:")
            if dialect.any_case:
                path = path.lower()
            blueprint.add_url_rule(
                path,
                endpoint=operation.name.replace(".", "-"),
                view_func=view,
                methods=[*operation.methods, *operation.also],
                strict_slashes=not dialect.any_slash,
            )
    if dialect.document.path:
        blueprint.add_url_rule(
            dialect.document.path, endpoint="openapi", view_func=lambda: _document(dialect)
        )
    return blueprint


def _answer(dialect: Dialect, cause: Exception) -> Response:
    """The vendor's words for an error; the one place where errors become responses."""
    if isinstance(cause, HTTPException) and cause.code is not None and cause.code < 400:
        return cause.get_response()  # type: ignore[return-value]
    problem = Problem.of(cause)
    if is_away(cause):
        log.error("the database does not answer: %s", str(cause).partition("\n")[0])
    elif problem.status == 500:
        log.error("cannot answer %s %s", flask.request.method, flask.request.path, exc_info=cause)
    told = dialect.envelope.error(problem)
    response = told if isinstance(told, Response) else as_json(*told)
    response.headers.extend(problem.headers)
    return after(dialect, request_ctx.request, response)


def _answer_for_path(cause: HTTPException) -> Any:
    """For a path that no route knows: the dialect at whose root it is, if any, else the app."""
    path = flask.request.path
    at_home = [
        dialect
        for dialect in flask.current_app.extensions[DIALECTS]
        if path == dialect.root or path.startswith(f"{dialect.root}/")
    ]
    if not at_home:
        return cause
    return _answer_nowhere(max(at_home, key=lambda dialect: len(dialect.root)), cause)


def _answer_nowhere(dialect: Dialect, cause: HTTPException) -> Response:
    """For a path or a method that a dialect has not; strangers are not even told that much."""
    if dialect.preflight is not None and flask.request.method == "OPTIONS":
        return after(dialect, request_ctx.request, dialect.preflight(request_ctx.request))
    guarded = None if dialect.guarded is None else f"{dialect.root}{dialect.guarded}/"
    if guarded is None or not f"{flask.request.path}/".startswith(guarded):
        return _answer(dialect, cause)
    try:
        with db.desk(writes=False) as desk:
            desk.actor = dialect.authenticate(flask.request, desk)
            if desk.actor is None:
                raise errors.Unauthenticated
            spend(dialect, request_ctx.request, desk, "")
    except Exception as refusal:
        return _answer(dialect, refusal)
    return _answer(dialect, cause)


def _document(dialect: Dialect) -> Response:
    from polydesk.kit.openapi import describe  # slow to import, rarely asked for

    return as_json(describe(dialect, flask.request.root_url.rstrip("/") + dialect.root), 200)


def body_of(dialect: Dialect, app: Flask, world: str, table: str, id: int, ulid: str) -> Any | None:
    """What a dialect answers for a row to whoever may see all; None if it has no such thing."""
    operations = {operation.name: operation for operation in dialect.operations}
    overrides = {db.WORLD: world}
    for name in dialect.objects.get(table, ()):
        operation = operations[name]
        with app.test_request_context(environ_overrides=overrides), db.desk(writes=False) as desk:
            desk.actor = Machine("control plane")
            url, taken = _naming(operation, id, ulid)
            try:
                arguments = url if operation.at is None else operation.at(desk, **url)
                result = operation.view(desk, **arguments, **taken)
                answer = said(dialect, operation, result, desk)
                return answer.body if isinstance(answer, Answer) else answer
            except errors.NotFound:
                continue
    return None


def _naming(operation: Operation, id: int, ulid: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """What an operation is given that shows one row: the parts of the URL, and what it takes."""
    if ANYWHERE in operation.takes:
        return {}, {ANYWHERE: {"id": id}}
    (part,) = re.findall(r"<(?:(\w+):)?(\w+)>", operation.path)
    return {part[1]: id if part[0] in ("int", "number") else ulid}, {}
