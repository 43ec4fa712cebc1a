"""What has happened to a ticket, and what is to happen. Source: contract 12."""

from collections.abc import Mapping, Sequence
from typing import Any

from marshmallow import fields
from sqlalchemy import Select, select

from polydesk.core import tickets
from polydesk.core.desk import Desk
from polydesk.core.errors import NotFound
from polydesk.core.models import MAX_ID, Event
from polydesk.dialects.deskpro.collection import Collection
from polydesk.dialects.deskpro.fields import Json, Moment, Stamp, Truth
from polydesk.dialects.deskpro.records import family, me
from polydesk.dialects.deskpro.sideload import Shows


class Log(Shows):
    """Something that happened to a ticket; `action_type` is the core's name for it."""

    id = fields.Int(required=True)
    ticket = fields.Int(attribute="about_id")
    person = fields.Int(attribute="actor_id", allow_none=True)
    action_type = fields.Str(attribute="kind")
    details = fields.Dict(attribute="data")
    date_created = Stamp(attribute="at")

    points = {"person": ("person",)}  # noqa: RUF012


def _parent(desk: Desk, ticket_id: int) -> Mapping[str, int]:
    return {"ticket": tickets.get(desk, ticket_id).id}


def _rows(_: Desk, __: Mapping[str, Any], ticket: int) -> Select[Event]:
    return select(Event).where(Event.about == "ticket", Event.about_id == ticket)


def _get(desk: Desk, id: int, ticket: int) -> Event:
    found: Sequence[Event] = []
    if id <= MAX_ID:
        found = desk.all(_rows(desk, {}, ticket).where(Event.id == id))
    if not found:
        raise NotFound("ticket_log", id)
    return found[0]


logs = Collection(
    path="/tickets/<int:ticket_id>/logs",
    stem="tickets.logs",
    chapter="Tickets",
    source="contract 12, row `/tickets/{id}/logs`; the shape is ours",
    shows=Log(),
    rows=_rows,
    get=_get,
    parent=_parent,
    orders={"date_created": Event.at, "action_type": Event.kind},
    verbs="LG#",
)
follow_ups = family(
    "/tickets/<int:ticket_id>/follow-ups",
    stem="tickets.follow_ups",
    chapter="Tickets",
    given={
        "date_to_run": Moment(required=True),
        "actions": Json(),
        "cancel_if_user_reply": Truth(),
    },
    absent={"person": me, "actions": [], "cancel_if_user_reply": False},
    points={"person": ("person",)},
    parent=tickets.get,
    note="they are kept, and not run",
)
ROUTES = (logs.routes, follow_ups.routes)
