"""Tickets, comments and attachments. Source: contract 1.4, 1.5 and 1.7."""

from marshmallow import fields

from polydesk.core import accounts
from polydesk.core.desk import Desk
from polydesk.dialects.helpdeskpro.sanctum import vocabulary
from polydesk.dialects.helpdeskpro.sanctum.fields import (
    Day,
    Known,
    Line,
    Many,
    Mapped,
    Moment,
    Schema,
    Truth,
    Upload,
    maybe,
)
from polydesk.dialects.helpdeskpro.sanctum.listing import Searched, asked
from polydesk.dialects.helpdeskpro.sanctum.schemas.media import Media
from polydesk.dialects.helpdeskpro.sanctum.schemas.people import Contact, User
from polydesk.dialects.helpdeskpro.sanctum.schemas.settings import Category, Named, Status


class Comment(Schema):
    """A comment."""

    id = fields.Int()
    ticket_id = fields.Int()
    user_id = maybe("integer")
    comment = fields.Str()
    is_internal = fields.Bool()
    created_at = Moment()
    updated_at = Moment()
    user = fields.Nested(User, allow_none=True)


class Entry(Schema):
    """What is filled in in a custom field."""

    id = fields.Int()
    ticket_id = fields.Int()
    field_id = fields.Int()
    name = fields.Str()
    label = fields.Str()
    value = fields.Raw()
    created_at = Moment()
    updated_at = Moment()


class Ticket(Schema):
    """A ticket; what is said of it alone is missing in lists where it is not asked for."""

    id = fields.Int()
    uid = fields.Str()
    subject = fields.Str()
    details = fields.Str()
    status = fields.Nested(Status, allow_none=True)
    priority = fields.Nested(Named, allow_none=True)
    category = fields.Nested(Category, allow_none=True)
    department = fields.Nested(Named, allow_none=True)
    assigned_to = fields.Nested(User, allow_none=True)
    user = fields.Nested(User, allow_none=True)
    status_id = maybe("integer")
    priority_id = maybe("integer")
    department_id = maybe("integer")
    category_id = maybe("integer")
    sub_category_id = maybe("integer")
    type_id = maybe("integer")
    user_id = maybe("integer")
    contact_id = maybe("integer")
    created_by = maybe("integer")
    review_id = maybe("integer")
    template_id = maybe("integer")
    parent_ticket_id = maybe("integer")
    sla_policy_id = maybe("integer")
    email = maybe()
    location = maybe()
    client_type = maybe()
    source = maybe()
    external_id = maybe()
    impact_level = maybe()
    urgency_level = maybe()
    resolution = maybe()
    tags = fields.List(fields.Str())
    custom_fields = maybe("object")
    due = fields.Str(metadata={"format": "date"})
    due_date = Moment()
    sla_breach_at = Moment()
    last_customer_response = Moment()
    last_agent_response = Moment()
    open = maybe()
    close = maybe()
    response = maybe()
    estimated_hours = maybe()
    actual_hours = maybe()
    created_at = Moment()
    updated_at = Moment()
    sub_category = fields.Nested(Category, allow_none=True)
    ticket_type = fields.Nested(Named, allow_none=True)
    contact = fields.Nested(Contact, allow_none=True)
    attachments = fields.List(fields.Nested(Media))
    comments = fields.List(fields.Nested(Comment))
    ticket_entries = fields.List(fields.Nested(Entry))


def _user(desk: Desk, id: int) -> int | None:
    account = accounts.find(desk, id)
    return None if account is None or not account.can_sign_in else id


class TicketFilter(Searched):
    """Which tickets are listed, and with what beside them."""

    priority_id = asked(type="integer")
    status_id = asked(type="integer")
    type_id = asked(type="integer")
    category_id = asked(type="integer")
    department_id = asked(type="integer")
    assigned_to = asked(type="integer")
    user_id = asked(type="integer")
    date_from = Day()
    date_to = Day()
    type = asked(enum=["un_assigned", "open", "new"])
    include = asked()


class _Sorted(Schema):
    """What a ticket is sorted by, and who does it."""

    priority_id = Known(vocabulary.priority_row)
    status_id = Known(vocabulary.status_row)
    department_id = Known(vocabulary.department_row)
    category_id = Known(vocabulary.category_row)
    sub_category_id = Known(vocabulary.category_row)
    type_id = Known(vocabulary.ticket_type_row)
    assigned_to = Known(_user)
    tags = Many(Line(255, required=True))


class NewTicket(_Sorted):
    """A ticket to be made."""

    subject = Line(255, required=True)
    details = Line(required=True)
    user_id = Known(_user)
    custom_field = Mapped()


class TicketChange(_Sorted):
    """Changes of a ticket; null clears what is sorted."""

    subject = Line(255, required=True)
    details = Line(required=True)
    resolution = Line()


class Import(Schema):
    """A table of tickets."""

    file = Upload(required=True)


class NewComment(Schema):
    """A comment to be made."""

    comment = Line(required=True)
    is_internal = Truth()
