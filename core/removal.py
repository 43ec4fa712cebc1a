"""Persons who go: removed and had back, erased, dismissed."""

from typing import Any

from sqlalchemy import Column, delete, func, inspect, update

from polydesk.core import addresses, locks, people
from polydesk.core.desk import Account, Desk
from polydesk.core.errors import Conflict
from polydesk.core.models import (
    AssetPerson,
    CategoryTech,
    ChatParticipant,
    Conversation,
    GroupMember,
    Person,
    Subscriber,
    Ticket,
)

_LASTING = frozenset(
    {"id", "ulid", "created_at", "updated_at", "role", "email_key", "username_key", "name"}
    | {"disabled", "can_sign_in", "deleted_at", "erased"}
)
"""What stays of an erased person, or is set by itself."""
_ENDING = (AssetPerson, CategoryTech, ChatParticipant, GroupMember, Subscriber)
"""What of a person ends with them."""


def remove(desk: Desk, person: Person) -> None:
    """Let nobody find a person any more; twice is once.

    The row stays with all that is known, so that addresses and username are taken, and as author of
    what they wrote. Their assignments, locks, groups, categories, subscriptions, assets and places
    in chats go, and what they held opens nothing.
    Raises Conflict("person", "last_admin").
    """
    if person.deleted_at is not None:
        return
    _leave(desk, person)
    person.deleted_at = person.updated_at = desk.now()
    desk.session.flush()
    desk.tell("person.deleted", person)


def restore(desk: Desk, person: Person) -> None:
    """Have a removed person back as they were, who may enter as before; twice is once.

    What they held and nobody has revoked opens again what it did. What has gone with them stays so:
    assignments, groups and the like. Who is disabled as well remains that; see `people.restore`.
    """
    if person.deleted_at is not None:
        person.deleted_at, person.updated_at = None, desk.now()
        desk.flush()
        desk.tell("person.undeleted", person)


def _leave(desk: Desk, person: Person) -> None:
    """Let nothing be theirs to do, or to hear of."""
    people.keep_an_admin(desk, person)
    assigned = update(Ticket).where(Ticket.assignee_id == person.id)
    desk.session.execute(assigned.values(assignee_id=None))
    answered = update(Conversation).where(Conversation.agent_id == person.id)
    desk.session.execute(answered.values(agent_id=None))
    locks.let_go(desk, person)
    for model in _ENDING:
        desk.session.execute(delete(model).where(model.person_id == person.id))
    desk.session.flush()
    desk.session.expire_all()


def erase(desk: Desk, person: Person, *, name: str) -> None:
    """Blank all that is known of a person, for good; `name` stands in where they have written.

    The row stays as author of what they wrote, with its role. Their sign-in, second factor,
    assignments, locks, groups, categories, subscriptions and places in chats go, their addresses
    and username are free, and what they held opens nothing.
    Raises Conflict("person", "last_admin").
    """
    _leave(desk, person)
    for column in inspect(Person).columns:
        if column.key not in _LASTING:
            setattr(person, column.key, _blank(column))
    addresses.follow(desk, person)
    person.name, person.can_sign_in, person.erased = name, False, True
    person.deleted_at = person.updated_at = desk.now()
    desk.session.flush()
    desk.tell("person.erased", person)


def dismiss(desk: Desk, person: Person, *, heir: Person | Account) -> None:
    """As `erase`, but what they wrote stays under their name, and what they asked is the heir's.

    Raises Conflict("person", "last_admin"), and Conflict("person", "self") where that is the heir.
    """
    if person.id == heir.id:
        raise Conflict("person", "self")
    people.keep_an_admin(desk, person)
    asked = update(Ticket).where(Ticket.requester_id == person.id)
    desk.session.execute(
        asked.values(
            requester_id=heir.id,
            organization_id=heir.organization_id,
            made_by_id=func.nullif(Ticket.made_by_id, heir.id),
        )
    )
    name, first, last = person.name, person.first_name, person.last_name
    erase(desk, person, name=name)
    person.first_name, person.last_name = first, last
    desk.flush()


def _blank(column: Column[Any]) -> Any:
    if column.default is None:
        return None
    made = column.default.arg  # type: ignore[attr-defined]
    return made(None) if callable(made) else made
