"""Requests, as many as the server takes: by `wrk` if it is there, else by this file.

Run as a script it is one process of the latter: `load.py PORT CONNECTIONS SECONDS
REQUEST`, the latter in hex, prints how many answers were good and how many were not.
"""

import re
import selectors
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

_PROCESSES = 2


@dataclass(frozen=True)
class Request:
    """What is asked, over and over."""

    method: str
    path: str
    headers: dict[str, str]
    body: str = ""

    def __bytes__(self) -> bytes:
        headers = {"Host": "127.0.0.1", **self.headers}
        if self.body:
            headers["Content-Length"] = str(len(self.body))
        lines = [f"{self.method} {self.path} HTTP/1.1", *(f"{k}: {v}" for k, v in headers.items())]
        return "\r\n".join([*lines, "", self.body]).encode()


@dataclass(frozen=True)
class Count:
    """How many answers there were in how many seconds; `bad` ones are no 2xx, or none at all."""

    good: int
    bad: int
    seconds: float

    @property
    def rate(self) -> float:
        """Good answers a second."""
        return self.good / self.seconds


def tool(seconds: float) -> str:
    """What makes the load; wrk knows whole seconds only."""
    if shutil.which("wrk") and seconds >= 1:
        return "wrk, one thread"
    return f"raw sockets, {_PROCESSES} processes"


def run(request: Request, port: int, connections: int, seconds: float, folder: Path) -> Count:
    """Ask for so many seconds, over so many connections that are kept open."""
    if tool(seconds).startswith("wrk"):
        return _by_wrk(request, port, connections, round(seconds), folder)
    return _by_sockets(request, port, connections, seconds)


def _by_wrk(request: Request, port: int, connections: int, seconds: int, folder: Path) -> Count:
    script = folder / "wrk.lua"
    headers = "\n".join(f'wrk.headers["{k}"] = [[{v}]]' for k, v in request.headers.items())
    body = f"wrk.body = [[{request.body}]]" if request.body else ""
    script.write_text(f'wrk.method = "{request.method}"\n{headers}\n{body}\n')
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", str(script)]
    said = subprocess.run(
        [*command, f"http://127.0.0.1:{port}{request.path}"],
        capture_output=True,
        text=True,
        check=True,
        timeout=seconds + 30,
    ).stdout
    done = re.search(r"(\d+) requests in ([\d.]+)s", said)
    assert done is not None
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    broken = re.search(
        r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", said
    )
    unanswered = sum(map(int, broken.groups())) if broken else 0
    bad = int(refused[1]) if refused else 0
    return Count(int(done[1]) - bad, bad + unanswered, float(done[2]))


def _by_sockets(request: Request, port: int, connections: int, seconds: float) -> Count:
    shares = [connections // _PROCESSES + (n < connections % _PROCESSES) for n in range(_PROCESSES)]
    command = [sys.executable, "-I", "-S", __file__]
    clients = [
        subprocess.Popen(
            [*command, str(port), str(share), str(seconds), bytes(request).hex()],
            stdout=subprocess.PIPE,
        )
        for share in shares
        if share
    ]
    said = [client.communicate(timeout=seconds + 30)[0].split() for client in clients]
    return Count(sum(int(one[0]) for one in said), sum(int(one[1]) for one in said), seconds)


class _Connection:
    """One connection, and what has come of the answer it waits for."""

    def __init__(self, port: int, request: bytes) -> None:
        self._request = request
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self._answer = b""

    def ask(self) -> None:
        self._answer = b""
        self.socket.sendall(self._request)

    def read(self) -> int | None:
        """The status of the answer once all of it is there; 0 for a closed connection."""
        part = self.socket.recv(262144)
        if not part:
            return 0
        self._answer += part
        head, end, body = self._answer.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
        if not end or length is None or len(body) < int(length[1]):
            return None
        return int(head.split(b" ", 2)[1])


def _client(port: int, connections: int, seconds: float, request: bytes) -> tuple[int, int]:
    good = bad = 0
    with selectors.DefaultSelector() as selector:
        for _ in range(connections):
            connection = _Connection(port, request)
            selector.register(connection.socket, selectors.EVENT_READ, connection)
            connection.ask()
        end = time.perf_counter() + seconds
        while time.perf_counter() < end and selector.get_map():
            for key, _ in selector.select(timeout=0.1):
                status = key.data.read()
                if status is None:
                    continue
                good, bad = (good + 1, bad) if 200 <= status < 300 else (good, bad + 1)
                if status:
                    key.data.ask()
                else:
                    selector.unregister(key.fileobj)
        for key in list(selector.get_map().values()):
            key.data.socket.close()
    return good, bad


if __name__ == "__main__":
    print(
        *_client(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), bytes.fromhex(sys.argv[4]))
    )
