"""What must not become slow unnoticed: copying worlds, and the number of statements a request."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from math import inf
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, insert, select
from werkzeug.test import Client

from polydesk import registry
from polydesk.control import scenario
from polydesk.control.context import kinds_of
from polydesk.core import catalogue, people
from polydesk.core.models import Message, MessageKind, SearchDocument, Ticket
from polydesk.core.worlds import Store
from polydesk.settings import Settings
from polydesk.site import Site, make_site
from tests.counting import counting

TICKETS = 10_000
TRIES = 40
MOST_SECONDS = {"sqlite": 0.050, "postgresql": inf}
"""The longest that a reset, a snapshot or a restore may take, once: others use the machine too."""


@pytest.fixture
def crowded(store: Store, world: str) -> str:
    """A world of 10,000 tickets, each with a text, and found by it; kept in a snapshot `full`."""
    now = datetime(2026, 1, 5, tzinfo=UTC)
    with store.desk(world) as desk:
        by = people.create(desk, name="Sam").id
        status = catalogue.status_id(desk, "OPEN")
        numbers = range(1, TICKETS + 1)
        times = {"created_at": now, "updated_at": now}
        rows: dict[Any, list[dict[str, Any]]] = {
            Ticket: [
                {
                    "id": n,
                    "ulid": f"{n:026}",
                    "subject": f"Printer jam {n}",
                    "status_id": status,
                    "requester_id": by,
                    **times,
                }
                for n in numbers
            ],
            Message: [
                {
                    "ulid": f"{n:026}",
                    "ticket_id": n,
                    "kind": MessageKind.OPENING,
                    "author_id": by,
                    "body": f"It is stuck on floor {n}.",
                    **times,
                }
                for n in numbers
            ],
            SearchDocument: [
                {
                    "about": "ticket",
                    "about_id": n,
                    "text": f"printer jam {n}\nit is stuck on floor {n}.",
                    "words": f"printer jam {n} it is stuck on floor",
                }
                for n in numbers
            ],
        }
        for model, values in rows.items():
            desk.session.execute(insert(model), values)
    store.snapshot(world, "full")
    return world


def count(store: Store, world: str) -> int:
    with store.desk(world, writes=False) as desk:
        return desk.session.scalar(select(func.count()).select_from(Ticket)) or 0


def reset(store: Store, world: str, number: int) -> None:
    store.reset(world)


def snapshot(store: Store, world: str, number: int) -> None:
    store.snapshot(world, f"kept-{number}")


def restore(store: Store, world: str, number: int) -> None:
    store.restore(world, "full")


@pytest.mark.parametrize(("action", "left"), [(reset, 0), (snapshot, TICKETS), (restore, TICKETS)])
def test_a_large_world_is_copied_at_once(store, crowded, action: Callable[..., None], left):
    """In less time than a test would notice (SQLite); PostgreSQL takes what it takes."""
    took = inf

    for number in range(TRIES):
        store.restore(crowded, "full")
        began = time.perf_counter()
        action(store, crowded, number)
        took = time.perf_counter() - began
        if took < MOST_SECONDS[store.database]:
            break

    assert left == count(store, crowded)
    assert took < MOST_SECONDS[store.database]


LISTS = {
    "helpdeskpro-apikey": [
        "/tickets",
        "/tickets?status=in%20progress&department=support&assigned_to=person0",
        "/knowledge?q=toner",
        "/inventory/software?name=asset",
        "/inventory/hardware?location=floor",
    ]
}
"""The routes that answer with several rows."""

ELSEWHERE = {
    "deskpro": "contract_tests/deskpro/test_tickets_listed.py",
    "desteksitesi": "contract_tests/desteksitesi/test_long_lists.py",
    "helpdeskpro-sanctum": "contract_tests/helpdeskpro_sanctum/test_long_lists.py",
    "openhelpdesk": "contract_tests/openhelpdesk/test_long_lists.py",
}
"""Where the lists of other dialects are counted."""

ONES = {"helpdeskpro-apikey": ["/tickets/1", "/inventory/software/1"]}
"""Routes that answer with one row."""

_ALONE = {"helpdeskpro-apikey": {"/status"}}
_KEY = "hp_speed_abc123"
_CASES = [(dialect, path) for dialect, paths in LISTS.items() for path in paths]


def rows(number: int) -> dict[str, Any]:
    """A scenario with so many of everything, each of which refers to rows of its own."""
    each = range(number)
    return {
        "organizations": [{"key": f"o{n}", "name": f"Organization {n}"} for n in each],
        "departments": [{"key": f"d{n}", "name": f"Team {n}"} for n in each],
        "categories": [{"key": f"c{n}", "name": f"Category {n}"} for n in each],
        "statuses": [{"key": f"s{n}", "name": f"Stage {n}", "kind": "open"} for n in each],
        "people": [
            {
                "key": f"p{n}",
                "name": f"Person {n}",
                "username": f"person{n}",
                "role": "agent",
                "organization": f"o{n}",
                "department": f"d{n}",
            }
            for n in each
        ],
        "tickets": [
            {
                "subject": "Printer jam",
                "body": "It is stuck.",
                "requester": f"p{n}",
                "assignee": f"p{number - 1 - n}",
                "department": f"d{n}",
                "category": f"c{n}",
                "status": f"s{n}",
                "priority": "high",
                "tags": [f"tag {n}", "all"],
                "messages": [{"author": f"p{n}", "body": "Me too."}],
            }
            for n in each
        ]
        + [
            {"subject": "Of one team", "body": "b", "requester": "p0", "assignee": "p0"}
            | {"status": "open", "department": "support"}
            for _ in each
        ],
        "articles": [
            {
                "title": f"Change the toner {n}",
                "body": "Open it.",
                "author": f"p{n}",
                "category": f"c{n}",
                "tags": [f"tag {n}", "all"],
                "files": [{"name": "a.txt", "text": f"hello {n}"}],
            }
            for n in each
        ],
        "assets": [
            {"kind": kind, "name": f"Asset {n}", "location": f"floor {n}", "assignee": f"p{n}"}
            for n in each
            for kind in ("software", "hardware")
        ],
        "credentials": [
            {
                "dialect": "helpdeskpro-apikey",
                "kind": "api_key",
                "name": "Bot",
                "default_user": "p0",
                "secret": _KEY,
            }
        ],
    }


@pytest.fixture(scope="module")
def site(store: Store) -> Site:
    """All dialects by prefix."""
    return make_site(Settings(mount="prefix"), store, registry.find())


@pytest.fixture(scope="module")
def worlds(store: Store, site: Site) -> Iterator[dict[int, str]]:
    """A world with 5 of everything, and one with 50."""
    made = {number: f"speed-{number}" for number in (5, 50)}
    for number, name in made.items():
        store.make(name)
        with store.desk(name) as desk:
            scenario.seed(desk, rows(number), kinds_of(site.dialects))
    yield made
    for name in made.values():
        store.drop(name)


def statements_of(site: Site, world: str, dialect: str, path: str) -> tuple[list[str], int]:
    """The statements of a request, and how many rows it answers with."""
    url = f"/~{world}/{dialect}{site.dialects[dialect].root}{path}"
    with counting() as statements:
        answer = Client(site).get(url, headers={"X-API-Key": _KEY})
    assert 200 == answer.status_code, answer.text
    (body,) = answer.json.values()
    return statements, len(body) if isinstance(body, list) else 1


@pytest.mark.parametrize(("dialect", "path"), _CASES)
def test_a_list_takes_as_many_statements_however_long_it_is(site, worlds, dialect, path):
    """At most 8, also when nothing is remembered yet, and the same for 5 rows and for 50."""
    first, few = statements_of(site, worlds[5], dialect, path)
    short, _ = statements_of(site, worlds[5], dialect, path)
    statements_of(site, worlds[50], dialect, path)
    long, many = statements_of(site, worlds[50], dialect, path)

    assert many >= 50 > few >= 5
    assert len(short) == len(long)
    assert len(short) <= len(first) <= 8


@pytest.mark.parametrize(
    ("dialect", "path"), [(dialect, path) for dialect, paths in ONES.items() for path in paths]
)
def test_one_row_takes_few_statements(site, worlds, dialect, path):
    """At most 5, also when nothing is remembered yet."""
    statements, _ = statements_of(site, worlds[5], dialect, path)

    assert len(statements) <= 5


def test_every_dialect_has_its_statements_counted():
    """Here, or in a file of its own."""
    assert registry.names() == sorted([*LISTS, *ELSEWHERE])
    assert [] == [file for file in ELSEWHERE.values() if not Path(file).exists()]


@pytest.mark.parametrize("dialect", LISTS)
def test_the_statements_of_every_list_are_counted(site, dialect):
    """A new list route has to be named above."""
    paths = {
        one.path for one in site.dialects[dialect].operations if "GET" in one.methods
    } - _ALONE[dialect]
    lists = {path for path in paths if "<" not in path}

    assert lists == {path.partition("?")[0] for path in LISTS[dialect]}
