"""Requests that rules send."""

from typing import Any

from polydesk import delivery
from polydesk.core import people, rules, tickets
from polydesk.core.models import DeliveryStatus, Rule, Trigger
from polydesk.core.worlds import Store
from tests.delivery.sending import SECONDS, advance, found


def call(store: Store, world: str, trigger: Trigger, url: str, **given: Any) -> None:
    """Let a rule send a request."""
    request = {"type": "request", "verb": "PUT", "url": url, "data": "{ }", "json": True, **given}
    with store.desk(world) as desk:
        desk.add(Rule(dialect="toy", name="r", trigger=trigger, actions=[request]))


def ask(store: Store, world: str) -> None:
    with store.desk(world) as desk:
        sam = people.create(desk, name="Sam")
        tickets.create(desk, subject="Jam", body="x", requester=sam)


def test_a_rules_request_is_sent_once(store, frozen, receiver):
    """As it is written, with no more headers than needed, and never again if it fails."""
    receiver.status = 500
    call(store, frozen, Trigger.CREATED, receiver.url)
    ask(store, frozen)

    tried = [delivery.deliver(store, frozen)]
    advance(store, frozen, 3600)
    tried.append(delivery.deliver(store, frozen))

    (got,) = receiver.got
    assert [[1], []] == tried
    assert ("PUT", "/hook?a=b", b"{ }") == (got.method, got.path, got.body)
    assert {
        "Host": f"127.0.0.1:{receiver.port}",
        "Accept-Encoding": "identity",
        "Content-Length": "3",
        "User-Agent": "Polydesk",
        "Content-Type": "application/json",
    } == got.headers
    assert [DeliveryStatus.FAILED] == [one.status for one in found(store, frozen)]


def test_a_get_is_sent_without_a_body(store, frozen, receiver):
    """It says nothing of any."""
    call(store, frozen, Trigger.CREATED, receiver.url, verb="GET")
    ask(store, frozen)

    delivery.deliver(store, frozen)

    (got,) = receiver.got
    assert ("GET", b"", set()) == (
        got.method,
        got.body,
        {"Content-Length", "Content-Type", "Transfer-Encoding"} & set(got.headers),
    )


def test_rules_go_where_webhooks_may(store, world, receiver):
    """Not to this machine, unless the world lets them."""
    call(store, world, Trigger.CREATED, receiver.url)
    ask(store, world)

    delivery.deliver(store, world)

    (kept,) = found(store, world)
    assert [] == receiver.got
    assert DeliveryStatus.FAILED is kept.status
    assert kept.error.startswith("refused: ")


def test_what_the_clock_brings_is_sent_in_the_same_turn(store, frozen, receiver):
    """Without anybody asking for the ticket."""
    call(store, frozen, Trigger.IDLE, receiver.url)
    ask(store, frozen)
    tried = [delivery.deliver(store, frozen)]

    advance(store, frozen, 1800)
    tried += [delivery.deliver(store, frozen), delivery.deliver(store, frozen)]

    assert [[], [1], []] == tried


def test_the_courier_looks_at_the_clock_for_rules(store, frozen, receiver, courier):
    """Also for a rule that was enabled after it began, and where nothing is to be sent yet."""
    ask(store, frozen)
    call(store, frozen, Trigger.IDLE, receiver.url, verb="GET")
    with store.desk(frozen) as desk:
        rules.disable(desk, desk.get(Rule, 1))
    courier()
    with store.desk(frozen) as desk:
        rules.enable(desk, desk.get(Rule, 1))

    advance(store, frozen, 1800)

    assert "GET" == receiver.arrived.get(timeout=SECONDS).method
