"""What staff say again and again."""

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from polydesk.core.models.base import Entity


class CannedReply(Entity):
    """A text to answer with, kept as written; `name` is for those who choose it."""

    __tablename__ = "canned_reply"

    name: Mapped[str] = mapped_column(String(255))
    body: Mapped[str] = mapped_column(Text)
