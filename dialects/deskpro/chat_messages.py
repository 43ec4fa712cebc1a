"""What is said in chats, with users and among agents. Source: contract 12."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from marshmallow import fields
from sqlalchemy import Select

from polydesk.core import bodies, chats
from polydesk.core.desk import Desk
from polydesk.core.errors import NotFound
from polydesk.core.models import ChatMessage, Conversation, Format, Person
from polydesk.dialects.deskpro.collection import Collection
from polydesk.dialects.deskpro.fields import Body, Given, Stamp, Truth
from polydesk.dialects.deskpro.sideload import Shows
from polydesk.dialects.deskpro.who import Who, resolve

Find = Callable[[Desk, int], Conversation]


class Line(Shows):
    """Something said: text as it was written, else HTML."""

    id = fields.Int(required=True)
    chat = fields.Int(required=True)
    author = fields.Int(allow_none=True)
    content = fields.Str()
    is_user = fields.Bool()
    is_html = fields.Bool()
    is_read = fields.Bool()
    date_created = Stamp()

    points = {"person": ("author",)}  # noqa: RUF012


class NewLine(Given):
    """Something to be said; by who is at work, or by the user of the chat if `is_user`."""

    reads = Line
    content = Body(required=True)
    author = Who()
    is_user = Truth()


class LineChange(Given):
    """Something said, in other words."""

    reads = Line
    content = Body(required=True)


def messages(path: str, stem: str, find: Find, *, verbs: str) -> Collection:
    """The messages of the chats that `find` gives by id, at `path`, which calls that `chat_id`."""

    def parent(desk: Desk, chat_id: int) -> Mapping[str, Conversation]:
        return {"chat": find(desk, chat_id)}

    return Collection(
        path=path,
        stem=stem,
        chapter="Chats",
        source=f"contract 12, row `{path.split('/')[1]}`; the shape is ours",
        shows=Line(),
        show=show,
        rows=_rows,
        get=_get,
        parent=parent,
        orders={"date_created": ChatMessage.created_at},
        takes=NewLine(),
        changes=LineChange(partial=True),
        create=_create,
        change=_change,
        delete=lambda desk, row, **_: chats.unsay(desk, row),
        verbs=verbs,
    )


def show(_: Desk, rows: Sequence[ChatMessage]) -> Sequence[Mapping[str, Any]]:
    """Messages as they are shown."""
    return [
        {
            "id": row.id,
            "chat": row.conversation_id,
            "author": row.author_id,
            "content": row.body if row.format is Format.TEXT else bodies.html(row.body, row.format),
            "is_user": row.by_user,
            "is_html": row.format is not Format.TEXT,
            "is_read": row.read_at is not None,
            "date_created": row.created_at,
        }
        for row in rows
    ]


def _rows(desk: Desk, _: Mapping[str, Any], chat: Conversation) -> Select[ChatMessage]:
    return chats.messages(desk, chat)


def _get(desk: Desk, id: int, chat: Conversation) -> ChatMessage:
    found = desk.find(ChatMessage, id)
    if found is None or found.conversation_id != chat.id:
        raise NotFound("chat_message", id)
    return found


def _create(desk: Desk, json: Mapping[str, Any], chat: Conversation) -> int:
    by_user = json.get("is_user", False)
    author: Any
    if "author" in json:
        author = resolve(desk, json["author"], "author")
        by_user = json.get("is_user", author.id == chat.person_id)
    else:
        author = desk.find(Person, chat.person_id) if by_user and chat.person_id else desk.person
    said = chats.say(desk, chat, body=json["content"], author=author, by_user=by_user)
    return said.id


def _change(desk: Desk, row: ChatMessage, json: Mapping[str, Any], **_: Any) -> None:
    if "content" in json:
        chats.rewrite(desk, row, json["content"])
