"""HelpDesk Pro `apikey`, 2.8: bodies that are malformed, no JSON, empty, or too large."""

import json

import pytest

from contract_tests.helpdeskpro_apikey.answers import answer
from contract_tests.helpdeskpro_apikey.things import HARDWARE, SOFTWARE, THINGS, listing, made

MIB = 1024 * 1024
JSON = "application/json"
MALFORMED = (400, {"error": "Malformed JSON payload."})
CREATE = ["/tickets", "/knowledge", SOFTWARE, HARDWARE]
CHANGE = [("patch", "/tickets/1"), ("put", "/tickets/1")]


@pytest.fixture(scope="module")
def urls(things):
    """Where something is made, and where each of `things` is."""
    there = {name: f"{name.rpartition('/')[0]}/{thing['id']}" for name, thing in things.items()}
    return {path: path for path in CREATE} | there


@pytest.mark.parametrize(
    ("method", "where"),
    [
        *(("post", path) for path in CREATE),
        *((method, f"{path}/{noun}") for path, noun in THINGS for method in ("patch", "put")),
    ],
)
def test_malformed_json_and_what_is_no_object_is_400(still, urls, method, where):
    """On every POST, PATCH and PUT alike; nothing changes."""
    bodies = [
        b"{",
        b"}",
        b'{"subject": "a", "description": "b"',
        b"{'subject': 'a'}",
        b'{"subject": }',
        b'{"subject": "a",}',
        b"subject=a&description=b",
        b"nonsense",
        b"[]",
        b'[{"subject": "a", "description": "b"}]',
        b"[1, 2]",
        b'"text"',
        b'""',
        b"12",
        b"0",
        b"true",
        b"false",
        b"null",
        b'{"subject": "\xff\xfe", "description": "b"}',
        b"\xff\xfe",
        b'{"subject": "a", "description": "b"} trailing',
    ]
    before, send = listing(still), getattr(still, method)

    answers = {body: answer(send(urls[where], data=body, content_type=JSON)) for body in bodies}

    assert dict.fromkeys(bodies, MALFORMED) == answers
    assert before == listing(still)


@pytest.mark.parametrize("method", ["get", "delete"])
def test_a_body_is_not_read_where_none_is_taken(still, method):
    """GET and DELETE ignore whatever is sent along."""
    ticket = made(still, "/tickets")

    response = getattr(still, method)(f"/tickets/{ticket['id']}", data=b"{", content_type=JSON)

    assert 200 == response.status_code


FORM = {"subject": "s", "description": "d", "title": "t", "content": "c", "name": "n", "model": "m"}


TEXT = json.dumps(FORM)


EMPTY = {
    "plain text": {"data": TEXT, "content_type": "text/plain"},
    "no type": {"data": TEXT},
    "html": {"data": TEXT, "content_type": "text/html"},
    "nearly json": {"data": TEXT, "content_type": "text/json"},
    "jsonp": {"data": TEXT, "content_type": "application/javascript"},
    "form": {"data": FORM, "content_type": "application/x-www-form-urlencoded"},
    "multipart": {"data": FORM, "content_type": "multipart/form-data"},
    "broken json as text": {"data": "{", "content_type": "text/plain"},
    "no body": {},
    "empty json body": {"data": "", "content_type": JSON},
    "empty object": {"json": {}},
}


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/tickets", "Both subject and description are required."),
        ("/knowledge", "title and content are required."),
        (SOFTWARE, "name is required."),
    ],
)
def test_what_is_not_json_is_an_empty_body_on_post(still, path, message):
    """400 in the words for what is missing."""
    answers = {case: answer(still.post(path, **sent)) for case, sent in EMPTY.items()}

    assert dict.fromkeys(EMPTY, (400, {"error": message})) == answers


def test_what_is_not_json_makes_an_empty_hardware(still):
    """201."""
    responses = {case: still.post(HARDWARE, **sent) for case, sent in EMPTY.items()}

    assert dict.fromkeys(EMPTY, (201, "")) == {
        case: (response.status_code, response.json["hardware"]["model"])
        for case, response in responses.items()
    }


@pytest.mark.parametrize("method", ["patch", "put"])
@pytest.mark.parametrize(("path", "noun"), THINGS)
def test_what_is_not_json_changes_nothing(still, things, path, noun, method):
    """200 with the thing as it was, `updated_at` included."""
    thing = things[f"{path}/{noun}"]
    still.advance(60)

    answers = {
        case: answer(getattr(still, method)(f"{path}/{thing['id']}", **sent))
        for case, sent in EMPTY.items()
    }

    assert dict.fromkeys(EMPTY, (200, {noun: thing})) == answers


@pytest.mark.parametrize(("method", "path"), [*(("post", path) for path in CREATE), *CHANGE])
def test_a_body_over_16_mib_is_413(still, method, path):
    """One byte more is too much; nothing is stored."""
    before = listing(still)
    body = b'{"notes": "' + b"x" * (16 * MIB - 12) + b'"}'

    response = getattr(still, method)(path, data=body, content_type=JSON)

    assert 16 * MIB + 1 == len(body)
    assert (413, {"error": "Payload too large."}) == answer(response)
    assert before == listing(still)


def test_a_body_of_16_mib_is_taken(apikey):
    """The limit itself is allowed, and comes back whole."""
    start, end = b'{"subject": "s", "description": "', b'"}'
    text = b"x" * (16 * MIB - len(start) - len(end))

    response = apikey.post("/tickets", data=start + text + end, content_type=JSON)

    assert (201, len(text)) == (
        response.status_code,
        len(response.json["ticket"]["description"]),
    )


def test_the_last_of_equal_keys_wins(still):
    """Duplicate keys are no error."""
    body = b'{"subject": "first", "description": "d", "subject": "last"}'

    response = still.post("/tickets", data=body, content_type=JSON)

    assert (201, "last") == (response.status_code, response.json["ticket"]["subject"])


def test_a_byte_order_mark_is_tolerated(still):
    """A UTF-8 BOM before the JSON."""
    body = b'\xef\xbb\xbf{"subject": "s", "description": "d"}'

    response = still.post("/tickets", data=body, content_type=JSON)

    assert (201, "s") == (response.status_code, response.json["ticket"]["subject"])
