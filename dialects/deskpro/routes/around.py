"""Around a ticket: who is copied in, who keeps it, what it is linked to. Source: contract 9.2."""

from collections.abc import Mapping, Sequence
from typing import Any

import flask
from sqlalchemy import bindparam, select

from polydesk.core import accounts, links, locks, subscribers, subtickets
from polydesk.core.desk import Desk
from polydesk.core.errors import Invalid, NotFound
from polydesk.core.models import Link, Person, Subscriber, SubscriberKind, Ticket
from polydesk.dialects.deskpro import query as asked
from polydesk.dialects.deskpro import sideload, ticket_write
from polydesk.dialects.deskpro.collection import GONE, Collection
from polydesk.dialects.deskpro.envelope import whole
from polydesk.dialects.deskpro.fields import REQUIRED
from polydesk.dialects.deskpro.flaws import Flaw
from polydesk.dialects.deskpro.paths import BASE, located
from polydesk.dialects.deskpro.query import PAGES, Listing
from polydesk.dialects.deskpro.schemas import around as schemas
from polydesk.dialects.deskpro.schemas import tickets as ticket_schemas
from polydesk.dialects.deskpro.who import resolve
from polydesk.kit.pages import cut
from polydesk.kit.perform import Answer
from polydesk.kit.routes import Routes

_CC = (
    select(Person.id, Subscriber.ticket_id.label("ticket"), Person.email)
    .join(Subscriber, Subscriber.person_id == Person.id)
    .where(
        Subscriber.ticket_id == bindparam("ticket"),
        Subscriber.kind == SubscriberKind.CC,
        Person.deleted_at.is_(None),
    )
    .order_by(Person.id)
)
_LINKED = (
    select(Ticket.id)
    .join(Link, Link.to_id == Ticket.id)
    .where(Link.ticket_id == bindparam("ticket"), Ticket.deleted_at.is_(None))
    .distinct()
    .order_by(Ticket.id)
)


def _ticket(desk: Desk, ticket: int) -> Mapping[str, Any]:
    return {"ticket": ticket_write.find(desk, ticket)}


def _participants(desk: Desk, _: Mapping[str, Any], ticket: Ticket) -> Sequence[Mapping[str, Any]]:
    desk.flush()
    rows = desk.rows(_CC, ticket=ticket.id)
    return [
        {"id": row.id, "ticket": row.ticket, "person": row.id, "email": row.email or ""}
        for row in rows
    ]


def _participant(desk: Desk, id: int, ticket: Ticket) -> Mapping[str, Any]:
    for one in _participants(desk, {}, ticket):
        if one["id"] == id:
            return one
    raise NotFound("participant", id)


def _copy_in(desk: Desk, json: Mapping[str, Any], ticket: Ticket) -> int:
    person = resolve(desk, json["person"])
    subscribers.add(desk, ticket, person, kind=SubscriberKind.CC)
    return person.id


def _leave_out(desk: Desk, row: Mapping[str, Any], ticket: Ticket) -> None:
    person = accounts.find(desk, row["person"])
    assert person is not None, "the list has living people only"
    subscribers.remove(desk, ticket, person, kind=SubscriberKind.CC)


cc = Collection(
    path="/tickets/<int:ticket>/cc",
    aliases=("/tickets/<int:ticket>/participants",),
    stem="tickets.cc",
    chapter="Tickets",
    source="contract 9.2, row `/tickets/{id}/cc`; 10.6",
    parent=_ticket,
    shows=schemas.Participant(),
    rows=_participants,
    get=_participant,
    takes=schemas.NewParticipant(),
    create=_copy_in,
    delete=_leave_out,
)

_actions = Routes("tickets.actions", tag="Tickets", prefix=BASE, errors=(401, 403, 404), at=_ticket)


@_actions.put("/tickets/<int:ticket>/actions/lock", query=schemas.Keeping(), status=204)
def put_lock(desk: Desk, ticket: Ticket, query: Mapping[str, Any]) -> Any:
    """Keep a ticket for oneself; 403 where another agent does, but by `force`.

    Source: contract 9.2, row `/tickets/{id}/actions/lock`.
    """
    locks.lock(desk, ticket, force=query["force"])
    return Answer(None, 204), located(f"/tickets/{ticket.id}")


@_actions.put("/tickets/<int:ticket>/actions/unlock", query=schemas.Keeping(), status=204)
def put_unlock(desk: Desk, ticket: Ticket, query: Mapping[str, Any]) -> Any:
    """Let a ticket go; 403 where another agent keeps it, but by `force`.

    Source: contract 9.2, row `/tickets/{id}/actions/lock`.
    """
    locks.unlock(desk, ticket, force=query["force"])
    return Answer(None, 204), located(f"/tickets/{ticket.id}")


_links = Routes("tickets.links", tag="Tickets", prefix=BASE, errors=(401, 403, 404), at=_ticket)
_PATH = "/tickets/<int:ticket>/links"


@_links.get(_PATH, query=Listing(), pages=PAGES, gives={"type": "object"})
def list_linked(desk: Desk, ticket: Ticket, query: Mapping[str, Any]) -> Any:
    """List the tickets that a ticket is linked to, in whatever way, each once.

    Source: contract 9.2, row `/tickets/{id}/links`.
    """
    ids = [row.id for row in desk.rows(_LINKED, ticket=ticket.id)]
    chosen = asked.chosen(query)
    page = cut(desk, [id for id in ids if chosen is None or id in chosen], asked.bounds())
    found = sideload.several(desk, "ticket", page.items)
    data = [found[id] for id in page.items]
    linked = sideload.put_beside(desk, ticket_schemas.Ticket(), data)
    path = flask.request.path.removeprefix(BASE)
    return Answer(whole(data, meta=asked.meta(page), linked=linked, links=asked.links(path, page)))


@_links.route(
    "POST PUT",
    _PATH,
    json=schemas.NewLink(),
    status=201,
    gives={"type": "object"},
    errors=(400,),
)
def post(desk: Desk, ticket: Ticket, json: Mapping[str, Any]) -> Any:
    """Link a ticket: as this one's `parent`, or below it; the linked ticket is answered.

    A ticket has one parent; another one takes its place.

    Source: contract 9.2, row `/tickets/{id}/links`.
    """
    to = ticket_write.find(desk, json["link_ticket"])
    is_parent = json.get("parent")
    try:
        if is_parent is None:
            links.relate(desk, ticket, to)
        else:
            subtickets.put(desk, *((ticket, to) if is_parent else (to, ticket)))
    except Invalid as error:  # the ticket itself, or a ring
        raise Invalid({"link_ticket": [Flaw("bad_choice")]}) from error
    desk.flush()
    data = sideload.one(desk, "ticket", to.id)
    return Answer(
        whole(data, linked=sideload.put_beside(desk, ticket_schemas.Ticket(), data)), 201
    ), located(f"/tickets/{to.id}")


@_links.delete(
    _PATH,
    json=schemas.LinkGone(),
    query=schemas.LinkGoneQuery(),
    gives={"type": "object"},
    errors=(400,),
)
def delete(desk: Desk, ticket: Ticket, json: Mapping[str, Any], query: Mapping[str, Any]) -> Any:
    """Link two tickets no more; with `link_type` not above and below each other, or side by side.

    `parent` and `child` are the same, since of two tickets one is above the other at most.

    Source: contract 9.2, row `/tickets/{id}/links`.
    """
    given = {**query, **json}
    id = given.get("link_ticket") or given.get("unlink_ticket_id")
    if id is None:
        raise Invalid({"link_ticket": [REQUIRED]})
    kind = given.get("link_type")
    found = [
        link
        for link in links.of(desk, ticket)
        if link.to_id == id
        and (kind is None or (link.kind in links.FAMILY) == (kind in schemas.FAMILY))
    ]
    if not found:
        raise NotFound("link", id)
    for link in found:
        links.erase(desk, link)
    return Answer(GONE)


ROUTES = (cc.routes, _actions, _links)
