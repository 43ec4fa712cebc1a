"""What is said in tickets. Source: contract 10.2."""

from collections.abc import Mapping
from typing import Any, ClassVar

from marshmallow import fields

from polydesk.core.models import Format
from polydesk.dialects.deskpro.fields import Body, Choice, Given, Stamp, Truth, Value
from polydesk.dialects.deskpro.files import Attached
from polydesk.dialects.deskpro.sideload import Shows
from polydesk.dialects.deskpro.who import Who
from polydesk.kit import fields as kit

FORMATS: Mapping[str, Format] = {"html": Format.HTML, "text": Format.TEXT}


class Message(Shows):
    """A message of a ticket; the agents' notes are among them."""

    points = {  # noqa: RUF012
        "ticket": ("ticket",),
        "person": ("person",),
        "ticket_attachment": ("attachments",),
    }

    id = fields.Int(required=True)
    ticket = fields.Int(required=True)
    person = fields.Int(required=True)
    email_source = fields.Raw(dump_default=None, metadata={"nullable": True})
    attributes = fields.Raw(dump_default=list, metadata={"type": "array"})
    attachments = fields.List(fields.Int(), required=True)
    date_created = Stamp(required=True)
    is_agent_note = fields.Int(required=True)
    creation_system = fields.Str(dump_default="web.api")
    ip_address = fields.Str(dump_default="")
    visitor_id = fields.Raw(dump_default=None, metadata={"nullable": True})
    hostname = fields.Str(dump_default="")
    geo_country = fields.Raw(dump_default=None, metadata={"nullable": True})
    email = fields.Str(dump_default="")
    message_hash = fields.Str(required=True)
    primary_translation = fields.Raw(dump_default=None, metadata={"nullable": True})
    message = fields.Str(required=True)
    message_without_images = fields.Str(required=True)
    message_full = fields.Str(dump_default="")
    message_raw = fields.Raw(dump_default=None, metadata={"nullable": True})
    message_preview_text = fields.Str(required=True)
    show_full_hint = fields.Bool(dump_default=False)
    lang_code = fields.Raw(dump_default=None, metadata={"nullable": True})


class Said(kit.Schema):
    """What is said, and by whom."""

    message = Body(required=True)
    format = Choice(tuple(FORMATS))
    is_note = Truth()
    person = Who()
    attachments = Attached()
    inline_attachments = Attached(inline=True)


class NewMessage(Said, Given):
    """A message to be said in a ticket."""

    reads: ClassVar[type[kit.Schema] | None] = Message


class MessageChange(Given):
    """Another text of a message, and all that is attached to it from now on."""

    reads: ClassVar[type[kit.Schema] | None] = Message

    message = Body(required=True)
    format = Choice(tuple(FORMATS))
    attachments = Attached()
    inline_attachments = Attached(inline=True)


class First(Value):
    """The message that a ticket is made with: its text, or an object; as `Said` reads it."""

    def __init__(self, **kwargs: Any) -> None:
        kinds = [{"type": "string"}, {"type": "object"}]
        super().__init__(metadata={"oneOf": kinds}, **kwargs)

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> dict[str, Any]:
        if isinstance(value, str):
            if not value.strip():
                raise self.make_error("required")
            return {"message": value}
        if not isinstance(value, Mapping):
            raise self.make_error("invalid")
        said: dict[str, Any] = _SAID.load(value)
        return said


_SAID = Said()
