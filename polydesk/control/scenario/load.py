"""Scenarios into worlds, all or nothing."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from polydesk.control.scenario import absent, credentials, plan, store, unique, world
from polydesk.control.scenario.plan import Plan
from polydesk.control.scenario.read import Draft, Problems
from polydesk.core.desk import Desk
from polydesk.core.errors import Invalid
from polydesk.core.models import (
    Base,
    Conversation,
    CustomField,
    Entity,
    Person,
    Priority,
    Rule,
    Status,
    Ticket,
    Webhook,
)
from polydesk.core.worlds.blank import PRIORITIES, STANDARD, STATUSES
from polydesk.kit.credentials import CredentialKinds
from polydesk.kit.settings import DeclaredSettings


@dataclass(frozen=True)
class Seeded:
    """What a scenario has made.

    `created` counts the new rows by list, `keys` gives `{"id", "ulid"}` by key, `credentials`
    are those whose secret is known: `header: value` can be sent as it is.
    """

    created: dict[str, int]
    keys: dict[str, dict[str, Any]]
    credentials: list[dict[str, Any]]


def seed(
    desk: Desk,
    scenario: Any,
    kinds: CredentialKinds,
    declared: DeclaredSettings | None = None,
) -> Seeded:
    """Put a scenario into the world of the desk, in its transaction.

    Its credentials are of these kinds, its settings those that are `declared`, if that is given.
    Raises Invalid, `{path: [reason, …]}` with paths such as `tickets[3].requester`; then nothing
    may be committed.
    """
    problems = Problems()
    planned = plan.read(scenario, problems)
    if planned.whole:
        _check_whole(desk, planned, problems)
    last = plan.settle(desk, planned, problems)
    data = store.read_files(planned.drafts, problems)
    credentials.check(planned.drafts, kinds, problems)
    if declared is not None:
        plan.check_settings(planned, declared, problems)
    unique.check(desk, planned.drafts, problems, whole=planned.whole)
    problems.check()
    world.become(desk, planned.world)
    tickets = [draft for draft in planned.drafts if draft.schema.model is Ticket]
    world.track(desk, (ticket.get("tracking_number") for ticket in tickets))
    secrets = credentials.make_secrets(desk, planned.drafts, kinds)
    _find_out(desk, planned)
    try:
        rows = store.put(desk, planned.drafts, data, last, whole=planned.whole)
        store.put_settings(desk, planned.settings)
    except IntegrityError as error:  # somebody else was faster
        raise Invalid({"": [f"the world has changed meanwhile: {error.orig}"]}) from error
    return Seeded(
        created=dict(Counter(d.schema.name for d in planned.drafts if _is_new(d))),
        keys={
            draft.key: {"id": row.id, "ulid": row.ulid}
            for draft, row in rows.items()
            if draft.key is not None and isinstance(row, Entity)
        },
        credentials=credentials.describe(planned.drafts, secrets, rows, kinds),
    )


def _is_new(draft: Draft) -> bool:
    return issubclass(draft.schema.model, Entity) and not draft.stored


def _check_whole(desk: Desk, planned: Plan, problems: Problems) -> None:
    """A whole world takes the place of a blank one, and has the rows that no world can lack."""
    if not _is_blank(desk):
        problems.add("world.ids", "is for blank worlds only: reset this one first")
    for model, standard in ((Status, STATUSES), (Priority, PRIORITIES)):
        ones = [draft for draft in planned.drafts if draft.schema.model is model]
        found = {draft.values.get("code") for draft in ones}
        for code, *_ in standard:
            if code not in found:
                list_name = "statuses" if model is Status else "priorities"
                problems.add(list_name, f"none has the code {code}")


def _is_blank(desk: Desk) -> bool:
    models = [mapper.class_ for mapper in Base.registry.mappers]
    counts = {
        model: desk.session.scalar(select(func.count()).select_from(model)) for model in models
    }
    return all(
        count == STANDARD.get(model, 0)
        for model, count in counts.items()
        if model.__tablename__ not in world.NAMELESS or model.__tablename__.endswith("_tag")
    )


def _find_out(desk: Desk, planned: Plan) -> None:
    now = desk.now()
    people = {draft.id: draft for draft in planned.drafts if draft.schema.model is Person}
    kinds = dict(desk.session.execute(select(Status.id, Status.kind)).all())
    new = desk.session.scalars(select(Status.id).where(Status.code == "NEW")).one()
    statuses = [draft for draft in planned.drafts if draft.schema.model is Status]
    if planned.whole:
        kinds.clear()
    kinds |= {draft.id: draft.values["kind"] for draft in statuses}
    new = next((d.id for d in statuses if d.values.get("code") == "NEW"), new)
    for draft in planned.drafts:
        if issubclass(draft.schema.model, Entity):
            absent.times(draft, now)
        if draft.schema.model is Person:
            absent.person(draft, desk)
        if draft.schema.model is Ticket:
            absent.ticket(draft, new, kinds, people)
        if draft.schema.model is Conversation:
            absent.conversation(draft)
        if draft.schema.model is CustomField:
            absent.custom_field(draft)
        if draft.schema.model is Webhook:
            absent.webhook(draft)
        if draft.schema.model is Rule:
            absent.rule(draft)
