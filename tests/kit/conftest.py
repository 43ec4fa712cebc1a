"""A toy dialect of all that the kit can do, and a client of it in a world of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Request, Response, request
from marshmallow import fields
from sqlalchemy import select
from werkzeug.exceptions import HTTPException
from werkzeug.test import Client, TestResponse

from polydesk.core.desk import Desk, Machine
from polydesk.core.errors import Unauthenticated
from polydesk.core.models import Tag
from polydesk.core.worlds import Store
from polydesk.db import WORLD
from polydesk.kit import auth
from polydesk.kit.dialect import Dialect, Document, Envelope
from polydesk.kit.fields import Schema, Word
from polydesk.kit.limits import Limit
from polydesk.kit.pages import Numbered, Offset
from polydesk.kit.problem import Problem
from polydesk.kit.replay import replay
from polydesk.kit.routes import Routes
from polydesk.kit.settings import Setting

routes = Routes("tags", tag="Tags", errors=(401,))


class TagSchema(Schema):
    """A tag."""

    id = fields.Int()
    name = fields.Str(data_key="Name")


class NewTag(Schema):
    """A tag to be made."""

    name = fields.Str(required=True, data_key="Name")


class Chosen(Schema):
    """A rank by its word, a state by its number; two of each share one."""

    rank = Word({1: "low", 2: "normal", 3: "normal"}, required=True, data_key="Rank")
    state = Word({"closed": 3, "resolved": 3, "open": 1}, data_key="State")
    many = fields.List(fields.Str(), data_key="Many")


@routes.post("/tags", json=NewTag(), gives=TagSchema(), status=201, errors=(400,))
def create(desk: Desk, json: dict[str, Any]) -> Any:
    """Make a tag.

    Source: The toy's manual,
    page 1.
    """
    made = desk.add(Tag(**json))
    return made, {"X-Made": str(made.id)}


@routes.get("/tags", pages=Numbered(default=2, most=4), gives=TagSchema())
def index(desk: Desk) -> Any:
    """All tags, newest first."""
    return select(Tag).order_by(Tag.id.desc())


@routes.get("/some", pages=Offset(default=2, most=4), gives=TagSchema())
def some(desk: Desk) -> Any:
    """All tags, oldest first."""
    return select(Tag).order_by(Tag.id)


@routes.get("/all", gives=TagSchema(many=True))
def everything(desk: Desk) -> Any:
    """All tags at once."""
    return select(Tag).order_by(Tag.id)


@routes.get("/tags/<int:id>", gives=TagSchema(), errors=(404,))
def show(desk: Desk, id: int) -> Any:
    """One tag."""
    return desk.get(Tag, id)


@routes.delete("/tags/<int:id>", status=204, also=("POST",), coverage="partial", note="No bin.")
def delete(desk: Desk, id: int) -> Any:
    """Delete a tag."""
    desk.session.delete(desk.get(Tag, id))


@routes.post(
    "/raw", aliases=("/v1/raw",), public=True, reads={"application/json": Chosen()}, writes=False
)
def raw(desk: Desk) -> Any:
    """What is sent, as it is."""
    return {"sent": request.get_data(as_text=True)}


@routes.get("/places", query=Chosen())
def query(desk: Desk, query: Any) -> Any:
    """What the query says."""
    return query


@routes.post("/places/json", json=Chosen())
def json(desk: Desk, json: Any) -> Any:
    """What the JSON says."""
    return json


@routes.post("/places/form", form=Chosen())
def form(desk: Desk, form: Any) -> Any:
    """What the form says."""
    return form


@routes.route("GET POST", "/places/values", values=Chosen())
def values(desk: Desk, values: Any) -> Any:
    """What the query or the form says."""
    return values


@routes.get("/whoami", public=False)
def whoami(desk: Desk) -> Any:
    """Who is calling."""
    return {"name": desk.actor.name, "now": desk.now().isoformat(), "writes": desk.writes}


@routes.get("/seldom", public=True, security=("", "Name", "Ticket"))
def seldom(desk: Desk) -> Any:
    """For everybody, at times."""
    return {"actor": desk.actor}


@routes.get("/open", public=True, documented=False)
def open_(desk: Desk) -> Any:
    """For everybody."""
    return {"actor": desk.actor}


@routes.get("/meddle")
def meddle(desk: Desk) -> Any:
    """A view of a read operation that changes something by mistake."""
    return {"id": desk.add(Tag(name="meddled")).id}


class Failures:
    """What `/fail` does; tests set it."""

    act: Callable[[Desk], Any] = staticmethod(lambda _: None)


@routes.post("/fail")
def fail(desk: Desk) -> Any:
    """Change something, and fail."""
    desk.add(Tag(name="before"))
    return Failures.act(desk)


@routes.post("/batch", apart=True)
def batch() -> Any:
    """Three requests in one: a tag, a refusal, another tag."""
    asked = [("POST", "/toy/tags", {"Name": "one"}), ("POST", "/toy/fail", None)]
    answers = [
        replay(method, path, json=body)
        for method, path, body in [*asked, ("POST", "/toy/tags", {"Name": "two"})]
    ]
    who = replay("GET", "/toy/whoami", headers=["X-Extra"])
    return {"statuses": [answer.status for answer in answers], "who": who.body}


def authenticate(request: Request, desk: Desk) -> Machine | None:
    """Whoever says `Bearer <name>`; `bad` is nobody."""
    name = auth.bearer(request)
    if name == "bad":
        raise Unauthenticated("bad name")
    return Machine(name) if name else None


def error(problem: Problem) -> tuple[Any, int]:
    """The cause by its name, and its hint."""
    cause = problem.cause
    name = cause.name if isinstance(cause, HTTPException) else type(cause).__name__
    return {"wrong": name, "hint": problem.hint}, problem.status


def sign(request: Request, response: Response) -> Response:
    """Say which path was asked for."""
    response.headers["X-Asked"] = request.path
    return response


LIMITED = frozenset({"tags.whoami", "tags.fail"})
TOY = Dialect(
    name="toy",
    title="The toy",
    root="/toy",
    routes=[routes],
    authenticate=authenticate,
    envelope=Envelope(
        error=error,
        error_schema={"type": "object", "properties": {"wrong": {"type": "string"}}},
        one=lambda body: {"data": body},
        page=lambda page, items: {
            "data": items,
            "page": [page.number, page.last, page.total, page.offset, page.size],
        },
        describe=lambda schema: {"type": "object", "properties": {"data": schema}},
        describe_page=lambda schema: {"type": "object", "properties": {"data": schema}},
    ),
    document=Document(
        title="Toy API",
        security={"Name": {"type": "http", "scheme": "bearer"}},
        more_security={"Ticket": {"type": "apiKey", "in": "query", "name": "ticket"}},
    ),
    settings={"rate_limit": Setting(True, "whether limits are kept")},
    limits=[Limit("calls", 3, 60, lambda desk, _: desk.actor.name, LIMITED)],
    after=[sign],
)


@dataclass
class Toy:
    """A client of the toy, called Ada, in a world."""

    app: Any
    store: Store
    world: str
    headers: dict[str, str]

    def open(self, method: str, path: str, **sent: Any) -> TestResponse:
        """Send a request; `path` is below the root."""
        sent.setdefault("headers", self.headers)
        environ = {WORLD: self.world, **sent.pop("environ", {})}
        client = Client(self.app)
        return client.open(f"/toy{path}", method=method, environ_overrides=environ, **sent)

    def get(self, path: str, **sent: Any) -> TestResponse:
        return self.open("GET", path, **sent)

    def post(self, path: str, **sent: Any) -> TestResponse:
        return self.open("POST", path, **sent)

    def make(self, *names: str) -> None:
        """Make tags."""
        with self.store.desk(self.world) as desk:
            desk.add_all([Tag(name=name) for name in names])

    def tags(self) -> list[str]:
        """The names of all tags."""
        with self.store.desk(self.world, writes=False) as desk:
            return list(desk.session.scalars(select(Tag.name).order_by(Tag.id)))


@pytest.fixture(scope="session")
def toy_app(store: Store) -> Any:
    """The toy as an app over the run's store."""
    return TOY.app(store, max_body_bytes=5000)


@pytest.fixture
def toy(toy_app: Any, store: Store, world: str) -> Toy:
    """A client in a fresh world."""
    return Toy(toy_app, store, world, {"Authorization": "Bearer Ada"})


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[Desk], Any]], None]:
    """Say what `/fail` does."""
    return lambda act: monkeypatch.setattr(Failures, "act", staticmethod(act))
