"""Notifications. Source: contract 1.4, "Content, files", and 1.5."""

from uuid import UUID

import pytest

from contract_tests.helpdeskpro_sanctum.conftest import META, MOMENT, SANCTUM, refused
from polydesk.core import records

SENT = {"type": "App\\Notifications\\TicketAssigned", "data": {"ticket_id": 1, "by": ["Tom"]}}


def notify(sanctum, who, **data):
    """Let there be a notification of somebody's."""
    with sanctum.desk() as desk:
        records.create(desk, SANCTUM, "notifications", data=data, owner_id=sanctum.ids[who])


@pytest.fixture
def ids(sanctum):
    """The ids of two notifications of Sam's, the older first; Eve has one, too."""
    notify(sanctum, "sam", **SENT)
    notify(sanctum, "eve", **SENT)
    sanctum.advance(60)
    notify(sanctum, "sam", **SENT)
    return [one["id"] for one in reversed(sanctum.list("/notifications", as_="sam"))]


def test_notifications_are_listed(sanctum, ids):
    """One's own, the newest first."""
    body = sanctum.get("/notifications", as_="sam").json

    mine, both = sanctum.ids["sam"], {**SENT, "notifiable_type": "App\\Models\\User"}
    times = [{"created_at": at, "updated_at": at} for at in (MOMENT, "2026-01-05T09:01:00.000000Z")]
    shown = [
        {"id": id, **both, "notifiable_id": mine, "read_at": None, **at}
        for id, at in zip(ids, times, strict=True)
    ]
    assert shown[::-1] == body["data"]
    assert [str(UUID(id)) for id in ids] == ids
    pagination = {
        "current_page": 1,
        "per_page": 15,
        "total": 2,
        "last_page": 1,
        "from": 1,
        "to": 2,
    }
    assert {
        "pagination": pagination,
        **META,
        "timestamp": "2026-01-05T09:01:00Z",
    } == body["meta"]


def test_a_scenario_has_them(sanctum):
    """Among its records, with the person whom they are for."""
    seeded = sanctum.seed(
        {
            "people": [{"key": "nia", "name": "Nia", "role": "user"}],
            "credentials": [{"dialect": SANCTUM, "kind": "token", "person": "nia"}],
            "records": [
                {"dialect": SANCTUM, "collection": "notifications", "person": "nia", "data": SENT}
            ],
        }
    )
    sanctum.tokens["nia"] = seeded.credentials[0]["value"].removeprefix("Bearer ")

    assert [SENT] == [
        {name: one[name] for name in SENT} for one in sanctum.list("/notifications", as_="nia")
    ]


def test_none_arises_by_itself(sanctum):
    """Whatever happens."""
    sanctum.ticket(as_="ada", user_id=sanctum.ids["sam"], assigned_to=sanctum.ids["tom"])

    assert [[], []] == [sanctum.list("/notifications", as_=who) for who in ("sam", "tom")]


def test_a_notification_is_read_once(sanctum, ids):
    """Then it says since when, and a second time changes nothing."""
    answer = sanctum.post(f"/notifications/{ids[0]}/read", as_="sam")
    after = sanctum.list("/notifications", as_="sam")
    sanctum.advance(60)
    sanctum.post(f"/notifications/{ids[0].upper()}/read", as_="sam")

    said = {"message": "Notification marked as read"}
    assert (200, said) == (answer.status_code, answer.json["data"])
    assert [None, "2026-01-05T09:01:00.000000Z"] == [one["read_at"] for one in after]
    assert after == sanctum.list("/notifications", as_="sam")


def test_all_notifications_are_read(sanctum, ids):
    """All of one's own; what is read already stays."""
    sanctum.post(f"/notifications/{ids[0]}/read", as_="sam")
    sanctum.advance(60)

    answer = sanctum.post("/notifications/read-all", as_="sam")

    said = {"message": "All notifications marked as read"}
    assert (200, said) == (answer.status_code, answer.json["data"])
    assert ["2026-01-05T09:02:00.000000Z", "2026-01-05T09:01:00.000000Z"] == [
        one["read_at"] for one in sanctum.list("/notifications", as_="sam")
    ]
    assert [None] == [one["read_at"] for one in sanctum.list("/notifications", as_="eve")]


@pytest.mark.parametrize(
    "id",
    [
        "1",
        "x",
        "01HZZZZZZZZZZZZZZZZZZZZZZZ",
        "00000000-0000-0000-0000-000000000000",
        "ffffffff-ffff-ffff-ffff-ffffffffffff",
        "%7B00000000-0000-0000-0000-000000000000%7D",
    ],
)
def test_a_notification_that_is_not_there_is_not_read(sanctum, id):
    """Ids are UUIDs in their usual form."""
    answer = sanctum.post(f"/notifications/{id}/read")

    assert (404, "Notification not found", None) == refused(answer)


def test_nobody_elses_is_read(sanctum, ids):
    """It is not there for others."""
    answer = sanctum.post(f"/notifications/{ids[0]}/read", as_="eve")

    assert (404, "Notification not found", None) == refused(answer)
    assert None is sanctum.list("/notifications", as_="sam")[-1]["read_at"]
