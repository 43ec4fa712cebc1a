"""HelpDesk Pro `apikey`, 2.8: words, dates, seats and flags, as they are read and shown."""

import pytest

from contract_tests.helpdeskpro_apikey.things import ARTICLE, KINDS, NEW, SOFTWARE, TICKET, made


def shown(response, noun, field):
    """The status, and the field or why there is none."""
    return response.status_code, response.json.get(noun, response.json).get(field, response.json)


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
