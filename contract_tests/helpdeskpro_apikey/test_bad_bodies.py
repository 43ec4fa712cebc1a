"""HelpDesk Pro `apikey`: whatever body is sent, the vendor's answer; a refusal changes nothing."""

import json

import pytest

from contract_tests.helpdeskpro_apikey.bad_input import (
    WRITES,
    answers,
    brief,
    is_refusal,
    post_raw,
    refusals,
    send,
    send_each,
    state,
    unanswered,
    with_things,
)
from contract_tests.helpdeskpro_apikey.things import ARTICLE, HARDWARE, SOFTWARE, TICKET

HUGE = 10**30
NESTED = 100_000
TARGETS = pytest.mark.parametrize(
    ("method", "path"),
    [pytest.param(method, path, id=f"{method} {path}") for method, path, *_ in WRITES],
)
TEXTS = pytest.mark.parametrize(
    ("method", "path", "body", "fields"),
    [
        pytest.param(method, path, body, texts, id=f"{method} {path}")
        for method, path, body, texts, _ in WRITES
    ],
)
FIELDS = pytest.mark.parametrize(
    ("method", "path", "body", "fields"),
    [
        pytest.param(method, path, body, [*texts, *others], id=f"{method} {path}")
        for method, path, body, texts, others in WRITES
    ],
)


BROKEN = {
    "nothing closed": b"{",
    "only closed": b"}",
    "cut in a text": b'{"subject": "a',
    "cut in an escape": b'{"subject": "\\u12',
    "no value": b'{"subject":}',
    "no key": b'{: "a"}',
    "comma at the end": b'{"subject": "a",}',
    "single quotes": b"{'subject': 'a'}",
    "no quotes": b"{subject: a}",
    "a comment": b'{"subject": "a"} // yes',
    "two objects": b"{}{}",
    "two lines": b"{}\n{}",
    "a number with zeros": b'{"seats": 007}',
    "a hexadecimal number": b'{"seats": 0x10}',
    "a wrong escape": b'{"subject": "\\x41"}',
    "a raw line end": b'{"subject": "a\nb"}',
    "a raw NUL in a text": b'{"subject": "a\x00b"}',
    "a NUL after": b"{}\x00",
    "NUL only": b"\x00",
    "invalid UTF-8": b'{"subject": "\xff"}',
    "cut UTF-8": b'{"subject": "\xc3"}',
    "overlong UTF-8": b'{"subject": "\xc0\xaf"}',
    "a raw surrogate": b'{"subject": "\xed\xa0\x80"}',
    "latin-1": '{"subject": "é"}'.encode("latin-1"),
    "python": b"{'subject': None, 'seats': True}",
    "xml": b"<subject>a</subject>",
    "form": b"subject=a&description=b",
    "an array": b"[]",
    "an array of one": b'[{"subject": "a", "description": "b"}]',
    "a text": b'"subject"',
    "a number": b"5",
    "a huge number": b"9" * 5000,
    "true": b"true",
    "null": b"null",
    "NaN": b"NaN",
    "arrays, deep": b"[" * NESTED + b"]" * NESTED,
    "arrays, deep and open": b"[" * NESTED,
    "objects, deep": b'{"a":' * NESTED + b"1" + b"}" * NESTED,
}


@TARGETS
def test_broken_json_is_400_and_changes_nothing(untouched, method, path):
    """In the vendor's words for it."""
    before = state(untouched)

    responses = {case: post_raw(untouched, method, path, data) for case, data in BROKEN.items()}

    assert dict.fromkeys(BROKEN, (400, {"error": "Malformed JSON payload."})) == answers(responses)
    assert before == state(untouched)


ODD = {
    "NaN": b'{"seats": NaN, "subject": NaN}',
    "Infinity": b'{"seats": Infinity, "status": -Infinity}',
    "a number that overflows": b'{"seats": 1e999, "priority": 1e999}',
    "a number of 5000 digits": b'{"seats": ' + b"9" * 5000 + b"}",
    "a negative huge number": b'{"seats": -' + b"9" * 400 + b', "assigned_to": -1e308}',
    "equal keys": b'{"status": "a", "status": ["b"], "status": "c"}',
    "an empty key": b'{"": 1, " ": 2}',
    "odd keys": b'{"__class__": 1, "self": 2, "desk": 3, "json": 4, "\\u0000": 5, "\\ud800": 6}',
    "deep in an unknown field": b'{"x": ' + b"[" * 500 + b"]" * 500 + b"}",
    "deep in a known field": b'{"status": ' + b"[" * 500 + b"]" * 500 + b"}",
    "a BOM": b'\xef\xbb\xbf{"status": "x"}',
    "two BOMs": b'\xef\xbb\xbf\xef\xbb\xbf{"status": "x"}',
    "UTF-16": '{"status": "x"}'.encode("utf-16"),
    "UTF-32": '{"status": "x"}'.encode("utf-32"),
    "blanks around": b' \r\n\t{"status": "x"}\n ',
    "blanks only": b" \r\n\t",
    "many keys": json.dumps({f"key{n}": n for n in range(20_000)}).encode(),
}


@TARGETS
def test_odd_json_is_answered(client, method, path):
    """Taken or refused, in the vendor's way; the desk goes on working."""
    responses, after = {}, {}
    for case, data in ODD.items():
        responses[case] = post_raw(client, method, path, data)
        after[case] = client.get("/tickets").status_code

    assert {} == unanswered(responses)
    assert dict.fromkeys(ODD, 200) == after


@TEXTS
def test_arrays_and_objects_are_no_texts(untouched, method, path, body, fields):
    """400, and nothing changes."""
    before = state(untouched)

    responses = send_each(untouched, method, path, body, fields, [["x"], {"x": 1}])

    assert dict.fromkeys(responses, (400, True)) == refusals(responses)
    assert before == state(untouched)


UNSTORABLE = ["a\0b", "a\ud800b"]


@TEXTS
def test_what_no_database_can_store_is_400(untouched, method, path, body, fields):
    """NUL and lone surrogates, escaped in the JSON; nothing changes."""
    before = state(untouched)

    responses = send_each(untouched, method, path, body, fields, UNSTORABLE)

    assert dict.fromkeys(responses, (400, True)) == refusals(responses)
    assert before == state(untouched)


def test_what_no_database_can_store_is_no_tag(untouched):
    """400, and nothing changes."""
    before = state(untouched)
    tags = [*UNSTORABLE, *(["vpn", bad] for bad in UNSTORABLE)]

    responses = send_each(untouched, "post", "/knowledge", ARTICLE, ["tags"], tags)

    assert dict.fromkeys(responses, (400, True)) == refusals(responses)
    assert before == state(untouched)


VALUES = [
    True,
    False,
    0,
    -7.5,
    2**63 - 1,
    2**63,
    -(2**63) - 1,
    HUGE,
    1e308,
    float("nan"),
    float("inf"),
    "",
    "x" * 300,
    "x" * 70_000,
    "9" * 5000,
    "-" + "9" * 5000,
    "1e400",
    "²",
    "٣",
    "a\0b",
    "a\ud800b",
    "0000-00-00",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "2025-W53-7",
    "2025-01-01T24:00:00",
    "\u202e\u0000",
    "🖨" * 100,
    None,
    [],
    {},
    {"id": 1},
]


@FIELDS
def test_any_value_of_any_field_is_answered(apikey, untouched, method, path, body, fields):
    """Taken or refused in the vendor's way, and a refusal changes nothing.

    What a world of its own refuses is sent to the untouched one too, to be refused alike.
    """
    with_things(apikey)
    before = state(untouched)
    cases = {(field, brief(value)): {**body, field: value} for field in fields for value in VALUES}

    responses = {case: send(apikey, method, path, sent) for case, sent in cases.items()}
    refused = {case: response for case, response in responses.items() if is_refusal(response)}
    again = {case: send(untouched, method, path, cases[case]) for case in refused}

    assert len(fields) * len(VALUES) == len(responses)
    assert {} == unanswered(responses)
    assert answers(refused) == answers(again)
    assert before == state(untouched)


@TEXTS
def test_a_scalar_is_refused_or_becomes_a_text(client, method, path, body, fields):
    """No text is ever answered as a number; true is no exception."""
    responses = send_each(client, method, path, body, fields, [7.5, True])

    taken = {case: each for case, each in responses.items() if each.status_code != 400}
    assert {} == unanswered(responses)
    assert dict.fromkeys(taken, str) == {
        case: type(next(iter(each.json.values()))[case[0]]) for case, each in taken.items()
    }


def test_a_time_beyond_the_calendar_is_400(untouched):
    """Also where only its UTC form is beyond."""
    before = state(untouched)
    beyond = [
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "2025-13-01",
        "x" * 9000,
    ]

    responses = send_each(untouched, "patch", "/tickets/1", {}, ["closed_at"], beyond)

    assert dict.fromkeys(responses, (400, True)) == refusals(responses)
    assert before == state(untouched)


def test_a_number_of_seats_beyond_all_reason_is_answered(client):
    """Refused, or unset as junk is; it reads back as it was answered."""
    beyond = [HUGE, -HUGE, 2**63, 1e308, "9" * 400, "1e400", "inf", "nan"]

    responses = send_each(client, "post", SOFTWARE, {"name": "x"}, ["seats"], beyond)

    made = [each.json["software"] for each in responses.values() if each.status_code != 400]
    listed = client.get(SOFTWARE).json["software"]
    assert {} == unanswered(responses)
    assert [] == [each for each in made if each not in listed]


@pytest.mark.parametrize("path", ["/tickets", "/knowledge", SOFTWARE, HARDWARE])
def test_a_huge_body_is_413_and_changes_nothing(untouched, path):
    """Over 16 MiB, whatever is in it."""
    before = state(untouched)
    sizes = [16 * 2**20 + 1, 20 * 2**20]

    responses = {
        size: post_raw(untouched, "post", path, b'{"x": "' + b"a" * (size - 9) + b'"}')
        for size in sizes
    }

    assert dict.fromkeys(sizes, (413, {"error": "Payload too large."})) == answers(responses)
    assert before == state(untouched)


TYPES = [
    "text/plain",
    "application/xml",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=",
    "multipart/form-data; boundary=x",
    "application/jsonx",
    ";",
    "",
    "\x00",
    "é",
    "x" * 5000,
]


@pytest.mark.parametrize("data", [b'{"name": "x", "status": "x"}', b"\x00\xff{"])
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("post", "/tickets", 400),
        ("post", "/knowledge", 400),
        ("post", SOFTWARE, 400),
        ("patch", "/tickets/1", 200),
        ("patch", f"{SOFTWARE}/1", 200),
        ("patch", f"{HARDWARE}/2", 200),
    ],
)
def test_a_wrong_content_type_is_an_empty_body(untouched, method, path, status, data):
    """400 where something is required, else a change of nothing."""
    before = state(untouched)

    responses = {
        content_type: getattr(untouched, method)(path, data=data, content_type=content_type)
        for content_type in TYPES
    }

    assert {} == unanswered(responses)
    assert dict.fromkeys(TYPES, status) == {
        content_type: response.status_code for content_type, response in responses.items()
    }
    assert before == state(untouched)


def test_an_odd_charset_is_answered(client):
    """JSON is UTF-8, whatever is said of it."""
    body = json.dumps(TICKET)
    types = [
        f"application/json; charset={charset}"
        for charset in ["utf-16", "latin-1", "nonsense", '"', "\x00", ""]
    ]

    responses = {each: client.post("/tickets", data=body, content_type=each) for each in types}

    assert {} == unanswered(responses)
