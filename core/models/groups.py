"""Teams that answer tickets, and which tickets are theirs."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from polydesk.core import text
from polydesk.core.models.base import Base, Entity, Remembered
from polydesk.core.models.catalogue import Category
from polydesk.core.models.people import Person


class Group(Remembered, Entity):
    """A team; `name` is unique ignoring case, `key` follows it by itself."""

    __tablename__ = "group"

    name: Mapped[str] = mapped_column(String(255))
    key: Mapped[str] = mapped_column(String(255), unique=True)

    members: Mapped[list["GroupMember"]] = relationship(
        order_by="GroupMember.person_id", cascade="all, delete-orphan"
    )
    scopes: Mapped[list["GroupScope"]] = relationship(
        order_by="GroupScope.id", cascade="all, delete-orphan"
    )

    @validates("name")
    def _keep_key(self, attribute: str, value: str) -> str:
        self.key = text.key(value)
        return value


class GroupMember(Remembered, Base):
    """A person in a group."""

    __tablename__ = "group_member"
    __table_args__ = (UniqueConstraint("person_id", "group_id"), {"sqlite_autoincrement": True})

    group_id: Mapped[int] = mapped_column(ForeignKey("group.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))

    person: Mapped[Person] = relationship()


class GroupScope(Remembered, Base):
    """What comes to a group by itself: tickets of a category or a type, and of all below it."""

    __tablename__ = "group_scope"
    __table_args__ = (UniqueConstraint("group_id", "category_id"), {"sqlite_autoincrement": True})

    group_id: Mapped[int] = mapped_column(ForeignKey("group.id"))
    category_id: Mapped[int] = mapped_column(
        ForeignKey("category.id", ondelete="CASCADE"), index=True
    )

    category: Mapped[Category] = relationship()
