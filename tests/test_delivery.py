"""The sender: what arrives at a server, what comes back, and where nothing is sent to."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from polydesk import delivery, posting
from polydesk.core import outbox, people, rules, settings, tickets
from polydesk.core.models import Delivery, DeliveryStatus, Rule, Trigger, Webhook, World
from polydesk.core.worlds import Store
from tests.receiver import Receiver

FROZEN = datetime(2026, 1, 5, 9, tzinfo=UTC)
SECONDS = 30.0
"""When a test that hangs is given up."""
CERTIFICATE = Path(__file__).parent / "certificates" / "hooks.test.pem"
"""Of the name `hooks.test`, signed by itself, with its key."""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Somebody's server."""
    receiver = Receiver()
    yield receiver
    receiver.close()


@pytest.fixture
def frozen(store: Store, world: str) -> str:
    """A world whose clock stands, and which may send to this machine."""
    with store.desk(world) as desk:
        desk.session.get_one(World, 1).frozen_at = FROZEN
        settings.put(desk, "world", delivery.SETTING, value=True)
    return world


def post(store: Store, world: str, url: str, **given: Any) -> str:
    """Something to be sent; its ULID."""
    said = {"dialect": "toy", "event": "made", "body": '{"ı":1}', "headers": {"X-Toy": "1"}}
    with store.desk(world) as desk:
        return desk.get(Delivery, outbox.post(desk, url=url, **{**said, **given})).ulid


def found(store: Store, world: str) -> list[Delivery]:
    with store.desk(world, writes=False) as desk:
        return list(desk.all(select(Delivery).order_by(Delivery.id)))


def advance(store: Store, world: str, seconds: float) -> None:
    with store.desk(world) as desk:
        row = desk.session.get_one(World, 1)
        assert row.frozen_at is not None
        row.frozen_at += timedelta(seconds=seconds)


def test_a_delivery_is_sent_as_it_is_written(store, frozen, receiver):
    """Path and query, headers and body to the byte; what came back is kept."""
    post(store, frozen, receiver.url)

    assert [1] == delivery.deliver(store, frozen)

    (got,) = receiver.got
    (kept,) = found(store, frozen)
    assert ("POST", "/hook?a=b", '{"ı":1}'.encode()) == (got.method, got.path, got.body)
    assert ("1", f"127.0.0.1:{receiver.port}", "Polydesk") == (
        got.headers["X-Toy"],
        got.headers["Host"],
        got.headers["User-Agent"],
    )
    assert (DeliveryStatus.SUCCESS, 1, 200, "ok", 0, FROZEN, None) == (
        kept.status,
        kept.attempts,
        kept.http_status,
        kept.response_body,
        kept.duration_ms,
        kept.last_attempt_at,
        kept.error,
    )


def test_a_webhooks_delivery_is_signed(store, frozen, receiver):
    """With its secret."""
    with store.desk(frozen) as desk:
        hook = desk.add(Webhook(dialect="toy", url=receiver.url, secret="s3")).id
    post(store, frozen, receiver.url, webhook_id=hook, signature="X-Toy-Signature")

    delivery.deliver(store, frozen)

    (got,) = receiver.got
    assert outbox.sign("s3", got.body) == got.headers["X-Toy-Signature"]


def test_retries_send_the_same_again(store, frozen, receiver):
    """After 1, 2, 4, 8 seconds, five times in all, not before; headers and body alike."""
    receiver.status = 500
    post(store, frozen, receiver.url)
    tried = []
    for seconds in (0, 0.5, 0.5, 1, 1, 4, 8, 3600):
        advance(store, frozen, seconds)
        tried.append(len(delivery.deliver(store, frozen)))

    assert [1, 0, 1, 0, 1, 1, 1, 0] == tried
    assert [receiver.got[0]] * 5 == receiver.got
    assert [DeliveryStatus.FAILED] == [one.status for one in found(store, frozen)]


def test_deliveries_to_an_address_arrive_in_order(store, frozen, receiver):
    """Also where another address does not answer."""
    for number in range(12):
        post(store, frozen, receiver.url, body=str(number))
        post(store, frozen, "http://127.0.0.1:1/", body=str(number))

    tried = delivery.deliver(store, frozen)

    assert list(range(1, 25)) == tried
    assert [str(number).encode() for number in range(12)] == [got.body for got in receiver.got]


def test_two_senders_send_once(store, frozen, receiver):
    """Whatever they both find due."""
    for number in range(20):
        post(store, frozen, f"{receiver.url}&n={number % 4}", body=str(number))
    barrier = threading.Barrier(2, timeout=SECONDS)

    def send(_: int) -> list[int]:
        barrier.wait()
        return delivery.deliver(store, frozen)

    with ThreadPoolExecutor(2) as pool:
        tried = [id for ids in pool.map(send, range(2), timeout=SECONDS) for id in ids]
    tried += delivery.deliver(store, frozen)

    assert list(range(1, 21)) == sorted(tried)
    assert sorted(range(20)) == sorted(int(got.body) for got in receiver.got)


def test_a_redirect_is_not_followed(store, frozen, receiver):
    """It is a failed attempt."""
    receiver.status, receiver.headers = 302, {"Location": receiver.url}
    post(store, frozen, receiver.url)

    delivery.deliver(store, frozen)

    (kept,) = found(store, frozen)
    assert (1, 302, DeliveryStatus.PENDING) == (len(receiver.got), kept.http_status, kept.status)


def test_the_beginning_of_an_answer_is_kept(store, frozen, receiver):
    """1,024 bytes, as text that every database can store."""
    receiver.body = b"\xff\0" + b"a" * 5000
    post(store, frozen, receiver.url)

    delivery.deliver(store, frozen)

    (kept,) = found(store, frozen)
    assert "\ufffd\ufffd" + "a" * 1022 == kept.response_body


REFUSED = [
    "http://127.0.0.1:{port}/",
    "http://localhost:{port}/",
    "http://[::1]:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/",
    "http://0.0.0.0:{port}/",
    "http://2130706433:{port}/",
    "http://10.1.2.3/",
    "http://192.168.0.1/",
    "http://169.254.169.254/latest/meta-data",
    "http://224.0.0.1/",
    "http://240.0.0.1/",
    "https://[fe80::1]/",
    "https://[fd00::1]/",
]


@pytest.mark.parametrize("url", REFUSED)
def test_private_addresses_are_refused(store, world, receiver, url):
    """Unless the world allows them: a failed attempt, with the reason."""
    post(store, world, url.format(port=receiver.port))

    delivery.deliver(store, world)

    (kept,) = found(store, world)
    assert [] == receiver.got
    assert (1, None, DeliveryStatus.PENDING) == (kept.attempts, kept.http_status, kept.status)
    assert kept.error.startswith("refused: ")


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("::ffff:8.8.8.8", True),
        ("2002:808:808::1", True),
        ("2002:7f00:1::1", False),
        ("64:ff9b::7f00:1", False),
        ("100.64.0.1", False),
        ("172.16.0.1", False),
        ("198.18.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("ff02::1", False),
        ("fec0::1", False),
        ("fe80::1%lo", False),
    ],
)
def test_an_address_is_public_if_anybody_could_be_there(address, public):
    """Also one address inside of another."""
    assert public is posting.is_public(address)


@pytest.mark.parametrize(
    "url", ["ftp://x.example/", "file:///etc/passwd", "x", "http://", "http://a b/"]
)
def test_only_http_is_sent(store, frozen, url):
    """Anything else is a failed attempt."""
    post(store, frozen, url)

    delivery.deliver(store, frozen)

    assert [url in (one.error or "") for one in found(store, frozen)] == [True]


def resolve(monkeypatch: pytest.MonkeyPatch, answers: list[str]) -> list[str]:
    """Let names have these addresses, one look-up after the other; the names looked up."""
    real = socket.getaddrinfo
    asked: list[str] = []

    def getaddrinfo(host: str, *given: Any, **named: Any) -> Any:
        if not host.endswith(".test"):
            return real(host, *given, **named)
        asked.append(host)
        return real(answers[len(asked) - 1], *given, **named)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


def test_a_name_is_looked_up_once(store, world, monkeypatch):
    """So the address that was looked at is the one connected to, whatever the name has next."""
    asked = resolve(monkeypatch, ["8.8.8.8", "127.0.0.1"])
    connected: list[str] = []

    def connect(address: tuple[str, int], *_: Any, **__: Any) -> None:
        connected.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr("urllib3.util.connection.create_connection", connect)
    post(store, world, "http://hooks.test/")

    delivery.deliver(store, world)

    assert (["hooks.test"], ["8.8.8.8"]) == (asked, connected)


def test_the_host_is_told_by_its_name(store, frozen, receiver, monkeypatch):
    """Though the connection is to the address."""
    resolve(monkeypatch, ["127.0.0.1"])
    post(store, frozen, f"http://user:p%40ss@hooks.test:{receiver.port}/")

    delivery.deliver(store, frozen)

    (got,) = receiver.got
    assert f"hooks.test:{receiver.port}" == got.headers["Host"]
    assert "Basic dXNlcjpwQHNz" == got.headers["Authorization"]


@pytest.fixture
def secure() -> Iterator[Receiver]:
    """Somebody's server, called hooks.test."""
    receiver = Receiver(CERTIFICATE)
    yield receiver
    receiver.close()


@pytest.mark.parametrize(
    ("host", "trusted", "status"),
    [("hooks.test", True, 200), ("hooks.test", False, None), ("other.test", True, None)],
)
def test_a_certificate_is_of_the_host(
    store, frozen, secure, monkeypatch, host, trusted, status: int | None
):
    """Of the name in the URL, and of somebody who is trusted."""
    resolve(monkeypatch, ["127.0.0.1"])
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    post(store, frozen, f"https://{host}:{secure.port}/")

    delivery.deliver(store, frozen)

    (kept,) = found(store, frozen)
    assert (status, status is None) == (
        kept.http_status,
        "certificate" in (kept.error or "").lower(),
    )


@contextmanager
def dribbling(answer: bytes) -> Iterator[int]:
    """A server that sends the answer, then a byte at a time as long as anybody listens."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            with suppress(OSError):
                connection, _ = server.accept()
                with connection:
                    connection.sendall(answer)
                    while not over.wait(0.01):
                        connection.sendall(b"a")

        thread = threading.Thread(target=serve)
        thread.start()
        yield server.getsockname()[1]
        over.set()
        thread.join()


@pytest.mark.parametrize(
    ("answer", "status", "error"),
    [
        (b"HTTP/1.1 200 OK\r\nX-A: ", None, "no answer in time"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", 200, None),
    ],
)
def test_an_attempt_ends_in_time(store, frozen, answer, status, error):
    """Also where byte after byte comes; a status with its headers is an answer."""
    with dribbling(answer) as port:
        post(store, frozen, f"http://127.0.0.1:{port}/", seconds=1)

        delivery.deliver(store, frozen)

    (kept,) = found(store, frozen)
    assert (status, error) == (kept.http_status, kept.error)


@pytest.fixture
def courier(store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Starts the thread that sends; it is stopped, and nobody is called any more."""
    monkeypatch.setattr(store, "on_posted", store.on_posted)
    monkeypatch.setattr(delivery, "_GLANCE_SECONDS", 0.02)
    made = delivery.Courier(store)
    yield made.start
    made.stop()
    assert not made.is_alive()


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
