"""Chats of users with agents. Source: contract 12, row `/user_chats`."""

from collections.abc import Mapping, Sequence
from typing import Any

from marshmallow import fields
from sqlalchemy import Select, select

from polydesk.core import accounts, chats
from polydesk.core.desk import Desk
from polydesk.core.errors import Invalid, NotFound
from polydesk.core.models import (
    MAX_ID,
    ChatKind,
    ChatStatus,
    Conversation,
    Department,
    Person,
    Usage,
)
from polydesk.dialects.deskpro import custom_values
from polydesk.dialects.deskpro.auth import is_agent
from polydesk.dialects.deskpro.chat_messages import messages
from polydesk.dialects.deskpro.collection import Collection
from polydesk.dialects.deskpro.counting import Group
from polydesk.dialects.deskpro.custom_values import CustomFields
from polydesk.dialects.deskpro.fields import Email, Given, Line, Listed, Stamp, whole
from polydesk.dialects.deskpro.flaws import Flaw
from polydesk.dialects.deskpro.paths import BASE, located
from polydesk.dialects.deskpro.periods import Period
from polydesk.dialects.deskpro.query import Listing
from polydesk.dialects.deskpro.refs import Ref
from polydesk.dialects.deskpro.sideload import Shows
from polydesk.dialects.deskpro.who import Agent, Named, Who, resolve
from polydesk.kit.perform import Answer
from polydesk.kit.routes import Routes

_STEM = "chats.user_chats"


class UserChat(Shows):
    """A chat of a user with an agent; `status` is `open` or `ended`."""

    id = fields.Int(required=True)
    subject = fields.Str()
    status = fields.Str()
    person = fields.Int(allow_none=True)
    person_email = fields.Str()
    agent = fields.Int(allow_none=True)
    chat_department = fields.Int(allow_none=True)
    date_created = Stamp()
    date_updated = Stamp()
    date_ended = Stamp()
    fields = fields.Dict()  # type: ignore[assignment]

    points = {"person": ("person", "agent"), "department": ("chat_department",)}  # noqa: RUF012


class NewUserChat(Given):
    """A chat to be begun, by a person or by an e-mail address; else by who is at work."""

    reads = UserChat
    subject = Line()
    person = Who(allow_none=True)
    person_email = Email(allow_none=True)
    agent = Agent(allow_none=True)
    chat_department = Ref(Department, allow_none=True)
    fields = CustomFields(Usage.CONVERSATION)  # type: ignore[assignment]


class UserChatListing(Listing):
    """What narrows the list; both dates are of when it was begun."""

    date_created = Period()
    date_period = Period()
    agent = Listed()
    department = Listed()


_COLUMNS = {"agent": Conversation.agent_id, "department": Conversation.department_id}


def _rows(_: Desk, query: Mapping[str, Any]) -> Select[Conversation]:
    found = chats.ALL.where(Conversation.kind != ChatKind.INTERNAL)
    for name, column in _COLUMNS.items():
        if query.get(name):
            ids = [id for one in query[name] if (id := whole(one)) is not None and id <= MAX_ID]
            found = found.where(column.in_(ids))
    for name in ("date_created", "date_period"):
        if query.get(name):
            found = found.where(Conversation.created_at.between(*query[name]))
    return found


def find(desk: Desk, id: int) -> Conversation:
    """A chat with a user. Raises NotFound."""
    chat = chats.get(desk, id)
    if chat.kind is ChatKind.INTERNAL:
        raise NotFound("user_chat", id)
    return chat


def _show(desk: Desk, rows: Sequence[Conversation]) -> Sequence[Mapping[str, Any]]:
    people = {row.person_id for row in rows if row.person_id}
    emails = select(Person.id, Person.email).where(Person.id.in_(people))
    addresses = {id: email for id, email in desk.session.execute(emails)} if people else {}
    filled = custom_values.shown(desk, Usage.CONVERSATION, rows)
    return [
        {
            "id": row.id,
            "subject": row.subject,
            "status": "open" if row.status is ChatStatus.ACTIVE else "ended",
            "person": row.person_id,
            "person_email": addresses.get(row.person_id or 0) or "",
            "agent": row.agent_id,
            "chat_department": row.department_id,
            "fields": filled[row.id],
            "date_created": row.created_at,
            "date_updated": row.updated_at,
            "date_ended": row.ended_at,
        }
        for row in rows
    ]


def _person(desk: Desk, json: Mapping[str, Any]) -> Any:
    """Whose chat it is to be; None for nobody's."""
    if json.get("person") is not None:
        return resolve(desk, json["person"])
    if json.get("person_email"):
        return resolve(desk, Named(None, json["person_email"]), "person_email")
    return None


def _agent(desk: Desk, id: int | None) -> Any:
    return None if id is None else accounts.find(desk, id)


def _create(desk: Desk, json: Mapping[str, Any]) -> int:
    if not json:
        raise Invalid({"subject": [Flaw("required")]})
    chat = chats.create(
        desk,
        subject=json.get("subject", ""),
        kind=ChatKind.CUSTOMER,
        person=_person(desk, json) or desk.person,
        agent=_agent(desk, json.get("agent")),
        department_id=json.get("chat_department"),
    )
    custom_values.enter(desk, Usage.CONVERSATION, chat.id, json.get("fields", {}))
    return chat.id


def _change(desk: Desk, row: Conversation, json: Mapping[str, Any]) -> None:
    changed: dict[str, Any] = {}
    if "subject" in json:
        changed["subject"] = json["subject"]
    if "chat_department" in json:
        changed["department_id"] = json["chat_department"]
    if "person" in json or "person_email" in json:
        person = _person(desk, json)
        changed["person_id"] = None if person is None else person.id
    chats.change(desk, row, **changed)
    if "agent" in json:
        chats.assign(desk, row, agent=_agent(desk, json["agent"]))
    custom_values.put(desk, row, json.get("fields", {}))


user_chats = Collection(
    path="/user_chats",
    stem=_STEM,
    chapter="Chats",
    source="contract 12, row `/user_chats`",
    shows=UserChat(),
    show=_show,
    rows=_rows,
    get=find,
    filters=UserChatListing(),
    orders={
        "subject": Conversation.subject,
        "date_created": Conversation.created_at,
        "date_updated": Conversation.updated_at,
        "date_ended": Conversation.ended_at,
    },
    groups={
        name: Group(column, lambda _, value: None if value is None else str(value))
        for name, column in _COLUMNS.items()
    },
    takes=NewUserChat(),
    changes=NewUserChat.changing(),
    create=_create,
    change=_change,
    delete=lambda desk, row: chats.remove(desk, row),
    linked="user_chat",
)
said = messages("/user_chats/<int:chat_id>/messages", "chats.messages", find, verbs="LC#G")
_actions = Routes("chats.actions", tag="Chats", prefix=BASE, errors=(401, 403, 404))


@_actions.put("/user_chats/<int:id>/assign/<int:agent_id>", status=204)
def put_assign(desk: Desk, id: int, agent_id: int) -> Any:
    """Let an agent answer.

    Source: contract 12, row `/user_chats`.
    """
    chat, agent = find(desk, id), accounts.find(desk, agent_id)
    if agent is None or not is_agent(agent):
        raise NotFound("agent", agent_id)
    chats.assign(desk, chat, agent=agent)
    return Answer(None, 204), located(f"/user_chats/{id}")


@_actions.put("/user_chats/<int:id>/end", status=204)
def put_end(desk: Desk, id: int) -> Any:
    """End a chat.

    Source: contract 12, row `/user_chats`.
    """
    chats.end(desk, find(desk, id))
    return Answer(None, 204), located(f"/user_chats/{id}")


ROUTES = (_actions, user_chats.routes, said.routes)
