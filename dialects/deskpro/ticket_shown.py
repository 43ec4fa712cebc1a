"""Tickets read as columns, and put together as the vendor shows them. Source: contract 10.1.

What comes out are plain mappings for `schemas.tickets`; moments are texts already.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, bindparam, exists, null, select, union_all
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
from polydesk.dialects.deskpro.fields import stamp
from polydesk.dialects.deskpro.schemas import tickets as schemas
from polydesk.dialects.deskpro.settings import DIALECT

requester, _opening, _author = aliased(Person), aliased(Message), aliased(Person)
_REF = re.compile(r"[A-Z]{4}-(\d{4,18})-[A-Z]{4}", re.ASCII)
_LETTERS = str.maketrans("0123456789", "ILOUABCDEF")
"""The digits of a ULID as letters: those it has not, and some that it has."""
_KEPT = 1000
"""How many moments are kept as they are written."""
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
_KEYS: BindParameter[Any] = bindparam("keys", expanding=True)
_up, _down, _above = aliased(Link), aliased(Link), aliased(Ticket)
_LINKS: Any = union_all(
    select(Link.ticket_id, Link.to_id, Link.kind, Link.id.label("at"))
    .join(Ticket, Link.to_id == Ticket.id)
    .where(Link.ticket_id.in_(_KEYS), Link.kind.in_(_FAMILY), Ticket.deleted_at.is_(None)),
    select(_up.ticket_id, _down.to_id, null(), _down.id)
    .join(_above, _up.to_id == _above.id)
    .join(_down, (_down.ticket_id == _above.id) & (_down.to_id != _up.ticket_id))
    .join(Ticket, _down.to_id == Ticket.id)
    .where(
        _up.ticket_id.in_(_KEYS),
        _up.kind == LinkKind.PARENT,
        _down.kind == LinkKind.CHILD,
        _above.deleted_at.is_(None),
        Ticket.deleted_at.is_(None),
    ),
).order_by("at")
"""What is above and below tickets, and beside them, which is of no kind; not what is in a bin."""


def row(desk: Desk, id: int) -> Any | None:
    """A ticket's columns, wherever it is; None where there is none."""
    found = desk.rows(_ONE, key=id)
    return found[0] if found else None


def show(desk: Desk, rows: Sequence[Any]) -> Sequence[Mapping[str, Any]]:
    """Tickets as they are shown: tickets, or their columns; in six statements at most."""
    if rows and isinstance(rows[0], Ticket):
        desk.flush()
        by_id = {found.id: found for found in desk.rows(_MANY, keys=[one.id for one in rows])}
        rows = [by_id[one.id] for one in rows]
    beside = _Beside(
        words={id: _words(desk, id) for id in {one.status_id for one in rows}},
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
    """What is read besides, by the tickets' ids; but `words` by those of their statuses."""

    words: Mapping[int | None, tuple[str, str]]
    tags: Mapping[int, Sequence[str]]
    cc: Mapping[int, Sequence[int]]
    family: Mapping[int, _Family]
    counts: Mapping[int, counts.Counts]
    custom: Mapping[int, Mapping[str, Any]]


def _marked(rows: Iterable[Any], mark: str) -> list[int]:
    return [one.id for one in rows if getattr(one, mark)]


def _families(desk: Desk, ids: list[int]) -> Mapping[int, _Family]:
    """What is above, below and beside tickets."""
    found: dict[int, dict[LinkKind | None, list[int]]] = defaultdict(lambda: defaultdict(list))
    for ticket_id, to_id, kind, _ in desk.rows(_LINKS, keys=ids) if ids else ():
        found[ticket_id][kind].append(to_id)
    return {
        id: _Family(
            next(iter(of[LinkKind.PARENT]), None), *map(sorted, (of[LinkKind.CHILD], of[None]))
        )
        for id, of in found.items()
    }


def _shown(desk: Desk, row: Any, beside: _Beside) -> dict[str, Any]:
    """One ticket for `schemas.tickets.Ticket`."""
    own = row.extras.get(DIALECT) or {}
    word, sub = beside.words[row.status_id]
    hidden = row.deleted_at is not None
    family = beside.family.get(row.id, _Family())
    said = beside.counts[row.id]
    answered_at, by_agent_at, by_user_at = _replies(row)
    waited = max(0, int(((answered_at or row.created_at) - row.created_at).total_seconds()))
    return _SAME | {
        "id": row.id,
        **_codes(row.id, row.ulid),
        "parent": family.parent,
        "language": own.get("language"),
        "brand": own.get("brand", 1),
        "department": row.department_id or departments.default_id(desk),
        "category": row.category_id,
        "priority": row.priority_id,
        "workflow": own.get("workflow"),
        "product": own.get("product"),
        "person": row.requester_id,
        "person_id": row.requester_id,
        "person_email": row.email or "",
        "agent": row.assignee_id,
        "agent_team": row.group_id,
        "organization": row.organization_id,
        "creation_system": "web.api" if row.channel == "api" else "web",
        "status": vocabulary.HIDDEN if hidden else word,
        "ticket_status": vocabulary.HIDDEN if hidden else sub,
        "hidden_status": _hidden_status(row) if hidden else None,
        "is_hold": bool(own.get("is_hold")),
        "labels": beside.tags.get(row.id, []),
        "urgency": own.get("urgency", 1),
        "date_created": _stamp(row.created_at),
        "date_resolved": _stamp(row.resolved_at) if word == "resolved" else None,
        "date_archived": _stamp(row.closed_at) if word == "archived" else None,
        "date_first_agent_assign": _stamp(row.first_assigned_at),
        "date_first_agent_reply": _stamp(answered_at),
        "date_last_agent_reply": _stamp(by_agent_at),
        "date_last_user_reply": _stamp(by_user_at),
        "date_agent_waiting": _stamp(row.status_at) if word == "awaiting_user" else None,
        "date_user_waiting": _stamp(row.status_at) if word == "awaiting_agent" else None,
        "date_status": _stamp(row.status_at),
        "total_to_first_reply": waited,
        "total_to_first_reply_wh": waited,
        "locked_by_agent": row.locked_by_id,
        "date_locked": _stamp(row.locked_at),
        "date_on_hold": own.get("date_on_hold"),
        "has_attachments": said.has_files,
        "subject": row.subject,
        "title": row.subject,
        "original_subject": own.get("original_subject", row.subject),
        "problems": [own["problem"]] if own.get("problem") else [],
        "count_agent_replies": said.by_agents,
        "count_user_replies": said.by_users,
        "fields": beside.custom[row.id],
        "children": family.children,
        "siblings": family.siblings,
        "cc": beside.cc.get(row.id, []),
        "star": own.get("star"),
    }


_SAME: dict[str, Any] = {
    **dict.fromkeys(field.data_key or name for name, field in schemas.Ticket().dump_fields.items()),
    **{key: [] for key in ("sent_to_address", "waiting_times", "ticket_slas")},
    **dict.fromkeys(("email_account_address", "creation_system_option", "followers"), ""),
    **dict.fromkeys(("total_user_waiting", "total_user_waiting_wh"), 0),
    "contextual_fields": {},
}
"""All keys in their order, and what is the same in every ticket: there is nothing of the kind."""


@lru_cache(_KEPT)
def _codes(id: int, ulid: str) -> Mapping[str, str]:
    """What a ticket has been called since it was made."""
    digest = hashlib.sha1(ulid.encode(), usedforsecurity=False).hexdigest()
    code = digest.upper()
    return {
        "ref": ref(id, ulid),
        "auth": code[:15],
        "ticket_hash": digest,
        "access_code": code[15:18] + code[:15],
    }


@lru_cache(_KEPT)
def _stamp(at: datetime | None) -> str | None:
    """A moment as it is written; tickets have many of the same."""
    return None if at is None else stamp(at)


def _words(desk: Desk, status_id: int | None) -> tuple[str, str]:
    """A status, and the name of one that somebody has made: recalled at once, for many tickets."""

    def find() -> tuple[str, str]:
        return vocabulary.status(desk, status_id), vocabulary.sub_status(desk, status_id)

    return desk.recall((DIALECT, "words", status_id), find)


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
