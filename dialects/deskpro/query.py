"""What every list understands: pages, order, ids. Source: contract 5.2 and 5.3."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from flask import request
from marshmallow import post_load
from sqlalchemy import ColumnElement

from polydesk.core.models import MAX_ID
from polydesk.dialects.deskpro import custom_query
from polydesk.dialects.deskpro.fields import Line, Listed, whole
from polydesk.kit.fields import Schema
from polydesk.kit.pages import Bounds, Numbered, Page

_MOST_IDS = 10000  # what databases take in one statement
PAGES = Numbered(page="page", size="count", default=10, most=1000)


class Listing(Schema):
    """What a list may be asked for beside its own filters; nothing of it is ever refused."""

    ids = Listed()
    order_by = Line(most=2**31)
    order_dir = Line(most=2**31)
    group_sort = Line(most=2**31)
    include = Listed()
    inline_sideloads = Line(most=2**31)

    @post_load(pass_original=True)
    def gather(self, read: dict[str, Any], sent: Mapping[str, str], **_: Any) -> dict[str, Any]:
        """Add what is asked of custom fields, for `custom_query.conditions`."""
        custom = custom_query.asked(sent)
        return {**read, custom_query.KEY: custom} if custom else read


def bounds() -> Bounds:
    """The page that is asked for; `limit` is another word for `count`."""
    asked = dict(request.args.items())
    asked.setdefault("count", asked.get("limit", ""))
    return PAGES.bounds(asked)


@dataclass(frozen=True)
class Order:
    """By which field, and whether the largest come first; by id where that is no field."""

    name: str = "id"
    descending: bool = False

    def by(self, columns: Mapping[str, Any], id: Any) -> Sequence[ColumnElement[Any]]:
        """The SQL: those without a value come last, ties go by id in the same direction."""
        column = columns.get(self.name, id)
        keys = [id] if column is id else [column, id]
        ordered = [key.desc() if self.descending else key.asc() for key in keys]
        return ordered if column is id else [column.is_(None), *ordered]


def order(query: Mapping[str, Any]) -> Order:
    """The order that a list is asked for."""
    direction = query.get("order_dir") or query.get("group_sort") or ""
    return Order(query.get("order_by") or "id", direction.strip().lower() == "desc")


def chosen(query: Mapping[str, Any]) -> Sequence[int] | None:
    """The ids that a list is restricted to; None for no such restriction."""
    return named_ids(query["ids"]) if query.get("ids") else None


def named_ids(words: Sequence[str]) -> Sequence[int]:
    """The ids that a parameter names, of those that rows may have; of very many the first."""
    found = [id for one in words if (id := whole(one)) is not None and id <= MAX_ID]
    return list(dict.fromkeys(found))[:_MOST_IDS]


def follows() -> bool:
    """Whether an update is to be answered with the thing. Source: contract 4.2."""
    return request.args.get("follow_location", "").lower() in ("1", "true")


def meta(page: Page) -> dict[str, Any]:
    """How much there is, in both generations' words. Source: contract 5.2."""
    count, last = len(page.items), page.last
    pagination = {
        "total": page.total,
        "count": count,
        "per_page": page.size,
        "current_page": page.number,
        "total_pages": last,
    }
    flat = {
        "count": count,
        "total_count": page.total,
        "total": page.total,
        "page": page.number,
        "per_page": page.size,
        "total_pages": last,
    }
    return {"pagination": pagination, **flat}


def links(path: str, page: Page) -> dict[str, str | None]:
    """Where the other pages are, relative to the root of the API. Source: contract 5.2."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "page"]

    asked = [urlencode(kept)] if kept else []
    path = quote(path, safe="/@:")

    def at(number: int) -> str:
        parts = [*asked, f"page={number}"] if number > 1 else asked
        return f"{path}?{'&'.join(parts)}" if parts else path

    number, last = page.number, page.last
    return {
        "first": at(1),
        "next": at(number + 1) if number < last else None,
        "prev": at(number - 1) if 1 < number <= last + 1 else None,
        "last": at(last),
        "self": at(number),
    }
