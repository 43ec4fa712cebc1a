"""Tickets. Source: contract 4.1, 4.2, 6.1 and 7."""

from collections.abc import Mapping
from typing import Any

from marshmallow import fields

from polydesk.dialects.openhelpdesk.fields import Choice, Key, Line, Stamp
from polydesk.dialects.openhelpdesk.listing import SORTS, UNASSIGNED
from polydesk.dialects.openhelpdesk.schemas.replies import Reply
from polydesk.dialects.openhelpdesk.vocabulary import PRIORITIES
from polydesk.kit.fields import Schema

SUBJECT = 255
_WORDS: Mapping[str, str] = {word.lower(): word for word in PRIORITIES.values()}


class Priority(fields.Field[Any]):
    """The word of a priority, in any letter case."""

    default_error_messages = {  # noqa: RUF012
        "invalid": "invalid priority",
        "null": "invalid priority",
    }

    def __init__(self, **kwargs: Any) -> None:
        metadata = {"type": "string", "enum": list(_WORDS.values())}
        super().__init__(metadata=metadata, **kwargs)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str) or value.lower() not in _WORDS:
            raise self.make_error("invalid")
        return _WORDS[value.lower()]


class Assignee(Key):
    """A person's ULID, or `none`."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        return UNASSIGNED if value == UNASSIGNED else super()._deserialize(value, attr, data)


class Ref(Schema):
    """Something by its id and its name."""

    id = fields.Str(required=True)
    name = fields.Str(required=True)


class Submitter(Ref):
    """Whose ticket it is; without an id for guests and for those who are gone."""

    id = fields.Str(required=True, allow_none=True)


class SubmitterWithEmail(Submitter):
    """Whose ticket it is, and where they are written to."""

    email = fields.Str(required=True, allow_none=True)


class TicketItem(Schema):
    """A ticket in a list."""

    id = fields.Str(required=True)
    subject = fields.Str(required=True)
    status = fields.Str(required=True)
    priority = fields.Str(required=True, metadata={"enum": list(_WORDS.values())})
    category = fields.Nested(Ref, required=True)
    type = fields.Nested(Ref, required=True, allow_none=True)
    item = fields.Nested(Ref, required=True, allow_none=True)
    submitter = fields.Nested(Submitter, required=True)
    assignee = fields.Nested(Ref, required=True, allow_none=True)
    created_at = Stamp(required=True)
    updated_at = Stamp(required=True)


class Ticket(TicketItem):
    """A ticket with all that belongs to it."""

    description = fields.Str(required=True)
    submitter = fields.Nested(SubmitterWithEmail, required=True)
    group = fields.Nested(Ref, required=True, allow_none=True)
    resolution_notes = fields.Str(required=True, allow_none=True)
    tracking_number = fields.Str(required=True, allow_none=True)
    sla_deadline = Stamp(required=True, allow_none=True)
    replies = fields.List(fields.Nested(Reply), required=True)


class TicketFilter(Schema):
    """What narrows the list of tickets, and how it is ordered."""

    status = fields.List(fields.Str())
    priority = fields.List(Priority())
    assignee_id = Assignee("assignee_id")
    group_id = Key("group_id")
    category_id = Key("category_id")
    type_id = Key("type_id")
    q = fields.Str()
    sort = Choice("sort", {name: name for name in SORTS}, load_default="updated_at")
    order = Choice("order", {"desc": "desc", "asc": "asc"}, load_default="desc")


class NewTicket(Schema):
    """A ticket to be made; what else may be sent is read when the category is known."""

    subject = Line("subject", required=True, most=SUBJECT)
    description = Line("description", required=True, trimmed=False)
    category_id = Key("category_id", required=True)
    type_id = fields.Raw(allow_none=True, metadata={"type": "string", "nullable": True})
    item_id = fields.Raw(allow_none=True, metadata={"type": "string", "nullable": True})
    priority = fields.Raw(allow_none=True, metadata={"type": "string", "nullable": True})
    guest_email = fields.Raw(allow_none=True, metadata={"type": "string", "format": "email"})
    guest_name = fields.Raw(allow_none=True, metadata={"type": "string", "nullable": True})
    guest_phone = fields.Raw(allow_none=True, metadata={"type": "string", "nullable": True})


class TicketChange(Schema):
    """Changes of a ticket; what is not sent stays."""

    status_id = Key("status_id")
    priority = Priority()
    assignee_id = Key("assignee_id", allow_none=True)
    group_id = Key("group_id", allow_none=True)
    category_id = Key("category_id")
    type_id = Key("type_id", allow_none=True)
    item_id = Key("item_id", allow_none=True)


class Resolution(Schema):
    """How a ticket was resolved."""

    resolution_notes = Line("resolution_notes", trimmed=False, allow_none=True)


class Reopening(Schema):
    """Why a ticket comes back."""

    reason = Line("reason", trimmed=False, allow_none=True)
