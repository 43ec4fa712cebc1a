"""Conversations, beside the tickets. Source: contract 1.4, "Conversations (chat)"."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, false, func, or_

from polydesk.core import chats, participants, policies
from polydesk.core.desk import Desk
from polydesk.core.errors import NotFound
from polydesk.core.keep import KEEP
from polydesk.core.models import ChatKind, ChatMessage, ChatStatus, Conversation, Person
from polydesk.core.search import part_of
from polydesk.dialects.helpdeskpro.sanctum import conversations_shown, sight
from polydesk.dialects.helpdeskpro.sanctum.collection import Collection
from polydesk.dialects.helpdeskpro.sanctum.fields import number
from polydesk.dialects.helpdeskpro.sanctum.listing import PAGES, listed, ordered, searched
from polydesk.dialects.helpdeskpro.sanctum.schemas import conversations as schemas
from polydesk.dialects.helpdeskpro.sanctum.schemas.auth import Said
from polydesk.dialects.helpdeskpro.sanctum.settings import DIALECT

Find = Callable[[Desk, int], Conversation]
_LAST = func.coalesce(Conversation.last_message_at, Conversation.created_at)
_ORDERS = {"id": Conversation.id, "created_at": Conversation.created_at, "last_message_at": _LAST}
_OWN = ("priority", "metadata")
"""What is kept for this vendor alone."""


def _of(words: type[StrEnum]) -> Callable[[Any], Any]:
    return lambda value: next((word for word in words if word == value), None)


_FILTERS: Mapping[str, tuple[Any, Callable[[Any], Any]]] = {
    "ticket_id": (Conversation.ticket_id, number),
    "type": (Conversation.kind, _of(ChatKind)),
    "status": (Conversation.status, _of(ChatStatus)),
}
"""Columns by parameter, and what a value means; None for what nothing is equal to."""


def _rows(desk: Desk, query: Mapping[str, Any]) -> Select[Conversation]:
    found = chats.visible(desk).where(*sight.conversations(desk))
    for name, (column, read) in _FILTERS.items():
        if query.get(name) is not None:
            wanted = read(query[name])
            found = found.where(false() if wanted is None else column == wanted)
    part = searched(query)
    if part is not None:
        names = (Person.name, Person.email)
        found = found.join(Conversation.made_by).where(or_(*(part_of(one, part) for one in names)))
    return ordered(found, query, _ORDERS, _LAST)


def _get(desk: Desk, id: int, find: Find = chats.get) -> Conversation:
    """A conversation that the caller sees, as `find` gives it. Raises NotFound."""
    found = find(desk, id)
    if not sight.sees(desk, found):
        raise NotFound("conversation", id)
    return found


def _get_any(desk: Desk, id: int) -> Conversation:
    return _get(desk, id, chats.get_any)


def _change(desk: Desk, row: Conversation, json: Mapping[str, Any]) -> None:
    own = {**row.extras.get(DIALECT, {}), **{name: json[name] for name in _OWN if name in json}}
    chats.change(
        desk,
        row,
        subject=(json["title"] or "") if "title" in json else KEEP,
        status=ChatStatus(json["status"]) if "status" in json else KEEP,
        extras={**row.extras, DIALECT: own} if own else KEEP,
    )


conversations = Collection(
    path="/conversations",
    stem="conversations",
    chapter="Conversations",
    source='contract 1.4, "Conversations (chat)"; 1.5',
    thing="conversation",
    shows=schemas.Conversation(),
    show=conversations_shown.shown,
    details=schemas.ConversationDetail(),
    detail=lambda desk, row: conversations_shown.detailed(desk, [row])[0],
    rows=_rows,
    get=_get,
    lost=_get_any,
    filters=schemas.ConversationFilter,
    echoes=("search", *_FILTERS),
    changes=schemas.ConversationChange,
    change=_change,
    delete=chats.remove,
    restore=chats.restore,
)
routes = conversations.routes


@routes.post(
    "", json=schemas.NewConversation(), gives=schemas.BegunConversation(), status=201, errors=(422,)
)
def create(desk: Desk, json: dict[str, Any]) -> Any:
    """Begin a conversation about a ticket, and say something in it.

    To other vendors a customer's is with the first who takes part as a customer, else with who
    asks in the ticket, and the first agent answers. Source: contract 1.4, "Conversations (chat)".
    """
    kind, ticket = ChatKind(json["conversation_type"]), json["ticket"]
    joining = [(one["user"], one["role"]) for one in json["participants"]]
    customers = [user for user, role in joining if role == "customer"]
    agents = [user for user, role in joining if role == "agent" and policies.may_be_assigned(user)]
    row = chats.create(
        desk,
        kind=kind,
        person=None if kind is ChatKind.INTERNAL else next(iter(customers), ticket.requester),
        agent=next(iter(agents), None),
        ticket_id=ticket.id,
        extras={DIALECT: {"context": json.get("context")}},
    )
    participants.join(desk, row, {user.id: role for user, role in joining})
    message = _say(desk, row, json["initial_message"])
    return {
        "conversation": conversations_shown.shown(desk, [row])[0],
        "initial_message": conversations_shown.shown_messages(desk, [message])[0],
    }


def _say(
    desk: Desk, conversation: Conversation, body: str, *, internal: bool = False
) -> ChatMessage:
    by_user = sight.is_customer(desk)
    return chats.say(
        desk, conversation, body=body, author=desk.person, by_user=by_user, internal=internal
    )


@routes.get(
    "/<number:id>/messages",
    at=conversations.at,
    gives=schemas.ChatMessage(),
    pages=PAGES,
    errors=(404,),
)
def list_messages(desk: Desk, row: Conversation) -> Any:
    """List what is said in a conversation, oldest first.

    Source: contract 1.4, "Conversations (chat)".
    """
    said = conversations_shown.messages(desk, row)
    return listed(desk, said, conversations_shown.shown_messages, schemas.ChatMessage())


@routes.post(
    "/<number:id>/messages",
    at=conversations.at,
    json=schemas.NewChatMessage(),
    gives=schemas.ChatMessage(),
    status=201,
    errors=(404, 422),
)
def create_message(desk: Desk, row: Conversation, json: dict[str, Any]) -> Any:
    """Say something in a conversation, perhaps for staff only.

    Source: contract 1.4, "Conversations (chat)".
    """
    message = _say(desk, row, json["message"], internal=bool(json.get("is_internal")))
    return conversations_shown.shown_messages(desk, [message])[0]


@routes.post("/<number:id>/mark-read", at=conversations.at, gives=Said(), errors=(404,))
def mark_read(desk: Desk, row: Conversation) -> Any:
    """Mark what others have said as read, as far as the caller sees it.

    Source: contract 1.4, "Conversations (chat)".
    """
    chats.read(desk, row, reader=desk.person, internal=not sight.is_customer(desk))
    return {"message": "Conversation marked as read"}


ROUTES = (routes,)
