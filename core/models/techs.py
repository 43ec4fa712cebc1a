"""Which categories an agent answers."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from polydesk.core.models.base import Base, Remembered
from polydesk.core.models.catalogue import Category
from polydesk.core.models.people import Person


class CategoryTech(Remembered, Base):
    """A technician of one category, not of those below it; for all see `Person.all_categories`."""

    __tablename__ = "category_tech"
    __table_args__ = (UniqueConstraint("person_id", "category_id"), {"sqlite_autoincrement": True})

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    category_id: Mapped[int] = mapped_column(
        ForeignKey("category.id", ondelete="CASCADE"), index=True
    )

    person: Mapped[Person] = relationship()
    category: Mapped[Category] = relationship()
