"""The thread that sends."""

import json

from polydesk import delivery
from tests.delivery.sending import SECONDS, advance, found, post


def test_the_courier_sends_what_was_left(store, frozen, receiver, courier):
    """By those who were here before it, and what is posted while it is here."""
    first = post(store, frozen, receiver.url, body="1")

    courier()
    got = [receiver.arrived.get(timeout=SECONDS)]
    post(store, frozen, receiver.url, body="2")
    got.append(receiver.arrived.get(timeout=SECONDS))

    assert [b"1", b"2"] == [one.body for one in got]
    assert first == found(store, frozen)[0].ulid


def test_the_courier_follows_the_worlds_clock(store, frozen, receiver, courier):
    """What failed is sent again when the clock has come there."""
    receiver.status = 503
    post(store, frozen, receiver.url, body="1")
    delivery.deliver(store, frozen)
    receiver.status = 200

    courier()
    post(store, frozen, receiver.url, body="2")
    arrived = [receiver.arrived.get(timeout=SECONDS) for _ in range(2)]
    advance(store, frozen, 1)
    arrived.append(receiver.arrived.get(timeout=SECONDS))

    assert [b"1", b"2", b"1"] == [got.body for got in arrived]


def test_the_courier_survives_a_world_that_is_gone(store, frozen, receiver, courier):
    """And sends for the others."""
    courier()
    store.on_posted("no-such-world")
    post(store, frozen, receiver.url)

    assert b'"' in receiver.arrived.get(timeout=SECONDS).body


def test_what_is_posted_in_a_request_is_no_matter_of_it(store, frozen):
    """Nothing is sent by the desk itself: without a courier it waits."""
    post(store, frozen, "http://127.0.0.1:1/")

    assert [0] == [one.attempts for one in found(store, frozen)]
    assert {"ı": 1} == json.loads(found(store, frozen)[0].body)
