"""Statuses for admins: contract 6.7, rows 49 to 51."""

import pytest
from sqlalchemy import select

from polydesk.core import catalogue
from polydesk.core.models import Status

STATUSES = "/api/admin/statuses"


def listed(ohd):
    return [one["name"] for one in ohd.get("/api/statuses").json["data"]]


def test_49_a_status_is_made_with_the_vendors_defaults(ohd):
    """Grey, of nobody's system, behind the other ones of that sort."""
    answer = ohd.post(STATUSES, json={"name": " Waiting for parts "})

    expected = {
        "id": answer.json["id"],
        "name": "Waiting for parts",
        "color": "#6b7280",
        "is_system": False,
        "sort_order": 4,
    }
    assert (201, expected) == (answer.status_code, answer.json)
    assert ["New", "In Progress", "Pending", "Waiting for parts", "Resolved", "Closed"] == listed(
        ohd
    )


def test_49_colour_and_place_are_kept(ohd):
    """As sent."""
    answer = ohd.post(STATUSES, json={"name": "X", "color": "#ABCdef", "sort_order": 0})

    assert (201, "#ABCdef", 0) == (
        answer.status_code,
        answer.json["color"],
        answer.json["sort_order"],
    )


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({}, "name is required"),
        ({"name": " "}, "name is required"),
        ({"name": None}, "name is required"),
        ({"name": []}, "invalid name"),
        ({"name": "x", "color": "red"}, "invalid color"),
        ({"name": "x", "color": "#12345"}, "invalid color"),
        ({"name": "x", "color": "#1234567"}, "invalid color"),
        ({"name": "x", "color": "#12345g"}, "invalid color"),
        ({"name": "x", "color": "#123456\n"}, "invalid color"),
        ({"name": "x", "color": None}, "invalid color"),
        ({"name": "x", "sort_order": 1.5}, "invalid sort_order"),
    ],
)
def test_49_wrong_values_are_refused(ohd, given, text):
    """400, and nothing is made."""
    answer = ohd.post(STATUSES, json=given)

    assert (400, {"error": text}) == (answer.status_code, answer.json)
    assert 5 == len(listed(ohd))


@pytest.mark.parametrize("name", ["Waiting", "waiting", "New", "in progress"])
def test_49_a_name_is_there_once(ohd, name):
    """409 ignoring case, also for a system status's."""
    ohd.post(STATUSES, json={"name": "Waiting"})

    answer = ohd.post(STATUSES, json={"name": name})

    assert (409, {"error": "status name already in use"}) == (answer.status_code, answer.json)


def test_50_a_system_status_may_be_renamed(ohd):
    """Its tickets show the new name; what it does stays."""
    ticket = ohd.ticket()
    answer = ohd.patch(f"{STATUSES}/{ohd.ids['Resolved']}", json={"name": "Solved"})

    expected = {
        "id": ohd.ids["Resolved"],
        "name": "Solved",
        "color": "#16a34a",
        "is_system": True,
        "sort_order": 98,
    }
    assert (200, expected) == (answer.status_code, answer.json)
    resolved = ohd.post(f"/api/tickets/{ticket['id']}/resolve", as_="tom")
    assert (200, "Solved") == (resolved.status_code, resolved.json["status"])
    reopened = ohd.post(f"/api/tickets/{ticket['id']}/reopen", as_="tom")
    assert (200, "New") == (reopened.status_code, reopened.json["status"])


def test_50_other_vendors_keep_their_words(ohd):
    """A rename is this vendor's affair."""
    ohd.patch(f"{STATUSES}/{ohd.ids['New']}", json={"name": "Fresh"})
    with ohd.desk() as desk:
        name = catalogue.status(desk, catalogue.status_id(desk, "NEW")).name

    assert "Fresh" == listed(ohd)[0]
    assert "Fresh" != name


def test_50_what_is_not_given_stays(ohd):
    """Colour alone, place alone."""
    id = ohd.post(STATUSES, json={"name": "Waiting"}).json["id"]
    ohd.patch(f"{STATUSES}/{id}", json={"color": "#000000"})
    answer = ohd.patch(f"{STATUSES}/{id}", json={"sort_order": 50})

    expected = {
        "id": id,
        "name": "Waiting",
        "color": "#000000",
        "is_system": False,
        "sort_order": 50,
    }
    assert (200, expected) == (answer.status_code, answer.json)


def test_50_another_ones_name_is_taken_its_own_is_not(ohd):
    """409, and 200 for the name that it has."""
    path = f"{STATUSES}/{ohd.ids['Pending']}"

    assert 200 == ohd.patch(path, json={"name": "pending"}).status_code
    answer = ohd.patch(path, json={"name": "closed"})
    assert (409, {"error": "status name already in use"}) == (answer.status_code, answer.json)


def test_51_a_status_without_tickets_is_deleted(ohd):
    """204, and gone; one of the standard ones that are not the system's, too."""
    own = ohd.post(STATUSES, json={"name": "Waiting"}).json["id"]

    assert 204 == ohd.delete(f"{STATUSES}/{own}").status_code
    assert 204 == ohd.delete(f"{STATUSES}/{ohd.ids['Pending']}").status_code
    assert ["New", "In Progress", "Resolved", "Closed"] == listed(ohd)
    again = ohd.delete(f"{STATUSES}/{own}")
    assert (404, {"error": "status not found"}) == (again.status_code, again.json)
    assert 404 == ohd.delete(f"{STATUSES}/{ohd.ids['Pending']}").status_code


def test_51_a_status_that_a_ticket_has_is_not_deleted(ohd):
    """409."""
    ticket = ohd.ticket()
    status = ohd.post(STATUSES, json={"name": "Waiting"}).json["id"]
    ohd.patch(f"/api/tickets/{ticket['id']}", as_="tom", json={"status_id": status})

    answer = ohd.delete(f"{STATUSES}/{status}")

    assert (409, {"error": "status has tickets"}) == (answer.status_code, answer.json)


@pytest.mark.parametrize("name", ["New", "Resolved", "Closed"])
def test_51_a_system_status_is_never_deleted(ohd, name):
    """409, whatever it is called."""
    ohd.patch(f"{STATUSES}/{ohd.ids[name]}", json={"name": "Something else"})

    answer = ohd.delete(f"{STATUSES}/{ohd.ids[name]}")

    assert (409, {"error": "cannot delete system status"}) == (answer.status_code, answer.json)


def test_statuses_of_other_vendors_are_not_found(ohd):
    """What shows as Pending here is no status of its own."""
    with ohd.desk() as desk:
        held = desk.session.scalars(select(Status.ulid).filter_by(code="HELD")).one()

    assert 404 == ohd.patch(f"{STATUSES}/{held}", json={}).status_code
    assert 404 == ohd.delete(f"{STATUSES}/{held}").status_code


@pytest.mark.parametrize(("who", "status"), [(None, 401), ("sam", 403), ("tom", 403), ("bot", 403)])
@pytest.mark.parametrize(("method", "path"), [("POST", ""), ("PATCH", "/x"), ("DELETE", "/x")])
def test_only_admins_change_statuses(ohd, who, status, method, path):
    """Said before 404 and 400."""
    answer = ohd.open(method, STATUSES + path, as_=who, data=b"no JSON")

    assert status == answer.status_code
