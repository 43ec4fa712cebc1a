"""Files as they are listed beside tickets and articles. Source: contract 7.15."""

from marshmallow import fields

from polydesk.dialects.desteksitesi.fields import Int, Stamp
from polydesk.kit.fields import Schema


class Attachment(Schema):
    """A file, of a mapping that `attached` gives."""

    FileName = fields.String(attribute="name")
    FileData = fields.Constant(None, metadata={"nullable": True})
    FileID = fields.Integer(attribute="id")
    CommentID = fields.Integer(attribute="comment_id")
    CommentDate = Stamp(attribute="created_at")
    FileHash = fields.Constant(None, metadata={"nullable": True})
    FileSize = fields.Integer(attribute="size")
    IssueID = fields.Integer(attribute="ticket_id")
    UserID = fields.Integer(attribute="user_id")
    GoogleDriveUrl = fields.Constant(None, metadata={"nullable": True})
    ForTechsOnly = fields.Boolean(attribute="techs_only")
    Url = fields.String(attribute="url")


class FileId(Schema):
    """Which file."""

    id = Int(required=True)


class Target(Schema):
    """Beside which ticket files are put."""

    id = Int(required=True, metadata={"aliases": ["ticketId"]})
