"""OAuth clients."""

from typing import Any

from polydesk.core import access
from polydesk.core.desk import Desk
from polydesk.core.models import Credential
from polydesk.dialects.openhelpdesk.auth import admin, client_id, make_secret, oauth_client
from polydesk.dialects.openhelpdesk.envelope import PAGED
from polydesk.dialects.openhelpdesk.schemas import auth as schemas
from polydesk.dialects.openhelpdesk.settings import DIALECT
from polydesk.kit.routes import Routes

routes = Routes("clients", tag="OAuth clients", prefix="/api", errors=(401, 403), at=admin)


def _client(desk: Desk, id: str) -> dict[str, Any]:
    """For `at`: a client, to admins; raises NotFound."""
    admin(desk)
    return {"client": access.get(desk, DIALECT, oauth_client.name, id)}


@routes.get("/admin/oauth-clients", gives=schemas.OAuthClient(), pages=PAGED)
def index(desk: Desk) -> Any:
    """All clients, the newest first.

    Source: contract 4.8 and 6.9 (X3).
    """
    return access.listed(DIALECT, oauth_client.name)


@routes.post(
    "/admin/oauth-clients",
    json=schemas.NewCredential(),
    gives=schemas.NewOAuthClient(),
    status=201,
    errors=(400,),
)
def create(desk: Desk, json: dict[str, Any]) -> Any:
    """Make a client; its secret is shown this once.

    Source: contract 4.8 and 6.9 (X4).
    """
    secret = make_secret(desk)
    kind = oauth_client.name
    made = access.issue(desk, dialect=DIALECT, kind=kind, secret=secret, name=json["name"])
    return {"credential": made, "client_id": client_id(made), "client_secret": secret}


@routes.delete("/admin/oauth-clients/<ulid:id>", at=_client, status=204, errors=(404,))
def delete(desk: Desk, client: Credential) -> None:
    """Delete a client; its tokens are good for nothing from now on.

    Source: contract 2.6 and 6.9 (X5).
    """
    access.revoke(desk, client)
