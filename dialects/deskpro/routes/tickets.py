"""Tickets, and the lists of them below other things. Source: contract 9.2 and 10.1."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, select

from polydesk.core import accounts, text
from polydesk.core.desk import Desk
from polydesk.core.errors import NotFound
from polydesk.core.models import MAX_ID, Organization, Tag
from polydesk.dialects.deskpro import (
    filter_terms,
    sideload,
    ticket_columns,
    ticket_list,
    ticket_orders,
    ticket_shown,
    ticket_write,
    vocabulary,
)
from polydesk.dialects.deskpro.collection import Collection
from polydesk.dialects.deskpro.schemas.tickets import NewTicket, Ticket, TicketListing

_SHOWS, _LISTING = Ticket(), TicketListing()
_ORGANIZATION = select(Organization.id).where(
    Organization.id == bindparam("key"), Organization.deleted_at.is_(None)
)
_TAG = select(Tag.id).where(Tag.key == bindparam("key"))


def get(desk: Desk, id: int) -> Any:
    """A ticket's columns: one that was deleted only in the answer to what it was written with."""
    row = ticket_columns.find(desk, id) if id <= MAX_ID else None
    if row is None or (row.deleted_at and row.deleted_reason != "spam" and not desk.writes):
        raise NotFound("ticket", id)
    return row


tickets = Collection(
    path="/tickets",
    stem="tickets.tickets",
    chapter="Tickets",
    source="contract 9.2, rows `/tickets`",
    shows=_SHOWS,
    show=ticket_shown.show,
    written=True,
    rows=ticket_list.rows,
    read=ticket_list.read,
    get=get,
    find=ticket_write.find,
    filters=_LISTING,
    orders=ticket_orders.ORDERS,
    groups=ticket_list.GROUPS,
    takes=NewTicket(),
    changes=NewTicket.changing(),
    create=ticket_write.create,
    change=ticket_write.change,
    delete=ticket_write.delete,
    linked="ticket",
)


def _of_person(desk: Desk, id: int) -> Mapping[str, Any]:
    if accounts.find(desk, id) is None:
        raise NotFound("person", id)
    return {"person": [str(id)]}


def _of_organization(desk: Desk, id: int) -> Mapping[str, Any]:
    if id > MAX_ID or not desk.rows(_ORGANIZATION, key=id):
        raise NotFound("organization", id)
    return {"organization": [str(id)]}


def _of_label(desk: Desk, id: str) -> Mapping[str, Any]:
    if not text.is_storable(id) or not desk.rows(_TAG, key=text.key(id)):
        raise NotFound("label", id)
    return {"labels": [id]}


def _of_status(desk: Desk, id: str) -> Mapping[str, Any]:
    if id not in vocabulary.REASONS and not vocabulary.status_ids(desk, [id]):
        raise NotFound("status", id)
    return {"status": [id]}


def _of_star(desk: Desk, id: int) -> Mapping[str, Any]:
    if not sideload.is_there(desk, "star", id):
        raise NotFound("star", id)
    return {"star": [str(id)]}


def _of_filter(desk: Desk, id: int) -> Mapping[str, Any]:
    filter_terms.of_filter(desk, id)
    return {"filter": str(id)}


def _below(path: str, stem: str, parent: Any, key: str = "<int:id>") -> Collection:
    """The tickets of something else, by what narrows the list to them."""
    return Collection(
        path=f"{path}/{key}/tickets",
        stem=stem,
        chapter="Tickets",
        source=f"contract 9.2, row `L {path}/{{id}}/tickets`",
        shows=_SHOWS,
        show=ticket_shown.show,
        written=True,
        rows=ticket_list.rows,
        read=ticket_list.read,
        parent=parent,
        filters=_LISTING,
        orders=ticket_orders.ORDERS,
        groups=ticket_list.GROUPS,
        verbs="L#",
    )


of_filter = _below("/ticket_filters", "tickets.tickets_of_ticket_filters", _of_filter)
BELOW = (
    _below("/people", "tickets.tickets_of_people", _of_person),
    _below("/organizations", "tickets.tickets_of_organizations", _of_organization),
    _below("/ticket_labels", "tickets.tickets_of_ticket_labels", _of_label, "<path:id>"),
    _below("/ticket_statuses", "tickets.tickets_of_ticket_statuses", _of_status, "<id>"),
    _below("/ticket_stars", "tickets.tickets_of_ticket_stars", _of_star),
    of_filter,
)
ROUTES = (tickets.routes, *(one.routes for one in BELOW))
