"""FAQs, articles, posts and notes. Source: contract 1.4 and 1.5."""

from marshmallow import fields

from polydesk.dialects.helpdeskpro.sanctum.fields import Known, Line, Moment, Schema, Truth, maybe
from polydesk.dialects.helpdeskpro.sanctum.schemas.settings import Named
from polydesk.dialects.helpdeskpro.sanctum.vocabulary import ticket_type_row


class Faq(Schema):
    """A question that is asked often."""

    id = fields.Int()
    name = fields.Str()
    status = fields.Bool()
    details = fields.Str()
    created_at = Moment()
    updated_at = Moment()


class NewFaq(Schema):
    """A question to be asked often."""

    name = Line(150, required=True)
    details = Line(required=True)
    status = Truth()


class Article(Schema):
    """An article of the knowledge base."""

    id = fields.Int()
    title = fields.Str()
    type_id = maybe("integer")
    details = fields.Str()
    created_at = Moment()
    updated_at = Moment()
    type = fields.Nested(Named, allow_none=True)


class NewArticle(Schema):
    """An article to be written."""

    title = Line(150, required=True)
    type_id = Known(ticket_type_row, required=True)
    details = Line(required=True)


class Post(Schema):
    """News."""

    id = fields.Int()
    title = fields.Str()
    type_id = maybe("integer")
    author_id = maybe("integer")
    is_active = maybe("boolean")
    image = maybe()
    details = fields.Str()
    excerpt = maybe()
    created_at = Moment()
    updated_at = Moment()
    type = fields.Nested(Named, allow_none=True)


class NewPost(Schema):
    """News to be told."""

    title = Line(150, required=True)
    details = Line(required=True)
    is_active = Truth()
    type_id = Known(ticket_type_row)
    image = Line()
    excerpt = Line()


class Note(Schema):
    """What somebody wants to keep in mind."""

    id = fields.Int()
    name = fields.Str()
    details = fields.Str()
    color = maybe()
    user_id = maybe("integer")
    created_at = Moment()
    updated_at = Moment()


class NewNote(Schema):
    """Something to be kept in mind."""

    name = Line(100, required=True)
    details = Line(required=True)
    color = Line(50)
