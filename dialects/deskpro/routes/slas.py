"""What is promised, and how tickets stand to it. Source: contract 12, row `/slas`."""

from collections.abc import Mapping, Sequence
from typing import Any

from marshmallow import fields
from sqlalchemy import case, select

from polydesk.core import sla, tickets
from polydesk.core.desk import Desk
from polydesk.core.errors import Invalid, NotFound
from polydesk.core.models import SlaPolicy, Ticket
from polydesk.dialects.deskpro import sla_status
from polydesk.dialects.deskpro.collection import GONE, Collection
from polydesk.dialects.deskpro.envelope import whole
from polydesk.dialects.deskpro.fields import Choice, Given, Stamp
from polydesk.dialects.deskpro.flaws import Flaw
from polydesk.dialects.deskpro.paths import BASE
from polydesk.dialects.deskpro.refs import Ref
from polydesk.dialects.deskpro.sideload import Shows
from polydesk.kit.perform import Answer
from polydesk.kit.routes import Routes

_STATUS = case(
    *((condition, word) for word, condition in sla_status.CONDITIONS.items()), else_="ok"
)


class _Seconds(fields.Int):
    """What is kept to a fraction of a second, in whole ones."""

    def _serialize(self, value: Any, *_: Any, **__: Any) -> int | None:
        return None if value is None else int(value)


class Sla(Shows):
    """A promise for new tickets; times are in seconds."""

    id = fields.Int(required=True)
    title = fields.Str(attribute="name")
    response_time = _Seconds(attribute="response")
    resolution_time = _Seconds(attribute="resolution")
    priority = fields.Int(attribute="priority_id", allow_none=True)
    category = fields.Int(attribute="category_id", allow_none=True)
    date_created = Stamp(attribute="created_at")


class TicketSla(Shows):
    """What is promised for a ticket, and how that stands; the id is that of the SLA."""

    id = fields.Int(required=True)
    ticket = fields.Int()
    sla = fields.Int()
    sla_status = fields.Str()
    date_response_due = Stamp()
    date_resolution_due = Stamp()

    points = {"ticket": ("ticket",), "sla": ("sla",)}  # noqa: RUF012


class NewTicketSla(Given):
    """Which SLA; the status is worked out, so one that is sent is passed over."""

    reads = TicketSla
    sla = Ref(SlaPolicy, required=True)
    sla_status = Choice(("ok", "warning", "fail"))


slas = Collection(
    path="/slas",
    stem="tickets.slas",
    chapter="SLAs",
    source="contract 12, row `/slas`; the shape is ours",
    shows=Sla(),
    rows=lambda _, __: select(SlaPolicy),
    get=lambda desk, key: desk.get(SlaPolicy, key),
    orders={"title": SlaPolicy.name},
    linked="sla",
    verbs="LG",
)


def _of(desk: Desk, ticket: Ticket) -> Sequence[Mapping[str, Any]]:
    """What is promised for a ticket: the core knows one SLA for each."""
    if ticket.sla_policy_id is None:
        return []
    standing = select(_STATUS).where(Ticket.id == ticket.id)
    return [
        {
            "id": ticket.sla_policy_id,
            "ticket": ticket.id,
            "sla": ticket.sla_policy_id,
            "sla_status": desk.session.scalar(standing, sla_status.values(desk)),
            "date_response_due": ticket.respond_by,
            "date_resolution_due": ticket.resolve_by,
        }
    ]


def _parent(desk: Desk, ticket_id: int) -> Mapping[str, Ticket]:
    return {"ticket": tickets.get(desk, ticket_id)}


def _get(desk: Desk, id: int, ticket: Ticket) -> Mapping[str, Any]:
    for one in _of(desk, ticket):
        if one["id"] == id:
            return one
    raise NotFound("ticket_sla", id)


def _create(desk: Desk, json: Mapping[str, Any], ticket: Ticket) -> int:
    policy = desk.get(SlaPolicy, json["sla"])
    if ticket.sla_policy_id == policy.id:
        raise Invalid({"sla": [Flaw("bad_choice")]})
    sla.put(desk, ticket, policy)
    return policy.id


of_tickets = Collection(
    path="/tickets/<int:ticket_id>/ticket_slas",
    stem="tickets.ticket_slas",
    chapter="SLAs",
    source="contract 12, row `/tickets/{id}/ticket_slas`; the shape is ours",
    shows=TicketSla(),
    rows=lambda desk, _, ticket: _of(desk, ticket),
    get=_get,
    parent=_parent,
    takes=NewTicketSla(),
    create=_create,
    delete=lambda desk, _, ticket: sla.put(desk, ticket, None),
    verbs="LCGD#",
    note="a ticket has one SLA: another one takes its place, and its status is worked out",
)
_by_sla = Routes("tickets.ticket_slas_of_slas", tag="SLAs", prefix=BASE, errors=(401, 403, 404))


@_by_sla.get("/tickets/<int:id>/ticket_slas/by_sla/<int:sla_id>", gives=TicketSla())
def get_by_sla(desk: Desk, id: int, sla_id: int) -> Any:
    """Show how a ticket stands to an SLA.

    Source: contract 12, row `/tickets/{id}/ticket_slas`.
    """
    found = _get(desk, sla_id, tickets.get(desk, id))
    return Answer(whole(TicketSla().dump(found)))


@_by_sla.delete("/tickets/<int:id>/ticket_slas/by_sla/<int:sla_id>", gives={"type": "array"})
def delete_by_sla(desk: Desk, id: int, sla_id: int) -> Any:
    """Take back what an SLA has promised for a ticket.

    Source: contract 12, row `/tickets/{id}/ticket_slas`.
    """
    ticket = tickets.get(desk, id)
    _get(desk, sla_id, ticket)
    sla.put(desk, ticket, None)
    return Answer(GONE)


ROUTES = (slas.routes, of_tickets.routes, _by_sla)
