"""Who is subscribed to a ticket, besides those whose matter it is; that changes no ticket.

Who may subscribe whom is the caller's rule.
"""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import bindparam, select

from polydesk.core.desk import Account, Desk
from polydesk.core.models import Person, Subscriber, SubscriberKind, Ticket
from polydesk.core.prepared import among

_OF_MANY = (
    select(Subscriber.ticket_id, Subscriber.person_id)
    .join(Person, Subscriber.person_id == Person.id)
    .where(
        among(Subscriber.ticket_id, "tickets"),
        Subscriber.kind == bindparam("kind"),
        Person.deleted_at.is_(None),
    )
    .order_by(Subscriber.id)
)


def of(desk: Desk, ticket: Ticket, *, kind: SubscriberKind | None = None) -> Sequence[Person]:
    """The subscribers of a ticket, as one kind or as any: each once, the oldest subscription first.

    Not those who are deleted.
    """
    query = select(Person).join(Subscriber, Subscriber.person_id == Person.id)
    query = query.where(Subscriber.ticket_id == ticket.id, Person.deleted_at.is_(None))
    is_one = Subscriber.kind != SubscriberKind.ENDED if kind is None else Subscriber.kind == kind
    return list(dict.fromkeys(desk.all(query.where(is_one).order_by(Subscriber.id))))


def ids_of_all(
    desk: Desk, ids: Iterable[int], *, kind: SubscriberKind
) -> Mapping[int, Sequence[int]]:
    """Who is subscribed to each of these tickets as this kind, ordered as `of` does; by ids."""
    found: dict[int, list[int]] = {id: [] for id in ids}
    rows = desk.rows(_OF_MANY, tickets=list(found), kind=kind) if found else []
    for ticket_id, person_id in rows:
        found[ticket_id].append(person_id)
    return found


def add(
    desk: Desk,
    ticket: Ticket,
    person: Person | Account,
    *,
    kind: SubscriberKind = SubscriberKind.CC,
) -> None:
    """Subscribe somebody to a ticket as this kind; twice is once."""
    said = {"ticket_id": ticket.id, "person_id": person.id, "kind": kind}
    query = select(Subscriber).filter_by(**said)
    if desk.session.scalars(query).one_or_none() is None:
        desk.find_or_add(query, lambda: Subscriber(**said))
        desk.tell("ticket.subscribed", ticket, person=person.id, subscriber=kind.value)


def remove(
    desk: Desk, ticket: Ticket, person: Person | Account, *, kind: SubscriberKind | None = None
) -> None:
    """End somebody's subscription to a ticket, as one kind or as any; twice is once."""
    query = select(Subscriber).filter_by(ticket_id=ticket.id, person_id=person.id)
    is_one = Subscriber.kind != SubscriberKind.ENDED if kind is None else Subscriber.kind == kind
    found = desk.all(query.where(is_one))
    for one in found:
        desk.session.delete(one)
    if found:
        desk.flush()
        desk.tell("ticket.unsubscribed", ticket, person=person.id)
