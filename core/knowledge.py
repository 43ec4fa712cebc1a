"""Articles: written, searched, kept in all versions."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from polydesk.core import bodies, catalogue, search
from polydesk.core.desk import Desk
from polydesk.core.keep import KEEP, Kept
from polydesk.core.models import Article, ArticleTag, ArticleVersion, Category, File, Format, Person
from polydesk.core.people import Reference

_WITH_ALL = (
    selectinload(Article.tag_uses),
    selectinload(Article.files).undefer(File.text),
    selectinload(Article.versions),
)


def published() -> Select[Article]:
    """The articles that everybody may read."""
    return select(Article).where(Article.published, Article.techs_only.is_(False))


def create(
    desk: Desk,
    *,
    title: str,
    body: str,
    author: Person | Reference,
    summary: str | None = None,
    format: Format = Format.TEXT,
    category: Category | None = None,
    tags: Sequence[str] = (),
    published: bool = True,
    techs_only: bool = False,
    files: Sequence[File] = (),
) -> Article:
    """A new article, and its version 1. Tags keep their order and spelling."""
    article = Article(
        title=title,
        body=body,
        author_id=author.id,
        summary=summary,
        format=format,
        category=category,
        published=published,
        techs_only=techs_only,
        tag_uses=_tag_uses(desk, tags),
        versions=[
            ArticleVersion(number=1, title=title, summary=summary, body=body, author_id=author.id)
        ],
        files=list(files),
    )
    desk.add_all([*files, article])
    reindex(desk, article)
    desk.tell("article.created", article)
    return article


def _tag_uses(desk: Desk, names: Sequence[str]) -> list[ArticleTag]:
    tags = zip(names, catalogue.tags(desk, names), strict=True)
    return [ArticleTag(position=p, tag=tag, name=name) for p, (name, tag) in enumerate(tags)]


def change(
    desk: Desk,
    article: Article,
    *,
    title: str | Kept = KEEP,
    summary: str | Kept | None = KEEP,
    body: str | Kept = KEEP,
    format: Format | Kept = KEEP,
    author_id: int | Kept = KEEP,
    category: Category | Kept | None = KEEP,
    tags: Sequence[str] | Kept = KEEP,
    published: bool | Kept = KEEP,
    techs_only: bool | Kept = KEEP,
    extras: Mapping[str, Any] | Kept = KEEP,
) -> None:
    """Change what is given; what stays the same changes nothing, not even `updated_at`.

    Another title, summary or body is another version, by who is at the desk. Tells
    `article.changed` with the `fields`, by name.
    """
    given = {
        "title": title,
        "summary": summary,
        "body": body,
        "format": format,
        "author_id": author_id,
        "category_id": category if category is KEEP or category is None else category.id,
        "published": published,
        "techs_only": techs_only,
        "extras": extras,
    }
    changed = {
        column
        for column, value in given.items()
        if value is not KEEP and value != getattr(article, column)
    }
    _load(desk, article)
    if tags is not KEEP and list(tags) != [use.name for use in article.tag_uses]:
        article.tag_uses = _tag_uses(desk, tags)
        changed.add("tags")
    if not changed:
        return
    for column in changed & given.keys():
        setattr(article, column, given[column])
    if changed & {"title", "summary", "body"}:
        last = max((version.number for version in article.versions), default=0)
        article.versions.append(_version(article, last + 1, desk.person_id))
    article.updated_by_id, article.updated_at = desk.person_id, desk.now()
    desk.flush()
    desk.session.expire(article, ["author", "category", "updated_by"])
    reindex(desk, article)
    desk.tell("article.changed", article, fields=sorted(changed))


def _load(desk: Desk, article: Article) -> None:
    """All of an article at once."""
    desk.flush()
    query = select(Article).filter_by(id=article.id).options(*_WITH_ALL)
    desk.all(query.execution_options(populate_existing=True))


def _version(article: Article, number: int, author_id: int | None) -> ArticleVersion:
    return ArticleVersion(
        number=number,
        title=article.title,
        summary=article.summary,
        body=article.body,
        author_id=author_id,
    )


def erase(desk: Desk, article: Article) -> None:
    """Take an article out of the store, with its versions and files; no way back."""
    _load(desk, article)
    search.forget(desk, article)
    desk.tell("article.deleted", article)
    desk.session.delete(article)
    desk.flush()


def reindex(desk: Desk, *found: Article) -> None:
    """Let articles be found by their texts, their tags, their category and their files."""
    search.index(desk, Article, {article.id: _texts(article) for article in found})


def _texts(article: Article) -> list[str | None]:
    return [
        article.title,
        article.summary,
        bodies.text(article.body, article.format),
        ",".join(use.name for use in article.tag_uses),
        article.category.name if article.category else None,
        *(part for file in article.files for part in (file.name, file.text)),
    ]
