"""Tickets resolved, reopened and closed by the clock. Contract 6.1, rows 6 and 7; 8.2."""

import pytest

from contract_tests.openhelpdesk.one_ticket import STAMP, change, error, show


def test_resolving_keeps_the_notes_there_are(ohd):
    """Absent notes keep the earlier ones; the body may be missing."""
    ticket = ohd.ticket()
    path = f"/api/tickets/{ticket['id']}/resolve"
    ohd.advance(60)

    first = ohd.post(path, as_="tom", json={"resolution_notes": "New relay.\n"})
    second = ohd.post(path, as_="ada")
    third = ohd.post(path, as_="bot", json={"resolution_notes": None})

    assert (200, "Resolved", "New relay.\n") == (
        first.status_code,
        first.json["status"],
        first.json["resolution_notes"],
    )
    assert "2026-04-05T09:01:00Z" == first.json["updated_at"]
    assert ["New relay.\n"] * 2 == [second.json["resolution_notes"], third.json["resolution_notes"]]
    assert (400, "invalid resolution_notes") == error(
        ohd.post(path, as_="tom", json={"resolution_notes": 1})
    )
    assert (400, "invalid JSON") == error(ohd.post(path, as_="tom", data=b"{"))


def test_reopening_goes_to_new_and_keeps_the_notes(ohd):
    """At any time, from Resolved and from Closed; an open ticket is refused."""
    ticket = ohd.ticket()
    path = f"/api/tickets/{ticket['id']}"
    assert (409, "ticket is not resolved or closed") == error(ohd.post(f"{path}/reopen", as_="tom"))
    ohd.post(f"{path}/resolve", as_="tom", json={"resolution_notes": "Done."})
    ohd.advance(6 * 86400)

    reopened = ohd.post(f"{path}/reopen", as_="tom", json={"reason": "It was not."})

    assert (200, "New", "Done.") == (
        reopened.status_code,
        reopened.json["status"],
        reopened.json["resolution_notes"],
    )
    change(ohd, ticket, status_id=ohd.ids["Closed"])
    ohd.set(reopen_target_status_name="in progress")
    assert "In Progress" == ohd.post(f"{path}/reopen", as_="ada").json["status"]
    change(ohd, ticket, status_id=ohd.ids["Closed"])
    ohd.set(reopen_target_status_name="Nonsense")
    assert "New" == ohd.post(f"{path}/reopen", as_="ada").json["status"]


@pytest.mark.parametrize(
    ("days", "resolved", "closed", "at"),
    [
        (7, 0, 3600, "2026-04-12T10:00:00Z"),
        (7, 1, 3599, "2026-04-12T10:00:00Z"),
        (7, 3599, 1, "2026-04-12T10:00:00Z"),
        (1, 3600, 3600, "2026-04-06T11:00:00Z"),
        (0, 60, 3540, "2026-04-05T10:00:00Z"),
    ],
)
def test_what_was_resolved_is_closed_after_the_window(ohd, days, resolved, closed, at):
    """At the first full hour after it, with nobody asking for it; not a second before."""
    ohd.set(reopen_window_days=days)
    ticket = ohd.ticket()
    ohd.advance(resolved)
    ohd.post(f"/api/tickets/{ticket['id']}/resolve", as_="tom")

    ohd.advance(days * 86400 + closed - 1)
    assert "Resolved" == show(ohd, ticket)["status"]
    ohd.advance(1)
    assert 1 == ohd.get("/api/tickets?status=closed", as_="sam").json["total"]
    assert ("Closed", at) == (show(ohd, ticket)["status"], show(ohd, ticket)["updated_at"])


@pytest.mark.parametrize("again", ["resolve", "reopen and resolve"])
def test_to_resolve_again_restarts_the_window(ohd, again):
    """By a resolution of a resolved ticket, and of one that was open meanwhile."""
    ticket = ohd.ticket()
    path = f"/api/tickets/{ticket['id']}"
    ohd.post(f"{path}/resolve", as_="tom")
    ohd.advance(6 * 86400)

    for verb in again.split(" and "):
        assert 200 == ohd.post(f"{path}/{verb}", as_="tom").status_code
    ohd.advance(7 * 86400)

    assert "Resolved" == show(ohd, ticket)["status"]
    assert 201 == ohd.post(f"{path}/replies", as_="sam", json={"body": "No."}).status_code
    assert "New" == show(ohd, ticket)["status"]


def test_the_window_is_that_of_the_setting_now(ohd):
    """A shorter one closes at once what it makes overdue, a longer one reopens longer."""
    short, long = ohd.ticket(), ohd.ticket()
    ohd.post(f"/api/tickets/{short['id']}/resolve", as_="tom")
    ohd.advance(2 * 86400)
    ohd.set(reopen_window_days=1)
    assert "Closed" == show(ohd, short)["status"]

    ohd.post(f"/api/tickets/{long['id']}/resolve", as_="tom")
    ohd.set(reopen_window_days=30)
    ohd.advance(30 * 86400)

    path = f"/api/tickets/{long['id']}/replies"
    assert 201 == ohd.post(path, as_="sam", json={"body": "No."}).status_code
    assert ("New", "Closed") == (show(ohd, long)["status"], show(ohd, short)["status"])


def test_what_is_open_or_closed_by_hand_is_left_alone(ohd):
    """Only Resolved is closed by the clock; who was reopened has no window any more."""
    open_, reopened, closed = ohd.ticket(), ohd.ticket(), ohd.ticket()
    for verb in ("resolve", "reopen"):
        ohd.post(f"/api/tickets/{reopened['id']}/{verb}", as_="tom")
    ohd.post(f"/api/tickets/{closed['id']}/resolve", as_="tom")
    change(ohd, closed, status_id=ohd.ids["Closed"])
    ohd.advance(100 * 86400)

    assert ["New", "New", "Closed"] == [
        show(ohd, one)["status"] for one in (open_, reopened, closed)
    ]
    assert STAMP == show(ohd, closed)["updated_at"]
