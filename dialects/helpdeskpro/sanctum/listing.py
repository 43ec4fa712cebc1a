"""Lists: in the order that is asked for, narrowed, a page of them. Source: contract 1.3 and 1.7."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask.globals import request_ctx
from marshmallow import Schema, fields
from sqlalchemy import Select

from polydesk.core.desk import Desk
from polydesk.dialects.helpdeskpro.sanctum.envelope import page
from polydesk.dialects.helpdeskpro.sanctum.given import gather
from polydesk.kit import fields as kit
from polydesk.kit.dump import dump
from polydesk.kit.pages import Bounds, Numbered, Rows, cut
from polydesk.kit.perform import Answer

PAGES = Numbered()
"""Source: contract 1.3."""


def asked(**metadata: Any) -> fields.Raw:
    """A parameter that refuses nothing: what cannot be read finds nothing, or is passed over."""
    return fields.Raw(allow_none=True, metadata={"type": "string", **metadata})


class Listing(kit.Schema):
    """What every list can be asked for; what it cannot be ordered by is passed over."""

    sort = asked()
    order = asked()


class Searched(Listing):
    """A list in which can be searched."""

    search = asked()


def bounds() -> Bounds:
    """Which part of a list the running request asks for, in its query or its body."""
    asked = gather(request_ctx.request)
    sent = {name: asked.get(name) for name in (PAGES.page, PAGES.size)}
    return PAGES.bounds({name: str(one) for name, one in sent.items() if type(one) in (int, str)})


def searched(query: Mapping[str, Any]) -> str | None:
    """The text to be searched for; None for none."""
    given = query.get("search")
    return None if given is None or isinstance(given, dict | list) else str(given)


def descends(query: Mapping[str, Any]) -> bool:
    """Whether a list is wanted from its end; any other word than `desc` is `asc`."""
    return str(query.get("order")).lower() == "desc"


def column(query: Mapping[str, Any], orders: Mapping[str, Any]) -> Any | None:
    """What to order by, of `orders` by the vendor's name; None where it is nothing of these."""
    asked = query.get("sort")
    return orders.get(asked) if isinstance(asked, str) else None


def ordered(
    found: Select[Any], query: Mapping[str, Any], orders: Mapping[str, Any], *default: Any
) -> Select[Any]:
    """Rows in the order that is asked for, else by `default`; the id settles what is equal."""
    wanted = column(query, orders)
    columns = default if wanted is None else (wanted,)
    if descends(query):
        columns = tuple(one.desc() for one in columns)
    return found.order_by(None).order_by(*columns, orders["id"])


def listed(
    desk: Desk,
    rows: Select[Any] | Sequence[Any] | Rows,
    show: Any,
    shows: Schema,
    filters: Mapping[str, Any] | None = None,
) -> Answer:
    """A page of rows as `shows` writes what `show` gives of the desk and them.

    `filters` are what it is narrowed by, to be echoed; None where lists of this kind echo none.
    """
    part = cut(desk, rows, bounds())
    return Answer(page(part, [dump(shows, one) for one in show(desk, part.items)], filters))
