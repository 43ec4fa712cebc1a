"""Tickets and what is said in them."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from polydesk.core.models.base import Base, Entity
from polydesk.core.models.catalogue import Category, Department, Priority, Status, Tag, TicketType
from polydesk.core.models.files import File
from polydesk.core.models.groups import Group
from polydesk.core.models.indexes import partial_index
from polydesk.core.models.people import Organization, Person
from polydesk.core.models.sla import SlaPolicy


class MessageKind(enum.StrEnum):
    """What a message is to its ticket; `OPENING` is the ticket's own text."""

    OPENING = "opening"
    REPLY = "reply"
    NOTE = "note"
    SYSTEM = "system"


class Format(enum.StrEnum):
    """How a body was written; it is kept as posted."""

    TEXT = "text"
    HTML = "html"
    MARKDOWN = "markdown"
    BBCODE = "bbcode"


def _made_at(context: Any) -> Any:
    """When the row is made that is inserted; None where that is said elsewhere."""
    return context and context.get_current_parameters()["created_at"]


class Ticket(Entity):
    """One matter. `status` and `priority` may be unset, since one vendor lets clients clear them.

    `requester` is whose matter it is, `made_by` who entered it for them, if somebody else.
    `status_at` is since when it has its status, from its making on if nobody says otherwise.
    `closed_at` is when it was last closed, as the closing dialect says. `time_spent` is in seconds.
    `started_at` is since when somebody is at it. `changed_by` changed it last; None for nobody yet.
    `updated_by_user` and `updated_by_staff` say whose the last public reply was, `noted` whether
    there are notes since staff last replied; none of the three holds of a closed ticket.
    `locked_by` keeps it for themself since `locked_at`.
    `deleted_at` is set for tickets in a vendor's bin; they do not exist for the other dialects.
    `guest_…` and `tracking_number` are of tickets that came without an account; the number is
    unique. `respond_by` and `resolve_by` were promised at creation; `paused_at` is since when the
    ticket waits for somebody else, which is added to them when it goes on.
    """

    __tablename__ = "ticket"
    __table_args__ = (
        Index(None, "status_id", "created_at"),
        Index(None, "department_id", "status_id", "created_at"),
        Index(None, "created_at", "id"),
        {"sqlite_autoincrement": True},
    )

    subject: Mapped[str] = mapped_column(String(255))
    status_id: Mapped[int | None] = mapped_column(ForeignKey("status.id"))
    status_at: Mapped[datetime] = mapped_column(default=_made_at)
    priority_id: Mapped[int | None] = mapped_column(ForeignKey("priority.id"))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    type_id: Mapped[int | None] = mapped_column(ForeignKey("ticket_type.id"))
    requester_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("group.id", ondelete="SET NULL"))
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    channel: Mapped[str] = mapped_column(String(20), default="api")
    due_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    first_assigned_at: Mapped[datetime | None]
    first_agent_reply_at: Mapped[datetime | None]
    last_agent_reply_at: Mapped[datetime | None]
    last_user_reply_at: Mapped[datetime | None]
    updated_by_user: Mapped[bool] = mapped_column(default=False)
    updated_by_staff: Mapped[bool] = mapped_column(default=False)
    noted: Mapped[bool] = mapped_column(default=False)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    resolved_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    resolution: Mapped[str | None] = mapped_column(Text)
    time_spent: Mapped[int] = mapped_column(default=0)
    locked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    locked_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
    deleted_reason: Mapped[str | None] = mapped_column(String(20))
    tracking_number: Mapped[int | None]
    guest_name: Mapped[str | None] = mapped_column(String(255))
    guest_email: Mapped[str | None] = mapped_column(String(255))
    guest_phone: Mapped[str | None] = mapped_column(String(80))
    sla_policy_id: Mapped[int | None] = mapped_column(
        ForeignKey("sla_policy.id", ondelete="SET NULL")
    )
    respond_by: Mapped[datetime | None]
    resolve_by: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]

    status: Mapped[Status | None] = relationship()
    priority: Mapped[Priority | None] = relationship()
    category: Mapped[Category | None] = relationship()
    department: Mapped[Department | None] = relationship()
    type: Mapped[TicketType | None] = relationship()
    requester: Mapped[Person] = relationship(foreign_keys=[requester_id])
    made_by: Mapped[Person | None] = relationship(foreign_keys=[made_by_id])
    assignee: Mapped[Person | None] = relationship(foreign_keys=[assignee_id])
    changed_by: Mapped[Person | None] = relationship(foreign_keys=[changed_by_id])
    locked_by: Mapped[Person | None] = relationship(foreign_keys=[locked_by_id])
    group: Mapped[Group | None] = relationship()
    organization: Mapped[Organization | None] = relationship()
    sla_policy: Mapped[SlaPolicy | None] = relationship()
    opening: Mapped["Message | None"] = relationship(
        primaryjoin="and_(Message.ticket_id == Ticket.id, Message.kind == 'OPENING')",
        viewonly=True,
        uselist=False,
    )
    messages: Mapped[list["Message"]] = relationship(
        back_populates="ticket", order_by="Message.id", cascade="all, delete-orphan"
    )
    tag_uses: Mapped[list["TicketTag"]] = relationship(
        order_by="TicketTag.position", cascade="all, delete-orphan"
    )

    @property
    def body(self) -> str:
        """The ticket's own text; empty where a ticket was made without."""
        return self.opening.body if self.opening else ""


class Message(Entity):
    """Something said in a ticket. The ticket's own text is its `OPENING` message.

    `recipients` are the e-mail addresses that it was sent to in so many words.
    """

    __tablename__ = "message"
    __table_args__ = (Index(None, "ticket_id", "kind"), {"sqlite_autoincrement": True})

    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    kind: Mapped[MessageKind]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    body: Mapped[str] = mapped_column(Text)
    format: Mapped[Format] = mapped_column(default=Format.TEXT)
    recipients: Mapped[list[str]] = mapped_column(JSON, default=list)
    edited_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]

    ticket: Mapped[Ticket] = relationship(back_populates="messages")
    author: Mapped[Person | None] = relationship()
    files: Mapped[list[File]] = relationship(order_by=File.id, cascade="all, delete-orphan")


class TicketTag(Base):
    """A tag on a ticket, in its place and as it was spelled there."""

    __tablename__ = "ticket_tag"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), index=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tag.id"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(255))

    tag: Mapped[Tag] = relationship()


partial_index(
    Ticket,
    "uq_ticket_tracking_number",
    ("tracking_number",),
    "tracking_number IS NOT NULL",
    unique=True,
)
partial_index(
    Ticket,
    "ix_ticket_updated_at_ulid_deleted_at",
    ("updated_at", "ulid", "deleted_at"),
    "deleted_at IS NULL",
)
partial_index(
    Ticket,
    "ix_ticket_status_id_resolved_at",
    ("status_id", "resolved_at"),
    "resolved_at IS NOT NULL",
)
partial_index(Message, "ix_message_author_id", ("author_id",), "kind != 'OPENING'")
for _column in ("group_id", "category_id", "type_id", "due_at", "locked_by_id", "deleted_at"):
    partial_index(Ticket, f"ix_ticket_{_column}", (_column,), f"{_column} IS NOT NULL")
