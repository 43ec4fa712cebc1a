"""MCP: the tool that lists tickets. Contract 10."""

import pytest

from contract_tests.openhelpdesk.mcp import call


def subjects(ohd, as_="ada", **arguments):
    """The subjects of the tickets listed."""
    return [one["subject"] for one in call(ohd, "list_tickets", as_=as_, **arguments)["data"]]


@pytest.fixture
def several(ohd):
    """Five tickets, each a minute after the one before."""
    made = {}
    for subject, given in {
        "mail": {"category_id": ohd.ids["software"], "priority": "Low"},
        "badge": {"priority": "High"},
        "door": {"as_": "kim"},
        "window": {},
        "old": {},
    }.items():
        made[subject] = ohd.ticket(subject=subject, **given)["id"]
        ohd.advance(60)
    ohd.patch(f"/api/tickets/{made['old']}", json={"status_id": ohd.ids["Closed"]})
    ohd.advance(60)
    change = {"assignee_id": ohd.ids["tom"], "status_id": ohd.ids["In Progress"]}
    ohd.patch(f"/api/tickets/{made['mail']}", json=change)
    return made


def test_list_tickets_gives_open_ones_by_their_last_change(ohd, several):
    """The items of the REST API; closed tickets are left out."""
    told = call(ohd, "list_tickets")

    listed = ohd.get("/api/tickets").json["data"]
    assert ["mail", "old", "window", "door", "badge"] == [one["subject"] for one in listed]
    assert {"data": [one for one in listed if one["subject"] != "old"], "total": 4} == told


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"status": "closed"}, ["old"]),
        ({"status": "New"}, ["window", "door", "badge"]),
        ({"status": "nonsense"}, []),
        ({"status": ""}, ["mail", "window", "door", "badge"]),
        ({"priority": "high"}, ["badge"]),
        ({"assignee_id": "none"}, ["window", "door", "badge"]),
        ({"category": "SOFTWARE"}, ["mail"]),
        ({"category": "Facilities"}, ["window", "door", "badge"]),
        ({"category": "Building access"}, []),
        ({"category": "nonsense"}, []),
        ({"q": "WIND"}, ["window"]),
        ({"status": "New", "category": "Software"}, []),
    ],
)
def test_list_tickets_filters(ohd, several, given, expected):
    """By status, priority, assignee, the name of a category, and text; all of them together."""
    assert expected == subjects(ohd, **given)


def test_list_tickets_of_an_assignee(ohd, several):
    """By id."""
    assert ["mail"] == subjects(ohd, assignee_id=ohd.ids["tom"])


@pytest.mark.parametrize(
    ("limit", "count"), [(2, 2), (1, 1), (0, 1), (-5, 1), (1000, 4), (None, 4)]
)
def test_list_tickets_has_a_limit_of_1_to_100(ohd, several, limit, count):
    """What is beyond is taken for the nearest; `total` counts all that were found."""
    told = call(ohd, "list_tickets", limit=limit)

    assert (count, 4) == (len(told["data"]), told["total"])


def test_list_tickets_gives_20_unless_asked_for_more(ohd):
    """`limit` is 20 by default."""
    for _ in range(21):
        ohd.ticket()

    told = call(ohd, "list_tickets")

    assert (20, 21) == (len(told["data"]), told["total"])


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"priority": "urgent"}, "invalid priority"),
        ({"assignee_id": "x"}, "invalid assignee_id"),
        ({"limit": "ten"}, "invalid limit"),
        ({"category": 5}, "invalid category"),
        ({"status": 5}, "invalid status"),
        ({"q": ["x"]}, "invalid q"),
    ],
)
def test_list_tickets_refuses_what_is_no_filter(ohd, given, error):
    """400, as endpoint 1 where it has the filter."""
    assert {"error": error, "status": 400} == call(ohd, "list_tickets", **given)


def test_list_tickets_is_scoped_to_the_caller(ohd, several):
    """Contract 8.3: a user's own, what staff is responsible for, all for admins and clients."""
    assert ["mail", "window", "badge"] == subjects(ohd, as_="sam")
    assert ["door"] == subjects(ohd, as_="kim")
    assert ["mail"] == subjects(ohd, as_="tom")
    assert ["mail", "window", "door", "badge"] == subjects(ohd, as_="bot")
