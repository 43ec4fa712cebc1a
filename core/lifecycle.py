"""Resolved, reopened, answered, closed by time: the rules of vendors that have a reopen window.

`window` is how long after its resolution a requester may still bring a ticket back; `reopen_to`
and `to` are ids of statuses.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, select

from polydesk.core import catalogue, moves, policies, tickets
from polydesk.core.desk import Account, Desk
from polydesk.core.errors import Conflict
from polydesk.core.models import File, Format, Kind, Message, Person, Status, Ticket

_HOUR = timedelta(hours=1)
_EVER = datetime(1970, 1, 1, tzinfo=UTC)


def _expired(columns: Any) -> Select[Any]:
    """Resolved tickets whose window ended before the bind `before`, longest ago first."""
    resolved = select(Status.id).where(Status.kind == Kind.RESOLVED)
    return select(columns).where(
        Ticket.status_id.in_(resolved),
        Ticket.resolved_at < bindparam("before", type_=Ticket.resolved_at.type),
        Ticket.deleted_at.is_(None),
    )


_ANY = _expired(Ticket.id).limit(1)
_ALL = (
    _expired(Ticket)
    .order_by(Ticket.resolved_at, Ticket.id)
    .with_for_update(of=Ticket, key_share=True)
    .execution_options(populate_existing=True)
)


def resolve(desk: Desk, ticket: Ticket, *, notes: str | None = None) -> None:
    """Resolve a ticket, once more if it is: its window starts now. None keeps the notes there are.

    Raises Forbidden for actors who may not change tickets.
    """
    policies.require(desk, policies.may_change(desk.actor, ticket), "ticket.resolve")
    before = ticket.status_id
    moves.move(desk, ticket, catalogue.status_id(desk, "RESOLVED"), desk.now())
    if notes is not None:
        ticket.resolution = notes
    moves.touch(desk, ticket)
    if before == ticket.status_id:
        desk.tell("ticket.resolved", ticket, resolution=ticket.resolution)
    else:
        moves.tell(desk, ticket, before)


def reopen(desk: Desk, ticket: Ticket, *, to: int, reason: str = "") -> None:
    """Bring a resolved or closed ticket back, at any time.

    Raises Conflict("ticket", "open") for any other, Forbidden for actors who may not change
    tickets.
    """
    policies.require(desk, policies.may_change(desk.actor, ticket), "ticket.reopen")
    if moves.kind_of(desk, ticket.status_id) not in moves.DONE:
        raise Conflict("ticket", "open")
    _reopen(desk, ticket, to, reason)


def _reopen(desk: Desk, ticket: Ticket, to: int, reason: str = "") -> None:
    before = ticket.status_id
    moves.move(desk, ticket, to, desk.now())
    moves.touch(desk, ticket)
    moves.tell(desk, ticket, before, reason=reason)


def answer(
    desk: Desk,
    ticket: Ticket,
    *,
    body: str,
    author: Person | Account | None,
    window: timedelta,
    reopen_to: int,
    format: Format = Format.TEXT,
    internal: bool = False,
    files: Sequence[File] = (),
) -> Message:
    """A reply or a note; that of an end user reopens a resolved ticket, staff's never does.

    Raises as `tickets.reply` does; for end users also Conflict("ticket", "closed") and
    Conflict("ticket", "expired"), the latter past the window or where that is zero.
    """
    policies.require(desk, policies.may_reply(desk.actor, ticket), "ticket.reply")
    policies.require(desk, not internal or policies.is_staff(desk.actor), "ticket.note")
    by_user = not policies.is_staff(desk.actor)
    reopens = by_user and _may_reopen(desk, ticket, window)
    message = tickets.reply(
        desk, ticket, body=body, author=author, format=format, internal=internal, files=files
    )
    if reopens:
        _reopen(desk, ticket, reopen_to)
    return message


def answer_as_guest(
    desk: Desk,
    ticket: Ticket,
    *,
    body: str,
    window: timedelta,
    reopen_to: int,
    format: Format = Format.TEXT,
) -> Message:
    """The reply of whoever holds the link to a guest's ticket; the caller has checked that.

    As `answer` for an end user, and told as a guest's.
    """
    reopens = _may_reopen(desk, ticket, window)
    message = tickets.say(
        desk, ticket, body=body, author=ticket.requester, format=format, by_user=True, guest=True
    )
    if reopens:
        _reopen(desk, ticket, reopen_to)
    return message


def _may_reopen(desk: Desk, ticket: Ticket, window: timedelta) -> bool:
    """Whether an end user's reply brings the ticket back; raises Conflict if it may not be."""
    kind = moves.kind_of(desk, ticket.status_id)
    if kind is Kind.CLOSED:
        raise Conflict("ticket", "closed")
    if kind is not Kind.RESOLVED:
        return False
    if not window or desk.now() - (ticket.resolved_at or ticket.updated_at) > window:
        raise Conflict("ticket", "expired")
    return True


def has_expired(desk: Desk, window: timedelta) -> bool:
    """Whether `close_expired` has something to close; one short statement, which reads only."""
    return bool(desk.rows(_ANY, before=_resolved_before(desk, window)))


def close_expired(desk: Desk, window: timedelta) -> int:
    """Close what was resolved for longer than the window, and say how many tickets that were.

    Each is closed, by nobody, at the first full hour of the clock after its window has ended.
    """
    found = desk.session.scalars(_ALL, {"before": _resolved_before(desk, window)}).all()
    closed = catalogue.status_id(desk, "CLOSED")
    with desk.acting(None):
        for ticket in found:
            at = _full_hour((ticket.resolved_at or ticket.updated_at) + window) + _HOUR
            before = ticket.status_id
            moves.move(desk, ticket, closed, at)
            ticket.updated_at, ticket.changed_by_id = max(ticket.updated_at, at), None
            moves.tell(desk, ticket, before)
    return len(found)


def _resolved_before(desk: Desk, window: timedelta) -> datetime:
    """What was resolved before this moment is to be closed by now."""
    hour = _full_hour(desk.now())
    return hour - window if window < hour - _EVER else _EVER


def _full_hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)
