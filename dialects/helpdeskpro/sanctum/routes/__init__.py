"""The routes, chapter by chapter of the contract."""

from polydesk.dialects.helpdeskpro.sanctum.routes import (
    ai,
    auth,
    content,
    conversations,
    dashboard,
    media,
    notifications,
    people,
    reports,
    settings,
    tickets,
)

ROUTES = (
    *auth.ROUTES,
    *tickets.ROUTES,
    *people.ROUTES,
    *conversations.ROUTES,
    *settings.ROUTES,
    *content.ROUTES,
    *media.ROUTES,
    *notifications.ROUTES,
    *dashboard.ROUTES,
    *reports.ROUTES,
    *ai.ROUTES,
)
