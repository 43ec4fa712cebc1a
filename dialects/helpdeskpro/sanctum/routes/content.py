"""What is written for customers and for oneself. Source: contract 1.4, "Content, files"."""

from collections.abc import Mapping, Sequence
from typing import Any

import flask
from sqlalchemy import Select, select

from polydesk.core import bodies, files, knowledge
from polydesk.core.desk import Desk
from polydesk.core.errors import NotFound
from polydesk.core.models import Article, Format, Person, Record
from polydesk.core.search import folded, part_of
from polydesk.dialects.helpdeskpro.sanctum import media_shown, records, sight, vocabulary
from polydesk.dialects.helpdeskpro.sanctum.collection import Collection
from polydesk.dialects.helpdeskpro.sanctum.listing import Searched, ordered, searched
from polydesk.dialects.helpdeskpro.sanctum.records import family
from polydesk.dialects.helpdeskpro.sanctum.schemas import content as schemas
from polydesk.dialects.helpdeskpro.sanctum.settings import DIALECT
from polydesk.kit import uploads

_ARTICLES = {"id": Article.id, "title": folded(Article.title), "created_at": Article.created_at}
_UPLOADED = "image_file_id"
"""Where a post keeps which file its picture is."""


def _typed(desk: Desk, id: int | None) -> dict[str, Any]:
    """The type of an article or a post, which no constraint of the store holds to be there."""
    chosen = vocabulary.ticket_type_row(desk, id or 0)
    return {"type_id": id, "type": vocabulary.ticket_type(desk, chosen)}


def _articles(desk: Desk, rows: Sequence[Article]) -> Sequence[Mapping[str, Any]]:
    return [
        {
            "id": row.id,
            "title": row.title,
            "details": bodies.text(row.body, row.format),
            "created_at": row.created_at,
            "updated_at": row.updated_at,
            **_typed(desk, row.extras.get(DIALECT, {}).get("type_id")),
        }
        for row in rows
    ]


def _visible(desk: Desk, query: Mapping[str, Any]) -> Select[Article]:
    """The vendor has no drafts; what is for technicians only is not for customers."""
    every = select(Article).where(Article.published)
    found = knowledge.published() if sight.is_customer(desk) else every
    part = searched(query)
    if part is not None:
        found = found.where(part_of(Article.title, part))
    return ordered(found, query, _ARTICLES, _ARTICLES["title"])


def _article(desk: Desk, id: int) -> Article:
    row = desk.get(Article, id)
    if not row.published or (row.techs_only and sight.is_customer(desk)):
        raise NotFound("article", id)
    return row


def _write(desk: Desk, json: Mapping[str, Any]) -> Article:
    author = desk.session.get_one(Person, desk.person_id)
    row = knowledge.create(desk, title=json["title"], body=json["details"], author=author)
    row.extras = {DIALECT: {"type_id": json["type_id"]}}
    return row


def _rewrite(desk: Desk, row: Article, json: Mapping[str, Any]) -> None:
    """Another vendor's format stays where what is said does."""
    given = {"title": json["title"]} if "title" in json else {}
    if "details" in json and json["details"] != bodies.text(row.body, row.format):
        given |= {"body": json["details"], "format": Format.TEXT}
    if "type_id" in json:
        own = {**row.extras.get(DIALECT, {}), "type_id": json["type_id"]}
        given["extras"] = {**row.extras, DIALECT: own}
    knowledge.change(desk, row, **given)


def _posts(desk: Desk, rows: Sequence[Record]) -> Sequence[Mapping[str, Any]]:
    return [
        {**one, **_typed(desk, one["type_id"]), "image": _image(one)}
        for one in records.shown(desk, rows)
    ]


def _image(post: Mapping[str, Any]) -> str | None:
    """What was sent as text, or where the upload is."""
    file_id, text = post[_UPLOADED], post["image"]
    return text if file_id is None else media_shown.path(file_id)


def _with_image(desk: Desk, json: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is sent of a post, whose picture may be text, or an upload: a file like any other."""
    part = flask.request.files.get("image")
    if part is not None and part.filename:
        file = files.make(
            desk,
            name=uploads.name_of(part),
            data=part.stream.read(),
            media_type=uploads.type_of(part),
        )
        return {**json, "image": None, _UPLOADED: desk.add(file).id}
    return {**json, _UPLOADED: None} if "image" in json else json


COLLECTIONS = (
    Collection(
        path="/knowledge-base",
        stem="knowledge_base",
        chapter="Knowledge base",
        source="contract 1.4, row `/knowledge-base`; 1.5",
        thing="article",
        shows=schemas.Article(),
        show=_articles,
        rows=_visible,
        get=_article,
        filters=Searched,
        new=schemas.NewArticle,
        create=_write,
        change=_rewrite,
        delete=knowledge.erase,
    ),
    family(
        "/faqs",
        chapter="FAQs",
        thing="FAQ",
        kind="faq",
        shows=schemas.Faq(),
        new=schemas.NewFaq,
        title="name",
        bins=True,
        made=lambda _: {"status": False},
    ),
    family(
        "/posts",
        chapter="Posts",
        thing="post",
        kind="post",
        shows=schemas.Post(),
        show=_posts,
        new=schemas.NewPost,
        title="title",
        made=lambda desk: {
            "author_id": desk.person_id,
            "is_active": False,
            "type_id": None,
            "image": None,
            _UPLOADED: None,
            "excerpt": None,
        },
        kept=_with_image,
        files=("image",),
    ),
    family(
        "/notes",
        chapter="Notes",
        thing="note",
        kind="note",
        shows=schemas.Note(),
        new=schemas.NewNote,
        title="name",
        own=True,
        made=lambda _: {"color": None},
    ),
)
ROUTES = [collection.routes for collection in COLLECTIONS]
