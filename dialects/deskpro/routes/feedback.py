"""What people wish for, and what is said of it. Source: contract 12, row `/feedback`."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, or_

from polydesk.core.desk import Desk
from polydesk.core.models import Person, Record
from polydesk.core.records import text
from polydesk.dialects.deskpro.fields import Body, Id, Json, Line, Truth, Words
from polydesk.dialects.deskpro.record_filters import hidden, holds, since, status, until
from polydesk.dialects.deskpro.records import Kept, family, me
from polydesk.dialects.deskpro.refs import Ref
from polydesk.dialects.deskpro.routes.publishing import categories, comments


def _unlabelled(_: Desk, __: str, values: Sequence[str]) -> ColumnElement[bool]:
    return _is(values, or_(text("labels").is_(None), text("labels") == "[]"))


def _unseen(_: Desk, __: str, values: Sequence[str]) -> ColumnElement[bool]:
    return _is(values, text("is_reviewed").in_(["false", "0"]))


def _is(values: Sequence[str], condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """The condition, or its opposite for `0` and `false`."""
    return ~condition if values[0].lower() in ("0", "false") else condition


feedback = family(
    "/feedback",
    stem="feedback.feedback",
    chapter="Feedback",
    given={
        "title": Line(required=True),
        "content": Body(required=True),
        "person": Ref(Person, allow_none=True),
        "category": Kept("feedback_categories", allow_none=True),
        "type": Kept("feedback_types", allow_none=True),
        "status": Line(most=60),
        "status_category": Id(allow_none=True),
        "labels": Words(),
        "fields": Json(only=dict),
        "is_reviewed": Truth(),
    },
    absent={"person": me, "status": "new", "labels": [], "fields": {}, "is_reviewed": False},
    filters={
        "status": status,
        "hidden_status": hidden,
        "status_category": None,
        "category": None,
        "type": None,
        "label": holds("labels"),
        "no_labels": _unlabelled,
        "created_from": since(Record.created_at),
        "created_to": until(Record.created_at),
        "awaiting_validation": _unseen,
    },
    points={"person": ("person",)},
)
types = categories("feedback_types", "Feedback", "feedback")
sorts = categories("feedback_categories", "Feedback", "feedback")
said = comments("feedback", Kept("feedback", allow_none=True), "Feedback")
ROUTES = tuple(one.routes for one in (feedback, types, sorts, said))
