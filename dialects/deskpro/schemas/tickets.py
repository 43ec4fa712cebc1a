"""Tickets on the wire. Source: contract 10.1."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from marshmallow import fields

from polydesk.dialects.deskpro.fields import Line, Listed, Stamp
from polydesk.dialects.deskpro.query import Listing
from polydesk.dialects.deskpro.sideload import Shows


def _id() -> fields.Field[Any]:
    return fields.Int(allow_none=True)


def _null() -> fields.Field[Any]:
    """What other installations have, and this one has not."""
    return fields.Raw(dump_default=None, metadata={"nullable": True})


def _none() -> fields.Field[Any]:
    return fields.Raw(dump_default=[], metadata={"type": "array", "items": {}})


def _blank() -> fields.Field[Any]:
    return fields.Str(dump_default="")


def _ids() -> fields.Field[Any]:
    return fields.Raw(metadata={"type": "array", "items": {"type": "integer"}})


def _when() -> fields.Field[Any]:
    return Stamp(metadata={"type": "string", "format": "date-time", "nullable": True})


class Ticket(Shows):
    """A ticket."""

    points: ClassVar[Mapping[str, Sequence[str]]] = {
        "person": ("person", "agent", "cc", "locked_by_agent"),
        "department": ("department",),
        "agent_team": ("agent_team",),
        "organization": ("organization",),
        "category": ("category",),
        "product": ("product",),
        "workflow": ("workflow",),
        "priority": ("priority",),
        "language": ("language",),
        "brand": ("brand",),
        "star": ("star",),
    }

    id = fields.Int(required=True)
    ref = fields.Str()
    auth = fields.Str()
    parent = _id()
    language = _id()
    brand = fields.Int()
    department = _id()
    category = _id()
    priority = _id()
    workflow = _id()
    product = _id()
    person = fields.Int()
    person_id = fields.Int(attribute="person")
    person_email = fields.Str()
    agent = _id()
    agent_team = _id()
    organization = _id()
    linked_chat = _null()
    sent_to_address = _none()
    email_account = _null()
    email_account_address = _blank()
    creation_system = fields.Str()
    creation_system_option = _blank()
    ticket_hash = fields.Str()
    status = fields.Str()
    ticket_status = fields.Str()
    hidden_status = fields.Str(allow_none=True)
    is_hold = fields.Bool()
    labels = fields.Raw(metadata={"type": "array", "items": {"type": "string"}})
    urgency = fields.Int()
    feedback_rating = _null()
    date_feedback_rating = _null()
    date_created = Stamp()
    date_resolved = _when()
    date_archived = _when()
    date_first_agent_assign = _when()
    date_first_agent_reply = _when()
    date_last_agent_reply = _when()
    date_last_user_reply = _when()
    date_agent_waiting = _when()
    date_user_waiting = _when()
    date_status = Stamp()
    total_user_waiting = fields.Int(dump_default=0)
    total_to_first_reply = fields.Int()
    total_user_waiting_wh = fields.Int(dump_default=0)
    total_to_first_reply_wh = fields.Int(attribute="total_to_first_reply")
    locked_by_agent = _id()
    date_locked = _when()
    date_on_hold = fields.Raw(metadata={"type": "string", "nullable": True})
    has_attachments = fields.Bool()
    subject = fields.Str()
    title = fields.Str(attribute="subject")
    original_subject = fields.Str()
    properties = _null()
    problems = _ids()
    count_agent_replies = fields.Int()
    count_user_replies = fields.Int()
    worst_sla_status = _null()
    waiting_times = _none()
    ticket_slas = _none()
    fields_ = fields.Raw(data_key="fields", attribute="fields", metadata={"type": "object"})
    contextual_fields = fields.Raw(dump_default={}, metadata={"type": "object"})
    children = _ids()
    siblings = _ids()
    cc = _ids()
    star = _id()
    ticket_layout = _null()
    ticket_excerpt = _null()
    ticket_agent_errors = _null()
    ticket_user_errors = _null()
    ticket_permissions = _null()
    access_code = fields.Str()
    followers = _blank()


class TicketListing(Listing):
    """What a list of tickets may be asked for. Source: contract 9.2, row `L /tickets`."""

    filter = Line(most=2**31)
    star = Listed()
    status = Listed()
    not_status = Listed()
    agent = Listed()
    person = Listed()
    language = Listed()
    organization = Listed()
    problem = Listed()
    department = Listed()
    sla = Listed()
    sla_status = Listed()
    labels = Listed()
