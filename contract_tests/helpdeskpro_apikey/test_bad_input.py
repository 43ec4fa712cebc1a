"""HelpDesk Pro `apikey`: whatever is sent, the vendor's answer, and a refusal changes nothing."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from contract_tests.helpdeskpro_apikey.answers import answer, worded
from contract_tests.helpdeskpro_apikey.things import ARTICLE, HARDWARE, KINDS, SOFTWARE, TICKET
from polydesk.core.models import Base

JSON = "application/json"
HUGE = 10**30
NESTED = 100_000

TICKET_TEXTS = ["subject", "description", "status", "priority", "department"]

# method, path, a body that is taken, texts, all other fields
WRITES = [
    ("post", "/tickets", TICKET, TICKET_TEXTS, ["created_by", "assigned_to", "closed_at"]),
    ("patch", "/tickets/1", {}, TICKET_TEXTS, ["assigned_to", "closed_at"]),
    ("put", "/tickets/1", {}, TICKET_TEXTS, ["assigned_to", "closed_at"]),
    (
        "post",
        "/knowledge",
        ARTICLE,
        ["title", "content", "summary", "category"],
        ["tags", "is_published", "created_by"],
    ),
    ("post", SOFTWARE, {"name": "x"}, KINDS[SOFTWARE].texts, KINDS[SOFTWARE].others),
    ("patch", f"{SOFTWARE}/1", {}, KINDS[SOFTWARE].texts, KINDS[SOFTWARE].others),
    ("post", HARDWARE, {}, KINDS[HARDWARE].texts, KINDS[HARDWARE].others),
    ("patch", f"{HARDWARE}/2", {}, KINDS[HARDWARE].texts, KINDS[HARDWARE].others),
]
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
LISTS = [
    ("/tickets", "status"),
    ("/tickets", "department"),
    ("/tickets", "assigned_to"),
    ("/knowledge", "q"),
    (SOFTWARE, "vendor"),
    (SOFTWARE, "name"),
    (HARDWARE, "manufacturer"),
    (HARDWARE, "category"),
]


def with_things(apikey):
    """The client, with one thing of each kind behind it: software is 1, hardware 2."""
    apikey.post("/tickets", json={**TICKET, "assigned_to": "maria", "department": "IT"})
    apikey.post("/knowledge", json={**ARTICLE, "tags": ["vpn"]})
    apikey.post(SOFTWARE, json={"name": "Visio", "custom_tag": "S-1", "seats": 5})
    apikey.post(HARDWARE, json={"asset_tag": "H-1", "model": "R750"})
    return apikey


@pytest.fixture(scope="module")
def client(shared):
    """A client in a world that may change."""
    return with_things(shared)


@pytest.fixture(scope="module")
def untouched(make_apikey):
    """A client in an equal world, in which nothing ever changes: it gets what is to be refused."""
    return with_things(make_apikey())


def state(apikey):
    """Every row of the world, but for the stamp on the key."""
    left_out = {"credential", "world"}
    tables = [table for name, table in Base.metadata.tables.items() if name not in left_out]
    with apikey.desk() as desk:
        return {
            table.name: [tuple(row) for row in desk.session.execute(select(table).order_by("id"))]
            for table in tables
        }


def is_refusal(response):
    """Whether it is the vendor's own error: a 4xx with one string."""
    return (
        400 <= response.status_code < 500
        and response.mimetype == JSON
        and {"error": str} == worded(response)[1]
    )


def is_answer(response):
    """Whether it is what the vendor documents: a good body, or the vendor's own error."""
    good = response.status_code in (200, 201) and response.mimetype == JSON
    return good or is_refusal(response)


def unanswered(responses):
    """Those of `{case: response}` that are not what the vendor documents."""
    return {
        case: (response.status_code, response.text[:200])
        for case, response in responses.items()
        if not is_answer(response)
    }


def refusals(responses):
    """The status of each of `{case: response}`, and whether it is the vendor's own error."""
    return {
        case: (response.status_code, is_refusal(response)) for case, response in responses.items()
    }


def answers(responses):
    """Status and body of each of `{case: response}`."""
    return {case: answer(response) for case, response in responses.items()}


def brief(value):
    """A value as the name of a case."""
    text = ascii(value)
    return text if len(text) <= 40 else f"{text[:20]}... of {len(text)}"


def send(apikey, method, path, body):
    """JSON as Python writes it: `NaN`, lone surrogates escaped."""
    return getattr(apikey, method)(path, data=json.dumps(body), content_type=JSON)


def send_each(apikey, method, path, body, fields, values):
    """`{case: response}` for every value in every field, beside a body that is taken."""
    return {
        (field, brief(value)): send(apikey, method, path, {**body, field: value})
        for field in fields
        for value in values
    }


def post_raw(apikey, method, path, data):
    return getattr(apikey, method)(path, data=data, content_type=JSON)


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


IDS = [
    "0",
    "-0",
    "+1",
    "1.0",
    "18446744073709551617",
    "9" * 5000,
    "%00",
    "%ff",
    "%ED%A0%80",
    "%C2%B2",
    "1%0A",
    "1;x=y",
    "1%3Fx",
    "1%2F2",
    "null",
    "%2e%2e",
    "'%20OR%201=1",
    "%25%30%30",
    "%",
    "%E2%80%AE",
    "x" * 8000,
]


@pytest.mark.parametrize("method", ["get", "patch", "delete"])
@pytest.mark.parametrize("path", ["/tickets", SOFTWARE, HARDWARE])
def test_an_odd_id_is_404_and_changes_nothing(untouched, method, path):
    """Also where the number fits no database."""
    before = state(untouched)

    responses = {odd: getattr(untouched, method)(f"{path}/{odd}", json={}) for odd in IDS}

    assert dict.fromkeys(IDS, (404, True)) == refusals(responses)
    assert before == state(untouched)


PATHS = [
    "/%00",
    "/%ff",
    "/%ED%A0%80",
    "/tickets%00",
    "/tickets%20",
    "/%74ickets%3Fstatus=x",
    "/tickets/1/%00",
    "/inventory",
    "/inventory/",
    "/inventory/%73oftwar%65%00",
    "/.git/config",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/openapi.yaml",
    "/openapi.json%00",
    "/status.json",
    "/knowledge/%F0%9F%96%A8",
    "/" + "x" * 9000,
    "/" + "x/" * 2000,
]


@pytest.mark.parametrize("method", ["get", "post", "patch", "put", "delete"])
def test_an_odd_path_is_404(untouched, method):
    """With nothing changed."""
    before = state(untouched)

    responses = {path: getattr(untouched, method)(path, json={}) for path in PATHS}

    assert dict.fromkeys(PATHS, (404, {"error": "Not found."})) == answers(responses)
    assert before == state(untouched)


QUERIES = [
    "%00",
    "a%00b",
    "%ff",
    "%c3",
    "%ED%A0%80",
    "%",
    "%zz",
    "%25",
    "_",
    "%5C",
    "'",
    "%22%27%3B--",
    "%F0%9F%96%A8",
    "%E2%80%8B",
    "%0A",
    "a&=b&&=&",
    "99999999999999999999",
    "9" * 5000,
    "%C2%B2",
    "%D9%A3",
    "0",
    "-1",
    "x" * 20_000,
    "%28%29*%5B%5D%3A%22NEAR",
]


@pytest.mark.parametrize(("path", "name"), LISTS)
def test_an_odd_query_is_answered(untouched, path, name):
    """A list or the vendor's own refusal; nothing changes."""
    before = state(untouched)

    responses = {query: untouched.get(f"{path}?{name}={query}") for query in QUERIES}

    assert {} == unanswered(responses)
    assert before == state(untouched)


@pytest.mark.parametrize("path", ["/status", "/tickets", "/knowledge", SOFTWARE, HARDWARE])
def test_an_odd_query_string_is_answered(untouched, path):
    """As if it were not there."""
    queries = ["&" * 5000, "=" * 5000, "%", "%00=%00", "q" * 20_000, "?" * 50]

    responses = {query: untouched.get(f"{path}?{query}") for query in queries}

    assert {} == unanswered(responses)


HEADERS = [
    "\x00",
    "a\x00b",
    "\xed\xa0\x80",
    "\xff\xfe",
    "é",
    "\x7f",
    "x" * 60_000,
    "hp_\x00_\x00",
    ",",
]


@pytest.mark.parametrize(("name", "scheme"), [("X-API-Key", ""), ("Authorization", "Bearer ")])
def test_an_odd_credential_is_401(untouched, name, scheme):
    """In the vendor's words."""
    responses = {
        value: untouched.get("/tickets", key=None, headers={name: f"{scheme}{value}"})
        for value in HEADERS
    }

    assert dict.fromkeys(HEADERS, (401, {"error": "Valid API key required."})) == answers(responses)


@pytest.mark.parametrize(
    "name",
    [
        "Accept",
        "Accept-Language",
        "Cookie",
        "User-Agent",
        "X-Forwarded-For",
        "If-None-Match",
        "Range",
    ],
)
def test_an_odd_header_does_not_matter(untouched, name):
    """It is answered as without."""
    responses = {value: untouched.get("/tickets", headers={name: value}) for value in HEADERS}

    without = (200, untouched.get("/tickets").json)
    assert dict.fromkeys(HEADERS, without) == answers(responses)


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


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.text(st.characters(exclude_categories=()))
    | st.sampled_from(["Open", "maria", "2025-02-28", "1", "0", "S-1", "H-1", "vpn,a"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
fields = st.sampled_from(sorted({name for *_, texts, others in WRITES for name in texts + others}))
bodies = st.dictionaries(fields | st.text(max_size=5), anything, max_size=6)
patient = settings(
    derandomize=True,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow],
)


@patient
@given(
    st.sampled_from([(method, path, body) for method, path, body, *_ in WRITES]),
    bodies | anything,
    st.booleans(),
)
def test_no_body_breaks_the_desk(client, target, sent, completed):
    """Never a 5xx, and a 4xx changes nothing."""
    method, path, body = target
    whole = {**body, **sent} if completed and isinstance(sent, dict) else sent
    before = state(client)

    response = send(client, method, path, whole)

    assert is_answer(response)
    assert response.status_code < 400 or before == state(client)


@patient
@given(
    st.sampled_from(["/status", "/tickets", "/knowledge", SOFTWARE, HARDWARE, "/tickets/1"]),
    st.dictionaries(
        st.sampled_from([name for _, name in LISTS]) | st.text(max_size=3),
        st.text(max_size=30) | st.integers().map(str),
        max_size=4,
    ),
)
def test_no_query_breaks_the_desk(untouched, path, query):
    """Never a 5xx, and reading changes nothing."""
    before = state(untouched)

    response = untouched.get(path, query_string=query)

    assert is_answer(response)
    assert before == state(untouched)


@patient
@given(st.binary(max_size=60), st.sampled_from([(method, path) for method, path, *_ in WRITES]))
def test_no_bytes_break_the_desk(client, data, target):
    """Never a 5xx, and a 4xx changes nothing."""
    method, path = target
    before = state(client)

    response = post_raw(client, method, path, data)

    assert is_answer(response)
    assert response.status_code < 400 or before == state(client)


@patient
@given(st.text(st.characters(exclude_characters="\n\r", max_codepoint=255), max_size=80))
def test_no_key_breaks_the_desk(untouched, key):
    """Every key that was not given out is 401."""
    response = untouched.get("/status", key=f"hp_{key}")

    assert (401, {"error": "Valid API key required."}) == (response.status_code, response.json)
