"""The routes, a file a chapter of the vendor's documentation."""

from collections.abc import Sequence

from polydesk.dialects.deskpro.routes import (
    agent_chats,
    agents,
    around,
    articles,
    blobs,
    chats,
    custom_fields,
    departments,
    feedback,
    filters,
    glossary,
    identity,
    labels,
    layouts,
    lookups,
    messages,
    notes,
    organizations,
    people,
    publishing,
    search,
    snippets,
    tasks,
    tickets,
)
from polydesk.kit.routes import Routes

ROUTES: Sequence[Routes] = (
    *identity.ROUTES,
    *tickets.ROUTES,
    *messages.ROUTES,
    *around.ROUTES,
    *blobs.ROUTES,
    *people.ROUTES,
    *organizations.ROUTES,
    *notes.ROUTES,
    *agents.ROUTES,
    *departments.ROUTES,
    *lookups.ROUTES,
    *custom_fields.ROUTES,
    *filters.ROUTES,
    *layouts.ROUTES,
    *labels.ROUTES,
    *search.ROUTES,
    *articles.ROUTES,
    *publishing.ROUTES,
    *chats.ROUTES,
    *agent_chats.ROUTES,
    *feedback.ROUTES,
    *glossary.ROUTES,
    *tasks.ROUTES,
    *snippets.ROUTES,
)
"""All of them, in the order of the contract."""
