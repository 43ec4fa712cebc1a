"""Tickets as clients make and change them. Source: contract 1.4 and 1.9."""

import re
from collections.abc import Mapping
from typing import Any

from flask import request

from polydesk.core import accounts, catalogue, categories, files, text, tickets
from polydesk.core.desk import Account, Desk
from polydesk.core.keep import KEEP
from polydesk.core.models import File, Ticket
from polydesk.dialects.helpdeskpro.sanctum import entries, roles, settings, vocabulary
from polydesk.dialects.helpdeskpro.sanctum.settings import DIALECT
from polydesk.dialects.helpdeskpro.sanctum.ticket_shown import NOBODYS
from polydesk.kit import uploads

_FILES = re.compile(r"files(\[\d*\])?")
_COLUMNS = ("priority_id", "status_id", "department_id", "type_id")


def create(desk: Desk, json: dict[str, Any]) -> int:
    """A new ticket, by its id: of the caller where they are a customer, else of whom they say.

    Raises Invalid for what does not fit into a custom field.
    """
    caller = desk.actor
    assert isinstance(caller, Account), "tokens are people's"
    user_id = caller.id if roles.of_caller(desk) == roles.CUSTOMER else json.get("user_id")
    requester = caller if user_id is None else accounts.find(desk, user_id)
    assert requester is not None, "the schema has found them"
    category_id = json.get("sub_category_id") or json.get("category_id")
    id = tickets.enter(
        desk,
        subject=json["subject"],
        body=json["details"],
        requester=requester,
        status_id=json.get("status_id") or _first_status(desk),
        priority_id=json.get("priority_id") or _first_priority(desk),
        category_id=category_id,
        department_id=json.get("department_id"),
        type_id=json.get("type_id"),
        assignee_id=json.get("assigned_to"),
        closed_at=None,  # the vendor's API never stamps it
        tags=json.get("tags") or (),
        files=_attached(desk),
        extras={DIALECT: {NOBODYS: caller.id}} if user_id is None else None,
    )
    if json.get("custom_field"):
        entries.enter(desk, id, category_id, json["custom_field"])
    return id


def _first_status(desk: Desk) -> int:
    """The first status whose slug says that it is active, else the first; Open where none is left.

    The latter shows as null, as any that is deleted.
    """
    active = (id for id, slug in vocabulary.slugs(desk).items() if "active" in slug)
    first = next(active, None) or vocabulary.first_status(desk)
    return first or catalogue.status_id(desk, "NEW")


def _first_priority(desk: Desk) -> int | None:
    """The priority that the settings name, else the first by name; None where there is none."""
    named = [(text.key(name), id) for id, name in vocabulary.priority_names(desk).items()]
    wanted = text.key(settings.of(desk, "default_priority"))
    found = [id for name, id in named if name == wanted] or [id for _, id in sorted(named)]
    return next(iter(found), None)


def _attached(desk: Desk) -> list[File]:
    if request.is_json:
        return []
    sent = request.files.items(multi=True)
    return [
        files.make(
            desk,
            name=uploads.name_of(part),
            data=part.stream.read(),
            media_type=uploads.type_of(part),
        )
        for name, part in sent
        if part.filename and _FILES.fullmatch(name)
    ]


def change(desk: Desk, ticket: Ticket, json: Mapping[str, Any]) -> None:
    """Change what is sent; null clears."""
    given = {name: json[name] for name in _COLUMNS if name in json}
    if "assigned_to" in json:
        given["assignee_id"] = json["assigned_to"]
    if "status_id" in given and vocabulary.is_shown_so(desk, ticket.status_id, given["status_id"]):
        del given["status_id"]
    tickets.change(
        desk,
        ticket,
        subject=json.get("subject", KEEP),
        body=json.get("details", KEEP),
        category_id=_category(desk, ticket, json),
        resolution=json.get("resolution", KEEP),
        tags=(json["tags"] or ()) if "tags" in json else KEEP,
        closed_at=ticket.closed_at,  # the vendor's API never stamps it
        **given,
    )


def _category(desk: Desk, ticket: Ticket, json: Mapping[str, Any]) -> Any:
    """Where a ticket belongs then: the deepest of what is sent, and of what stays."""
    if "category_id" not in json and "sub_category_id" not in json:
        return KEEP
    path = () if ticket.category_id is None else categories.path(desk, ticket.category_id)
    top = json.get("category_id", path[0].id if path else None)
    if "sub_category_id" in json:
        return json["sub_category_id"] or top
    stays = top is not None and top in {node.id for node in path}
    return KEEP if stays else top
