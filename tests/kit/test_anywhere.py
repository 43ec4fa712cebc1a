"""Parameters that may come from anywhere, at paths in any letter case."""

import io
import itertools

import flask
import pytest
from flask import Response
from marshmallow import INCLUDE, fields, validate
from werkzeug.test import Client

from polydesk import db
from polydesk.core.desk import Machine
from polydesk.core.errors import Invalid
from polydesk.db import WORLD
from polydesk.kit.dialect import Dialect, Envelope
from polydesk.kit.fields import Schema
from polydesk.kit.openapi import describe
from polydesk.kit.problem import Problem
from polydesk.kit.routes import Routes

routes = Routes("things")


class Sent(Schema):
    """All kinds of parameters."""

    id = fields.Int(required=True, metadata={"aliases": ["thingId"]})
    subject = fields.Str(data_key="Subject")
    body = fields.Str(metadata={"blank": True})
    flag = fields.Bool(load_default=False)
    rank = fields.Int(validate=validate.OneOf([1, 2]))
    many = fields.List(fields.Int(), data_key="StatusId")


class Open(Schema):
    """One parameter, and whatever else is sent."""

    class Meta:
        unknown = INCLUDE

    id = fields.Int(required=True)


@routes.route("GET POST", "/api/Change", aliases=["/api/Change/<id>"], given=Sent())
def change(desk, given):
    """Say what came."""
    return given


@routes.post("/api/Any", given=Open(), also=("GET",))
def anything(desk, given):
    """Say what came, known or not."""
    return given


@routes.get("/api/Where")
def where(desk):
    """Say where this is."""
    return flask.request.root_url


def _error(problem: Problem):
    cause = problem.cause
    return cause.fields if isinstance(cause, Invalid) else type(cause).__name__, problem.status


rpc = Dialect(
    name="rpc",
    title="RPC",
    root="",
    routes=[routes],
    authenticate=lambda _, __: Machine("anybody"),
    envelope=Envelope(error=_error, error_schema={}),
    any_case=True,
    mounts=["/helpdesk"],
    preflight=lambda _: Response(headers={"Access-Control-Max-Age": "600"}),
)


class Asker:
    """A client of the dialect, in a world of its own."""

    def __init__(self, store, world):
        self.client = Client(rpc.app(store))
        self.world = world

    def __call__(self, path, method="GET", environ=None, **sent):
        path, _, query = path.partition("?")
        base = {WORLD: self.world, "PATH_INFO": path, **(environ or {})}  # "//api" is no host
        answer = self.client.open(method=method, query_string=query, environ_overrides=base, **sent)
        return answer.status_code, answer.json


@pytest.fixture
def ask(store, world):
    return Asker(store, world)


NAMELESS = b"--x\r\nContent-Disposition: form-data\r\n\r\n8\r\n--x--\r\n"
READ = {"id": 7, "flag": False}


@pytest.mark.parametrize(
    "environ",
    [
        {"HTTP_TRANSFER_ENCODING": "chunked", "SERVER_PROTOCOL": "HTTP/1.1"},
        {"SERVER_PROTOCOL": "HTTP/2"},
    ],
)
def test_a_body_of_untold_length_is_read(ask, environ):
    """In chunks, or by a protocol that needs no length."""
    body = {"input_stream": io.BytesIO(b'{"id": 7}'), "content_type": "application/json"}
    environ |= {"wsgi.input_terminated": True}

    assert (200, READ) == ask("/api/Change", "POST", environ=environ, **body)


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/api/Change?id=7", {}),
        ("/api/Change/7", {}),
        ("/api/Change?THINGID=7", {}),
        ("/api/Change", {"data": {"Id": "7"}}),
        ("/api/Change", {"data": {"ID": "7"}, "content_type": "multipart/form-data"}),
        ("/api/Change", {"json": {"iD": 7}}),
        ("/api/Change", {"json": {"id": "7"}}),
        ("/api/Change?id=8", {"json": {"id": 7}}),
        ("/api/Change/8?id=9", {"data": {"id": "7"}}),
        ("/api/Change/7?id=8", {}),
        ("/api/Change?id=7&id=8", {}),
        ("/api/Change?thingid=8", {"data": {"id": "7"}}),
        ("/api/Change?thingid=8&id=7", {}),
        ("/api/Change?id=7", {"data": b"", "content_type": "application/json"}),
        ("/api/Change?id=7", {"data": b"[1]", "content_type": "application/json"}),
        ("/api/Change?id=7", {"data": b"x", "content_type": "text/plain"}),
        ("/api/Change?id=7&unknown=1", {"json": {"other": 2}}),
        ("/api/Change?id=7", {"data": NAMELESS, "content_type": "multipart/form-data; boundary=x"}),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_value_is_found_wherever_it_is(ask, method, path, sent):
    """In any letter case; form before JSON before path before query, the first of several."""
    assert (200, READ) == ask(path, method, **sent)


@pytest.mark.parametrize(
    ("query", "read"),
    [
        ("subject=", {}),
        ("subject=%20", {"subject": " "}),
        ("body=", {"body": ""}),
        ("body=+a", {"body": " a"}),
        ("flag=", {}),
        ("flag=perhaps", {}),
        ("flag=True", {"flag": True}),
        ("rank=", {}),
        ("rank=x", {}),
        ("rank=2", {"rank": 2}),
        ("statusId=1&STATUSID=2", {"many": [1, 2]}),
        ("statusId=1,2", {"many": [1, 2]}),
        ("statusId[]=1&statusId[]=2", {"many": [1, 2]}),
        ("statusId[0]=1&statusId[1]=2", {"many": [1, 2]}),
        ("statusId=System.Int32[]", {}),
        ("statusId=x&statusId=2", {"many": [2]}),
        ("statusId=", {}),
    ],
)
def test_what_an_optional_parameter_cannot_read_is_none(ask, query, read):
    """Blanks too, but where a blank is a value."""
    assert (200, READ | read) == ask(f"/api/change?id=7&{query}")


def test_a_blank_hides_no_other_name(ask):
    """A name with a value is taken before a better one without."""
    assert (200, READ) == ask("/api/change", "POST", json={"id": None, "thingId": 7})


def test_lists_and_nulls_in_json(ask):
    """A JSON array is a list; a null is none."""
    sent = {"id": 7, "statusid": [1, "2", "x", None], "subject": None, "body": None}

    assert (200, READ | {"many": [1, 2]}) == ask("/api/change", "POST", json=sent)


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("", {"id": ["Missing data for required field."]}),
        ("id=", {"id": ["Missing data for required field."]}),
        ("id=x", {"id": ["Missing data for required field."]}),
        ("id=7&rank=3", {"rank": ["Must be one of: 1, 2."]}),
        ("id=7&subject=%00", {"Subject": ["Must not contain NUL characters."]}),
    ],
)
def test_what_must_be_there_and_is_not_is_refused(ask, query, wrong):
    """So is what can be read and is not allowed."""
    assert (400, wrong) == ask(f"/api/Change?{query}")


def test_malformed_json_is_refused(ask):
    """Where there is any."""
    sent = {"data": b"{", "content_type": "application/json"}

    assert (400, "Malformed") == ask("/api/Change?id=7", "POST", **sent)


def test_a_byte_order_mark_is_passed_over(ask):
    """Before JSON, or before nothing."""
    for body in (b'{"subject": "a"}', b""):
        sent = {"data": b"\xef\xbb\xbf" + body, "content_type": "application/json"}
        assert 200 == ask("/api/Change?id=7", "POST", **sent)[0]


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_text_in_a_form_may_be_as_long_as_a_file(ask, kind):
    """What is too long for the server is told by the length of all."""
    text = "x" * 1_000_000

    sent = {"data": {"id": "7", "subject": text}, "content_type": kind}

    assert (200, READ | {"subject": text}) == ask("/api/Change", "POST", **sent)


def test_a_schema_may_take_what_it_does_not_know(ask):
    """By lower names, as text; files are none."""
    sent = {"data": {"CF1": "a", "file": (io.BytesIO(b"x"), "f.txt")}}

    assert (200, {"id": 7, "cf1": "a", "cf2": "b"}) == ask("/api/any?id=7&Cf2=b", "POST", **sent)


SPELLED = ["change", "Change", "CHANGE"]


@pytest.mark.parametrize(
    "path",
    [
        f"{mount}{slash}{api}{slash}{name}{end}"
        for mount, slash, api, name, end in itertools.product(
            ["", "/helpdesk", "/HelpDesk"], ["/", "//"], ["api", "API"], SPELLED, ["", "/", "//"]
        )
    ],
)
def test_a_path_is_found_however_it_is_written(ask, path):
    """Without a redirect."""
    assert (200, READ) == ask(f"{path}?id=7")


@pytest.mark.parametrize(
    ("path", "root"),
    [
        ("/api/where", "/"),
        ("/helpdesk/api/where", "/helpdesk/"),
        ("/HelpDesk//API/Where/", "/HelpDesk/"),
    ],
)
def test_urls_begin_with_the_mount_that_was_asked(ask, path, root):
    """As it was written."""
    assert (200, f"http://localhost{root}") == ask(path)


@pytest.mark.parametrize(("path", "status"), [("/helpdesk", 404), ("/helpdeskapi/change", 404)])
def test_a_mount_is_a_whole_segment(ask, path, status):
    """What only begins like it is another path."""
    assert status == ask(path)[0]


@pytest.mark.parametrize("path", ["/api/change", "/helpdesk/API/change/7"])
def test_a_preflight_needs_nothing(store, world, path):
    """The dialect answers every OPTIONS itself."""
    answer = Client(rpc.app(store)).options(path, environ_overrides={WORLD: world})

    assert (200, b"", "600") == (
        answer.status_code,
        answer.data,
        answer.headers["Access-Control-Max-Age"],
    )


def test_the_document_tells_where_parameters_may_be():
    """In the query of a GET; in the form or JSON of a POST."""
    paths = describe(rpc, "http://localhost")["paths"]
    get, post = paths["/api/Change"]["get"], paths["/api/Change"]["post"]

    assert ["id", "Subject", "body", "flag", "rank", "StatusId"] == [
        one["name"] for one in get["parameters"]
    ]
    assert (True, True) == (get["x-either-place"], post["x-either-place"])
    assert "requestBody" not in get
    assert {
        "application/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
    } == set(post["requestBody"]["content"])
    assert False is post["requestBody"]["required"]


def test_somebodys_own_app_is_put_behind_what_reads_its_paths(store, world):
    """As the README says: the blueprint alone knows its paths as they are documented in small."""
    app = flask.Flask("host")
    db.attach(app, store)
    app.register_blueprint(rpc.blueprint())
    app.wsgi_app = rpc.around(app.wsgi_app)

    answer = Client(app).get("/HelpDesk/API/Change/7/", environ_overrides={WORLD: world})

    assert (200, READ) == (answer.status_code, answer.json)
