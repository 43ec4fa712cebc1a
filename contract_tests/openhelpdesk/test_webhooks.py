"""Webhooks and their deliveries: contract 6.7, rows 56 to 59, and 6.9, X7 and X8."""

import json

import pytest
from sqlalchemy import select

from polydesk.core.models import Delivery, Webhook
from polydesk.core.outbox import sign
from polydesk.delivery import deliver
from tests.receiver import Receiver

WEBHOOKS = "/api/admin/webhooks"
HOOK = {"url": "https://hooks.example.com/ohd", "events": ["ticket.created", "ticket.resolved"]}


@pytest.fixture
def receiver():
    """Somebody's server, that answers at length."""
    receiver = Receiver()
    receiver.body = b"ok" * 1000
    yield receiver
    receiver.close()


@pytest.fixture
def hooked(ohd, receiver):
    """A webhook that leads to the receiver, signed, for all events."""
    ohd.told("PATCH", "/settings", json={"world": {"allow_private_webhooks": True}})
    hook = {"url": receiver.url, "events": ["*"], "secret": "whsec_test"}
    return ohd.post(WEBHOOKS, json=hook).json


def send(ohd):
    return deliver(ohd.site.store, ohd.world)


def test_57_a_webhook_is_made_and_its_secret_never_shown(ohd):
    """201 with five keys, enabled."""
    answer = ohd.post(WEBHOOKS, json=HOOK | {"secret": "whsec_test"})

    expected = {
        "id": answer.json["id"],
        **HOOK,
        "enabled": True,
        "created_at": "2026-04-05T09:00:00Z",
    }
    assert (201, expected) == (answer.status_code, answer.json)
    assert b"whsec_test" not in ohd.get(WEBHOOKS).data


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({}, "url is required"),
        ({"url": " ", "events": ["*"]}, "url is required"),
        ({"url": None, "events": ["*"]}, "url is required"),
        ({"url": 1, "events": ["*"]}, "invalid url"),
        ({"url": "hooks.example.com", "events": ["*"]}, "invalid url"),
        ({"url": "ftp://hooks.example.com", "events": ["*"]}, "invalid url"),
        ({"url": "https://", "events": ["*"]}, "invalid url"),
        ({"url": "http://[", "events": ["*"]}, "invalid url"),
        ({"url": "http://a.example:99999", "events": ["*"]}, "invalid url"),
        ({"url": "http://a.example:x", "events": ["*"]}, "invalid url"),
        ({"url": "http://a.exa\nmple", "events": ["*"]}, "invalid url"),
        ({"url": "http://a.example/\x00", "events": ["*"]}, "invalid url"),
        ({"url": "https://a.example"}, "events is required"),
        ({"url": "https://a.example", "events": []}, "events is required"),
        ({"url": "https://a.example", "events": None}, "events is required"),
        ({"url": "https://a.example", "events": "*"}, "invalid events"),
        ({"url": "https://a.example", "events": [1]}, "invalid events"),
        (
            {"url": "https://a.example", "events": ["*", "ticket.made"]},
            "unknown event: ticket.made",
        ),
        (HOOK | {"enabled": "yes"}, "invalid enabled"),
        (HOOK | {"secret": 5}, "invalid secret"),
    ],
)
def test_57_wrong_values_are_refused(ohd, given, text):
    """400 with the contract's texts."""
    answer = ohd.post(WEBHOOKS, json=given)

    assert (400, {"error": text}) == (answer.status_code, answer.json)


def test_56_webhooks_are_paged_oldest_first_disabled_included(ohd):
    """Other vendors' are not among them."""
    first = ohd.post(WEBHOOKS, json=HOOK | {"enabled": False}).json
    with ohd.desk() as desk:
        desk.add(Webhook(dialect="deskpro", url="https://d.example", events=["*"]))
    second = ohd.post(WEBHOOKS, json=HOOK | {"events": ["*"]}).json

    answer = ohd.get(WEBHOOKS)

    expected = {"data": [first, second], "page": 1, "per_page": 25, "total": 2, "total_pages": 1}
    assert (200, expected) == (answer.status_code, answer.json)


def test_58_what_is_given_changes(ohd):
    """The rest stays."""
    hook = ohd.post(WEBHOOKS, json=HOOK).json
    path = f"{WEBHOOKS}/{hook['id']}"

    assert hook == ohd.patch(path, json={}).json
    answer = ohd.patch(path, json={"enabled": False, "events": ["*"], "url": "http://b.example"})

    expected = hook | {"enabled": False, "events": ["*"], "url": "http://b.example"}
    assert (200, expected) == (answer.status_code, answer.json)


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"url": ""}, "url is required"),
        ({"url": "x"}, "invalid url"),
        ({"events": []}, "events is required"),
        ({"events": ["x"]}, "unknown event: x"),
        ({"enabled": None}, "invalid enabled"),
    ],
)
def test_58_wrong_values_are_refused(ohd, given, text):
    """As when it is made."""
    id = ohd.post(WEBHOOKS, json=HOOK).json["id"]
    answer = ohd.patch(f"{WEBHOOKS}/{id}", json=given)

    assert (400, {"error": text}) == (answer.status_code, answer.json)


@pytest.mark.parametrize("secret", ["", None])
def test_58_an_empty_secret_removes_signing(ohd, hooked, receiver, secret):
    """No header is sent any more."""
    ohd.patch(f"{WEBHOOKS}/{hooked['id']}", json={"secret": secret})
    ohd.ticket()

    send(ohd)

    assert ["X-OHD-Signature" in got.headers for got in receiver.got] == [False]


def test_58_a_secret_that_is_not_given_stays(ohd, hooked, receiver):
    """The header is still sent."""
    ohd.patch(f"{WEBHOOKS}/{hooked['id']}", json={"enabled": True})
    ohd.ticket()

    send(ohd)

    assert ["X-OHD-Signature" in got.headers for got in receiver.got] == [True]


def test_58_a_disabled_webhook_is_not_told(ohd, hooked):
    """Nothing is even written down."""
    ohd.patch(f"{WEBHOOKS}/{hooked['id']}", json={"enabled": False})
    ohd.ticket()

    assert 0 == ohd.get(f"{WEBHOOKS}/{hooked['id']}/deliveries").json["total"]


def test_59_the_delivery_history_goes_too(ohd):
    """Also what has not been sent yet."""
    id = ohd.post(WEBHOOKS, json=HOOK).json["id"]
    ohd.ticket()

    answer = ohd.delete(f"{WEBHOOKS}/{id}")

    assert (204, b"") == (answer.status_code, answer.data)
    again = ohd.delete(f"{WEBHOOKS}/{id}")
    assert (404, {"error": "webhook not found"}) == (again.status_code, again.json)
    with ohd.desk() as desk:
        assert [] == desk.all(select(Delivery))


def test_webhooks_of_other_vendors_are_not_found(ohd):
    """Each vendor's admins see their own."""
    with ohd.desk() as desk:
        other = desk.add(Webhook(dialect="deskpro", url="https://d.example", events=["*"])).ulid

    for method, path in [("PATCH", ""), ("DELETE", ""), ("GET", "/deliveries")]:
        assert 404 == ohd.open(method, f"{WEBHOOKS}/{other}{path}", json={}).status_code


def test_what_arrives_is_signed_and_says_what_it_is(ohd, hooked, receiver):
    """The body of 8.8, under the delivery's id, with the HMAC of exactly these bytes."""
    ticket = ohd.ticket(type_id=ohd.ids["access"], priority="High")

    send(ohd)

    (got,) = receiver.got
    body = json.loads(got.body)
    assert {
        "event": "ticket.created",
        "delivery_id": got.headers["X-OHD-Delivery"],
        "occurred_at": "2026-04-05T09:00:00Z",
        "ticket": {
            "id": ticket["id"],
            "subject": "Badge reader offline",
            "status": "New",
            "priority": "High",
            "category": "Facilities",
            "type": "Building access",
            "item": None,
        },
        "actor": {"id": ohd.ids["sam"], "name": "Sam Ortiz", "role": "user"},
        "data": {},
    } == body
    assert "application/json" == got.headers["Content-Type"]
    assert "ticket.created" == got.headers["X-OHD-Event"]
    assert sign("whsec_test", got.body) == got.headers["X-OHD-Signature"]


def test_the_signature_is_that_of_the_contracts_vector():
    """The HMAC-SHA256 in hex."""
    expected = "sha256=037ebaccea14e05fe6048bd0427b637da2e4aa28e233ce87e55ae3b38e08c1ff"

    assert expected == sign("whsec_test", b'{"event":"ticket.created"}')


def test_x7_a_delivery_that_arrived(ohd, hooked):
    """The nine keys; of the answer the first 1024 bytes."""
    ohd.ticket()
    waiting = ohd.get(f"{WEBHOOKS}/{hooked['id']}/deliveries").json["data"][0]
    send(ohd)

    answer = ohd.get(f"{WEBHOOKS}/{hooked['id']}/deliveries")

    id = waiting["id"]
    assert {
        "id": id,
        "event": "ticket.created",
        "status": "pending",
        "attempts": 0,
        "http_status": None,
        "response_body": None,
        "duration_ms": None,
        "created_at": "2026-04-05T09:00:00Z",
        "last_attempt_at": None,
    } == waiting
    expected = waiting | {
        "status": "success",
        "attempts": 1,
        "http_status": 200,
        "response_body": "ok" * 512,
        "duration_ms": 0,
        "last_attempt_at": "2026-04-05T09:00:00Z",
    }
    assert {
        "data": [expected],
        "page": 1,
        "per_page": 25,
        "total": 1,
        "total_pages": 1,
    } == answer.json


def test_x7_deliveries_are_newest_first(ohd, hooked):
    """And paged."""
    ticket = ohd.ticket()
    ohd.post(f"/api/tickets/{ticket['id']}/resolve", as_="tom")

    answer = ohd.get(f"{WEBHOOKS}/{hooked['id']}/deliveries?per_page=2")

    events = [one["event"] for one in answer.json["data"]]
    assert (["ticket.resolved", "ticket.status_changed"], 3) == (events, answer.json["total"])


def test_five_attempts_then_failed(ohd, hooked, receiver):
    """After 1, 2, 4 and 8 seconds, with the same id and body."""
    receiver.status = 500
    ohd.ticket()
    path = f"{WEBHOOKS}/{hooked['id']}/deliveries"
    seen = []
    for seconds in (0, 1, 2, 4, 8):
        ohd.advance(seconds)
        send(ohd)
        one = ohd.get(path).json["data"][0]
        seen.append((one["status"], one["attempts"], one["http_status"]))

    assert [("pending", n, 500) for n in (1, 2, 3, 4)] + [("failed", 5, 500)] == seen
    assert 1 == len({got.body for got in receiver.got})
    assert 1 == len({got.headers["X-OHD-Delivery"] for got in receiver.got})


def test_x8_a_retry_sends_the_same_once_more(ohd, hooked, receiver):
    """202 with the delivery, under the same id."""
    ohd.ticket()
    send(ohd)
    path = f"{WEBHOOKS}/{hooked['id']}/deliveries"
    before = ohd.get(path).json["data"][0]

    answer = ohd.post(f"{path}/{before['id']}/retry")
    send(ohd)

    assert (202, before | {"status": "pending"}) == (answer.status_code, answer.json)
    assert before | {"attempts": 2} == ohd.get(path).json["data"][0]
    assert receiver.got[0] == receiver.got[1]


def test_x8_a_delivery_of_another_webhook_is_not_found(ohd, hooked):
    """Nor an unknown one."""
    ohd.ticket()
    delivery = ohd.get(f"{WEBHOOKS}/{hooked['id']}/deliveries").json["data"][0]["id"]
    other = ohd.post(WEBHOOKS, json=HOOK).json["id"]

    answer = ohd.post(f"{WEBHOOKS}/{other}/deliveries/{delivery}/retry")

    assert (404, {"error": "delivery not found"}) == (answer.status_code, answer.json)
    assert 404 == ohd.post(f"{WEBHOOKS}/{hooked['id']}/deliveries/x/retry").status_code


@pytest.mark.parametrize(("who", "status"), [(None, 401), ("sam", 403), ("tom", 403), ("bot", 403)])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("POST", ""),
        ("PATCH", "/x"),
        ("DELETE", "/x"),
        ("GET", "/x/deliveries"),
        ("POST", "/x/deliveries/x/retry"),
    ],
)
def test_only_admins_see_and_change_webhooks(ohd, who, status, method, path):
    """Said before 404 and 400."""
    answer = ohd.open(method, WEBHOOKS + path, as_=who, data=b"no JSON")

    assert status == answer.status_code
