"""Tickets that are put away, and can be had back: elsewhere they do not exist meanwhile."""

from typing import Any, Literal

from sqlalchemy import func, select

from polydesk.core import moves, policies, said, search
from polydesk.core.desk import Desk
from polydesk.core.errors import Hidden, NotFound
from polydesk.core.models import Ticket

Reason = Literal["deleted", "spam"]
"""Why a ticket is put away; it stands in its `deleted_reason`."""
LIVING: Any = (
    select(func.count()).select_from(Ticket).scalar_subquery()
    - select(func.count()).where(Ticket.deleted_at.is_not(None)).scalar_subquery()
)
"""How many tickets are not in the bin: an index tells how many are, and SQLite all in no time."""
ALL = select(Ticket).where(Ticket.deleted_at.is_not(None))
"""The tickets in the bin, all of them for staff."""


def get_any(desk: Desk, key: int | str, *options: Any) -> Ticket:
    """The ticket, as `tickets.get` gives it; one that is in the bin, too, for staff.

    Where the dialect judges, any ticket is given to anybody.
    """
    ticket = desk.get(Ticket, key, *options)
    if policies.sees_all(desk):
        return ticket
    if ticket.deleted_at is not None:
        raise NotFound("ticket", key)
    if not policies.may_see(desk.actor, ticket):
        raise Hidden("ticket", key)
    return ticket


def hide(desk: Desk, ticket: Ticket, reason: Reason) -> None:
    """Put a ticket away, or note another reason; the same one again changes nothing.

    It is told as `ticket.deleted`, with the reason.
    Raises Forbidden for actors who may not change tickets.
    """
    policies.require(desk, policies.may_change(desk.actor, ticket), "ticket.delete")
    if ticket.deleted_at is not None and ticket.deleted_reason == reason:
        return
    ticket.deleted_at = ticket.deleted_at or desk.now()
    ticket.deleted_reason = reason
    moves.touch(desk, ticket)
    search.forget(desk, ticket)
    desk.flush()
    desk.tell("ticket.deleted", ticket, reason=reason)


def unhide(desk: Desk, ticket: Ticket) -> None:
    """Have a ticket back, as it was but for what was done to it meanwhile; twice is once.

    Raises Forbidden for actors who may not change tickets.
    """
    policies.require(desk, policies.may_change(desk.actor, ticket), "ticket.restore")
    if ticket.deleted_at is None:
        return
    ticket.deleted_at = ticket.deleted_reason = None
    moves.touch(desk, ticket)
    said.reindex(desk, ticket)
    desk.tell("ticket.restored", ticket)
