"""Tickets."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func

from polydesk.core import tickets
from polydesk.core.desk import Desk
from polydesk.core.errors import NotFound
from polydesk.core.models import MAX_ID, Message, Person, Ticket
from polydesk.core.prepared import among
from polydesk.core.tickets import KEEP
from polydesk.dialects.helpdeskpro.apikey import schemas, vocabulary
from polydesk.dialects.helpdeskpro.apikey.fields import reference
from polydesk.dialects.helpdeskpro.apikey.people import author
from polydesk.kit.routes import Routes

routes = Routes("tickets", tag="Tickets", errors=(400, 401))

SHOWN = (
    Ticket.id,
    Ticket.subject,
    func.coalesce(Message.body, "").label("body"),
    Message.format,
    Ticket.status_id,
    Ticket.priority_id,
    Ticket.department_id,
    Ticket.requester_id,
    Ticket.assignee_id,
    func.coalesce(Person.username, Person.email, Person.name).label("assignee_name"),
    Ticket.created_at,
    Ticket.updated_at,
    Ticket.closed_at,
)
FILTERS = {
    "status": among(Ticket.status_id, "status"),
    "department": among(Ticket.department_id, "department"),
    "assigned_to": Ticket.assignee_id == bindparam("assigned_to"),
    "id": Ticket.id == bindparam("id"),
}


@cache
def _shown(visible: Select[Ticket], filters: tuple[str, ...]) -> Any:
    """The columns that the wire shows of the tickets that pass these filters, newest first."""
    return (
        visible.outerjoin(Ticket.assignee)
        .outerjoin(Ticket.opening)
        .where(*(FILTERS[name] for name in filters))
        .order_by(Ticket.created_at.desc(), Ticket.id.desc())
        .with_only_columns(*SHOWN)
    )


@routes.get("/tickets", query=schemas.TicketFilter(), gives=schemas.Tickets(), errors=(404,))
def index(desk: Desk, query: dict[str, str]) -> Any:
    """All tickets, newest first; status and department in any letter case.

    Source: seed, 4.1; contract 2.4 and 2.7.
    """
    values = {name: FIND[name](desk, text) for name, text in query.items() if text}
    found = _shown(tickets.scope(desk), tuple(values))
    return {"tickets": desk.rows(found, person=desk.person_id, **values)}


def _assigned_to(desk: Desk, text: str) -> int:
    id = vocabulary.user_id(desk, reference(text))
    if id is None:
        raise NotFound("Assigned user")
    return id


FIND: Mapping[str, Callable[[Desk, str], Any]] = {
    "status": vocabulary.statuses_like,
    "department": vocabulary.departments_like,
    "assigned_to": _assigned_to,
}


@routes.post(
    "/tickets", json=schemas.NewTicket(), gives=schemas.TicketResponse(), status=201, errors=(404,)
)
def create(desk: Desk, json: dict[str, Any]) -> Any:
    """Make a ticket, in the name of `created_by` or of the key's default user.

    Source: seed, 4.2; contract 2.4, 2.7 and 2.8.
    """
    requester = author(desk, json.get("created_by"))
    assignee_id = vocabulary.user_id(desk, json.get("assigned_to"))
    if assignee_id is None and json.get("assigned_to"):
        raise NotFound("assigned_to user")
    id = tickets.enter(
        desk,
        subject=json["subject"],
        body=json["description"],
        requester=requester,
        status_id=vocabulary.status_id(desk, json.get("status") or "Open"),
        priority_id=vocabulary.priority_id(desk, json.get("priority")),
        department_id=vocabulary.department_id(desk, json.get("department")),
        assignee_id=assignee_id,
        closed_at=None,  # the vendor's API never stamps it on its own
    )
    return {"ticket": _one(desk, id)}


@routes.get("/tickets/<int:ticket_id>", gives=schemas.TicketResponse(), errors=(404,))
def show(desk: Desk, ticket_id: int) -> Any:
    """One ticket.

    Source: seed, 4.3.
    """
    return {"ticket": _one(desk, ticket_id)}


def _one(desk: Desk, id: int) -> Any:
    query = _shown(tickets.scope(desk), ("id",))
    found = desk.rows(query, person=desk.person_id, id=min(id, MAX_ID))
    if not found:
        raise NotFound("ticket", id)
    return found[0]


@routes.patch(
    "/tickets/<int:ticket_id>",
    also=("PUT",),
    json=schemas.TicketChange(),
    gives=schemas.TicketResponse(),
    errors=(404,),
)
def change(desk: Desk, ticket_id: int, json: dict[str, Any]) -> Any:
    """Change what is given; an unknown assignee unassigns, `closed_at` is the client's to send.

    Source: seed, 4.4; contract 2.7 and 2.8.
    """
    ticket = tickets.get(desk, ticket_id)
    tickets.change(
        desk,
        ticket,
        subject=json.get("subject", KEEP),
        body=json.get("description", KEEP),
        status_id=_changed(desk, json, "status", vocabulary.status_word(ticket)),
        priority_id=_changed(desk, json, "priority", vocabulary.priority_word(ticket)),
        department_id=_changed(desk, json, "department", vocabulary.department_name(ticket)),
        assignee_id=vocabulary.user_id(desk, json["assigned_to"])
        if "assigned_to" in json
        else KEEP,
        closed_at=json.get("closed_at", ticket.closed_at),
    )
    desk.session.flush()
    return {"ticket": _one(desk, ticket_id)}


def _changed(desk: Desk, json: dict[str, Any], name: str, shown: str | None) -> Any:
    """The id of a new word; KEEP where none is given, or the one already shown."""
    if name not in json or json[name] == shown:
        return KEEP
    return getattr(vocabulary, f"{name}_id")(desk, json[name])


@routes.delete("/tickets/<int:ticket_id>", gives=schemas.Deleted(), errors=(404,))
def delete(desk: Desk, ticket_id: int) -> Any:
    """Remove a ticket for good, with its comments, attachments and audit trail.

    Source: seed, 4.5; body: contract 2.3.
    """
    tickets.erase(desk, tickets.get(desk, ticket_id))
    return {"status": "deleted", "id": ticket_id}
