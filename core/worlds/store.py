"""What every store of worlds can do."""

import logging
import re
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from datetime import datetime
from functools import partial
from typing import Any, ClassVar, TypeVar

from sqlalchemy import Connection, Engine, bindparam, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from polydesk.core import outbox, rules
from polydesk.core.desk import Desk, open_desk
from polydesk.core.errors import Conflict, Invalid, NotFound
from polydesk.core.hooks import Masks
from polydesk.core.memory import Memory, Seen
from polydesk.core.models import Credential, Person, World
from polydesk.core.worlds.blank import SCHEMA

T = TypeVar("T")

log = logging.getLogger(__name__)

MAIN = "main"
_USED = (
    update(Credential).where(Credential.id == bindparam("key")).values(last_used_at=bindparam("at"))
)
_SEEN = (
    update(Person)
    .where(Person.id == bindparam("key"))
    .values(
        last_seen_at=bindparam("at"),
        last_ip=bindparam("from_address"),
        last_user_agent=bindparam("by_agent"),
    )
)
_NAME = re.compile(r"[a-z0-9-]{1,40}")


def check_name(name: str) -> str:
    """The name, if a world or a snapshot may be called so; else raises Invalid."""
    if not _NAME.fullmatch(name):
        raise Invalid({"name": ["must be 1 to 40 of a-z, 0-9 and -"]})
    return name


def _ignore(_: str) -> None:
    pass


def _met(person: int, seen: Seen) -> dict[str, Any]:
    return {
        "key": person,
        "at": seen.at,
        "from_address": seen.address,
        "by_agent": seen.agent,
    }


def _soon(do: Callable[..., None], *arguments: Any) -> None:
    """Do it in a second, unless the process ends before."""
    timer = threading.Timer(1.0, do, arguments)
    timer.daemon = True
    timer.start()


def _let_go(memory: Memory, used: Mapping[int, datetime], seen: Mapping[int, Seen]) -> None:
    """Forget what is written down, unless there is something newer by now."""
    _forget(memory.used, used)
    _forget(memory.seen, seen)


def _forget(noted: dict[int, T], written: Mapping[int, T]) -> None:
    """Take out what is written, but for what has been noted anew meanwhile."""
    for id, one in written.items():
        if noted.get(id) is one:
            noted.pop(id, None)


class Store(ABC):
    """A database of worlds. The world `main` always exists.

    All methods may be called from any thread. A world that is reset or restored under
    running requests lets them finish, on the old state or the new.
    Raise NotFound("world" or "snapshot"), Conflict("world" or "snapshot", "taken") and, for the
    dropping of `main`, Conflict("world", "needed").
    """

    database: ClassVar[str]
    """`sqlite` or `postgresql`."""
    wordings: dict[str, outbox.Wording]
    """How each dialect tells its webhooks what happened, by name."""
    masks: dict[str, Masks]
    """What each dialect puts into the requests of its rules, by name."""
    on_posted: Callable[[str], None]
    """Called with a world's name when there is something new to be sent in it."""

    def __init__(self) -> None:
        self.wordings = {}
        self.masks = {}
        self.on_posted = _ignore
        self._memories: dict[str, Memory] = {}
        self._closed = False

    @abstractmethod
    def engine(self, world: str, *, writes: bool = True) -> Engine:
        """The engine whose connections see this world only; raises NotFound.

        A transaction that `writes` sees no other one's changes after its beginning, and no other
        changes what it has got.
        """

    def turn(self, world: str) -> AbstractContextManager[Any]:  # noqa: ARG002
        """What a writer holds where only one can write a world at a time.

        SQLite's own waiting is polling: it gives the lock to whoever looks at the right moment,
        and some never do.
        """
        return nullcontext()

    @abstractmethod
    def worlds(self) -> list[str]:
        """The names of all worlds, sorted."""

    @abstractmethod
    def make(self, world: str, *, copy_of: str | None = None) -> None:
        """A new world, blank or equal to another one."""

    @abstractmethod
    def reset(self, world: str) -> None:
        """Back to a blank world: ids start at 1, the clock is real."""

    @abstractmethod
    def drop(self, world: str) -> None:
        """No more such world, nor any snapshot of it."""

    @abstractmethod
    def snapshots(self, world: str) -> list[str]:
        """The names of a world's snapshots, sorted."""

    @abstractmethod
    def snapshot(self, world: str, name: str) -> None:
        """Keep the world as it is."""

    @abstractmethod
    def restore(self, world: str, name: str) -> None:
        """The world as it was when the snapshot was taken; the snapshot stays."""

    @abstractmethod
    def drop_snapshot(self, world: str, name: str) -> None:
        """No more such snapshot."""

    def close(self) -> None:
        """Write down what is still to be, then let go of all connections and temporary files."""
        for world in list(self._memories):
            self.write_used(world)
        self._closed = True

    def memory(self, world: str) -> Memory:
        """What this process remembers of a world."""
        found = self._memories.get(world)
        if found is None:
            new = Memory(partial(_soon, self.write_used, world))
            found = self._memories.setdefault(world, new)
        return found

    def desk(
        self,
        world: str = MAIN,
        *,
        writes: bool = True,
        make_session: Callable[[Connection], Session] = Session,
    ) -> AbstractContextManager[Desk]:
        """A desk in a world; what it tells is told to rules and webhooks, if it is committed."""
        if writes:
            return self._writing(world, make_session)
        engine = self.engine(world, writes=False)
        return open_desk(engine, self.memory(world), writes=False, make_session=make_session)

    @contextmanager
    def _writing(self, world: str, make_session: Callable[[Connection], Session]) -> Iterator[Desk]:
        engine = self.engine(world)
        with (
            self.turn(world),
            open_desk(
                engine,
                self.memory(world),
                writes=True,
                make_session=make_session,
                finish=partial(self._finish, world),
            ) as desk,
        ):
            yield desk
        if desk.posted:
            self.on_posted(world)

    def _finish(self, world: str, desk: Desk) -> None:
        rules.run(desk, self.masks, world)
        outbox.queue(desk, self.wordings)

    def check_schema(self, world: str) -> None:
        """Raise RuntimeError for a world whose tables another version of polydesk has laid out."""
        with Session(self.engine(world, writes=False)) as session:
            found = session.scalars(select(World.schema)).one()
        if found != SCHEMA:
            raise RuntimeError(
                f"the world {world} has layout {found}, this version of polydesk needs {SCHEMA}: "
                "export it with the version that made it, or remove it"
            )

    def write_used(self, world: str) -> None:
        """Write down now what is noted in a world's memory."""
        memory = self.memory(world)
        memory.is_due = False
        used, seen = dict(memory.used), dict(memory.seen)
        if not (used or seen) or self._closed:
            return
        try:
            with suppress(NotFound), self.desk(world) as desk:  # the world may be gone by now
                if used:
                    noted = [{"key": id, "at": at} for id, at in used.items()]
                    desk.connection.execute(_USED, noted)
                if seen:
                    desk.connection.execute(_SEEN, [_met(*one) for one in seen.items()])
        except OperationalError as error:  # the store is busy: next time
            log.info("%s: last uses are not written down yet: %s", world, error.orig)
            memory.be_written()
            return
        # who has read the row before it was written looks here afterwards
        _soon(_let_go, memory, used, seen)

    def forget(self, world: str) -> None:
        """Remember nothing of a world: it is another one now."""
        self._memories.pop(world, None)

    def require(self, world: str) -> None:
        """Raise NotFound unless there is such a world."""
        if world not in self.worlds():
            raise NotFound("world", world)

    def require_snapshot(self, world: str, name: str) -> None:
        """Raise NotFound unless there is such a snapshot."""
        if name not in self.snapshots(world):
            raise NotFound("snapshot", name)

    def refuse_taken(self, world: str) -> None:
        """Raise Invalid or Conflict where a world of this name cannot be made."""
        if check_name(world) in self.worlds():
            raise Conflict("world", "taken")

    def refuse_taken_snapshot(self, world: str, name: str) -> None:
        """Raise Invalid or Conflict where a snapshot of this name cannot be taken."""
        if check_name(name) in self.snapshots(world):
            raise Conflict("snapshot", "taken")

    def refuse_main(self, world: str) -> None:
        """Raise Conflict for the world that always exists."""
        if world == MAIN:
            raise Conflict("world", "needed")
