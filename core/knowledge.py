"""Articles: written, searched, kept in all versions."""

from collections.abc import Sequence

from sqlalchemy import Select, select

from polydesk.core import catalogue, search
from polydesk.core.desk import Desk
from polydesk.core.models import Article, ArticleTag, ArticleVersion, Category, File, Format, Person
from polydesk.core.people import Reference


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
        tag_uses=[
            ArticleTag(position=position, tag=tag, name=name)
            for position, (name, tag) in enumerate(
                zip(tags, catalogue.tags(desk, tags), strict=True)
            )
        ],
        versions=[
            ArticleVersion(number=1, title=title, summary=summary, body=body, author_id=author.id)
        ],
        files=list(files),
    )
    desk.add_all([*files, article])
    reindex(desk, article)
    desk.tell("article.created", article)
    return article


def reindex(desk: Desk, *found: Article) -> None:
    """Let articles be found by their texts, their tags, their category and their files."""
    search.index_all(desk, Article, {article.id: _texts(article) for article in found})


def _texts(article: Article) -> list[str | None]:
    return [
        article.title,
        article.summary,
        article.body,
        ",".join(use.name for use in article.tag_uses),
        article.category.name if article.category else None,
        *(part for file in article.files for part in (file.name, file.text)),
    ]
