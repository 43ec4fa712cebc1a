"""Who may do what: predicates over people and things, without queries and without errors.

A machine may do everything; vendors that grant machines less say so in their dialect.
"""

from datetime import datetime, timedelta

from polydesk.core.desk import Account, Actor, Desk, Machine
from polydesk.core.errors import Forbidden
from polydesk.core.models import Message, MessageKind, Role, Ticket


def is_staff(actor: Actor | None) -> bool:
    """Whether the actor answers tickets, rather than asks."""
    if isinstance(actor, Machine):
        return True
    return actor is not None and actor.role in (Role.ADMIN, Role.AGENT) and not actor.disabled


def sees_all(desk: Desk) -> bool:
    """Whether nothing is hidden from who is at the desk: from staff, and where the dialect judges.

    Where it does, what the vendor hides is for the dialect to leave out.
    """
    return desk.judged or is_staff(desk.actor)


def may_see(actor: Actor | None, ticket: Ticket) -> bool:
    """Staff see every ticket, others their own."""
    return is_staff(actor) or (actor is not None and _owns(actor, ticket))


def may_change(actor: Actor | None, ticket: Ticket) -> bool:
    """Changing and deleting is for staff."""
    return is_staff(actor)


def may_reply(actor: Actor | None, ticket: Ticket) -> bool:
    """Whoever sees a ticket may answer in it."""
    return may_see(actor, ticket)


def may_read(actor: Actor | None, message: Message) -> bool:
    """Internal notes are for staff."""
    return is_staff(actor) or (
        message.kind is not MessageKind.NOTE and may_see(actor, message.ticket)
    )


def may_change_reply(actor: Actor | None, message: Message) -> bool:
    """Staff change every reply, others their own; when is for `is_in_time`."""
    if actor is None or is_staff(actor):
        return actor is not None
    mine = not isinstance(actor, Machine) and message.author_id == actor.id
    return mine and message.kind is not MessageKind.NOTE


def is_in_time(actor: Actor | None, message: Message, now: datetime, within: timedelta) -> bool:
    """Staff have all the time; others so long after they wrote it, that moment included."""
    return is_staff(actor) or now - message.created_at <= within


def may_be_assigned(person: Account) -> bool:
    """Tickets are for staff that is not disabled."""
    return is_staff(person)


def require(desk: Desk, allowed: bool, action: str) -> None:
    """Raise Forbidden for an action (`noun.verb`) that is not allowed.

    Where the dialect has judged by its vendor's own rules, these are not asked.
    """
    if not (allowed or desk.judged):
        raise Forbidden(action)


def _owns(actor: Actor, ticket: Ticket) -> bool:
    return not isinstance(actor, Machine) and ticket.requester_id == actor.id
