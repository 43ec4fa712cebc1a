"""What narrows a list of articles, and what stands in the columns that only this vendor has.

Source: contract 12, row `/downloads`: "filters on articles".
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    case,
    cast,
    func,
    literal_column,
    or_,
    select,
)

from polydesk.core.desk import Desk
from polydesk.core.models import MAX_ID, Article, Record
from polydesk.core.records import text
from polydesk.dialects.deskpro.fields import stamp, whole
from polydesk.dialects.deskpro.record_filters import Filter, in_list, within
from polydesk.dialects.deskpro.settings import DIALECT

FIRST: ColumnElement[int] = literal_column("1")
"""For GROUP BY: the first column, whose binds would be others there."""
COMMENTS = "article_comments"
PUBLISHED, UNPUBLISHED = "published", "hidden.unpublished"
Condition = ColumnElement[bool]


def own(name: str) -> Any:
    """What this vendor alone keeps of an article, as text."""
    return Article.extras[(DIALECT, name)].as_string()


STATUS = case(
    (Article.published, literal_column(f"'{PUBLISHED}'")),
    (own("status").is_(None), literal_column(f"'{UNPUBLISHED}'")),
    (own("status") == PUBLISHED, literal_column(f"'{UNPUBLISHED}'")),
    else_=own("status"),
)
"""The status; one that another vendor's clients have published, or hidden, is so here too."""

PUBLISHED_AT = func.coalesce(
    func.replace(func.substr(own("date_published"), 1, 19), "T", " "),
    case((Article.published, func.substr(cast(Article.created_at, String), 1, 19))),
)
"""Since when an article is published, as databases write moments, to the second: to sort by."""


def narrowed(desk: Desk, query: Mapping[str, Any]) -> Select[Article]:
    """The articles that a query asks for, which is of `schemas.articles.ArticleListing`."""
    asked = (find(desk, name, query[name]) for name, find in _FIND.items() if query.get(name))
    return select(Article).where(*asked)


def comments() -> Select[Any]:
    """The ids of articles, as text, for each of their comments."""
    return select(text("article")).filter_by(dialect=DIALECT, collection=COMMENTS)


def _author(_: Desk, __: str, values: Sequence[str]) -> Condition:
    ids = [id for one in values if (id := whole(one)) is not None and id <= MAX_ID]
    return Article.author_id.in_(ids)


def _category(_: Desk, __: str, values: Sequence[str]) -> Condition:
    listed = own("categories")
    ids = [id for one in values if (id := whole(one)) is not None]
    return or_(literal_column("1") == literal_column("0"), *(in_list(listed, id) for id in ids))


def _status(_: Desk, __: str, values: Sequence[str]) -> Condition:
    wanted = STATUS.in_(values)
    return or_(wanted, STATUS.startswith("hidden.")) if "hidden" in values else wanted


def _hidden(_: Desk, __: str, values: Sequence[str]) -> Condition:
    return STATUS.in_([f"hidden.{value}" for value in values])


def _published(_: Desk, __: str, period: Sequence[Any]) -> Condition:
    begin, end = period
    at = own("date_published")
    elsewhere = and_(at.is_(None), Article.published, Article.created_at.between(begin, end))
    return or_(elsewhere, at.between(stamp(begin), stamp(end)))


def _commented(_: Desk, __: str, period: Sequence[Any]) -> Condition:
    last = func.max(Record.created_at).between(*period)
    return cast(Article.id, String).in_(comments().group_by(FIRST).having(last))


_FIND: Mapping[str, Filter] = {
    "author": _author,
    "category": _category,
    "status": _status,
    "hidden_status": _hidden,
    "period_created": within(Article.created_at),
    "period_updated": within(Article.updated_at),
    "period_published": _published,
    "period_last_comment": _commented,
}
