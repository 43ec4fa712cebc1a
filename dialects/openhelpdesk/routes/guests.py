"""Guests: links to their tickets. They make tickets where everybody does, see `tickets`."""

from typing import Any

from polydesk.core import text
from polydesk.core.desk import Desk
from polydesk.core.models import Ticket
from polydesk.dialects.openhelpdesk import guests, shown
from polydesk.dialects.openhelpdesk.schemas import guests as schemas
from polydesk.kit.routes import Routes

routes = Routes("guests", tag="Guests", prefix="/api")


@routes.post(
    "/guest/resend",
    public=True,
    json=schemas.Resend(),
    gives={"type": "object"},
    status=202,
    errors=(400,),
)
def resend(desk: Desk, json: dict[str, Any]) -> Any:
    """Mail a fresh link to a guest; the answer does not tell whether there is such a ticket.

    Source: guides, "Guest tickets"; contract 6.9, X12.
    """
    row = shown.row_by_number(desk, json["tracking_number"])
    if row is not None and text.key(row.guest_email or "") == text.key(json["email"]):
        guests.send_link(desk, desk.get(Ticket, row.id))
    return {}
