"""A world's outbox through the control plane, and the webhooks and records of a scenario."""

import pytest

from polydesk.core import mail, outbox

AT = "2026-01-05T09:00:00Z"
URL = "http://127.0.0.1:1/x"


@pytest.fixture
def posted(plane):
    """A mail and a delivery, in a world whose clock stands."""
    plane.put(f"{plane.here}/clock", {"mode": "frozen", "now": AT})
    with plane.site.store.desk(plane.world) as desk:
        mail.send(desk, to="sam@x.example", subject="Reset", text="…/abc", data={"token": "abc"})
        outbox.post(
            desk, dialect="toy", event="made", url=URL, body='{"ı":1}', headers={"X-Toy": "1"}
        )
    return plane


def shown(plane):
    return plane.get(f"{plane.here}/outbox").json


def test_the_outbox_of_a_new_world_is_empty(plane):
    """Both lists are there."""
    assert {"mails": [], "deliveries": []} == shown(plane)


def test_mails_and_deliveries_are_shown(posted):
    """With all that is known of them, and no signature."""
    said = shown(posted)

    assert {
        "mails": [
            {
                "id": 1,
                "to": "sam@x.example",
                "subject": "Reset",
                "text": "…/abc",
                "data": {"token": "abc"},
                "created_at": AT,
            }
        ],
        "deliveries": [
            {
                "id": 1,
                "ulid": said["deliveries"][0]["ulid"],
                "dialect": "toy",
                "event": "made",
                "webhook_id": None,
                "method": "POST",
                "url": URL,
                "headers": {"X-Toy": "1"},
                "body": '{"ı":1}',
                "status": "pending",
                "attempts": 0,
                "created_at": AT,
                "next_at": AT,
                "last_attempt_at": None,
                "http_status": None,
                "response_body": None,
                "error": None,
                "duration_ms": None,
            }
        ],
    } == said


def test_what_is_due_is_delivered_on_demand(posted):
    """Once, till the clock is where the next attempt is due; what was tried is answered."""
    path = f"{posted.here}/outbox/deliver"
    first, again = posted.post(path), posted.post(path)
    posted.post(f"{posted.here}/clock/advance", {"seconds": 1})
    second = posted.post(path)

    assert {"tried": []} == again.json
    assert {"tried": shown(posted)["deliveries"]} == second.json
    assert [(1, "2026-01-05T09:00:01Z"), (2, "2026-01-05T09:00:03Z")] == [
        (one["attempts"], one["next_at"]) for one in (*first.json["tried"], *second.json["tried"])
    ]
    assert first.json["tried"][0]["error"].startswith("refused: 127.0.0.1 has the private address")


def test_private_addresses_are_allowed_by_a_setting(posted):
    """Nobody is there, but it was tried."""
    world = {"world": {"allow_private_webhooks": True}}
    assert 200 == posted.patch(f"{posted.here}/settings", world).status_code

    (tried,) = posted.post(f"{posted.here}/outbox/deliver").json["tried"]

    assert True is posted.get(f"{posted.here}/settings").json["world"]["allow_private_webhooks"]
    assert "refused: " not in tried["error"]


def test_the_outbox_is_emptied(posted):
    """Also of what is not sent yet."""
    answer = posted.delete(f"{posted.here}/outbox")

    assert (204, {"mails": [], "deliveries": []}) == (answer.status_code, shown(posted))


@pytest.mark.parametrize(("method", "path"), [("GET", ""), ("DELETE", ""), ("POST", "/deliver")])
def test_a_world_that_is_not_there_has_no_outbox(plane, method, path):
    """404."""
    assert 404 == plane.open(method, f"/worlds/nowhere/outbox{path}").status_code


def test_a_scenario_has_webhooks_and_records(plane):
    """What they do not say stands by itself; others may be told by id."""
    answer = plane.post(
        f"{plane.here}/seed",
        {
            "people": [{"key": "ada", "name": "Ada", "role": "agent"}],
            "webhooks": [{"url": URL, "secret": "s3", "events": ["ticket.created"]}],
            "records": [
                {"dialect": "toy", "collection": "notes", "person": "ada", "data": {"a": 1}}
            ],
        },
    )

    assert (200, {"people": 1, "webhooks": 1, "records": 1}) == (
        answer.status_code,
        answer.json["created"],
    )
    written = plane.get(f"{plane.here}/export").json
    (hook,), (record,) = written["webhooks"], written["records"]
    assert ("openhelpdesk", URL, "s3", ["ticket.created"]) == (
        hook["dialect"],
        hook["url"],
        hook["secret"],
        hook["events"],
    )
    assert ("toy", "notes", "person-1", {"a": 1}) == (
        record["dialect"],
        record["collection"],
        record["person"],
        record["data"],
    )


def test_a_seeded_delivery_is_told_to_the_sender(plane, monkeypatch):
    """It may be due."""
    woken = []
    monkeypatch.setattr(plane.site.store, "on_posted", woken.append)
    delivery = {"dialect": "toy", "event": "made", "url": URL, "body": "{}", "next_at": AT}

    plane.post(f"{plane.here}/seed", {"deliveries": [delivery]})

    assert [plane.world] == woken


@pytest.fixture
def woken(posted, monkeypatch):
    """The worlds that the sender is told of, from when a delivery is in the outbox."""
    told = []
    monkeypatch.setattr(posted.site.store, "on_posted", told.append)
    return told


def test_a_delivery_that_is_brought_back_is_told_to_the_sender(posted, woken):
    """It may be due in the world as it was."""
    posted.post(f"{posted.here}/snapshots", {"name": "before"})
    posted.delete(f"{posted.here}/outbox")

    answer = posted.post(f"{posted.here}/snapshots/before/restore")

    assert (204, [posted.world]) == (answer.status_code, woken)
    assert ["pending"] == [one["status"] for one in shown(posted)["deliveries"]]


def test_a_delivery_that_is_copied_is_told_to_the_sender(posted, woken):
    """In the new world, where it is due too."""
    copy = f"{posted.world}-copy"

    posted.post("/worlds", {"name": copy, "copy_of": posted.world})

    posted.delete(f"/worlds/{copy}")
    assert [copy] == woken
