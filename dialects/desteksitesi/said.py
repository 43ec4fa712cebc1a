"""Comments: read as columns, put together for `schemas.comments`, and given.

Source: contract 7.7, 11.2, 11.3 and 11.12.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, select

from polydesk.core import subscribers, tickets
from polydesk.core.desk import Account, Desk
from polydesk.core.models import File, Message, MessageKind, Person, Role, Ticket
from polydesk.core.prepared import among
from polydesk.dialects.desteksitesi import attached, followers, marks, persons, sight
from polydesk.dialects.desteksitesi.settings import DIALECT

SYSTEM = "system"
"""In a message's extras, below the dialect's name: that it was given as the system's own."""
_COMMENTS = (
    select(
        Message.id,
        Message.ticket_id,
        Message.author_id,
        Message.kind,
        Message.created_at,
        Message.body,
        Message.format,
        Message.recipients,
        Message.extras,
    )
    .where(
        Message.ticket_id == bindparam("ticket"),
        among(Message.kind, "kinds"),
        Message.deleted_at.is_(None),
    )
    .order_by(Message.created_at.desc(), Message.id.desc())
)
_EMAILS = select(Person.id, Person.email).where(among(Person.id, "ids"), Person.email.is_not(None))
_NOBODY: Mapping[str, Any] = dict.fromkeys(("Username", "Email", "FirstName", "LastName"), "")


def of_ticket(desk: Desk, ticket_id: int) -> Sequence[Mapping[str, Any]]:
    """The comments of a ticket that the caller may read, newest first; two statements."""
    kinds = [kind for kind in attached.kinds(desk) if kind is not MessageKind.OPENING]
    found = desk.rows(_COMMENTS, ticket=ticket_id, kinds=kinds)
    authors = persons.detail(desk, [row.author_id for row in found])
    return [_shown(row, authors.get(row.author_id, _NOBODY)) for row in found]


def _shown(row: Any, author: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        "id": row.id,
        "ticket_id": row.ticket_id,
        "user_id": row.author_id or 0,
        "author": author,
        "is_system": row.kind is MessageKind.SYSTEM
        or row.extras.get(DIALECT, {}).get(SYSTEM) is True,
        "created_at": row.created_at,
        "techs_only": row.kind is MessageKind.NOTE,
        "body": marks.shown(row.body, row.format),
        "recipients": ",".join(row.recipients),
    }


def comment(
    desk: Desk,
    ticket: Ticket,
    *,
    body: str,
    author: Person | Account,
    techs_only: bool,
    is_system: bool,
    recipient_ids: Iterable[int],
    files: Sequence[File],
) -> Message:
    """Say something in a ticket; whose the last reply is follows from who is technician of it.

    Those among the recipients that are not subscribed are passed over. The author is subscribed.
    """
    text, format = marks.posted(desk, body, where="comments")
    is_theirs = author.role is Role.ADMIN or sight.is_tech_of(desk, author.id, ticket.category_id)
    message = tickets.say(
        desk,
        ticket,
        body=text,
        format=format,
        author=author,
        by_user=not is_theirs,
        internal=techs_only,
        files=files,
        recipients=_emails(desk, ticket, recipient_ids),
    )
    if is_system:
        message.extras = {DIALECT: {SYSTEM: True}}
    followers.come_back(desk, ticket, author)
    if author.id != desk.person_id:  # who has not asked for the ticket sees it only as subscriber
        subscribers.add(desk, ticket, author)
    return message


def _emails(desk: Desk, ticket: Ticket, ids: Iterable[int]) -> Sequence[str]:
    """The addresses of those among these who are subscribed, in the order they were given."""
    asked = list(dict.fromkeys(ids))
    subscribed = frozenset(followers.ids(desk, ticket)) if asked else frozenset()
    wanted = [id for id in asked if id in subscribed]
    known = {row.id: row.email for row in desk.rows(_EMAILS, ids=wanted)} if wanted else {}
    return [known[id] for id in wanted if id in known]
