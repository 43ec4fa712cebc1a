"""What groups the topmost categories."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from polydesk.core.models.base import Entity, Remembered


class Section(Remembered, Entity):
    """A name over categories, unique to the letter; one vendor numbers them."""

    __tablename__ = "section"

    name: Mapped[str] = mapped_column(String(255), unique=True)
