"""Helpdesk Pro, the edition with API keys (ibsoft, Flask): `/api/v1`, no envelope, no paging.

Sources: the vendor's API guide, and its server as observed; see README.md beside this file.
"""

from collections.abc import Sequence

from polydesk.dialects.helpdeskpro.apikey.auth import api_key, authenticate
from polydesk.dialects.helpdeskpro.apikey.envelope import envelope
from polydesk.dialects.helpdeskpro.apikey.settings import DIALECT, SETTINGS
from polydesk.kit.dialect import Dialect, Document
from polydesk.kit.routes import Routes


def _routes() -> Sequence[Routes]:
    from polydesk.dialects.helpdeskpro.apikey.routes import inventory, knowledge, status, tickets

    return [
        status.routes,
        tickets.routes,
        knowledge.routes,
        inventory.software,
        inventory.hardware,
    ]


dialect = Dialect(
    name=DIALECT,
    title="Helpdesk Pro (API keys)",
    root="/api/v1",
    routes=_routes,
    authenticate=authenticate,
    envelope=envelope,
    document=Document(
        title="Helpdesk Pro API",
        description="Tickets, knowledge base and inventory, for automation.",
        security={"ApiKeyAuth": {"type": "apiKey", "in": "header", "name": "X-API-Key"}},
    ),
    credentials={"api_key": api_key},
    settings=SETTINGS,
    objects={"tickets": ["tickets.show"], "assets": ["software.show", "hardware.show"]},
    example="/status",
)
