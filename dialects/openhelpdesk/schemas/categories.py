"""Categories, types and items. Source: contract 4.5."""

from marshmallow import fields

from polydesk.dialects.openhelpdesk.fields import Line, Number, Truth
from polydesk.kit.fields import Schema


class Category(Schema):
    """A category."""

    id = fields.Str(attribute="ulid")
    name = fields.Str()
    sort_order = fields.Int(attribute="position")
    archived = fields.Bool()


class Type(Category):
    """A type, in its category."""

    category_id = fields.Str(attribute="parent.ulid")


class Item(Category):
    """An item, in its type."""

    type_id = fields.Str(attribute="parent.ulid")


class NewCategory(Schema):
    """A category to be made."""

    name = Line("name", required=True, most=255, missing="category name is required")
    sort_order = Number("sort_order", attribute="position")


class NewType(NewCategory):
    """A type to be made."""

    name = Line("name", required=True, most=255, missing="type name is required")


class NewItem(NewCategory):
    """An item to be made."""

    name = Line("name", required=True, most=255, missing="item name is required")


class CategoryChange(NewCategory):
    """Changes of a category."""

    archived = Truth("archived")


class TypeChange(NewType):
    """Changes of a type."""

    archived = Truth("archived")


class ItemChange(NewItem):
    """Changes of an item."""

    archived = Truth("archived")
