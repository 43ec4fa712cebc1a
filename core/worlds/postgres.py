"""Worlds as PostgreSQL schemas: `polydesk_main`, `polydesk_alice`; a snapshot's is called by a
hash, since names end at 63 bytes. The comment on a schema is its name in full.

All worlds share one pool; a transaction enters its world with `SET LOCAL search_path`.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import orjson
from sqlalchemy import URL, Connection, Engine, create_engine, create_mock_engine, event, text
from sqlalchemy.orm import Session

from polydesk.core.errors import NotFound
from polydesk.core.models import Base
from polydesk.core.transaction import BEGIN, IDLE, READ_ONLY, Begin, Idle, let_go
from polydesk.core.worlds.blank import fill_blank
from polydesk.core.worlds.store import MAIN, Store

_PREFIX = "polydesk_"
_NO_TABLE = "42P01"
_FEW = 1000
"""Of more rows than these a table is emptied by giving it new files."""
_OUTSIDE = 0
"""psycopg's status of a connection that is in no transaction."""
_LOCK = 0x706F6C79  # any number, so long as all processes take the same


class PostgresStore(Store):
    """One schema a world, in the database of the URL (`postgresql+psycopg`)."""

    database = "postgresql"

    def __init__(self, url: URL) -> None:
        super().__init__()
        self._engine = create_engine(
            url,
            pool_size=16,
            max_overflow=48,
            pool_pre_ping=True,
            isolation_level="AUTOCOMMIT",  # transactions begin when we say: see _enter
            json_serializer=lambda value: orjson.dumps(value).decode(),
            json_deserializer=orjson.loads,
        )
        event.listen(self._engine, "begin", _enter)
        self._idle = Idle()
        self._engines: dict[str, tuple[Engine, Engine]] = {}
        with self._alone() as connection:
            if MAIN not in _names(connection):
                _make(connection, MAIN)
                _fill(connection, MAIN)
        self.check_schema(MAIN)

    def engine(self, world: str, *, writes: bool = True) -> Engine:
        engines = self._engines.get(world)
        if engines is None:
            self.require(world)
            engines = self._reach(world, writes=False), self._reach(world, writes=True)
            self._engines[world] = engines
        return engines[writes]

    def _reach(self, world: str, *, writes: bool) -> Engine:
        begin = _beginner("BEGIN" if writes else "BEGIN READ ONLY", _schema(world))
        options = {BEGIN: begin, IDLE: self._idle, READ_ONLY: not writes}
        return self._engine.execution_options(**options)

    def worlds(self) -> list[str]:
        with self._engine.connect() as connection:
            return sorted(name for name in _names(connection) if "@" not in name)

    def make(self, world: str, *, copy_of: str | None = None) -> None:
        with self._alone() as connection:
            self.refuse_taken(world)
            if copy_of is not None:
                self.require(copy_of)
            _make(connection, world)
            if copy_of is None:
                _fill(connection, world)
            else:
                _copy(connection, copy_of, world)

    def reset(self, world: str) -> None:
        with self._alone() as connection:
            self.require(world)
            _empty(connection, world)
            _fill(connection, world)
        self.forget(world)

    def drop(self, world: str) -> None:
        with self._alone() as connection:
            self.refuse_main(world)
            for name in self.snapshots(world):
                _drop(connection, f"{world}@{name}")
            _drop(connection, world)
        self._engines.pop(world, None)  # till then others find the world, and remember it anew
        self.forget(world)

    def snapshots(self, world: str) -> list[str]:
        self.require(world)
        of = f"{world}@"
        with self._engine.connect() as connection:
            names = _names(connection)
        return sorted(name.removeprefix(of) for name in names if name.startswith(of))

    def snapshot(self, world: str, name: str) -> None:
        self.write_used(world)
        with self._alone() as connection:
            self.refuse_taken_snapshot(world, name)
            _make(connection, f"{world}@{name}")
            _copy(connection, world, f"{world}@{name}")

    def restore(self, world: str, name: str) -> None:
        with self._alone() as connection:
            self.require_snapshot(world, name)
            _empty(connection, world)
            _copy(connection, f"{world}@{name}", world)
        self.forget(world)

    def drop_snapshot(self, world: str, name: str) -> None:
        with self._alone() as connection:
            self.require_snapshot(world, name)
            _drop(connection, f"{world}@{name}")

    def close(self) -> None:
        super().close()
        let_go(self._engine.execution_options(**{IDLE: self._idle}))

    @contextmanager
    def _alone(self) -> Iterator[Connection]:
        """A transaction that makes or unmakes worlds; all processes take turns."""
        with self._engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            yield connection


def _beginner(begins: str, schema: str) -> Begin:
    """Enter a world with the first query, in one round trip."""
    enter = f'{begins}; SET LOCAL search_path TO "{schema}"; '

    def begin(driver: Any, first: str) -> Any:
        try:
            cursor = driver.execute(enter + first)
        except Exception as error:
            if getattr(error, "sqlstate", None) != _NO_TABLE:
                raise
            raise NotFound("world") from None  # somebody has dropped it
        cursor.nextset()
        cursor.nextset()
        return cursor

    return begin


def _enter(connection: Connection) -> None:
    """Begin for SQLAlchemy, unless the driver has begun already."""
    driver: Any = connection.connection.dbapi_connection
    if driver.info.transaction_status != _OUTSIDE:
        return
    begin: Begin | None = connection.get_execution_options().get(BEGIN)
    if begin is None:
        driver.execute("BEGIN")
    else:
        begin(driver, "SELECT 1")


def _schema(name: str) -> str:
    if "@" not in name:
        return f"{_PREFIX}{name}"
    return f"{_PREFIX}@{hashlib.sha256(name.encode()).hexdigest()[:40]}"


def _quoted(name: str, thing: str) -> str:
    """A table or a counter of a world, as SQL names it."""
    return f'"{_schema(name)}"."{thing}"'


def _names(connection: Connection) -> list[str]:
    """World names, and snapshots as `world@snapshot`."""
    found = connection.scalars(
        text(
            "SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace "
            "WHERE starts_with(nspname, :prefix)"
        ),
        {"prefix": _PREFIX},
    )
    return [str(name) for name in found if name is not None]


def _make(connection: Connection, name: str) -> None:
    """Empty tables in a new schema, in one round trip."""
    script = [
        f'CREATE SCHEMA "{_schema(name)}"',
        f"COMMENT ON SCHEMA \"{_schema(name)}\" IS '{name}'",
        f'SET LOCAL search_path TO "{_schema(name)}"',
    ]

    def add(sql: Any, *_: Any, **__: Any) -> None:
        script.append(str(sql.compile(dialect=connection.dialect)))

    mock = create_mock_engine("postgresql+psycopg://", add)
    Base.metadata.create_all(mock, checkfirst=False)
    _run(connection, script)


def _fill(connection: Connection, name: str) -> None:
    connection.exec_driver_sql(f'SET LOCAL search_path TO "{_schema(name)}"')
    with Session(connection, join_transaction_mode="create_savepoint") as session:
        fill_blank(session)


def _empty(connection: Connection, name: str) -> None:
    """No rows in any table of a world, and its ids start at 1; all of it can be rolled back.

    To truncate a table makes new files of it, which takes longer than to delete a few rows.
    """
    tables = [table.name for table in reversed(Base.metadata.sorted_tables)]
    quoted = [_quoted(name, table) for table in tables]
    _run(connection, [_lock(name)])
    many = " OR ".join(f"EXISTS (SELECT FROM {table} OFFSET {_FEW})" for table in quoted)
    if connection.scalar(text(f"SELECT {many}")):
        _run(connection, [f"TRUNCATE {', '.join(quoted)} RESTART IDENTITY"])
        return
    counters = [_quoted(name, f"{table}_id_seq") for table in tables]
    drawn = " UNION ALL ".join(f"SELECT '{one}', is_called FROM {one}" for one in counters)
    used = [one for one, is_called in connection.execute(text(drawn)) if is_called]
    script = [f"DELETE FROM {table}" for table in quoted]
    _run(connection, [*script, *(f"ALTER SEQUENCE {one} RESTART" for one in used)])


def _lock(name: str) -> str:
    """Lock what every request reads first: those running end, those coming wait there."""
    return f"LOCK TABLE {_quoted(name, 'world')} IN ACCESS EXCLUSIVE MODE"


def _copy(connection: Connection, source: str, target: str) -> None:
    """All rows of one world into the empty tables of another, and where its ids stand."""
    script = []
    for table in Base.metadata.sorted_tables:
        from_, into = (_quoted(name, table.name) for name in (source, target))
        counter, counted = (_quoted(name, f"{table.name}_id_seq") for name in (source, target))
        script.append(f"INSERT INTO {into} SELECT * FROM {from_}")
        script.append(f"SELECT setval('{counted}', last_value, is_called) FROM {counter}")
    _run(connection, script)


def _drop(connection: Connection, name: str) -> None:
    _run(connection, [_lock(name), f'DROP SCHEMA "{_schema(name)}" CASCADE'])


def _run(connection: Connection, script: list[Any]) -> None:
    connection.exec_driver_sql(";\n".join(script), execution_options={"no_parameters": True})
