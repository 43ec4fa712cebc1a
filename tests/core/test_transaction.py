"""Connections: they are kept for the next transaction, with all that they know."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.exc import DBAPIError, OperationalError

from polydesk.core.models import Tag
from polydesk.core.worlds import Store
from polydesk.core.worlds.postgres import PostgresStore

TAGS = select(Tag.name, func.count(Tag.id).label("count")).group_by(Tag.name)
PREPARED_AFTER = 5
"""How often a statement is run on a connection before psycopg prepares it."""


@pytest.fixture
def postgres(store: Store) -> Store:
    """The store, if it is one on a PostgreSQL server."""
    if not isinstance(store, PostgresStore):
        pytest.skip("of connections to a server")
    return store


@contextmanager
def turned_away(store: Store) -> Iterator[None]:
    """The server closes the connections of the store's database, and admits none meanwhile."""
    url = store.engine("main").url
    admin = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'ALTER DATABASE "{url.database}" ALLOW_CONNECTIONS false'))
        close = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
        connection.execute(text(close), {"name": url.database})
        try:
            yield
        finally:
            connection.execute(text(f'ALTER DATABASE "{url.database}" ALLOW_CONNECTIONS true'))
    admin.dispose()


def read(store: Store, world: str) -> None:
    """One read, in a transaction of its own."""
    with store.desk(world, writes=False) as desk:
        desk.rows(TAGS)


@pytest.mark.parametrize("writes", [False, True])
def test_a_connection_closed_while_it_waits_is_replaced(postgres, world, writes):
    """The server may have been started anew: the next transaction finds it by itself."""
    read(postgres, world)
    with turned_away(postgres):
        pass

    with postgres.desk(world, writes=writes) as desk:
        assert [] == desk.rows(TAGS)


def test_a_server_that_is_away_is_an_error_and_then_forgotten(postgres, world):
    """Every transaction says so, and the first one afterwards is a good one."""
    read(postgres, world)
    with turned_away(postgres):
        for _ in range(3):
            with pytest.raises(OperationalError):
                read(postgres, world)

    read(postgres, world)


def test_reads_keep_what_the_connection_has_prepared(postgres, world):
    """psycopg forgets that on a rollback: plans would be made anew for every request."""
    for _ in range(PREPARED_AFTER + 1):
        read(postgres, world)

    with postgres.desk(world, writes=False) as desk:
        found = desk.connection.scalars(text("SELECT statement FROM pg_prepared_statements")).all()
    assert any("GROUP BY tag.name" in statement for statement in found)


def test_a_reading_transaction_cannot_write(postgres, world):
    """The server itself refuses, since it ends with a commit."""
    with pytest.raises(DBAPIError, match="read-only"), postgres.desk(world, writes=False) as desk:
        desk.add(Tag(name="printer"))
