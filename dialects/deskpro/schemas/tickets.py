"""Tickets on the wire. Source: contract 10.1."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, cast

from marshmallow import ValidationError, fields, pre_load

from polydesk.core import departments, text
from polydesk.core.desk import Desk, current_desk
from polydesk.core.models import (
    Category,
    Group,
    Organization,
    Priority,
    Usage,
)
from polydesk.core.models import Ticket as Row
from polydesk.dialects.deskpro import vocabulary
from polydesk.dialects.deskpro.custom_values import CustomFields
from polydesk.dialects.deskpro.department_uses import TICKETS, DepartmentFor
from polydesk.dialects.deskpro.fields import (
    STAMPED,
    Given,
    Line,
    Listed,
    Number,
    Truth,
    Value,
    Words,
    whole,
)
from polydesk.dialects.deskpro.files import Attached
from polydesk.dialects.deskpro.flaws import Flaw
from polydesk.dialects.deskpro.query import Listing
from polydesk.dialects.deskpro.refs import Of, Ref
from polydesk.dialects.deskpro.schemas.messages import First
from polydesk.dialects.deskpro.sideload import Shows
from polydesk.dialects.deskpro.who import Agent, Named, Who
from polydesk.kit import fields as kit


def _id() -> fields.Field[Any]:
    return fields.Int(allow_none=True)


def _null() -> fields.Field[Any]:
    """What other installations have, and this one has not."""
    return fields.Raw(metadata={"nullable": True})


def _none() -> fields.Field[Any]:
    return fields.Raw(metadata={"type": "array", "items": {}})


def _ids() -> fields.Field[Any]:
    return fields.Raw(metadata={"type": "array", "items": {"type": "integer"}})


def _when() -> fields.Field[Any]:
    return fields.Str(allow_none=True, metadata=STAMPED)


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
    person_id = fields.Int(dump_only=True)
    person_email = fields.Str()
    agent = _id()
    agent_team = _id()
    organization = _id()
    linked_chat = _null()
    sent_to_address = _none()
    email_account = _null()
    email_account_address = fields.Str()
    creation_system = fields.Str()
    creation_system_option = fields.Str()
    ticket_hash = fields.Str()
    status = fields.Str()
    ticket_status = fields.Str()
    hidden_status = fields.Str(allow_none=True)
    is_hold = fields.Bool()
    labels = fields.Raw(metadata={"type": "array", "items": {"type": "string"}})
    urgency = fields.Int()
    feedback_rating = _null()
    date_feedback_rating = _null()
    date_created = fields.Str(metadata=STAMPED)
    date_resolved = _when()
    date_archived = _when()
    date_first_agent_assign = _when()
    date_first_agent_reply = _when()
    date_last_agent_reply = _when()
    date_last_user_reply = _when()
    date_agent_waiting = _when()
    date_user_waiting = _when()
    date_status = fields.Str(metadata=STAMPED)
    total_user_waiting = fields.Int()
    total_to_first_reply = fields.Int()
    total_user_waiting_wh = fields.Int()
    total_to_first_reply_wh = fields.Int(dump_only=True)
    locked_by_agent = _id()
    date_locked = _when()
    date_on_hold = _when()
    has_attachments = fields.Bool()
    subject = fields.Str()
    title = fields.Str(dump_only=True)
    original_subject = fields.Str()
    properties = _null()
    problems = _ids()
    count_agent_replies = fields.Int()
    count_user_replies = fields.Int()
    worst_sla_status = _null()
    waiting_times = _none()
    ticket_slas = _none()
    fields_ = fields.Raw(data_key="fields", attribute="fields", metadata={"type": "object"})
    contextual_fields = fields.Raw(metadata={"type": "object"})
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
    followers = fields.Str()


class _Status(Line):
    """A word of the vendor's for a status, or the name of one that somebody has made."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        word = super()._deserialize(value, attr, data, **kwargs)
        known = word in vocabulary.REASONS or vocabulary.status_ids(current_desk(), [word])
        if not known:
            raise ValidationError(Flaw("bad_choice"))
        return word


class _Labels(Words):
    """Labels; null is none."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> list[str]:
        labels = super()._deserialize(value, attr, data, **kwargs)
        wrong = {
            at: [Flaw("too_long")] for at, one in enumerate(labels) if len(text.key(one)) > 255
        }
        if wrong:
            raise ValidationError(wrong)
        return labels


class _Copied(Value):
    """Those who are to get copies: each as in `Who`, or as `{"person": …}`."""

    kind = "array"
    _who = Who()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(metadata={"type": "array", "items": {}}, **kwargs)

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> list[Named]:
        if not isinstance(value, list):
            raise self.make_error("invalid")
        read: list[Named] = []
        wrong: dict[int, Any] = {}
        for at, one in enumerate(value):
            given = one["person"] if isinstance(one, Mapping) and "person" in one else one
            try:
                read.append(cast(Named, self._who.deserialize(given)))
            except ValidationError as error:
                wrong[at] = error.messages
        if wrong:
            raise ValidationError(wrong)
        return read


class NewTicket(Given):
    """What a ticket is made with, and what of it can be changed."""

    reads: ClassVar[type[kit.Schema] | None] = Ticket

    subject = Line(required=True)
    person = Who()
    agent = Agent(allow_none=True)
    agent_team = Ref(Group, allow_none=True)
    organization = Ref(Organization, allow_none=True)
    language = Of("language", allow_none=True)
    category = Ref(Category, allow_none=True)
    priority = Ref(Priority, allow_none=True)
    workflow = Of("workflow", allow_none=True)
    product = Of("product", allow_none=True)
    parent = Ref(Row, allow_none=True)
    department = DepartmentFor(TICKETS, allow_none=True)
    brand = Of("brand")
    status = _Status()
    is_hold = Truth()
    urgency = Number(1, 10)
    labels = _Labels(allow_none=True)
    cc = _Copied(allow_none=True)
    fields_ = CustomFields(Usage.TICKET, data_key="fields", allow_none=True)
    star = Of("star", allow_none=True)
    suppress_user_notify = Truth()
    message = First()
    attachments = Attached()

    @pre_load
    def read_title(self, data: Any, **_: Any) -> Any:
        """`title` is another word for `subject`."""
        if "title" in data and "subject" not in data:
            return {**data, "subject": data["title"]}
        return data

    @pre_load
    def pass_over_kept(self, data: Any, **_: Any) -> Any:
        """What a ticket has it may keep, though it could not be given to it any more.

        Source: contract 16, row "Is a PUT/POST of a full GET object accepted?".
        """
        ticket = current_desk().session.info.get(_CHANGED) if self.partial else None
        if ticket is None:
            return data
        ids = _kept(ticket)
        kept = {name for name in ids.keys() & data if whole(data[name]) == ids[name] is not None}
        return {name: value for name, value in data.items() if name not in kept}


_CHANGED = "deskpro ticket"


def changing(desk: Desk, ticket: Row) -> None:
    """Let what this transaction reads from now on be what that ticket is changed with."""
    desk.session.info[_CHANGED] = ticket


def _kept(ticket: Row) -> Mapping[str, int | None]:
    """What of a ticket may have ceased to be a choice, as it is shown."""
    return {
        "person": ticket.requester_id,
        "agent": ticket.assignee_id,
        "department": ticket.department_id or departments.default_id(current_desk()),
    }


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
