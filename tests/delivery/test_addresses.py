"""Where nothing is sent to, and who is called by a name."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from polydesk import delivery, posting
from polydesk.core.models import DeliveryStatus
from tests.delivery.sending import found, post
from tests.receiver import Receiver

CERTIFICATE = Path(__file__).parents[1] / "certificates" / "hooks.test.pem"
"""Of the name `hooks.test`, signed by itself, with its key."""
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
