"""Tickets in numbers. Source: contract 1.4, "Dashboard, reports, AI"."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from marshmallow import fields
from sqlalchemy import func, select

from polydesk.core import catalogue
from polydesk.core.desk import Desk
from polydesk.core.models import Ticket
from polydesk.dialects.helpdeskpro.sanctum import sight, vocabulary
from polydesk.dialects.helpdeskpro.sanctum.fields import Schema, maybe
from polydesk.dialects.helpdeskpro.sanctum.schemas.auth import Said
from polydesk.kit.routes import Routes

_NOTE = "As the vendor answers: a text stands in."

routes = Routes("dashboard", tag="Dashboard", prefix="/dashboard", errors=(401, 429))


class Numbers(Schema):
    """How many tickets there are."""

    opened_tickets = fields.Int()
    total_tickets = fields.Int()
    closed_tickets = fields.Int()


class OfStatus(Schema):
    """How many tickets have a status."""

    status_id = maybe("integer")
    total = fields.Int()


class OfPriority(Schema):
    """How many tickets have a priority."""

    priority_id = maybe("integer")
    total = fields.Int()


class Metrics(Schema):
    """Tickets by what they are sorted by."""

    tickets_by_status = fields.List(fields.Nested(OfStatus))
    tickets_by_priority = fields.List(fields.Nested(OfPriority))


@routes.get("", gives=Numbers())
def index(desk: Desk) -> Any:
    """Count the tickets that the caller sees; opened is whatever is not Closed.

    Source: contract 1.4, "Dashboard, reports, AI".
    """
    by_status = _counted(desk, Ticket.status_id, lambda _, row: row)
    closed = by_status[catalogue.status_id(desk, "CLOSED")]
    total = by_status.total()
    return {"opened_tickets": total - closed, "total_tickets": total, "closed_tickets": closed}


@routes.get("/metrics", gives=Metrics())
def metrics(desk: Desk) -> Any:
    """Count the tickets that the caller sees by status and by priority, in the order of the ids.

    Source: contract 1.4, "Dashboard, reports, AI".
    """
    by_status = _counted(desk, Ticket.status_id, vocabulary.status_id)
    by_priority = _counted(desk, Ticket.priority_id, vocabulary.priority_id)
    return {
        "tickets_by_status": _listed("status_id", by_status),
        "tickets_by_priority": _listed("priority_id", by_priority),
    }


def _counted(
    desk: Desk, column: Any, name: Callable[[Desk, int | None], int | None]
) -> Counter[int | None]:
    """How many tickets have each value of a column, by the vendor's name for it."""
    query = select(column, func.count()).where(*sight.tickets(desk)).group_by(column)
    found: Counter[int | None] = Counter()
    for id, count in desk.session.execute(query):
        found[name(desk, id)] += count
    return found


def _listed(key: str, counts: Counter[int | None]) -> list[dict[str, Any]]:
    return [{key: id, "total": counts[id]} for id in sorted(counts, key=lambda one: one or 0)]


def _announced(name: str, message: str) -> None:
    def view(_: Desk) -> Any:
        return {"message": message}

    view.__name__ = name
    view.__doc__ = f"Say that there will be {name}.\n\nSource: contract 1.4, row `/dashboard`."
    routes.get(f"/{name}", gives=Said(), note=_NOTE)(view)


for _name, _message in {
    "analytics": "Analytics endpoint",
    "performance": "Performance metrics endpoint",
    "charts": "Charts data endpoint",
}.items():
    _announced(_name, _message)

ROUTES = (routes,)
