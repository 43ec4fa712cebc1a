"""A server as users start it: `polydesk serve` in a process of its own."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SECONDS = 60
"""When a server that hangs is given up."""


class Server:
    """A running `polydesk serve`; `url` is known once it has introduced itself."""

    def __init__(self, folder: Path, arguments: list[str], variables: dict[str, str]) -> None:
        self.folder = folder
        self._log = (folder / "stderr").open("w+")
        ours = {k: v for k, v in os.environ.items() if not k.startswith("POLYDESK_")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "polydesk", "serve", *arguments],
            cwd=folder,
            env=ours | {"PYTHONPATH": str(ROOT)} | variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
            start_new_session=True,
        )
        assert self.process.stdout is not None
        self.stdout = self.process.stdout
        self._guard = threading.Timer(SECONDS, self.kill)
        self._guard.start()
        self.url = ""

    def wait_until_introduced(self) -> "Server":
        """Wait for the table of dialects; fails with the log where there is none."""
        for line in self.stdout:
            found = re.search(r"http://[^/\s]+", line)
            if found:
                self.url = found[0]
                return self
        raise AssertionError(f"no server, exit status {self.process.wait()}: {self.log()}")

    def wait_until_listening(self, port: int) -> None:
        """Wait until it can be asked, be it ready or not."""
        self.url = f"http://127.0.0.1:{port}"
        while self.process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
        raise AssertionError(self.log())

    def ask(
        self, path: str, method: str = "GET", body: str | None = None, **headers: str
    ) -> tuple[int, Any]:
        """The status and the JSON of an answer."""
        connection = http.client.HTTPConnection(self.url.removeprefix("http://"), timeout=SECONDS)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, sent)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer.status, json.loads(text) if text else None

    def stop(self, with_signal: signal.Signals = signal.SIGTERM) -> int:
        """Tell it to stop; the exit status."""
        self.process.send_signal(with_signal)
        return self.process.wait()

    def wait(self) -> int:
        """Wait until it ends by itself; the exit status."""
        return self.process.wait()

    def log(self) -> str:
        """What it has written on stderr."""
        self._log.flush()
        return (self.folder / "stderr").read_text()

    def kill(self) -> None:
        """End it and its workers, at once."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return

    def close(self) -> None:
        """Leave nothing behind."""
        self._guard.cancel()
        self.kill()
        self.process.wait()
        self.stdout.close()
        self._log.close()


@pytest.fixture
def launch(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Start `polydesk serve` with arguments and variables."""
    servers = []

    def launch(*arguments: str, **variables: str) -> Server:
        servers.append(Server(tmp_path, list(arguments), variables))
        return servers[-1]

    yield launch
    for server in servers:
        server.close()


@pytest.fixture
def serve(launch: Callable[..., Server]) -> Callable[..., Server]:
    """Start a server on a free port that forgets all, and wait for it."""

    def serve(*arguments: str, **variables: str) -> Server:
        chosen = ("helpdeskpro-apikey", "--port", "0", "--database", ":temporary:", *arguments)
        return launch(*chosen, **variables).wait_until_introduced()

    return serve
