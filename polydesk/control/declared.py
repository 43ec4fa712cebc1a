"""The control plane, declared: its routes, who may reach it, and its document."""

import hmac

from flask import Request

from polydesk.control import ROOT, context
from polydesk.control.envelope import envelope
from polydesk.control.routes import (
    clock,
    credentials,
    dialects,
    health,
    limits,
    objects,
    outbox,
    settings,
    snapshots,
    worlds,
)
from polydesk.core.desk import Actor, Desk, Machine
from polydesk.core.errors import Unauthenticated
from polydesk.kit import auth
from polydesk.kit.dialect import Dialect, Document


def authenticate(request: Request, _: Desk | None) -> Actor:
    """Whoever may reach it on loopback; elsewhere whoever has the control token."""
    site = context.site()
    token = site.settings.control_token
    if not site.settings.is_loopback or token is not None:
        given = auth.bearer(request) or ""
        if token is None or not hmac.compare_digest(given.encode(), token.encode()):
            raise Unauthenticated("no or wrong control token")
    return Machine("control plane")


plane = Dialect(
    name="control",
    title="Polydesk control plane",
    root=ROOT,
    routes=[
        health.routes,
        dialects.routes,
        worlds.routes,
        snapshots.routes,
        clock.routes,
        limits.routes,
        settings.routes,
        credentials.routes,
        objects.routes,
        outbox.routes,
    ],
    authenticate=authenticate,
    reads_json_always=True,
    envelope=envelope,
    document=Document(
        title="Polydesk control plane",
        description="Worlds, their state and their clock.",
        security={"ControlToken": {"type": "http", "scheme": "bearer"}},
    ),
)
