"""Worlds as SQLite files: `polydesk.db` is main, `polydesk~alice.db` another one, and
`polydesk~alice@before.db` a snapshot of it.

A world is made by copying: SQLite's backup API writes a whole world in one transaction, which
running readers do not notice.
"""

import sqlite3
import tempfile
import threading
from collections import defaultdict
from contextlib import closing
from functools import cached_property
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import (
    Connection,
    Engine,
    Pool,
    QueuePool,
    StaticPool,
    create_engine,
    event,
    make_url,
)
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.util import LRUCache

from polydesk.core.errors import NotFound
from polydesk.core.models import Base
from polydesk.core.text import fold
from polydesk.core.transaction import BEGIN, IDLE, Begin, Idle, let_go
from polydesk.core.worlds.blank import fill_blank
from polydesk.core.worlds.store import MAIN, Store

_BUSY_SECONDS = 30.0
"""How long to wait for a writer of another process; those of one process take turns."""
_PAGE_BYTES = 2048
"""A commit writes whole pages, and a new ticket touches twenty: small ones cost less."""
_CHECKPOINT_PAGES = 16_000
"""How many pages the log may have before a commit has to wait for its writing back."""


class SqliteStore(Store):
    """One file a world, beside the file of `main`; None keeps all in a temporary folder."""

    database = "sqlite"

    def __init__(self, file: Path | None, *, durable: bool = False) -> None:
        super().__init__()
        self._temporary = tempfile.TemporaryDirectory(prefix="polydesk-") if file is None else None
        self._main = Path(self._temporary.name, "polydesk.db") if self._temporary else file
        self._durable = durable
        # what is forgotten on exit need not outlive a power cut
        self._synchronous = "FULL" if durable else "NORMAL" if file else "OFF"
        self._compiler = create_engine(
            "sqlite://",
            json_serializer=lambda value: orjson.dumps(value).decode(),
            json_deserializer=_read_json,
        )
        self._compiler.connect().close()  # the dialect learns what SQLite can do
        self._compiled = LRUCache[Any, Any](1000)
        self._engines: dict[str, tuple[Engine, Engine]] = {}
        self._turns = defaultdict[str, threading.Lock](threading.Lock)
        self._lock = threading.RLock()  # never taken by who has a turn
        assert self._main is not None
        self._main.parent.mkdir(parents=True, exist_ok=True)
        if self._main.exists():
            self.check_schema(MAIN)
        else:
            self._copy(self._blank, MAIN)

    def engine(self, world: str, *, writes: bool = True) -> Engine:
        engines = self._engines.get(world)
        if engines is None:
            with self._lock:
                self.require(world)
                engines = self._engines.setdefault(world, self._connect(self._file(world)))
        return engines[writes]

    def turn(self, world: str) -> threading.Lock:
        return self._turns[world]

    def worlds(self) -> list[str]:
        return sorted(name for name in self._names() if "@" not in name)

    def make(self, world: str, *, copy_of: str | None = None) -> None:
        with self._lock:
            self.refuse_taken(world)
            if copy_of is not None:
                self.require(copy_of)
            self._copy(copy_of or self._blank, world)

    def reset(self, world: str) -> None:
        self.require(world)
        self._copy(self._blank, world)
        self.forget(world)

    def drop(self, world: str) -> None:
        with self._lock:
            self.refuse_main(world)
            self.require(world)
            for name in self.snapshots(world):
                self._remove(f"{world}@{name}")
            with self.turn(world):
                for engine in self._engines.pop(world, ()):
                    let_go(engine)
                self._remove(world)
            self.forget(world)

    def snapshots(self, world: str) -> list[str]:
        self.require(world)
        of = f"{world}@"
        return sorted(name.removeprefix(of) for name in self._names() if name.startswith(of))

    def snapshot(self, world: str, name: str) -> None:
        with self._lock:
            self.refuse_taken_snapshot(world, name)
            self.write_used(world)
            self._copy(world, f"{world}@{name}")

    def restore(self, world: str, name: str) -> None:
        self.require_snapshot(world, name)
        self._copy(f"{world}@{name}", world)
        self.forget(world)

    def drop_snapshot(self, world: str, name: str) -> None:
        self.require_snapshot(world, name)
        self._remove(f"{world}@{name}")

    def close(self) -> None:
        super().close()
        for engines in self._engines.values():
            let_go(engines[0])
        if self._temporary is not None:
            self._temporary.cleanup()

    def _file(self, name: str) -> Path:
        assert self._main is not None
        return self._main if name == MAIN else self._main.with_stem(f"{self._main.stem}~{name}")

    def _names(self) -> list[str]:
        """World names, and snapshots as `world@snapshot`."""
        of = f"{self._file(MAIN).stem}~"
        others = self._file(MAIN).parent.glob(f"{of}*{self._file(MAIN).suffix}")
        return [MAIN, *(file.stem.removeprefix(of) for file in others)]

    def _remove(self, name: str) -> None:
        for end in ("", "-wal", "-shm"):
            Path(f"{self._file(name)}{end}").unlink(missing_ok=True)

    @cached_property
    def _blank(self) -> sqlite3.Connection:
        """A blank world in memory, the mould of all others."""
        connection = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)

        def connect() -> Any:
            return connection

        connection.execute(f"PRAGMA page_size={_PAGE_BYTES}")
        engine = self._engine(
            StaticPool(connect), "sqlite://", _beginner("BEGIN IMMEDIATE"), Idle()
        )
        Base.metadata.create_all(engine, checkfirst=False)
        with Session(engine) as session:
            fill_blank(session)
        return connection

    def _copy(self, source: str | sqlite3.Connection, target: str) -> None:
        """Write a whole world over another, in one transaction; raises NotFound for the source.

        A file that does not exist yet appears when it is whole.
        """
        file = self._file(target)
        with self._lock:
            if file.exists():
                with self.turn(target), closing(self._raw(file)) as into:
                    self._fill(source, into)
                return
            whole = Path(f"{file}-new")
            whole.unlink(missing_ok=True)
            with closing(sqlite3.connect(whole, isolation_level=None)) as into:
                into.execute("PRAGMA journal_mode=OFF")
                into.execute(f"PRAGMA synchronous={'FULL' if self._durable else 'OFF'}")
                self._fill(source, into)
            whole.rename(file)

    def _fill(self, source: str | sqlite3.Connection, into: sqlite3.Connection) -> None:
        if isinstance(source, sqlite3.Connection):
            source.backup(into)
            return
        if not self._file(source).exists():
            raise NotFound("world", source)
        with closing(self._raw(self._file(source))) as from_:
            from_.backup(into)

    def _raw(self, file: Path) -> sqlite3.Connection:
        connection = sqlite3.connect(file, timeout=_BUSY_SECONDS, isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(f"PRAGMA synchronous={self._synchronous}")
        return connection

    def _connect(self, file: Path) -> tuple[Engine, Engine]:
        """An engine to read one file and one to write it, with one pool."""

        def connect() -> Any:
            try:
                connection = sqlite3.connect(
                    f"{file.absolute().as_uri()}?mode=rw",  # never an empty file in place of none
                    uri=True,
                    timeout=_BUSY_SECONDS,
                    check_same_thread=False,
                )
                self._prepare(connection)
            except sqlite3.OperationalError:
                _require(file)
                raise
            return connection

        pool = QueuePool(
            connect,
            pool_size=16,
            max_overflow=64,
            use_lifo=True,  # the last one used has the world's pages in its cache
            reset_on_return=None,  # every transaction is ended by whoever began it
            dialect=self._compiler.dialect,
        )
        url, idle = f"sqlite:///{file}", Idle()
        reading, writing = (
            self._engine(pool, url, _beginner(begin, file), idle)
            for begin in ("BEGIN", "BEGIN IMMEDIATE")
        )
        return reading, writing

    def _engine(self, pool: Pool, url: str, begin: Begin, idle: Idle) -> Engine:
        """An engine on a pool; all of the store compile SQL once, with one dialect and cache."""
        options = {"compiled_cache": self._compiled, BEGIN: begin, IDLE: idle}
        engine = Engine(pool, self._compiler.dialect, make_url(url), execution_options=options)
        event.listen(engine, "begin", _begin)
        return engine

    def _prepare(self, connection: sqlite3.Connection) -> None:
        connection.isolation_level = None  # transactions begin when we say: see _begin
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(f"PRAGMA synchronous={self._synchronous}")
        connection.execute("PRAGMA cache_size=-16000")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute(f"PRAGMA wal_autocheckpoint={_CHECKPOINT_PAGES}")
        connection.create_function("folded", 1, _fold, deterministic=True)


def _beginner(begin: str, file: Path | None = None) -> Begin:
    """Begin in a world's file, or in memory."""

    def enter(driver: Any, first: str) -> Any:
        try:
            driver.execute(begin)
            return driver.execute(first)
        except sqlite3.OperationalError:
            _require(file)
            raise

    return enter


def _require(file: Path | None) -> None:
    """Raise NotFound for the file of a world that somebody has dropped meanwhile."""
    if file is not None and not file.exists():
        raise NotFound("world") from None


def _begin(connection: Connection) -> None:
    """Begin for SQLAlchemy, unless the driver has begun already."""
    driver: Any = connection.connection.dbapi_connection
    if driver.in_transaction:
        return
    begin: Begin = connection.get_execution_options()[BEGIN]
    try:
        begin(driver, "SELECT 1")
    except sqlite3.OperationalError as error:
        raise OperationalError("BEGIN", {}, error) from error


def _fold(text: str | None) -> str | None:
    return None if text is None else fold(text)


def _read_json(stored: Any) -> Any:
    """SQLite keeps a JSON number as a number."""
    return orjson.loads(stored) if isinstance(stored, str) else stored
