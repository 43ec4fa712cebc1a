"""How tickets hang together."""

import enum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from polydesk.core.models.base import Entity
from polydesk.core.models.tickets import Ticket


class LinkKind(enum.StrEnum):
    """What a ticket is to the one it is linked to."""

    RELATED = "related"
    PARENT = "parent"
    CHILD = "child"
    CAUSED_BY = "caused_by"
    DUPLICATE = "duplicate"


class Link(Entity):
    """One ticket's side of a link. There are always two, one each way, with names of their own.

    `back` is the kind of the other one, which therefore has `kind` and `back` the other way round.
    """

    __tablename__ = "link"
    __table_args__ = (
        UniqueConstraint("ticket_id", "kind", "back", "to_id"),
        {"sqlite_autoincrement": True},
    )

    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"))
    to_id: Mapped[int] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"), index=True)
    kind: Mapped[LinkKind]
    back: Mapped[LinkKind]

    ticket: Mapped[Ticket] = relationship(foreign_keys=[ticket_id])
    to: Mapped[Ticket] = relationship(foreign_keys=[to_id])
