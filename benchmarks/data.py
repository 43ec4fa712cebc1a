"""The help desk that is measured: the demo scenario, and many tickets and articles more."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, make_url, select, text

from polydesk import registry
from polydesk.control import scenario
from polydesk.control.context import kinds_of
from polydesk.core import catalogue, tickets
from polydesk.core.desk import Desk
from polydesk.core.models import Category, Group, Person, Ticket
from polydesk.core.worlds import Store, open_store

FOUND = 25
"""How many rows each list finds, and each search."""
AGENT_KEY = "ohd_sk_benchmark"
"""Open Help Desk's API key of an agent who is in one group, whose tickets are 500 of 10,000."""

ADMIN, PASSWORD = "benchmark", "a password for the benchmark"
"""Who calls Destek Sitesi, whose limits are off."""
DESKPRO_KEY = 1000, "BENCHMARKBENCHMARKBENCHMA"
"""Deskpro's key of that admin: its id and its secret."""
SANCTUM_TOKEN = "benchmarkBenchmarkBenchmark"
"""HelpDesk Pro's token of that admin, without an id, whose limits are off too."""

_PEOPLE = 100
_AT_ONCE = 250


@dataclass(frozen=True)
class Data:
    """What there is to ask for: a ticket, and the category that new ones are put into."""

    ticket: int
    ulid: str
    category: str
    category_id: int


def fill(url: str, count: int) -> Data:
    """Put the demo scenario and so many tickets into an empty database.

    There are n statuses, n departments and n groups more, and 25 tickets in each pair of a status
    and a department; a department's tickets are those of a group too, and those of a status have
    a word in common.
    """
    side = round((count / FOUND) ** 0.5)
    if side < 1 or side * side * FOUND != count:
        raise ValueError(f"{count} tickets are not {FOUND} times a square")
    kinds = kinds_of(registry.find())
    store = open_store(url)
    with store.desk() as desk:
        scenario.seed(desk, scenario.read("demo"), kinds)
    with store.desk() as desk:
        scenario.seed(desk, _around(side), kinds)
    for first in range(0, count, _AT_ONCE):
        with store.desk() as desk:
            ticket = _enter(desk, range(first, min(first + _AT_ONCE, count)), side)
    with store.desk(writes=False) as desk:
        found = desk.get(Ticket, ticket - count // 2)
        category = desk.all(select(Category).where(Category.parent_id.is_(None)))[0]
        asked = Data(found.id, found.ulid, category.ulid, category.id)
    _analyze(store)
    store.close()
    return asked


def _around(side: int) -> dict[str, Any]:
    """What is there before the tickets."""
    people = [
        {"key": f"p{n}", "name": f"Person {n}", "username": f"person{n}", "role": "agent"}
        for n in range(_PEOPLE)
    ]
    agent = {"key": "grouped", "name": "Grouped", "email": "grouped@desk.example", "role": "agent"}
    admin = {
        "key": "admin",
        "name": "Admin",
        "username": ADMIN,
        "password": PASSWORD,
        "role": "admin",
    }
    key = {"dialect": "openhelpdesk", "kind": "api_key", "name": "Benchmark"}
    return {
        "groups": [{"key": f"g{n}", "name": f"Group {n}"} for n in range(side)],
        "people": [*people, agent | {"groups": ["g0"]}, admin],
        "settings": {
            "deskpro": {"refuse_duplicates": False},
            "desteksitesi": {"rate_limit": False},
            "helpdeskpro-sanctum": {"rate_limit": False},
        },
        "credentials": [
            key | {"person": "grouped", "secret": AGENT_KEY},
            {"dialect": "deskpro", "kind": "key", "name": "Benchmark", "person": "admin"}
            | dict(zip(("id", "secret"), DESKPRO_KEY, strict=True)),
            {"dialect": "helpdeskpro-sanctum", "kind": "token", "person": "admin"}
            | {"name": "Benchmark", "secret": SANCTUM_TOKEN},
        ],
        "articles": [
            {
                "title": f"What to do about number {n}",
                "summary": "In short: ask.",
                "body": f"First look at the {'network' if n % 8 else 'ribbon'}. " * 10,
                "author": f"p{n % _PEOPLE}",
                "tags": ["how-to"],
            }
            for n in range(FOUND * 8)
        ],
    }


def _enter(desk: Desk, numbers: range, side: int) -> int:
    """Tickets of these numbers; the id of the last."""
    people = desk.all(select(Person).where(Person.username.startswith("person")))
    groups = desk.all(select(Group).where(Group.name.startswith("Group ")).order_by(Group.id))
    for n in numbers:
        last = tickets.enter(
            desk,
            subject=f"The printer P{n % side}-{n % 7} is offline",
            body=f"It stopped after the update. Paper tray {n % 7} is full. " * 3,
            requester=people[n % _PEOPLE],
            assignee_id=people[n * 7 % _PEOPLE].id,
            status_id=catalogue.custom_status_id(desk, f"Stage {n % side}"),
            department_id=catalogue.department_id(desk, f"Team {n // side % side}"),
            priority_id=catalogue.priority_id(desk, ("LOW", "NORMAL", "HIGH", "URGENT")[n % 4]),
            group_id=groups[n // side % side].id,
            has_sla=True,
        )
    return last


def _analyze(store: Store) -> None:
    """Do now what PostgreSQL would do by itself, some time later."""
    if store.database == "postgresql":
        with store.engine("main").begin() as connection:
            connection.execute(text("ANALYZE"))


@contextmanager
def database(given: str, folder: Path) -> Iterator[str]:
    """The URL of an empty database: a SQLite file, or one made on a PostgreSQL server."""
    if given == "sqlite":
        yield f"sqlite:///{folder / 'benchmark.db'}"
        return
    server = make_url(given).set(drivername="postgresql+psycopg")
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    name = f"polydesk_benchmark_{secrets.token_hex(6)}"
    _run(admin, f'CREATE DATABASE "{name}"')
    try:
        yield server.set(database=name).render_as_string(hide_password=False)
    finally:
        _run(admin, f'DROP DATABASE "{name}" WITH (FORCE)')
        admin.dispose()


def _run(engine: Engine, statement: str) -> None:
    with engine.connect() as connection:
        connection.execute(text(statement))


def versions(given: str) -> str:
    """The database, as `SQLite 3.40.1`."""
    if given == "sqlite":
        import sqlite3

        return f"SQLite {sqlite3.sqlite_version}"
    engine = create_engine(make_url(given).set(drivername="postgresql+psycopg"))
    with engine.connect() as connection:
        version = str(connection.scalar(text("SHOW server_version")))
    engine.dispose()
    return f"PostgreSQL {version.split()[0]}"
