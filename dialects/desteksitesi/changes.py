"""What clients send to make and change tickets, as the core takes it.

All that is named is looked up first (404), then the caller is judged (403), then what does not go
together is refused (400); only then anything is written. Source: contract 3.10 and 6.2.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, select

from polydesk.core import categories, custom, moves, text, tickets
from polydesk.core.categories import Node
from polydesk.core.desk import Desk
from polydesk.core.errors import Invalid, NotFound
from polydesk.core.keep import KEEP
from polydesk.core.models import MAX_ID, Kind, Person, Role, Ticket, Usage
from polydesk.dialects.desteksitesi import filling, marks, sight, sorting, uploads, vocabulary
from polydesk.dialects.desteksitesi.schemas.tickets import read_object
from polydesk.dialects.desteksitesi.uploads import Upload

_PERSON = (
    select(Person.id, Person.organization_id, Person.role, Person.disabled)
    .where(Person.id == bindparam("key"), Person.deleted_at.is_(None))
    .with_for_update(read=True)
)
"""Locked, so that nobody disables or erases who is being put into a ticket."""
_ONLY_BY_TECHS = frozenset({"user_id", "assignee_id", "created_at", "closed_at", "time_spent"})


def create(desk: Desk, given: Mapping[str, Any], sent: Sequence[Upload]) -> int:
    """A new ticket of `schemas.NewTicket` with these files, by its id.

    Raises NotFound, Forbidden, and Invalid. Source: contract 6.2, 4, and 11.1.
    """
    node = _category(desk, given["category_id"])
    requester = person(desk, given.get("user_id", desk.person_id or 0))
    assignee = _assignee(desk, given.get("assignee_id"))
    values = _custom(desk, given.get("custom"), node)
    sight.require(
        sight.handles(desk, node.id)
        or (sorting.may_see(desk, node) and requester.id == desk.person_id and assignee is None)
    )
    _refuse_stranger(desk, assignee, node.id, "assignedToUserId")
    body, format = marks.posted(desk, given["body"], where="tickets")
    id = tickets.enter(
        desk,
        subject=given["subject"],
        body=body,
        format=format,
        requester=requester,
        priority_id=vocabulary.priority_id(desk, given["priority"]),
        category_id=node.id,
        assignee_id=None if assignee is None else assignee.id,
        tags=tag_names(given["tags"]),
        channel=vocabulary.CHANNELS.get(given["origin"], "api"),
    )
    custom.enter(desk, Usage.TICKET, id, values, category_id=node.id)
    if sent:
        opening = desk.session.get_one(Ticket, id).opening
        assert opening is not None, "a body was given"
        found = uploads.store(desk, sent)
        for file in found:
            file.message_id = opening.id
        desk.add_all(found)
    if given["is_unconfirmed"]:
        desk.tell_of("ticket.unconfirmed", Ticket, id)
    return id


def change(desk: Desk, given: Mapping[str, Any]) -> None:
    """Change what is given of a ticket, by `schemas.TicketChange`.

    Raises as `create` does. Source: contract 6.2, 5, and 11.3 to 11.6.
    """
    ticket = sight.existing(desk, given["id"])
    node = _node(desk, ticket, given.get("category_id"))
    requester = person(desk, given["user_id"]) if "user_id" in given else None
    assignee = _assignee(desk, given.get("assignee_id"))
    moved = _moved(desk, ticket, given)
    sight.require(sight.may_change(desk, ticket))
    if not sight.handles(desk, ticket.category_id):
        sight.require(not _ONLY_BY_TECHS & given.keys())
        sight.require(node is None or sorting.may_see(desk, node))
    category_id = ticket.category_id if node is None else node.id
    _refuse_stranger(desk, assignee, category_id, "assignedUserId")
    shown = vocabulary.priority(desk, ticket.priority_id)
    if requester is not None:
        moved["requester_id"] = requester.id
    if "assignee_id" in given:
        moved["assignee_id"] = None if assignee is None else assignee.id
    if given.get("priority", shown) != shown:  # one that another vendor gave may show as the same
        moved["priority_id"] = vocabulary.priority_id(desk, given["priority"])
    if "tags" in given:
        moved["tags"] = _kept_spelling(ticket, tag_names(given["tags"]))
    if "body" in given and given["body"] != _shown_body(ticket):
        moved["body"], moved["format"] = marks.posted(desk, given["body"], where="tickets")
    same = ("subject", "created_at", "due_at", "time_spent")
    moved |= {name: given[name] for name in same if name in given}
    if node is not None:
        moved["category_id"] = node.id
    tickets.change(desk, ticket, **moved)


def close(desk: Desk, ticket: Ticket) -> None:
    """Close a ticket now, unless it is closed."""
    status_id = vocabulary.status_id(desk, vocabulary.CLOSED, ticket.status_id)
    tickets.change(desk, ticket, status_id=status_id)


def add_tags(desk: Desk, ticket: Ticket, names: Sequence[str]) -> None:
    """Give a ticket tags that it has not yet."""
    held = [use.name for use in ticket.tag_uses]
    tickets.change(desk, ticket, tags=_kept_spelling(ticket, tag_names([*held, *names])))


def refuse_same(id: int, other: int, name: str) -> None:
    """Raise Invalid where a ticket is to be put together with itself, by this parameter."""
    if id == other:
        raise Invalid({name: ["is the ticket itself"]})


def tag_names(given: Sequence[str]) -> list[str]:
    """The names without outer blanks, each once ignoring case, as it is spelled first."""
    names: dict[str, str] = {}
    for name in given:
        if name.strip():
            names.setdefault(text.key(name), name.strip())
    return list(names.values())


def _kept_spelling(ticket: Ticket, names: Sequence[str]) -> list[str]:
    held = {text.key(use.name): use.name for use in ticket.tag_uses}
    return [held.get(text.key(name), name) for name in names]


def _moved(desk: Desk, ticket: Ticket, given: Mapping[str, Any]) -> dict[str, Any]:
    """Status and `closed_at`: closed at the moment given, else now; else not. Raises NotFound.

    Source: contract 11.4.
    """
    closed_at = given.get("closed_at", KEEP)
    if "status_id" not in given:
        return {"closed_at": closed_at}
    id = vocabulary.status_id(desk, given["status_id"], ticket.status_id)
    if moves.kind_of(desk, id) is not Kind.CLOSED:
        closed_at = None
    return {"status_id": id, "closed_at": closed_at}


def _shown_body(ticket: Ticket) -> str:
    return "" if ticket.opening is None else marks.shown(ticket.body, ticket.opening.format)


def _category(desk: Desk, id: int) -> Node:
    node = categories.tree(desk).get(id)
    if node is None or node.archived:
        raise NotFound("category", id)
    return node


def _node(desk: Desk, ticket: Ticket, id: int | None) -> Node | None:
    """The category that a ticket goes to; None where it stays."""
    shown = categories.path(desk, ticket.category_id)
    if id is None or (shown and shown[-1].id == id):
        return None
    return _category(desk, id)


def person(desk: Desk, id: int) -> Any:
    """The columns of a living person, the disabled too. Raises NotFound."""
    found = desk.rows(_PERSON, key=id) if 0 < id <= MAX_ID else []
    if not found:
        raise NotFound("person", id)
    return found[0]


def _assignee(desk: Desk, id: int | None) -> Any | None:
    return person(desk, id) if id else None


def _refuse_stranger(desk: Desk, assignee: Any | None, category_id: int | None, name: str) -> None:
    """Tickets are for technicians of their category, and for admins. Source: contract 6.2, 4."""
    if assignee is None:
        return
    is_admin = assignee.role is Role.ADMIN
    if assignee.disabled or not (is_admin or sight.is_tech_of(desk, assignee.id, category_id)):
        raise Invalid({name: ["is no technician of the category"]})


def _custom(desk: Desk, given: Any, node: Node) -> dict[int, Any]:
    """What is to be filling in, by field; unknown fields, and those that are hidden, are ignored.

    Raises NotFound for a field that tickets of the category do not have, and Invalid.
    """
    fields = custom.known(desk)
    asked = {int(key): value for key, value in (read_object(given) or {}).items() if _is_id(key)}
    values = {
        id: filling.read(fields[id], value)
        for id, value in asked.items()
        if id in fields and (sight.is_tech(desk) or not fields[id].techs_only)
    }
    valid = {field.id for field in custom.for_category(desk, node.id)}
    for id in values:
        if id not in valid:
            raise NotFound("custom_field", id)
    return values


def _is_id(key: str) -> bool:
    return key.isascii() and key.isdecimal() and len(key) < 19
