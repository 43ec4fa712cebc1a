"""The routes, a file a chapter of the vendor's documentation."""

from collections.abc import Sequence

from polydesk.dialects.deskpro.routes import (
    agent_chats,
    apps,
    chats,
    custom_fields,
    departments,
    feedback,
    filters,
    forms,
    glossary,
    history,
    identity,
    labels,
    layouts,
    lookups,
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
    *tickets.ROUTES,
    *departments.ROUTES,
    *lookups.ROUTES,
    *custom_fields.ROUTES,
    *filters.ROUTES,
    *layouts.ROUTES,
    *labels.ROUTES,
    *chats.ROUTES,
    *agent_chats.ROUTES,
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
