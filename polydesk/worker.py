"""A worker of `polydesk serve`: it opens the store, makes the site, seeds it and introduces it.

Imported by the parent too, which must stay small: what is heavy is imported where it is used.
"""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.util import Finalize
from typing import TYPE_CHECKING, Any, NoReturn

from polydesk.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

    from polydesk.core.worlds import Store
    from polydesk.delivery import Courier
    from polydesk.site import Site

_SEED_LOCK = 0x73656564  # any number, so long as all processes take the same
_LISTEN_SECONDS = 10.0
_STOPPING = (signal.SIGTERM, signal.SIGINT)
_REPEAT_SECONDS = 0.2
_START_SECONDS = 10.0
"""How long the end of a worker waits for its start."""


@dataclass(frozen=True)
class Lines:
    """What the workers of one server have between them: who speaks, and whether one has failed."""

    turn: Connection
    failed: Connection

    def take_turn(self) -> bool:
        """Whether it is ours to introduce the server: true in one worker only.

        To be asked while no other worker asks.
        """
        if not self.turn.poll():
            return False
        self.turn.recv_bytes()
        return True

    def fail(self, reason: str) -> None:
        """Say in a line why there is no serving, so that nobody else has to."""
        self.failed.send_bytes(b"said")
        print(f"polydesk: {reason}", file=sys.stderr, flush=True)


def load(settings: Settings, address: str, lines: Lines) -> WSGIApplication:
    """The application of a worker: granian calls it in the new process, before it listens."""
    obey_signals()
    insist_on_signals()
    _hide_variables()
    _end_with_parent()
    logging.getLogger("_granian").setLevel(logging.ERROR)
    from polydesk.delivery import Courier

    site = _open(settings, lines)
    courier = Courier(site.store)
    gc.enable()
    gc.freeze()
    if settings.scenario is not None:
        site.ready.become(f"seeding scenario {settings.scenario}")
    start = threading.Thread(
        target=_start, args=(site, courier, address, lines), name="polydesk-start", daemon=True
    )
    Finalize(None, _settle, args=(start, courier), exitpriority=1)  # before the store is closed
    start.start()
    if settings.log == "off":
        return site
    from polydesk.log import RequestLog

    return RequestLog(site, settings.log)


def obey_signals() -> None:
    """Stop when told to while still loading.

    A forked worker would keep the parent's handlers, which do nothing for it, until granian sets
    its own just before it listens.
    """

    def stop(*_: object) -> NoReturn:
        for told in _STOPPING:
            signal.signal(told, signal.SIG_IGN)
        sys.exit(0)

    for told in _STOPPING:
        signal.signal(told, stop)


def insist_on_signals() -> None:
    """Repeat a signal to stop until this process has ended; to be called in the main thread.

    granian hears none that comes after it has set its handlers and before it waits for them.
    """
    if not hasattr(signal, "pthread_kill"):
        return
    told, tell = os.pipe()
    os.set_blocking(tell, False)
    signal.set_wakeup_fd(tell, warn_on_full_buffer=False)
    main = threading.get_ident()

    def repeat() -> None:
        while (number := os.read(told, 1)[0]) not in _STOPPING:
            pass
        while True:
            time.sleep(_REPEAT_SECONDS)
            signal.pthread_kill(main, number)

    threading.Thread(target=repeat, name="polydesk-signals", daemon=True).start()


def _hide_variables() -> None:
    """Rename variables like HTTP_PROXY to http_proxy, which means the same.

    granian puts all variables into each WSGI environ, where HTTP_PROXY is a header `Proxy`.
    """
    for name in [name for name in os.environ if name.startswith("HTTP_")]:
        os.environ.setdefault(name.lower(), os.environ.pop(name))


def _end_with_parent() -> None:
    """Stop once the parent is gone, however it went: nobody else would stop us."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="polydesk-parent", daemon=True).start()


def _open(settings: Settings, lines: Lines) -> Site:
    """The site on its store; where that cannot be, says why and exits."""
    import sqlite3

    from sqlalchemy.exc import SQLAlchemyError

    from polydesk import registry
    from polydesk.core.worlds import open_store
    from polydesk.site import make_site

    try:
        store = open_store(settings.database, durable=settings.durable)
    except (
        *(OSError, ValueError, RuntimeError, ImportError),
        *(SQLAlchemyError, sqlite3.Error),
    ) as error:
        lines.fail(f"cannot open the database: {_brief(error)}")
        sys.exit(1)
    Finalize(None, store.close, exitpriority=0)
    return make_site(settings, store, registry.find(settings.dialects))


def _start(site: Site, courier: Courier, address: str, lines: Lines) -> None:
    """Seed, introduce the server, and send webhooks from then on; end it where that fails.

    From the seeding on requests are answered, each as soon as its dialect is loaded.
    """
    done = False
    try:
        with _alone(site.store):
            credentials = _seed(site, site.settings.scenario)
            site.ready.become(None)
            is_ours = lines.take_turn()
        site.load()
        gc.freeze()  # what is loaded stays
        _wait_until_listening(address, site.settings.port)
        if is_ours:
            introduce(site, credentials)
        courier.start()
        done = True
    except _Unseeded as error:
        lines.fail(f"cannot seed scenario {site.settings.scenario}: {error}")
    finally:
        if not done:
            os.kill(os.getpid(), signal.SIGTERM)


def _settle(start: threading.Thread, courier: Courier) -> None:
    """Wait until our own threads do nothing any more."""
    start.join(_START_SECONDS)
    courier.stop()


class _Unseeded(Exception):
    """A scenario that could not be seeded, and why."""


def _seed(site: Site, scenario: str | None) -> list[dict[str, Any]]:
    """The credentials of a scenario just seeded; none where the world was no longer blank."""
    from sqlalchemy.exc import SQLAlchemyError

    from polydesk.core.errors import DeskError

    if scenario is None or not _is_blank(site.store):
        return []
    try:
        return site.seed_scenario(scenario)
    except (OSError, ValueError, DeskError, SQLAlchemyError) as error:
        raise _Unseeded(_brief(error)) from error


def _is_blank(store: Store) -> bool:
    """Whether the world main has only the rows that every world begins with."""
    from sqlalchemy import text

    from polydesk.core.models import Base, World
    from polydesk.core.worlds import STANDARD

    filled = {World.__tablename__, *(model.__tablename__ for model in STANDARD)}
    others = [table for table in Base.metadata.tables if table not in filled]
    any_row = " OR ".join(f'EXISTS (SELECT 1 FROM "{table}")' for table in others)
    with store.desk(writes=False) as desk:
        return not desk.connection.scalar(text(f"SELECT {any_row}"))


@contextmanager
def _alone(store: Store) -> Iterator[None]:
    """Keep other processes on the same database from starting at the same time.

    SQLite has one process only.
    """
    if store.database != "postgresql":
        yield
        return
    from sqlalchemy import func, select

    with store.engine("main").connect() as connection:
        connection.execute(select(func.pg_advisory_xact_lock(_SEED_LOCK)))
        yield


def _wait_until_listening(address: str, port: int) -> None:
    deadline = time.monotonic() + _LISTEN_SECONDS
    while True:
        try:
            socket.create_connection((address, port), timeout=1).close()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.005)


def introduce(site: Site, credentials: list[dict[str, Any]]) -> None:
    """Print where each dialect is, with a credential and a command line to try it.

    Credentials are shown on loopback only: else they would end up in other people's logs.
    """
    from polydesk import __version__

    settings = site.settings
    shown = {one["dialect"]: one for one in reversed(credentials)} if settings.is_loopback else {}
    rows = [("dialect", "base URL", "credential")]
    lines = []
    for name, dialect in site.dialects.items():
        url, credential = site.base_url(name), shown.get(name)
        sent = f"{credential['header']}: {credential['value']}" if credential else "-"
        rows.append((name, url, sent))
        if credential:
            lines.append(dialect.curl(url, credential["header"], credential["value"]))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    table = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
    about = f"Polydesk {__version__}, database {site.store.database}, mounted by {settings.mount}"
    if settings.scenario is not None and not credentials:
        lines = [f"main is not blank: scenario {settings.scenario} was left out"]
    print("\n".join([about, "", *table, "", *lines, ""] if lines else [about, "", *table, ""]))
    sys.stdout.flush()


def _brief(error: Exception) -> str:
    """An error in a line: what is wrong in which place, or its own first line."""
    fields = getattr(error, "fields", None)
    if isinstance(fields, dict):
        return "; ".join(f"{path}: {', '.join(reasons)}" for path, reasons in fields.items())
    cause = getattr(error, "orig", None) or error
    return str(cause).strip().partition("\n")[0] or type(error).__name__
