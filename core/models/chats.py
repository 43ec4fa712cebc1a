"""Chats: what people write to each other at the moment, beside the tickets."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from polydesk.core.models.base import Entity
from polydesk.core.models.catalogue import Department
from polydesk.core.models.people import Person
from polydesk.core.models.tickets import Format, Ticket


class ChatKind(enum.StrEnum):
    """Who talks: a customer with the desk, somebody who needs help, or staff among themselves."""

    CUSTOMER = "customer"
    SUPPORT = "support"
    INTERNAL = "internal"


class ChatStatus(enum.StrEnum):
    """How a conversation stands; all but an active one have ended."""

    ACTIVE = "active"
    ARCHIVED = "archived"
    CLOSED = "closed"


class Conversation(Entity):
    """A chat. `person` is whose it is, `agent` who answers, `made_by` who has begun it.

    `channel` is how it came; `deleted_at` puts it into a bin. `polydesk.core.chats` keeps
    `ended_at` (since when it is no longer active) and `last_message_at`.
    """

    __tablename__ = "conversation"

    subject: Mapped[str] = mapped_column(String(255), default="")
    kind: Mapped[ChatKind] = mapped_column(default=ChatKind.SUPPORT)
    status: Mapped[ChatStatus] = mapped_column(default=ChatStatus.ACTIVE)
    channel: Mapped[str] = mapped_column(String(40), default="api")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"), index=True)
    ticket_id: Mapped[int | None] = mapped_column(
        ForeignKey("ticket.id", ondelete="SET NULL"), index=True
    )
    last_message_at: Mapped[datetime | None] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]

    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    agent: Mapped[Person | None] = relationship(foreign_keys=[agent_id])
    made_by: Mapped[Person | None] = relationship(foreign_keys=[made_by_id])
    department: Mapped[Department | None] = relationship()
    ticket: Mapped[Ticket | None] = relationship()
    messages: Mapped[list["ChatMessage"]] = relationship(
        order_by="ChatMessage.id",
        cascade="all, delete-orphan",
        passive_deletes=True,
        back_populates="conversation",
    )
    participants: Mapped[list["ChatParticipant"]] = relationship(
        order_by="ChatParticipant.id",
        cascade="all, delete-orphan",
        passive_deletes=True,
        back_populates="conversation",
    )


class ChatMessage(Entity):
    """Something said in a conversation; `by_user` by whom it is about, else by the desk.

    An `internal` one is for staff. `read_at` is when somebody else has read it first.
    """

    __tablename__ = "chat_message"

    conversation_id: Mapped[int] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), index=True
    )
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    by_user: Mapped[bool] = mapped_column(default=False)
    internal: Mapped[bool] = mapped_column(default=False)
    body: Mapped[str] = mapped_column(Text)
    format: Mapped[Format] = mapped_column(default=Format.TEXT)
    read_at: Mapped[datetime | None]

    conversation: Mapped[Conversation] = relationship(back_populates="messages")
    author: Mapped[Person | None] = relationship()


class ChatParticipant(Entity):
    """A person who takes part in a conversation, since `created_at`; once in each.

    `role` is as what: a word of the vendor's, which no rule reads.
    """

    __tablename__ = "chat_participant"
    __table_args__ = (
        UniqueConstraint("conversation_id", "person_id"),
        {"sqlite_autoincrement": True},
    )

    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(String(40), default="participant")

    conversation: Mapped[Conversation] = relationship(back_populates="participants")
    person: Mapped[Person] = relationship()
