"""Tickets, and what is said in them. Source: contract 1.4, "Tickets"."""

from collections.abc import Mapping
from typing import Any

from werkzeug.exceptions import NotImplemented as NotBuilt

from polydesk.core import hiding, said
from polydesk.core.desk import Account, Desk
from polydesk.core.errors import Invalid, NotFound
from polydesk.core.models import MAX_ID, Role, Ticket
from polydesk.dialects.helpdeskpro.sanctum import (
    conversations_shown,
    flaws,
    persons,
    sight,
    ticket_comments,
    ticket_list,
    ticket_shown,
    ticket_table,
    ticket_write,
)
from polydesk.dialects.helpdeskpro.sanctum.envelope import one, page
from polydesk.dialects.helpdeskpro.sanctum.fields import chosen
from polydesk.dialects.helpdeskpro.sanctum.listing import PAGES, bounds, listed
from polydesk.dialects.helpdeskpro.sanctum.schemas import tickets as schemas
from polydesk.dialects.helpdeskpro.sanctum.schemas.conversations import ConversationDetail
from polydesk.kit.download import download
from polydesk.kit.pages import cut
from polydesk.kit.perform import Answer
from polydesk.kit.routes import Routes

_NOT_BUILT = "As the vendor's: 501 for a file that would do."
_FOR_ALL = "As the vendor's: for whoever has a token, whether they see the ticket or not."

routes = Routes("tickets", tag="Tickets", prefix="/tickets", errors=(401, 429))


def _there(desk: Desk, id: int) -> Mapping[str, Any]:
    """For `at`: a ticket by its uid or else its id, whoever may see it. Source: contract 1.4."""
    for key in (id - ticket_shown.FIRST_UID, id):
        ticket = desk.find(Ticket, key)
        if ticket is not None and ticket.deleted_at is None:
            return {"ticket": ticket}
    raise NotFound("ticket", id)


def _seen(desk: Desk, id: int) -> Mapping[str, Any]:
    """For `at`: as `_there`, for who sees the ticket. Source: contract 1.7."""
    found = _there(desk, id)
    if not sight.is_seen(desk, found["ticket"]):
        raise NotFound("ticket", id)
    return found


def _lost(desk: Desk, id: int) -> Mapping[str, Any]:
    """For `at`: as `_there`, also one in the bin."""
    for key in (id - ticket_shown.FIRST_UID, id):
        if desk.find(Ticket, key) is not None:
            return {"ticket": hiding.get_any(desk, key)}
    raise NotFound("ticket", id)


@routes.get("", query=schemas.TicketFilter(), gives=schemas.Ticket(), pages=PAGES, errors=(422,))
def index(desk: Desk, query: dict[str, Any]) -> Any:
    """List the tickets in sight.

    Source: contract 1.4 and 1.7.
    """
    asked = query.get("include")
    names = asked.split(",") if isinstance(asked, str) else ()
    relations = frozenset(name.strip() for name in names)
    part = cut(desk, ticket_list.listed(desk, query), bounds())
    shown = ticket_shown.shown(desk, part.items, relations)
    return Answer(page(part, shown, chosen(query, ticket_list.FILTERS)))


@routes.post(
    "",
    json=schemas.NewTicket(),
    gives=schemas.Ticket(),
    status=201,
    errors=(422,),
    files=("files[]",),
)
def create(desk: Desk, json: dict[str, Any]) -> Any:
    """Make a ticket.

    Source: contract 1.4 and 1.9.
    """
    id = ticket_write.create(desk, json)
    return Answer(one(ticket_shown.detailed(desk, ticket_shown.row(desk, id))), 201)


@routes.post("/import", json=schemas.Import(), errors=(422, 501), files=("file",), note=_NOT_BUILT)
def load(_: Desk, json: dict[str, Any]) -> Any:
    """Import tickets, which the vendor has not built either: 501 for a file that would do.

    Source: contract 1.4, "Tickets".
    """
    if not json["file"].filename.lower().endswith((".csv", ".txt")):
        raise Invalid({"file": [flaws.of_types("csv", "txt")]})
    raise NotBuilt("CSV import not yet implemented")


@routes.get(
    "/export",
    query=schemas.TicketFilter(),
    gives={"type": "string"},
    media_types=("text/csv",),
    errors=(422,),
)
def export(desk: Desk, query: dict[str, Any]) -> Any:
    """Write the tickets in sight as a table, by id.

    Source: contract 1.4; quirk Q-S2.
    """
    table = ticket_table.written(desk, ticket_list.every(desk, query))
    name = f"tickets_{desk.now():%Y-%m-%d_%H%M%S}.csv"
    return download(table.encode(), name=name, media_type="text/csv; charset=UTF-8")


@routes.get("/<number:id>", gives=schemas.Ticket(), errors=(404,))
def show(desk: Desk, id: int) -> Any:
    """Show a ticket, by its uid or its id.

    Source: contract 1.4 and 1.5.
    """
    row = _row(desk, id - ticket_shown.FIRST_UID) or _row(desk, id)
    if row is None or not sight.is_seen(desk, row):
        raise NotFound("ticket", id)
    return Answer(one(ticket_shown.detailed(desk, row)))


def _row(desk: Desk, id: int) -> Any | None:
    return ticket_shown.row(desk, id) if 0 < id <= MAX_ID else None


@routes.route(
    "PUT PATCH",
    "/<number:id>",
    at=_seen,
    json=schemas.TicketChange(partial=True),
    gives=schemas.Ticket(),
    errors=(404, 422),
)
def change(desk: Desk, ticket: Ticket, json: dict[str, Any]) -> Any:
    """Change what is sent of a ticket; null clears what it is sorted by.

    Source: contract 1.4 and 1.9.
    """
    ticket_write.change(desk, ticket, json)
    return Answer(one(ticket_shown.detailed(desk, ticket_shown.row(desk, ticket.id))))


@routes.delete("/<number:id>", at=_seen, status=204, errors=(404,))
def delete(desk: Desk, ticket: Ticket) -> None:
    """Put a ticket into the bin, with all that is said in it.

    Source: contract 1.4; quirk Q-S1.
    """
    hiding.hide(desk, ticket, "deleted")


@routes.post("/<number:id>/restore", at=_lost, gives=schemas.Ticket(), errors=(404,), note=_FOR_ALL)
def restore(desk: Desk, ticket: Ticket) -> Any:
    """Take a ticket out of the bin, if it is there.

    Source: contract 1.4; quirk Q-S1.
    """
    hiding.unhide(desk, ticket)
    return Answer(one(ticket_shown.detailed(desk, ticket_shown.row(desk, ticket.id))))


@routes.get("/<number:id>/comments", at=_there, gives=schemas.Comment(), pages=PAGES, errors=(404,))
def list_comments(desk: Desk, ticket: Ticket) -> Any:
    """List what is said in a ticket, oldest first, whoever sees the ticket.

    Source: contract 1.4 and 1.7.
    """
    found = ticket_comments.comments(desk, [ticket.id]).get(ticket.id, [])
    part = cut(desk, found, bounds())
    return Answer(page(part, part.items))


@routes.post(
    "/<number:id>/comments",
    at=_there,
    json=schemas.NewComment(),
    gives=schemas.Comment(),
    status=201,
    errors=(404, 422),
)
def comment(desk: Desk, ticket: Ticket, json: dict[str, Any]) -> Any:
    """Say something in a ticket, perhaps for staff only.

    Source: contract 1.4.
    """
    author = desk.actor
    assert isinstance(author, Account), "tokens are people's"
    message = said.say(
        desk,
        ticket,
        body=json["comment"],
        author=author,
        by_user=author.role is Role.USER,
        internal=bool(json.get("is_internal")),
    )
    desk.flush()
    users = persons.users(desk, [author.id])
    return Answer(one(ticket_comments.comment(message, users)), 201)


@routes.get(
    "/<number:id>/conversations",
    at=_there,
    gives=ConversationDetail(),
    pages=PAGES,
    errors=(404,),
)
def list_conversations(desk: Desk, ticket: Ticket) -> Any:
    """List the conversations about a ticket, the newest first, with all that is said.

    Source: contract 1.4.
    """
    rows = conversations_shown.of_ticket(desk, ticket)
    return listed(desk, rows, conversations_shown.detailed, ConversationDetail())


ROUTES = (routes,)
