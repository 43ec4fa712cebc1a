"""Chats of agents among themselves, for those who are in them. Source: contract 12.

Row `/agent_chats`; that nobody else sees them is our choice.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from marshmallow import fields
from sqlalchemy import Select, and_, func, or_, select

from polydesk.core import accounts, chats, participants
from polydesk.core.desk import Desk
from polydesk.core.errors import Invalid, NotFound
from polydesk.core.models import ChatKind, ChatMessage, Conversation
from polydesk.dialects.deskpro import query as asked
from polydesk.dialects.deskpro.auth import is_agent
from polydesk.dialects.deskpro.chat_messages import messages
from polydesk.dialects.deskpro.collection import GONE, Collection
from polydesk.dialects.deskpro.envelope import whole
from polydesk.dialects.deskpro.fields import Given, Ids, Line, Stamp
from polydesk.dialects.deskpro.flaws import Flaw
from polydesk.dialects.deskpro.paths import BASE, located
from polydesk.dialects.deskpro.sideload import Shows
from polydesk.kit.perform import Answer
from polydesk.kit.routes import Routes


class AgentChat(Shows):
    """A chat among agents; `is_group` where there are more than two."""

    id = fields.Int(required=True)
    title = fields.Str()
    person = fields.Int(allow_none=True)
    agents = fields.List(fields.Int())
    is_group = fields.Bool()
    date_created = Stamp()
    date_updated = Stamp()
    date_last_message = Stamp()

    points = {"person": ("person", "agents")}  # noqa: RUF012


class NewAgentChat(Given):
    """A chat to be begun: with whom, beside who is at work."""

    reads = AgentChat
    title = Line()
    agents = Ids()


_NAMED = (Conversation.made_by_id, Conversation.person_id, Conversation.agent_id)
_ALL = chats.ALL.where(Conversation.kind == ChatKind.INTERNAL)
_ROLE = "agent"
"""As what agents take part."""


def _members(desk: Desk, rows: Sequence[Conversation]) -> Mapping[int, Sequence[int]]:
    """The ids of those who are in each chat; where nobody takes part, of those it names."""
    found = participants.of_all(desk, [row.id for row in rows])
    return {row.id: [one.person_id for one in found[row.id]] or _named(row) for row in rows}


def _named(chat: Conversation) -> Sequence[int]:
    named = (chat.made_by_id, chat.person_id, chat.agent_id)
    return list(dict.fromkeys(id for id in named if id is not None))


def _put(desk: Desk, chat: Conversation, members: Sequence[int]) -> None:
    """Let these be in a chat, and nobody else; one that nobody is in goes into the bin."""
    there = {one.person_id for one in participants.of(desk, chat)}
    participants.leave(desk, chat, there.difference(members))
    new = [id for id in members if id not in there]
    participants.join(desk, chat, dict.fromkeys(new, _ROLE))
    if not members:
        chats.remove(desk, chat)


def _show(desk: Desk, rows: Sequence[Conversation]) -> Sequence[Mapping[str, Any]]:
    members = _members(desk, rows)
    return [
        {
            "id": row.id,
            "title": row.subject,
            "person": row.made_by_id,
            "agents": members[row.id],
            "is_group": len(members[row.id]) > 2,
            "date_created": row.created_at,
            "date_updated": row.updated_at,
            "date_last_message": row.last_message_at,
        }
        for row in rows
    ]


def _mine(desk: Desk) -> Select[Conversation]:
    """The chats that who is at work is in, as `_members` says."""
    me = desk.person_id or 0
    named = and_(~Conversation.participants.any(), or_(*(one == me for one in _NAMED)))
    return _ALL.where(or_(participants.including(me), named))


def find(desk: Desk, id: int) -> Conversation:
    """A chat among agents that who is at work is in. Raises NotFound."""
    chat = chats.get(desk, id)
    if chat.kind is not ChatKind.INTERNAL or desk.person_id not in _members(desk, [chat])[id]:
        raise NotFound("agent_chat", id)
    return chat


def _agents(desk: Desk, ids: Sequence[int]) -> list[int]:
    """The ids, of whom all are active agents. Raises Invalid."""
    wrong = {
        at: [Flaw("bad_choice")]
        for at, id in enumerate(ids)
        if (agent := accounts.find(desk, id)) is None or not is_agent(agent)
    }
    if wrong:
        raise Invalid({"agents": wrong})  # type: ignore[dict-item]
    return [*ids]


def _create(desk: Desk, json: Mapping[str, Any]) -> int:
    if not json.get("agents"):
        raise Invalid({"agents": [Flaw("required")]})
    mine = [] if desk.person_id is None else [desk.person_id]
    members = list(dict.fromkeys([*mine, *_agents(desk, json["agents"])]))
    chat = chats.create(desk, subject=json.get("title", ""), kind=ChatKind.INTERNAL)
    _put(desk, chat, members)
    return chat.id


def _change(desk: Desk, row: Conversation, json: Mapping[str, Any]) -> None:
    if "title" in json:
        chats.change(desk, row, subject=json["title"])
    if "agents" in json:
        _put(desk, row, _agents(desk, json["agents"]))


agent_chats = Collection(
    path="/agent_chats",
    stem="chats.agent_chats",
    chapter="Chats",
    source="contract 12, row `/agent_chats`; the shape is ours",
    shows=AgentChat(),
    show=_show,
    rows=lambda desk, _: _mine(desk),
    get=find,
    orders={"title": Conversation.subject, "date_created": Conversation.created_at},
    takes=NewAgentChat(),
    changes=NewAgentChat.changing(),
    create=_create,
    change=_change,
    delete=lambda desk, row: chats.remove(desk, row),
)
said = messages("/agent_chats/<int:chat_id>/messages", "chats.agent_messages", find, verbs="LCGUD#")
_more = Routes("chats.agent_actions", tag="Chats", prefix=BASE, errors=(401, 403))


@_more.get("/agent_chats/groups", gives=AgentChat(many=True))
def list_groups(desk: Desk) -> Any:
    """List the chats of more than two agents.

    Source: contract 12, row `/agent_chats`; what a group is, is our choice.
    """
    shown = agent_chats.show(desk, desk.all(_mine(desk).order_by(Conversation.id)))
    schema = AgentChat(many=True)
    return Answer(whole(schema.dump([one for one in shown if one["is_group"]])))


@_more.delete("/agent_chats/<int:id>/leave", gives={"type": "array"}, errors=(404,))
def delete_me(desk: Desk, id: int) -> Any:
    """Leave a chat.

    Source: contract 12, row `/agent_chats`.
    """
    chat = find(desk, id)
    _put(desk, chat, [one for one in _members(desk, [chat])[id] if one != desk.person_id])
    return Answer(GONE)


@_more.delete("/agent_chats/<int:id>/delete", gives={"type": "array"}, errors=(404,))
def delete_chat(desk: Desk, id: int) -> Any:
    """Take a chat away.

    Source: contract 12, row `/agent_chats`.
    """
    chats.remove(desk, find(desk, id))
    return Answer(GONE)


@_more.get(
    "/agent_chats/<int:id>/messages/<int:message_id>/page", gives={"type": "object"}, errors=(404,)
)
def get_page(desk: Desk, id: int, message_id: int) -> Any:
    """Say on which page of the list a message is, of pages as large as `count` says.

    Source: contract 12, row `/agent_chats`; the shape is ours.
    """
    chat = find(desk, id)
    message = said.row(desk, message_id, chat=chat)
    before = select(func.count()).where(
        ChatMessage.conversation_id == chat.id, ChatMessage.id < message.id
    )
    size = asked.bounds().size
    page = (desk.session.scalar(before) or 0) // size + 1
    return Answer(whole({"message": message.id, "page": page, "per_page": size}))


@_more.put(
    "/agent_chats/<int:id>/messages/mark_all",
    aliases=("/agent_chats/messages/mark_all",),
    status=204,
    errors=(404,),
)
def put_read(desk: Desk, id: int | None = None) -> Any:
    """Mark what others have said as read, in a chat or, without its id, in all of one's own.

    Source: contract 12, row `/agent_chats`.
    """
    me = desk.person
    for chat in desk.all(_mine(desk)) if id is None else [find(desk, id)]:
        chats.read(desk, chat, reader=me)
    return Answer(None, 204), located("/agent_chats" if id is None else f"/agent_chats/{id}")


ROUTES = (_more, agent_chats.routes, said.routes)
