"""Deskpro: `/api/v2`, keys and tokens, create by POST or PUT, batches and side-loading.

Sources: the vendor's API reference and what its clients do; see README.md beside this file.
"""

from collections.abc import Sequence

from polydesk.core import timed
from polydesk.dialects.deskpro import hooks
from polydesk.dialects.deskpro.auth import CREDENTIALS, LIMITS, admits, authenticate
from polydesk.dialects.deskpro.envelope import envelope, finish, preflight
from polydesk.dialects.deskpro.paths import BASE, rewrite
from polydesk.dialects.deskpro.settings import DIALECT, SETTINGS
from polydesk.kit.dialect import Chore, Dialect, Document
from polydesk.kit.routes import Routes


def _routes() -> Sequence[Routes]:
    from polydesk.dialects.deskpro.routes import ROUTES

    return ROUTES


dialect = Dialect(
    name=DIALECT,
    title="Deskpro",
    root="",
    routes=_routes,
    authenticate=authenticate,
    admits=admits,
    envelope=envelope,
    document=Document(
        title="Deskpro API",
        version="2.0.0",
        description="Tickets, people, organizations and what is around them.",
        security={"key": {"type": "apiKey", "in": "header", "name": "Authorization"}},
        path=f"{BASE}/openapi.json",
    ),
    credentials=CREDENTIALS,
    settings=SETTINGS,
    objects={
        "tickets": ["tickets.tickets.get"],
        "people": ["people.people.get"],
        "organizations": ["organizations.organizations.get"],
    },
    limits=LIMITS,
    after=[finish],
    webhooks=hooks.wording,
    reads_json_always=True,
    preflight=preflight,
    guarded=BASE,
    rewrite=rewrite,
    judges=True,
    chore=Chore(timed.is_due, timed.check),
    example=f"{BASE}/me",
)
