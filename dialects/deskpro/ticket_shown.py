"""Tickets read as columns, and put together as the vendor shows them. Source: contract 10.1.

What comes out are plain mappings for `schemas.tickets`; moments are still moments.
"""

import hashlib
import re
from base64 import b32encode
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import aliased

from polydesk.core import counts, departments, subscribers, tagging
from polydesk.core.desk import Desk
from polydesk.core.models import (
    Link,
    LinkKind,
    Message,
    MessageKind,
    Person,
    Role,
    Subscriber,
    SubscriberKind,
    Ticket,
    TicketTag,
    Usage,
)
from polydesk.dialects.deskpro import custom_values, vocabulary
from polydesk.dialects.deskpro.settings import DIALECT

requester, _opening, _author = aliased(Person), aliased(Message), aliased(Person)
_REF = re.compile(r"[A-Z]{4}-(\d{4,18})-[A-Z]{4}", re.ASCII)
_LETTERS = str.maketrans("0123456789", "ILOUABCDEF")
"""The digits of a ULID as letters: those it has not, and some that it has."""
_FAMILY = (LinkKind.PARENT, LinkKind.CHILD)


def _has(column: Any, *conditions: Any) -> Any:
    return exists().where(column == Ticket.id, *conditions).correlate(Ticket)


COLUMNS: tuple[Any, ...] = (
    Ticket.id,
    Ticket.ulid,
    Ticket.subject,
    Ticket.status_id,
    Ticket.status_at,
    Ticket.priority_id,
    Ticket.category_id,
    Ticket.department_id,
    Ticket.requester_id,
    Ticket.assignee_id,
    Ticket.group_id,
    Ticket.organization_id,
    Ticket.channel,
    Ticket.created_at,
    Ticket.first_assigned_at,
    Ticket.first_agent_reply_at,
    Ticket.last_agent_reply_at,
    Ticket.last_user_reply_at,
    Ticket.resolved_at,
    Ticket.closed_at,
    Ticket.locked_by_id,
    Ticket.locked_at,
    Ticket.deleted_at,
    Ticket.deleted_reason,
    Ticket.extras,
    requester.email,
    _author.role.label("opened_by"),
    _has(TicketTag.ticket_id).label("has_tags"),
    _has(Subscriber.ticket_id, Subscriber.kind == SubscriberKind.CC).label("has_cc"),
    _has(Link.ticket_id, Link.kind.in_(_FAMILY)).label("has_family"),
)
"""What a ticket is shown of, with marks of what has to be read besides."""


def joined(query: Any) -> Any:
    """A query of `COLUMNS` with all the tables that they are of, besides the ticket's own."""
    return (
        query.join(requester, Ticket.requester_id == requester.id)
        .outerjoin(
            _opening, (_opening.ticket_id == Ticket.id) & (_opening.kind == MessageKind.OPENING)
        )
        .outerjoin(_author, _opening.author_id == _author.id)
    )


_FROM = joined(select(*COLUMNS).select_from(Ticket))
_ONE = _FROM.where(Ticket.id == bindparam("key"))
_MANY = _FROM.where(Ticket.id.in_(bindparam("keys", expanding=True)))
_LINKS = (
    select(Link.ticket_id, Link.to_id, Link.kind)
    .join(Ticket, Link.to_id == Ticket.id)
    .where(
        Link.ticket_id.in_(bindparam("keys", expanding=True)),
        Link.kind.in_(_FAMILY),
        Ticket.deleted_at.is_(None),
    )
    .order_by(Link.id)
)


def row(desk: Desk, id: int) -> Any | None:
    """A ticket's columns, wherever it is; None where there is none."""
    found = desk.rows(_ONE, key=id)
    return found[0] if found else None


def show(desk: Desk, rows: Sequence[Any]) -> Sequence[Mapping[str, Any]]:
    """Tickets as they are shown: tickets, or their columns; in seven statements at most."""
    if rows and isinstance(rows[0], Ticket):
        desk.flush()
        by_id = {found.id: found for found in desk.rows(_MANY, keys=[one.id for one in rows])}
        rows = [by_id[one.id] for one in rows]
    beside = _Beside(
        tags=tagging.of_all(desk, _marked(rows, "has_tags")),
        cc=subscribers.ids_of_all(desk, _marked(rows, "has_cc"), kind=SubscriberKind.CC),
        family=_families(desk, _marked(rows, "has_family")),
        counts=counts.of_all(desk, [one.id for one in rows]),
        custom=custom_values.shown(desk, Usage.TICKET, rows),
    )
    return [_shown(desk, one, beside) for one in rows]


class _Family(NamedTuple):
    parent: int | None = None
    children: Sequence[int] = ()
    siblings: Sequence[int] = ()


class _Beside(NamedTuple):
    """What is read besides, by the tickets' ids."""

    tags: Mapping[int, Sequence[str]]
    cc: Mapping[int, Sequence[int]]
    family: Mapping[int, _Family]
    counts: Mapping[int, counts.Counts]
    custom: Mapping[int, Mapping[str, Any]]


def _marked(rows: Iterable[Any], mark: str) -> list[int]:
    return [one.id for one in rows if getattr(one, mark)]


def _families(desk: Desk, ids: list[int]) -> Mapping[int, _Family]:
    """What is above, below and beside tickets; not what is in a bin."""
    if not ids:
        return {}
    linked = _linked(desk, ids)
    parents = {id: to[LinkKind.PARENT][0] for id, to in linked.items() if to[LinkKind.PARENT]}
    beside = _linked(desk, sorted(set(parents.values()))) if parents else {}
    return {
        id: _Family(
            parents.get(id),
            sorted(linked[id][LinkKind.CHILD]) if id in linked else [],
            sorted(set(beside[parents[id]][LinkKind.CHILD]) - {id}) if id in parents else [],
        )
        for id in ids
    }


def _linked(desk: Desk, ids: list[int]) -> dict[int, dict[LinkKind, list[int]]]:
    found: dict[int, dict[LinkKind, list[int]]] = defaultdict(lambda: defaultdict(list))
    for ticket_id, to_id, kind in desk.rows(_LINKS, keys=ids):
        found[ticket_id][kind].append(to_id)
    return found


def _shown(desk: Desk, row: Any, beside: _Beside) -> dict[str, Any]:
    """One ticket for `schemas.tickets.Ticket`."""
    own = row.extras.get(DIALECT) or {}
    word = vocabulary.status(desk, row.status_id)
    sub = vocabulary.sub_status(desk, row.status_id)
    hidden = row.deleted_at is not None
    family = beside.family.get(row.id, _Family())
    said = beside.counts[row.id]
    answered_at, by_agent_at, by_user_at = _replies(row)
    waited = int((answered_at - row.created_at).total_seconds()) if answered_at else 0
    digest = hashlib.sha1(row.ulid.encode(), usedforsecurity=False)
    code = b32encode(digest.digest()).decode()
    return {
        "id": row.id,
        "ref": ref(row.id, row.ulid),
        "auth": code[:15],
        "parent": family.parent,
        "language": own.get("language"),
        "brand": own.get("brand", 1),
        "department": row.department_id or departments.default_id(desk),
        "category": row.category_id,
        "priority": row.priority_id,
        "workflow": own.get("workflow"),
        "product": own.get("product"),
        "person": row.requester_id,
        "person_email": row.email or "",
        "agent": row.assignee_id,
        "agent_team": row.group_id,
        "organization": row.organization_id,
        "creation_system": "web.api" if row.channel == "api" else "web",
        "ticket_hash": digest.hexdigest(),
        "status": vocabulary.HIDDEN if hidden else word,
        "ticket_status": vocabulary.HIDDEN if hidden else sub,
        "hidden_status": _hidden_status(row) if hidden else None,
        "is_hold": bool(own.get("is_hold")),
        "labels": beside.tags.get(row.id, []),
        "urgency": own.get("urgency", 1),
        "date_created": row.created_at,
        "date_resolved": row.resolved_at if word == "resolved" else None,
        "date_archived": row.closed_at if word == "archived" else None,
        "date_first_agent_assign": row.first_assigned_at,
        "date_first_agent_reply": answered_at,
        "date_last_agent_reply": by_agent_at,
        "date_last_user_reply": by_user_at,
        "date_agent_waiting": row.status_at if word == "awaiting_user" else None,
        "date_user_waiting": row.status_at if word == "awaiting_agent" else None,
        "date_status": row.status_at,
        "total_to_first_reply": max(0, waited),
        "locked_by_agent": row.locked_by_id,
        "date_locked": row.locked_at,
        "date_on_hold": own.get("date_on_hold"),
        "has_attachments": said.has_files,
        "subject": row.subject,
        "original_subject": own.get("original_subject", row.subject),
        "problems": [own["problem"]] if own.get("problem") else [],
        "count_agent_replies": said.by_agents,
        "count_user_replies": said.by_users,
        "fields": beside.custom[row.id],
        "children": family.children,
        "siblings": family.siblings,
        "cc": beside.cc.get(row.id, []),
        "star": own.get("star"),
        "access_code": code[15:18] + code[:15],
    }


def _replies(row: Any) -> tuple[datetime | None, datetime | None, datetime | None]:
    """When an agent has first replied, then last, and a user last; the ticket's text is one."""
    opened_at = row.created_at
    if row.opened_by is None:
        return row.first_agent_reply_at, row.last_agent_reply_at, row.last_user_reply_at
    if row.opened_by is Role.USER:
        return (
            row.first_agent_reply_at,
            row.last_agent_reply_at,
            row.last_user_reply_at or opened_at,
        )
    return opened_at, row.last_agent_reply_at or opened_at, row.last_user_reply_at


def _hidden_status(row: Any) -> str:
    return "spam" if row.deleted_reason == "spam" else "deleted"


def ref(id: int, ulid: str) -> str:
    """What clients quote a ticket by: `ABCD-0028-EFGH`. Source: canonical words 5."""
    letters = ulid.translate(_LETTERS)
    return f"{letters[-8:-4]}-{id:04}-{letters[-4:]}"


def id_of_ref(text: str) -> int | None:
    """The id in a `ref`, in any letter case; whether it is that ticket's is for `ref` to say."""
    found = _REF.fullmatch(text.strip().upper())
    return None if found is None else int(found[1])
