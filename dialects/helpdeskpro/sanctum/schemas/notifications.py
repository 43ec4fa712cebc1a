"""What users are told. Source: contract 1.5."""

from marshmallow import fields

from polydesk.dialects.helpdeskpro.sanctum.fields import Moment, Schema


class Notification(Schema):
    """A notification; `read_at` is null for one that is new."""

    id = fields.Str(metadata={"format": "uuid"})
    type = fields.Str()
    notifiable_type = fields.Str()
    notifiable_id = fields.Int()
    data = fields.Dict()
    read_at = fields.Raw(metadata={"type": "string", "nullable": True})
    created_at = Moment()
    updated_at = Moment()
