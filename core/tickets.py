"""The life of a ticket: made, seen, changed, answered, erased."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, delete, false, select
from sqlalchemy.orm import selectinload

from polydesk.core import catalogue, guests, handover, moves, policies, said, search, sla, tagging
from polydesk.core.desk import Account, Desk, Machine
from polydesk.core.errors import Hidden, NotFound
from polydesk.core.guests import Guest
from polydesk.core.keep import KEEP as KEEP
from polydesk.core.keep import Kept
from polydesk.core.models import Event, File, Format, Message, MessageKind, Person, Ticket
from polydesk.core.people import Reference
from polydesk.core.said import reindex as reindex
from polydesk.core.said import reply as reply
from polydesk.core.said import say as say

_WITH_FILES = selectinload(Ticket.messages).selectinload(Message.files)
ALL = select(Ticket).where(Ticket.deleted_at.is_(None))
"""All tickets, but for those in a vendor's bin."""
_OWN = ALL.where(Ticket.requester_id == bindparam("person"))
_NONE = ALL.where(false())


def scope(desk: Desk) -> Select[Ticket]:
    """The tickets that the actor may see: one of three queries, so what is built of it can be kept.

    Its bind `person`, if it has one, is to be the actor's id.
    """
    if policies.is_staff(desk.actor):
        return ALL
    if desk.actor is None or isinstance(desk.actor, Machine):
        return _NONE
    return _OWN


def visible(desk: Desk) -> Select[Ticket]:
    """The tickets that the actor may see, to be narrowed, sorted and paged."""
    return scope(desk).params(person=desk.person_id)


def get(desk: Desk, key: int | str, *options: Any) -> Ticket:
    """The ticket, if it exists (else NotFound) and the actor may see it (else Hidden)."""
    ticket = desk.get(Ticket, key, *options)
    if ticket.deleted_at is not None:
        raise NotFound("ticket", key)
    if not policies.may_see(desk.actor, ticket):
        raise Hidden("ticket", key)
    return ticket


def create(desk: Desk, **given: Any) -> Ticket:
    """A new ticket; see `enter` for what may be given."""
    return desk.session.get_one(Ticket, enter(desk, **given))


def enter(
    desk: Desk,
    *,
    subject: str,
    body: str | None,
    requester: Person | Account | Reference | Guest,
    author_id: int | None = None,
    format: Format = Format.TEXT,
    status_id: int | None = None,
    priority_id: int | None = None,
    category_id: int | None = None,
    department_id: int | None = None,
    type_id: int | None = None,
    assignee_id: int | None = None,
    group_id: int | None = None,
    organization_id: int | Kept | None = KEEP,
    closed_at: datetime | Kept | None = KEEP,
    tags: Sequence[str] = (),
    files: Sequence[File] = (),
    channel: str = "api",
    extras: Mapping[str, Any] | None = None,
    has_sla: bool = False,
) -> int:
    """A new ticket, by its id, in the status `NEW` unless another is given.

    None as body: without a text, or an empty one beside `files`; `author_id` is who wrote it, if
    not the requester. The organization is the requester's, unless another or None is given. The
    status stamps `resolved_at` and `closed_at`, unless `closed_at` is given. A guest's ticket gets
    a tracking number; `has_sla` lets the policies promise it something.
    """
    status_id = status_id or catalogue.status_id(desk, "NEW")
    stamps = sla.promise(desk, priority_id, category_id) if has_sla else {}
    stamps |= moves.stamps(desk, status_id, stamps)
    if assignee_id is not None:
        stamps |= {"first_assigned_at": desk.now(), "started_at": desk.now()}
    told: dict[str, Any] = {}
    if isinstance(requester, Guest):
        stamps |= guests.columns(desk, requester)
        requester = guests.requester(desk, requester)
        told = {"guest": True}
    if closed_at is not KEEP:
        stamps["closed_at"] = closed_at
    by = desk.person_id
    id = desk.insert(
        Ticket,
        subject=subject,
        requester_id=requester.id,
        made_by_id=by if by != requester.id else None,
        status_id=status_id,
        priority_id=priority_id,
        category_id=category_id,
        department_id=department_id,
        type_id=type_id,
        assignee_id=assignee_id,
        group_id=group_id,
        organization_id=requester.organization_id if organization_id is KEEP else organization_id,
        channel=channel,
        extras=dict(extras or {}),
        **stamps,
    )
    if body is not None or files:
        opening = desk.insert(
            Message,
            ticket_id=id,
            kind=MessageKind.OPENING,
            author_id=author_id or requester.id,
            body=body or "",
            format=format,
        )
        for file in files:
            file.message_id = opening
        if files:
            desk.add_all(files)
    if tags:
        tagging.put(desk, desk.session.get_one(Ticket, id), tags)
    search.add(desk, Ticket, id, (subject, body))
    desk.tell_of("ticket.created", Ticket, id, **told)
    return id


def change(
    desk: Desk,
    ticket: Ticket,
    *,
    subject: str | Kept = KEEP,
    body: str | Kept = KEEP,
    format: Format | Kept = KEEP,
    requester_id: int | Kept = KEEP,
    organization_id: int | Kept | None = KEEP,
    status_id: int | Kept | None = KEEP,
    priority_id: int | Kept | None = KEEP,
    category_id: int | Kept | None = KEEP,
    department_id: int | Kept | None = KEEP,
    type_id: int | Kept | None = KEEP,
    assignee_id: int | Kept | None = KEEP,
    group_id: int | Kept | None = KEEP,
    created_at: datetime | Kept = KEEP,
    due_at: datetime | Kept | None = KEEP,
    closed_at: datetime | Kept | None = KEEP,
    resolution: str | Kept | None = KEEP,
    time_spent: int | Kept = KEEP,
    tags: Sequence[str] | Kept = KEEP,
) -> None:
    """Change what is given; what stays the same changes nothing, not even `updated_at`.

    `format` is what a new body is written in, else it is plain text; then one that the present body
    reads as, without its markup, stays the same. With another requester the
    organization is theirs, unless it is given, and so are the ticket's own words. A change of
    status stamps `resolved_at` and `closed_at`, unless `closed_at` is given. Told are
    `ticket.assigned` (assignee and group, `[before, after]`), then what `moves.tell` tells, then
    `ticket.changed` with the rest.
    Raises Forbidden for actors who may not change tickets, NotFound for an unknown requester.
    """
    policies.require(desk, policies.may_change(desk.actor, ticket), "ticket.change")
    before = ticket.requester_id
    if organization_id is KEEP and requester_id is not KEEP and requester_id != before:
        organization_id = handover.organization_id(desk, requester_id)
    given = {
        "subject": subject,
        "requester_id": requester_id,
        "organization_id": organization_id,
        "status_id": status_id,
        "priority_id": priority_id,
        "category_id": category_id,
        "department_id": department_id,
        "type_id": type_id,
        "assignee_id": assignee_id,
        "group_id": group_id,
        "created_at": created_at,
        "due_at": due_at,
        "resolution": resolution,
        "time_spent": time_spent,
    }
    changed = {
        name: [getattr(ticket, name), value]
        for name, value in given.items()
        if value is not KEEP and value != getattr(ticket, name)
    }
    was_closed_at = ticket.closed_at
    if "status_id" in changed:
        moves.move(desk, ticket, changed["status_id"][1], desk.now())
    for name, (_, value) in changed.items():
        setattr(ticket, name, value)
    if "requester_id" in changed:
        handover.settle(desk, ticket, before)
    if ticket.assignee_id is not None and ticket.first_assigned_at is None:
        ticket.first_assigned_at = desk.now()
        moves.start(ticket, desk.now())
    if closed_at is not KEEP:
        ticket.closed_at = closed_at
        if closed_at != was_closed_at:
            changed["closed_at"] = []
    if body is not KEEP and said.is_another(ticket, body, format):
        said.rewrite(desk, ticket, body, Format.TEXT if format is KEEP else format)
        changed["body"] = []
    if tags is not KEEP and list(tags) != [use.name for use in ticket.tag_uses]:
        tagging.put(desk, ticket, tags)
        changed["tags"] = []
    if not changed:
        return
    moves.touch(desk, ticket)
    if "body" in changed or "subject" in changed:
        said.reindex(desk, ticket)
    _tell(desk, ticket, changed)


def _tell(desk: Desk, ticket: Ticket, changed: dict[str, list[Any]]) -> None:
    assigned = {
        name: changed.pop(f"{name}_id") for name in ("assignee", "group") if f"{name}_id" in changed
    }
    moved = changed.pop("status_id", None)
    if assigned:
        desk.tell("ticket.assigned", ticket, **assigned)
    if moved:
        moves.tell(desk, ticket, moved[0])
    if changed:
        told = {name: [_plain(value) for value in pair] for name, pair in changed.items()}
        desk.tell("ticket.changed", ticket, **told)


def _plain(value: Any) -> Any:
    """As events hold it."""
    return value.isoformat() if isinstance(value, datetime) else value


def erase(desk: Desk, ticket: Ticket) -> None:
    """Take the ticket out of the store, with its messages, files and trail; no way back.

    Raises Forbidden for actors who may not change tickets.
    """
    policies.require(desk, policies.may_change(desk.actor, ticket), "ticket.delete")
    search.forget(desk, ticket)
    desk.session.expire(ticket, ["messages"])
    desk.all(select(Ticket).filter_by(id=ticket.id).options(_WITH_FILES))  # else one by one
    trail = delete(Event).filter_by(about=Ticket.__tablename__, about_id=ticket.id)
    desk.session.execute(trail.execution_options(synchronize_session=False))
    desk.tell("ticket.deleted", ticket)
    desk.session.delete(ticket)
    desk.session.flush()
