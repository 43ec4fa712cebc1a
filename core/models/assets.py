"""What the organization owns."""

import enum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from polydesk.core.models.base import Base, Entity
from polydesk.core.models.files import File
from polydesk.core.models.people import Organization, Person
from polydesk.core.models.tickets import Ticket


class AssetKind(enum.StrEnum):
    """Which shelf an asset stands on."""

    HARDWARE = "hardware"
    SOFTWARE = "software"
    OTHER = "other"


class Asset(Entity):
    """A machine, a licence, a thing. None stands for what nobody has said.

    `asset_tag` and `custom_tag` are unique within a kind, to the letter.
    `people` and `tickets` are whom and what it is for; where a vendor has one person only, that is
    the `assignee`: the first.
    `details` holds the long tail by field name: `cpu`, `license_key`, `purchase_date` (ISO) ….
    """

    __tablename__ = "asset"
    __table_args__ = (
        UniqueConstraint("kind", "asset_tag"),
        UniqueConstraint("kind", "custom_tag"),
        {"sqlite_autoincrement": True},
    )

    kind: Mapped[AssetKind]
    name: Mapped[str | None] = mapped_column(String(255))
    manufacturer: Mapped[str | None] = mapped_column(String(255))
    model: Mapped[str | None] = mapped_column(String(255))
    vendor: Mapped[str | None] = mapped_column(String(255))
    category: Mapped[str | None] = mapped_column(String(255))
    type: Mapped[str | None] = mapped_column(String(255))
    serial_number: Mapped[str | None] = mapped_column(String(255))
    asset_tag: Mapped[str | None] = mapped_column(String(255))
    custom_tag: Mapped[str | None] = mapped_column(String(255))
    location: Mapped[str | None] = mapped_column(String(255))
    status: Mapped[str | None] = mapped_column(String(255))
    notes: Mapped[str | None] = mapped_column(Text)
    quantity: Mapped[int | None]
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    disabled: Mapped[bool] = mapped_column(default=False)
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    organization: Mapped[Organization | None] = relationship()
    files: Mapped[list[File]] = relationship(order_by=File.id, cascade="all, delete-orphan")
    people: Mapped[list["AssetPerson"]] = relationship(
        order_by="AssetPerson.id", cascade="all, delete-orphan"
    )
    tickets: Mapped[list["AssetTicket"]] = relationship(
        order_by="AssetTicket.id", cascade="all, delete-orphan"
    )

    @property
    def assignee_id(self) -> int | None:
        """The id of the first of the people."""
        return self.people[0].person_id if self.people else None

    @property
    def assignee(self) -> Person | None:
        """The first of the people."""
        return self.people[0].person if self.people else None


class AssetPerson(Base):
    """An asset in somebody's hands."""

    __tablename__ = "asset_person"
    __table_args__ = (UniqueConstraint("asset_id", "person_id"), {"sqlite_autoincrement": True})

    asset_id: Mapped[int] = mapped_column(ForeignKey("asset.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)

    person: Mapped[Person] = relationship()


class AssetTicket(Base):
    """An asset that a ticket is about."""

    __tablename__ = "asset_ticket"
    __table_args__ = (UniqueConstraint("asset_id", "ticket_id"), {"sqlite_autoincrement": True})

    asset_id: Mapped[int] = mapped_column(ForeignKey("asset.id"))
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"), index=True)

    ticket: Mapped[Ticket] = relationship()
