"""What a ticket is stamped with as it goes on, and what is told of its ways between statuses."""

from datetime import datetime
from typing import Any

from polydesk.core import catalogue
from polydesk.core.desk import Desk
from polydesk.core.models import Kind, Ticket

DONE = frozenset({Kind.RESOLVED, Kind.CLOSED})
"""What a ticket comes back from when it is reopened."""
WAITING = frozenset({Kind.PENDING, Kind.HELD})
"""Where a ticket waits for somebody else, so that the time for it stands still."""


def kind_of(desk: Desk, status_id: int | None) -> Kind | None:
    """What a status means; None for none."""
    return None if status_id is None else catalogue.status(desk, status_id).kind


def stamps(desk: Desk, status_id: int | None, promised: dict[str, Any]) -> dict[str, Any]:
    """What a ticket made in a status, with these promises, is stamped with."""
    kind, now = kind_of(desk, status_id), desk.now()
    made = {"status_at": now}
    if kind is not Kind.NEW and kind is not None:
        made["started_at"] = now
    if kind is Kind.RESOLVED:
        made["resolved_at"] = now
    elif kind is Kind.CLOSED:
        made["closed_at"] = now
    elif promised and kind in WAITING:
        made["paused_at"] = now
    return made


def touch(desk: Desk, ticket: Ticket) -> None:
    """Note that the ticket is changed now, and by whom."""
    ticket.updated_at = desk.now()
    ticket.changed_by_id = desk.person_id


def start(ticket: Ticket, at: datetime) -> None:
    """Note that somebody is at it, since this moment unless it was so before."""
    ticket.started_at = ticket.started_at or at


def note_reply(ticket: Ticket, at: datetime, *, by_user: bool) -> None:
    """Keep when public replies were given, and by whom.

    That is the first and the last of agents, the last of users, and whose the last of all was.
    """
    ticket.updated_by_user, ticket.updated_by_staff = by_user, not by_user
    if by_user:
        ticket.last_user_reply_at = at
    else:
        ticket.first_agent_reply_at = ticket.first_agent_reply_at or at
        ticket.last_agent_reply_at = at
        ticket.noted = False
        start(ticket, at)


def move(desk: Desk, ticket: Ticket, status_id: int | None, at: datetime) -> None:
    """Bring a ticket to a status, at a moment, and stamp it; to resolve again restarts the time.

    Who comes back from resolved and closed loses both stamps and keeps the resolution.
    """
    if status_id != ticket.status_id:
        ticket.status_id, ticket.status_at = status_id, at
    kind = kind_of(desk, status_id)
    if kind is not Kind.NEW and kind is not None:
        start(ticket, at)
    if kind is Kind.CLOSED:
        ticket.closed_at = at
        ticket.updated_by_user = ticket.updated_by_staff = ticket.noted = False
    else:
        ticket.closed_at = None
        ticket.resolved_at = at if kind is Kind.RESOLVED else None
    _pause(ticket, kind, at)


def _pause(ticket: Ticket, kind: Kind | None, at: datetime) -> None:
    """Stop the time that was promised for a ticket, or add to it what it has stood still."""
    if kind in WAITING:
        if ticket.resolve_by is not None and ticket.paused_at is None:
            ticket.paused_at = at
    elif ticket.paused_at is not None:
        waited = at - ticket.paused_at
        ticket.paused_at = None
        if ticket.resolve_by is not None:
            ticket.resolve_by += waited
        if ticket.respond_by is not None and ticket.first_agent_reply_at is None:
            ticket.respond_by += waited


def tell(desk: Desk, ticket: Ticket, before: int | None, *, reason: str = "") -> None:
    """Tell that a ticket has come from a status: `ticket.status`, then what that means if any."""
    desk.tell("ticket.status", ticket, status=[before, ticket.status_id])
    was, now = kind_of(desk, before), kind_of(desk, ticket.status_id)
    if was is now:
        return
    if now is Kind.RESOLVED:
        desk.tell("ticket.resolved", ticket, resolution=ticket.resolution)
    elif now is Kind.CLOSED:
        desk.tell("ticket.closed", ticket)
    elif was in DONE:
        desk.tell("ticket.reopened", ticket, reason=reason)
