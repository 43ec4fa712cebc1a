"""What clients prove themselves with."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from polydesk.core.models.base import Entity, Remembered
from polydesk.core.models.people import Person


class Credential(Remembered, Entity):
    """A key or token of one dialect. Only the SHA-256 of the secret is kept.

    `prefix` is the part of a secret that may be shown and looked up by.
    `owner` is whom it acts for; a machine's key may have none. `data` is the kind's own: scopes,
    the state of a session; it is not tracked, so give it a new dict to change it.
    """

    __tablename__ = "credential"
    __table_args__ = (Index(None, "dialect", "kind", "digest"), {"sqlite_autoincrement": True})

    dialect: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(120), default="")
    description: Mapped[str | None] = mapped_column(String(255))
    prefix: Mapped[str | None] = mapped_column(String(60))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    expires_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    owner: Mapped[Person | None] = relationship()
