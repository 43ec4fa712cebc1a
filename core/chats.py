"""Chats: begun, talked in, assigned, ended, put into the bin and out of it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, and_, false, or_, select, update

from polydesk.core import participants, policies
from polydesk.core.desk import Account, Desk, Machine
from polydesk.core.errors import Hidden, NotFound
from polydesk.core.keep import KEEP, Kept
from polydesk.core.models import (
    ChatKind,
    ChatMessage,
    ChatStatus,
    Conversation,
    Format,
    Person,
    Ticket,
)

ALL = select(Conversation).where(Conversation.deleted_at.is_(None))
"""All conversations, but for those in a vendor's bin."""


def visible(desk: Desk) -> Select[Conversation]:
    """The conversations that the actor may see.

    Staff see all, and where the dialect judges everybody does; others see those in which they take
    part, and theirs that are not internal.
    """
    if policies.sees_all(desk):
        return ALL
    if desk.actor is None or isinstance(desk.actor, Machine):
        return ALL.where(false())
    id = desk.actor.id
    mine = and_(Conversation.person_id == id, Conversation.kind != ChatKind.INTERNAL)
    return ALL.where(or_(mine, participants.including(id)))


def of_ticket(desk: Desk, ticket: Ticket) -> Select[Conversation]:
    """The conversations about a ticket that the actor may see, the newest first."""
    about = visible(desk).where(Conversation.ticket_id == ticket.id)
    return about.order_by(Conversation.created_at.desc(), Conversation.id.desc())


def get(desk: Desk, key: int | str, *options: Any) -> Conversation:
    """The conversation, if it exists (else NotFound) and the actor may see it (else Hidden)."""
    return _get(desk, key, options, deleted=False)


def get_any(desk: Desk, key: int | str, *options: Any) -> Conversation:
    """As `get`; one that is in the bin, too, for those who see all."""
    return _get(desk, key, options, deleted=policies.sees_all(desk))


def _get(desk: Desk, key: int | str, options: tuple[Any, ...], *, deleted: bool) -> Conversation:
    found = desk.get(Conversation, key, *options)
    if found.deleted_at is not None and not deleted:
        raise NotFound("conversation", key)
    if not _may_see(desk, found):
        raise Hidden("conversation", key)
    return found


def messages(desk: Desk, conversation: Conversation) -> Select[ChatMessage]:
    """What was said, oldest first; internal messages for those only who see all."""
    query = select(ChatMessage).filter_by(conversation_id=conversation.id).order_by(ChatMessage.id)
    return query if policies.sees_all(desk) else query.where(ChatMessage.internal.is_(False))


def create(
    desk: Desk,
    *,
    subject: str = "",
    kind: ChatKind = ChatKind.SUPPORT,
    person: Person | Account | None = None,
    agent: Person | Account | None = None,
    department_id: int | None = None,
    ticket_id: int | None = None,
    channel: str = "api",
    extras: Mapping[str, Any] | None = None,
) -> Conversation:
    """A new conversation, begun by who is at the desk. Who may is the dialect's to ask."""
    conversation = Conversation(
        subject=subject,
        kind=kind,
        person_id=None if person is None else person.id,
        agent_id=None if agent is None else agent.id,
        made_by_id=desk.person_id,
        department_id=department_id,
        ticket_id=ticket_id,
        channel=channel,
        extras=dict(extras or {}),
    )
    desk.add(conversation)
    desk.tell("chat.created", conversation)
    return conversation


def say(
    desk: Desk,
    conversation: Conversation,
    *,
    body: str,
    author: Person | Account | None,
    by_user: bool,
    format: Format = Format.TEXT,
    internal: bool = False,
) -> ChatMessage:
    """Something said, also after the end: vendors differ on that. Tells `chat.message`.

    Raises Forbidden for actors who may not see the conversation, and for internal ones by others
    than staff.
    """
    policies.require(desk, _may_see(desk, conversation), "chat.say")
    policies.require(desk, not internal or policies.is_staff(desk.actor), "chat.note")
    message = desk.add(
        ChatMessage(
            conversation_id=conversation.id,
            author_id=None if author is None else author.id,
            by_user=by_user,
            internal=internal,
            body=body,
            format=format,
        )
    )
    conversation.last_message_at = conversation.updated_at = desk.now()
    desk.flush()
    desk.tell("chat.message", conversation, message=message.id)
    return message


def assign(desk: Desk, conversation: Conversation, *, agent: Person | Account | None) -> None:
    """Let somebody answer, or nobody. Tells `chat.assigned` with `agent`, `[before, after]`."""
    before, after = conversation.agent_id, None if agent is None else agent.id
    conversation.agent_id = after
    if desk.touch(conversation):
        desk.flush()
        desk.tell("chat.assigned", conversation, agent=[before, after])


def end(desk: Desk, conversation: Conversation) -> None:
    """Close it, unless it has ended already."""
    if conversation.status is ChatStatus.ACTIVE:
        change(desk, conversation, status=ChatStatus.CLOSED)


def change(
    desk: Desk,
    conversation: Conversation,
    *,
    subject: str | Kept = KEEP,
    kind: ChatKind | Kept = KEEP,
    status: ChatStatus | Kept = KEEP,
    person_id: int | Kept | None = KEEP,
    department_id: int | Kept | None = KEEP,
    ticket_id: int | Kept | None = KEEP,
    extras: Mapping[str, Any] | Kept = KEEP,
) -> None:
    """Change what is given; what stays the same changes nothing, not even `updated_at`.

    Told are `chat.ended` or `chat.reopened` where it is no longer active, or again, then
    `chat.changed` with the `fields`, by name.
    """
    given = {
        "subject": subject,
        "kind": kind,
        "status": status,
        "person_id": person_id,
        "department_id": department_id,
        "ticket_id": ticket_id,
        "extras": extras,
    }
    changed = {
        name: value
        for name, value in given.items()
        if value is not KEEP and value != getattr(conversation, name)
    }
    if not changed:
        return
    was_active = conversation.status is ChatStatus.ACTIVE
    for name, value in changed.items():
        setattr(conversation, name, value)
    is_active = conversation.status is ChatStatus.ACTIVE
    conversation.updated_at = desk.now()
    if was_active is not is_active:
        conversation.ended_at = None if is_active else desk.now()
    desk.flush()
    if was_active is not is_active:
        desk.tell("chat.reopened" if is_active else "chat.ended", conversation)
    desk.tell("chat.changed", conversation, fields=sorted(changed))


def read(
    desk: Desk,
    conversation: Conversation,
    *,
    reader: Person | Account | None,
    internal: bool = True,
) -> int:
    """Mark what others have said as read, as far as the actor sees it, and give how much that is.

    `reader` is None for nobody. Where `internal` is False, internal messages are left out for all.
    Changes neither the conversation nor `updated_at` of a message.
    """
    of_others = ChatMessage.author_id.is_distinct_from(None if reader is None else reader.id)
    mine = ChatMessage.conversation_id == conversation.id
    unread = update(ChatMessage).where(mine, ChatMessage.read_at.is_(None), of_others)
    if not (internal and policies.sees_all(desk)):
        unread = unread.where(ChatMessage.internal.is_(False))
    found = unread.values(read_at=desk.now()).returning(ChatMessage.id)
    return len(desk.session.scalars(found).all())


def remove(desk: Desk, conversation: Conversation) -> None:
    """Put it into the bin: for `get` and `visible` it does not exist till `restore`."""
    if conversation.deleted_at is None:
        conversation.deleted_at = conversation.updated_at = desk.now()
        desk.flush()
        desk.tell("chat.deleted", conversation)


def restore(desk: Desk, conversation: Conversation) -> None:
    """Take it out of the bin, if it is there."""
    if conversation.deleted_at is not None:
        conversation.deleted_at, conversation.updated_at = None, desk.now()
        desk.flush()
        desk.tell("chat.restored", conversation)


def _may_see(desk: Desk, conversation: Conversation) -> bool:
    if policies.sees_all(desk):
        return True
    if desk.actor is None or isinstance(desk.actor, Machine):
        return False
    id = desk.actor.id
    is_mine = conversation.person_id == id and conversation.kind is not ChatKind.INTERNAL
    return is_mine or participants.has(desk, conversation, id)


def rewrite(desk: Desk, message: ChatMessage, body: str) -> None:
    """Let something have been said otherwise. Who may is the dialect's to ask."""
    message.body = body
    if desk.touch(message):
        desk.flush()
        desk.tell("chat.rewritten", message.conversation, message=message.id)


def unsay(desk: Desk, message: ChatMessage) -> None:
    """Take something that was said out of the store; no way back."""
    desk.tell("chat.unsaid", message.conversation, message=message.id)
    desk.session.delete(message)
    desk.flush()
