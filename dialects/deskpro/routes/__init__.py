"""The routes, a file a chapter of the vendor's documentation."""

from collections.abc import Sequence

from polydesk.dialects.deskpro.routes import (
    agents,
    around,
    batch,
    blobs,
    doc,
    identity,
    messages,
    notes,
    organizations,
    people,
    publishing,
    tickets,
    tokens,
    zapier,
)
from polydesk.kit.routes import Routes

ROUTES: Sequence[Routes] = (
    *identity.ROUTES,
    *tokens.ROUTES,
    *batch.ROUTES,
    *zapier.ROUTES,
    *doc.ROUTES,
    *tickets.ROUTES,
    *messages.ROUTES,
    *around.ROUTES,
    *blobs.ROUTES,
    *people.ROUTES,
    *organizations.ROUTES,
    *notes.ROUTES,
    *agents.ROUTES,
    *publishing.ROUTES,
)
"""All of them, in the order of the contract."""
