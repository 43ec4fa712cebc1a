"""How tickets hang together. Source: contract 6.2, 22 to 25."""

from typing import Any

from polydesk.core import links, subtickets
from polydesk.core.desk import Desk
from polydesk.core.errors import Invalid
from polydesk.core.models import Ticket
from polydesk.dialects.desteksitesi import changes, sight
from polydesk.dialects.desteksitesi.method import Methods
from polydesk.dialects.desteksitesi.schemas import tickets as schemas

routes = Methods("links", tag="Tickets")


@routes.method("POST", "LinkTickets", given=schemas.Two(), errors=(404,))
def link(desk: Desk, given: dict[str, Any]) -> None:
    """Link two tickets, side by side.

    Source: contract 6.2, 22.
    """
    changes.refuse_same(given["id"], given["id2"], "id2")
    links.relate(desk, *_two(desk, given["id"], given["id2"]))


@routes.method("POST", "UnlinkTickets", given=schemas.Two(), errors=(404,))
def unlink(desk: Desk, given: dict[str, Any]) -> None:
    """End the link of two tickets.

    Source: contract 6.2, 23.
    """
    links.unrelate(desk, *_two(desk, given["id"], given["id2"]))


@routes.method("POST", "AddSubTicket", given=schemas.Family(), errors=(404,))
def add_child(desk: Desk, given: dict[str, Any]) -> None:
    """Put a ticket below another one, and below that one only.

    Source: contract 6.2, 24.
    """
    changes.refuse_same(given["parent_id"], given["child_id"], "childId")
    parent, child = _two(desk, given["parent_id"], given["child_id"])
    try:
        subtickets.put(desk, child, parent)
    except Invalid as error:
        raise Invalid({"parentId": error.fields["parent"]}) from error


@routes.method("POST", "RemoveSubTicket", given=schemas.Child(), errors=(404,))
def remove_child(desk: Desk, given: dict[str, Any]) -> None:
    """Let a ticket be below no other.

    Source: contract 6.2, 25.
    """
    subtickets.free(desk, sight.handled(desk, given["child_id"]))


def _two(desk: Desk, id: int, other: int) -> tuple[Ticket, Ticket]:
    """Two tickets, of which the caller is technician for either. Raises NotFound and Forbidden."""
    two = sight.existing(desk, id), sight.existing(desk, other)
    sight.require(any(sight.handles(desk, one.category_id) for one in two))
    return two
