"""Who sees which ticket, and who may do what with it. Source: contract 3.10."""

from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, literal_column, or_, select, union_all
from sqlalchemy.orm import aliased

from polydesk.core import categories, techs, tickets
from polydesk.core.desk import Account, Desk, Machine
from polydesk.core.errors import Forbidden, Hidden, NotFound
from polydesk.core.models import Message, Person, Role, Subscriber, SubscriberKind, Ticket
from polydesk.core.prepared import among

_ticket = aliased(Ticket)
_ids = select(_ticket.id)
_OPENING: Any = literal_column("'OPENING'")  # as the index says it
_PERSON: Any = bindparam("person")
_theirs = select(Subscriber.ticket_id).where(Subscriber.person_id == _PERSON)
_ENDED = _theirs.where(Subscriber.kind == SubscriberKind.ENDED)
_COMMENTED = select(Message.ticket_id).where(
    Message.author_id == _PERSON, Message.kind != _OPENING, Message.ticket_id.not_in(_ENDED)
)
SUBSCRIBED = union_all(
    _ids.where(_ticket.requester_id == _PERSON),
    _ids.where(_ticket.assignee_id == _PERSON, _ticket.id.not_in(_ENDED)),
    _COMMENTED,
    _theirs.where(Subscriber.kind != SubscriberKind.ENDED),
)
"""The ids of a person's own tickets, of those assigned to them, commented and subscribed to.

But for their own those count no more that they have ended. Source: contract 11.7.
"""
_HANDLED = _ids.where(among(_ticket.category_id, "handled"))
_UNSORTED = _ids.where(_ticket.category_id.is_(None))
_MANAGED = _ids.where(
    _ticket.requester_id.in_(
        select(Person.id).where(
            or_(
                Person.organization_id == bindparam("organization"),
                Person.department_id == bindparam("department"),
            )
        )
    )
)


def is_admin(desk: Desk) -> bool:
    """A: administrators, and the control plane."""
    actor = desk.actor
    return isinstance(actor, Machine) or (actor is not None and actor.role is Role.ADMIN)


def is_tech(desk: Desk) -> bool:
    """X: technicians of any category, and administrators."""
    return is_admin(desk) or techs.is_anywhere(desk, desk.person_id or 0)


def handles(desk: Desk, category_id: int | None) -> bool:
    """T: technicians of the category, and administrators; None is the default category."""
    return is_admin(desk) or is_tech_of(desk, desk.person_id or 0, category_id)


def is_tech_of(desk: Desk, person_id: int, category_id: int | None) -> bool:
    """Whether somebody is technician of a category; None is the default one."""
    return _category_id(desk, category_id) in techs.categories_of(desk, person_id)


def _category_id(desk: Desk, category_id: int | None) -> int | None:
    if category_id is not None:
        return category_id
    default = categories.default(desk)
    return None if default is None else default.id


def scope(desk: Desk) -> tuple[Select[Ticket], dict[str, Any]]:
    """The tickets that the caller sees, and the values of its binds."""
    me = desk.actor
    if is_admin(desk) or not isinstance(me, Account) or techs.is_everywhere(desk, me.id):
        return tickets.ALL, {}
    handled = techs.categories_of(desk, me.id)
    values: dict[str, Any] = {"person": me.id}
    if handled:
        values["handled"] = sorted(handled)
    if me.is_manager:
        values |= {"organization": me.organization_id, "department": me.department_id}
    return _scoped(bool(handled), handles(desk, None), me.is_manager), values


@cache
def _scoped(is_tech: bool, is_default: bool, is_manager: bool) -> Select[Ticket]:
    """Each part by an index of its own: an OR of them would look at every ticket."""
    parts = [*SUBSCRIBED.selects]
    parts += [_HANDLED] if is_tech else []
    parts += [_UNSORTED] if is_default else []
    parts += [_MANAGED] if is_manager else []
    return select(Ticket).where(Ticket.deleted_at.is_(None), Ticket.id.in_(union_all(*parts)))


def existing(desk: Desk, id: int) -> Ticket:
    """The ticket, whoever may see it; locked where the desk writes. Raises NotFound.

    What else must exist is to be looked up before the caller is refused: contract 3.10.
    """
    ticket = desk.find(Ticket, id)
    if ticket is None or ticket.deleted_at is not None:
        raise NotFound("ticket", id)
    return ticket


def get(desk: Desk, id: int) -> Ticket:
    """S: as `existing`, of a ticket in sight. Raises Hidden too."""
    ticket = existing(desk, id)
    if not may_see(desk, ticket.id, ticket.category_id):
        raise Hidden("ticket", id)
    return ticket


def may_see(desk: Desk, id: int, category_id: int | None) -> bool:
    """Whether a ticket that there is, of this category, is in sight."""
    if handles(desk, category_id):
        return True
    seen, values = scope(desk)
    return bool(desk.rows(_among(seen), key=id, **values))


@cache
def _among(seen: Select[Ticket]) -> Select[Any]:
    return seen.where(Ticket.id == bindparam("key")).with_only_columns(Ticket.id)


def may_change(desk: Desk, ticket: Ticket) -> bool:
    """O: whose ticket it is, managers over it, and technicians of its category."""
    me = desk.actor
    if handles(desk, ticket.category_id) or ticket.requester_id == desk.person_id:
        return True
    return isinstance(me, Account) and me.is_manager and _manages(me, ticket.requester)


def _manages(me: Account, person: Person) -> bool:
    return any(
        mine is not None and mine == theirs
        for mine, theirs in (
            (me.organization_id, person.organization_id),
            (me.department_id, person.department_id),
        )
    )


def changeable(desk: Desk, id: int) -> Ticket:
    """As `get`, of a ticket that the caller may change. Raises Forbidden too."""
    ticket = get(desk, id)
    require(may_change(desk, ticket))
    return ticket


def handled(desk: Desk, id: int) -> Ticket:
    """As `get`, of a ticket that the caller is technician for. Raises Forbidden too."""
    ticket = get(desk, id)
    require(handles(desk, ticket.category_id))
    return ticket


def require(allowed: bool) -> None:
    """Raise Forbidden for what is not allowed."""
    if not allowed:
        raise Forbidden("permission")


def admin(desk: Desk, **url: Any) -> dict[str, Any]:
    """For `at`: A, before the parameters are looked at. Raises Forbidden."""
    require(is_admin(desk))
    return url


def tech(desk: Desk, **url: Any) -> dict[str, Any]:
    """For `at`: X, before the parameters are looked at. Raises Forbidden."""
    require(is_tech(desk))
    return url
