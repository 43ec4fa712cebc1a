"""Who sees which ticket, in every list. Source: contract 3.10, 8 and 11.7."""

import pytest

PEOPLE = [
    {"key": "ann", "name": "Ann", "role": "agent"},
    {"key": "max", "name": "Max", "role": "user", "is_manager": True, "department": "lab"},
    {"key": "lea", "name": "Lea", "role": "user", "department": "lab"},
    {"key": "tip", "name": "Tip", "role": "agent", "tech_categories": ["general", "secret"]},
]
TICKETS = {
    "sams, hardware": {"requester": "sam", "category": "hardware"},
    "kims, software": {"requester": "kim", "category": "software"},
    "kims, general": {"requester": "kim", "category": "general"},
    "kims, of none": {"requester": "kim"},
    "kims, secret": {"requester": "kim", "category": "secret"},
    "leas, software": {"requester": "lea", "category": "software"},
    "kims, sam subscribed": {"requester": "kim", "category": "software", "subscribers": ["sam"]},
    "sams, kim commented": {
        "requester": "sam",
        "category": "secret",
        "messages": [{"author": "kim", "body": "Me too"}],
    },
    "kims, tom assigned": {"requester": "kim", "category": "software", "assignee": "tom"},
    "mias, tia follows": {
        "requester": "mia",
        "category": "hardware",
        "subscribers": [{"person": "tia", "kind": "follower"}],
    },
    "adas, entered by kim": {"requester": "ada", "category": "hardware", "made_by": "kim"},
}
SEEN = {
    "ada": set(TICKETS),
    "ann": set(TICKETS),
    "tom": {
        *("sams, hardware", "mias, tia follows", "adas, entered by kim"),
        "kims, tom assigned",
    },
    "tia": {
        *("kims, software", "leas, software", "kims, sam subscribed", "kims, tom assigned"),
        "mias, tia follows",
    },
    "tip": {"kims, general", "kims, of none", "kims, secret", "sams, kim commented"},
    "mia": {"sams, hardware", "sams, kim commented", "mias, tia follows"},
    "max": {"leas, software"},
    "sam": {"sams, hardware", "sams, kim commented", "kims, sam subscribed"},
    "kim": {
        *("kims, software", "kims, general", "kims, of none", "kims, secret"),
        *("kims, sam subscribed", "sams, kim commented", "kims, tom assigned"),
    },
    "lea": {"leas, software"},
}
LISTS = {
    "Tickets": "/api/Tickets?count=300&mode=unclosed",
    "Search": "/api/Search?query=word",
    "LinkedTickets": "/api/LinkedTickets?id={top}",
    "SubTickets": "/api/SubTickets?id={top}",
}


@pytest.fixture
def peopled(bare):
    """A ticket of each sort, each below the ticket `top` and linked with it; and one in a bin."""
    around = [{"kind": "parent", "to": "top"}, {"kind": "related", "to": "top"}]
    tickets = [
        {"key": name, "subject": name, "body": "word", "links": around, **ticket}
        for name, ticket in TICKETS.items()
    ]
    top = {"key": "top", "subject": "top", "requester": "ann", "subscribers": [*SEEN]}
    gone = {"key": "gone", "subject": "gone", "body": "word", "requester": "sam", "links": around}
    bare.plant(
        people=PEOPLE,
        departments=[{"key": "lab", "name": "Lab"}],
        tickets=[top, *tickets, gone | {"deleted_at": "2026-01-01T00:00:00Z"}],
    )
    bare.set(rate_limit=False)
    return bare


@pytest.mark.parametrize("path", LISTS.values(), ids=LISTS)
@pytest.mark.parametrize("who", SEEN)
def test_a_list_has_what_is_in_sight(peopled, who, path):
    """Contract 3.10: each role sees its own; all are subscribed to the one that is asked for."""
    listed = peopled.get(path.format(**peopled.ids), as_=who).json

    assert SEEN[who] == {one["Subject"] for one in listed} - {"top"}


@pytest.mark.parametrize("who", SEEN)
def test_a_single_ticket_is_in_sight_if_it_is_listed(peopled, who):
    """Contract 3.10 and 14.15: else 403; and 404 for all if there is none."""
    answers = {
        name: peopled.get(f"/api/ParentTicket?id={peopled.ids[name]}", as_=who).status_code
        for name in (*TICKETS, "gone")
    }

    expected = {name: 200 if name in SEEN[who] else 403 for name in TICKETS}
    assert expected | {"gone": 404} == answers


@pytest.mark.parametrize("who", SEEN)
def test_the_numbers_are_of_what_is_in_sight(peopled, who):
    """Contract 7.17: the caller's own numbers."""
    found = peopled.get("/api/Stats?forCurrentUser=true", as_=who).json

    assert len(SEEN[who]) + 1 == found["Unclosed"]


@pytest.mark.parametrize("who", SEEN)
def test_subscribed_are_own_assigned_commented_and_followed(peopled, who):
    """Contract 11.7: and what is subscribed is always in sight."""
    by_person = {
        "tom": {"kims, tom assigned"},
        "tia": {"mias, tia follows"},
        "ada": {"adas, entered by kim"},
        "mia": {"mias, tia follows"},
        "sam": SEEN["sam"],
        "kim": SEEN["kim"],
        "lea": SEEN["lea"],
    }
    listed = peopled.get("/api/Tickets?count=300&subscribedOnly=1", as_=who).json

    assert by_person.get(who, set()) == {one["Subject"] for one in listed} - {"top"}


def test_a_note_lets_its_author_see_the_ticket(bare):
    """Contract 11.7: all comments count, the ticket's own text does not."""
    note = {"author": "tia", "body": "For us", "kind": "note"}
    bare.plant(
        tickets=[
            {"subject": "noted", "requester": "sam", "category": "hardware", "messages": [note]},
            {"subject": "other", "requester": "sam", "category": "hardware"},
        ]
    )

    assert ["noted"] == [one["Subject"] for one in bare.get("/api/Tickets", as_="tia").json]
