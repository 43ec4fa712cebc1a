"""The routes, a file a chapter of the vendor's documentation."""

from collections.abc import Sequence

from polydesk.dialects.deskpro.routes import (
    agent_chats,
    apps,
    chats,
    feedback,
    forms,
    glossary,
    history,
    identity,
    macros,
    notifications,
    publishing,
    slas,
    snippets,
    tasks,
    tickets,
    webhooks,
)
from polydesk.kit.routes import Routes

ROUTES: Sequence[Routes] = (
    *identity.ROUTES,
    *publishing.ROUTES,
    *feedback.ROUTES,
    *glossary.ROUTES,
    *tasks.ROUTES,
    *snippets.ROUTES,
    *chats.ROUTES,
    *agent_chats.ROUTES,
    *tickets.ROUTES,
    *slas.ROUTES,
    *history.ROUTES,
    *macros.ROUTES,
    *forms.ROUTES,
    *webhooks.ROUTES,
    *notifications.ROUTES,
    *apps.ROUTES,
)
"""All of them, in the order of the contract."""
