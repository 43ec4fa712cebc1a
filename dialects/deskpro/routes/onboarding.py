"""Agents who begin. Source: contract 12, row `/people/onboarding/new`."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Select

from polydesk.core.desk import Desk
from polydesk.core.models import Person
from polydesk.dialects.deskpro.routes.agents import agents

NEW = timedelta(days=30)
"""For how long an agent is new."""


def _new(desk: Desk, query: Mapping[str, Any]) -> Select[Person]:
    assert agents.rows is not None
    found: Any = agents.rows(desk, query)
    return found.where(Person.created_at > desk.now() - NEW)  # type: ignore[no-any-return]


def _pending(desk: Desk, query: Mapping[str, Any]) -> Select[Person]:
    assert agents.rows is not None
    found: Any = agents.rows(desk, query)
    return found.where(Person.last_login_at.is_(None))  # type: ignore[no-any-return]


new, pending = (
    replace(
        agents,
        path=f"/people/onboarding/{name}",
        stem=f"people.onboarding_{name}",
        chapter="People",
        source="contract 12, row `/people/onboarding/new`; who that is, is our choice",
        rows=rows,
        verbs="L",
    )
    for name, rows in (("new", _new), ("pending", _pending))
)
ROUTES = (new.routes, pending.routes)
