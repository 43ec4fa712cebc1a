"""Tickets and what is said in them: read as columns, put together as the vendor shows them.

What comes out are plain mappings for the schemas; moments are still moments, but for when a ticket
was made and changed, which lists have many of.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select, type_coerce
from sqlalchemy.orm import aliased

from polydesk.core import bodies, categories, groups, replies
from polydesk.core.desk import Desk
from polydesk.core.errors import NotFound
from polydesk.core.models import File, Format, Message, MessageKind, Person, Ticket, UtcText
from polydesk.dialects.openhelpdesk import names, vocabulary
from polydesk.kit.paths import ULID

requester, assignee, author = aliased(Person), aliased(Person), aliased(Person)

ITEM = (
    Ticket.ulid,
    Ticket.subject,
    Ticket.status_id,
    Ticket.priority_id,
    Ticket.category_id,
    Ticket.tracking_number,
    Ticket.guest_name,
    Ticket.guest_email,
    *(
        type_coerce(column, UtcText("Z")).label(column.key)
        for column in (Ticket.created_at, Ticket.updated_at)
    ),
    requester.ulid.label("requester_ulid"),
    requester.name.label("requester_name"),
    requester.deleted_at.label("requester_gone"),
    assignee.ulid.label("assignee_ulid"),
    assignee.name.label("assignee_name"),
    assignee.deleted_at.label("assignee_gone"),
)
"""What `item` is made of."""
_DETAIL = (
    *ITEM,
    Ticket.id,
    Ticket.requester_id,
    Ticket.group_id,
    Ticket.resolution,
    Ticket.resolve_by,
    requester.email.label("requester_email"),
    Message.body,
    Message.format,
)


def _one(condition: Any) -> Any:
    return (
        select(*_DETAIL)
        .select_from(Ticket)
        .outerjoin(requester, Ticket.requester_id == requester.id)
        .outerjoin(assignee, Ticket.assignee_id == assignee.id)
        .outerjoin(Ticket.opening)
        .where(condition, Ticket.deleted_at.is_(None))
    )


_BY_ID = _one(Ticket.id == bindparam("key"))
_BY_ULID = _one(Ticket.ulid == bindparam("key"))
_BY_NUMBER = _one(Ticket.tracking_number == bindparam("key"))

_REPLY = (
    Message.id,
    Message.ulid,
    Message.body,
    Message.format,
    (Message.kind == MessageKind.NOTE).label("internal"),
    Message.author_id,
    Message.created_at,
    Message.edited_at,
    author.ulid.label("author_ulid"),
    author.name.label("author_name"),
    author.role.label("author_role"),
    author.deleted_at.label("author_gone"),
    Ticket.requester_id,
    Ticket.tracking_number,
    Ticket.guest_name,
    Ticket.guest_email,
)
_FILES = (
    select(File.ulid, File.name, File.media_type, File.size, File.created_at, File.message_id)
    .join(Message, File.message_id == Message.id)
    .where(Message.ticket_id == bindparam("ticket"), Message.kind != MessageKind.OPENING)
    .order_by(File.id)
)


@cache
def _replies(visible: Select[Message]) -> Any:
    """The columns of a ticket's replies; bind `ticket` is its id."""
    return (
        visible.join(Message.ticket)
        .outerjoin(author, Message.author_id == author.id)
        .where(Message.ticket_id == bindparam("ticket"))
        .with_only_columns(*_REPLY)
    )


def row(desk: Desk, key: int | str) -> Any | None:
    """A ticket's columns by id, or ULID in any letter case, whoever may see it; None for none."""
    if isinstance(key, int):
        found = desk.rows(_BY_ID, key=key)
    else:
        found = desk.rows(_BY_ULID, key=key.upper()) if ULID.fullmatch(key) else []
    return found[0] if found else None


def row_by_number(desk: Desk, text: str) -> Any | None:
    """As `row`, by a tracking number in any letter case."""
    number = vocabulary.read_tracking_number(text)
    found = [] if number is None else desk.rows(_BY_NUMBER, key=number)
    return found[0] if found else None


def item(desk: Desk, row: Any) -> dict[str, Any]:
    """A ticket as lists show it. Source: contract 4.1."""
    if row.tracking_number is None:
        submitter = names.ref(row.requester_ulid, row.requester_name, row.requester_gone)
    else:
        submitter = {"id": None, "name": names.guest(row)}
    assigned = row.assignee_ulid is not None and row.assignee_gone is None
    return {
        "id": row.ulid,
        "subject": row.subject,
        **_worded(desk, row.status_id, row.priority_id, row.category_id),
        "submitter": submitter,
        "assignee": {"id": row.assignee_ulid, "name": row.assignee_name} if assigned else None,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
    }


def _worded(
    desk: Desk, status_id: int | None, priority_id: int | None, category_id: int | None
) -> Mapping[str, Any]:
    """What is said of a ticket by the ids of its rows: recalled at once, for lists have many."""

    def word() -> Mapping[str, Any]:
        path = categories.path(desk, category_id)
        category, type_, item, *_ = [{"id": one.ulid, "name": one.name} for one in path] + [
            None
        ] * 3
        return {
            "status": vocabulary.status(desk, status_id).look.name,
            "priority": vocabulary.priority(desk, priority_id),
            "category": category,
            "type": type_,
            "item": item,
        }

    return desk.recall(("worded", status_id, priority_id, category_id), word)


def detail(desk: Desk, row: Any, *, public: bool = False) -> dict[str, Any]:
    """A ticket as it is shown alone, `row` being of this module. Source: contract 4.2.

    `public`: as anybody may see it who knows the tracking number, without notes and addresses.
    """
    return _alone(desk, row, public=public) | {"replies": said(desk, row.id, public=public)}


def _alone(desk: Desk, row: Any, *, public: bool = False) -> dict[str, Any]:
    shown = item(desk, row)
    group = groups.known(desk).get(row.group_id)
    return shown | {
        "description": bodies.markdown(row.body or "", row.format or Format.MARKDOWN),
        "submitter": {**shown["submitter"], "email": None if public else _email(row)},
        "group": None if group is None else {"id": group.ulid, "name": group.name},
        "resolution_notes": row.resolution,
        "tracking_number": vocabulary.tracking_number(row.tracking_number),
        "sla_deadline": row.resolve_by,
    }


def _email(row: Any) -> str | None:
    if row.tracking_number is not None:
        return str(row.guest_email) if row.guest_email else None
    return None if row.requester_gone is not None else row.requester_email


def one(desk: Desk, key: int | str) -> dict[str, Any]:
    """As `detail`, of a ticket that the caller may see. Raises NotFound."""
    return detail(desk, _get(desk, key))


def made(desk: Desk, id: int) -> dict[str, Any]:
    """As `one`, of a ticket that was made in this transaction: nothing is said in it yet."""
    return _alone(desk, _get(desk, id)) | {"replies": []}


def _get(desk: Desk, key: int | str) -> Any:
    found = row(desk, key)
    if found is None:
        raise NotFound("ticket", key)
    return found


def said(desk: Desk, ticket_id: int, *, public: bool = False) -> list[dict[str, Any]]:
    """The replies of a ticket, oldest first, with notes only for staff; two statements."""
    visible = replies.PUBLIC if public else replies.visible(desk)
    found = desk.rows(_replies(visible), ticket=ticket_id)
    if not found:
        return []
    attached: dict[int, list[Any]] = defaultdict(list)
    for file in desk.rows(_FILES, ticket=ticket_id):
        attached[file.message_id].append(file)
    return [_reply(reply, attached) for reply in found]


def _reply(reply: Any, attached: Mapping[int, Sequence[Any]]) -> dict[str, Any]:
    return {
        "id": reply.ulid,
        "body": bodies.markdown(reply.body, reply.format),
        "is_internal": bool(reply.internal),
        "author": names.author(reply),
        "attachments": attached.get(reply.id, ()),
        "created_at": reply.created_at,
        "edited_at": reply.edited_at,
    }


def reply(desk: Desk, message: Message) -> dict[str, Any]:
    """One reply that the caller may read. Source: contract 4.3."""
    desk.flush()
    return next(one for one in said(desk, message.ticket_id) if one["id"] == message.ulid)
