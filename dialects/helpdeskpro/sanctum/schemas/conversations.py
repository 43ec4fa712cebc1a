"""Conversations, who is in them, and what is said. Source: contract 1.4 to 1.6."""

from typing import Any

from marshmallow import fields, validate

from polydesk.core import accounts
from polydesk.core.desk import Account, Desk
from polydesk.core.models import ChatKind, ChatStatus
from polydesk.dialects.helpdeskpro.sanctum import flaws
from polydesk.dialects.helpdeskpro.sanctum.fields import (
    Known,
    Line,
    Mapped,
    Moment,
    OneOf,
    Schema,
    Truth,
    maybe,
)
from polydesk.dialects.helpdeskpro.sanctum.listing import Searched, asked
from polydesk.dialects.helpdeskpro.sanctum.schemas.media import ticket
from polydesk.dialects.helpdeskpro.sanctum.schemas.people import Contact, User


class Participant(Schema):
    """Who takes part in a conversation."""

    id = fields.Int()
    conversation_id = fields.Int()
    user_id = fields.Int()
    role = fields.Str()
    joined_at = Moment()
    created_at = Moment()
    updated_at = Moment()
    user = fields.Nested(User)


class ChatMessage(Schema):
    """Something said in a conversation, by a user or by a contact."""

    id = fields.Int()
    conversation_id = fields.Int()
    user_id = maybe("integer")
    contact_id = maybe("integer")
    message = fields.Str()
    message_type = fields.Str()
    is_read = fields.Bool()
    read_at = Moment()
    is_internal = fields.Bool()
    created_at = Moment()
    updated_at = Moment()
    user = fields.Nested(User, allow_none=True)
    contact = fields.Nested(Contact, allow_none=True)


class Conversation(Schema):
    """A conversation about a ticket; see `conversations_shown`."""

    id = fields.Int()
    title = maybe()
    subject = maybe()
    contact_id = maybe("integer")
    ticket_id = maybe("integer")
    type = fields.Str(metadata={"enum": [*ChatKind]})
    created_by = maybe("integer")
    context = maybe("object")
    status = fields.Str(metadata={"enum": [*ChatStatus]})
    priority = maybe()
    department = maybe()
    source = fields.Str()
    metadata = maybe("object")
    last_message_at = Moment()
    last_activity = Moment()
    created_at = Moment()
    updated_at = Moment()
    creator = fields.Nested(User, allow_none=True)
    contact = fields.Nested(Contact, allow_none=True)
    ticket = maybe("object")
    participants = fields.List(fields.Nested(Participant))


class ConversationDetail(Conversation):
    """A conversation with all that is said in it."""

    messages = fields.List(fields.Nested(ChatMessage))


class BegunConversation(Schema):
    """A new conversation, and what is said first."""

    conversation = fields.Nested(Conversation)
    initial_message = fields.Nested(ChatMessage)


class ConversationFilter(Searched):
    """Which conversations are listed."""

    ticket_id = asked(type="integer")
    type = asked(enum=[*ChatKind])
    status = asked(enum=[*ChatStatus])


def _user(desk: Desk, id: int) -> Account | None:
    found = accounts.find(desk, id)
    return found if found is not None and found.can_sign_in else None


class NewParticipant(Schema):
    """Who is to take part, and as what."""

    user_id = Known(_user, required=True, attribute="user")
    role = OneOf(("customer", "agent", "participant"), required=True)


class _Joining(fields.Nested):
    """One member of `participants`; what is no object lacks all that it should have."""

    def deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        return super().deserialize(value if isinstance(value, dict) else {}, *args, **kwargs)


class NewConversation(Schema):
    """A conversation to be begun."""

    ticket_id = Known(ticket, required=True, attribute="ticket")
    conversation_type = OneOf((ChatKind.INTERNAL, ChatKind.CUSTOMER), required=True)
    participants = fields.List(
        _Joining(NewParticipant),
        required=True,
        validate=validate.Length(min=1, error=flaws.REQUIRED),
        error_messages={
            "required": flaws.REQUIRED,
            "null": flaws.REQUIRED,
            "invalid": flaws.ARRAY,
        },
    )
    initial_message = Line(1000, required=True)
    context = Mapped()


class ConversationChange(Schema):
    """What is sent of a conversation."""

    title = Line(255)
    status = OneOf([*ChatStatus], allow_none=False)
    priority = Line()
    metadata = Mapped()


class NewChatMessage(Schema):
    """Something to be said."""

    message = Line(5000, required=True)
    is_internal = Truth()
