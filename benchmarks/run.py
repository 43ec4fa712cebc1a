"""Measure Polydesk beside a bare Flask app, both under granian: WSGI, one worker, one thread.

Every round asks the one and then the other, so that both meet the same machine; what is printed
are medians over the rounds. No request is logged by either, but in the measurement that says so.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from benchmarks import data, load, servers
from benchmarks.data import Data
from benchmarks.load import Request
from benchmarks.requests import DIALECTS, FIRST, Operation
from benchmarks.servers import Server

_ONE = "cold start to the first good answer, s"
_ALL = "cold start of all dialects to the first good answer, s"
_EACH = "until each of them has answered, s"
_MEMORY = "idle memory of all processes, MB"
MOST: Mapping[str, float] = {_ONE: 0.8, _ALL: 1.5}
"""The most seconds that a start may take."""

_AT = 16
"""At how many connections the targets are."""
_QUIET, _LOGGING = ("--log", "off"), ("--log", "text")
_HELLO = ("", "hello")


@dataclass(frozen=True)
class Plan:
    """How much is measured; `seconds` is for one measurement."""

    tickets: int = 10_000
    rounds: int = 5
    seconds: float = 3
    connections: tuple[int, ...] = (1, 16, 64)
    starts: int = 7


QUICK = Plan(tickets=100, rounds=1, seconds=0.2, starts=1)


@dataclass
class Measured:
    """What one operation has come to at one number of connections, a value a round."""

    target: float | None = None
    rates: list[float] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)


Results = dict[tuple[str, str, int], Measured]
"""By dialect, operation and connections; hello's are of the dialect `""`."""


class Failed(Exception):
    """Why nothing could be measured."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print a table; 1 if that was not possible."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="only try whether all of it works")
    parser.add_argument(
        "--database", default="sqlite", metavar="URL", help="sqlite (default) or postgresql://…"
    )
    asked = parser.parse_args(arguments)
    try:
        _measure(QUICK if asked.quick else Plan(), asked.database)
    except (Failed, OSError, RuntimeError, subprocess.SubprocessError) as error:
        print(f"could not measure: {error}", file=sys.stderr)
        return 1
    return 0


def _measure(plan: Plan, database: str) -> None:
    with tempfile.TemporaryDirectory(prefix="polydesk-benchmark-") as name:
        folder = Path(name)
        print(_about(plan, database), flush=True)
        starts = _start(plan, folder)
        with data.database(database, folder) as url:
            results = _rounds(plan, folder, url, data.fill(url, plan.tickets))
    print("\n".join(_table(results)))
    print("\n".join(_start_table(starts)))


def _about(plan: Plan, database: str) -> str:
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return (
        f"{os.cpu_count()} cores, {python}, {data.versions(database)}. "
        f"Granian, one worker, one thread; load by {load.tool(plan.seconds)}. "
        f"{plan.tickets} tickets, {plan.rounds} rounds, {plan.seconds} s a measurement.\n"
    )


def _start(plan: Plan, folder: Path) -> Mapping[str, list[float]]:
    """What is measured of starts with the demo, a value a start; the memory after a second."""
    measured: dict[str, list[float]] = {name: [] for name in (_ONE, _MEMORY, _ALL, _EACH)}
    demo = (":temporary:", "--scenario", "demo", "--log", "off")
    for counted in [False] + [True] * plan.starts:  # the first compiles, as installing does
        with _running(servers.polydesk(folder, FIRST, *demo)) as server:
            if counted:
                measured[_ONE].append(server.took)
                time.sleep(min(1, plan.seconds))
                measured[_MEMORY].append(server.memory())
        with _running(servers.everything(folder, *demo)) as server:
            for name, asks in DIALECTS.items():
                server.ask(replace(asks.ready, path=f"/{name}{asks.ready.path}"))
            if counted:
                measured[_EACH].append(time.perf_counter() - server.began)
                measured[_ALL].append(server.took)
    return measured


def _rounds(plan: Plan, folder: Path, url: str, found: Data) -> Results:
    results: Results = {}
    operations = {name: asks.operations(found) for name, asks in DIALECTS.items()}
    with ExitStack() as running:
        hello = running.enter_context(_running(servers.hello(folder)))
        quiet = {
            name: running.enter_context(_running(servers.polydesk(folder, name, url, *_QUIET)))
            for name in operations
        }
        logging = running.enter_context(_running(servers.polydesk(folder, FIRST, url, *_LOGGING)))
        everything = [
            (name, what, quiet[name], operation)
            for name, those in operations.items()
            for what, operation in those.items()
        ]
        for _, what, server, operation in everything:
            _check(what, server, operation)
        logged = operations[FIRST]["read-one"].request
        at_target = [*everything, (FIRST, "read-one, logged", logging, Operation(logged))]
        for _ in range(plan.rounds):
            for connections in plan.connections:
                ask = _asker(plan, folder, connections)
                base = ask(hello, servers.HELLO)
                results.setdefault((*_HELLO, connections), Measured()).rates.append(base[0])
                asked = at_target if connections == _AT else everything
                for name, what, server, operation in asked:
                    target = operation.target if connections == _AT else None
                    measured = results.setdefault((name, what, connections), Measured(target))
                    _note(measured, base, ask(server, operation.request))
    return results


Answered = tuple[float, float | None]
"""Requests a second, and seconds of CPU for one."""


def _asker(plan: Plan, folder: Path, connections: int) -> Callable[[Server, Request], Answered]:
    def ask(server: Server, request: Request) -> Answered:
        before = server.cpu()
        count = load.run(request, server.port, connections, plan.seconds, folder)
        after = server.cpu()
        if count.bad or not count.good:
            raise Failed(f"{request.path}: {count.good} good answers and {count.bad} bad ones")
        spent = None if before is None or after is None else (after - before) / count.good
        return count.rate, spent

    return ask


def _note(measured: Measured, base: Answered, one: Answered) -> None:
    measured.rates.append(one[0])
    measured.ratios.append(one[0] / base[0])
    if base[1] and one[1]:
        measured.cpu.append(base[1] / one[1])


def _check(what: str, server: Server, operation: Operation) -> None:
    """Raise Failed unless the lists are as long as their names say."""
    if operation.rows is None:
        return
    status, body = server.ask(operation.request)
    if status != 200:
        raise Failed(f"{what} answers {status}")
    answer = json.loads(body)
    rows = len(answer[operation.rows] if operation.rows else answer)
    if rows != operation.count:
        raise Failed(f"{what} answers with {rows} rows")


def _table(results: Results) -> Iterator[str]:
    named = ("dialect", "operation", "connections", "hello, 1/s", "Polydesk, 1/s", "ratio")
    yield f"| {' | '.join((*named, 'by CPU', 'target', ''))} |"
    yield "| --- | --- | --: | --: | --: | --: | --: | --: | --- |"
    order = list(DIALECTS)
    ours = [(key, one) for key, one in results.items() if key[:2] != _HELLO]
    for (name, what, connections), measured in sorted(
        ours, key=lambda one: (order.index(one[0][0]), one[0][2])
    ):
        ratio = statistics.median(measured.ratios)
        cells = (
            name,
            what,
            str(connections),
            f"{statistics.median(results[*_HELLO, connections].rates):,.0f}",
            f"{statistics.median(measured.rates):,.0f}",
            f"{ratio:.3f}",
            f"{statistics.median(measured.cpu):.3f}" if measured.cpu else "",
            f"≥ {measured.target:.2f}" if measured.target else "",
            _verdict(ratio >= measured.target) if measured.target else "",
        )
        yield f"| {' | '.join(cells)} |"
    yield ""


def _start_table(starts: Mapping[str, list[float]]) -> Iterator[str]:
    yield "| at the start | median | best | target | |"
    yield "| --- | --: | --: | --: | --- |"
    for name, values in starts.items():
        middle, best = (round(found, 2) for found in (statistics.median(values), min(values)))
        most = MOST.get(name)
        judged = ("", "") if most is None else (f"≤ {most}", _verdict(middle <= most))
        yield f"| {' | '.join((name, f'{middle:g}', f'{best:g}', *judged))} |"


def _verdict(passed: bool) -> str:
    return "pass" if passed else "fail"


@contextmanager
def _running(server: Server) -> Iterator[Server]:
    try:
        yield server
    finally:
        server.stop()
