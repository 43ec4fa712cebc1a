"""The routes, a file a chapter of the vendor's documentation."""

from collections.abc import Sequence

from polydesk.dialects.deskpro.routes import (
    around,
    blobs,
    identity,
    messages,
    publishing,
    tickets,
)
from polydesk.kit.routes import Routes

ROUTES: Sequence[Routes] = (
    *identity.ROUTES,
    *tickets.ROUTES,
    *messages.ROUTES,
    *around.ROUTES,
    *blobs.ROUTES,
    *publishing.ROUTES,
)
"""All of them, in the order of the contract."""
