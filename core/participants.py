"""Who takes part in a chat, and as what. Who may join whom is the caller's rule."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import contains_eager

from polydesk.core.desk import Desk
from polydesk.core.models import ChatParticipant, Conversation, Person

_LIVING = (
    select(ChatParticipant)
    .join(ChatParticipant.person)
    .where(Person.deleted_at.is_(None))
    .options(contains_eager(ChatParticipant.person))
    .order_by(ChatParticipant.id)
)


def including(person: Any) -> ColumnElement[bool]:
    """The condition that somebody takes part in a conversation; `person` is an id."""
    theirs = select(ChatParticipant.conversation_id).where(ChatParticipant.person_id == person)
    return Conversation.id.in_(theirs)


def has(desk: Desk, conversation: Conversation, person: int) -> bool:
    """Whether somebody takes part, by their id."""
    said = {"conversation_id": conversation.id, "person_id": person}
    return bool(desk.all(select(ChatParticipant.id).filter_by(**said)))


def of(desk: Desk, conversation: Conversation) -> Sequence[ChatParticipant]:
    """Who takes part, with each's `person`, in the order in which they came; not the deleted."""
    return of_all(desk, [conversation.id])[conversation.id]


def of_all(desk: Desk, ids: Iterable[int]) -> Mapping[int, Sequence[ChatParticipant]]:
    """As `of`, of each of these conversations by its id, in one statement."""
    found: dict[int, list[ChatParticipant]] = {id: [] for id in ids}
    if found:
        for one in desk.all(_LIVING.where(ChatParticipant.conversation_id.in_(found))):
            found[one.conversation_id].append(one)
    return found


def join(desk: Desk, conversation: Conversation, roles: Mapping[int, str]) -> None:
    """Let persons take part, by their ids with as what; who does already gets that role.

    Tells `chat.joined` with the `people` who are new or have another role, if there are any.
    """
    there = {one.person_id: one for one in _rows(desk, conversation)}
    new = [id for id in roles if id not in there]
    other = [id for id in roles if id in there and there[id].role != roles[id]]
    for id in other:
        there[id].role = roles[id]
        desk.touch(there[id])
    desk.add_all(
        [
            ChatParticipant(conversation_id=conversation.id, person_id=id, role=roles[id])
            for id in new
        ]
    )
    _tell(desk, conversation, "chat.joined", new + other)


def leave(desk: Desk, conversation: Conversation, people: Collection[int]) -> None:
    """Let persons take part no more, by their ids; who does not is left out.

    Tells `chat.left` with the `people`, if there are any.
    """
    gone = [one for one in _rows(desk, conversation) if one.person_id in people]
    for one in gone:
        desk.session.delete(one)
    _tell(desk, conversation, "chat.left", [one.person_id for one in gone])


def _rows(desk: Desk, conversation: Conversation) -> Sequence[ChatParticipant]:
    query = select(ChatParticipant).filter_by(conversation_id=conversation.id)
    return desk.all(query.order_by(ChatParticipant.id))


def _tell(desk: Desk, conversation: Conversation, kind: str, people: Sequence[int]) -> None:
    if people:
        conversation.updated_at = desk.now()
        desk.flush()
        desk.session.expire(conversation, ["participants"])
        desk.tell(kind, conversation, people=people)
