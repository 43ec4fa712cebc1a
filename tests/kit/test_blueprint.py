"""The API as a blueprint in somebody's own Flask app."""

import dataclasses

import flask
import pytest
from werkzeug.test import Client

from polydesk import db
from polydesk.db import WORLD


@pytest.fixture
def ask(toy, store):
    """Ask an app of somebody's own, with the toy and a second one below it."""
    app = flask.Flask("host")
    db.attach(app, store)
    (first,) = toy.app.extensions["polydesk.dialects"]
    second = dataclasses.replace(first, name="toy.two", root="/toy/two")
    app.register_blueprint(first.blueprint(max_body_bytes=5000))
    app.register_blueprint(second.blueprint(max_body_bytes=100))
    app.add_url_rule("/home", view_func=lambda: "at home", endpoint="home")

    def ask(method, path, **sent):
        sent.setdefault("headers", toy.headers)
        sent["environ_overrides"] = {WORLD: toy.world}
        return Client(app).open(path, method=method, **sent)

    return ask


def test_both_answer_below_their_roots(ask, toy):
    """And the app at home."""
    made = (
        ask("POST", "/toy/tags", json={"Name": "a"}),
        ask("POST", "/toy/two/tags", json={"Name": "b"}),
    )

    assert [201, 201] == [answer.status_code for answer in made]
    assert (["a", "b"], b"at home") == (toy.tags(), ask("GET", "/home").data)


@pytest.mark.parametrize("path", ["/none", "/", "/toys", "/home/x"])
def test_the_apps_own_404_is_its_own(ask, path):
    """Outside of the roots."""
    answer = ask("GET", path)

    assert (404, "text/html") == (answer.status_code, answer.mimetype)


@pytest.mark.parametrize(
    "path", ["/toy", "/toy/none", "/toy/two", "/toy/two/none", "/toy/two/tags/x"]
)
def test_an_unknown_path_below_a_root_is_the_dialects(ask, path):
    """With its shape and what comes after."""
    answer = ask("GET", path)

    assert (404, "Not Found", path) == (
        answer.status_code,
        answer.json["wrong"],
        answer.headers["X-Asked"],
    )


def test_a_wrong_method_is_the_dialects_or_the_apps(ask):
    """By where it was asked for."""
    theirs, ours = ask("PUT", "/home"), ask("PUT", "/toy/two/tags")

    assert (405, "text/html") == (theirs.status_code, theirs.mimetype)
    assert (405, "Method Not Allowed") == (ours.status_code, ours.json["wrong"])
    assert {"GET", "HEAD", "OPTIONS", "POST"} == set(ours.allow)


def test_each_has_its_own_limit_of_a_body(ask):
    """The app's own routes have none of ours."""
    big = {"Name": "x" * 200}

    statuses = [ask("POST", path, json=big).status_code for path in ("/toy/tags", "/toy/two/tags")]

    assert [201, 413] == statuses


def test_a_failure_of_the_app_is_its_own(ask, toy):
    """We answer for what is ours."""
    assert 401 == ask("GET", "/toy/all", headers={}).status_code
    assert 200 == ask("GET", "/toy/two/openapi.json", headers={}).status_code
