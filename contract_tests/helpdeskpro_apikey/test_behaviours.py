"""HelpDesk Pro `apikey`, 2.8: what happens when."""

import json

import pytest
from werkzeug.datastructures import Headers

from contract_tests.helpdeskpro_apikey.answers import answer, worded
from contract_tests.helpdeskpro_apikey.things import (
    ARTICLE,
    HARDWARE,
    KINDS,
    SOFTWARE,
    TICKET,
    TICKET_FIELDS,
)

NOW = "2025-02-28T09:45:03.104281"
MIB = 1024 * 1024
JSON = "application/json"
MALFORMED = (400, {"error": "Malformed JSON payload."})
CREATE = ["/tickets", "/knowledge", SOFTWARE, HARDWARE]
NEW = {"/tickets": TICKET, "/knowledge": ARTICLE, SOFTWARE: {"name": "x"}, HARDWARE: {"model": "x"}}
THINGS = [("/tickets", "ticket"), (SOFTWARE, "software"), (HARDWARE, "hardware")]
CHANGE = [("patch", "/tickets/1"), ("put", "/tickets/1")]
METHODS = ["get", "post", "patch", "put", "delete"]


@pytest.fixture
def apikey(apikey):
    """With a clock that stands still."""
    apikey.freeze(f"{NOW}Z")
    return apikey


@pytest.fixture(scope="module")
def shared(shared):
    """With a clock that stands still, and ticket 1."""
    shared.freeze(f"{NOW}Z")
    shared.post("/tickets", json=TICKET)
    return shared


@pytest.fixture(scope="module")
def things(shared):
    """One ticket, one software and one hardware that no test changes, by path and noun."""
    bodies = {
        "/tickets": {**TICKET, "assigned_to": "maria", "priority": "High"},
        SOFTWARE: {"name": "Visio", "custom_tag": "S-1", "seats": 5},
        HARDWARE: {"asset_tag": "DL-1", "custom_tag": "H-1", "model": "R750"},
    }
    return {
        f"{path}/{noun}": shared.post(path, json=bodies[path]).json[noun] for path, noun in THINGS
    }


def shown(response, noun, field):
    """The status, and the field or why there is none."""
    return response.status_code, response.json.get(noun, response.json).get(field, response.json)


def made(apikey, path, **fields):
    """A new thing."""
    (thing,) = apikey.post(path, json={**NEW[path], **fields}).json.values()
    return thing


def listing(apikey):
    return [apikey.get(path).json for path in ("/tickets", SOFTWARE, HARDWARE, "/knowledge?q=e")]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/tickets", "Ticket not found."),
        (SOFTWARE, "Software asset not found."),
        (HARDWARE, "Hardware asset not found."),
    ],
)
@pytest.mark.parametrize("method", ["get", "patch", "put", "delete"])
def test_an_unknown_id_is_404_in_the_words_of_its_noun(shared, method, path, message):
    """However large the number is."""
    ids = ["0", "9999", "9223372036854775807", "9" * 30]

    answers = {each: answer(getattr(shared, method)(f"{path}/{each}", json={})) for each in ids}

    assert dict.fromkeys(ids, (404, {"error": message})) == answers


@pytest.mark.parametrize("method", METHODS)
def test_an_unknown_path_is_404(shared, method):
    """As are ids that are not whole numbers from 0 on."""
    paths = [
        "/",
        "/nothing",
        "/tickets/abc",
        "/tickets/-1",
        "/tickets/1.5",
        "/tickets/1/",
        "/tickets/1/comments",
        "/tickets/1/attachments",
        "/tickets/01ARZ3NDEKTSV4RRFFQ69G5FAV",
        "/knowledge/1",
        "/inventory",
        "/inventory/software/x",
        "/inventory/hardware/-7",
        "/inventory/licenses",
        "/comments",
        "/attachments",
        "/users",
        "/webhooks",
        "/healthz",
        "/mcp/tools",
        "/mcp/invoke",
    ]

    answers = {path: answer(getattr(shared, method)(path)) for path in paths}

    assert dict.fromkeys(paths, (404, {"error": "Not found."})) == answers


ALLOWED = {
    "/status": {"GET"},
    "/tickets": {"GET", "POST"},
    "/tickets/1": {"GET", "PATCH", "PUT", "DELETE"},
    "/knowledge": {"GET", "POST"},
    SOFTWARE: {"GET", "POST"},
    f"{SOFTWARE}/1": {"GET", "PATCH", "PUT", "DELETE"},
    HARDWARE: {"GET", "POST"},
    f"{HARDWARE}/1": {"GET", "PATCH", "PUT", "DELETE"},
    "/openapi.json": {"GET"},
}


@pytest.mark.parametrize("path", ALLOWED)
def test_a_wrong_method_is_405_with_the_right_ones(shared, path):
    """`Allow` lists them."""
    wrong = [method for method in METHODS if method.upper() not in ALLOWED[path]]

    responses = {method: getattr(shared, method)(path) for method in wrong}

    refusal = (405, {"error": "Method not allowed."}, {*ALLOWED[path], "HEAD", "OPTIONS"})
    assert dict.fromkeys(wrong, refusal) == {
        method: (*answer(response), set(response.headers["Allow"].split(", ")))
        for method, response in responses.items()
    }


@pytest.mark.parametrize("path", ALLOWED)
def test_options_lists_the_methods(shared, path):
    """200, empty."""
    response = shared.options(path)

    assert (200, b"") == (response.status_code, response.data)
    assert {*ALLOWED[path], "HEAD", "OPTIONS"} == set(response.headers["Allow"].split(", "))


@pytest.mark.parametrize(("method", "path"), [*(("post", path) for path in CREATE), *CHANGE])
def test_malformed_json_and_what_is_no_object_is_400(shared, method, path):
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
    before = listing(shared)

    answers = {
        body: answer(getattr(shared, method)(path, data=body, content_type=JSON)) for body in bodies
    }

    assert dict.fromkeys(bodies, MALFORMED) == answers
    assert before == listing(shared)


@pytest.mark.parametrize("method", ["patch", "put"])
@pytest.mark.parametrize("noun", ["software", "hardware"])
def test_malformed_json_for_an_asset_is_400(shared, things, method, noun):
    """On changes of assets too; nothing changes."""
    path = f"/inventory/{noun}/{things[f'/inventory/{noun}/{noun}']['id']}"
    bodies = [b"{", b"[]", b"null", b'"x"']
    before = listing(shared)

    answers = {
        body: answer(getattr(shared, method)(path, data=body, content_type=JSON)) for body in bodies
    }

    assert dict.fromkeys(bodies, MALFORMED) == answers
    assert before == listing(shared)


@pytest.mark.parametrize("method", ["get", "delete"])
def test_a_body_is_not_read_where_none_is_taken(shared, method):
    """GET and DELETE ignore whatever is sent along."""
    ticket = made(shared, "/tickets")

    response = getattr(shared, method)(f"/tickets/{ticket['id']}", data=b"{", content_type=JSON)

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
def test_what_is_not_json_is_an_empty_body_on_post(shared, path, message):
    """400 in the words for what is missing."""
    answers = {case: answer(shared.post(path, **sent)) for case, sent in EMPTY.items()}

    assert dict.fromkeys(EMPTY, (400, {"error": message})) == answers


def test_what_is_not_json_makes_an_empty_hardware(shared):
    """201."""
    responses = {case: shared.post(HARDWARE, **sent) for case, sent in EMPTY.items()}

    assert dict.fromkeys(EMPTY, (201, "")) == {
        case: (response.status_code, response.json["hardware"]["model"])
        for case, response in responses.items()
    }


@pytest.mark.parametrize("method", ["patch", "put"])
@pytest.mark.parametrize(("path", "noun"), THINGS)
def test_what_is_not_json_changes_nothing(shared, things, path, noun, method):
    """200 with the thing as it was, `updated_at` included."""
    thing = things[f"{path}/{noun}"]
    shared.advance(60)

    answers = {
        case: answer(getattr(shared, method)(f"{path}/{thing['id']}", **sent))
        for case, sent in EMPTY.items()
    }

    assert dict.fromkeys(EMPTY, (200, {noun: thing})) == answers


@pytest.mark.parametrize("method", ["patch", "put"])
@pytest.mark.parametrize(("path", "noun"), THINGS)
def test_the_same_values_change_nothing(shared, things, path, noun, method):
    """`updated_at` moves only when a field does."""
    thing = things[f"{path}/{noun}"]
    shared.advance(60)

    response = getattr(shared, method)(f"{path}/{thing['id']}", json=thing)

    assert (200, {noun: thing}) == answer(response)


@pytest.mark.parametrize(("path", "noun"), THINGS)
def test_unknown_and_read_only_fields_are_ignored(shared, things, path, noun):
    """Neither set nor refused."""
    thing = things[f"{path}/{noun}"]
    shared.advance(60)
    sent = {
        "id": 77,
        "ulid": "x",
        "created_at": "2001-01-01T00:00:00",
        "updated_at": 5,
        "created_by": "tech01",
        "assignee": ["x"],
        "assigned_to_name": "tech01",
        "extras": {"a": {"b": [1]}},
        "resolved_at": "x",
        "no such field": None,
    }

    response = shared.patch(f"{path}/{thing['id']}", json=sent)

    assert (200, {noun: thing}) == answer(response)


@pytest.mark.parametrize(("path", "noun"), [*THINGS, ("/knowledge", "article")])
def test_read_only_fields_are_ignored_on_creation(apikey, path, noun):
    """Id and times are the server's."""
    sent = {
        "id": 77,
        "created_at": "2001-01-01T00:00:00",
        "updated_at": "2001-01-01T00:00:00",
        "assignee": 5,
        "assigned_to_name": {},
        "updated_by": "x",
        "attachments": [1],
    }

    thing = apikey.post(path, json={**NEW[path], **sent}).json[noun]

    assert (1, NOW, NOW) == (thing["id"], thing["created_at"], thing["updated_at"])


REFUSED_CHANGES = {
    "/tickets": [
        {"subject": None},
        {"description": None},
        {"subject": ["x"]},
        {"description": {"x": 1}},
        {"subject": "x" * 256},
        {"status": "x" * 51},
        {"priority": "x" * 51},
        {"department": "x" * 101},
        {"status": ["Open"]},
        {"priority": {}},
        {"department": []},
        {"closed_at": "yesterday"},
        {"closed_at": "2025-02-30"},
        {"closed_at": "2025-02-28T25:00:00"},
        {"closed_at": 1740735000},
        {"closed_at": ["2025-02-28"]},
        {"closed_at": True},
    ],
    SOFTWARE: [{"vendor": []}, {"deployment_notes": {"a": 1}}],
    HARDWARE: [{"model": ["x"]}, {"notes": {}}, {"ram_gb": [16]}],
}


@pytest.mark.parametrize("method", ["patch", "put"])
@pytest.mark.parametrize(("path", "noun"), THINGS)
def test_a_refused_change_changes_nothing(shared, things, path, noun, method):
    """400, and the good fields of the same request are not stored either."""
    thing = things[f"{path}/{noun}"]
    good = {"priority": "Low", "status": "Good", "version": "9", "rack": "9"}
    shared.advance(60)

    responses = {
        str(change): getattr(shared, method)(f"{path}/{thing['id']}", json={**good, **change})
        for change in REFUSED_CHANGES[path]
    }

    assert dict.fromkeys(responses, (400, {"error": str})) == {
        change: worded(response) for change, response in responses.items()
    }
    assert {noun: thing} == shared.get(f"{path}/{thing['id']}").json


REFUSED_CREATIONS = {
    "/tickets": [
        {"subject": ["x"]},
        {"subject": 5},
        {"description": {"x": 1}},
        {"description": True},
        {"subject": "x" * 256},
        {"priority": "x" * 51},
        {"status": "x" * 51},
        {"department": "x" * 101},
        {"priority": ["High"]},
        {"department": {"a": 1}},
    ],
    "/knowledge": [
        {"title": 5},
        {"title": ["x"]},
        {"content": {"x": 1}},
        {"title": "x" * 256},
        {"category": "x" * 121},
        {"category": ["x"]},
        {"summary": {"x": 1}},
        {"tags": 5},
        {"tags": {"vpn": True}},
        {"tags": [5]},
    ],
    SOFTWARE: [{"name": ["x"]}, {"name": {"x": 1}}, {"name": "x", "license_key": {}}],
    HARDWARE: [{"hostname": []}],
}


@pytest.mark.parametrize("path", REFUSED_CREATIONS)
def test_a_refused_creation_stores_nothing(shared, path):
    """400 for wrong types and for texts that are too long."""
    before = listing(shared)

    responses = {
        str(bad): shared.post(path, json={**NEW[path], **bad}) for bad in REFUSED_CREATIONS[path]
    }

    assert dict.fromkeys(responses, (400, {"error": str})) == {
        bad: worded(response) for bad, response in responses.items()
    }
    assert before == listing(shared)


@pytest.mark.parametrize(
    ("path", "noun", "tag"),
    [
        (SOFTWARE, "software", "custom_tag"),
        (HARDWARE, "hardware", "asset_tag"),
        (HARDWARE, "hardware", "custom_tag"),
    ],
)
def test_a_tag_is_unique(apikey, path, noun, tag):
    """A second asset with it is refused, made or changed; sending one's own again is fine."""
    first = apikey.post(path, json={"name": "x", tag: "T-1"}).json[noun]
    second = apikey.post(path, json={"name": "x", tag: "T-2"}).json[noun]

    made = apikey.post(path, json={"name": "x", tag: "T-1"})
    changed = apikey.patch(f"{path}/{second['id']}", json={"status": "Good", tag: "T-1"})
    same = apikey.patch(f"{path}/{second['id']}", json={tag: "T-2"})

    assert [(400, {"error": str})] * 2 == [worded(made), worded(changed)]
    assert (200, {noun: second}) == answer(same)
    assert [first, second] == sorted(apikey.get(path).json[noun], key=lambda each: each["id"])


def test_software_and_hardware_may_share_a_tag(apikey):
    """Each inventory has its own."""
    apikey.post(SOFTWARE, json={"name": "x", "custom_tag": "T-1"})

    response = apikey.post(HARDWARE, json={"custom_tag": "T-1", "asset_tag": "T-1"})

    assert 201 == response.status_code


@pytest.mark.parametrize("method", ["patch", "delete"])
def test_a_tag_given_up_is_free(apikey, method):
    """After a change or a deletion another asset may have it."""
    apikey.post(HARDWARE, json={"asset_tag": "T-1"})
    getattr(apikey, method)(f"{HARDWARE}/1", json={"asset_tag": "T-2"})

    response = apikey.post(HARDWARE, json={"asset_tag": "T-1"})

    assert (201, "T-1") == (response.status_code, response.json["hardware"]["asset_tag"])


@pytest.mark.parametrize(
    ("path", "noun", "tag"),
    [
        (SOFTWARE, "software", "custom_tag"),
        (HARDWARE, "hardware", "asset_tag"),
        (HARDWARE, "hardware", "custom_tag"),
    ],
)
@pytest.mark.parametrize("empty", ["", None])
def test_an_empty_tag_is_unset(shared, path, noun, tag, empty):
    """Several assets may have none."""
    responses = [shared.post(path, json={"name": "x", tag: empty}) for _ in range(2)]
    tagged = made(shared, path, **{tag: "T-9"})
    cleared = shared.patch(f"{path}/{tagged['id']}", json={tag: empty})

    assert [(201, ""), (201, ""), (200, "")] == [
        (each.status_code, each.json[noun][tag]) for each in (*responses, cleared)
    ]


def changed(apikey, field, sent, **before):
    """Status and shown value of a new ticket's changed field, and how it reads afterwards."""
    path = f"/tickets/{made(apikey, '/tickets', **before)['id']}"
    response = apikey.patch(path, json={field: sent})
    return *shown(response, "ticket", field), apikey.get(path).json["ticket"][field]


@pytest.mark.parametrize("field", ["subject", "description"])
def test_a_changed_text_is_trimmed_and_may_be_empty(shared, field):
    """`""` is stored as `""`."""
    stored = {" x ": "x", "": "", "  ": "", "x": "x"}

    answers = {sent: changed(shared, field, sent) for sent in stored}

    assert {sent: (200, text, text) for sent, text in stored.items()} == answers


@pytest.mark.parametrize("field", ["priority", "status", "department"])
def test_a_changed_word_is_trimmed_and_may_be_null(shared, field):
    """Null is stored as null."""
    stored = {"  High ": "High", "any thing": "any thing", None: None}

    answers = {sent: changed(shared, field, sent, **{field: "Before"}) for sent in stored}

    assert {sent: (200, word, word) for sent, word in stored.items()} == answers


WORDS = {
    "Medium": "Medium",
    "medium": "medium",
    "Normal": "Normal",
    "Urgent": "Urgent",
    "Critical": "Critical",
    "URGENT": "URGENT",
    "New": "New",
    "NEW": "NEW",
    "open": "open",
    "Open": "Open",
    "On Hold": "On Hold",
    "awaiting_agent": "awaiting_agent",
    "Support": "Support",
    "  High ": "  High ",
    "ж" * 50: "ж" * 50,
    "🖨": "🖨",
    3: "3",
    1.5: "1.5",
    -7: "-7",
}


@pytest.mark.parametrize("field", ["priority", "status", "department"])
def test_a_word_of_a_new_ticket_is_stored_as_sent(shared, field):
    """Any text, not trimmed, in its letter case; a number becomes a string."""
    tickets = {word: made(shared, "/tickets", **{field: word}) for word in WORDS}
    read = {word: shared.get(f"/tickets/{tickets[word]['id']}").json["ticket"] for word in WORDS}

    assert WORDS == {word: ticket[field] for word, ticket in tickets.items()}
    assert tickets == read


@pytest.mark.parametrize("field", ["priority", "department"])
@pytest.mark.parametrize("sent", ["", None])
def test_an_empty_word_of_a_new_ticket_is_stored_as_sent(shared, field, sent):
    """Only an empty status stands for another."""
    response = shared.post("/tickets", json={**TICKET, field: sent})

    assert (201, sent) == (response.status_code, response.json["ticket"][field])


@pytest.mark.parametrize("status", ["Closed", "Resolved"])
def test_closing_does_not_stamp_closed_at(shared, status):
    """Nor does reopening clear it: the client sends it itself."""
    path = f"/tickets/{made(shared, '/tickets')['id']}"

    closed = shared.patch(path, json={"status": status}).json["ticket"]
    stamped = shared.patch(path, json={"closed_at": "2025-03-01"}).json["ticket"]
    reopened = shared.patch(path, json={"status": "Open"}).json["ticket"]

    assert [(status, None), (status, "2025-03-01T00:00:00"), ("Open", "2025-03-01T00:00:00")] == [
        (each["status"], each["closed_at"]) for each in (closed, stamped, reopened)
    ]


@pytest.mark.parametrize("status", ["Closed", "Resolved"])
def test_a_ticket_made_closed_has_no_closed_at(shared, status):
    """On creation `closed_at` is ignored, even an unparsable one."""
    sent = {**TICKET, "status": status}

    responses = [
        shared.post("/tickets", json={**sent, "closed_at": value})
        for value in ("2025-03-01T00:00:00", "yesterday", None, 5)
    ]

    assert [(201, None)] * 4 == [
        (each.status_code, each.json["ticket"]["closed_at"]) for each in responses
    ]


CLOSED_AT = {
    "2025-02-28": "2025-02-28T00:00:00",
    "2025-02-28T11:30:00": "2025-02-28T11:30:00",
    "2025-02-28T11:30": "2025-02-28T11:30:00",
    "2025-02-28 11:30:00": "2025-02-28T11:30:00",
    "2025-02-28T11:30:00.5": "2025-02-28T11:30:00.500000",
    "2025-02-28T11:30:00.123": "2025-02-28T11:30:00.123000",
    "2025-02-28T11:30:00.104281": "2025-02-28T11:30:00.104281",
    "2025-02-28T11:30:00.000000": "2025-02-28T11:30:00",
    "2025-02-28T11:30:00Z": "2025-02-28T11:30:00",
    "2025-02-28T11:30:00.104281Z": "2025-02-28T11:30:00.104281",
    "2025-02-28T11:30:00+00:00": "2025-02-28T11:30:00",
    "2025-02-28T01:30:00+02:00": "2025-02-27T23:30:00",
    "2025-02-28T23:30:00-05:30": "2025-03-01T05:00:00",
    "1999-12-31T23:59:59": "1999-12-31T23:59:59",
    None: None,
    "": None,
}


def test_closed_at_is_a_date_or_a_time(shared):
    """Shown in naive UTC; null and `""` clear it."""
    before = {"closed_at": "2001-01-01"}
    path = f"/tickets/{made(shared, '/tickets')['id']}"
    answers = {}
    for sent in CLOSED_AT:
        set_before = shared.patch(path, json=before).json["ticket"]["closed_at"]
        response = shared.patch(path, json={"closed_at": sent})
        read = shared.get(path).json["ticket"]["closed_at"]
        answers[sent] = (set_before, *shown(response, "ticket", "closed_at"), read)

    assert {
        sent: ("2001-01-01T00:00:00", 200, time, time) for sent, time in CLOSED_AT.items()
    } == answers


DATES = [
    ("2026-06-30", "2026-06-30"),
    ("20250102", "2025-01-02"),
    ("2026-06-30T10:15:00", "2026-06-30"),
    ("2026-06-30T23:30:00-05:00", "2026-06-30"),
    ("2026-06-30T10:15:00Z", "2026-06-30"),
    ("2026-06-30 10:15:00.5", "2026-06-30"),
    ("0001-01-01", "0001-01-01"),
    ("9999-12-31", "9999-12-31"),
    ("2025-02-30", ""),
    ("30.06.2026", ""),
    ("06/30/2026", ""),
    ("junk", ""),
    ("", ""),
    (None, ""),
    (20250102, ""),
    (1751241600, ""),
    (1.5, ""),
]


def read(apikey, path, noun, field, before, sent):
    """How a value is shown by the asset that is made with it, and by one that is changed to it."""
    old = made(apikey, path, **{field: before})
    new = apikey.post(path, json={**NEW[path], field: sent})
    return [
        shown(new, noun, field),
        shown(apikey.patch(f"{path}/{old['id']}", json={field: sent}), noun, field),
    ]


@pytest.mark.parametrize(
    ("path", "noun", "field"),
    [(path, kind.noun, field) for path, kind in KINDS.items() for field in kind.dates],
)
def test_an_inventory_date_is_read_or_silently_unset(shared, path, noun, field):
    """The date part of ISO forms counts; anything else unsets it."""
    answers = [(sent, *read(shared, path, noun, field, "2001-01-01", sent)) for sent, _ in DATES]

    assert [(sent, (201, date), (200, date)) for sent, date in DATES] == answers


SEATS = [
    (5, 5),
    ("5", 5),
    (5.9, 5),
    (-3, -3),
    ("-3", -3),
    (-3.9, -3),
    (0, ""),
    ("0", ""),
    (0.5, ""),
    (2147483647, 2147483647),
    ("junk", ""),
    ("5 seats", ""),
    ("", ""),
    (None, ""),
    ([], ""),
    ({}, ""),
    ([5], ""),
]


def test_seats_are_read_or_silently_unset(shared):
    """Whole numbers and their text; a fraction is cut off; zero shows as unset."""
    answers = [(sent, *read(shared, SOFTWARE, "software", "seats", 77, sent)) for sent, _ in SEATS]

    assert [(sent, (201, seats), (200, seats)) for sent, seats in SEATS] == answers


PUBLISHED = [
    ({}, True),
    ({"is_published": True}, True),
    ({"is_published": "false"}, True),
    ({"is_published": "0"}, True),
    ({"is_published": 1}, True),
    ({"is_published": -0.5}, True),
    ({"is_published": [0]}, True),
    ({"is_published": {"a": 1}}, True),
    ({"is_published": False}, False),
    ({"is_published": 0}, False),
    ({"is_published": None}, False),
    ({"is_published": ""}, False),
    ({"is_published": []}, False),
    ({"is_published": {}}, False),
]


def test_is_published_is_what_json_holds_for_true(shared):
    """The text `"false"` is true; 0 and null are false."""
    responses = [
        (sent, shared.post("/knowledge", json={**ARTICLE, **sent})) for sent, _ in PUBLISHED
    ]

    assert [(sent, 201, held) for sent, held in PUBLISHED] == [
        (sent, *shown(response, "article", "is_published")) for sent, response in responses
    ]


def test_no_audit_is_to_be_seen(shared):
    """A change shows in the ticket only."""
    path = f"/tickets/{made(shared, '/tickets')['id']}"
    shared.patch(path, json={"status": "Closed"})

    ticket = shared.get(path).json["ticket"]

    assert {*TICKET_FIELDS} == set(ticket)


@pytest.mark.parametrize(("method", "path"), [*(("post", path) for path in CREATE), *CHANGE])
def test_a_body_over_16_mib_is_413(shared, method, path):
    """One byte more is too much; nothing is stored."""
    before = listing(shared)
    body = b'{"notes": "' + b"x" * (16 * MIB - 12) + b'"}'

    response = getattr(shared, method)(path, data=body, content_type=JSON)

    assert 16 * MIB + 1 == len(body)
    assert (413, {"error": "Payload too large."}) == answer(response)
    assert before == listing(shared)


def test_a_body_of_16_mib_is_taken(apikey):
    """The limit itself is allowed, and comes back whole."""
    start, end = b'{"subject": "s", "description": "', b'"}'
    text = b"x" * (16 * MIB - len(start) - len(end))

    response = apikey.post("/tickets", data=start + text + end, content_type=JSON)

    assert (201, len(text)) == (
        response.status_code,
        len(response.json["ticket"]["description"]),
    )


def test_the_last_of_equal_keys_wins(shared):
    """Duplicate keys are no error."""
    body = b'{"subject": "first", "description": "d", "subject": "last"}'

    response = shared.post("/tickets", data=body, content_type=JSON)

    assert (201, "last") == (response.status_code, response.json["ticket"]["subject"])


def test_a_byte_order_mark_is_tolerated(shared):
    """A UTF-8 BOM before the JSON."""
    body = b'\xef\xbb\xbf{"subject": "s", "description": "d"}'

    response = shared.post("/tickets", data=body, content_type=JSON)

    assert (201, "s") == (response.status_code, response.json["ticket"]["subject"])


CALLS = [
    ("get", "/status"),
    ("options", "/tickets"),
    ("post", "/inventory/hardware"),
    ("get", "/tickets/9999"),
    ("get", "/nothing"),
    ("get", "/openapi.json"),
]


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_there_is_no_cors(shared, method, path):
    """No `Access-Control-*` header, whoever asks."""
    headers = {"Origin": "https://app.example", "Access-Control-Request-Method": "POST"}

    response = getattr(shared, method)(path, headers=headers)

    assert [] == [name for name, _ in Headers(response.headers) if name.startswith("Access-")]


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_there_is_no_session(shared, method, path):
    """No cookie is set, and no answer varies by one."""
    queries = ["", "?lang=en", "?lang=el"]

    responses = {query: getattr(shared, method)(f"{path}{query}") for query in queries}

    assert dict.fromkeys(queries, (None, None)) == {
        query: (response.headers.get("Set-Cookie"), response.headers.get("Vary"))
        for query, response in responses.items()
    }
