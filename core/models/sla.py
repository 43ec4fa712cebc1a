"""What was promised: how soon a ticket is answered and resolved."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from polydesk.core.models.base import Entity, Remembered


class SlaPolicy(Remembered, Entity):
    """A promise for new tickets of a priority, of a category and all below it, of both or of any.

    `response` and `resolution` are in seconds.
    """

    __tablename__ = "sla_policy"

    name: Mapped[str] = mapped_column(String(255))
    priority_id: Mapped[int | None] = mapped_column(ForeignKey("priority.id"))
    category_id: Mapped[int | None] = mapped_column(
        ForeignKey("category.id", ondelete="CASCADE"), index=True
    )
    response: Mapped[float]
    resolution: Mapped[float]
