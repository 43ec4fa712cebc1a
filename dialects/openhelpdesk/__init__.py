"""Open Help Desk: `/api`, ULIDs, sessions and keys, lists of five keys; MCP at `/mcp/`.

Sources: the vendor's REST reference and guides; see README.md beside this file.
"""

from collections.abc import Sequence

from flask import Request, Response

from polydesk.core import lifecycle
from polydesk.core.desk import Desk
from polydesk.dialects.openhelpdesk import hooks
from polydesk.dialects.openhelpdesk.auth import (
    BEARER,
    COOKIE,
    GUEST,
    SESSION,
    api_key,
    authenticate,
    oauth_client,
)
from polydesk.dialects.openhelpdesk.envelope import envelope
from polydesk.dialects.openhelpdesk.settings import DIALECT, SETTINGS, reopen_window
from polydesk.kit.dialect import Chore, Dialect, Document
from polydesk.kit.routes import Routes


def challenge(_: Request, response: Response) -> Response:
    """Say how to prove oneself. Source: contract 2.8."""
    if response.status_code == 401:
        response.headers.setdefault("WWW-Authenticate", "Bearer")
    return response


def close_resolved(desk: Desk) -> None:
    """Close what was resolved for longer than the reopen window. Source: contract 8.1."""
    lifecycle.close_expired(desk, reopen_window(desk))


def _routes() -> Sequence[Routes]:
    from polydesk.dialects.openhelpdesk.routes import (
        attachments,
        auth,
        categories,
        classification,
        clients,
        groups,
        guests,
        links,
        mcp,
        me,
        plugins,
        replies,
        saml,
        settings,
        setup,
        site,
        sla,
        statuses,
        tickets,
        users,
        webhooks,
    )

    return [
        tickets.routes,
        replies.routes,
        links.routes,
        attachments.routes,
        guests.routes,
        classification.routes,
        auth.routes,
        me.routes,
        users.routes,
        groups.routes,
        clients.routes,
        setup.routes,
        saml.routes,
        categories.routes,
        statuses.routes,
        sla.routes,
        webhooks.routes,
        plugins.routes,
        settings.routes,
        site.routes,
        mcp.routes,
    ]


dialect = Dialect(
    name=DIALECT,
    title="Open Help Desk",
    root="",
    routes=_routes,
    authenticate=authenticate,
    envelope=envelope,
    document=Document(
        title="Open Help Desk API",
        description="Tickets, people and their administration.",
        security={
            BEARER: {"type": "http", "scheme": "bearer"},
            SESSION: {"type": "apiKey", "in": "cookie", "name": COOKIE},
        },
        more_security={GUEST: {"type": "apiKey", "in": "query", "name": "token"}},
    ),
    credentials={"api_key": api_key, "oauth_client": oauth_client},
    settings=SETTINGS,
    objects={"tickets": ["tickets.show"]},
    after=[challenge],
    reads_json_always=True,
    needs_body=True,
    any_slash=True,
    chore=Chore(
        is_due=lambda desk: lifecycle.has_expired(desk, reopen_window(desk)),
        do=close_resolved,
    ),
    webhooks=hooks.wording,
    example="/api/tickets",
)
