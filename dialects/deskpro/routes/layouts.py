"""Which fields a ticket form has. Source: contract 9.3, row `/ticket_layouts`."""

from collections.abc import Iterator, Mapping
from typing import Any

from polydesk.core import custom, records
from polydesk.core.desk import Desk
from polydesk.core.errors import NotFound
from polydesk.core.models import Department, Usage
from polydesk.dialects.deskpro import custom_values
from polydesk.dialects.deskpro.envelope import whole
from polydesk.dialects.deskpro.paths import BASE
from polydesk.dialects.deskpro.settings import DIALECT
from polydesk.kit.perform import Answer
from polydesk.kit.routes import Routes

AGENT, USER = "agent", "user"
_STANDARD = (
    ("person", True),
    ("department", True),
    ("subject", True),
    ("message", True),
    ("priority", False),
    ("category", False),
)
_LATER = ("attachments", "labels", "cc")


def known(_: Desk, context: str, **more: Any) -> Mapping[str, Any]:
    """For `at`: a context there is."""
    if context not in (AGENT, USER):
        raise NotFound("context")
    return {"context": context, **more}


_routes = Routes("tickets.ticket_layouts", tag="Tickets", prefix=BASE, errors=(401, 403))


@_routes.get(
    "/ticket_layouts/<context>/<int:department>",
    at=known,
    gives={"type": "object"},
    errors=(404,),
)
def get(desk: Desk, context: str, department: int) -> Any:
    """Show the form of a department's tickets, as agents or users see it.

    Source: contract 9.3, row `/ticket_layouts`.
    """
    if desk.find(Department, department) is None:
        raise NotFound("department", department)
    return Answer(whole(layout(desk, context, department)))


def layout(desk: Desk, context: str, department: int | None) -> dict[str, Any]:
    """The form in a context, `agent` or `user`; the same one for every department."""
    return {"context": context, "department": department, "fields": list(_fields(desk, context))}


def _fields(desk: Desk, context: str) -> Iterator[Mapping[str, Any]]:
    """The vendor's own fields, with products and workflows where there are any; custom ones."""
    for name, required in _STANDARD:
        yield _field(name, required)
    for name in ("product", "workflow"):
        if desk.session.scalar(records.collected(DIALECT, f"ticket_{name}s").limit(1)) is not None:
            yield _field(name, False)
    for field in custom.of_usage(desk, Usage.TICKET):
        if context == AGENT or not field.techs_only:
            yield _field(
                "ticket_field", custom_values.is_required(desk, field), f"ticket_field_{field.id}"
            )
    for name in _LATER:
        yield _field(name, False)


def _field(type_: str, required: bool, id: str = "") -> Mapping[str, Any]:
    options = {"on_newticket": True, "on_editticket": True, "on_viewticket": True}
    return {"field_type": type_, "field_id": id or type_, "required": required, "options": options}


ROUTES = (_routes,)
