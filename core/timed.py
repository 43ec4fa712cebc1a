"""What comes by the world's clock alone: tickets that are overdue, or not updated for a while.

Looked for once a minute of the world's clock, where an enabled rule waits for it. Each rule sees
each crossing of a ticket once, whether its conditions hold then or not. `is_due` and `check` are
what a dialect's chore needs; servers look without any request.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from polydesk.core import rules
from polydesk.core.desk import Desk
from polydesk.core.models import Rule, RuleMark, Status, Ticket, Trigger
from polydesk.core.moves import DONE
from polydesk.core.rules import Known

EVERY = timedelta(minutes=1)
"""How often the tickets are looked at."""
AT_ONCE = 500
"""How many tickets of a rule are told in a transaction; the others a minute later."""

_MOMENTS: Mapping[Trigger, tuple[str, InstrumentedAttribute[Any]]] = {
    Trigger.OVERDUE: ("ticket.overdue", Ticket.due_at),
    Trigger.IDLE: ("ticket.idle", Ticket.updated_at),
}
"""The event of a trigger, and the moment that is crossed; for `IDLE` after the rule's minutes."""
_done = select(Status.id).where(Status.kind.in_(DONE))
_OPEN = and_(
    Ticket.deleted_at.is_(None), or_(Ticket.status_id.is_(None), Ticket.status_id.not_in(_done))
)
_CHECKED = select(Rule.checked_at).where(Rule.enabled, Rule.trigger.in_(_MOMENTS))


def next_check(desk: Desk) -> datetime | None:
    """When the tickets are to be looked at, by the world's clock; None for never.

    It costs nothing where no enabled rule waits for the clock, else a statement.
    """
    if not any(rule.trigger in _MOMENTS for rule in rules.enabled(desk)):
        return None
    now = desk.now()
    moments = [row.checked_at for row in desk.rows(_CHECKED)]
    # a clock that was set back has been looked at in its future
    times = [now if at is None or at > now else at + EVERY for at in moments]
    return min(times, default=None)


def is_due(desk: Desk) -> bool:
    """Whether there is something to do for `check`."""
    at = next_check(desk)
    return at is not None and at <= desk.now()


def check(desk: Desk) -> None:
    """Tell of what has been crossed since, so that the rules fire when the desk is left."""
    for rule in rules.enabled(desk):
        if rule.trigger in _MOMENTS:
            _check(desk, rule)


def _check(desk: Desk, rule: Known) -> None:
    row = desk.get(Rule, rule.id)
    kind, moment = _MOMENTS[rule.trigger]
    found = desk.session.execute(_crossed(desk, rule, moment)).all()
    with desk.acting(None):
        for ticket, mark in found:
            at = getattr(ticket, moment.key)
            if mark is None:
                desk.session.add(RuleMark(rule_id=rule.id, ticket_id=ticket.id, at=at))
            else:
                mark.at = at
            desk.tell(kind, ticket, rule=rule.id)
    row.checked_at = desk.now()
    desk.flush()


def _crossed(
    desk: Desk, rule: Known, moment: InstrumentedAttribute[Any]
) -> Select[Ticket, RuleMark | None]:
    """The tickets that have crossed the moment unseen, longest ago first, with older marks."""
    waits = timedelta(minutes=rule.minutes if rule.trigger is Trigger.IDLE else 0)
    ours = and_(RuleMark.rule_id == rule.id, RuleMark.ticket_id == Ticket.id)
    return (
        select(Ticket, RuleMark)
        .outerjoin(RuleMark, ours)
        .where(
            _OPEN,
            moment <= max(desk.now() - waits, datetime(1970, 1, 1, tzinfo=UTC)),
            or_(RuleMark.id.is_(None), RuleMark.at != moment),
        )
        .order_by(moment, Ticket.id)
        .limit(AT_ONCE)
    )
