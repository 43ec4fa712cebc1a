"""Whole collections that one vendor alone has."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from polydesk.core.models.base import Entity
from polydesk.core.models.people import Person


class Record(Entity):
    """One thing of a dialect's own `collection`; no rule of the core ever reads its `data`.

    `data` is not tracked, so give it a new dict to change it.
    """

    __tablename__ = "record"
    __table_args__ = (
        Index(None, "dialect", "collection", "owner_id", "position"),
        {"sqlite_autoincrement": True},
    )

    dialect: Mapped[str] = mapped_column(String(60))
    collection: Mapped[str] = mapped_column(String(60))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    owner: Mapped[Person | None] = relationship()
