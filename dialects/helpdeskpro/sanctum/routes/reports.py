"""Reports, which the vendor has announced but not built. Source: contract 1.4."""

from typing import Any

from marshmallow import fields

from polydesk.core.desk import Desk
from polydesk.dialects.helpdeskpro.sanctum.fields import Day, Line, Mapped, Schema
from polydesk.kit.routes import Routes

_KINDS = (
    ("Ticket Summary", "tickets"),
    ("User Activity", "users"),
    ("Performance Metrics", "performance"),
)
_NOTE = "As the vendor answers: nothing is reported."

routes = Routes("reports", tag="Reports", prefix="/reports", errors=(401, 429))


class Kind(Schema):
    """A report that there could be."""

    id = fields.Int()
    name = fields.Str()
    type = fields.Str()


class Wish(Schema):
    """A report that is wanted."""

    report_type = Line(required=True)
    date_from = Day()
    date_to = Day()
    filters = Mapped()


class Begun(Schema):
    """A report that is said to have begun."""

    report_id = fields.Str()
    status = fields.Str()
    message = fields.Str()


class Report(Schema):
    """A report."""

    id = fields.Str()
    status = fields.Str()
    data = fields.List(fields.Raw())


@routes.get("", gives=Kind(many=True))
def index(_: Desk) -> Any:
    """List the reports that there could be.

    Source: contract 1.4, "Dashboard, reports, AI".
    """
    return [{"id": id, "name": name, "type": kind} for id, (name, kind) in enumerate(_KINDS, 1)]


@routes.post("/generate", json=Wish(), gives=Begun(), status=202, errors=(422,), note=_NOTE)
def generate(desk: Desk, json: dict[str, Any]) -> Any:  # noqa: ARG001
    """Ask for a report.

    Source: contract 1.4, "Dashboard, reports, AI".
    """
    return {
        "report_id": desk.random_bytes(7).hex()[1:],
        "status": "generating",
        "message": "Report generation started",
    }


@routes.get("/<id>", gives=Report(), note=_NOTE)
def show(_: Desk, id: str) -> Any:
    """Show a report, which has nothing in it, whatever it is called.

    Source: contract 1.4, "Dashboard, reports, AI".
    """
    return {"id": id, "status": "completed", "data": []}


ROUTES = (routes,)
