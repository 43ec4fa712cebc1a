"""HelpDesk Pro `apikey`, 2.7: what a filter matches."""

import pytest

from contract_tests.helpdeskpro_apikey.answers import answer
from contract_tests.helpdeskpro_apikey.things import HARDWARE, SOFTWARE

TICKET = {"subject": "s", "description": "d"}
HUGE = 10**30


def subjects(apikey, **query):
    tickets = apikey.get("/tickets", query_string=query).json["tickets"]
    return sorted(ticket["subject"] for ticket in tickets)


def names(apikey, path, noun, field, **query):
    response = apikey.get(path, query_string=query) if query else apikey.get(path)
    return sorted(each[field] for each in response.json[noun])


WORDS = ["Open", "In Progress", "open", "Opened", " Open ", "50%", "50_", "505", "ЖУК"]


FILTERED = {
    "Open": ["Open", "open"],
    "oPEN": ["Open", "open"],
    "In Progress": ["In Progress"],
    "Ope": [],
    "pen": [],
    " Open": [],
    " open ": [" Open "],
    "50%": ["50%"],
    "50_": ["50_"],
    "%": [],
    "_pen": [],
    "O%": [],
    "жук": ["ЖУК"],
    "nothing": [],
    "": sorted(WORDS),
}


@pytest.mark.parametrize("field", ["status", "department"])
def test_a_ticket_filter_is_the_whole_value_in_any_case(apikey, field):
    """Not a part of it, not trimmed, without wildcards; an empty filter is none."""
    for word in WORDS:
        apikey.post("/tickets", json={**TICKET, "status": word, "department": word})

    assert FILTERED == {
        asked: names(apikey, "/tickets", "tickets", field, **{field: asked}) for asked in FILTERED
    }


@pytest.mark.parametrize("field", ["status", "department"])
def test_a_null_matches_no_filter(apikey, field):
    """Neither its name nor emptiness."""
    apikey.post("/tickets", json={**TICKET, field: "x"})
    apikey.patch("/tickets/1", json={field: None})

    assert [[], [], ["s"]] == [subjects(apikey, **{field: asked}) for asked in ("null", "None", "")]


def test_tickets_are_filtered_by_assignee(apikey):
    """By id or username, blanks around ignored."""
    apikey.post("/tickets", json={**TICKET, "subject": "his", "assigned_to": "tech01"})
    apikey.post("/tickets", json={**TICKET, "subject": "hers", "assigned_to": "maria"})
    apikey.post("/tickets", json={**TICKET, "subject": "nobody's"})
    number = apikey.ids["tech01"]
    references = ["tech01", "TECH01", " tech01 ", f"{number}", f" {number} "]

    found = {each: subjects(apikey, assigned_to=each) for each in references}

    assert {each: ["his"] for each in references} == found


def test_an_unknown_assignee_in_a_filter_is_404(shared):
    """Not an empty list."""
    references = ["nobody", "999", "-1", str(HUGE), "9" * 5000, "tech%", "tech__", "null", "1.0"]

    answers = {
        each: answer(shared.get("/tickets", query_string={"assigned_to": each}))
        for each in references
    }

    assert dict.fromkeys(references, (404, {"error": "Assigned user not found."})) == answers


def test_a_known_assignee_without_tickets_is_an_empty_list(apikey):
    """200."""
    response = apikey.get("/tickets?assigned_to=maria")

    assert (200, {"tickets": []}) == (response.status_code, response.json)


PARTS = {
    "Microsoft": ["Microsoft"],
    "MICRO": ["Microsoft"],
    "soft": ["Microsoft", "Softex 100%"],
    "t": ["Microsoft", "Softex 100%"],
    "%": ["Softex 100%"],
    "_": ["under_score"],
    "M%t": [],
    "\\": [],
    "жУ": ["ЖУК"],
    "nothing": [],
    "": ["Microsoft", "Softex 100%", "under_score", "ЖУК"],
}


@pytest.mark.parametrize(
    ("path", "noun", "shown", "field"),
    [
        (SOFTWARE, "software", "version", "vendor"),
        (SOFTWARE, "software", "version", "name"),
        (HARDWARE, "hardware", "rack", "manufacturer"),
        (HARDWARE, "hardware", "rack", "category"),
    ],
)
def test_an_inventory_filter_is_a_part_in_any_case(apikey, path, noun, shown, field):
    """Anywhere in the value, without wildcards; an empty filter is none."""
    for word in ["Microsoft", "Softex 100%", "under_score", "ЖУК"]:
        apikey.post(path, json={"name": "x", shown: word, field: word})

    assert PARTS == {asked: names(apikey, path, noun, shown, **{field: asked}) for asked in PARTS}


def test_an_unset_value_contains_nothing(apikey):
    """Assets without a vendor are in no filtered list."""
    apikey.post(SOFTWARE, json={"name": "Visio"})

    assert {"software": []} == apikey.get(f"{SOFTWARE}?vendor=n").json


def test_several_ticket_filters_all_hold(apikey):
    """AND, not OR."""
    apikey.post("/tickets", json={**TICKET, "subject": "a", "department": "Network"})
    apikey.post("/tickets", json={**TICKET, "subject": "b", "assigned_to": "maria"})
    sent = {"subject": "c", "department": "Network", "assigned_to": "maria", "status": "Closed"}
    apikey.post("/tickets", json={**TICKET, **sent})

    assert [["a"], ["b"], [], ["c"]] == [
        subjects(apikey, status="Open", department="Network"),
        subjects(apikey, status="Open", assigned_to="maria"),
        subjects(apikey, status="Open", department="Network", assigned_to="maria"),
        subjects(apikey, department="Network", assigned_to="maria"),
    ]


@pytest.mark.parametrize(
    ("path", "noun", "first", "second"),
    [
        (SOFTWARE, "software", {"vendor": "Acme"}, {"name": "Visio"}),
        (HARDWARE, "hardware", {"manufacturer": "Acme"}, {"category": "Visio"}),
    ],
)
def test_several_inventory_filters_all_hold(apikey, path, noun, first, second):
    """AND, not OR."""
    both = apikey.post(path, json={"name": "x", **first, **second}).json[noun]
    apikey.post(path, json={"name": "x", **first})
    apikey.post(path, json={"name": "x", **second})

    assert {noun: [both]} == apikey.get(path, query_string={**first, **second}).json


def test_repeated_and_unknown_parameters(apikey):
    """The first value counts; what is not known is ignored."""
    apikey.post("/tickets", json={**TICKET, "subject": "open"})
    apikey.post("/tickets", json={**TICKET, "subject": "closed", "status": "Closed"})
    found = {
        "status=Open&status=Closed": ["open"],
        "status=Closed&status=Open": ["closed"],
        "page=2&limit=1&priority=High&q=x&sort=id&created_by=nobody": ["closed", "open"],
        "Status=Closed": ["closed", "open"],
        "status": ["closed", "open"],
        "&&status=Closed&": ["closed"],
    }

    assert found == {
        query: names(apikey, f"/tickets?{query}", "tickets", "subject") for query in found
    }
