"""What an artificial intelligence would say. Source: contract 1.4, "Dashboard, reports, AI"."""

from collections.abc import Collection

from marshmallow import fields
from sqlalchemy import select

from polydesk.core.desk import Desk
from polydesk.core.models import Ticket
from polydesk.core.prepared import among
from polydesk.dialects.helpdeskpro.sanctum import vocabulary
from polydesk.dialects.helpdeskpro.sanctum.fields import (
    Known,
    Line,
    ManyKnown,
    Moment,
    Number,
    Schema,
    Truth,
    maybe,
)

_AT_ONCE = 1000
_THERE = select(Ticket.id).where(among(Ticket.id, "ids"), Ticket.deleted_at.is_(None))


class Availability(Schema):
    """Whether there is any."""

    enabled = fields.Bool()
    available = fields.Bool()
    model = fields.Str()
    last_check = Moment()


class Settings(Schema):
    """How it is set up."""

    ai_enabled = fields.Bool()
    model = fields.Str()
    auto_classify = fields.Bool()


class NewSettings(Schema):
    """How it is to be set up."""

    ai_enabled = Truth()
    model = Line(255)
    auto_classify = Truth()


class Classification(Schema):
    """Where a ticket belongs."""

    priority = maybe("integer")
    category = maybe("integer")
    department = maybe("integer")
    type = maybe("integer")
    confidence = fields.Float()
    reasoning = fields.Str()
    ai_generated = fields.Bool()
    timestamp = Moment()


class OfTicket(Schema):
    """Where one of several tickets belongs."""

    ticket_id = fields.Int()
    classification = fields.Nested(Classification)


class Guess(Schema):
    """One suggestion."""

    id = maybe("integer")
    name = maybe()
    confidence = fields.Float()


class Guesses(Schema):
    """One suggestion of each sort."""

    priority = fields.Nested(Guess)
    category = fields.Nested(Guess)
    department = fields.Nested(Guess)
    type = fields.Nested(Guess)


class Suggestions(Schema):
    """Where a ticket might belong."""

    suggestions = fields.Nested(Guesses)
    overall_confidence = fields.Float()
    reasoning = fields.Str()
    ai_enabled = fields.Bool()


class Applied(Schema):
    """Where a ticket is to be put."""

    priority_id = Known(vocabulary.priority_row)
    category_id = Known(vocabulary.category_row)
    department_id = Known(vocabulary.department_row)
    type_id = Known(vocabulary.ticket_type_row)
    confidence_score = Number(0, 1)
    reasoning = Line(1000)


class Past(Schema):
    """Where a ticket was put once."""

    id = fields.Int()
    ticket_id = fields.Int()
    priority_id = maybe("integer")
    category_id = maybe("integer")
    department_id = maybe("integer")
    type_id = maybe("integer")
    confidence_score = maybe()
    reasoning = maybe()
    ai_generated = fields.Bool()
    classification_data = maybe("object")
    applied = fields.Bool()
    applied_at = Moment()
    created_at = Moment()
    updated_at = Moment()


def ticket(desk: Desk, id: int) -> int | None:
    """The id of a ticket that is there, whoever may see it; else None."""
    found = desk.find(Ticket, id)
    return None if found is None or found.deleted_at is not None else id


def tickets(desk: Desk, ids: Collection[int]) -> set[int]:
    """Which of these ids are of tickets that are there; a statement for a thousand."""
    wanted, found = sorted(ids), set()
    for at in range(0, len(wanted), _AT_ONCE):
        found |= {row.id for row in desk.rows(_THERE, ids=wanted[at : at + _AT_ONCE])}
    return found


class Batch(Schema):
    """Several tickets."""

    ticket_ids = ManyKnown(tickets, required=True)


class Asked(Schema):
    """A ticket that is to be answered."""

    ticket_id = Known(ticket, required=True)
    context = Line()


class Text(Schema):
    """A text that is to be felt."""

    text = Line(required=True)


class Query(Schema):
    """What is looked for."""

    query = Line(required=True)


class Sentiment(Schema):
    """How a text feels."""

    sentiment = fields.Str()
    score = fields.Float()
    confidence = fields.Float()


class Nothing(Schema):
    """No suggestions."""

    suggestions = fields.List(fields.Raw())
