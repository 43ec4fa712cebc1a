"""Labels in use, by what they are put on. Source: contract 9.3, row `/ticket_labels`."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select

from polydesk.core import organizations, records
from polydesk.core.desk import Desk
from polydesk.core.models import (
    ArticleTag,
    Conversation,
    Organization,
    Person,
    Tag,
    Ticket,
    TicketTag,
)
from polydesk.core.text import fold, key
from polydesk.dialects.deskpro.envelope import whole
from polydesk.dialects.deskpro.fields import Line
from polydesk.dialects.deskpro.paths import BASE
from polydesk.dialects.deskpro.settings import DIALECT
from polydesk.kit.fields import Schema
from polydesk.kit.perform import Answer
from polydesk.kit.routes import Routes

Read = Callable[[Desk], Iterable[str]]
"""All labels of all things of a kind; one statement."""


def _tags(used: Select[Any]) -> Read:
    query = select(Tag.name).where(Tag.id.in_(used))
    return lambda desk: desk.session.scalars(query)


def _own(query: Select[Any]) -> Read:
    """The labels of things that keep them as the vendor's own, of the columns `extras`."""

    def read(desk: Desk) -> Iterable[str]:
        for extras in desk.session.scalars(query):
            yield from extras.get(DIALECT, {}).get("labels") or ()

    return read


def _records(name: str) -> Read:
    def read(desk: Desk) -> Iterable[str]:
        for record in desk.all(records.collected(DIALECT, name)):
            yield from record.data.get("labels") or ()

    return read


_ON_TICKETS = (
    select(TicketTag.tag_id)
    .join(Ticket, Ticket.id == TicketTag.ticket_id)
    .where(Ticket.deleted_at.is_(None))
)
_KINDS: Mapping[str, tuple[str, str, Read]] = {
    "ticket": ("tickets", "Tickets", _tags(_ON_TICKETS)),
    "person": ("people", "People", _own(select(Person.extras).where(Person.deleted_at.is_(None)))),
    "organization": (
        "organizations",
        "Organizations",
        _own(organizations.visible().with_only_columns(Organization.extras)),
    ),
    "article": ("content", "Content", _tags(select(ArticleTag.tag_id))),
    "chat": (
        "chats",
        "Chats",
        _own(select(Conversation.extras).where(Conversation.deleted_at.is_(None))),
    ),
    "download": ("content", "Content", _records("downloads")),
    "news": ("content", "Content", _records("news")),
    "feedback": ("feedback", "Feedback", _records("feedback")),
    "task": ("tasks", "Tasks", _records("tasks")),
    "snippet": ("snippets", "Snippets", _records("snippets")),
}
"""The group of the endpoint's tag, the chapter, and how labels are read."""


class Asked(Schema):
    """A part of the labels that are wanted, ignoring case."""

    term = Line(most=2**31)


def in_use(desk: Desk, kind: str, term: str = "") -> Sequence[str]:
    """The labels on things of a kind that contain the term: each once, ignoring case; sorted."""
    *_, read = _KINDS[kind]
    found: dict[str, str] = {}
    for name in read(desk):
        found.setdefault(key(name), name)
    return sorted((one for one in found.values() if fold(term) in fold(one)), key=key)


def _declare(kind: str) -> Routes:
    """The list of the labels of one kind of things."""
    group, chapter, _ = _KINDS[kind]
    routes = Routes(f"{group}.{kind}_labels", tag=chapter, prefix=BASE, errors=(400, 401, 403))

    @routes.get(
        f"/{kind}_labels",
        query=Asked(),
        gives={"type": "array", "items": {"type": "string"}},
    )
    def list(desk: Desk, query: Mapping[str, Any]) -> Any:
        """List labels that are in use.

        Source: contract 9.3, row `/ticket_labels`.
        """
        return Answer(whole(in_use(desk, kind, query.get("term", "").strip())))

    return routes


ROUTES = tuple(map(_declare, _KINDS))
