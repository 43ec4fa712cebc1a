"""Lists of tickets, their numbers, and tickets around a ticket. Source: contract 6.2, 8."""

from typing import Any

from polydesk.core import subtickets
from polydesk.core.desk import Desk
from polydesk.dialects.desteksitesi import listing, shown, sight, stats
from polydesk.dialects.desteksitesi.envelope import text
from polydesk.dialects.desteksitesi.method import Methods
from polydesk.dialects.desteksitesi.schemas import lists as schemas
from polydesk.dialects.desteksitesi.schemas.tickets import Ticket
from polydesk.kit.dump import dump

routes = Methods("tickets", tag="Tickets")

_STATS, _STATS_FOR_CALLER, _TICKET = schemas.Stats(), schemas.StatsForCaller(), Ticket()


@routes.method("GET", "Tickets", given=schemas.TicketFilter(), gives=schemas.TicketItem(many=True))
def index(desk: Desk, given: dict[str, Any]) -> Any:
    """List the tickets in sight.

    Source: contract 6.2, method 2; 8.
    """
    return listing.listed(desk, given)


@routes.method("GET", "Search", given=schemas.Search(), gives=schemas.TicketItem(many=True))
def search(desk: Desk, given: dict[str, Any]) -> Any:
    """Find tickets by the words in them.

    Source: contract 6.2, method 10; 8.
    """
    return listing.listed(desk, given)


@routes.method(
    "GET",
    "Stats",
    given=schemas.StatsFilter(),
    gives={"type": "object", "additionalProperties": {"type": "integer"}},
)
def count(desk: Desk, given: dict[str, Any]) -> Any:
    """Count tickets.

    Source: contract 6.2, method 9; 7.17, whose two forms differ in keys and order.
    """
    for_caller = given["for_caller"]
    found = stats.counted(desk, for_caller=for_caller)
    return dump(_STATS_FOR_CALLER if for_caller else _STATS, found)


@routes.method(
    "GET",
    "LinkedTickets",
    given=schemas.OfTicket(),
    gives=schemas.LinkedTicket(many=True),
    errors=(404,),
)
def linked_tickets(desk: Desk, given: dict[str, Any]) -> Any:
    """List the tickets that a ticket is linked with.

    Source: contract 6.2, method 26; those in sight.
    """
    return listing.linked(desk, sight.get(desk, given["id"]))


@routes.method(
    "GET",
    "SubTickets",
    given=schemas.OfTicket(),
    gives=schemas.SubTicket(many=True),
    errors=(404,),
)
def sub_tickets(desk: Desk, given: dict[str, Any]) -> Any:
    """List the tickets right below a ticket.

    Source: contract 6.2, method 27; those in sight.
    """
    return listing.below(desk, sight.get(desk, given["id"]))


@routes.method(
    "GET",
    "ParentTicket",
    given=schemas.OfParent(),
    gives={"type": "object"},
    media_types=("text/plain", "application/json"),
    errors=(404,),
)
def parent_ticket(desk: Desk, given: dict[str, Any]) -> Any:
    """Tell the id of the ticket above, 0 for none; or show all of it.

    Source: contract 6.2, method 28. One out of the caller's sight is none.
    """
    parent = subtickets.parent(desk, sight.get(desk, given["id"]))
    if parent is None or not sight.may_see(desk, parent.id, parent.category_id):
        return text("0")
    if given["full"]:
        return dump(_TICKET, shown.detail(desk, parent.id))
    return text(str(parent.id))
