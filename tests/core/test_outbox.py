"""The outbox: deliveries are written with what they tell of, and tried as often as it takes."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from polydesk.core import mail, outbox, people, tickets
from polydesk.core.desk import Desk, Machine
from polydesk.core.models import Delivery, DeliveryStatus, Mail, Webhook, World
from polydesk.core.outbox import DELAYS, Claim, Notice, Outcome, Wording
from polydesk.core.worlds import Store
from tests.counting import counting

FROZEN = datetime(2026, 1, 5, 9, tzinfo=UTC)
LATER = timedelta(seconds=30)
TOY = "toy"
URL = "https://hooks.example.com/x"
OTHER_URL = "https://hooks.example.com/y"


def notices(desk: Desk, told: Any) -> list[Notice]:
    """Tickets that were made; and whatever has no word for it fails."""
    kinds = {"ticket.created": "made", "ticket.reply": "answered"}
    return [
        Notice(kinds[one.kind], {"id": one.about_id, "by": getattr(one.actor, "name", None)})
        for one in told
        if one.about == "ticket"
    ]


def request(notice: Notice, ulid: str) -> tuple[dict[str, Any], dict[str, str]]:
    return {"event": notice.event, "delivery": ulid, **notice.body}, {"X-Toy-Event": notice.event}


@pytest.fixture
def wording(store: Store) -> Iterator[None]:
    """A dialect that tells its webhooks of tickets."""
    store.wordings[TOY] = Wording(notices, request, signature="X-Toy-Signature")
    yield
    del store.wordings[TOY]


@pytest.fixture
def hook(store: Store, world: str) -> int:
    """A webhook that wants to know of tickets made, in a world whose clock stands."""
    with store.desk(world) as desk:
        desk.session.get_one(World, 1).frozen_at = FROZEN
        return desk.add(Webhook(dialect=TOY, url=URL, secret="s3", events=["made"])).id


def make_ticket(desk: Desk, subject: str = "Printer jam") -> int:
    desk.actor = Machine("test")
    by = people.find_by_email(desk, "sam@x.example") or people.create(
        desk, name="Sam", email="sam@x.example"
    )
    return tickets.create(desk, subject=subject, body="b", requester=by).id


def found(store: Store, world: str) -> list[Delivery]:
    with store.desk(world, writes=False) as desk:
        return list(desk.all(select(Delivery).order_by(Delivery.id)))


def claim(desk: Desk, url: str = URL, at: datetime = FROZEN) -> Claim | None:
    """The first that is due."""
    last = outbox.last_id(desk)
    return outbox.claim(desk, url, by=desk.now(), up_to=last, at=at, until=at + LATER)


def attempt(store: Store, world: str, status: int | None) -> None:
    """An attempt that comes to this status."""
    with store.desk(world) as desk:
        ours = claim(desk)
        assert ours is not None
        assert outbox.record(desk, ours, Outcome(desk.now(), 3, status, "body"))


def advance(store: Store, world: str, seconds: float) -> None:
    with store.desk(world) as desk:
        row = desk.session.get_one(World, 1)
        assert row.frozen_at is not None
        row.frozen_at += timedelta(seconds=seconds)


def test_a_delivery_is_written_down_with_what_it_tells(store, world, wording, hook):
    """Its body names the delivery itself, and is what will be sent to the byte."""
    with store.desk(world) as desk:
        id = make_ticket(desk)

    (delivery,) = found(store, world)
    said = {"event": "made", "delivery": delivery.ulid, "id": id, "by": "test"}
    assert said == json.loads(delivery.body)
    assert ("made", TOY, hook, URL, "POST") == (
        delivery.event,
        delivery.dialect,
        delivery.webhook_id,
        delivery.url,
        delivery.method,
    )
    assert {"Content-Type": "application/json", "X-Toy-Event": "made"} == delivery.headers
    assert (DeliveryStatus.PENDING, 0, FROZEN) == (
        delivery.status,
        delivery.attempts,
        delivery.next_at,
    )


def test_what_is_rolled_back_is_not_told(store, world, wording, hook, undone, monkeypatch):
    """Nobody is woken either."""
    woken: list[str] = []
    monkeypatch.setattr(store, "on_posted", woken.append)

    undone(make_ticket)

    assert ([], []) == (found(store, world), woken)


def test_the_sender_is_told_of_a_world_after_the_commit(store, world, wording, hook, monkeypatch):
    """Once, and only where something is to be sent."""
    woken: list[tuple[str, int]] = []

    def note(name: str) -> None:
        woken.append((name, len(found(store, world))))

    monkeypatch.setattr(store, "on_posted", note)

    with store.desk(world) as desk:
        make_ticket(desk)
        make_ticket(desk)
    with store.desk(world) as desk:
        people.create(desk, name="Ada")

    assert [(world, 2)] == woken


@pytest.mark.parametrize(
    ("events", "enabled", "told"),
    [
        (["made"], True, 1),
        (["*"], True, 1),
        (["answered"], True, 0),
        ([], True, 0),
        (["made", "*"], True, 1),
        (["*"], False, 0),
    ],
)
def test_a_webhook_is_told_what_it_wants(store, world, wording, events, enabled, told):
    """By the vendor's names of events; disabled it is told nothing."""
    with store.desk(world) as desk:
        desk.add(Webhook(dialect=TOY, url=URL, events=events, enabled=enabled))
    with store.desk(world) as desk:
        make_ticket(desk)

    assert told == len(found(store, world))


def test_a_webhook_of_another_dialect_is_not_told(store, world, wording):
    """Nor that of a dialect that is not mounted."""
    with store.desk(world) as desk:
        desk.add(Webhook(dialect="unmounted", url=URL, events=["*"]))
    with store.desk(world) as desk:
        make_ticket(desk)

    assert [] == found(store, world)


def test_events_are_told_in_their_order(store, world, wording, hook):
    """To every webhook each."""
    with store.desk(world) as desk:
        desk.add(Webhook(dialect=TOY, url=OTHER_URL, events=["*"]))
    with store.desk(world) as desk:
        ticket = desk.session.get_one(tickets.Ticket, make_ticket(desk))
        tickets.reply(desk, ticket, body="Yes?", author=None)

    sent = [(one.event, one.url) for one in found(store, world)]
    assert [("made", URL), ("made", OTHER_URL), ("answered", OTHER_URL)] == sent


def test_a_wording_that_fails_does_not_stop_the_work(store, world, wording, hook, caplog):
    """The ticket is made; the log says what was not told."""
    with store.desk(world) as desk:
        id = make_ticket(desk)
        desk.tell_of("ticket.unheard", tickets.Ticket, id)

    with store.desk(world, writes=False) as desk:
        assert 1 == desk.session.scalar(select(func.count()).select_from(tickets.Ticket))
    assert [] == found(store, world)
    assert "toy cannot tell its webhooks what happened" in caplog.text


def test_failed_attempts_are_followed_by_others(store, world, wording, hook):
    """After 1, 2, 4 and 8 seconds; after the fifth it is failed, and due no more."""
    with store.desk(world) as desk:
        make_ticket(desk)
    waits = []
    for delay in DELAYS:
        attempt(store, world, 500)
        (delivery,) = found(store, world)
        waits.append((delivery.next_at - delivery.last_attempt_at).total_seconds())
        with store.desk(world) as desk:
            assert claim(desk) is None
        advance(store, world, delay)

    attempt(store, world, None)

    (delivery,) = found(store, world)
    assert [1, 2, 4, 8] == waits
    assert (DeliveryStatus.FAILED, 5, None, None) == (
        delivery.status,
        delivery.attempts,
        delivery.next_at,
        delivery.http_status,
    )


@pytest.mark.parametrize(
    ("status", "result"),
    [
        (200, DeliveryStatus.SUCCESS),
        (204, DeliveryStatus.SUCCESS),
        (299, DeliveryStatus.SUCCESS),
        (302, DeliveryStatus.PENDING),
        (404, DeliveryStatus.PENDING),
        (None, DeliveryStatus.PENDING),
    ],
)
def test_any_2xx_is_an_arrival(store, world, wording, hook, status, result):
    """And nothing else."""
    with store.desk(world) as desk:
        make_ticket(desk)

    attempt(store, world, status)

    (delivery,) = found(store, world)
    assert (result, 1, status, FROZEN) == (
        delivery.status,
        delivery.attempts,
        delivery.http_status,
        delivery.last_attempt_at,
    )


def test_what_is_claimed_is_nobody_elses(store, world, wording, hook):
    """Until the claim has run out; then whoever had it is heard no more."""
    with store.desk(world) as desk:
        make_ticket(desk)
    with store.desk(world) as desk:
        late = claim(desk)
    with store.desk(world) as desk:
        refused = claim(desk, at=FROZEN + LATER - timedelta(microseconds=1))
    with store.desk(world) as desk:
        ours = claim(desk, at=FROZEN + LATER)

    with store.desk(world) as desk:
        heard = [outbox.record(desk, one, Outcome(FROZEN, 1, 200)) for one in (late, ours)]

    assert refused is None
    assert [False, True] == heard
    assert [1] == [one.attempts for one in found(store, world)]


def test_later_deliveries_to_an_address_wait_for_the_claimed_one(store, world, wording, hook):
    """So that they arrive in order, whoever sends them."""
    with store.desk(world) as desk:
        make_ticket(desk)
        make_ticket(desk)
    with store.desk(world) as desk:
        first = claim(desk)
    with store.desk(world) as desk:
        meanwhile = claim(desk)
    with store.desk(world) as desk:
        assert outbox.record(desk, first, Outcome(FROZEN, 1, 500))
    with store.desk(world) as desk:
        second = claim(desk)

    assert meanwhile is None
    assert [one.id for one in found(store, world)] == [first.id, second.id]


def test_a_claim_is_signed_with_the_secret_of_now(store, world, wording, hook):
    """And goes where the webhook is now; the store has no signature."""
    with store.desk(world) as desk:
        make_ticket(desk)
    with store.desk(world) as desk:
        row = desk.get(Webhook, hook)
        row.secret, row.url = "new", OTHER_URL
    with store.desk(world) as desk:
        ours = claim(desk)

    (delivery,) = found(store, world)
    assert OTHER_URL == ours.url == delivery.url
    assert outbox.sign("new", delivery.body.encode()) == ours.headers["X-Toy-Signature"]
    assert "X-Toy-Signature" not in delivery.headers


@pytest.mark.parametrize("secret", [None, ""])
def test_without_a_secret_there_is_no_signature(store, world, wording, hook, secret):
    """The header is not there at all."""
    with store.desk(world) as desk:
        desk.get(Webhook, hook).secret = secret
        make_ticket(desk)
    with store.desk(world) as desk:
        ours = claim(desk)

    assert "X-Toy-Signature" not in ours.headers


def test_a_signature_is_the_hmac_of_the_body():
    """Vector of shared contract `openhelpdesk`, 8.8."""
    expected = "sha256=037ebaccea14e05fe6048bd0427b637da2e4aa28e233ce87e55ae3b38e08c1ff"

    assert expected == outbox.sign("whsec_test", b'{"event":"ticket.created"}')


def test_a_delivery_is_tried_again_by_hand(store, world, wording, hook, monkeypatch):
    """With the same name and body, at once; attempts are counted on."""
    with store.desk(world) as desk:
        make_ticket(desk)
    attempt(store, world, 200)
    (before,) = found(store, world)
    woken: list[str] = []
    monkeypatch.setattr(store, "on_posted", woken.append)

    with store.desk(world) as desk:
        outbox.retry(desk, desk.get(Delivery, before.ulid))
    attempt(store, world, 201)

    (after,) = found(store, world)
    assert [world] == woken
    assert (before.ulid, before.body, 2, 201) == (
        after.ulid,
        after.body,
        after.attempts,
        after.http_status,
    )


def test_a_webhook_goes_with_its_deliveries(store, world, wording, hook):
    """Others stay."""
    with store.desk(world) as desk:
        desk.add(Webhook(dialect=TOY, url=OTHER_URL, events=["*"]))
    with store.desk(world) as desk:
        make_ticket(desk)

    with store.desk(world) as desk:
        outbox.drop_webhook(desk, desk.get(Webhook, hook))

    assert [OTHER_URL] == [one.url for one in found(store, world)]


def test_the_deliveries_of_a_webhook_come_newest_first(store, world, wording, hook):
    """To be paged."""
    with store.desk(world) as desk:
        make_ticket(desk)
        make_ticket(desk)
    with store.desk(world, writes=False) as desk:
        ids = [one.id for one in desk.all(outbox.deliveries(desk.get(Webhook, hook)))]

    assert [2, 1] == ids


def test_a_rule_calls_anybody(store, world):
    """Without a webhook, in its own words, unsigned."""
    with store.desk(world) as desk:
        desk.clock = desk.clock.frozen(FROZEN)
        sent = {"method": "PUT", "body": "id=1", "headers": {"X-A": "b"}}
        outbox.post(desk, dialect=TOY, event="rule", url=URL, **sent)
        ours = claim(desk)

    assert ("PUT", URL, {"X-A": "b"}, b"id=1") == (ours.method, ours.url, ours.headers, ours.body)


def test_the_outbox_is_emptied(store, world, wording, hook):
    """Mails and deliveries."""
    with store.desk(world) as desk:
        make_ticket(desk)
        mail.send(desk, to="a@x.example", subject="s", text="t")

    with store.desk(world) as desk:
        outbox.clear(desk)

    with store.desk(world, writes=False) as desk:
        assert ([], []) == (desk.all(select(Mail)), desk.all(select(Delivery)))


def test_without_webhooks_a_write_takes_no_statement_more(store, world, wording):
    """What there is to know of them is remembered."""
    with store.desk(world) as desk:
        make_ticket(desk)
    with store.desk(world) as desk:
        make_ticket(desk, "Another")

    with store.desk(world) as desk:
        make_ticket(desk, "One more")
        desk.flush()
        with counting() as statements:
            outbox.queue(desk, store.wordings)

    assert [] == statements


def test_a_delivery_is_tried_as_often_as_it_says(store, world, hook):
    """One that is to be tried once is given up at once."""
    with store.desk(world) as desk:
        outbox.post(desk, dialect=TOY, event="e", url=URL, body="", headers={}, tries=1)

    attempt(store, world, 500)

    assert [(DeliveryStatus.FAILED, 1, None)] == [
        (one.status, one.attempts, one.next_at) for one in found(store, world)
    ]
