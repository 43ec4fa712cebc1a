"""The sender: what arrives at a server, and what comes back."""

import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress

import pytest

from polydesk import delivery
from polydesk.core import outbox
from polydesk.core.models import DeliveryStatus, Webhook
from tests.delivery.conftest import FROZEN
from tests.delivery.sending import SECONDS, advance, found, post


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
