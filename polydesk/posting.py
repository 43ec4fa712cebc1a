"""One HTTP request to somebody else's server: no redirects, no proxies, no private addresses."""

import ipaddress
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import unquote

from urllib3 import BaseHTTPResponse, make_headers
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError
from urllib3.util import Url, parse_url

_PORTS = {"http": 80, "https": 443}
_AGENT = "Polydesk"


@dataclass(frozen=True)
class Answer:
    """What came back: the status, and the beginning of the body."""

    status: int
    body: bytes


class NoAnswer(Exception):
    """Nothing came back; the message says why, in a line."""


def send(
    method: str,
    url: str,
    headers: Mapping[str, str],
    body: bytes,
    *,
    seconds: float,
    most: int,
    private: bool,
) -> Answer:
    """Send a request and read up to `most` bytes of what is answered; raises NoAnswer.

    Connecting, sending and reading take at most `seconds` in all; a body that does not come whole
    in time counts as if it ended there. The name is looked up once, and the connection is to an
    address that was looked at then, so it is a public one unless `private` ones may be.
    """
    target = _target(url)
    sent = {"User-Agent": _AGENT, **headers, "Host": target.netloc or ""}
    if target.auth:
        sent["Authorization"] = make_headers(basic_auth=unquote(target.auth))["authorization"]
    end = time.monotonic() + seconds
    failure: Exception | None = None
    for address in _addresses(target, private=private):
        connection = _connection(target, address, end - time.monotonic())
        try:
            with closing(connection), _cut(connection, end):
                connection.request(
                    method, target.request_uri, body or None, sent, preload_content=False
                )
                response = connection.getresponse()
                if time.monotonic() >= end:
                    raise NoAnswer("no answer in time")  # what was cut looks like an end
                return Answer(response.status, _beginning(response, most))
        except (NewConnectionError, ConnectTimeoutError) as error:
            failure = error  # the next address may be reachable
        except (HTTPError, OSError, ValueError) as error:
            raise NoAnswer(_reason(error, end)) from error
        if time.monotonic() > end:
            break
    assert failure is not None
    raise NoAnswer(_reason(failure, end)) from failure


def is_public(address: str) -> bool:
    """Whether an IP address is one that anybody on the internet could be sent to."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        inside = ip.ipv4_mapped or ip.sixtofour
        if inside is not None:
            return is_public(str(inside))
        if ip.is_site_local:
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _target(url: str) -> Url:
    try:
        target = parse_url(url)
    except HTTPError as error:
        raise NoAnswer(f"{url} is no URL") from error
    if target.scheme not in _PORTS or not target.host:
        raise NoAnswer(f"{url} is no http or https URL")
    return target


def _addresses(target: Url, *, private: bool) -> list[str]:
    """The addresses of the host that may be connected to, at least one."""
    host = (target.host or "").strip("[]")
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NoAnswer(f"{host} has no address") from error
    addresses = list(dict.fromkeys(str(address[0]) for *_, address in found))
    allowed = [one for one in addresses if private or is_public(one)]
    if not allowed:
        raise NoAnswer(
            f"refused: {host} has the private address {addresses[0]}, "
            "and the world's setting allow_private_webhooks is off"
        )
    return allowed


def _connection(target: Url, address: str, seconds: float) -> HTTPConnection:
    """A connection to the address, that takes it for the host of the URL."""
    port = target.port or _PORTS[target.scheme or ""]
    seconds = max(seconds, 0.001)
    if target.scheme == "http":
        return HTTPConnection(address, port, timeout=seconds)
    host = (target.host or "").strip("[]")
    return HTTPSConnection(
        address, port, timeout=seconds, server_hostname=host, assert_hostname=host
    )


@contextmanager
def _cut(connection: HTTPConnection, end: float) -> Iterator[None]:
    """Let the connection end by then: a timeout of sockets begins anew with every byte."""

    def cut() -> None:
        if connection.sock is not None:
            with suppress(OSError):
                socket.socket.shutdown(connection.sock, socket.SHUT_RDWR)

    timer = threading.Timer(max(end - time.monotonic(), 0), cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _beginning(response: BaseHTTPResponse, most: int) -> bytes:
    try:
        return response.read(most, decode_content=False)
    except (HTTPError, OSError):
        return b""


def _reason(error: Exception, end: float) -> str:
    if time.monotonic() >= end:
        return "no answer in time"
    return f"{type(error).__name__}: {error}".partition("\n")[0]
