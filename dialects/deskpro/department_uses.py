"""What departments are for: tickets, chats or both. Source: contract 9.3 and 10.7."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, func, select, true

from polydesk.core.desk import Desk
from polydesk.core.models import Department
from polydesk.dialects.deskpro.refs import Ref
from polydesk.dialects.deskpro.settings import DIALECT

TICKETS, CHATS = "is_tickets_enabled", "is_chat_enabled"


def enabled(use: str) -> ColumnElement[bool]:
    """The condition that a department is for this use; those of other vendors are for all."""
    return func.coalesce(Department.extras[(DIALECT, use)].as_boolean(), true())


class DepartmentFor(Ref):
    """The id of a department that is for a use."""

    def __init__(self, use: str, **kwargs: Any) -> None:
        self._use = use
        super().__init__(Department, **kwargs)

    def _is_there(self, desk: Desk, id: int) -> bool:
        return id in _known(desk, self._use)


def _known(desk: Desk, use: str) -> Collection[int]:
    """The ids of all departments for a use, without a query where nothing has changed."""

    def read() -> Collection[int]:
        return frozenset(desk.session.scalars(select(Department.id).where(enabled(use))))

    return desk.recall((DIALECT, "departments", use), read)
