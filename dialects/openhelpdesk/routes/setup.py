"""Setup."""

from typing import Any

from polydesk.core import people
from polydesk.core.desk import Desk
from polydesk.core.errors import Conflict
from polydesk.core.models import Role
from polydesk.dialects.openhelpdesk.people import make
from polydesk.dialects.openhelpdesk.schemas import people as schemas
from polydesk.kit.routes import Routes

routes = Routes("setup", tag="Setup", prefix="/api")


@routes.get(
    "/v1/setup/status", aliases=("/setup/status",), public=True, gives=schemas.SetupStatus()
)
def status(desk: Desk) -> Any:
    """Whether the desk waits for its first admin.

    Source: contract 6.8 (D5).
    """
    return {"needed": not people.has_users(desk)}


@routes.post(
    "/v1/setup",
    aliases=("/setup",),
    public=True,
    json=schemas.Setup(),
    gives=schemas.User(),
    status=201,
    errors=(400, 409),
)
def create(desk: Desk, json: dict[str, Any]) -> Any:
    """Make the first admin of a desk where nobody has an account.

    Source: contract 6.8 (D6).
    """
    if people.has_users(desk):
        raise Conflict("setup", "done")
    return make(desk, role=Role.ADMIN, **json)
