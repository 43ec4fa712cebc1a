"""Who is subscribed to a ticket: whoever has to do with it, and whoever was added.

The former are subscribed without a row, unless there is one that says that they have ended it.
Source: contract 11.7.
"""

from typing import Any

from sqlalchemy import bindparam, literal, select, union_all

from polydesk.core import subscribers
from polydesk.core.desk import Account, Desk
from polydesk.core.models import Message, Person, Subscriber, SubscriberKind, Ticket

_KEY: Any = bindparam("ticket")
_of_ticket = select(Subscriber.person_id).where(Subscriber.ticket_id == _KEY)
_ENDED = _of_ticket.where(Subscriber.kind == SubscriberKind.ENDED)


def _part(rank: int, person: Any, at: Any, model: Any, of: Any) -> Any:
    part = select(literal(rank).label("rank"), at.label("at"), person.label("person_id"))
    return part.select_from(model).where(of == _KEY, person.is_not(None), person.not_in(_ENDED))


_added = select(literal(3).label("rank"), Subscriber.id.label("at"), Subscriber.person_id).where(
    Subscriber.ticket_id == _KEY, Subscriber.kind != SubscriberKind.ENDED
)
_parts = union_all(
    _part(0, Ticket.requester_id, Ticket.id, Ticket, Ticket.id),
    _part(1, Ticket.assignee_id, Ticket.id, Ticket, Ticket.id),
    _part(2, Message.author_id, Message.id, Message, Message.ticket_id),
    _added,
).subquery()
_ALL = (
    select(_parts.c.person_id)
    .join(Person, Person.id == _parts.c.person_id)
    .where(Person.deleted_at.is_(None))
    .order_by(_parts.c.rank, _parts.c.at)
)


def ids(desk: Desk, ticket: Ticket) -> list[int]:
    """The ids of the subscribers: submitter, assignee, who has commented, who was added."""
    desk.flush()
    return list(dict.fromkeys(row.person_id for row in desk.rows(_ALL, ticket=ticket.id)))


def keep(desk: Desk, ticket: Ticket, into: Ticket) -> None:
    """Subscribe whoever follows a ticket to the one that it is merged into."""
    new = set(ids(desk, ticket)) - set(ids(desk, into))
    desk.add_all([Subscriber(ticket_id=into.id, person_id=id) for id in sorted(new)])


def add(desk: Desk, ticket: Ticket, person: Person) -> None:
    """Subscribe somebody; twice is once."""
    come_back(desk, ticket, person)
    if person.id not in ids(desk, ticket):
        subscribers.add(desk, ticket, person)


def come_back(desk: Desk, ticket: Ticket, person: Person | Account) -> None:
    """Who has ended their subscription, and has to do with a ticket again, is subscribed again."""
    subscribers.remove(desk, ticket, person, kind=SubscriberKind.ENDED)


def remove(desk: Desk, ticket: Ticket, person: Person) -> None:
    """End somebody's subscription, whatever it comes of; twice is once."""
    subscribers.remove(desk, ticket, person)
    if person.id in ids(desk, ticket):
        subscribers.add(desk, ticket, person, kind=SubscriberKind.ENDED)
