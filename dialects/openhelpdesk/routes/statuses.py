"""Statuses, for admins; the list of them is for all, see `classification`."""

from collections.abc import Mapping
from typing import Any

from polydesk.core import statuses
from polydesk.core.desk import Desk
from polydesk.core.errors import NotFound
from polydesk.core.models import Status
from polydesk.dialects.openhelpdesk import auth
from polydesk.dialects.openhelpdesk.schemas import statuses as schemas
from polydesk.dialects.openhelpdesk.vocabulary import STATUSES
from polydesk.kit.routes import Routes

routes = Routes("statuses", tag="Statuses", prefix="/api/admin", errors=(401, 403), at=auth.admin)


def _status(desk: Desk, id: str) -> Mapping[str, Any]:
    """For `at`: a status that this vendor lists, for admins."""
    auth.admin(desk)
    status = desk.get(Status, id)
    if status.id not in {one.id for one in statuses.listed(desk, STATUSES)}:
        raise NotFound("status", id)
    return {"status": status}


def _next_position(desk: Desk) -> int:
    """Behind all that are no system statuses, so before Resolved and Closed at first."""
    own = [one.look.position for one in statuses.listed(desk, STATUSES) if not one.look.system]
    return 1 + max(own, default=0)


@routes.post(
    "/statuses",
    json=schemas.NewStatus(),
    gives=schemas.Status(),
    status=201,
    errors=(400, 409),
)
def create(desk: Desk, json: dict[str, Any]) -> Any:
    """Make a status of one's own.

    Source: REST reference, "Admin: statuses"; contract 6.7, row 49.
    """
    json.setdefault("position", _next_position(desk))
    status = statuses.create(desk, STATUSES, **json)
    return statuses.shown(desk, STATUSES)[status.id]


@routes.patch(
    "/statuses/<ulid:id>",
    at=_status,
    json=schemas.StatusChange(partial=True),
    gives=schemas.Status(),
    errors=(400, 404, 409),
)
def change(desk: Desk, status: Status, json: dict[str, Any]) -> Any:
    """Change a status; that of the system too, whose rules stay.

    Source: REST reference, "Admin: statuses"; contract 6.7, row 50; other vendors' words for a
    system status stay as they are: contract 5.
    """
    statuses.change(desk, STATUSES, status, **json)
    return statuses.shown(desk, STATUSES)[status.id]


@routes.delete("/statuses/<ulid:id>", at=_status, status=204, errors=(404, 409))
def delete(desk: Desk, status: Status) -> Any:
    """Delete a status that no ticket has, and which is not the system's.

    Source: REST reference, "Admin: statuses"; contract 6.7, row 51.
    """
    statuses.erase(desk, STATUSES, status)
