"""Ticket forms for all departments, and as scripts. Source: contract 12."""

from typing import Any

import orjson
from flask import Response

from polydesk.core.desk import Desk
from polydesk.core.errors import NotFound
from polydesk.core.models import Department
from polydesk.dialects.deskpro.envelope import bare, whole
from polydesk.dialects.deskpro.paths import BASE
from polydesk.dialects.deskpro.routes.layouts import known, layout
from polydesk.kit.perform import Answer
from polydesk.kit.routes import Routes

_layouts = Routes(
    "tickets.ticket_layouts_all", tag="Tickets", prefix=BASE, errors=(401, 403, 404), at=known
)


@_layouts.get("/ticket_layouts/<context>", gives={"type": "object"})
def get(desk: Desk, context: str) -> Any:
    """Show the form of tickets of any department.

    Source: contract 12, row `/ticket_layouts/{context}`.
    """
    return Answer(whole(layout(desk, context, None)))


@_layouts.get(
    "/ticket_layouts/<context>.js", gives=bare({"type": "string"}), media_types=("text/javascript",)
)
def get_script(desk: Desk, context: str) -> Any:
    """Give the form as a script that sets `DeskproTicketLayout`.

    Source: contract 12, row `/ticket_layouts/{context}`; the name is ours.
    """
    return _script(layout(desk, context, None))


@_layouts.get(
    "/ticket_layouts/<context>/<int:department>.js",
    gives=bare({"type": "string"}),
    media_types=("text/javascript",),
)
def get_department_script(desk: Desk, context: str, department: int) -> Any:
    """Give the form of a department as a script.

    Source: contract 12, row `/ticket_layouts/{context}`; the name is ours.
    """
    if desk.find(Department, department) is None:
        raise NotFound("department", department)
    return _script(layout(desk, context, department))


def _script(data: Any) -> Response:
    text = orjson.dumps(data).decode().replace("<", "\\u003c")
    return Response(
        f"window.DeskproTicketLayout = {text};", content_type="text/javascript; charset=utf-8"
    )


ROUTES = (_layouts,)
