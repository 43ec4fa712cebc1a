"""The words tickets and articles are sorted by. All are rows, since vendors let admins add some."""

import enum

from sqlalchemy import ForeignKey, Index, String, Text, func
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from polydesk.core import text
from polydesk.core.models.base import Entity, Remembered
from polydesk.core.models.indexes import partial_index
from polydesk.core.models.sections import Section


class Kind(enum.StrEnum):
    """What a status means; every rule of the core looks at this only."""

    NEW = "new"
    OPEN = "open"
    PENDING = "pending"
    HELD = "held"
    RESOLVED = "resolved"
    CLOSED = "closed"


class Status(Remembered, Entity):
    """Where a ticket stands. `code` names the rows of a blank world; custom rows have none.

    `name` of a custom row is its word in every dialect that has custom statuses, to the letter.
    """

    __tablename__ = "status"

    name: Mapped[str] = mapped_column(String(255))
    kind: Mapped[Kind]
    code: Mapped[str | None] = mapped_column(String(20), unique=True)
    color: Mapped[str | None] = mapped_column(String(20))
    position: Mapped[int] = mapped_column(default=0)


class Priority(Remembered, Entity):
    """How urgent: `rank` 1 (low) to 4 (urgent). Custom rows have no `code`."""

    __tablename__ = "priority"

    name: Mapped[str] = mapped_column(String(255))
    rank: Mapped[int]
    code: Mapped[str | None] = mapped_column(String(20), unique=True)


class TicketType(Remembered, Entity):
    """What sort of matter a ticket is: a question, an incident. Several may be called alike."""

    __tablename__ = "ticket_type"

    name: Mapped[str] = mapped_column(String(255))


class Department(Remembered, Entity):
    """Where tickets go, and where people work."""

    __tablename__ = "department"

    name: Mapped[str] = mapped_column(String(255), unique=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    position: Mapped[int] = mapped_column(default=0)


class Category(Remembered, Entity):
    """A node of the tree that tickets and articles are sorted into.

    `section` groups the topmost nodes. Siblings have different names, to the letter.
    `department` is whose matters these are. `from_address` is the sender of the mails about its
    tickets.
    """

    __tablename__ = "category"

    name: Mapped[str] = mapped_column(String(255))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"), index=True)
    section_id: Mapped[int | None] = mapped_column(ForeignKey("section.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    position: Mapped[int] = mapped_column(default=0)
    archived: Mapped[bool] = mapped_column(default=False)
    techs_only: Mapped[bool] = mapped_column(default=False)
    color: Mapped[str | None] = mapped_column(String(50))
    from_address: Mapped[str | None] = mapped_column(String(255))
    notes: Mapped[str | None] = mapped_column(Text)

    section: Mapped[Section | None] = relationship()
    parent: Mapped["Category | None"] = relationship(remote_side="Category.id")


class Tag(Entity):
    """A label, unique ignoring case; `name` is its first spelling."""

    __tablename__ = "tag"

    name: Mapped[str] = mapped_column(String(255))
    key: Mapped[str] = mapped_column(String(255), unique=True)

    @validates("name")
    def _keep_key(self, attribute: str, value: str) -> str:
        self.key = text.key(value)
        return value


# Two custom rows never share a word; a custom row may share a standard row's name.
partial_index(Status, "uq_status_custom_name", ("name",), "code IS NULL", unique=True)
partial_index(Priority, "uq_priority_custom_name", ("name",), "code IS NULL", unique=True)
Index(
    "uq_category_siblings",
    func.coalesce(Category.parent_id, 0),
    Category.name,
    unique=True,
)
