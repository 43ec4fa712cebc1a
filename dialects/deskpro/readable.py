"""How a collection of the vendor's is read: one thing, some, or a page. Source: contract 5."""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Collection as Several
from dataclasses import dataclass, field
from typing import Any

from flask import request
from sqlalchemy import Select, inspect

from polydesk.core.desk import Desk
from polydesk.dialects.deskpro import query as asked
from polydesk.dialects.deskpro import sideload
from polydesk.dialects.deskpro.envelope import whole
from polydesk.dialects.deskpro.paths import BASE
from polydesk.kit.dump import dump_all
from polydesk.kit.pages import Page, Rows, cut


@dataclass(frozen=True, kw_only=True, eq=False)
class Readable:
    """Things that are shown, and where their rows come from.

    `rows` gives a query of the rows of the list, or the rows; `get` one row by id, raising
    NotFound; `show` what `shows` writes of rows, in a constant number of statements, or with
    `written` what it has written: its keys in their order. `read` is a faster way to the shown rows
    of a list. `orders` are the columns by the names that `order_by` knows. Without `paged` the list
    is answered whole.
    """

    shows: sideload.Shows
    show: Callable[[Desk, Sequence[Any]], Sequence[Any]] = lambda _, rows: rows
    written: bool = False
    rows: Callable[..., Select[Any] | Sequence[Any]] | None = None
    read: Callable[..., Rows] | None = None
    get: Callable[..., Any] | None = None
    orders: Mapping[str, Any] = field(default_factory=dict)
    paged: bool = True

    def by_ids(self, desk: Desk, ids: Several[int]) -> Mapping[int, Any]:
        """The things of these ids as they are shown, by id; without what is not there."""
        assert self.rows is not None
        found = self.rows(desk, {})
        if isinstance(found, Select):
            id = inspect(found.column_descriptions[0]["entity"]).columns["id"]
            found = desk.all(found.where(id.in_(ids)))
        shown = self._dumped(self.show(desk, found))
        return {one["id"]: one for one in shown if one["id"] in set(ids)}

    def row(self, desk: Desk, id: int, **parents: Any) -> Any:
        """The row of a thing. Raises NotFound."""
        assert self.get is not None
        return self.get(desk, id, **parents)

    def one(self, desk: Desk, id: int, **parents: Any) -> dict[str, Any]:
        """A thing as it is shown. Raises NotFound."""
        return self.shown(desk, self.row(desk, id, **parents))

    def shown(self, desk: Desk, row: Any) -> dict[str, Any]:
        """The thing of a row as it is shown."""
        shown: dict[str, Any] = self._dumped(self.show(desk, [row]))[0]
        return shown

    def _dumped(self, shown: Sequence[Any]) -> list[Any]:
        return [*shown] if self.written else dump_all(self.shows, shown)

    def single(self, desk: Desk, data: Any) -> dict[str, Any]:
        """A thing in its envelope, with what is included."""
        return whole(data, linked=sideload.put_beside(desk, self.shows, data))

    def listing(self, desk: Desk, query: Mapping[str, Any], **parents: Any) -> dict[str, Any]:
        """A page of the list in its envelope, or all of it where it is not paged."""
        bounds = asked.bounds()
        if self.read is not None:
            page = cut(desk, self.read(desk, query, **parents), bounds)
            data = self._dumped(page.items)
        else:
            found = self.narrowed(desk, query, **parents)
            if self.paged:
                page = cut(desk, found, bounds)
            else:
                rows = desk.all(found) if isinstance(found, Select) else found
                page = Page(rows, len(rows), 0, max(1, len(rows)))
            data = self._dumped(self.show(desk, page.items))
        linked = sideload.put_beside(desk, self.shows, data)
        path = request.path.removeprefix(BASE)
        return whole(data, meta=asked.meta(page), linked=linked, links=asked.links(path, page))

    def narrowed(self, desk: Desk, query: Mapping[str, Any], **parents: Any) -> Any:
        """The rows of the list that are asked for by id, in order."""
        assert self.rows is not None
        found = self.rows(desk, query, **parents)
        ids = asked.chosen(query)
        if not isinstance(found, Select):
            return found if ids is None else [row for row in found if _id(row) in ids]
        id = inspect(found.column_descriptions[0]["entity"]).columns["id"]
        if ids is not None:
            found = found.where(id.in_(ids))
        return found.order_by(None).order_by(*asked.order(query).by(self.orders, id))


def _id(row: Any) -> Any:
    return row["id"] if isinstance(row, Mapping) else row.id
