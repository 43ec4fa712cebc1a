"""Where a request brings its values: JSON, the query, a form, or either of these."""

import marshmallow
import orjson
import pytest
from marshmallow import fields

from polydesk.kit.parse import load
from polydesk.kit.problem import Unstorable

GOOD = {"Rank": "low", "State": 1, "Many": ["a", "b"]}
READ = {"rank": 1, "state": "open", "many": ["a", "b"]}


def test_json_is_read_by_the_names_on_the_wire(toy):
    """What is not known is passed over."""
    answer = toy.post("/places/json", json={**GOOD, "More": 1, "rank": "none"})

    assert (200, READ) == (answer.status_code, answer.json["data"])


@pytest.mark.parametrize(
    ("method", "path", "sent"),
    [
        ("GET", "/places?Rank=low&Many=a&Many=b", {}),
        ("POST", "/places/form", {"data": {"Rank": "low", "Many": ["a", "b"]}}),
        (
            "POST",
            "/places/form",
            {"data": {"Rank": "low", "Many": ["a", "b"]}, "content_type": "multipart/form-data"},
        ),
        ("GET", "/places/values?Rank=low&Many=a&Many=b", {}),
        ("POST", "/places/values?Rank=low&Many=a&Many=b", {}),
        ("POST", "/places/values", {"data": {"Rank": "low", "Many": ["a", "b"]}}),
        ("POST", "/places/values?Rank=low", {"data": {"Many": ["a", "b"]}}),
        ("POST", "/places/values?Rank=low", {"data": {"Rank": "normal", "Many": ["a", "b"]}}),
    ],
)
def test_a_value_is_read_at_its_place(toy, method, path, sent):
    """Repeated ones as a list; of query and form the query comes first."""
    answer = toy.open(method, path, **sent)

    assert (200, {"rank": 1, "many": ["a", "b"]}) == (answer.status_code, answer.json["data"])


@pytest.mark.parametrize(
    ("method", "path", "sent"),
    [
        ("GET", "/places", {"json": GOOD}),
        ("POST", "/places/json?Rank=low", {}),
        ("POST", "/places/json", {"data": {"Rank": "low"}}),
        ("POST", "/places/form?Rank=low", {}),
        ("POST", "/places/form", {"json": GOOD}),
        ("POST", "/places/values", {"json": GOOD}),
    ],
)
def test_a_value_at_another_place_is_none(toy, method, path, sent):
    """It is missing then."""
    answer = toy.open(method, path, **sent)

    assert (400, "Rank: Missing data for required field.") == (
        answer.status_code,
        answer.json["hint"],
    )


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ({"Rank": "low"}, {"rank": 1}),
        ({"Rank": "normal"}, {"rank": 2}),
        ({"Rank": "low", "State": 3}, {"rank": 1, "state": "closed"}),
    ],
)
def test_a_word_is_read_as_the_first_that_it_stands_for(toy, given, read):
    """Two values may share a word or a number."""
    answer = toy.post("/places/json", json=given)

    assert read == answer.json["data"]


@pytest.mark.parametrize(
    ("method", "path", "sent"),
    [
        ("GET", "/places?Rank=low&State=3", {}),
        ("GET", "/places/values?Rank=low&State=3", {}),
        ("POST", "/places/form", {"data": {"Rank": "low", "State": "3"}}),
    ],
)
def test_a_number_is_read_as_text_too(toy, method, path, sent):
    """In a query and in a form there is nothing but text."""
    answer = toy.open(method, path, **sent)

    assert (200, "closed") == (answer.status_code, answer.json.get("data", {}).get("state"))


@pytest.mark.parametrize("name", ["Rank", "State"])
@pytest.mark.parametrize("given", ["LOW", "", "9", 9, 1.5, None, True, [], {}, ["low"], 10**30])
def test_an_unknown_word_is_refused(toy, name, given):
    """Whatever it is."""
    answer = toy.post("/places/json", json={"Rank": "low", name: given})

    assert (400, "Invalid") == (answer.status_code, answer.json["wrong"])


def test_a_refusal_says_which_words_there_are(toy):
    """In the order of their declaration, each once."""
    answer = toy.post("/places/json", json={"Rank": "high"})

    assert "Rank: Must be one of: low, normal." == answer.json["hint"]


@pytest.mark.parametrize(
    ("body", "status", "wrong"),
    [
        (b"", 400, "Invalid"),
        (b"{}", 400, "Invalid"),
        (b'{"Rank": "low"}', 200, None),
        (b'\xef\xbb\xbf{"Rank": "low"}', 200, None),
        (b'{"Rank": "high", "Rank": "low"}', 200, None),
        (b"{", 400, "Malformed"),
        (b"[]", 400, "Malformed"),
        (b"null", 400, "Malformed"),
        (b'"Rank"', 400, "Malformed"),
        (b'{"Rank": NaN}', 400, "Malformed"),
        (b"\xff\xfe{\x00", 400, "Malformed"),
        (b"[" * 100_0, 400, "Malformed"),
        (b'{"Rank": "low"', 400, "Malformed"),
    ],
)
def test_a_body_is_a_json_object(toy, body, status, wrong):
    """What is none is malformed, which is not the same as invalid."""
    answer = toy.post("/places/json", data=body, content_type="application/json")

    assert (status, wrong) == (answer.status_code, answer.json.get("wrong"))


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("application/json", 200),
        ("application/json; charset=utf-8", 200),
        ("application/problem+json", 200),
        ("APPLICATION/JSON", 200),
        ("text/plain", 400),
        ("", 400),
    ],
)
def test_a_body_is_json_if_it_says_so(toy, content_type, status):
    """Else it is none, unless the dialect takes all for JSON."""
    answer = toy.post("/places/json", data=b'{"Rank": "low"}', content_type=content_type)

    assert status == answer.status_code


@pytest.mark.parametrize("bad", ["a\0b", "\0", "\ud800"])
@pytest.mark.parametrize("wrap", [lambda x: x, lambda x: x + "ışık"])
def test_text_that_no_database_stores_is_refused(toy, bad, wrap):
    """NUL and lone surrogates; at whatever place."""
    escaped = "".join(f"\\u{ord(letter):04x}" for letter in wrap(bad))
    body = b'{"Name": "%s"}' % escaped.encode()

    answer = toy.post("/tags", data=body, content_type="application/json")

    assert (400, []) == (answer.status_code, toy.tags())


@pytest.mark.parametrize("bad", [b'{"a":' * 900 + b"1" + b"}" * 900, b"[" * 900 + b"]" * 900])
def test_what_is_nested_too_deep_is_refused(bad):
    """No database's JSON could be written of it."""
    schema = marshmallow.Schema.from_dict({"any": fields.Raw()})()

    with pytest.raises(Unstorable):
        load(schema, {"any": orjson.loads(bad)})
    assert {"any": [[]]} == load(schema, {"any": [[]]})


def test_a_nul_deep_in_a_list_is_refused(toy):
    """In a form and in a query alike."""
    answers = [
        toy.post("/places/form", data={"Rank": "low", "Many": ["a", "\0"]}),
        toy.get("/places?Rank=low&Many=a&Many=%00"),
    ]

    assert [400, 400] == [answer.status_code for answer in answers]
    assert ("Unstorable", "Many: Must not contain NUL characters.") == (
        answers[0].json["wrong"],
        answers[0].json["hint"],
    )
