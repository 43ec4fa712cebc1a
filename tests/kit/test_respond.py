"""Answers put into bytes."""

import pytest
from werkzeug.test import EnvironBuilder, run_wsgi_app

from polydesk.kit.respond import as_json


def sent(response, method="GET"):
    """What a server would send of a response: body, status, headers."""
    body, status, headers = run_wsgi_app(response, EnvironBuilder(method=method).get_environ())
    return b"".join(body), status, dict(headers)


def test_a_body_is_compact_json_with_its_length():
    """In UTF-8, with the headers given beside it."""
    assert sent(as_json({"a": ["ü", None]}, 201, {"Location": "/a"})) == (
        '{"a":["ü",null]}'.encode(),
        "201 CREATED",
        {"Content-Type": "application/json", "Content-Length": "17", "Location": "/a"},
    )


def test_nothing_has_no_type():
    """Only the headers given."""
    assert (b"", "204 NO CONTENT", {"X-A": "1"}) == sent(as_json(None, 204, {"X-A": "1"}))


def test_head_has_the_headers_alone():
    """As GET would have them."""
    body, _, headers = sent(as_json({}, 200), "HEAD")

    assert (b"", "2") == (body, headers["Content-Length"])


@pytest.mark.parametrize("status", [204, 304])
def test_what_a_status_forbids_is_not_sent(status):
    """Whether it has it from the beginning or is given it afterwards."""
    response = as_json({"a": 1}, 200)
    response.status_code = status

    for one in (as_json(None, 204), response):
        body, _, headers = sent(one)
        assert (b"", None) == (body, headers.get("Content-Length"))


@pytest.mark.parametrize(
    ("location", "as_sent"),
    [
        ("http://localhost/~a/b.c?d=1&e=2", "http://localhost/~a/b.c?d=1&e=2"),
        ("/labels/ünder way", "/labels/%C3%BCnder%20way"),
        ("/labels/50%25", "/labels/50%25"),
    ],
)
def test_a_location_is_a_url(location, as_sent):
    """What is none is encoded; what is encoded stays."""
    assert sent(as_json({}, 201, {"Location": location}))[2]["Location"] == as_sent


def test_what_waits_for_the_end_is_told_of_it():
    """Functions that somebody else's app has registered."""
    told = []
    response = as_json({}, 200)
    response.call_on_close(lambda: told.append("closed"))

    response({"REQUEST_METHOD": "GET"}, lambda *_: None).close()

    assert told == ["closed"]
