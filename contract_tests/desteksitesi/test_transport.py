"""What goes over a real connection: chunks, `Expect`, keep-alive, bodies on GET. Contract 1.9."""

import base64
import http.client
import json
import socket
from pathlib import Path

import pytest

from tests.cli.conftest import Server

ADA = base64.b64encode(b"ada:correct horse battery").decode()
KNOWN = f"Authorization: Basic {ADA}\r\nHost: there\r\n"
WORLD = {
    "people": [
        {
            "key": "ada",
            "name": "Ada",
            "email": "ada@example.com",
            "username": "ada",
            "role": "admin",
            "password": "correct horse battery",
        }
    ],
    "tickets": [{"subject": "First", "body": "It jams.", "requester": "ada"}],
}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server as users start it, with one ticket in it, forgetting all at its end."""
    folder: Path = tmp_path_factory.mktemp("server")
    (folder / "world.json").write_text(json.dumps(WORLD))
    chosen = ["--port", "0", "--database", ":temporary:", "--scenario", "world.json"]
    server = Server(folder, ["desteksitesi", *chosen], {})
    try:
        yield server.wait_until_introduced()
    finally:
        server.close()


@pytest.fixture
def wire(server):
    """A connection to it."""
    with socket.create_connection(("127.0.0.1", int(server.url.rpartition(":")[2]))) as wire:
        wire.settimeout(30)
        yield wire


def answer(wire):
    """The status, the headers and the body of the next answer."""
    found = http.client.HTTPResponse(wire)
    found.begin()
    return found.status, found.headers, found.read()


CHUNKED = b"4\r\nid=1\r\n9\r\n&subject=\r\n6\r\nChunks\r\n0\r\n\r\n"


def test_a_body_may_come_in_chunks(wire):
    """Without a length."""
    wire.sendall(
        f"POST /api/UpdateTicket HTTP/1.1\r\n{KNOWN}Transfer-Encoding: chunked\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n\r\n".encode()
        + CHUNKED
    )
    assert (200, b"") == answer(wire)[::2]

    wire.sendall(f"GET /api/Ticket/1 HTTP/1.1\r\n{KNOWN}\r\n".encode())
    assert "Chunks" == json.loads(answer(wire)[2])["Subject"]


def test_a_client_may_wait_to_be_told_to_send(wire):
    """.NET and curl send `Expect: 100-continue` and wait a while."""
    body = b"id=1&body=waited"
    wire.sendall(
        f"POST /api/Comment HTTP/1.1\r\n{KNOWN}Expect: 100-continue\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n".encode()
    )
    assert wire.recv(4096).startswith(b"HTTP/1.1 100")

    wire.sendall(body)
    status, headers, said = answer(wire)

    assert (200, b"1", "1") == (status, said, headers["Content-Length"])


def test_get_may_have_a_body(wire):
    """A form on GET is read; the connection stays usable."""
    for _ in range(2):
        wire.sendall(
            f"GET /api/ticket HTTP/1.1\r\n{KNOWN}Content-Length: 4\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n\r\nid=1".encode()
        )
        status, headers, said = answer(wire)
        assert (200, 1) == (status, json.loads(said)["TicketID"])
        assert "application/json; charset=utf-8" == headers["Content-Type"]


@pytest.mark.parametrize(
    "request_line", ["POST /api/Authorization", "OPTIONS /api/Tickets", "PUT /api/Tickets"]
)
def test_an_unread_body_is_no_next_request(wire, request_line):
    """Whatever is sent is passed over before the next one."""
    wire.sendall(
        f"{request_line} HTTP/1.1\r\n{KNOWN}Content-Length: 20\r\n"
        "Content-Type: text/plain\r\n\r\n".encode()
        + b"DELETE / HTTP/1.1\r\n\n"[:20].ljust(20)
    )
    first = answer(wire)

    wire.sendall(f"GET /api/Authorization HTTP/1.1\r\n{KNOWN}\r\n".encode())

    assert first[0] in (200, 405)
    assert (200, "ada") == ((found := answer(wire))[0], json.loads(found[2])["Username"])


@pytest.mark.parametrize("path", ["/api/ticket/1", "//api//Ticket/1/", "/HELPDESK/api/ticket/1?"])
def test_slashes_and_cases_reach_the_method(wire, path):
    """Contract 1.2, 1.5: no redirect on the wire either."""
    wire.sendall(f"GET {path} HTTP/1.1\r\n{KNOWN}\r\n".encode())

    status, headers, said = answer(wire)

    assert (200, None) == (status, headers["Location"])
    assert json.loads(said)["Url"].lower().endswith("/ticket/1")


def test_an_empty_answer_has_a_length(wire):
    """Contract 4.5: clients do not wait for more; nothing tells of chunks."""
    for path in ("/api/Close/1", "/api/Close/1"):
        wire.sendall(f"POST {path} HTTP/1.1\r\n{KNOWN}Content-Length: 0\r\n\r\n".encode())
        status, headers, said = answer(wire)

        assert (200, b"", "0") == (status, said, headers["Content-Length"])
        assert None is headers["Transfer-Encoding"]
