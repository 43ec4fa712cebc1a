"""News, downloads, guides and what is said of them. Source: contract 12."""

from collections.abc import Mapping, Sequence
from typing import Any

from marshmallow import fields

from polydesk.core.models import Article, Person, Record
from polydesk.dialects.deskpro.collection import Collection
from polydesk.dialects.deskpro.fields import Body, Choice, Ids, Line, Number, Truth, Words
from polydesk.dialects.deskpro.record_filters import (
    Filter,
    hidden,
    last_comment,
    same,
    status,
    within,
)
from polydesk.dialects.deskpro.records import Kept, family, me
from polydesk.dialects.deskpro.refs import Of, Ref
from polydesk.dialects.deskpro.vocabulary import ARTICLE_STATUSES

Fields = Mapping[str, fields.Field[Any]]
PERIODS: Mapping[str, Filter] = {
    "period_created": within(Record.created_at),
    "period_updated": within(Record.updated_at),
}
_COMMENTED = {"downloads": "download"}
"""What comments call the thing that they are of, where it is not the name of the collection."""
_FILTERS: Mapping[str, Filter | None] = {
    "author": same("person"),
    "category": None,
    "status": status,
    "hidden_status": hidden,
    **PERIODS,
    "period_published": within(Record.created_at),
}


def content(name: str, more: Fields | None = None, *, above: str | None = None) -> Collection:
    """A collection of texts that are published."""
    given: Fields = {
        "title": Line(required=True),
        "content": Body(required=True),
        "person": Ref(Person, allow_none=True),
        "language": Of("language", allow_none=True),
        "content_input_type": Choice(("rte", "html", "text")),
        "status": Choice(ARTICLE_STATUSES),
    }
    return family(
        f"/{name}",
        stem=f"content.{name}",
        chapter="Content",
        given={**given, **(more or {}), "labels": Words()},
        absent={
            "person": me,
            "content_input_type": "rte",
            "status": "published",
            "labels": [],
        },
        filters={**_FILTERS, "period_last_comment": last_comment(_COMMENTED.get(name, name))},
        points={"person": ("person",)},
        above=above,
    )


def categories(name: str, chapter: str = "Content", stem: str = "content") -> Collection:
    """A tree of categories."""
    return family(
        f"/{name}",
        stem=f"{stem}.{name}",
        chapter=chapter,
        given={
            "title": Line(required=True),
            "parent": Kept(name, allow_none=True),
            "display_order": Number(),
            "usergroups": Ids(),
        },
        absent={"display_order": 0, "usergroups": []},
        above="parent",
        filters={"parent": None},
    )


def comments(of: str, field: fields.Field[Any], chapter: str = "Content") -> Collection:
    """What people say of the things of a kind."""
    return family(
        f"/{of}_comments",
        stem=f"{'feedback' if of == 'feedback' else 'content'}.{of}_comments",
        chapter=chapter,
        given={
            "content": Body(required=True),
            "person": Ref(Person, allow_none=True),
            "status": Choice(("visible", "deleted", "agent")),
            of: field,
            "is_reviewed": Truth(),
        },
        absent={"person": me, "status": "visible", "is_reviewed": False},
        filters={"status": None, "is_reviewed": None, of: None, **PERIODS},
        points={"person": ("person",)},
    )


_CATEGORIES: Sequence[Collection] = [
    categories(f"{kind}_categories") for kind in ("article", "download", "news")
]
news = content("news", {"category": Kept("news_categories", allow_none=True)})
downloads = content("downloads", {"category": Kept("download_categories", allow_none=True)})
guides = content("guides")
topics = content(
    "topics",
    {
        "guide": Kept("guides", allow_none=True),
        "parent": Kept("topics", allow_none=True),
        "display_order": Number(),
    },
    above="parent",
)
_COMMENTS: Sequence[Collection] = [
    comments("article", Ref(Article, allow_none=True)),
    comments("download", Kept("downloads", allow_none=True)),
    comments("news", Kept("news", allow_none=True)),
]
pending = family(
    "/article_pending_creates",
    stem="content.article_pending_creates",
    chapter="Content",
    given={"title": Line(), "content": Body(), "person": Ref(Person, allow_none=True)},
    points={"person": ("person",)},
    verbs="LGD#",
    note="nothing asks for articles: there are those of the scenario",
)
ROUTES = tuple(
    one.routes for one in (news, downloads, guides, topics, pending, *_CATEGORIES, *_COMMENTS)
)
