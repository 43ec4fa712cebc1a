"""The knowledge base, read as columns and put together for `schemas.knowledge`.

What comes out are plain mappings; moments are still moments. Source: contract 6.5 and 7.14.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from sqlalchemy import bindparam, exists, select

from polydesk.core import categories
from polydesk.core.categories import Node
from polydesk.core.desk import Desk
from polydesk.core.errors import Hidden, NotFound
from polydesk.core.models import Article, ArticleTag, File, Tag
from polydesk.dialects.desteksitesi import attached, marks, sight, sorting

_HAS_FILES = exists(select(File.id).where(File.article_id == Article.id)).correlate(Article)
_COLUMNS = (
    Article.id,
    Article.title,
    Article.techs_only,
    Article.category_id,
    Article.created_at,
    _HAS_FILES.label("has_files"),
)
_ALL = select(*_COLUMNS).where(Article.published).order_by(Article.id)
_ONE = select(*_COLUMNS, Article.body, Article.format, Article.updated_at).where(
    Article.id == bindparam("key"), Article.published
)
_USES = select(ArticleTag.article_id, Tag.id, Tag.name).join(ArticleTag.tag)
_ALL_TAGS = (
    _USES.join(Article, ArticleTag.article_id == Article.id)
    .where(Article.published)
    .order_by(Tag.id, ArticleTag.id)
)
_TAGS = _USES.where(ArticleTag.article_id == bindparam("article")).order_by(ArticleTag.position)
_NOT_A_WORD = re.compile(r"[\W_]+")
_LONGEST_SLUG = 80


def listed(desk: Desk, category_id: int | None) -> dict[str, Any]:
    """All articles that the caller may read, of one category if given; three statements at most."""
    sees_all = sight.is_tech(desk)
    found = [
        (row, node)
        for row in desk.rows(_ALL)
        if (node := _category(desk, row.category_id)) is not None
        and (category_id is None or node.id == category_id)
        and (sees_all or not _is_techs_only(row, node))
    ]
    files = attached.of_articles(desk, [row.id for row, _ in found if row.has_files])
    counted = Counter(node for _, node in found)
    uses = desk.rows(_ALL_TAGS) if found else ()
    return {
        "articles": [_item(row, node, files.get(row.id, ())) for row, node in found],
        "categories": sorted(
            (sorting.shown(desk, node) | {"count": count} for node, count in counted.items()),
            key=lambda category: (category["full_name"].casefold(), category["id"]),
        ),
        "tags": _tags(uses, {row.id for row, _ in found}),
    }


def detail(desk: Desk, id: int) -> dict[str, Any]:
    """One article, in at most three statements. Raises NotFound, and Hidden for techs-only ones."""
    found = desk.rows(_ONE, key=id)
    node = _category(desk, found[0].category_id) if found else None
    if not found or node is None:
        raise NotFound("article", id)
    row = found[0]
    if _is_techs_only(row, node) and not sight.is_tech(desk):
        raise Hidden("article", id)
    files = attached.of_articles(desk, [id]) if row.has_files else {}
    return {
        **_item(row, node, files.get(id, ())),
        "body": marks.shown(row.body, row.format),
        "category": node.name,
        "category_notes": node.notes,
        "url_id": None,
        "updated_at": row.updated_at,
        "url": f"{attached.base()}/KB/View/{id}",
        "tags": _tags(desk.rows(_TAGS, article=id), {id}),
    }


def _category(desk: Desk, id: int | None) -> Node | None:
    """The article's category; the default one for None, and None where there is none at all."""
    path = categories.path(desk, id)
    return path[-1] if path else None


def _is_techs_only(row: Any, node: Node) -> bool:
    return row.techs_only or sorting.is_for_techs(node)


def _item(row: Any, node: Node, files: Sequence[Any]) -> dict[str, Any]:
    url_id = f"{row.id}-{_slug(row.title)}".rstrip("-")
    return {
        "attachments": files,
        "id": row.id,
        "title": row.title,
        "body": None,
        "techs_only": row.techs_only,
        "category_id": node.id,
        "category": None,
        "category_notes": None,
        "tag_string": None,
        "url_id": url_id,
        "created_at": row.created_at,
        "updated_at": None,
        "url": f"{attached.base()}/KB/View/{quote(url_id)}",
        "tags": None,
    }


def _slug(title: str) -> str:
    """`sample-kb-article`; empty where nothing is a word."""
    return _NOT_A_WORD.sub("-", title.casefold())[:_LONGEST_SLUG].strip("-")


def _tags(uses: Iterable[Any], among: set[int]) -> list[Mapping[str, Any]]:
    """The tags of these articles, each once in the order they come, with how many have it."""
    names = {use.id: use.name for use in uses if use.article_id in among}
    counts = Counter(use.id for use in uses if use.article_id in among)
    return [{"id": id, "name": name, "count": counts[id]} for id, name in names.items()]
