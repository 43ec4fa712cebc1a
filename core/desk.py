"""The one argument of every service: who is at work, in which world, inside which transaction."""

import hashlib
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, cached_property
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Engine, Select, Table, bindparam, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from ulid import ULID

from polydesk.core import memory, prepared
from polydesk.core.clock import Clock
from polydesk.core.errors import NotFound
from polydesk.core.memory import Memory
from polydesk.core.models import MAX_ID, Base, Entity, Event, Person, Remembered, Role, World
from polydesk.core.transaction import Transaction

B = TypeVar("B", bound=Base)
T = TypeVar("T")

_current: ContextVar["Desk"] = ContextVar("polydesk.desk")
_ULID_LENGTH = 26
_STATE = "SELECT clock_offset, frozen_at, seed, version FROM world"


@dataclass(frozen=True)
class Machine:
    """An integration that may do everything; `person_id` is in whose name, if in anybody's."""

    name: str
    person_id: int | None = None


@dataclass(frozen=True)
class Robot(Machine):
    """A rule at work, by its name: what it does is nobody's doing."""


@dataclass(frozen=True)
class Caller:
    """The credential that a request came with: what of its row never changes while it is good."""

    id: int
    kind: str
    name: str
    description: str | None
    prefix: str | None
    owner_id: int | None
    created_at: datetime
    expires_at: datetime | None
    ulid: str
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Account:
    """A living person as processes remember one: who it is, and what they may do at present."""

    id: int
    ulid: str
    name: str
    email: str | None
    username: str | None
    role: Role
    is_manager: bool
    can_sign_in: bool
    password_hash: str | None = field(repr=False)
    password_changed_at: datetime | None
    mfa_confirmed_at: datetime | None
    organization_id: int | None
    department_id: int | None
    disabled: bool
    created_at: datetime

    @property
    def may_enter(self) -> bool:
        """Whether they may sign in, and what they hold opens anything."""
        return self.can_sign_in and not self.disabled


Actor = Person | Account | Machine


@dataclass(frozen=True)
class Told:
    """What a desk has told: an `Event`, with who was at work as the desk knew them."""

    kind: str
    about: str
    about_id: int
    actor: Actor | None
    at: datetime
    data: Mapping[str, Any]


@dataclass
class Desk:
    """Someone at work in one world, inside one transaction.

    `actor` is None for a request that carried no credentials. `writes` tells whether the
    transaction may change anything; such a one locks what it gets. `told` is what happened so far,
    and `posted` whether there is something new to be sent once it is committed. A `silent` one
    does all that is asked, and lets rules send nothing. A `judged` one is of a dialect that judges
    by its vendor's rules who may, so that the core's are not asked. `done` is what came of slow
    work, by its key, where the request begins again for that; see `aside`.
    """

    work: Transaction
    make_session: Callable[[Connection], Session] = Session
    clock: Clock = field(default_factory=Clock)
    seed: int | None = None
    version: int = 0
    memory: Memory = field(default_factory=Memory)
    writes: bool = True
    actor: Actor | None = None
    credential: Caller | None = None
    told: list[Told] = field(default_factory=list)
    posted: bool = False
    silent: bool = False
    judged: bool = False
    done: Mapping[object, Any] | None = None
    _now: datetime | None = None

    @property
    def connection(self) -> Connection:
        """SQLAlchemy's connection, in this transaction."""
        return self.work.connection

    @cached_property
    def session(self) -> Session:
        """The unit of work of this transaction, made when first asked for."""
        return self.make_session(self.connection)

    def now(self) -> datetime:
        """The moment of this transaction on the world's clock; the same however often asked."""
        if self._now is None:
            self._now = self.clock.now()
        return self._now

    @property
    def person(self) -> Person | None:
        """The person at work, or in whose name a machine is."""
        if isinstance(self.actor, Person):
            return self.actor
        id = self.person_id
        return None if id is None else self.session.get(Person, id)

    @property
    def person_id(self) -> int | None:
        """The id of `person`."""
        return (
            self.actor.person_id
            if isinstance(self.actor, Machine)
            else getattr(self.actor, "id", None)
        )

    @contextmanager
    def acting(self, actor: Actor | None) -> Iterator[None]:
        """Somebody else is at work meanwhile, without a credential; None for nobody."""
        before = self.actor, self.credential
        self.actor, self.credential = actor, None
        try:
            yield
        finally:
            self.actor, self.credential = before

    def flush(self) -> None:
        """Send what the session has gathered to the store."""
        if "session" in self.__dict__:
            self.session.flush()

    def add(self, row: B) -> B:
        """Put a new row into the store: it gets its id and, if clients can name it, ULID and times.

        Times that the row has already are kept.
        """
        if isinstance(row, Entity):
            self._name(row)
        self.session.add(row)
        self.session.flush()
        return row

    def add_all(self, rows: Sequence[Base]) -> None:
        """Put several new rows into the store at once."""
        for row in rows:
            if isinstance(row, Entity):
                self._name(row)
        self.session.add_all(rows)
        self.session.flush()

    def insert(self, model: type[Base], **values: Any) -> int:
        """Put a new row into the store in one statement, and give its id: the fast way to write.

        It gets what `add` gives it; foreign keys are given as ids.
        """
        if issubclass(model, Entity):
            values.setdefault("created_at", self.now())
            values.setdefault("updated_at", values["created_at"])
            if "ulid" not in values:
                values["ulid"] = self.make_ulid(values["created_at"])
        if issubclass(model, Remembered):
            memory.move(self.session)
        return prepared.insert_row(self.work, cast(Table, model.__table__), values)

    def _name(self, row: Entity) -> None:
        now = self.now()
        row.created_at = row.created_at or now
        row.updated_at = row.updated_at or row.created_at
        row.ulid = row.ulid or self.make_ulid(row.created_at)

    def make_ulid(self, at: datetime) -> str:
        """A name for a row that is to be made, unique everywhere, of that moment."""
        milliseconds = max(0, int(at.timestamp() * 1000))
        if self.seed is None:
            number = self.memory.ascend(milliseconds, self.random_bytes)
        else:
            number = milliseconds << 80 | int.from_bytes(self.random_bytes(10))
        return str(ULID(number.to_bytes(16)))

    def random_bytes(self, count: int) -> bytes:
        """Unpredictable bytes; in a world with a seed the same ones in every run, at most 64.

        The first five of a seeded draw count up, so that what is made of them sorts by its making.
        """
        if self.seed is None:
            return secrets.token_bytes(count)
        world = self._drawn_from
        world.draws += 1
        counted = world.draws.to_bytes(5)
        key = self.seed.to_bytes(16, signed=True)
        return (counted + hashlib.blake2b(counted, key=key).digest())[:count]

    @cached_property
    def _drawn_from(self) -> World:
        """The world, locked: nobody else draws till this transaction ends."""
        return self.session.get_one(World, 1, with_for_update=True)

    def get(self, model: type[B], key: int | str, *options: Any) -> B:
        """The row with this id, or ULID in any letter case; raises NotFound.

        In a writing transaction the row stays locked to its end, so what is read of it holds.
        `options` are SQLAlchemy loader options, made once (module level); for collections
        use `selectinload`.
        """
        row = self.find(model, key, *options)
        if row is None:
            raise NotFound(model.__tablename__, key)
        return row

    def find(self, model: type[B], key: int | str, *options: Any) -> B | None:
        """As `get`, but None where there is none."""
        if isinstance(key, int):
            if not 0 < key <= MAX_ID:
                return None
            statement = _one(model, "id", self.writes, options)
        else:
            if len(key) != _ULID_LENGTH or "\0" in key:  # no database has a NUL in a text
                return None
            statement = _one(model, "ulid", self.writes, options)
            key = key.upper()
        return self.session.scalars(statement, {"key": key}).one_or_none()

    def all(self, query: Select[T]) -> Sequence[T]:
        """All rows of a query."""
        return self.session.scalars(query).all()

    def rows(self, query: Any, **values: Any) -> Sequence[Any]:
        """The rows of a query of columns, built once (module level), with values for its binds.

        The fast way to read: plain tuples with names, which cannot be changed.
        """
        return prepared.rows(self.work, query, values)

    def find_or_add(self, query: Select[B], make: Callable[[], B]) -> B:
        """The one row of the query, made if there is none; two who make it at once get one row."""
        found = self.session.scalars(query).one_or_none()
        if found is not None:
            return found
        try:
            with self.session.begin_nested():
                return self.add(make())
        except IntegrityError:
            return self.session.scalars(query).one()

    def touch(self, row: Entity) -> bool:
        """Stamp `updated_at` if anything of the row has changed; says whether."""
        changed = self.session.is_modified(row)
        if changed:
            row.updated_at = self.now()
        return changed

    def tell(self, kind: str, about: Base, **data: Any) -> None:
        """Write down what happened (`noun.verb`) to a row that has its id, in this transaction."""
        self.tell_of(kind, type(about), about.id, **data)

    def tell_of(self, kind: str, about: type[Base], id: int, **data: Any) -> None:
        """As `tell`, of a row known by its id."""
        at = self.now()
        self.insert(
            Event,
            kind=kind,
            about=about.__tablename__,
            about_id=id,
            actor_id=self.person_id,
            credential_id=self.credential.id if self.credential else None,
            at=at,
            data=data,
        )
        self.told.append(Told(kind, about.__tablename__, id, self.actor, at, data))

    def recall(self, name: object, make: Callable[[], T]) -> T:
        """A plain value made of `Remembered` rows, made once and kept until one of them changes."""
        if "session" in self.__dict__ and memory.has_moved(self.session):
            return make()
        return self.memory.recall(self.version, name, make)


@cache
def _one(model: type[B], column: str, locked: bool, options: tuple[Any, ...]) -> Select[B]:
    statement = select(model).where(getattr(model, column) == bindparam("key")).options(*options)
    if locked:
        statement = statement.with_for_update(of=model, key_share=True)
        statement = statement.execution_options(populate_existing=True)
    return statement


def current_desk() -> Desk:
    """The desk that is open: for what writes answers, and is given a row only."""
    return _current.get()


@contextmanager
def open_desk(
    engine: Engine,
    memory: Memory,
    *,
    writes: bool,
    make_session: Callable[[Connection], Session] = Session,
    finish: Callable[[Desk], None] | None = None,
) -> Iterator[Desk]:
    """A desk for one transaction: committed on leaving if it `writes`, rolled back on a raise.

    `finish` is called with a writing desk before its commit.
    """
    work, done = Transaction(engine), False
    try:
        state = work.begin(_STATE)
        desk = Desk(work, make_session, _clock(state), state[2], state[3], memory, writes)
        before = _current.set(desk)
        try:
            yield desk
            desk.flush()
            if writes and finish is not None:
                finish(desk)
                desk.flush()
        finally:
            _current.reset(before)
            if "session" in desk.__dict__:
                desk.session.close()
        done = True
    finally:
        work.end(commit=done and writes)


def _clock(state: Any) -> Clock:
    frozen_at = state[1]
    if isinstance(frozen_at, str):  # SQLite has no moments of its own
        frozen_at = datetime.fromisoformat(frozen_at)
    return Clock(state[0], None if frozen_at is None else frozen_at.replace(tzinfo=UTC))
