"""Articles on the wire. Source: contract 6.5 and 7.14."""

from typing import Any

from marshmallow import fields, validate

from polydesk.dialects.desteksitesi.fields import Flag, Int, Stamp, Text
from polydesk.dialects.desteksitesi.schemas.files import Attachment
from polydesk.kit.fields import Schema

_LONGEST = 255
_NULL: dict[str, Any] = {"required": True, "allow_none": True}


class ArticleFilter(Schema):
    """Of which category."""

    category_id = Int(data_key="categoryId")


class ArticleKey(Schema):
    """Which article."""

    id = Int(required=True)


class NewArticle(Schema):
    """An article to be written."""

    category_id = Int(data_key="categoryId", required=True)
    subject = Text(
        required=True,
        validate=validate.Length(max=_LONGEST, error=f"is longer than {_LONGEST} characters"),
    )
    body = Text(required=True)
    techs_only = Flag(data_key="forTechsOnly", load_default=False)


class ArticleTag(Schema):
    """A tag, and how many articles that are listed have it."""

    TagID = fields.Int(attribute="id", required=True)
    Name = fields.Str(attribute="name", required=True)
    TagCount = fields.Int(attribute="count", required=True)


class Article(Schema):
    """An article; lists leave out what is long, and alone it is without its `UrlId`."""

    Attachments = fields.List(fields.Nested(Attachment), attribute="attachments", required=True)
    ArticleId = fields.Int(attribute="id", required=True)
    Subject = fields.Str(attribute="title", required=True)
    Body = fields.Str(attribute="body", **_NULL)
    ForTechsOnly = fields.Bool(attribute="techs_only", required=True)
    CategoryID = fields.Int(attribute="category_id", required=True)
    CategoryName = fields.Str(attribute="category", **_NULL)
    CategoryNotes = fields.Str(attribute="category_notes", **_NULL)
    TagString = fields.Str(attribute="tag_string", **_NULL)
    UrlId = fields.Str(attribute="url_id", **_NULL)
    DateCreated = Stamp(zone="", attribute="created_at", required=True)
    LastUpdated = Stamp(zone="", attribute="updated_at", **_NULL)
    Url = fields.Str(attribute="url", required=True)
    Tags = fields.List(fields.Nested(ArticleTag), attribute="tags", **_NULL)


class ArticleCategory(Schema):
    """A category that has articles; `TicketCount` is how many of them are listed."""

    CategoryID = fields.Int(attribute="id", required=True)
    Name = fields.Str(attribute="name", required=True)
    SectionID = fields.Int(attribute="section_id", **_NULL)
    Section = fields.Str(attribute="section", **_NULL)
    TicketCount = fields.Int(attribute="count", required=True)
    NameWithSection = fields.Str(attribute="full_name", required=True)
    ForTechsOnly = fields.Bool(attribute="techs_only", required=True)
    ForSpecificUsers = fields.Constant(False, metadata={"type": "boolean"})
    FromAddress = fields.Str(attribute="from_address", **_NULL)
    KBOnly = fields.Constant(False, metadata={"type": "boolean"})


class ArticleList(Schema):
    """All articles, with the categories and tags that they have."""

    Articles = fields.List(fields.Nested(Article), attribute="articles", required=True)
    Categories = fields.List(fields.Nested(ArticleCategory), attribute="categories", required=True)
    Tags = fields.List(fields.Nested(ArticleTag), attribute="tags", required=True)
