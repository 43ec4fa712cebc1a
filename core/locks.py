"""Keeping a ticket for oneself; that changes nothing of it, not even `updated_at`."""

from sqlalchemy import update

from polydesk.core import policies
from polydesk.core.desk import Account, Desk
from polydesk.core.errors import Forbidden
from polydesk.core.models import Person, Ticket


def lock(desk: Desk, ticket: Ticket, *, force: bool = False) -> None:
    """Keep a ticket for the person at work; one that they keep, they keep since then.

    Raises Forbidden("ticket.lock") for actors who may not change tickets or are nobody, and, but
    by `force`, where somebody else keeps it.
    """
    _check(desk, ticket, force=force)
    if desk.person_id is None:
        raise Forbidden("ticket.lock")
    if ticket.locked_by_id != desk.person_id:
        ticket.locked_by_id, ticket.locked_at = desk.person_id, desk.now()
        desk.flush()
        desk.tell("ticket.locked", ticket)


def unlock(desk: Desk, ticket: Ticket, *, force: bool = False) -> None:
    """Let a ticket go; twice is once. Raises as `lock`, but for nobody."""
    _check(desk, ticket, force=force)
    if ticket.locked_by_id is not None:
        ticket.locked_by_id = ticket.locked_at = None
        desk.flush()
        desk.tell("ticket.unlocked", ticket)


def let_go(desk: Desk, person: Person | Account) -> None:
    """Let all go that somebody keeps, since they are going."""
    kept = update(Ticket).where(Ticket.locked_by_id == person.id)
    desk.session.execute(kept.values(locked_by_id=None, locked_at=None))


def _check(desk: Desk, ticket: Ticket, *, force: bool) -> None:
    policies.require(desk, policies.may_change(desk.actor, ticket), "ticket.lock")
    if not force and ticket.locked_by_id not in (None, desk.person_id):
        raise Forbidden("ticket.lock")
