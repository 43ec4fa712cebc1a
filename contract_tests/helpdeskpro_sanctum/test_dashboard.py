"""Tickets in numbers, and reports. Source: contract 1.4, "Dashboard, reports, AI"."""

import re

import pytest

from contract_tests.helpdeskpro_sanctum.conftest import invalid, refused


def test_tickets_are_counted_as_far_as_one_sees_them(sanctum):
    """Opened is all that is not Closed: what is resolved or cancelled too."""
    for status_id in (1, 4, 5, 6):
        sanctum.ticket(status_id=status_id)
    sanctum.ticket(as_="eve", assigned_to=sanctum.ids["tom"])

    counts = [sanctum.data("GET", "/dashboard", as_=key) for key in ("ada", "sam", "tom")]

    assert [
        {"opened_tickets": opened, "total_tickets": total, "closed_tickets": closed}
        for opened, total, closed in ((4, 5, 1), (3, 4, 1), (1, 1, 0))
    ] == counts


def test_metrics_count_by_status_and_by_priority(sanctum):
    """In the order of the ids; null is a priority too."""
    for status_id, priority_id in ((1, 2), (2, 2), (1, 4)):
        sanctum.ticket(status_id=status_id, priority_id=priority_id)

    assert {
        "tickets_by_status": [{"status_id": 1, "total": 2}, {"status_id": 2, "total": 1}],
        "tickets_by_priority": [{"priority_id": 2, "total": 2}, {"priority_id": 4, "total": 1}],
    } == sanctum.data("GET", "/dashboard/metrics")


def test_waiting_tickets_of_both_kinds_are_counted_as_one(sanctum):
    """On hold shows as Pending here, so it is counted there. Source: canonical words 3."""
    status = [{"subject": kind, "requester": "sam", "status": kind} for kind in ("pending", "held")]
    people = [{"key": "sam", "name": "Other Sam", "email": "other@example.com", "role": "user"}]
    sanctum.seed({"people": people, "tickets": status})

    found = sanctum.data("GET", "/dashboard/metrics")

    assert [{"status_id": 2, "total": 2}] == found["tickets_by_status"]
    assert [{"priority_id": None, "total": 2}] == found["tickets_by_priority"]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("analytics", "Analytics endpoint"),
        ("performance", "Performance metrics endpoint"),
        ("charts", "Charts data endpoint"),
    ],
)
def test_some_boards_are_only_announced(sanctum, path, message):
    """As the vendor has them."""
    assert {"message": message} == sanctum.data("GET", f"/dashboard/{path}")


def test_the_reports_are_these_three(sanctum):
    """They cannot be changed."""
    assert [
        {"id": 1, "name": "Ticket Summary", "type": "tickets"},
        {"id": 2, "name": "User Activity", "type": "users"},
        {"id": 3, "name": "Performance Metrics", "type": "performance"},
    ] == sanctum.data("GET", "/reports")


def test_a_report_begins(sanctum):
    """202, with an id of 13 hexadecimal digits."""
    sent = {"report_type": "tickets", "date_from": "2026-01-01", "filters": {"status_id": 1}}

    answer = sanctum.post("/reports/generate", json=sent)

    data = answer.json["data"]
    assert 202 == answer.status_code
    assert re.fullmatch("[0-9a-f]{13}", data.pop("report_id"))
    assert {"status": "generating", "message": "Report generation started"} == data


@pytest.mark.parametrize(
    ("sent", "flaws"),
    [
        ({}, {"report_type": "The report type field is required."}),
        (
            {"report_type": "x", "date_to": "soon", "filters": 1},
            {
                "date_to": "The date to is not a valid date.",
                "filters": "The filters must be an array.",
            },
        ),
    ],
)
def test_what_is_wrong_with_a_wish_for_a_report(sanctum, sent, flaws):
    """422."""
    assert invalid(**flaws) == refused(sanctum.post("/reports/generate", json=sent))


@pytest.mark.parametrize("id", ["1", "abc", "65f0c0ffee123"])
def test_every_report_is_there_and_empty(sanctum, id):
    """Whatever it is called."""
    assert {"id": id, "status": "completed", "data": []} == sanctum.data("GET", f"/reports/{id}")
