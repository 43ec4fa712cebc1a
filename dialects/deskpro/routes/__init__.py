"""The routes, a file a chapter of the vendor's documentation."""

from collections.abc import Sequence

from polydesk.dialects.deskpro.routes import (
    agent_chats,
    chats,
    feedback,
    glossary,
    identity,
    publishing,
    snippets,
    tasks,
    tickets,
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
)
"""All of them, in the order of the contract."""
