"""Counting the statements that reach the database, whichever way they take."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event

from polydesk.core.transaction import Transaction


@contextmanager
def counting() -> Iterator[list[str]]:
    """The statements that this thread runs meanwhile, besides the one that opens every desk.

    By SQLAlchemy, and by the driver itself.
    """
    statements: list[str] = []
    us = threading.get_ident()

    def note(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        if threading.get_ident() == us:
            statements.append(statement)

    def noted(past_sqlalchemy: Any) -> Any:
        def run(work: Transaction, statement: str, binds: Any) -> Any:
            note(None, None, statement)
            return past_sqlalchemy(work, statement, binds)

        return run

    event.listen(Engine, "before_cursor_execute", note)
    try:
        with pytest.MonkeyPatch.context() as patch:
            for way in ("run", "add"):
                patch.setattr(Transaction, way, noted(getattr(Transaction, way)))
            yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", note)
