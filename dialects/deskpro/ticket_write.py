"""Tickets made and changed as the vendor's clients do. Source: contract 10.1 and 11."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, select

from polydesk.core import (
    accounts,
    departments,
    duplicates,
    hiding,
    moves,
    subscribers,
    subtickets,
    tickets,
)
from polydesk.core.desk import Account, Desk
from polydesk.core.errors import Invalid, NotFound
from polydesk.core.models import Person, Role, SubscriberKind, Ticket, Usage
from polydesk.dialects.deskpro import custom_values, files, said, settings, ticket_shown, vocabulary
from polydesk.dialects.deskpro.fields import stamp
from polydesk.dialects.deskpro.flaws import Flaw
from polydesk.dialects.deskpro.schemas import tickets as schemas
from polydesk.dialects.deskpro.settings import DIALECT
from polydesk.dialects.deskpro.who import Named, resolve

_COLUMNS: Mapping[str, str] = {
    "subject": "subject",
    "agent": "assignee_id",
    "agent_team": "group_id",
    "organization": "organization_id",
    "category": "category_id",
    "priority": "priority_id",
    "department": "department_id",
}
"""What core services call what is given."""
_OWN: Mapping[str, Any] = {
    "language": None,
    "workflow": None,
    "product": None,
    "brand": 1,
    "urgency": 1,
    "star": None,
    "is_hold": False,
}
"""What the vendor alone has, and what it is where nobody has said it."""
_LOCK = select(Person.id).where(Person.id == bindparam("person")).with_for_update(key_share=True)


def find(desk: Desk, id: int) -> Ticket:
    """The ticket, also one that is kept as spam, to be changed. Raises NotFound."""
    ticket = hiding.get_any(desk, id)
    if ticket.deleted_at is not None and ticket.deleted_reason != "spam":
        raise NotFound("ticket", id)
    schemas.changing(desk, ticket)
    return ticket


def create(desk: Desk, given: Mapping[str, Any]) -> dict[str, Any]:
    """A new ticket, as it is shown. Raises Invalid."""
    requester = _requester(desk, given)
    copied = _resolve_all(desk, given.get("cc") or ())
    first = given.get("message")
    opening = said.opening(desk, first, given.get("attachments") or ())
    text = None if first is None else first["message"]
    _refuse_duplicate(desk, requester.id, given["subject"], text)
    word = given.get("status")
    columns = {
        "department_id": departments.default_id(desk),
        **_columns(given),
        "status_id": None if word is None else vocabulary.status_id(desk, word, None),
    }
    labels = given.get("labels") or ()
    id = tickets.enter(desk, requester=requester, tags=labels, has_sla=True, **columns, **opening)
    filled_in = given.get("fields_") or {}
    category_id = columns.get("category_id")
    custom = custom_values.enter(desk, Usage.TICKET, id, filled_in, category_id=category_id)
    own = _own(desk, given, {})
    hidden = None if word is None else vocabulary.REASONS.get(word)
    note = first if first is not None and first.get("is_note") else None
    if own or copied or hidden or note or given.get("parent"):
        ticket = desk.session.get_one(Ticket, id)
        if own:
            ticket.extras = {DIALECT: own}
        _copy_to(desk, ticket, copied)
        _put_below(desk, ticket, given)
        if note:
            said.say(desk, ticket, note, "message")
        if hidden:
            hiding.hide(desk, ticket, hidden)
    has_files = any(files.all_of(first or {})) or bool(given.get("attachments"))
    return ticket_shown.show_new(
        desk,
        id,
        custom,
        has_files=has_files,
        email=requester.email,
        opened_by_user=_is_by_user(desk, requester, opening),
        has_tags=bool(labels),
        has_cc=bool(copied),
        has_family="parent" in given,
    )


def change(desk: Desk, ticket: Ticket, given: Mapping[str, Any]) -> None:
    """Change what is given; null clears. A message is said in the ticket. Raises Invalid."""
    changes = _columns(given)
    if "person" in given:
        changes["requester_id"] = resolve(desk, given["person"]).id
    copied = _resolve_all(desk, given.get("cc") or ())
    if given.get("labels", ()) != ():
        changes["tags"] = given["labels"] or ()
    if ticket.department_id is None and changes.get("department_id") == departments.default_id(
        desk
    ):
        del changes["department_id"]
    _move(desk, ticket, given.get("status"), changes)
    own = _own(desk, given, ticket.extras.get(DIALECT) or {})
    if changes.get("subject", ticket.subject) != ticket.subject:
        own.setdefault("original_subject", ticket.subject)
    tickets.change(desk, ticket, **changes)
    _keep(desk, ticket, own)
    custom_values.put(desk, ticket, given.get("fields_") or {})
    if "cc" in given:
        _copy_to(desk, ticket, copied)
    _put_below(desk, ticket, given)
    if "message" in given:
        more = given.get("attachments") or ()
        both = [*(given["message"].get("attachments") or ()), *more]
        said.say(desk, ticket, {**given["message"], "attachments": both}, "message")


def delete(desk: Desk, ticket: Ticket) -> None:
    """Put a ticket into the bin."""
    hiding.hide(desk, ticket, "deleted")


def _requester(desk: Desk, given: Mapping[str, Any]) -> Account | Person:
    if "person" in given:
        return resolve(desk, given["person"])
    agent = accounts.find(desk, desk.person_id or 0)
    assert agent is not None, "keys and tokens act as somebody"
    return agent


def _is_by_user(desk: Desk, requester: Account | Person, opening: Mapping[str, Any]) -> bool | None:
    """Whether a user has written a ticket's text; None where it has none."""
    if opening["body"] is None and not opening["files"]:
        return None
    by = opening.get("author_id", requester.id)
    author = requester if by == requester.id else accounts.find(desk, by)
    return None if author is None else author.role is Role.USER


def _resolve_all(desk: Desk, named: Iterable[Named]) -> list[Account | Person]:
    """The people, each once."""
    found = [resolve(desk, one, "cc", at) for at, one in enumerate(named)]
    return list({person.id: person for person in found}.values())


def _columns(given: Mapping[str, Any]) -> dict[str, Any]:
    return {column: given[name] for name, column in _COLUMNS.items() if name in given}


def _refuse_duplicate(desk: Desk, requester_id: int, subject: str, text: str | None) -> None:
    """Raise Invalid where the person has just made such a ticket; they take turns in asking."""
    if not settings.of(desk, "refuse_duplicates"):
        return
    desk.flush()
    desk.rows(_LOCK, person=requester_id)
    since = desk.now() - timedelta(seconds=settings.of(desk, "duplicate_seconds"))
    if duplicates.is_duplicate(
        desk, requester_id=requester_id, subject=subject, body=text, since=since
    ):
        raise Invalid({"_schema": [Flaw("dupe_ticket")]})


def _own(desk: Desk, given: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """The vendor's own values as they are to be; what nobody has said is not among them."""
    own = dict(before)
    for name, default in _OWN.items():
        if name in given and given[name] != own.get(name, default):
            own[name] = given[name]
    if own.get("is_hold") != before.get("is_hold"):
        own["date_on_hold"] = stamp(desk.now()) if own["is_hold"] else None
    return own


def _keep(desk: Desk, ticket: Ticket, own: dict[str, Any]) -> None:
    before = ticket.extras.get(DIALECT) or {}
    if own == before:
        return
    ticket.extras = {**ticket.extras, DIALECT: own}
    moves.touch(desk, ticket)
    changed = {name: [before.get(name), value] for name, value in own.items()}
    told = {name: pair for name, pair in changed.items() if name in _OWN and pair[0] != pair[1]}
    if told:
        desk.tell("ticket.changed", ticket, **told)


def _move(desk: Desk, ticket: Ticket, word: str | None, changes: dict[str, Any]) -> None:
    """Put a ticket into the bin or take it out, as a status says; or let it have the status."""
    if word is None:
        return
    reason = vocabulary.REASONS.get(word)
    if reason is None:
        if ticket.deleted_at is not None:
            _have_back(desk, ticket)
        changes["status_id"] = vocabulary.status_id(desk, word, ticket.status_id)
    elif ticket.deleted_at is None or word != vocabulary.HIDDEN:
        hiding.hide(desk, ticket, reason)


def _have_back(desk: Desk, ticket: Ticket) -> None:
    """Take a ticket out of the bin; it has the status that it had, but since now."""
    hiding.unhide(desk, ticket)
    moves.move(desk, ticket, ticket.status_id, desk.now())
    ticket.status_at = desk.now()


def _copy_to(desk: Desk, ticket: Ticket, people: Iterable[Account | Person]) -> None:
    """Let these be all who get copies."""
    wanted = {person.id: person for person in people}
    there = {one.id: one for one in subscribers.of(desk, ticket, kind=SubscriberKind.CC)}
    for id, person in there.items():
        if id not in wanted:
            subscribers.remove(desk, ticket, person, kind=SubscriberKind.CC)
    for id, one in wanted.items():
        if id not in there:
            subscribers.add(desk, ticket, one, kind=SubscriberKind.CC)


def _put_below(desk: Desk, ticket: Ticket, given: Mapping[str, Any]) -> None:
    if "parent" not in given:
        return
    if given["parent"] is None:
        subtickets.free(desk, ticket)
    else:
        subtickets.put(desk, ticket, desk.get(Ticket, given["parent"]))
