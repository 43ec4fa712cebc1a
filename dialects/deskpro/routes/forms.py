"""Tickets made and changed by a form. Source: contract 12, row `/ticket_forms/{context}`."""

import re
from collections.abc import Mapping
from typing import Any

from marshmallow import pre_load, validates_schema

from polydesk.core.desk import Desk
from polydesk.dialects.deskpro import query
from polydesk.dialects.deskpro.paths import BASE, located
from polydesk.dialects.deskpro.routes.layouts import known
from polydesk.dialects.deskpro.routes.tickets import tickets
from polydesk.dialects.deskpro.schemas.tickets import NewTicket
from polydesk.kit.perform import Answer
from polydesk.kit.routes import Routes

_FIELD = re.compile(r"ticket_field_(\d{1,18})", re.ASCII)


class TicketForm(NewTicket):
    """A ticket as forms send it: custom fields are `ticket_field_7` beside the others."""

    @pre_load
    def gather(self, data: Any, **_: Any) -> Any:
        """Put the fields of the layout where tickets have them."""
        named = {name: found[1] for name in data if (found := _FIELD.fullmatch(name))}
        if not named:
            return data
        kept = {name: value for name, value in data.items() if name not in named}
        given = kept.get("fields")
        own = {id: data[name] for name, id in named.items()}
        return {**kept, "fields": {**(given if isinstance(given, dict) else {}), **own}}

    @validates_schema(skip_on_field_errors=False, pass_original=True)
    def refuse_unknown(self, data: Any, original: Any, **more: Any) -> None:
        """Refuse what is neither written nor shown, nor a field of the layout."""
        others = {name: None for name in original if not _FIELD.fullmatch(name)}
        super().refuse_unknown(data, others, **more)


def _below(desk: Desk, **url: Any) -> Mapping[str, Any]:
    """For `at`: agents and users have the same forms."""
    return {name: value for name, value in known(desk, **url).items() if name != "context"}


_forms = Routes(
    "tickets.ticket_forms",
    tag="Tickets",
    prefix=BASE,
    errors=(400, 401, 403, 404),
    at=_below,
)


@_forms.post("/ticket_forms/<context>", json=TicketForm(), gives=tickets.shows, status=201)
def post(desk: Desk, json: dict[str, Any]) -> Any:
    """Make a ticket of a form.

    Source: contract 12, row `/ticket_forms/{context}`.
    """
    made = tickets.new(desk, json)
    return Answer(tickets.single(desk, made), 201), located(f"/tickets/{made['id']}")


@_forms.put(
    "/ticket_forms/<context>/<int:id>",
    json=TicketForm.changing(),
    gives=tickets.shows,
    status=204,
    or_status=200,
)
def put(desk: Desk, json: dict[str, Any], id: int) -> Any:
    """Change a ticket by a form.

    Source: contract 12, row `/ticket_forms/{context}`.
    """
    assert tickets.find is not None
    assert tickets.change is not None
    ticket = tickets.find(desk, id)
    tickets.change(desk, ticket, json)
    desk.flush()
    if not query.follows():
        return Answer(None, 204), located(f"/tickets/{id}")
    return Answer(tickets.single(desk, tickets.one(desk, id))), located(f"/tickets/{id}")


ROUTES = (_forms,)
