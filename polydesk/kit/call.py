"""A call of an operation: the whole life of a request, top to bottom, is `_call`.

The request is handed down: to ask `flask.request` for it takes longer, each time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import flask
from flask import Request, Response
from flask.globals import request_ctx
from sqlalchemy import Select
from sqlalchemy.exc import DBAPIError

from polydesk import db
from polydesk.core import errors
from polydesk.core.aside import Aside
from polydesk.core.desk import Account, Actor, Caller, Desk, Machine
from polydesk.core.memory import Seen
from polydesk.kit import limits, pages
from polydesk.kit.anywhere import gather
from polydesk.kit.dialect import Chore, Dialect
from polydesk.kit.parse import load, take
from polydesk.kit.perform import Answer, dumped, dumped_all, pair
from polydesk.kit.respond import as_json
from polydesk.kit.routes import ANYWHERE, Operation

_ATTEMPTS = 5
_AGENT = 255
"""How much of a client's name is kept."""
ACTOR = "polydesk.actor"
"""The WSGI environment's key for who called, for the log."""
KNOWN = "polydesk.known"
"""The WSGI environment's key for who makes a request of which this one is part."""
UNCOUNTED = "polydesk.uncounted"
"""The WSGI environment's key of a sub-request that no limit counts: the request it is of was."""


@dataclass(frozen=True)
class Known:
    """Who calls, as a dialect has found out in a world of this `version`."""

    dialect: str
    version: int
    actor: Actor | None
    credential: Caller | None

    def holds(self, dialect: str, desk: Desk) -> bool:
        """Whether it would be found out again: nothing that is remembered has changed since.

        A row, or nobody, is looked for anew.
        """
        if (self.dialect, self.version) != (dialect, desk.version):
            return False
        if not isinstance(self.actor, Account | Machine):
            return False
        ends = None if self.credential is None else self.credential.expires_at
        return ends is None or ends > desk.now()


@dataclass
class _Begun:
    """What a request keeps when it begins again: slow work that is done, and what it has spent."""

    done: dict[object, Any] = field(default_factory=dict)
    spent: Sequence[limits.Spent] | None = None


class View:
    """An operation as Flask calls it."""

    def __init__(self, dialect: Dialect, operation: Operation) -> None:
        self._dialect, self._operation = dialect, operation

    def __call__(self, **url: Any) -> Response:
        """The response to the running request, whose path has these parts."""
        request = request_ctx.request
        return _finish(self._dialect, request, self.answer(request, **url))

    def answer(self, request: Request, /, **url: Any) -> Answer | Response:
        """What the response will be made of; a response where the operation makes one itself."""
        begun = _Begun()
        if ANYWHERE in self._operation.takes:
            url = {}  # the path is one more place that it is gathered from
        for attempt in range(_ATTEMPTS):
            if attempt:
                _rewind_uploads(request)
            try:
                return _call(self._dialect, self._operation, request, url, begun)
            except _ChoreDueError:
                with db.desk(writes=True) as desk:
                    _chore(self._dialect).do(desk)
            except Aside as slow:
                begun.done[slow.key] = slow.work()
            except DBAPIError as error:
                if not _is_passing(error) or attempt == _ATTEMPTS - 1:
                    raise
        raise AssertionError("the last attempt returns or raises")


def _rewind_uploads(request: Request) -> None:
    """Let the files of the request be read again, if the attempt before has looked for any."""
    parsed = vars(request).get("files")  # where werkzeug keeps them
    for _, part in parsed.items(multi=True) if parsed else ():
        part.stream.seek(0)


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
    dialect: Dialect,
    operation: Operation,
    request: Request,
    url: Mapping[str, Any],
    begun: _Begun,
) -> Answer | Response:
    if not operation.desk:
        if not operation.public:
            dialect.authenticate(request, None)
        return said(dialect, operation, operation.view(**url, **_take(dialect, operation, request)))
    if operation.apart:
        with db.desk(writes=False) as desk:
            _admit(dialect, operation, request, desk, begun)
            taken = _take(dialect, operation, request)
            known = Known(dialect.name, desk.version, desk.actor, desk.credential)
            request.environ[KNOWN] = known
        return said(dialect, operation, operation.view(**url, **taken))
    with db.desk(writes=operation.writes) as desk:
        if dialect.chore is not None and dialect.chore.is_due(desk):
            raise _ChoreDueError
        desk.done = begun.done if operation.writes else None
        _admit(dialect, operation, request, desk, begun)
        arguments = url if operation.at is None else operation.at(desk, **url)
        result = operation.view(desk, **arguments, **_take(dialect, operation, request))
        if operation.writes:
            desk.flush()  # what is answered is what is stored
        return said(dialect, operation, result, desk)


def _admit(
    dialect: Dialect, operation: Operation, request: Request, desk: Desk, begun: _Begun
) -> None:
    """Know who is calling, and count the call once; raises Unauthenticated or TooMany."""
    known = request.environ.get(KNOWN)
    if known is not None and known.holds(dialect.name, desk):
        desk.actor, desk.credential = known.actor, known.credential
    else:
        _recognize(dialect, operation, request, desk)
    desk.judged = dialect.judges
    if desk.actor is not None:
        request.environ[ACTOR] = desk.actor.name
    if UNCOUNTED not in request.environ:
        _note(dialect, request, desk)
    if begun.spent is None:
        begun.spent = spend(dialect, request, desk, operation.name)
    request.environ[limits.SPENT] = begun.spent
    if dialect.admits is not None and not operation.public:
        dialect.admits(request, desk, operation)


def _recognize(dialect: Dialect, operation: Operation, request: Request, desk: Desk) -> None:
    """Know who is calling; raises Unauthenticated.

    Whoever calls a public operation may prove who they are; what does not do is passed over.
    """
    try:
        desk.actor = dialect.authenticate(request, desk)
        if desk.actor is None:
            raise errors.Unauthenticated
    except (errors.Unauthenticated, errors.Forbidden):
        desk.actor = desk.credential = None
        if not operation.public:
            raise


def _note(dialect: Dialect, request: Request, desk: Desk) -> None:
    """Note that a credential was used, and who has called."""
    if desk.credential is not None:
        desk.memory.note_used(desk.credential.id, desk.now())
    if dialect.notes_callers and desk.person_id is not None:
        _note_caller(request, desk, desk.person_id)


def spend(dialect: Dialect, request: Request, desk: Desk, operation: str) -> Sequence[limits.Spent]:
    """Count a request against the dialect's limits; raises TooMany where one is used up."""
    if not dialect.limits or UNCOUNTED in request.environ:
        return ()
    address = request.remote_addr or ""
    return limits.spend(desk, dialect.name, dialect.limits, operation, address, dialect.defaults)


def _note_caller(request: Request, desk: Desk, person_id: int) -> None:
    agent = request.headers.get("User-Agent", "")[:_AGENT] or None
    seen = Seen(desk.now(), request.remote_addr, agent)
    desk.memory.note_seen(person_id, seen)


def _take(dialect: Dialect, operation: Operation, request: Request) -> dict[str, Any]:
    """What the operation's schemas make of the request, by place."""
    if not operation.takes:
        return {}
    own = operation.needs_body
    if dialect.gather is not None:
        gathered = dialect.gather(request)
        return {place: load(schema, gathered) for place, schema in operation.takes.items()}
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


def said(
    dialect: Dialect, operation: Operation, result: Any, desk: Desk | None = None
) -> Answer | Response:
    """What a view's result is for the client, in the envelope unless it is an answer already."""
    result, headers = pair(result)
    if not isinstance(result, Response | Answer):
        result = _wrapped(dialect, operation, result, desk)
    if isinstance(result, Response):
        result.headers.extend(headers)
        return result
    if isinstance(result, Answer):
        return replace(result, headers=headers) if headers else result
    return Answer(None if operation.status == 204 else result, operation.status, headers)


def _wrapped(dialect: Dialect, operation: Operation, result: Any, desk: Desk | None) -> Any:
    if operation.pages is not None and desk is not None:
        bounds = operation.pages.bounds(flask.request.values)
        page = pages.cut(desk, result, bounds)
        return dialect.envelope.page(page, dumped_all(operation, page.items))
    if isinstance(result, Select) and desk is not None:
        result = desk.all(result)
    return dialect.envelope.one(dumped(operation, result))


def _finish(dialect: Dialect, request: Request, answer: Answer | Response) -> Response:
    if isinstance(answer, Response):
        return after(dialect, request, answer)
    return after(dialect, request, as_json(answer.body, answer.status, answer.headers))


def after(dialect: Dialect, request: Request, response: Response) -> Response:
    """A response as the dialect finishes each of them."""
    for change in dialect.after:
        response = change(request, response)
    return response
