"""Who else is told of a ticket."""

import enum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from polydesk.core.models.base import Base
from polydesk.core.models.people import Person
from polydesk.core.models.tickets import Ticket


class SubscriberKind(enum.StrEnum):
    """`CC` is on the mails to the requester, `FOLLOWER` is staff that looks on.

    `ENDED` is no subscriber: who would be one by what they have to do with the ticket, and is not.
    """

    CC = "cc"
    FOLLOWER = "follower"
    ENDED = "ended"


class Subscriber(Base):
    """A person subscribed to a ticket; once as each kind."""

    __tablename__ = "subscriber"
    __table_args__ = (
        UniqueConstraint("ticket_id", "kind", "person_id"),
        {"sqlite_autoincrement": True},
    )

    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[SubscriberKind] = mapped_column(default=SubscriberKind.CC)

    ticket: Mapped[Ticket] = relationship()
    person: Mapped[Person] = relationship()
