"""Artificial intelligence, of which there is none: honest defaults. Source: contract 1.4."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from polydesk.core import catalogue, categories, memory, records, tickets
from polydesk.core import settings as stored
from polydesk.core.desk import Desk
from polydesk.core.errors import NotFound
from polydesk.core.models import Record, Ticket
from polydesk.core.records import text
from polydesk.dialects.helpdeskpro.sanctum import settings, vocabulary
from polydesk.dialects.helpdeskpro.sanctum.schemas import ai as schemas
from polydesk.dialects.helpdeskpro.sanctum.schemas.auth import Said
from polydesk.dialects.helpdeskpro.sanctum.settings import DIALECT
from polydesk.kit.routes import Routes

_HISTORY = "classifications"
_REASON = "Default classification - AI not available"
_NOTE = "No text is understood: the answer is that of an installation without AI."
_KEPT = "It is kept and shown, and changes nothing: there is nothing to be set up."
_SORTS: Mapping[str, tuple[Callable[[Desk], Iterable[int]], Callable[[Desk, int], Any]]] = {
    "priority": (catalogue.priorities, vocabulary.priority),
    "category": (categories.tree, vocabulary.category),
    "department": (catalogue.departments, vocabulary.department),
    "type": (catalogue.types, vocabulary.ticket_type),
}
"""What tickets are classified by: all rows, and how one is shown, None for a deleted one."""

routes = Routes("ai", tag="AI", prefix="/ai", errors=(401, 429))


@routes.get("/status", gives=schemas.Availability(), note=_NOTE)
def status(desk: Desk) -> Any:
    """Say whether there is an artificial intelligence: none is available.

    Source: contract 1.4, "Dashboard, reports, AI".
    """
    said = settings.of(desk, "ai")
    return {
        "enabled": said["ai_enabled"],
        "available": False,
        "model": said["model"],
        "last_check": desk.now(),
    }


@routes.get("/settings", gives=schemas.Settings())
def show_settings(desk: Desk) -> Any:
    """Show how it is set up.

    Source: contract 1.4, "Dashboard, reports, AI".
    """
    return settings.of(desk, "ai")


@routes.post("/settings", json=schemas.NewSettings(), gives=Said(), errors=(422,), note=_KEPT)
def change_settings(desk: Desk, json: dict[str, Any]) -> Any:
    """Set it up otherwise; what is not sent stays.

    Source: contract 1.4, "Dashboard, reports, AI".
    """
    memory.move(desk.session)  # those who do this at once take turns from here
    sent = {name: value for name, value in json.items() if value is not None}
    stored.put(desk, DIALECT, "ai", {**settings.of(desk, "ai"), **sent})
    return {"message": "Settings updated"}


def _ticket(desk: Desk, id: int) -> Mapping[str, Any]:
    """For `at`: the ticket, whoever may see it."""
    ticket = desk.get(Ticket, id)
    if ticket.deleted_at is not None:
        raise NotFound("ticket", id)
    return {"ticket": ticket}


def _first(desk: Desk, sort: str) -> Mapping[str, Any]:
    """The first of what tickets are classified by, as it is shown; empty where there is none."""
    rows, show = _SORTS[sort]
    shown = [one for id in rows(desk) if (one := show(desk, id)) is not None]
    return min(shown, key=lambda one: one["id"], default={})


def _classified(desk: Desk) -> dict[str, Any]:
    return {
        **{sort: _first(desk, sort).get("id") for sort in _SORTS},
        "confidence": 0.0,
        "reasoning": _REASON,
        "ai_generated": False,
        "timestamp": desk.now(),
    }


@routes.post(
    "/tickets/<number:id>/classify",
    at=_ticket,
    gives=schemas.Classification(),
    errors=(404,),
    note=_NOTE,
)
def classify(desk: Desk, ticket: Ticket) -> Any:  # noqa: ARG001
    """Say where a ticket belongs: to the first of everything.

    Source: contract 1.4, "Classification with AI off".
    """
    return _classified(desk)


@routes.get(
    "/tickets/<number:id>/suggestions",
    at=_ticket,
    gives=schemas.Suggestions(),
    errors=(404,),
    note=_NOTE,
)
def suggest(desk: Desk, ticket: Ticket) -> Any:  # noqa: ARG001
    """Say where a ticket might belong, with no confidence at all.

    Source: contract 1.4, "Dashboard, reports, AI".
    """
    return {
        "suggestions": {
            sort: {"id": first.get("id"), "name": first.get("name"), "confidence": 0.0}
            for sort in _SORTS
            for first in [_first(desk, sort)]
        },
        "overall_confidence": 0.0,
        "reasoning": _REASON,
        "ai_enabled": settings.of(desk, "ai")["ai_enabled"],
    }


@routes.post(
    "/tickets/<number:id>/apply-classification",
    at=_ticket,
    json=schemas.Applied(),
    gives=Said(),
    errors=(404, 422),
)
def apply(desk: Desk, ticket: Ticket, json: dict[str, Any]) -> Any:
    """Put a ticket where it is said to belong; what is omitted is unset. It is kept in a history.

    Source: contract 1.4, "Dashboard, reports, AI".
    """
    columns = ("priority_id", "category_id", "department_id", "type_id")
    put: dict[str, Any] = {name: json.get(name) for name in columns}
    tickets.change(desk, ticket, **put)
    score = json.get("confidence_score")
    past = {
        "ticket_id": ticket.id,
        **put,
        "confidence_score": None if score is None else f"{score:.2f}",
        "reasoning": json.get("reasoning"),
        "ai_generated": False,
        "classification_data": None,
        "applied": True,
    }
    records.create(desk, DIALECT, _HISTORY, data=past)
    return {"message": "Classification applied successfully"}


@routes.get(
    "/tickets/<number:id>/classification-history",
    at=_ticket,
    gives=schemas.Past(many=True),
    errors=(404,),
)
def history(desk: Desk, ticket: Ticket) -> Any:
    """List where a ticket was put, the newest first.

    Source: contract 1.4, "Dashboard, reports, AI".
    """
    query = records.collected(DIALECT, _HISTORY).where(text("ticket_id") == str(ticket.id))
    found = desk.all(query.order_by(None).order_by(Record.id.desc()))
    return [
        {
            **row.data,
            "id": row.id,
            "priority_id": vocabulary.priority_id(desk, row.data["priority_id"]),
            "applied_at": row.created_at,
            "created_at": row.created_at,
            "updated_at": row.updated_at,
        }
        for row in found
    ]


@routes.post(
    "/batch-classify",
    json=schemas.Batch(),
    gives=schemas.OfTicket(many=True),
    errors=(422,),
    note=_NOTE,
)
def classify_all(desk: Desk, json: dict[str, Any]) -> Any:
    """Say of several tickets where they belong.

    Source: contract 1.4, "Dashboard, reports, AI".
    """
    said = _classified(desk)
    return [{"ticket_id": id, "classification": said} for id in json["ticket_ids"]]


@routes.post(
    "/response-suggestions",
    json=schemas.Asked(),
    gives=schemas.Nothing(),
    errors=(422,),
    note=_NOTE,
)
def suggest_responses(_: Desk, json: dict[str, Any]) -> Any:  # noqa: ARG001
    """Say what could be answered to a ticket: nothing.

    Source: contract 1.4, "Dashboard, reports, AI".
    """
    return {"suggestions": []}


@routes.post(
    "/sentiment-analysis",
    json=schemas.Text(),
    gives=schemas.Sentiment(),
    errors=(422,),
    note=_NOTE,
)
def feel(_: Desk, json: dict[str, Any]) -> Any:  # noqa: ARG001
    """Say how a text feels: neither good nor bad.

    Source: contract 1.4, "Dashboard, reports, AI".
    """
    return {"sentiment": "neutral", "score": 0.0, "confidence": 0.0}


@routes.get("/analytics", gives={"type": "object"}, note=_NOTE)
def analytics(_: Desk) -> Any:
    """Say what it has done: nothing.

    Source: contract 1.4, "Dashboard, reports, AI".
    """
    return {}


@routes.get(
    "/knowledge-base/suggestions",
    query=schemas.Query(),
    gives=schemas.Nothing(),
    errors=(422,),
    note=_NOTE,
)
def suggest_articles(_: Desk, query: Mapping[str, Any]) -> Any:  # noqa: ARG001
    """Say which articles are about something: none.

    Source: contract 1.4, "Dashboard, reports, AI".
    """
    return {"suggestions": []}


ROUTES = (routes,)
