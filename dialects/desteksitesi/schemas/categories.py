"""Categories, and who answers in them. Source: contract 7.8 and 7.9."""

from marshmallow import fields

from polydesk.dialects.desteksitesi.fields import Int
from polydesk.kit.fields import Schema


class CategoryId(Schema):
    """Which category."""

    id = Int(required=True)


class Category(Schema):
    """A category, of a mapping that `sorting.shown` gives."""

    CategoryID = fields.Int(attribute="id")
    Name = fields.Str(attribute="name")
    SectionID = fields.Int(attribute="section_id", allow_none=True)
    Section = fields.Str(attribute="section", allow_none=True)
    NameWithSection = fields.Str(attribute="full_name")
    ForTechsOnly = fields.Bool(attribute="techs_only")
    FromAddress = fields.Str(attribute="from_address", allow_none=True)


class Tech(Schema):
    """Somebody who answers in a category."""

    UserID = fields.Int()
    Username = fields.Str()
    FirstName = fields.Str()
    LastName = fields.Str()
    TicketsAssigned = fields.Int()
    FullNameAndLogin = fields.Str()
    FullName = fields.Str()
