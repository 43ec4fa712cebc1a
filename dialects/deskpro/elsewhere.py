"""Things that other collections declare, shown here as these show them."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request
from sqlalchemy import Select, func, select

from polydesk.core.desk import Desk
from polydesk.dialects.deskpro import query as asked
from polydesk.dialects.deskpro.collection import Collection, declared
from polydesk.dialects.deskpro.envelope import whole
from polydesk.dialects.deskpro.paths import BASE
from polydesk.dialects.deskpro.sideload import put_beside
from polydesk.kit.pages import Page


def listing(desk: Desk, path: str, ids: Select[Any]) -> dict[str, Any]:
    """A page of the things of the collection at `path` that have these ids, in its envelope."""
    collection = declared(path)
    page = cut(desk, collection, ids)
    linked = {} if collection is None else put_beside(desk, collection.shows, page.items)
    here = request.path.removeprefix(BASE)
    return whole(page.items, meta=asked.meta(page), linked=linked, links=asked.links(here, page))


def cut(desk: Desk, collection: Collection | None, ids: Select[Any]) -> Page:
    """The page that the request asks for of the things with these ids, as they are shown.

    What the collection does not show is left out, and so is all where there is no collection.
    """
    bounds = asked.bounds()
    if collection is None:
        return Page([], 0, bounds.offset, bounds.size)
    counted = select(func.count()).select_from(ids.order_by(None).subquery())
    total = desk.session.scalar(counted) or 0
    found: Sequence[int] = []
    if bounds.offset < total:
        found = desk.session.scalars(ids.offset(bounds.offset).limit(bounds.size)).all()
    things: Mapping[int, Any] = collection.by_ids(desk, found) if found else {}
    return Page([things[id] for id in found if id in things], total, bounds.offset, bounds.size)
