"""What is told to webhooks, whichever dialect it came through. Source: contract 8.8."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from polydesk.core import accounts, bodies, categories, groups
from polydesk.core.desk import Actor, Desk, Machine, Robot, Told
from polydesk.core.models import Message, Ticket
from polydesk.core.outbox import Notice, Wording
from polydesk.core.prepared import among
from polydesk.dialects.openhelpdesk import vocabulary
from polydesk.kit.moment import to_second

_TICKETS = select(
    Ticket.id,
    Ticket.ulid,
    Ticket.subject,
    Ticket.status_id,
    Ticket.priority_id,
    Ticket.category_id,
    Ticket.assignee_id,
    Ticket.group_id,
    Ticket.guest_name,
    Ticket.guest_email,
).where(among(Ticket.id, "ids"), Ticket.deleted_at.is_(None))
_MESSAGES = select(Message.id, Message.ulid, Message.body, Message.format, Message.author_id).where(
    among(Message.id, "ids")
)
_DEPTHS = ("category", "type", "item")
_SYSTEM = {"id": None, "name": "System", "role": "system"}

Data = Callable[["_Told", Told], Mapping[str, Any] | None]


@dataclass(frozen=True)
class _Told:
    """What a transaction has told of tickets, with the rows that are still there, by id."""

    desk: Desk
    tickets: Mapping[int, Any]
    messages: Mapping[int, Any]
    guests: frozenset[int]
    """The tickets to which somebody with a link has spoken."""


def notices(desk: Desk, told: Sequence[Told]) -> Iterable[Notice]:
    """What has happened, in the vendor's events; nothing of what is gone by now."""
    ours = [one for one in told if one.kind in EVENTS]
    return list(_worded(_gather(desk, ours), ours)) if ours else []


def _gather(desk: Desk, told: Sequence[Told]) -> _Told:
    tickets = _by_id(desk, _TICKETS, {one.about_id for one in told})
    messages = _by_id(
        desk, _MESSAGES, {one.data["message"] for one in told if "message" in one.data}
    )
    guests = frozenset(one.about_id for one in told if one.data.get("guest"))
    return _Told(desk, tickets, messages, guests)


def _by_id(desk: Desk, query: Any, ids: Iterable[int]) -> Mapping[int, Any]:
    wanted = sorted(ids)
    return {row.id: row for row in desk.rows(query, ids=wanted)} if wanted else {}


def _worded(gathered: _Told, told: Sequence[Told]) -> Iterator[Notice]:
    for one in told:
        event, data_of = EVENTS[one.kind]
        ticket = gathered.tickets.get(one.about_id)
        data = None if ticket is None else data_of(gathered, one)
        if data is not None:
            body = {
                "occurred_at": to_second(one.at) + "Z",
                "ticket": _ticket(gathered.desk, ticket),
                "actor": _actor(gathered, one),
                "data": data,
            }
            yield Notice(event, body)


def _ticket(desk: Desk, ticket: Any) -> dict[str, Any]:
    names = [node.name for node in categories.path(desk, ticket.category_id)]
    return {
        "id": ticket.ulid,
        "subject": ticket.subject,
        "status": vocabulary.status(desk, ticket.status_id).look.name,
        "priority": vocabulary.priority(desk, ticket.priority_id),
        **dict.fromkeys(_DEPTHS),
        **dict(zip(_DEPTHS, names, strict=False)),
    }


def _actor(gathered: _Told, told: Told) -> dict[str, Any]:
    """Who did it: a person, a machine, a guest; for None the clock, and for rules alike."""
    if isinstance(told.actor, Robot):
        return dict(_SYSTEM)
    if told.actor is not None:
        return {**_ref(gathered.desk, told.actor), "role": _role(told.actor)}
    if told.about_id in gathered.guests:
        return {**_guest(gathered.tickets[told.about_id]), "role": "guest"}
    return dict(_SYSTEM)


def _role(actor: Actor) -> str:
    return "staff" if isinstance(actor, Machine) else vocabulary.ROLES[actor.role]


def _ref(desk: Desk, actor: Actor) -> dict[str, Any]:
    """A machine goes by the ULID of what it came with."""
    if isinstance(actor, Machine):
        return {"id": desk.credential.ulid if desk.credential else None, "name": actor.name}
    return {"id": actor.ulid, "name": actor.name}


def _guest(ticket: Any) -> dict[str, Any]:
    return {"id": None, "name": ticket.guest_name or ticket.guest_email}


def _person(desk: Desk, id: int | None) -> dict[str, Any] | None:
    """Somebody by id; whoever is gone has a name that says so."""
    if id is None:
        return None
    found = accounts.find(desk, id)
    return _ref(desk, found) if found else {"id": None, "name": vocabulary.REMOVED}


def _group(desk: Desk, id: int | None) -> dict[str, Any] | None:
    found = None if id is None else groups.known(desk).get(id)
    return None if found is None else {"id": found.ulid, "name": found.name}


def _nothing(_: _Told, __: Told) -> Mapping[str, Any]:
    return {}


def _assigned(gathered: _Told, told: Told) -> Mapping[str, Any]:
    """Both as they are then; what has not changed is read of the ticket."""
    ticket = gathered.tickets[told.about_id]
    _, assignee_id = told.data.get("assignee", (None, ticket.assignee_id))
    _, group_id = told.data.get("group", (None, ticket.group_id))
    return {
        "assignee": _person(gathered.desk, assignee_id),
        "group": _group(gathered.desk, group_id),
    }


def _status_changed(gathered: _Told, told: Told) -> Mapping[str, Any] | None:
    """None from one status to another that is the same in this vendor's words."""
    before, after = (vocabulary.status(gathered.desk, id) for id in told.data["status"])
    if before.id == after.id:
        return None
    return {"from_status": before.look.name, "to_status": after.look.name}


def _said(gathered: _Told, told: Told) -> Mapping[str, Any] | None:
    message = gathered.messages.get(told.data["message"])
    if message is None:
        return None
    return {
        "reply_id": message.ulid,
        "body": bodies.markdown(message.body, message.format),
        "is_internal": told.kind == "ticket.note",
        "author": _author(gathered, told, message),
    }


def _author(gathered: _Told, told: Told, message: Any) -> dict[str, Any]:
    if told.data.get("guest"):
        return _guest(gathered.tickets[told.about_id])
    author = _person(gathered.desk, message.author_id)
    if author is not None or told.actor is None:
        return author or {"id": None, "name": vocabulary.REMOVED}
    return _ref(gathered.desk, told.actor)


def _resolved(_: _Told, told: Told) -> Mapping[str, Any]:
    return {"resolution_notes": told.data.get("resolution") or ""}


def _reopened(_: _Told, told: Told) -> Mapping[str, Any]:
    return {"reason": told.data.get("reason") or ""}


EVENTS: Mapping[str, tuple[str, Data]] = {
    "ticket.created": ("ticket.created", _nothing),
    "ticket.assigned": ("ticket.assigned", _assigned),
    "ticket.status": ("ticket.status_changed", _status_changed),
    "ticket.resolved": ("ticket.resolved", _resolved),
    "ticket.closed": ("ticket.closed", _nothing),
    "ticket.reopened": ("ticket.reopened", _reopened),
    "ticket.reply": ("ticket.reply_added", _said),
    "ticket.note": ("ticket.note_added", _said),
}
"""By what the core tells: the vendor's event, and what makes its `data`, if it is to be told."""


def request(notice: Notice, ulid: str) -> tuple[Mapping[str, Any], Mapping[str, str]]:
    """The body and the headers of a delivery."""
    headers = {"X-OHD-Event": notice.event, "X-OHD-Delivery": ulid}
    return {"event": notice.event, "delivery_id": ulid, **notice.body}, headers


wording = Wording(notices, request, "X-OHD-Signature")
