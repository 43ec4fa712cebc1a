"""What a process knows of a world between requests, and when it must forget."""

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import event, inspect, update
from sqlalchemy.orm import Session, UOWTransaction

from polydesk.core.models import Remembered, World

T = TypeVar("T")

_MOVED = "polydesk.version_moved"


@dataclass(frozen=True)
class Seen:
    """When a person has called last, from which address and with what."""

    at: datetime
    address: str | None
    agent: str | None


class Memory:
    """One world's `Remembered` rows as plain values, kept while the world's `version` stands.

    Also the last ULID given out, so that ULIDs ascend within a process; `used`, when credentials
    were last used, and `seen`, when persons have called last, each by id till the store has
    written it down, which `write_soon` asks it to and `is_due` then; `passwords`, a keyed digest
    of the last good one by person; and `counts`, which rate limits keep.
    """

    def __init__(self, write_soon: Callable[[], object] = lambda: None) -> None:
        self.used: dict[int, datetime] = {}
        self.seen: dict[int, Seen] = {}
        self.is_due = False
        self._write_soon = write_soon
        self.passwords: dict[int, bytes] = {}
        self.counts: dict[object, Any] = {}
        self._kept: tuple[int | None, dict[object, Any]] = (None, {})
        self._lock = threading.Lock()
        self._ulid = 0

    def note_used(self, credential: int, at: datetime) -> None:
        """Have it written down within a second that a credential was used: no read waits."""
        self.be_written()
        self.used[credential] = at

    def note_seen(self, person: int, seen: Seen) -> None:
        """Have it written down within a second that a person has called, likewise."""
        self.be_written()
        self.seen[person] = seen

    def be_written(self) -> None:
        """Ask the store to write down what is noted, unless it was asked already."""
        if not self.is_due:
            self.is_due = True
            self._write_soon()

    def recall(self, version: int, name: object, make: Callable[[], T]) -> T:
        """The value kept under `name`, made if there is none for this `version`.

        None is not kept: what strangers may ask for must not fill the memory.
        """
        kept = self._kept
        if kept[0] != version:
            kept = self._kept = (version, {})
        value: T | None = kept[1].get(name)
        if value is None:
            value = make()
            if value is not None:
                kept[1][name] = value
        return value

    def ascend(self, milliseconds: int, draw: Callable[[int], bytes]) -> int:
        """A ULID's number: ten random bytes below the time; one more in the same millisecond."""
        with self._lock:
            if milliseconds == self._ulid >> 80:
                self._ulid += 1
            else:
                self._ulid = milliseconds << 80 | int.from_bytes(draw(10))
            return self._ulid


def has_moved(session: Session) -> bool:
    """Whether this transaction has changed what is remembered: then nothing may be recalled."""
    return bool(session.info.get(_MOVED))


@event.listens_for(Session, "before_flush")
def _move_version(session: Session, context: UOWTransaction, instances: Any) -> None:
    changed = (
        *session.new,
        *session.deleted,
        *(row for row in session.dirty if _is_other(session, row)),
    )
    if any(isinstance(row, Remembered) for row in changed):
        move(session)


def _is_other(session: Session, row: object) -> bool:
    """Whether a row that is there already has changed, in what is remembered of it."""
    if not session.is_modified(row):
        return False
    if not isinstance(row, Remembered) or row.remembered is None:
        return True
    attributes = inspect(row).attrs
    return any(attributes[name].history.has_changes() for name in row.remembered)


def move(session: Session) -> None:
    """Let everybody forget, once this transaction is committed."""
    if not has_moved(session):
        session.info[_MOVED] = True
        session.connection().execute(update(World).values(version=secrets.randbits(62)))
