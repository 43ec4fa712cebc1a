"""Files by themselves. Source: contract 1.4, "Content, files", and 1.5."""

from marshmallow import fields

from polydesk.core.desk import Desk
from polydesk.core.models import Ticket
from polydesk.dialects.helpdeskpro.sanctum.fields import Known, Line, Schema, Upload, maybe


class Media(Schema):
    """A file; see `media_shown.shown`."""

    id = fields.Int()
    name = fields.Str()
    path = fields.Str()
    size = fields.Int()
    mime_type = fields.Str()
    user_id = maybe("integer")
    ticket_id = maybe("integer")
    conversation_id = maybe("integer")
    message_id = maybe("integer")
    created_at = fields.Str()
    updated_at = fields.Str()


def ticket(desk: Desk, id: int) -> Ticket | None:
    """A ticket that is there, whoever sees it."""
    found = desk.find(Ticket, id)
    return None if found is None or found.deleted_at is not None else found


class NewMedia(Schema):
    """A file to be kept, beside a ticket's own text if one is named."""

    file = Upload(required=True)
    ticket_id = Known(ticket, attribute="ticket")


class MediaChange(Schema):
    """What is sent of a file."""

    name = Line(255, allow_none=False)
    ticket_id = Known(ticket, attribute="ticket")
