"""For `at`: the tickets that a caller may see, with a link for guests too. Source: contract 2.8."""

from typing import Any

import flask

from polydesk.core import policies, tickets
from polydesk.core.desk import Desk
from polydesk.core.errors import Forbidden, NotFound, Unauthenticated
from polydesk.core.models import Ticket
from polydesk.dialects.openhelpdesk import auth, shown


def readable(desk: Desk, id: str, **url: Any) -> dict[str, Any]:
    """The ticket's columns as `row`, by ULID or tracking number; see `shown.row`.

    Callers without an account need the link of this ticket; an operation that lets them in is
    public.
    """
    row = shown.row_by_number(desk, id) or shown.row(desk, id)
    if desk.actor is None:
        _require_link(desk, None if row is None else row.id)
    elif row is not None and not policies.may_see(desk.actor, row):
        row = None
    if row is None:
        raise NotFound("ticket", id)
    return {"row": row, **url}


def answerable(desk: Desk, id: str, **url: Any) -> dict[str, Any]:
    """As `readable`, the ticket itself as `ticket`, locked where the desk writes."""
    if desk.actor is not None:
        return {"ticket": tickets.get(desk, id), **url}
    ticket = desk.find(Ticket, id)
    _require_link(desk, None if ticket is None else ticket.id)
    if ticket is None or ticket.deleted_at is not None:
        raise NotFound("ticket", id)
    return {"ticket": ticket, **url}


def changeable(desk: Desk, id: str, **url: Any) -> dict[str, Any]:
    """The ticket as `ticket`, locked; for staff, others see only that they may not."""
    ticket = tickets.get(desk, id)
    auth.staff(desk)
    return {"ticket": ticket, **url}


def _require_link(desk: Desk, ticket_id: int | None) -> None:
    """Raise what the caller's credentials deserve, unless they are the link of this ticket."""
    link = auth.guest_ticket_id(flask.request, desk)
    if link is not None and link == ticket_id:
        return
    auth.authenticate(flask.request, desk)  # a bad or half proof is refused for what it is
    raise Unauthenticated("no credentials, or the link of another ticket")


def refuse_guests(desk: Desk) -> None:
    """Raise Forbidden where nobody is at the desk, who is the guest of a ticket."""
    if desk.actor is None:
        raise Forbidden("guest")
