"""Replies, and the files beside them. Source: contract 4.3, 4.12 and 6.2."""

from marshmallow import fields

from polydesk.core import policies
from polydesk.core.desk import current_desk
from polydesk.dialects.openhelpdesk.auth import is_staff
from polydesk.dialects.openhelpdesk.fields import Key, Line, Stamp, Truth
from polydesk.kit.fields import Schema


class Attachment(Schema):
    """A file."""

    id = fields.Str(attribute="ulid", required=True)
    filename = fields.Str(attribute="name", required=True)
    mime_type = fields.Str(attribute="media_type", required=True)
    size_bytes = fields.Int(attribute="size", required=True)
    created_at = Stamp(required=True)


class Author(Schema):
    """Who said something; without an id for guests and for those who are gone."""

    id = fields.Str(required=True, allow_none=True)
    name = fields.Str(required=True)
    role = fields.Str(required=True, metadata={"enum": ["admin", "staff", "user", "guest"]})


class Reply(Schema):
    """A reply, or an internal note."""

    id = fields.Str(required=True)
    body = fields.Str(required=True)
    is_internal = fields.Bool(required=True)
    author = fields.Nested(Author, required=True)
    attachments = fields.List(fields.Nested(Attachment), required=True)
    created_at = Stamp(required=True)
    edited_at = Stamp(required=True, allow_none=True)


def _refuse_note(internal: bool) -> None:
    """Notes are for staff, which is refused before the rest of the body is judged."""
    desk = current_desk()
    policies.require(desk, not internal or is_staff(desk.actor), "ticket.note")


class NewReply(Schema):
    """A reply to be made."""

    is_internal = Truth("is_internal", load_default=False, validate=_refuse_note)
    body = Line("body", required=True, trimmed=False)


class ReplyChange(Schema):
    """Another text for a reply."""

    body = Line("body", required=True, trimmed=False)


class UploadTarget(Schema):
    """The reply that files are put beside; without, it is the ticket itself."""

    reply_id = Key("reply_id")
