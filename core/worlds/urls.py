"""From a database URL to a store."""

from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from polydesk.core.worlds.store import Store

TEMPORARY = ":temporary:"


def open_store(url: str, *, durable: bool = False) -> Store:
    """The store behind `sqlite:///file.db`, `postgresql://…` or `:temporary:` (forgotten on exit).

    `durable` makes SQLite keep acknowledged writes over a power cut too (`synchronous=FULL`).
    Raises ValueError for any other URL.
    """
    if url == TEMPORARY:
        from polydesk.core.worlds.sqlite import SqliteStore

        return SqliteStore(None, durable=durable)
    try:
        parsed = make_url(url)
    except ArgumentError:
        parsed = None
    if parsed is not None and parsed.drivername == "sqlite" and parsed.database:
        from polydesk.core.worlds.sqlite import SqliteStore

        return SqliteStore(Path(parsed.database), durable=durable)
    if parsed is not None and parsed.drivername in ("postgresql", "postgresql+psycopg"):
        from polydesk.core.worlds.postgres import PostgresStore

        return PostgresStore(parsed.set(drivername="postgresql+psycopg"))
    raise ValueError(f"{url!r} is none of sqlite:///FILE, postgresql://…, {TEMPORARY}")
