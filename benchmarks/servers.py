"""The servers under measurement, each in processes of its own, and what these cost."""

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from benchmarks.load import Request
from benchmarks.requests import DIALECTS, FIRST

ROOT = Path(__file__).parents[1]
OTHERS = ("POLYDESK_", "GRANIAN_", "PYTHONDONTWRITEBYTECODE")
BYTECODE = Path(tempfile.gettempdir(), f"polydesk-bytecode-{os.getuid()}")
"""Where modules are compiled to at the first start, as installing a package does."""
HELLO = Request("GET", "/", {})
_SECONDS = 60
"""When a server that does not come up, or go down, is given up."""
_TICKS = os.sysconf("SC_CLK_TCK")
_GRANIAN = "--interface wsgi --workers 1 --blocking-threads 1 --http 1 --no-ws --no-log"


class Server:
    """A server on a free port of 127.0.0.1; `took` is in seconds, from its start to an answer."""

    def __init__(self, command: list[str], ready: Request, log: Path, port: int) -> None:
        self.port = port
        self.began = time.perf_counter()
        ours = {k: v for k, v in os.environ.items() if not k.startswith(OTHERS)}
        with log.open("wb") as written:
            self._process = subprocess.Popen(
                [sys.executable, "-m", *command],
                cwd=log.parent,
                env=ours | {"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(BYTECODE)},
                stdin=subprocess.DEVNULL,
                stdout=written,
                stderr=written,
            )
        try:
            self._wait(ready)
        except BaseException:
            self.stop()
            raise
        self.took = time.perf_counter() - self.began

    def _wait(self, ready: Request) -> None:
        end = time.perf_counter() + _SECONDS
        while self._status(ready) != 200:
            if self._process.poll() is not None:
                raise RuntimeError(f"a server has ended with status {self._process.returncode}")
            if time.perf_counter() > end:
                raise RuntimeError(f"a server gave no answer in {_SECONDS} seconds")
            time.sleep(0.002)

    def _status(self, ready: Request) -> int:
        with suppress(OSError):
            return self.ask(ready)[0]
        return 0

    def ask(self, request: Request) -> tuple[int, bytes]:
        """The status and the body of an answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_SECONDS)
        connection.request(request.method, request.path, request.body or None, request.headers)
        answer = connection.getresponse()
        read = answer.read()
        connection.close()
        return answer.status, read

    def memory(self) -> float:
        """What all its processes keep resident, in MB; what they share counts for each."""
        said = subprocess.run(
            ["ps", "-o", "rss=", "-p", ",".join(map(str, self._tree()))],
            capture_output=True,
            text=True,
            check=True,
        )
        return sum(map(int, said.stdout.split())) / 1024

    def cpu(self) -> float | None:
        """The seconds that all its processes have run so far; None where there is no /proc."""
        ticks = 0
        for pid in self._tree():
            try:
                stat = Path(f"/proc/{pid}/stat").read_text()
            except OSError:
                return None
            ticks += sum(map(int, stat.rpartition(")")[2].split()[11:13]))
        return ticks / _TICKS

    def _tree(self) -> list[int]:
        said = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True)
        pairs = [tuple(map(int, line.split())) for line in said.stdout.splitlines()]
        found = [self._process.pid]
        for pid in found:  # grows as it goes
            found += [child for child, parent in pairs if parent == pid]
        return found

    def stop(self) -> None:
        """End it; it ends its own workers."""
        self._process.terminate()
        try:
            self._process.wait(_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def hello(folder: Path) -> Server:
    """The bare Flask app."""
    port = _free_port()
    command = ["granian", *_GRANIAN.split(), "--port", str(port), "benchmarks.hello:app"]
    return Server(command, HELLO, folder / "hello.log", port)


def polydesk(folder: Path, dialect: str, database: str, *options: str) -> Server:
    """Polydesk with one dialect."""
    return _polydesk(folder, [dialect], DIALECTS[dialect].ready, database, *options)


def everything(folder: Path, database: str, *options: str) -> Server:
    """Polydesk with all its dialects, once the first one answers."""
    first = DIALECTS[FIRST].ready
    ready = replace(first, path=f"/{FIRST}{first.path}")
    return _polydesk(folder, [], ready, database, *options)


def _polydesk(
    folder: Path, dialects: list[str], ready: Request, database: str, *options: str
) -> Server:
    port = _free_port()
    asked = ["--port", str(port), "--database", database, "--workers", "1", "--threads", "1"]
    command = ["polydesk", "serve", *dialects, *asked, *options]
    return Server(command, ready, folder / f"polydesk-{port}.log", port)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port
