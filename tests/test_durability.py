"""What was acknowledged stays, whatever happens: crowds, a kill, a reset under running requests."""

import http.client
import json
import os
import re
import secrets
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, select, text
from werkzeug.test import Client

from polydesk import registry
from polydesk.control import scenario
from polydesk.control.context import kinds_of
from polydesk.core.models import Department, Ticket
from polydesk.core.worlds import Store
from polydesk.settings import Settings
from polydesk.site import make_site

pytestmark = pytest.mark.filterwarnings("error::pytest.PytestUnhandledThreadExceptionWarning")

ROOT = Path(__file__).parents[1]
DIALECT = "helpdeskpro-apikey"
TICKETS = "/api/v1/tickets"
KEY = "hp_demo_abc123"
MANY = 8
SECONDS = 60


@pytest.fixture
def database(request: pytest.FixtureRequest, store: Store, tmp_path: Path) -> Iterator[str]:
    """The URL of a database that nobody else has, on the server of the run's store."""
    if store.database == "sqlite":
        yield f"sqlite:///{tmp_path / 'polydesk.db'}"
        return
    url = store.engine("main").url
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    name = f"polydesk_test_{secrets.token_hex(6)}"
    with admin.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    yield url.set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    admin.dispose()


class Server:
    """`polydesk serve` with the demo scenario, in a process group of its own."""

    def __init__(self, database: str, folder: Path, *options: str) -> None:
        ours = {k: v for k, v in os.environ.items() if not k.startswith("POLYDESK_")}
        chosen = ["--scenario", "demo", "--port", "0", "--log", "off", "--database", database]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "polydesk", "serve", DIALECT, *chosen, *options],
            cwd=folder,
            env=ours | {"PYTHONPATH": str(ROOT)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self._guard = threading.Timer(SECONDS, self.kill)
        self._guard.start()
        assert self._process.stdout is not None
        self._stdout = self._process.stdout
        urls = (re.search(r"http://([^/\s]+)", line) for line in self._stdout)
        self.address = next(found[1] for found in urls if found)

    def kill(self) -> None:
        """End all its processes at once, with no time for anything."""
        self._guard.cancel()
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return

    def close(self) -> None:
        """Leave nothing behind."""
        self.kill()
        self._process.wait()
        self._stdout.close()


@pytest.fixture
def serve(database: str, tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Start a server on the database."""
    servers = []

    def serve(*options: str) -> Server:
        servers.append(Server(database, tmp_path, *options))
        return servers[-1]

    yield serve
    for server in servers:
        server.close()


class Caller:
    """A client with a connection that it keeps."""

    def __init__(self, server: Server) -> None:
        self._connection = http.client.HTTPConnection(server.address, timeout=SECONDS)

    def ask(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """The status and the JSON of an answer; raises OSError where there is none."""
        headers = {"X-API-Key": KEY, "Content-Type": "application/json"}
        try:
            self._connection.request(method, path, body and json.dumps(body), headers)
            answer = self._connection.getresponse()
            return answer.status, json.loads(answer.read())
        except (http.client.HTTPException, ValueError) as error:
            raise OSError("no whole answer") from error

    def close(self) -> None:
        self._connection.close()


def at_once(work: Callable[[int], Any], many: int = MANY) -> list[Any]:
    """What so many threads give that begin together."""
    barrier = threading.Barrier(many, timeout=SECONDS)

    def begin(number: int) -> Any:
        barrier.wait()
        return work(number)

    with ThreadPoolExecutor(many) as pool:
        return list(pool.map(begin, range(many), timeout=SECONDS))


FIELDS: list[tuple[str, Callable[[int], Any]]] = [
    ("subject", lambda n: f"Subject {n}"),
    ("description", lambda n: f"Description {n}"),
    ("status", lambda n: f"Stage {n}"),
    ("priority", lambda n: f"Urgency {n}"),
    ("department", lambda n: f"Team {n}"),
    ("assigned_to", lambda n: ["maria", "geozac"][n % 2]),
    ("closed_at", lambda n: f"2026-03-{n + 1:02}T10:00:00"),
]
SHOWN_AS = {"assigned_to": "assignee"}
CROWD = {"sqlite": ["--threads", "4"], "postgresql": ["--threads", "4", "--workers", "2"]}


def test_a_crowd_loses_nothing(store, serve):
    """Each client changes a field of one ticket, and makes tickets: all of it is there."""
    server = serve(*CROWD[store.database])
    with closing(Caller(server)) as caller:
        status, made = caller.ask("POST", TICKETS, {"subject": "Of all", "description": "d"})
    assert 201 == status, made
    path = f"{TICKETS}/{made['ticket']['id']}"

    def work(number: int) -> tuple[set[int], dict[str, Any], dict[int, str]]:
        field, value = FIELDS[number]
        statuses, changed, created = set(), {}, {}
        with closing(Caller(server)) as caller:
            for n in range(20):
                status, body = caller.ask("PATCH", path, {field: value(n)})
                statuses.add(status)
                changed[SHOWN_AS.get(field, field)] = value(n)
                subject = f"Of {field} {n}"
                status, body = caller.ask("POST", TICKETS, {"subject": subject, "description": "d"})
                statuses.add(status)
                created[body.get("ticket", {}).get("id")] = subject
        return statuses, changed, created

    worked = at_once(work, len(FIELDS))

    with closing(Caller(server)) as caller:
        changed = caller.ask("GET", path)[1]["ticket"]
        listed = {one["id"]: one["subject"] for one in caller.ask("GET", TICKETS)[1]["tickets"]}
    assert [{200, 201}] * len(FIELDS) == [statuses for statuses, *_ in worked]
    wanted = {name: value for _, last, _ in worked for name, value in last.items()}
    assert wanted == {name: changed[name] for name in wanted}
    created = {id_: subject for *_, mine in worked for id_, subject in mine.items()}
    assert len(FIELDS) * 20 == len(created)
    assert created.items() <= listed.items()


class Crowd:
    """Clients that make tickets until the server is gone, and remember what was acknowledged."""

    def __init__(self, server: Server, name: str) -> None:
        self.acknowledged: dict[int, str] = {}
        self.statuses: set[int] = set()
        self._server = server
        self._name = name
        self._more = threading.Condition()
        self._threads = [threading.Thread(target=self._work, args=[n]) for n in range(MANY)]
        for thread in self._threads:
            thread.start()

    def _work(self, number: int) -> None:
        with closing(Caller(self._server)) as caller:
            for n in range(100_000):
                subject = f"{self._name} {number} {n}"
                new = {"subject": subject, "description": "d", "department": f"Team {n % 5}"}
                try:
                    status, body = caller.ask("POST", TICKETS, new)
                except OSError:
                    return
                with self._more:
                    self.statuses.add(status)
                    if status == 201:
                        self.acknowledged[body["ticket"]["id"]] = subject
                    self._more.notify()

    def wait_for(self, count: int) -> None:
        """Wait until so many tickets are acknowledged."""
        with self._more:
            assert self._more.wait_for(lambda: len(self.acknowledged) >= count, SECONDS)

    def wait(self) -> None:
        """Wait until all have noticed that the server is gone."""
        for thread in self._threads:
            thread.join(SECONDS)


def test_a_kill_loses_nothing_acknowledged(store, serve):
    """Twice in a row, at whatever it was doing: what the next server shows is all there."""
    acknowledged: dict[int, str] = {}
    for name in ("first", "second"):
        server = serve(*CROWD[store.database])
        crowd = Crowd(server, name)
        crowd.wait_for(100)
        server.kill()
        crowd.wait()
        assert {201} == crowd.statuses
        acknowledged |= crowd.acknowledged

    with closing(Caller(serve())) as caller:
        found = {id_: caller.ask("GET", f"{TICKETS}/{id_}") for id_ in acknowledged}
        status, _ = caller.ask("POST", TICKETS, {"subject": "After", "description": "d"})

    assert len(acknowledged) >= 200
    assert {200} == {status for status, _ in found.values()}
    assert acknowledged == {id_: body["ticket"]["subject"] for id_, (_, body) in found.items()}
    assert 201 == status


STATES = {"a": 5, "b": 9}
"""The snapshots of one world, and how many tickets there are in each."""


@pytest.fixture
def states(store: Store, world: str) -> None:
    """Two states of a world that differ in all rows, under the same ids; it is in the second."""
    key = {"dialect": DIALECT, "kind": "api_key", "default_user": "p", "secret": KEY}
    with store.desk(world) as desk:
        scenario.seed(
            desk,
            {
                "people": [{"key": "p", "name": "Pat", "username": "pat", "role": "agent"}],
                "departments": [{"key": "d", "name": "Team a"}],
                "tickets": [
                    {"subject": "In a", "body": "a", "requester": "p", "department": "d"}
                    for _ in range(STATES["a"])
                ],
                "credentials": [key],
            },
            kinds_of(registry.find([DIALECT])),
        )
    store.snapshot(world, "a")
    with store.desk(world) as desk:
        desk.all(select(Department).where(Department.name == "Team a"))[0].name = "Team b"
        for ticket in desk.all(select(Ticket)):
            ticket.subject = "In b"
        scenario.seed(
            desk,
            {
                "people": [{"key": "q", "name": "Quin", "username": "quin", "role": "agent"}],
                "tickets": [
                    {"subject": "In b", "body": "b", "requester": "q"}
                    for _ in range(STATES["b"] - STATES["a"])
                ],
            },
            kinds_of(registry.find([DIALECT])),
        )
        team = desk.all(select(Department).where(Department.name == "Team b"))[0]
        for ticket in desk.all(select(Ticket)):
            ticket.department_id = team.id
    store.snapshot(world, "b")


def test_nobody_sees_two_states_of_a_world_in_one(store, world, states):
    """While it is reset, kept and brought back, each answer is of one state, and none is an error.

    After a reset the key is unknown, so that some are turned away.
    """
    site = make_site(Settings(mount="root"), store, registry.find([DIALECT]))
    done = threading.Event()

    def ask(client: Client, method: str, path: str, **sent: Any) -> tuple[int, Any]:
        answer = client.open(f"/~{world}{path}", method=method, headers={"X-API-Key": KEY}, **sent)
        return answer.status_code, answer.json

    def read() -> set[tuple[Any, ...]]:
        seen = set()
        client = Client(site)
        while not done.is_set():
            status, body = ask(client, "GET", TICKETS)
            shown = body.get("tickets", [])
            words = {(one["subject"], one["department"]) for one in shown}
            seen.add((status, len(shown), *sorted(words)))
        return seen

    def write() -> set[int]:
        seen = set()
        client = Client(site)
        while not done.is_set():
            seen.add(ask(client, "PATCH", f"{TICKETS}/1", json={"description": "changed"})[0])
        return seen

    with ThreadPoolExecutor(MANY) as pool:
        readers = [pool.submit(read) for _ in range(MANY - 2)]
        writers = [pool.submit(write) for _ in range(2)]
        try:
            for n in range(10):
                store.restore(world, "a")
                store.snapshot(world, f"kept-{n}")
                store.restore(world, "b")
                store.reset(world)
                store.restore(world, f"kept-{n}")
        finally:
            done.set()
        seen = set().union(*(reader.result(SECONDS) for reader in readers))
        written = set().union(*(writer.result(SECONDS) for writer in writers))

    assert seen <= {
        (401, 0),
        (200, STATES["a"], ("In a", "Team a")),
        (200, STATES["b"], ("In b", "Team b")),
    }
    assert written <= {200, 401}


@pytest.mark.parametrize("state", STATES)
def test_a_state_comes_back_whole(store, world, states, state):
    """Nothing of what was written before or meanwhile is left in it."""
    site = make_site(Settings(mount="root"), store, registry.find([DIALECT]))
    client = Client(site)
    with store.desk(world) as desk:
        desk.get(Ticket, 1).subject = "In neither"

    store.restore(world, state)

    answer = client.get(f"/~{world}{TICKETS}", headers={"X-API-Key": KEY})
    shown = [(one["subject"], one["department"]) for one in answer.json["tickets"]]
    assert [(f"In {state}", f"Team {state}")] * STATES[state] == shown
