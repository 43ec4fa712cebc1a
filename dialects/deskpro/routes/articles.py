"""Articles, over the core's knowledge. Source: contract 9.6."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import selectinload

from polydesk.core import bodies, knowledge
from polydesk.core.desk import Desk
from polydesk.core.models import Article, Format, Person, Record
from polydesk.core.records import text
from polydesk.dialects.deskpro import article_filters as filters
from polydesk.dialects.deskpro import extras
from polydesk.dialects.deskpro.article_filters import PUBLISHED, STATUS, UNPUBLISHED
from polydesk.dialects.deskpro.collection import Collection
from polydesk.dialects.deskpro.counting import Group
from polydesk.dialects.deskpro.fields import stamp
from polydesk.dialects.deskpro.schemas import articles as schemas
from polydesk.dialects.deskpro.settings import DIALECT

_FORMATS = {"text": Format.TEXT}
"""By how the content is written; all else is HTML."""
_WITH_TAGS = selectinload(Article.tag_uses)
_NAMES = select(Person.id, Person.name)


def show(desk: Desk, rows: Sequence[Article]) -> Sequence[Mapping[str, Any]]:
    """Articles as they are shown; nobody counts views and ratings."""
    said = _comments(desk, [row.id for row in rows])
    return [
        {
            "id": row.id,
            "person": row.author_id,
            "language": extras.of(row).get("language"),
            "slug": _slug(row.title),
            "title": row.title,
            "content": bodies.html(row.body, row.format),
            "view_count": 0,
            "total_rating": 0,
            "num_comments": said.get(row.id, 0),
            "num_ratings": 0,
            "status": _status(row),
            "categories": extras.of(row).get("categories", []),
            "labels": [use.name for use in row.tag_uses],
            "date_created": row.created_at,
            "date_updated": row.updated_at,
            "date_published": _published_at(row),
        }
        for row in rows
    ]


def _comments(desk: Desk, ids: Sequence[int]) -> Mapping[int, int]:
    """How much was said of each of these articles of which something was."""
    counted = filters.comments().add_columns(func.count())
    of_these = counted.where(text("article").in_(map(str, ids)))
    rows = desk.session.execute(of_these.group_by(filters.FIRST)) if ids else ()
    return {int(id): count for id, count in rows}


def _slug(title: str) -> str:
    return re.sub(r"\W+", "-", title.lower()).strip("-")


def _status(row: Article) -> str:
    """As `article_filters.STATUS`."""
    kept = extras.of(row).get("status")
    return PUBLISHED if row.published else UNPUBLISHED if kept in (None, PUBLISHED) else kept


def _published_at(row: Article) -> datetime | None:
    kept = extras.of(row).get("date_published")
    if kept is not None:
        return datetime.fromisoformat(kept)
    return row.created_at if row.published else None


def _columns(desk: Desk, json: Mapping[str, Any], row: Article | None) -> dict[str, Any]:
    """What is given, as the core takes it."""
    names = {"title": "title", "content": "body", "labels": "tags"}
    given = {name: json[word] for word, name in names.items() if word in json}
    own = {name: json[name] for name in ("categories", "language") if name in json}
    if "content" in json:
        given["format"] = _FORMATS.get(json.get("content_input_type", ""), Format.HTML)
    if "status" in json or row is None:
        own["status"] = json.get("status", PUBLISHED)
        given["published"] = own["status"] == PUBLISHED
        if given["published"] and (row is None or _published_at(row) is None):
            own["date_published"] = stamp(desk.now())
    return {**given, "extras": extras.having(row, own)}


def _create(desk: Desk, json: Mapping[str, Any]) -> int:
    columns = _columns(desk, json, None)
    own = columns.pop("extras")
    author = desk.session.get_one(Person, json.get("person") or desk.person_id)
    article = knowledge.create(desk, author=author, **columns)
    article.extras = own
    return article.id


def _change(desk: Desk, row: Article, json: Mapping[str, Any]) -> None:
    by = {"author_id": json["person"]} if "person" in json else {}
    knowledge.change(desk, row, **_columns(desk, json, row), **by)


def _delete(desk: Desk, row: Article) -> None:
    said = delete(Record).filter_by(dialect=DIALECT, collection=filters.COMMENTS)
    desk.session.execute(said.where(text("article") == str(row.id)))
    knowledge.erase(desk, row)


def _get(desk: Desk, id: int) -> Article:
    return desk.get(Article, id, _WITH_TAGS)


def _rows(desk: Desk, query: Mapping[str, Any]) -> Select[Article]:
    return filters.narrowed(desk, query).options(_WITH_TAGS)


def _authors(desk: Desk, ids: Sequence[Any]) -> Mapping[Any, str]:
    rows = desk.session.execute(_NAMES.where(Person.id.in_(ids)))
    return {id: name for id, name in rows}


_BY_AUTHOR = Group(Article.author_id, titles=_authors)
articles = Collection(
    path="/articles",
    stem="content.articles",
    chapter="Content",
    source="contract 9.6; 12",
    shows=schemas.Article(),
    show=show,
    rows=_rows,
    get=_get,
    filters=schemas.ArticleListing(),
    orders={
        "title": Article.title,
        "person": Article.author_id,
        "status": STATUS,
        "date_created": Article.created_at,
        "date_updated": Article.updated_at,
        "date_published": filters.PUBLISHED_AT,
    },
    groups={
        "status": Group(STATUS, titles=lambda _, words: {word: word for word in words}),
        "author": _BY_AUTHOR,
        "person": _BY_AUTHOR,
    },
    takes=schemas.NewArticle(),
    changes=schemas.NewArticle.changing(),
    create=_create,
    change=_change,
    delete=_delete,
    linked="article",
)
ROUTES = (articles.routes,)
