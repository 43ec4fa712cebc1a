"""What happened, in the order it happened."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from polydesk.core.models.base import Base
from polydesk.core.models.people import Person


class Event(Base):
    """One fact, written in the transaction that made it true.

    `kind` is `noun.verb`; `about` and `about_id` are a table's name and a row's id.
    """

    __tablename__ = "event"
    __table_args__ = (Index(None, "about", "about_id"), {"sqlite_autoincrement": True})

    kind: Mapped[str] = mapped_column(String(60))
    about: Mapped[str] = mapped_column(String(40))
    about_id: Mapped[int]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    credential_id: Mapped[int | None]
    at: Mapped[datetime]
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    actor: Mapped[Person | None] = relationship()
