"""A dialect that tells strangers nothing, and reads addresses and calls in its own way."""

import pytest
from flask import Response, request
from werkzeug.test import Client

from polydesk.core.desk import Machine
from polydesk.core.errors import Forbidden
from polydesk.db import WORLD
from polydesk.kit import auth
from polydesk.kit.dialect import Dialect, Envelope
from polydesk.kit.limits import Limit
from polydesk.kit.perform import Answer
from polydesk.kit.problem import Problem
from polydesk.kit.replay import replay
from polydesk.kit.routes import Routes

routes = Routes("things", prefix="/v2")


@routes.get("/things")
def index(desk):
    """Say who asks for what."""
    return {"name": desk.actor.name, "query": request.query_string.decode()}


@routes.get("/bare")
def bare(desk):
    """Put a body together, without the envelope."""
    return Answer(["bare"], 202), {"X-Made": "here"}


@routes.delete("/bare")
def nothing(desk):
    """Say nothing."""
    return Answer(None, 204)


@routes.get("/public", public=True)
def public(desk):
    """For everybody."""
    return {"name": desk.actor.name if desk.actor else None}


@routes.post("/several", apart=True)
def several():
    """Four sub-requests, of which no limit knows."""
    asked = ["/v2/things?x=%C3%A7&y=ü", "/OLD/things", "/v2/nothing", "/v2/bare"]
    answers = [replay("GET", f"/root{path}", counted=False) for path in asked]
    return {
        "statuses": [answer.status for answer in answers],
        "queries": [answer.body["is"]["query"] for answer in answers[:2]],
        "made": answers[3].headers["X-Made"],
        "head": replay("HEAD", "/root/v2/things", counted=False).body,
    }


def _error(problem: Problem):
    return {"wrong": type(problem.cause).__name__}, problem.status


def _authenticate(request, desk):
    name = auth.bearer(request)
    return Machine(name) if name else None


def _admits(request, desk, operation):
    if desk.actor.name == "bare" and operation.name != "things.bare":
        raise Forbidden(operation.name)


def _rewrite(environ):
    environ["PATH_INFO"] = environ["PATH_INFO"].replace("/OLD/", "/v2/")


def _most(desk):
    return {"two": 2, "bare": 1}.get(desk.actor.name if desk.actor else "")


GUARDED = Dialect(
    name="guarded",
    title="Guarded",
    root="/root",
    routes=[routes],
    authenticate=_authenticate,
    admits=_admits,
    envelope=Envelope(error=_error, error_schema={}, one=lambda body: {"is": body}),
    limits=[Limit("calls", _most, 3600, lambda desk, _: desk.actor and desk.actor.name)],
    preflight=lambda _: Response(status=204),
    guarded="/v2",
    rewrite=_rewrite,
)


@pytest.fixture
def ask(store, world):
    """Call as somebody: the answer."""
    client = Client(GUARDED.app(store))

    def ask(path, method="GET", name="ada"):
        headers = {} if name is None else {"Authorization": f"Bearer {name}"}
        return client.open(
            f"/root{path}", method=method, headers=headers, environ_overrides={WORLD: world}
        )

    return ask


@pytest.mark.parametrize(
    ("path", "method", "name", "status"),
    [
        ("/v2/nothing", "GET", None, 401),
        ("/v2/things", "PATCH", None, 401),
        ("/v2", "GET", None, 401),
        ("/v2/nothing", "GET", "ada", 404),
        ("/v2/things", "PATCH", "ada", 405),
        ("/v2", "GET", "ada", 404),
        ("/v22", "GET", None, 404),
        ("/else", "GET", None, 404),
        ("/v2/public", "GET", None, 200),
    ],
)
def test_strangers_do_not_learn_what_there_is(ask, path, method, name, status):
    """Below the guarded path all is refused to them but what is public."""
    assert status == ask(path, method, name).status_code


@pytest.mark.parametrize("path", ["/v2/things", "/v2/nothing", "/else"])
def test_a_preflight_is_answered_everywhere(ask, path):
    """Whoever asks."""
    assert 204 == ask(path, "OPTIONS", None).status_code


def test_an_address_is_rewritten_before_it_is_routed(ask):
    """In the environment."""
    assert ask("/v2/things").json == ask("/OLD/things").json


def test_a_view_may_put_its_body_together(ask):
    """With a status, and without schema and envelope; of 204 there is none."""
    answer, gone = ask("/v2/bare"), ask("/v2/bare", "DELETE")

    assert (202, ["bare"], "here") == (answer.status_code, answer.json, answer.headers["X-Made"])
    assert (204, b"") == (gone.status_code, gone.data)


@pytest.mark.parametrize(("path", "status"), [("/v2/things", 403), ("/v2/public", 200)])
def test_who_may_not_call_is_refused(ask, path, status):
    """But not where everybody may."""
    assert status == ask(path, name="bare").status_code


@pytest.mark.parametrize("path", ["/v2/things", "/v2/nothing"])
def test_a_call_that_is_refused_counts(ask, path):
    """Also one that leads nowhere."""
    ask(path, name="bare")

    assert 429 == ask("/v2/bare", name="bare").status_code


def test_a_limit_may_depend_on_who_calls(ask):
    """Without a number there is none."""
    calls = {
        name: [ask("/v2/things", name=name).status_code for _ in range(4)]
        for name in ("two", "ada")
    }

    assert {"two": [200, 200, 429, 429], "ada": [200] * 4} == calls


def test_sub_requests_need_not_count(ask):
    """The one that asks for them does, and they go the way of any other."""
    answers = [ask("/v2/several", "POST", name="two") for _ in range(3)]

    assert [200, 200, 429] == [answer.status_code for answer in answers]
    assert {
        "statuses": [200, 200, 404, 202],
        "queries": ["x=%C3%A7&y=ü", ""],
        "made": "here",
        "head": None,
    } == answers[0].json["is"]
