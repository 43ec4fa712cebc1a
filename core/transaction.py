"""A database transaction: begun on the driver, and SQLAlchemy's where somebody asks for that."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, Dialect, Engine
from sqlalchemy.exc import DBAPIError

BEGIN = "polydesk_begin"
"""The execution option of an engine that holds its `Begin`."""

Begin = Callable[[Any, str], Any]
"""Begins a transaction on a DBAPI connection with a first query, and gives the query's cursor."""


class Transaction:
    """One transaction on one pooled connection, from the making of it to `end`.

    Most requests need no more than `driver`, the DBAPI's connection: to make SQLAlchemy's takes
    longer than many a statement. All methods raise SQLAlchemy's errors.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.dialect: Dialect = engine.dialect
        self._errors = self.dialect.loaded_dbapi.Error
        try:
            self._pooled = engine.raw_connection()
        except self._errors as error:
            raise self.wrapped(error, None) from error
        self.driver: Any = self._pooled.dbapi_connection

    @classmethod
    def of(cls, connection: Connection) -> "Transaction":
        """The transaction that a connection of SQLAlchemy's is in; it ends there."""
        joined = cls.__new__(cls)
        joined.dialect = connection.dialect
        joined._errors = connection.dialect.loaded_dbapi.Error
        joined.driver = connection.connection.dbapi_connection
        joined.connection = connection
        return joined

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

    def end(self, *, commit: bool) -> None:
        """Keep what was done, or nothing of it."""
        try:
            (self.driver.commit if commit else self.driver.rollback)()
        except self._errors as error:
            raise self.wrapped(error, "COMMIT" if commit else "ROLLBACK") from error
        finally:
            self._pooled.close()

    def wrapped(self, error: Exception, statement: str | None, binds: Any = ()) -> BaseException:
        """An error of the driver as SQLAlchemy's."""
        return DBAPIError.instance(statement, binds, error, self._errors, dialect=self.dialect)
