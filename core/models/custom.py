"""Fields that admins add to what vendors have, and what is filled in there."""

import enum

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from polydesk.core.models.assets import Asset
from polydesk.core.models.base import Base, Entity, Remembered
from polydesk.core.models.catalogue import Category
from polydesk.core.models.chats import Conversation
from polydesk.core.models.indexes import partial_index
from polydesk.core.models.people import Organization, Person
from polydesk.core.models.tickets import Ticket


class Usage(enum.StrEnum):
    """What a custom field is filled in for."""

    TICKET = "ticket"
    PERSON = "person"
    ORGANIZATION = "organization"
    ASSET = "asset"
    CONVERSATION = "conversation"


class FieldType(enum.StrEnum):
    """What a custom field holds; both kinds of dates hold a time of day where one was given."""

    TEXT = "text"
    MULTILINE = "multiline"
    DATE = "date"
    DATETIME = "datetime"
    CHECKBOX = "checkbox"
    CHOICE = "choice"
    MULTICHOICE = "multichoice"


class CustomField(Remembered, Entity):
    """A field of tickets, people, organizations, assets or chats. Names may be shared.

    `everywhere`: for tickets of every category; else for those in `categories` and below only.
    One that is not `enabled` is neither read nor written. `default` is what forms begin with, as
    a text.
    """

    __tablename__ = "custom_field"

    name: Mapped[str] = mapped_column(String(255))
    usage: Mapped[Usage]
    type: Mapped[FieldType]
    mandatory: Mapped[bool] = mapped_column(default=False)
    techs_only: Mapped[bool] = mapped_column(default=False)
    show_in_list: Mapped[bool] = mapped_column(default=False)
    everywhere: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int] = mapped_column(default=0)
    description: Mapped[str] = mapped_column(Text, default="")
    enabled: Mapped[bool] = mapped_column(default=True)
    default: Mapped[str | None] = mapped_column(Text)

    options: Mapped[list["CustomOption"]] = relationship(
        order_by="CustomOption.id", cascade="all, delete-orphan"
    )
    categories: Mapped[list["CustomFieldCategory"]] = relationship(
        order_by="CustomFieldCategory.id", cascade="all, delete-orphan"
    )


class CustomOption(Remembered, Entity):
    """One of the answers of a choice or multichoice field."""

    __tablename__ = "custom_option"

    field_id: Mapped[int] = mapped_column(ForeignKey("custom_field.id"))
    name: Mapped[str] = mapped_column(String(255))
    position: Mapped[int] = mapped_column(default=0)


class CustomFieldCategory(Remembered, Base):
    """A category whose tickets have the field; those below it have it too."""

    __tablename__ = "custom_field_category"
    __table_args__ = (UniqueConstraint("field_id", "category_id"), {"sqlite_autoincrement": True})

    field_id: Mapped[int] = mapped_column(ForeignKey("custom_field.id"))
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id", ondelete="CASCADE"))

    category: Mapped[Category] = relationship()


class CustomValue(Base):
    """What is filled in for one thing; a multichoice field has a row for each option chosen.

    Choices say `option_id`, all others `text`: `true` or `false`, a date in ISO 8601 with the time
    where one was given, or the text itself. `polydesk.core.custom` reads and writes them.
    """

    __tablename__ = "custom_value"

    field_id: Mapped[int] = mapped_column(
        ForeignKey("custom_field.id", ondelete="CASCADE"), index=True
    )
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey(Ticket.id, ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id, ondelete="CASCADE"))
    organization_id: Mapped[int | None] = mapped_column(
        ForeignKey(Organization.id, ondelete="CASCADE")
    )
    asset_id: Mapped[int | None] = mapped_column(ForeignKey(Asset.id, ondelete="CASCADE"))
    conversation_id: Mapped[int | None] = mapped_column(
        ForeignKey(Conversation.id, ondelete="CASCADE")
    )
    text: Mapped[str | None] = mapped_column(Text)
    option_id: Mapped[int | None] = mapped_column(
        ForeignKey("custom_option.id", ondelete="CASCADE")
    )


for _column in ("option_id", *(f"{usage.value}_id" for usage in Usage)):
    partial_index(CustomValue, f"ix_custom_value_{_column}", (_column,), f"{_column} IS NOT NULL")
