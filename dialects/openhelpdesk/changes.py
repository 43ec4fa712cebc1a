"""What clients send to make and change tickets, as the core takes it."""

from collections.abc import Mapping
from typing import Any

import flask
from marshmallow import ValidationError
from sqlalchemy import bindparam, select

from polydesk.core import catalogue, groups, guests, policies, statuses, tickets
from polydesk.core.desk import Account, Desk
from polydesk.core.errors import Invalid, Unauthenticated
from polydesk.core.models import Format, Person, Ticket
from polydesk.dialects.openhelpdesk import (
    auth,
    names,
    settings,
    sorting,
    vocabulary,
)
from polydesk.dialects.openhelpdesk import guests as links
from polydesk.dialects.openhelpdesk.schemas.tickets import Priority
from polydesk.dialects.openhelpdesk.vocabulary import STATUSES

_ACCOUNT = (
    select(Person.id, Person.role, Person.disabled)
    .where(Person.ulid == bindparam("ulid"), Person.can_sign_in)
    .with_for_update(read=True)
)
"""Locked, so that nobody disables or deletes who is being assigned."""


def may_create(desk: Desk) -> Mapping[str, Any]:
    """For `at`: whoever proves who they are, and guests where the setting lets them."""
    if desk.actor is None and not settings.of(desk, "guest_submission_enabled"):
        auth.authenticate(flask.request, desk)  # a bad or half proof is refused for what it is
        raise Unauthenticated("guests make no tickets here")
    return {}


def create(desk: Desk, given: Mapping[str, Any]) -> int:
    """A new ticket of `schemas.NewTicket`, by its id. Raises Invalid for the first wrong value.

    A guest is mailed a link. Source: contract 6.1, row 2.
    """
    if desk.actor is None:
        return _create_for_guest(desk, given)
    category_id = sorting.chosen(desk, given, archived=auth.is_staff(desk.actor))
    return _enter(
        desk,
        given,
        requester=names.writer(desk),
        category_id=category_id,
        priority_id=_priority_id(desk, given.get("priority")),
    )


def _create_for_guest(desk: Desk, given: Mapping[str, Any]) -> int:
    category = {"category_id": given["category_id"]}
    id = _enter(
        desk,
        given,
        category_id=sorting.chosen(desk, category, archived=False),
        priority_id=catalogue.priority_id(desk, "NORMAL"),
        requester=links.read(given),
    )
    links.send_link(desk, desk.session.get_one(Ticket, id))
    return id


def _enter(
    desk: Desk,
    given: Mapping[str, Any],
    *,
    requester: Person | Account | guests.Guest,
    category_id: int,
    priority_id: int,
) -> int:
    return tickets.enter(
        desk,
        subject=given["subject"],
        body=given["description"],
        format=Format.MARKDOWN,
        requester=requester,
        category_id=category_id,
        priority_id=priority_id,
        has_sla=bool(settings.of(desk, "sla_enabled")),
    )


def _priority_id(desk: Desk, word: Any) -> int:
    """The priority of a new ticket; users may choose one where the setting lets them."""
    may_choose = auth.is_staff(desk.actor) or settings.of(desk, "user_selectable_priority")
    if word is None or not may_choose:
        return catalogue.priority_id(desk, "NORMAL")
    try:
        word = Priority().deserialize(word)
    except ValidationError as error:
        raise Invalid({"priority": list(error.messages)}) from error
    return _known(vocabulary.priority_id(desk, word))


def _known(id: int | None) -> int:
    assert id is not None, "the schema lets known words pass only"
    return id


def columns(desk: Desk, ticket: Ticket, given: Mapping[str, Any]) -> dict[str, Any]:
    """The changes of `schemas.TicketChange`, for `tickets.change`. Raises Invalid.

    What shows as it did before is no change.
    """
    found: dict[str, Any] = {}
    if "status_id" in given:
        found["status_id"] = _status_id(desk, ticket, given["status_id"])
    if "priority" in given and given["priority"] != vocabulary.priority(desk, ticket.priority_id):
        found["priority_id"] = vocabulary.priority_id(desk, given["priority"])
    if "assignee_id" in given:
        found["assignee_id"] = _assignee_id(desk, given["assignee_id"])
    if "group_id" in given:
        found["group_id"] = _group_id(desk, given["group_id"])
    if given.keys() & {"category_id", sorting.TYPE, sorting.ITEM}:
        found["category_id"] = sorting.changed(desk, ticket.category_id, given)
    return found


def _status_id(desk: Desk, ticket: Ticket, ulid: str) -> int | None:
    for one in statuses.listed(desk, STATUSES):
        if one.ulid == ulid:
            same = vocabulary.status(desk, ticket.status_id).id == one.id
            return ticket.status_id if same else one.id
    raise Invalid({"status_id": ["status not found"]})


def _assignee_id(desk: Desk, ulid: str | None) -> int | None:
    if ulid is None:
        return None
    found = desk.rows(_ACCOUNT, ulid=ulid)
    if not found or not policies.may_be_assigned(found[0]):
        raise Invalid({"assignee_id": ["assignee must be a staff user"]})
    return int(found[0].id)


def _group_id(desk: Desk, ulid: str | None) -> int | None:
    if ulid is None:
        return None
    for group in groups.known(desk).values():
        if group.ulid == ulid:
            return group.id
    raise Invalid({"group_id": ["group not found"]})
