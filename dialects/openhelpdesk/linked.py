"""The links of a ticket, as the vendor shows them. Source: contract 4.4."""

from typing import Any

from sqlalchemy import bindparam, select

from polydesk.core.desk import Desk
from polydesk.core.models import Link, Ticket
from polydesk.dialects.openhelpdesk import vocabulary
from polydesk.dialects.openhelpdesk.auth import is_staff

_OF = (
    select(Link.ulid, Link.kind, Ticket.ulid.label("to"), Ticket.subject, Ticket.status_id)
    .join(Link.to)
    .where(Link.ticket_id == bindparam("ticket"), Ticket.deleted_at.is_(None))
    .order_by(Link.id)
)
_OWN = _OF.where(Ticket.requester_id == bindparam("person"))
_ONE = _OF.where(Link.id == bindparam("link"))


def of(desk: Desk, ticket_id: int) -> list[dict[str, Any]]:
    """The links of a ticket, oldest first; for end users those to tickets of theirs."""
    if is_staff(desk.actor):
        found = desk.rows(_OF, ticket=ticket_id)
    else:
        found = desk.rows(_OWN, ticket=ticket_id, person=desk.person_id)
    return [_link(desk, row) for row in found]


def one(desk: Desk, link: Link) -> dict[str, Any]:
    """One side of a link, which is stored."""
    (row,) = desk.rows(_ONE, ticket=link.ticket_id, link=link.id)
    return _link(desk, row)


def _link(desk: Desk, row: Any) -> dict[str, Any]:
    status = vocabulary.status(desk, row.status_id).look.name
    return {
        "id": row.ulid,
        "link_type": row.kind,
        "ticket": {"id": row.to, "subject": row.subject, "status": status},
    }
