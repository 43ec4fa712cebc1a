"""The routes, a file a chapter of the vendor's documentation."""

from collections.abc import Sequence

from polydesk.dialects.deskpro.routes import (
    custom_fields,
    departments,
    filters,
    identity,
    labels,
    layouts,
    lookups,
    publishing,
    tickets,
)
from polydesk.kit.routes import Routes

ROUTES: Sequence[Routes] = (
    *identity.ROUTES,
    *departments.ROUTES,
    *lookups.ROUTES,
    *custom_fields.ROUTES,
    *filters.ROUTES,
    *layouts.ROUTES,
    *labels.ROUTES,
    *publishing.ROUTES,
    *tickets.ROUTES,
)
"""All of them, in the order of the contract."""
