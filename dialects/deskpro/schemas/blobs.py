"""Files, and what is attached to messages. Source: contract 10.5."""

from marshmallow import fields

from polydesk.dialects.deskpro.sideload import Shows


class Blob(Shows):
    """A file; temporary until it is attached to something."""

    blob_id = fields.Int(required=True)
    blob_auth = fields.Str(required=True)
    blob_auth_id = fields.Str(required=True)
    content_type = fields.Str(required=True)
    filename = fields.Str(required=True)
    filesize_readable = fields.Str(required=True)
    download_url = fields.Str(required=True)
    is_image = fields.Bool(required=True)
    is_temp = fields.Bool(required=True)


class Attachment(Shows):
    """A file that is attached to a message."""

    points = {"ticket": ("ticket",), "person": ("person",)}  # noqa: RUF012

    id = fields.Int(required=True)
    ticket = fields.Int(required=True)
    person = fields.Int(required=True)
    message = fields.Int(required=True)
    blob = fields.Nested(Blob, required=True)
    is_agent_note = fields.Bool(required=True)
    is_inline = fields.Bool(required=True)
