"""A database transaction: begun on the driver, and SQLAlchemy's where somebody asks for that."""

from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, Dialect, Engine, PoolProxiedConnection
from sqlalchemy.exc import DBAPIError

BEGIN = "polydesk_begin"
"""The execution option of an engine that holds its `Begin`."""

IDLE = "polydesk_idle"
"""The execution option of an engine that holds its `Idle`, if it has one."""

Begin = Callable[[Any, str], Any]
"""Begins a transaction on a DBAPI connection with a first query, and gives the query's cursor."""
Idle = list[PoolProxiedConnection]
"""Pooled connections that wait for the next transaction, the one used last at the end.

The pool itself would look after them each time, which takes longer than a statement.
"""


class Transaction:
    """One transaction on one pooled connection, from the making of it to `end`.

    Most requests need no more than `driver`, the DBAPI's connection: to make SQLAlchemy's takes
    longer than many a statement. All methods raise SQLAlchemy's errors.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.dialect: Dialect = engine.dialect
        self._idle: Idle | None = engine.get_execution_options().get(IDLE)
        self._pooled = self._connect()
        self.driver: Any = self._pooled.dbapi_connection

    def _connect(self) -> PoolProxiedConnection:
        if self._idle:
            with suppress(IndexError):  # another thread has taken the last one
                return self._idle.pop()
        try:
            return self._engine.raw_connection()
        except self._errors as error:
            raise self.wrapped(error, None) from error

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
        begin: Begin = self._engine.get_execution_options()[BEGIN]
        try:
            return begin(self.driver, first).fetchone()
        except self._errors as error:
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
        try:
            (self.driver.commit if commit else self.driver.rollback)()
        except self._errors as error:
            raise self.wrapped(error, "COMMIT" if commit else "ROLLBACK") from error
        finally:
            if self._idle is None:
                self._pooled.close()
            else:
                self._idle.append(self._pooled)

    def wrapped(self, error: Exception, statement: str | None, binds: Any = ()) -> BaseException:
        """An error of the driver as SQLAlchemy's."""
        return DBAPIError.instance(statement, binds, error, self._errors, dialect=self.dialect)
