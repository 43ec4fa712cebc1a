"""Finding tickets by the words in them. Source: contract 6.2, method 10, and 8."""

import pytest

from contract_tests.desteksitesi.calling import call
from contract_tests.desteksitesi.test_tickets_list import KEYS
from tests.counting import counting

TICKETS = [
    {
        "key": "printer",
        "subject": "The Printer jams",
        "body": "It squeaks since MONDAY.",
        "requester": "sam",
        "category": "hardware",
        "tags": ["Night Shift"],
        "messages": [
            {"author": "sam", "body": "Still squeaky, 100% of the time"},
            {"author": "tom", "body": "Give them the old one", "kind": "note"},
        ],
        "at": "2026-04-01T00:00:00Z",
    },
    {
        "key": "screen",
        "subject": "Screen is dark",
        "body": "Straße, İstanbul. See printer too.",
        "requester": "kim",
        "assignee": "tia",
        "category": "software",
        "status": "open",
        "at": "2026-04-02T00:00:00Z",
    },
    {
        "key": "closed",
        "subject": "Printer paper",
        "requester": "mia",
        "status": "closed",
        "at": "2026-04-03T00:00:00Z",
    },
]
ALL = ["closed", "screen", "printer"]


@pytest.fixture
def full(bare):
    """Three tickets in which something is said."""
    return bare.plant(tickets=TICKETS)


def keys(full, query, **sent):
    answer = full.get("/api/Search", query_string=query.format(**full.ids), **sent)
    assert 200 == answer.status_code, answer.text
    named = {id: key for key, id in full.ids.items() if key in ALL}
    return [named[one["IssueID"]] for one in answer.json]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("query=printer", ALL),
        ("QUERY=pRiNtEr", ALL),
        ("query=printer+squeaks", ["printer"]),
        ("query=squeaks++printer+", ["printer"]),
        ("query=printer+nothing", []),
        ("query=monday", ["printer"]),
        ("query=squeaky", ["printer"]),
        ("query=100%25", ["printer"]),
        ("query=1_0", []),
        ("query=%25", ["printer"]),
        ("query=strasse", ["screen"]),
        ("query=istanbul", ["screen"]),
        ("query=ISTANBUL", ["screen"]),
        ("query=İSTANBUL", ["screen"]),
        ("query=ıstanbul", ["screen"]),
        ("query=night", ["printer"]),
        ("query=shift+jams", ["printer"]),
        ("query=old", ["printer"]),
        ("query={screen}", ["screen"]),
        ("query=+{screen}+", ["screen"]),
        ("query=999999999999999999999", []),
        ("query=²", []),
        ("query=printer&fromUserId={kim}", ["screen"]),
        ("query=printer&assignedToUserId={tia}", ["screen"]),
        ("query=printer&categoryId={hardware}&categoryId={software}", ["screen", "printer"]),
        ("query=printer&statusId=3", ["closed"]),
        ("query=printer&dateFrom=2026-04-02&dateTo=2026-04-02", ["screen"]),
        ("query=printer&count=1", ["closed"]),
        ("query=printer&count=2&offset=1", ["screen", "printer"]),
        ("query=printer&offset=3", []),
        ("query={screen}&statusId=3", []),
        ("query=" + "+".join(f"e{'e' * n}" for n in range(100)), []),
    ],
)
def test_tickets_are_found_by_every_word(full, query, found):
    """Contract 8: in subject, body, comments and tags, ignoring case; nothing is a wildcard."""
    assert found == keys(full, query)


@pytest.mark.parametrize(
    ("who", "query", "found"),
    [
        ("tom", "query=old", ["printer"]),
        ("tia", "query=printer", ["screen"]),
        ("sam", "query=printer", ["printer"]),
        ("sam", "query=squeaky+jams+monday+night", ["printer"]),
        ("sam", "query=old", []),
        ("sam", "query=jams+old", []),
        ("mia", "query=printer", ["closed", "printer"]),
        ("kim", "query=printer", ["screen"]),
        ("kim", "query={printer}", []),
        ("sam", "query={printer}", ["printer"]),
    ],
)
def test_what_is_found_is_in_sight(full, who, query, found):
    """Contract 3.10: neither tickets nor comments for technicians only are betrayed to others."""
    assert found == keys(full, query, as_=who)


@pytest.mark.parametrize(("who", "found"), [("tia", ["printer"]), ("kim", [])])
def test_a_note_is_found_by_those_who_may_read_it(full, who, found):
    """Contract 3.10 and 8: technicians of any category that see the ticket, subscribers do not."""
    call(full, "AddSubscriber", id="printer", userId=who)

    noted = [one["ForTechsOnly"] for one in call(full, "Comments", who, id="printer").json]

    assert (found, bool(found)) == (keys(full, "query=old", as_=who), any(noted))


def test_a_ticket_is_found_as_it_is_listed(full):
    """Contract 6.2, 10: items of 7.1."""
    listed = {one["IssueID"]: one for one in full.get("/api/Tickets").json}

    found = full.post("/api/Search", data={"query": "jams"}).json

    assert [listed[full.ids["printer"]]] == found
    assert KEYS == list(found[0])


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("", "Parameter 'query': Missing data for required field."),
        ("query=", "Parameter 'query': Missing data for required field."),
        ("query=++", "Parameter 'query': is blank"),
        (
            "query=" + "+".join(f"w{n}" for n in range(101)),
            "Parameter 'query': has more than 100 words",
        ),
    ],
)
def test_there_must_be_words_to_search_for(destek, query, text):
    """Contract 2.10: 400 that names the parameter."""
    answer = destek.get("/api/Search", query_string=query)

    assert (400, text) == (answer.status_code, answer.text)


def test_a_page_of_found_ones_is_three_hundred(bare):
    """Contract 14.16: unless count says less."""
    one = {"subject": "Printer", "requester": "sam"}
    bare.plant(tickets=[one for _ in range(301)])

    assert 300 == len(bare.get("/api/Search?query=printer").json)
    assert 300 == len(bare.get("/api/Search?query=printer&count=0").json)
    assert 7 == len(bare.get("/api/Search?query=printer&count=7").json)


@pytest.mark.parametrize("who", ["ada", "tom", "sam"])
def test_searching_takes_few_statements(full, who):
    """At most 8 when nothing is remembered, one to search when all is."""
    with counting() as first:
        full.get("/api/Search?query=printer", as_=who)
    with counting() as then:
        full.get("/api/Search?query=printer+jams", as_=who)

    assert len(first) <= 8
    assert 1 == len(then)
