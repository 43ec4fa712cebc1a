"""A database transaction: begun on the driver, and SQLAlchemy's where somebody asks for that."""

from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, Dialect, Engine, PoolProxiedConnection
from sqlalchemy.exc import DBAPIError

BEGIN = "polydesk_begin"
"""The execution option of an engine that holds its `Begin`."""

READ_ONLY = "polydesk_read_only"
"""The execution option of an engine whose transactions cannot write: they end with a commit.

psycopg forgets the statements it has prepared when a transaction is rolled back.
"""

IDLE = "polydesk_idle"
"""The execution option of an engine that holds its `Idle`."""

Begin = Callable[[Any, str], Any]
"""Begins a transaction on a DBAPI connection with a first query, and gives the query's cursor."""
Idle = list[PoolProxiedConnection]
"""Pooled connections that wait for the next transaction, the one used last at the end.

The pool itself would look after them each time, which takes longer than a statement.
"""


def let_go(engine: Engine) -> None:
    """Close the connections that nobody is using."""
    idle: Idle = engine.get_execution_options()[IDLE]
    while idle:
        idle.pop().close()
    engine.dispose()


class Transaction:
    """One transaction on one pooled connection, from the making of it to `end`.

    Most requests need no more than `driver`, the DBAPI's connection: to make SQLAlchemy's takes
    longer than many a statement. All methods raise SQLAlchemy's errors.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.dialect: Dialect = engine.dialect
        options = engine.get_execution_options()
        self._idle: Idle = options[IDLE]
        self._begin: Begin = options[BEGIN]
        self._is_read_only = options.get(READ_ONLY, False)
        self._pooled = self._connect()
        self.driver: Any = self._pooled.dbapi_connection

    def _connect(self) -> PoolProxiedConnection:
        if self._idle:
            with suppress(IndexError):  # another thread has taken the last one
                self._was_idle = True
                return self._idle.pop()
        self._was_idle = False
        try:
            return self._engine.raw_connection()
        except self._errors as error:
            raise self.wrapped(error, None) from error

    def _reconnect(self, error: Exception) -> bool:
        """Another connection, if this one has waited till its server closed it; says whether."""
        if not (self._was_idle and self._is_closed(error)):
            return False
        self._pooled.invalidate(error)
        self._pooled = self._connect()
        self.driver = self._pooled.dbapi_connection
        return True

    @classmethod
    def of(cls, connection: Connection) -> "Transaction":
        """The transaction that a connection of SQLAlchemy's is in; it ends there."""
        joined = cls.__new__(cls)
        joined.dialect = connection.dialect
        joined.driver = connection.connection.dbapi_connection
        joined.connection = connection
        return joined

    @property
    def _errors(self) -> type[Exception]:
        return self.dialect.loaded_dbapi.Error

    @cached_property
    def connection(self) -> Connection:
        """SQLAlchemy's connection, in this transaction."""
        connection = Connection(self._engine, self._pooled)
        connection.begin()
        return connection

    def begin(self, first: str) -> Any:
        """Begin with a query; gives its first row."""
        while True:
            try:
                return self._begin(self.driver, first).fetchone()
            except self._errors as error:
                if not self._reconnect(error):
                    raise self.wrapped(error, first) from error

    def run(self, statement: str, binds: Any) -> Any:
        """The rows of a statement, as the driver has them."""
        try:
            return self.driver.execute(statement, binds).fetchall()
        except self._errors as error:
            raise self.wrapped(error, statement, binds) from error

    def add(self, statement: str, binds: Any) -> int:
        """Put in a row by a statement; gives its id, if the driver knows that by itself."""
        try:
            return int(self.driver.execute(statement, binds).lastrowid)
        except self._errors as error:
            raise self.wrapped(error, statement, binds) from error

    def end(self, *, commit: bool) -> None:
        """Keep what was done, or nothing of it."""
        if not self._pooled.is_valid:  # it was closed before anything was begun
            return
        try:
            (self.driver.commit if commit or self._is_read_only else self.driver.rollback)()
        except self._errors as error:
            raise self.wrapped(error, "COMMIT" if commit else "ROLLBACK") from error
        finally:
            self._idle.append(self._pooled)

    def wrapped(self, error: Exception, statement: str | None, binds: Any = ()) -> BaseException:
        """An error of the driver as SQLAlchemy's; without a statement it is one of connecting."""
        return DBAPIError.instance(
            statement,
            binds,
            error,
            self._errors,
            connection_invalidated=statement is None or self._is_closed(error),
            dialect=self.dialect,
        )

    def _is_closed(self, error: Exception) -> bool:
        return self.dialect.is_disconnect(error, self.driver, None)  # type: ignore[arg-type]
