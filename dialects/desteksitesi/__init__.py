"""Destek Sitesi, a Jitbit: `/api` and `/helpdesk/api`, a method a name, Basic and Bearer.

Sources: the vendor's API page and what its clients do; see README.md beside this file.
"""

from collections.abc import Sequence

from polydesk.core import timed
from polydesk.core.desk import Desk
from polydesk.dialects.desteksitesi.auth import CREDENTIALS, authenticate
from polydesk.dialects.desteksitesi.envelope import envelope, finish, preflight
from polydesk.dialects.desteksitesi.hooks import MASKS
from polydesk.dialects.desteksitesi.settings import DIALECT, SETTINGS
from polydesk.kit.dialect import Chore, Dialect, Document
from polydesk.kit.limits import Limit
from polydesk.kit.routes import Routes

_APART = {"search": "tickets.search", "by_email": "users.by_email"}
"""The methods with limits of their own. Source: contract 9."""


def _caller(desk: Desk, address: str) -> str | None:
    return f"{desk.person_id} {address}"


def _routes() -> Sequence[Routes]:
    from polydesk.dialects.desteksitesi.routes import (
        assets,
        categories,
        comments,
        companies,
        custom_fields,
        files,
        general,
        knowledge,
        links,
        lists,
        rules,
        subscribers,
        tickets,
        users,
        web,
    )

    return [
        assets.routes,
        categories.routes,
        comments.routes,
        companies.routes,
        custom_fields.routes,
        files.routes,
        general.routes,
        knowledge.routes,
        links.routes,
        lists.routes,
        rules.routes,
        subscribers.routes,
        tickets.routes,
        users.routes,
        web.routes,
        general.rest,
    ]


dialect = Dialect(
    name=DIALECT,
    title="Destek Sitesi",
    root="",
    routes=_routes,
    authenticate=authenticate,
    envelope=envelope,
    document=Document(
        title="Destek Sitesi API",
        description="Tickets, people, assets and the knowledge base.",
        security={
            "basic": {"type": "http", "scheme": "basic"},
            "bearer": {"type": "http", "scheme": "bearer"},
        },
        path="/api/openapi.json",
    ),
    credentials=CREDENTIALS,
    settings=SETTINGS,
    objects={"people": ["users.show"], "tickets": ["ticket.show"]},
    limits=[
        Limit("calls", 90, 60, _caller, but=frozenset(_APART.values()), sliding=True),
        *(
            Limit(name, 60, 60, _caller, frozenset({operation}), sliding=True)
            for name, operation in _APART.items()
        ),
    ],
    after=[finish],
    any_case=True,
    mounts=["/helpdesk"],
    preflight=preflight,
    judges=True,
    notes_callers=True,
    chore=Chore(timed.is_due, timed.check),
    masks=MASKS,
    example="/api/Tickets",
)
