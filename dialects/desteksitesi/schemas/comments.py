"""Comments and templates for them. Source: contract 6.3, 7.7 and 7.19."""

from marshmallow import fields

from polydesk.dialects.desteksitesi.fields import Flag, Int, Stamp, Text
from polydesk.kit.fields import Schema


class OfTicket(Schema):
    """Of which ticket the comments are."""

    id = Int(required=True, metadata={"aliases": ["ticketId"]})


class NewComment(OfTicket):
    """What is said, to whom, and in whose name."""

    body = Text(required=True, metadata={"blank": True})
    techs_only = Flag(data_key="forTechsOnly", load_default=False)
    is_system = Flag(data_key="isSystem", load_default=False)
    recipient_ids = fields.List(Int(), data_key="recipientIds", load_default=list)
    from_user_id = Int(data_key="fromUserId", load_default=None)


class Comment(Schema):
    """A comment."""

    CommentID = fields.Int(attribute="id")
    IssueID = fields.Int(attribute="ticket_id")
    UserID = fields.Int(attribute="user_id")
    UserName = fields.Str(attribute="author.Username")
    Email = fields.Str(attribute="author.Email")
    FirstName = fields.Str(attribute="author.FirstName")
    LastName = fields.Str(attribute="author.LastName")
    IsSystem = fields.Bool(attribute="is_system")
    CommentDate = Stamp(attribute="created_at")
    ForTechsOnly = fields.Bool(attribute="techs_only")
    Body = fields.Str(attribute="body")
    TicketSubject = fields.Constant(None, metadata={"nullable": True})
    Recipients = fields.Str(attribute="recipients")


class Template(Schema):
    """Something that technicians say again and again."""

    TemplateId = fields.Int(attribute="id")
    Body = fields.Str(attribute="body")
    Name = fields.Str(attribute="name")
