"""What is promised for new tickets: which policy holds, and by when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from polydesk.core import categories
from polydesk.core.desk import Desk
from polydesk.core.errors import Invalid
from polydesk.core.keep import KEEP, Kept
from polydesk.core.models import SlaPolicy, Ticket

LONGEST = 100 * 365 * 86400
"""The longest time that can be promised, in seconds."""
_POLICIES = select(
    SlaPolicy.id,
    SlaPolicy.priority_id,
    SlaPolicy.category_id,
    SlaPolicy.response,
    SlaPolicy.resolution,
).order_by(SlaPolicy.id)


@dataclass(frozen=True)
class Known:
    """A policy as processes remember it; times are in seconds."""

    id: int
    priority_id: int | None
    category_id: int | None
    response: float
    resolution: float


def match(desk: Desk, priority_id: int | None, category_id: int | None) -> Known | None:
    """The policy for a new ticket, without a query where no policy has changed.

    One for its priority and category goes before one for its priority, that before one for its
    category, that before one for any; of several alike the oldest holds.
    """
    policies = _known(desk)
    if not policies:
        return None
    path = {node.id for node in categories.path(desk, category_id)}
    fitting = [
        policy
        for policy in policies
        if policy.priority_id in (None, priority_id)
        and (policy.category_id is None or policy.category_id in path)
    ]
    return min(fitting, key=_order, default=None)


def _order(policy: Known) -> tuple[bool, bool, int]:
    return policy.priority_id is None, policy.category_id is None, policy.id


def _known(desk: Desk) -> Sequence[Known]:
    return desk.recall(
        "sla policies", lambda: tuple(Known(*row) for row in desk.session.execute(_POLICIES))
    )


def promise(desk: Desk, priority_id: int | None, category_id: int | None) -> dict[str, Any]:
    """The columns of a ticket that is made now: its policy, and its deadlines."""
    policy = match(desk, priority_id, category_id)
    if policy is None:
        return {}
    return {
        "sla_policy_id": policy.id,
        "respond_by": _after(desk.now(), policy.response),
        "resolve_by": _after(desk.now(), policy.resolution),
    }


def _after(at: datetime, seconds: float) -> datetime:
    return at + timedelta(seconds=seconds)


def put(desk: Desk, ticket: Ticket, policy: SlaPolicy | None) -> None:
    """Promise a ticket what a policy says, from its making on; None takes promises back."""
    before, after = ticket.sla_policy_id, None if policy is None else policy.id
    if after == before:
        return
    ticket.sla_policy_id, ticket.respond_by, ticket.resolve_by = after, None, None
    if policy is not None:
        ticket.respond_by = _after(ticket.created_at, policy.response)
        ticket.resolve_by = _after(ticket.created_at, policy.resolution)
    desk.touch(ticket)
    desk.flush()
    desk.tell("ticket.changed", ticket, sla_policy_id=[before, after])


def create(
    desk: Desk,
    *,
    name: str,
    response: float,
    resolution: float,
    priority_id: int | None = None,
    category_id: int | None = None,
) -> SlaPolicy:
    """A new policy; times are in seconds. Raises Invalid for times that cannot be promised."""
    _check({"response": response, "resolution": resolution})
    policy = SlaPolicy(
        name=name,
        response=response,
        resolution=resolution,
        priority_id=priority_id,
        category_id=category_id,
    )
    desk.add(policy)
    desk.tell("sla_policy.created", policy)
    return policy


def change(
    desk: Desk,
    policy: SlaPolicy,
    *,
    name: str | Kept = KEEP,
    response: float | Kept = KEEP,
    resolution: float | Kept = KEEP,
    priority_id: int | Kept | None = KEEP,
    category_id: int | Kept | None = KEEP,
) -> None:
    """Change what is given, for tickets to come. Raises as `create` does."""
    given = {
        "name": name,
        "response": response,
        "resolution": resolution,
        "priority_id": priority_id,
        "category_id": category_id,
    }
    changed: dict[str, Any] = {key: value for key, value in given.items() if value is not KEEP}
    _check({key: changed[key] for key in ("response", "resolution") if key in changed})
    for column, value in changed.items():
        setattr(policy, column, value)
    if desk.touch(policy):
        desk.flush()
        desk.tell("sla_policy.changed", policy)


def erase(desk: Desk, policy: SlaPolicy) -> None:
    """No more such policy; what it has promised holds."""
    desk.tell("sla_policy.deleted", policy)
    desk.session.delete(policy)
    desk.flush()
    desk.session.expire_all()


def _check(times: Mapping[str, float]) -> None:
    wrong = {
        name: ["must be greater than zero" if seconds <= 0 else "is too long"]
        for name, seconds in times.items()
        if not 0 < seconds <= LONGEST
    }
    if wrong:
        raise Invalid(wrong)
