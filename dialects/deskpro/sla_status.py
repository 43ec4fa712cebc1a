"""How a ticket stands to what was promised for it: `ok`, `warning`, `fail`, as SQL.

The vendor's document names the words only (contract 8, row "SLA status"); what they mean is our
choice. A promise is broken when its moment passes before it is kept; it is a warning when that is
less than an hour ahead. While a ticket waits for somebody else, its time stands still.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, false, func, not_, or_

from polydesk.core.desk import Desk
from polydesk.core.models import Ticket

_TIME = Ticket.created_at.type
_NOW, _SOON = (bindparam(name, type_=_TIME) for name in ("now", "soon"))
_AHEAD = timedelta(hours=1)


def _passed(due: Any, *kept: Any) -> ColumnElement[bool]:
    """Whether a moment was over when the promise was kept, or is now."""
    return func.coalesce(due < func.coalesce(*kept, Ticket.paused_at, _NOW), false())


def _near(due: Any, *kept: Any) -> ColumnElement[bool]:
    open_ = and_(*(one.is_(None) for one in kept), Ticket.paused_at.is_(None))
    return and_(open_, func.coalesce(due < _SOON, false()))


_ANSWERED = (Ticket.first_agent_reply_at,)
_DONE = (Ticket.resolved_at, Ticket.closed_at)
_FAILED = or_(_passed(Ticket.respond_by, *_ANSWERED, *_DONE), _passed(Ticket.resolve_by, *_DONE))
_CLOSE = or_(_near(Ticket.respond_by, *_ANSWERED, *_DONE), _near(Ticket.resolve_by, *_DONE))
_PROMISED = Ticket.sla_policy_id.is_not(None)
CONDITIONS: Mapping[str, ColumnElement[bool]] = {
    "ok": and_(_PROMISED, not_(_FAILED), not_(_CLOSE)),
    "warning": and_(_PROMISED, not_(_FAILED), _CLOSE),
    "fail": and_(_PROMISED, _FAILED),
}
"""By the vendor's word; see `values` for their binds."""


def values(desk: Desk) -> dict[str, Any]:
    """What the conditions are bound to."""
    return {"now": desk.now(), "soon": desk.now() + _AHEAD}
