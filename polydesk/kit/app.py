"""From a dialect to a Flask app: the whole life of a request, top to bottom, is `_call`.

`request_ctx.request` is the request itself: what is read of it through `flask.request` takes
longer, each time.
"""

import logging
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import flask
import orjson
from flask import Blueprint, Flask, Response
from flask.globals import request_ctx
from sqlalchemy import Select
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound

from polydesk import db
from polydesk.core import errors
from polydesk.core.aside import Aside
from polydesk.core.desk import Desk, Machine
from polydesk.core.memory import Seen
from polydesk.core.worlds import Store
from polydesk.kit import limits, pages
from polydesk.kit.anywhere import gather
from polydesk.kit.dialect import DIALECTS, Chore, Dialect
from polydesk.kit.parse import take
from polydesk.kit.paths import IdConverter, UlidConverter
from polydesk.kit.perform import Answer, dumped, dumped_all, pair
from polydesk.kit.problem import Problem, Unavailable
from polydesk.kit.replay import UNCOUNTED
from polydesk.kit.routes import ANYWHERE, Operation

log = logging.getLogger(__name__)

_ATTEMPTS = 5
_AGENT = 255
"""How much of a client's name is kept."""
ACTOR = "polydesk.actor"
"""The WSGI environment's key for who called, for the log."""
UNAVAILABLE = "polydesk.unavailable"
"""The WSGI environment's key for why no request can be answered yet."""


def make_app(dialect: Dialect, store: Store, max_body_bytes: int) -> Flask:
    """A Flask app that speaks one dialect and nothing else."""
    app = Flask(dialect.name, static_folder=None)
    app.url_map.merge_slashes = dialect.merge_slashes
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
            return _after(dialect, dialect.preflight(request))
        return None

    @blueprint.record_once
    def prepare(state: Any) -> None:
        state.app.url_map.converters["id"] = IdConverter
        state.app.url_map.converters["ulid"] = UlidConverter
        state.app.extensions.setdefault(DIALECTS, []).append(dialect)
        state.app.register_error_handler(NotFound, _answer_for_path)
        state.app.register_error_handler(MethodNotAllowed, _answer_for_path)

    blueprint.register_error_handler(Exception, lambda cause: _answer(dialect, cause))
    for operation in dialect.operations:
        view = _view(dialect, operation)
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


@dataclass
class _Begun:
    """What a request keeps when it begins again: slow work that is done, and what it has spent."""

    done: dict[object, Any] = field(default_factory=dict)
    spent: Sequence[limits.Spent] | None = None


def _view(dialect: Dialect, operation: Operation) -> Callable[..., Response]:
    def view(**url: Any) -> Response:
        begun = _Begun()
        if ANYWHERE in operation.takes:
            url = {}  # the path is one more place that it is gathered from
        for attempt in range(_ATTEMPTS):
            try:
                return _call(dialect, operation, url, begun)
            except _ChoreDueError:
                with db.desk(writes=True) as desk:
                    _chore(dialect).do(desk)
            except Aside as slow:
                begun.done[slow.key] = slow.work()
            except DBAPIError as error:
                if not _is_passing(error) or attempt == _ATTEMPTS - 1:
                    raise
        raise AssertionError("the last attempt returns or raises")

    return view


def _is_passing(error: DBAPIError) -> bool:
    """Whether two transactions got in each other's way, so that one only has to be done again.

    PostgreSQL could not serialize them, or they waited for each other, or a row that this one had
    read, and refers to, was taken away by the other: the next attempt does not find it any more.
    """
    return getattr(error.orig, "sqlstate", None) in ("40001", "40P01", "23503")


class _ChoreDueError(Exception):
    """The dialect's chore is to be done before this request."""


def _chore(dialect: Dialect) -> Chore:
    assert dialect.chore is not None
    return dialect.chore


def _call(
    dialect: Dialect, operation: Operation, url: Mapping[str, Any], begun: _Begun
) -> Response:
    if not operation.desk:
        if not operation.public:
            dialect.authenticate(request_ctx.request, None)
        result, headers = pair(operation.view(**url, **_take(dialect, operation)))
        return _finish(dialect, operation, _body(dialect, operation, result), headers)
    if operation.apart:
        with db.desk(writes=False) as desk:
            _admit(dialect, operation, desk, begun)
            taken = _take(dialect, operation)
        result, headers = pair(operation.view(**url, **taken))
        return _finish(dialect, operation, _body(dialect, operation, result), headers)
    with db.desk(writes=operation.writes) as desk:
        if dialect.chore is not None and dialect.chore.is_due(desk):
            raise _ChoreDueError
        desk.done = begun.done if operation.writes else None
        _admit(dialect, operation, desk, begun)
        arguments = url if operation.at is None else operation.at(desk, **url)
        result, headers = pair(operation.view(desk, **arguments, **_take(dialect, operation)))
        if operation.writes:
            desk.flush()  # what is answered is what is stored
        body = _body(dialect, operation, result, desk)
    return _finish(dialect, operation, body, headers)


def _admit(dialect: Dialect, operation: Operation, desk: Desk, begun: _Begun) -> None:
    """Know who is calling, and count the call once; raises Unauthenticated or TooMany.

    Whoever calls a public operation may prove who they are; what does not do is passed over.
    """
    request = request_ctx.request
    try:
        desk.actor = dialect.authenticate(request, desk)
        if desk.actor is None:
            raise errors.Unauthenticated
    except (errors.Unauthenticated, errors.Forbidden):
        desk.actor = desk.credential = None
        if not operation.public:
            raise
    desk.judged = dialect.judges
    if desk.actor is not None:
        request.environ[ACTOR] = desk.actor.name
    counted = UNCOUNTED not in request.environ
    if counted and desk.credential is not None:
        db.current_store().note_used(db.current_world(), desk.credential.id, desk.now())
    if counted and dialect.notes_callers and desk.person_id is not None:
        _note_caller(desk, desk.person_id)
    if begun.spent is None:
        begun.spent = _spend(dialect, desk, operation.name)
    flask.g.spent = begun.spent
    if dialect.admits is not None and not operation.public:
        dialect.admits(flask.request, desk, operation)


def _spend(dialect: Dialect, desk: Desk, operation: str) -> Sequence[limits.Spent]:
    request = flask.request
    if UNCOUNTED in request.environ:
        return ()
    address = request.remote_addr or ""
    return limits.spend(desk, dialect.name, dialect.limits, operation, address, dialect.defaults)


def _note_caller(desk: Desk, person_id: int) -> None:
    request = request_ctx.request
    agent = request.headers.get("User-Agent", "")[:_AGENT] or None
    seen = Seen(desk.now(), request.remote_addr, agent)
    db.current_store().note_seen(db.current_world(), person_id, seen)


def _take(dialect: Dialect, operation: Operation) -> dict[str, Any]:
    """What the operation's schemas make of the request, by place."""
    request, own = request_ctx.request, operation.needs_body
    needed = dialect.needs_body if own is None else own
    return {
        place: gather(schema, request)
        if place == ANYWHERE
        else take(
            schema,
            request,
            place,
            json_always=dialect.reads_json_always,
            needs_body=needed,
        )
        for place, schema in operation.takes.items()
    }


def _body(dialect: Dialect, operation: Operation, result: Any, desk: Desk | None = None) -> Any:
    if isinstance(result, Response | Answer):
        return result
    if operation.pages is not None and desk is not None:
        bounds = operation.pages.bounds(flask.request.values)
        page = pages.cut(desk, result, bounds)
        return dialect.envelope.page(page, dumped_all(operation, page.items))
    if isinstance(result, Select) and desk is not None:
        result = desk.all(result)
    return dialect.envelope.one(dumped(operation, result))


def _finish(
    dialect: Dialect, operation: Operation, body: Any, headers: Mapping[str, str]
) -> Response:
    if isinstance(body, Answer):
        response = _json(body.body, body.status)
    else:
        response = body if isinstance(body, Response) else _json(body, operation.status)
    if headers:
        response.headers.extend(headers)
    return _after(dialect, response)


def _json(body: Any, status: int) -> Response:
    if status == 204:
        return Response(status=204)
    return Response(orjson.dumps(body), status, mimetype="application/json")


def _after(dialect: Dialect, response: Response) -> Response:
    for change in dialect.after:
        response = change(request_ctx.request, response)
    return response


def _answer(dialect: Dialect, cause: Exception) -> Response:
    """The vendor's words for an error; the one place where errors become responses."""
    if isinstance(cause, HTTPException) and cause.code is not None and cause.code < 400:
        return cause.get_response()  # type: ignore[return-value]
    problem = Problem.of(cause)
    if problem.status == 500:
        log.error("cannot answer %s %s", flask.request.method, flask.request.path, exc_info=cause)
    said = dialect.envelope.error(problem)
    response = said if isinstance(said, Response) else _json(*said)
    response.headers.extend(problem.headers)
    return _after(dialect, response)


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
        return _after(dialect, dialect.preflight(flask.request))
    guarded = None if dialect.guarded is None else f"{dialect.root}{dialect.guarded}/"
    if guarded is None or not f"{flask.request.path}/".startswith(guarded):
        return _answer(dialect, cause)
    try:
        with db.desk(writes=False) as desk:
            desk.actor = dialect.authenticate(flask.request, desk)
            if desk.actor is None:
                raise errors.Unauthenticated
            _spend(dialect, desk, "")
    except Exception as refusal:
        return _answer(dialect, refusal)
    return _answer(dialect, cause)


def _document(dialect: Dialect) -> Response:
    from polydesk.kit.openapi import describe  # slow to import, rarely asked for

    return _json(describe(dialect, flask.request.root_url.rstrip("/") + dialect.root), 200)


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
                body = _body(dialect, operation, pair(result)[0], desk)
                return body.body if isinstance(body, Answer) else body
            except errors.NotFound:
                continue
    return None


def _naming(operation: Operation, id: int, ulid: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """What an operation is given that shows one row: the parts of the URL, and what it takes."""
    if ANYWHERE in operation.takes:
        return {}, {ANYWHERE: {"id": id}}
    (part,) = re.findall(r"<(?:(\w+):)?(\w+)>", operation.path)
    return {part[1]: id if part[0] == "int" else ulid}, {}
