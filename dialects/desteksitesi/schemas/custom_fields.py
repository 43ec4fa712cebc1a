"""Custom fields and what is filled in. Source: contract 6.2, 6.7, 7.10 and 7.11."""

from typing import Any

from marshmallow import INCLUDE, fields, validate

from polydesk.dialects.desteksitesi.fields import Flag, Int, Text
from polydesk.kit.fields import Schema


class Filling(Text):
    """What is filled in: text, or JSON's own numbers and truths; an empty text clears."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=True, metadata={"blank": True}, **kwargs)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        if isinstance(value, bool):
            return str(value).lower()
        return super()._deserialize(value, attr, data, **kwargs)


class OfCategory(Schema):
    """Of which category's tickets."""

    category_id = Int(data_key="categoryId", required=True, metadata={"aliases": ["id"]})


class OfUsage(Schema):
    """Of what: 1 tickets, 2 assets, 3 users, 4 companies."""

    usage = Int(data_key="type", load_default=None, validate=validate.OneOf([1, 2, 3, 4]))


class OfTicket(Schema):
    """Of which ticket, and whether fields without a value are wanted too."""

    id = Int(required=True, metadata={"aliases": ["ticketId"]})
    unset = Flag(data_key="returnUnset", load_default=False)


class OfUser(Schema):
    """Of which user."""

    id = Int(required=True, metadata={"aliases": ["userId"]})


class OfThing(Schema):
    """Of which company or asset."""

    id = Int(required=True)


class TicketField(Schema):
    """One field of a ticket."""

    id = Int(data_key="ticketId", required=True, metadata={"aliases": ["id"]})
    field_id = Int(data_key="fieldId", required=True)
    value = Filling()


class TicketFields(Schema):
    """Any number of fields of a ticket, as `cf<id>`."""

    class Meta:
        unknown = INCLUDE

    id = Int(data_key="ticketId", required=True, metadata={"aliases": ["id"]})


class UserField(OfUser):
    """One field of a user."""

    field_id = Int(data_key="fieldId", required=True)
    value = Filling()


class ThingField(OfThing):
    """One field of a company or an asset."""

    field_id = Int(data_key="fieldId", required=True)
    value = Filling()


class Option(Schema):
    """One of the answers of a field."""

    OptionID = fields.Int(attribute="id")
    FieldID = fields.Int(attribute="field_id")
    Value = fields.Str(attribute="name")
    OrderByNumber = fields.Int(attribute="position")


class Definition(Schema):
    """A field, of a mapping that `custom_fields.defined` gives."""

    FieldName = fields.Str(attribute="name")
    FieldID = fields.Int(attribute="id")
    Type = fields.Int(attribute="type")
    UsageType = fields.Int(attribute="usage")
    ForTechsOnly = fields.Bool(attribute="techs_only")
    Mandatory = fields.Bool(attribute="mandatory")
    OrderByNumber = fields.Int(attribute="position")
    ShowInGrid = fields.Bool(attribute="show_in_grid")
    SelectionComboOptions = fields.List(
        fields.Nested(Option()), attribute="options", allow_none=True
    )


class ShortValue(Schema):
    """What is filled in for a user or a company."""

    FieldName = fields.Str(attribute="name")
    FieldID = fields.Int(attribute="id")
    Type = fields.Int(attribute="type")
    Value = fields.Str(attribute="value", allow_none=True)


class Value(Schema):
    """What is filled in for a ticket, of a mapping that `custom_fields.of_all` gives."""

    FieldName = fields.Str(attribute="name")
    FieldID = fields.Int(attribute="id")
    Type = fields.Int(attribute="type")
    UsageType = fields.Constant(0)  # as the vendor shows it, though tickets are 1 elsewhere
    Value = fields.Str(attribute="value", allow_none=True)
    ValueWithOption = fields.Str(attribute="option", allow_none=True)
    Mandatory = fields.Bool(attribute="mandatory")
    OptionID = fields.Int(attribute="option_id", allow_none=True)
    ShowInGrid = fields.Bool(attribute="show_in_grid")
    SelectionComboOptions = fields.Constant(None, metadata={"nullable": True})


class AssetValue(Value):
    """What is filled in for an asset."""

    UsageType = fields.Constant(2)
    AccessType = fields.Constant(0)
    OrderByNumber = fields.Int(attribute="position")
