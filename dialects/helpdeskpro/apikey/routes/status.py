"""Meta: is the service well, and who am I to it."""

from typing import Any

from polydesk.core.desk import Desk
from polydesk.dialects.helpdeskpro.apikey import schemas
from polydesk.kit.routes import Routes

routes = Routes("status", tag="Meta", errors=(401,))


@routes.get("/status", gives=schemas.Status())
def show(desk: Desk) -> Any:
    """Service health, time, and the client of the key.

    This very call is the client's last use, and a revoked key gets no answer.

    Source: seed, 3.1; contract 2.2, 2.4 and 2.5 (Client).
    """
    user = desk.person
    return {
        "status": "ok",
        "timestamp": desk.now(),
        "client": {
            **vars(desk.credential),
            "default_user": user.shown_username if user else None,
            "last_used_at": desk.now(),
            "revoked_at": None,
        },
    }
