"""The routes, a file a chapter of the vendor's documentation."""

from collections.abc import Sequence

from polydesk.dialects.deskpro.routes import identity, publishing, tickets
from polydesk.kit.routes import Routes

ROUTES: Sequence[Routes] = (*identity.ROUTES, *publishing.ROUTES, *tickets.ROUTES)
"""All of them, in the order of the contract."""
