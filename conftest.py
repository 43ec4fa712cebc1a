"""Fixtures for every test: a store, a fresh world in it, a desk in the world."""

import os
import secrets
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pytest
from hypothesis import settings
from sqlalchemy import create_engine, make_url, text

from polydesk.core.desk import Desk
from polydesk.core.errors import NotFound
from polydesk.core.worlds import Store, open_store

T = TypeVar("T")

settings.register_profile("fixed", derandomize=True, deadline=None)
settings.register_profile("brief", settings.get_profile("fixed"), max_examples=30)

_POSTGRES = "postgresql://postgres@127.0.0.1:5432/postgres"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the database be chosen."""
    parser.addoption("--database", choices=["sqlite", "postgres"], default="sqlite")


def pytest_configure(config: pytest.Config) -> None:
    """Let as many examples be made up as the database has time for."""
    on_postgres = config.getoption("--database") == "postgres"
    settings.load_profile("brief" if on_postgres else "fixed")


@pytest.fixture(scope="session")
def make_store(request: pytest.FixtureRequest) -> Iterator[Callable[[], Store]]:
    """Makes stores for the run; PostgreSQL gets a database for each at `POLYDESK_TEST_POSTGRES`."""
    postgres = request.config.getoption("--database") == "postgres"
    with ExitStack() as opened:
        yield lambda: opened.enter_context(_postgres() if postgres else _sqlite())


@pytest.fixture(scope="session")
def store(make_store: Callable[[], Store]) -> Store:
    """A store for the run."""
    return make_store()


@contextmanager
def _sqlite() -> Iterator[Store]:
    with closing(open_store(":temporary:")) as store:
        yield store


@contextmanager
def _postgres() -> Iterator[Store]:
    url = make_url(os.environ.get("POLYDESK_TEST_POSTGRES", _POSTGRES))
    url = url.set(drivername="postgresql+psycopg")
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    name = f"polydesk_test_{secrets.token_hex(6)}"
    with admin.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
        connection.execute(text(f'ALTER DATABASE "{name}" SET synchronous_commit = off'))
    with closing(open_store(url.set(database=name).render_as_string(hide_password=False))) as store:
        yield store
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    admin.dispose()


FURNISHED = frozenset({"apikey", "deskpro", "destek", "ohd", "sanctum"})
"""The fixtures that furnish a world, each always alike; see `furnished`."""
_KEPT = "furnished"


@dataclass
class Spare:
    """Worlds that earlier tests have left: to make one takes longer than to put it back.

    `worlds` are by the fixture that has furnished them, None for blank ones; `made` is what such a
    fixture gave, by world.
    """

    worlds: dict[str | None, list[str]] = field(default_factory=lambda: defaultdict(list))
    made: dict[str, Any] = field(default_factory=dict)


@pytest.fixture(scope="session")
def spare() -> Spare:
    """What this process of the run has left."""
    return Spare()


@pytest.fixture
def world(request: pytest.FixtureRequest, store: Store, spare: Spare) -> Iterator[str]:
    """The name of a world that no other test sees; blank until somebody furnishes it."""
    by = _furnisher(request)
    if not spare.worlds[by]:
        spare.worlds[by].append(f"w{secrets.token_hex(8)}")
        store.make(spare.worlds[by][0])
    name = spare.worlds[by].pop()
    yield name
    with suppress(NotFound):  # the test has dropped it
        for snapshot in store.snapshots(name):
            if name not in spare.made or snapshot != _KEPT:
                store.drop_snapshot(name, snapshot)
        if name not in spare.made:
            store.reset(name)
        spare.worlds[by].append(name)


@pytest.fixture
def furnished(
    request: pytest.FixtureRequest, store: Store, world: str, spare: Spare
) -> Callable[[Callable[[], T]], T]:
    """Furnishes the fresh world, or brings back how it was furnished once; gives what was made."""

    def furnish(make: Callable[[], T]) -> T:
        if _furnisher(request) is None:
            return make()
        if world in spare.made:
            store.restore(world, _KEPT)
        else:
            spare.made[world] = make()
            store.snapshot(world, _KEPT)
        made: T = spare.made[world]
        return made

    return furnish


def _furnisher(request: pytest.FixtureRequest) -> str | None:
    """The one fixture that furnishes a test's world; None for none, or several."""
    found = FURNISHED.intersection(request.fixturenames)
    return next(iter(found)) if len(found) == 1 else None


@pytest.fixture
def desk(store: Store, world: str) -> Iterator[Desk]:
    """A writing desk in the fresh world."""
    with store.desk(world) as desk:
        yield desk
