"""One ticket: shown, made, changed, closed, tagged, merged, deleted. Source: contract 6.2 and 6.9.

The lists of tickets are a chapter of their own.
"""

from typing import Any

from polydesk.core import merging
from polydesk.core import tickets as core
from polydesk.core.desk import Desk
from polydesk.dialects.desteksitesi import changes, followers, shown, sight, uploads
from polydesk.dialects.desteksitesi.method import Methods
from polydesk.dialects.desteksitesi.schemas import tickets as schemas

routes = Methods("ticket", tag="Tickets")
_ID = {"type": "integer"}


@routes.method(
    "GET", "Ticket", both=False, given=schemas.One(), gives=schemas.Ticket(), errors=(404,)
)
def show(desk: Desk, given: dict[str, Any]) -> Any:
    """Show one ticket.

    Source: contract 6.2, 3, and 7.2.
    """
    return shown.detail(desk, given["id"])


@routes.method(
    "POST",
    "Ticket",
    both=False,
    given=schemas.NewTicket(),
    files=uploads.PARTS,
    gives=_ID,
    errors=(404,),
)
def create(desk: Desk, given: dict[str, Any]) -> Any:
    """Make a ticket, and give its id.

    Source: contract 6.2, 4, and 11.1.
    """
    return changes.create(desk, given, uploads.read())


@routes.method("POST", "UpdateTicket", given=schemas.TicketChange(), errors=(404,))
def change(desk: Desk, given: dict[str, Any]) -> None:
    """Change what is given of a ticket.

    Source: contract 6.2, 5.
    """
    changes.change(desk, given)


@routes.method("POST", "Close", given=schemas.Closing(), errors=(404,))
def close(desk: Desk, given: dict[str, Any]) -> None:
    """Close a ticket, silently if asked.

    Source: contract 6.2, 6, and 11.4.
    """
    ticket = sight.changeable(desk, given["id"])
    desk.silent = given["is_silent"]
    changes.close(desk, ticket)


@routes.method("POST", "TagTicket", given=schemas.Tagging(), errors=(404,))
def tag(desk: Desk, given: dict[str, Any]) -> None:
    """Give a ticket one more tag.

    Source: contract 6.2, 30, and 11.6.
    """
    ticket = sight.changeable(desk, given["ticket_id"])
    changes.add_tags(desk, ticket, given["name"].split(","))


@routes.method("POST", "MergeTickets", given=schemas.Two(), gives=_ID, errors=(404,))
def merge(desk: Desk, given: dict[str, Any]) -> Any:
    """Merge a ticket into another one, for good, and give the id of the one that is kept.

    Source: contract 6.2, 21, and 11.8.
    """
    changes.refuse_same(given["id"], given["id2"], "id2")
    into, other = sight.existing(desk, given["id"]), sight.existing(desk, given["id2"])
    for ticket in (into, other):
        sight.require(sight.handles(desk, ticket.category_id))
    followers.keep(desk, other, into)
    merging.merge_tickets(desk, into, other)
    return given["id"]


@routes.method(
    "GET",
    "TicketIntegrationData",
    given=schemas.One(),
    gives=schemas.Integrations(),
    errors=(404,),
)
def integrations(desk: Desk, given: dict[str, Any]) -> Any:
    """Where a ticket is found at other vendors.

    Source: contract 6.2, 29, and 7.18.
    """
    return shown.integrations(desk, given["id"])


@routes.method("POST", "DeleteTicket", at=sight.admin, given=schemas.One(), errors=(404,))
def delete(desk: Desk, given: dict[str, Any]) -> None:
    """Delete a ticket, with what was said in it.

    Source: contract 6.9 and 11.16.
    """
    core.erase(desk, sight.existing(desk, given["id"]))
