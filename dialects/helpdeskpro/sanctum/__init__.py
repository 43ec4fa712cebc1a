"""HelpDesk Pro, the edition with bearer tokens (Softentra, Laravel Sanctum): `/api/v1`.

Sources: the vendor's API guide and its pages on errors; see README.md beside this file.
"""

from collections.abc import Sequence

from polydesk.dialects.helpdeskpro.sanctum.auth import CREDENTIALS, LIMITS, authenticate
from polydesk.dialects.helpdeskpro.sanctum.envelope import envelope, finish, preflight
from polydesk.dialects.helpdeskpro.sanctum.given import gather, rewrite
from polydesk.dialects.helpdeskpro.sanctum.settings import DIALECT, SETTINGS
from polydesk.kit.dialect import Dialect, Document
from polydesk.kit.routes import Routes


def _routes() -> Sequence[Routes]:
    from polydesk.dialects.helpdeskpro.sanctum.routes import ROUTES

    return ROUTES


dialect = Dialect(
    name=DIALECT,
    title="HelpDesk Pro (Sanctum)",
    root="/api/v1",
    routes=_routes,
    authenticate=authenticate,
    envelope=envelope,
    document=Document(
        title="HelpDesk Pro API",
        description="Tickets, people, conversations and the settings of a help desk.",
        security={"bearer": {"type": "http", "scheme": "bearer"}},
    ),
    credentials=CREDENTIALS,
    settings=SETTINGS,
    objects={"tickets": ["tickets.show"]},
    limits=LIMITS,
    after=[finish],
    gather=gather,
    rewrite=rewrite,
    preflight=preflight,
    judges=True,
    any_slash=True,
    example="/tickets",
)
