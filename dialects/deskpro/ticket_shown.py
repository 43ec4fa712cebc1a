"""Tickets put together as the vendor shows them. Source: contract 10.1.

What comes out are the mappings that `schemas.tickets.Ticket` writes: its keys, in their order.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from polydesk.core import counts, departments, families, subscribers, tagging
from polydesk.core.desk import Desk
from polydesk.core.families import Family
from polydesk.core.models import SubscriberKind, Ticket, Usage
from polydesk.dialects.deskpro import custom_values, ticket_codes, ticket_columns, vocabulary
from polydesk.dialects.deskpro.schemas import tickets as schemas
from polydesk.dialects.deskpro.settings import DIALECT

_ALONE = Family()
_USUAL: dict[str, Any] = {
    **dict.fromkeys(field.data_key or name for name, field in schemas.Ticket().dump_fields.items()),
    **{key: [] for key in ("sent_to_address", "waiting_times", "ticket_slas", "problems")},
    **dict.fromkeys(("email_account_address", "creation_system_option", "followers"), ""),
    **dict.fromkeys(("total_user_waiting", "total_user_waiting_wh"), 0),
    **dict.fromkeys(("total_to_first_reply", "total_to_first_reply_wh"), 0),
    **dict.fromkeys(("brand", "urgency"), 1),
    "is_hold": False,
    "contextual_fields": {},
}
"""All keys in their order, and what they are where a ticket has nothing of the kind."""
_OWN = ("language", "brand", "workflow", "product", "urgency", "date_on_hold", "star")
"""What this vendor alone has of a ticket, and is shown as it is kept."""


_AS_MADE: Mapping[bool | None, counts.Counts] = {
    True: counts.Counts(by_users=1),
    False: counts.Counts(by_agents=1),
    None: counts.Counts(),
}
"""What is said in a ticket that has no more than its text, by who has written that."""


class _Beside(NamedTuple):
    """What is read besides, by the tickets' ids; but `words` by those of their statuses."""

    words: Mapping[int | None, tuple[str, str]]
    tags: Mapping[int, Sequence[str]]
    cc: Mapping[int, Sequence[int]]
    family: Mapping[int, Family]
    counts: Mapping[int, counts.Counts]
    custom: Mapping[int, Mapping[str, Any]]


def show(desk: Desk, rows: Sequence[Any]) -> Sequence[Mapping[str, Any]]:
    """Tickets as they are shown: tickets, or their columns; in six statements at most."""
    if rows and isinstance(rows[0], Ticket):
        desk.flush()
        by_id = ticket_columns.of_all(desk, [one.id for one in rows])
        rows = [by_id[one.id] for one in rows]
    said = counts.of_all(desk, [one.id for one in rows])
    beside = _beside(desk, rows, said, custom_values.shown(desk, Usage.TICKET, rows))
    return [_shown(desk, one, beside) for one in rows]


def show_new(
    desk: Desk, id: int, custom: Mapping[str, Any], *, has_files: bool, **known: Any
) -> dict[str, Any]:
    """A ticket as it was just made, with these `fields`: no more is said in it, but for notes.

    `known` is for `ticket_columns.made`.
    """
    desk.flush()
    row = ticket_columns.made(desk, id, **known)
    said = _AS_MADE[row.opened_by_user]._replace(has_files=has_files)
    return _shown(desk, row, _beside(desk, [row], {id: said}, {id: custom}))


def _beside(
    desk: Desk,
    rows: Sequence[Any],
    said: Mapping[int, counts.Counts],
    custom: Mapping[int, Mapping[str, Any]],
) -> _Beside:
    return _Beside(
        words={id: _words(desk, id) for id in {one.status_id for one in rows}},
        tags=tagging.of_all(desk, _marked(rows, "has_tags")),
        cc=subscribers.ids_of_all(desk, _marked(rows, "has_cc"), kind=SubscriberKind.CC),
        family=families.of_all(desk, _marked(rows, "has_family")),
        counts=said,
        custom=custom,
    )


def _words(desk: Desk, status_id: int | None) -> tuple[str, str]:
    """A status, and the name of one that somebody has made: recalled at once, for many tickets."""

    def find() -> tuple[str, str]:
        return vocabulary.status(desk, status_id), vocabulary.sub_status(desk, status_id)

    return desk.recall((DIALECT, "words", status_id), find)


def _marked(rows: Iterable[Any], mark: str) -> list[int]:
    return [one.id for one in rows if getattr(one, mark)]


def _shown(desk: Desk, row: Any, beside: _Beside) -> dict[str, Any]:
    """One ticket, written key by key: putting mappings together takes three times as long."""
    id = row.id
    shown = _USUAL.copy()
    shown["id"] = id
    shown.update(ticket_codes.codes(id, row.ulid))
    shown["department"] = row.department_id or departments.default_id(desk)
    shown["category"] = row.category_id
    shown["priority"] = row.priority_id
    shown["person"] = shown["person_id"] = row.requester_id
    shown["person_email"] = row.email or ""
    shown["agent"] = row.assignee_id
    shown["agent_team"] = row.group_id
    shown["organization"] = row.organization_id
    shown["creation_system"] = "web.api" if row.channel == "api" else "web"
    shown["subject"] = shown["title"] = shown["original_subject"] = row.subject
    shown["locked_by_agent"] = row.locked_by_id
    shown["date_locked"] = row.locked_at
    _put_status(shown, row, *beside.words[row.status_id])
    _put_replies(shown, row)
    own = row.extras.get(DIALECT)
    if own:
        _put_own(shown, own)
    said = beside.counts[id]
    shown["has_attachments"] = said.has_files
    shown["count_agent_replies"] = said.by_agents
    shown["count_user_replies"] = said.by_users
    shown["parent"], shown["children"], shown["siblings"] = beside.family.get(id, _ALONE)
    shown["labels"] = beside.tags.get(id, [])
    shown["cc"] = beside.cc.get(id, [])
    shown["fields"] = beside.custom[id]
    return shown


def _put_status(shown: dict[str, Any], row: Any, word: str, sub: str) -> None:
    """How a ticket stands, and since when."""
    if row.deleted_at is None:
        shown["status"], shown["ticket_status"] = word, sub
        shown["date_status"] = row.status_at
        if word in vocabulary.SINCE:
            key, column = vocabulary.SINCE[word]
            shown[key] = getattr(row, column)
    else:
        shown["status"] = shown["ticket_status"] = vocabulary.HIDDEN
        shown["date_status"] = row.deleted_at
        shown["hidden_status"] = "spam" if row.deleted_reason == "spam" else "deleted"


def _put_replies(shown: dict[str, Any], row: Any) -> None:
    """When an agent has first replied, then last, and a user last; the ticket's text is one."""
    made, first = row.created_at, row.first_agent_reply_at
    by_agent, by_user = row.last_agent_reply_at, row.last_user_reply_at
    if row.opened_by_user is False:
        first, by_agent = made, by_agent or made
    elif first is not None:
        waited = max(0, int((row.answered - row.made).total_seconds()))
        shown["total_to_first_reply"] = shown["total_to_first_reply_wh"] = waited
    if row.opened_by_user:
        by_user = by_user or made
    shown["date_created"] = made
    shown["date_first_agent_assign"] = row.first_assigned_at
    shown["date_first_agent_reply"] = first
    shown["date_last_agent_reply"] = by_agent
    shown["date_last_user_reply"] = by_user


def _put_own(shown: dict[str, Any], own: Mapping[str, Any]) -> None:
    """What this vendor alone has of a ticket."""
    for key in _OWN:
        if key in own:
            shown[key] = own[key]
    shown["is_hold"] = bool(own.get("is_hold"))
    shown["original_subject"] = own.get("original_subject", shown["subject"])
    if own.get("problem"):
        shown["problems"] = [own["problem"]]
