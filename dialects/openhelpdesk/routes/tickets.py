"""Tickets."""

from typing import Any

from polydesk.core import lifecycle, tickets
from polydesk.core.desk import Desk
from polydesk.core.errors import NotFound
from polydesk.core.models import Ticket
from polydesk.dialects.openhelpdesk import changes, listing, shown, sight, vocabulary
from polydesk.dialects.openhelpdesk.auth import ACCOUNT, LINK
from polydesk.dialects.openhelpdesk.envelope import PAGED
from polydesk.dialects.openhelpdesk.schemas import tickets as schemas
from polydesk.kit.routes import Routes

routes = Routes("tickets", tag="Tickets", prefix="/api", errors=(401, 403))


@routes.get(
    "/tickets",
    query=schemas.TicketFilter(),
    gives=schemas.TicketItem(),
    pages=PAGED,
    errors=(400,),
)
def index(desk: Desk, query: dict[str, Any]) -> Any:
    """The tickets in the caller's list: all for admins, the groups' for staff, one's own for users.

    Source: REST reference, "Tickets"; contract 6.1, row 1, 7 and 8.3.
    """
    return listing.listed(desk, query)


@routes.post(
    "/tickets",
    at=changes.may_create,
    public=True,
    security=("", *ACCOUNT),
    json=schemas.NewTicket(),
    gives=schemas.Ticket(),
    status=201,
    errors=(400,),
)
def create(desk: Desk, json: dict[str, Any]) -> Any:
    """Make a ticket, as a guest too where `guest_submission_enabled` is on.

    Source: REST reference, "Tickets"; contract 6.1, row 2, 8.10, 8.12 and 9.
    """
    return shown.made(desk, changes.create(desk, json))


@routes.get("/tickets/tracking/<number>", public=True, gives=schemas.Ticket(), errors=(404,))
def track(desk: Desk, number: str) -> Any:
    """A guest's ticket by its tracking number, without notes and addresses.

    Source: REST reference, "Tickets"; contract 6.1, row 4.
    """
    row = shown.row_by_number(desk, number)
    if row is None:
        raise NotFound("ticket", number)
    return shown.detail(desk, row, public=True)


@routes.get(
    "/tickets/<id>",
    at=sight.readable,
    public=True,
    security=LINK,
    gives=schemas.Ticket(),
    errors=(404,),
)
def show(desk: Desk, row: Any) -> Any:
    """One ticket with its replies, by id or tracking number; with a guest's link too.

    Source: REST reference, "Tickets"; contract 6.1, row 3.
    """
    return shown.detail(desk, row)


@routes.patch(
    "/tickets/<ulid:id>",
    at=sight.changeable,
    json=schemas.TicketChange(),
    gives=schemas.Ticket(),
    errors=(400, 404),
)
def change(desk: Desk, ticket: Ticket, json: dict[str, Any]) -> Any:
    """Change what is sent, all of it or nothing; null unassigns.

    Source: REST reference, "Tickets"; contract 6.1, row 5 with the details below, and 8.4.
    """
    tickets.change(desk, ticket, **changes.columns(desk, ticket, json))
    return _shown(desk, ticket)


@routes.post(
    "/tickets/<ulid:id>/resolve",
    at=sight.changeable,
    json=schemas.Resolution(),
    needs_body=False,
    gives=schemas.Ticket(),
    errors=(400, 404),
)
def resolve(desk: Desk, ticket: Ticket, json: dict[str, Any]) -> Any:
    """Resolve a ticket, with notes if there are any; the reopen window begins now.

    Source: REST reference, "Tickets"; contract 6.1, row 6.
    """
    lifecycle.resolve(desk, ticket, notes=json.get("resolution_notes"))
    return _shown(desk, ticket)


@routes.post(
    "/tickets/<ulid:id>/reopen",
    at=sight.changeable,
    json=schemas.Reopening(),
    needs_body=False,
    gives=schemas.Ticket(),
    errors=(400, 404, 409),
)
def reopen(desk: Desk, ticket: Ticket, json: dict[str, Any]) -> Any:
    """Bring a resolved or closed ticket back, at any time.

    Source: REST reference, "Tickets"; contract 6.1, row 7.
    """
    reason = json.get("reason") or ""
    lifecycle.reopen(desk, ticket, to=vocabulary.reopen_target(desk), reason=reason)
    return _shown(desk, ticket)


def _shown(desk: Desk, ticket: Ticket) -> dict[str, Any]:
    desk.flush()
    return shown.one(desk, ticket.id)
