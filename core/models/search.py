"""What can be searched."""

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from polydesk.core.models.base import Base


class SearchDocument(Base):
    """What can be found of one row: `about` is its table's name.

    `text` is folded (`polydesk.core.text.fold`) and searched for parts.
    """

    __tablename__ = "search_document"
    __table_args__ = (
        UniqueConstraint("about", "about_id"),
        {"sqlite_autoincrement": True},
    )

    about: Mapped[str] = mapped_column(String(40))
    about_id: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
