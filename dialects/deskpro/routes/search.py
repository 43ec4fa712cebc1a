"""Finding things of all kinds by what is written in them. Source: contract 9.5."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case, or_, select

from polydesk.core import chats, organizations, records, tickets
from polydesk.core.desk import Desk
from polydesk.core.errors import Invalid, NotFound
from polydesk.core.models import (
    MAX_ID,
    Article,
    Conversation,
    EmailAddress,
    Organization,
    Person,
    Record,
    Ticket,
)
from polydesk.core.search import containing, part_of
from polydesk.dialects.deskpro import elsewhere
from polydesk.dialects.deskpro.collection import declared
from polydesk.dialects.deskpro.envelope import whole
from polydesk.dialects.deskpro.fields import Body, Listed
from polydesk.dialects.deskpro.fields import whole as id_of
from polydesk.dialects.deskpro.flaws import Flaw
from polydesk.dialects.deskpro.paths import BASE
from polydesk.dialects.deskpro.query import PAGES, Listing
from polydesk.dialects.deskpro.settings import DIALECT
from polydesk.dialects.deskpro.ticket_codes import id_of_ref, ref
from polydesk.kit.perform import Answer
from polydesk.kit.routes import Routes

Find = Callable[[Desk, str], Select[Any]]
"""The ids of what is found, in order."""


@dataclass(frozen=True)
class Kind:
    """What can be searched: where it is shown, and how it is found."""

    path: str
    find: Find


def _tickets(desk: Desk, q: str) -> Select[Any]:
    """By id or ref, or by a part of what is said in it; the one of that id or ref comes first."""
    exact = _exact(desk, q)
    met = containing(Ticket, q)
    found = tickets.ALL.with_only_columns(Ticket.id)
    if exact is None:
        return found.where(met).order_by(Ticket.id)
    same = Ticket.id == exact
    return found.where(or_(same, met)).order_by(case((same, 0), else_=1), Ticket.id)


def _exact(desk: Desk, q: str) -> int | None:
    id = id_of(q)
    if id is not None:
        return id if id <= MAX_ID else None
    id = id_of_ref(q)
    if id is None or id > MAX_ID:
        return None
    ulid = desk.session.scalar(select(Ticket.ulid).where(Ticket.id == id))
    return id if ulid is not None and ref(id, ulid) == q.strip().upper() else None


def _people(_: Desk, q: str) -> Select[Any]:
    beside = select(EmailAddress.person_id).where(part_of(EmailAddress.address, q))
    met = or_(part_of(Person.name, q), part_of(Person.email, q), Person.id.in_(beside))
    return select(Person.id).where(Person.deleted_at.is_(None), met).order_by(Person.id)


def _organizations(_: Desk, q: str) -> Select[Any]:
    found = organizations.visible().with_only_columns(Organization.id)
    return found.where(part_of(Organization.name, q)).order_by(Organization.id)


def _articles(_: Desk, q: str) -> Select[Any]:
    return select(Article.id).where(containing(Article, q)).order_by(Article.id)


def _chats(_: Desk, q: str) -> Select[Any]:
    found = chats.ALL.with_only_columns(Conversation.id)
    return found.where(part_of(Conversation.subject, q)).order_by(Conversation.id)


def _titled(name: str) -> Find:
    """Records by a part of their title."""

    def find(_: Desk, q: str) -> Select[Any]:
        found = records.collected(DIALECT, name).with_only_columns(Record.id)
        return found.where(part_of(Record.data["title"].as_string(), q))

    return find


KINDS: Mapping[str, Kind] = {
    "ticket": Kind("/tickets", _tickets),
    "person": Kind("/people", _people),
    "organization": Kind("/organizations", _organizations),
    "article": Kind("/articles", _articles),
    "news": Kind("/news", _titled("news")),
    "download": Kind("/downloads", _titled("downloads")),
    "feedback": Kind("/feedback", _titled("feedback")),
    "chat_conversation": Kind("/user_chats", _chats),
}


class Asked(Listing):
    """What is looked for: a part of a text, ignoring case."""

    q = Body(required=True)
    types = Listed()
    type = Listed()


_routes = Routes("search.search", tag="Search", prefix=BASE, errors=(401, 403))
_GROUPS: Mapping[str, Any] = {
    "type": "object",
    "properties": {"grouped_results": {"type": "array"}},
}


@_routes.get("/search", query=Asked(), gives=_GROUPS, errors=(400,))
def list(desk: Desk, query: Mapping[str, Any]) -> Any:
    """Search things of several types: a group of each, also where nothing is found.

    Source: contract 9.5, row `/search`.
    """
    types = query.get("types") or query.get("type") or KINDS
    unknown = [one for one in types if one not in KINDS]
    if unknown:
        raise Invalid({"types": [Flaw("bad_choice")]})
    return _grouped(desk, query["q"], dict.fromkeys(types))


@_routes.get("/search/people_and_orgs", query=Asked(), gives=_GROUPS, errors=(400,))
def list_people_and_orgs(desk: Desk, query: Mapping[str, Any]) -> Any:
    """Search people and organizations.

    Source: contract 9.5, row `/search/people_and_orgs`.
    """
    return _grouped(desk, query["q"], ("person", "organization"))


@_routes.get(
    "/search/<type_>",
    query=Asked(),
    gives={"type": "array", "items": {"type": "object"}},
    pages=PAGES,
    errors=(400, 404),
)
def list_type(desk: Desk, type_: str, query: Mapping[str, Any]) -> Any:
    """Search things of one type.

    Source: contract 9.5, row `/search/{type}`.
    """
    kind = KINDS.get(type_)
    if kind is None:
        raise NotFound("type", "")
    return Answer(elsewhere.listing(desk, kind.path, kind.find(desk, query["q"].strip())))


def _grouped(desk: Desk, q: str, types: Sequence[str] | Mapping[str, None]) -> Any:
    """The page of each type that is asked for."""
    groups = []
    for type_ in types:
        kind = KINDS[type_]
        page = elsewhere.cut(desk, declared(kind.path), kind.find(desk, q.strip()))
        groups.append({"type": type_, "results": page.items})
    return Answer(whole({"grouped_results": groups}))


ROUTES = (_routes,)
