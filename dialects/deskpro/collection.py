"""A collection of the vendor's: declared once, with both styles of verbs and all that goes around.

Source: contract 4, 5 and 9.
"""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Collection as Several
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from flask import request
from marshmallow import Schema
from sqlalchemy import Select, inspect

from polydesk.core.desk import Desk
from polydesk.dialects.deskpro import query as asked
from polydesk.dialects.deskpro import sideload
from polydesk.dialects.deskpro.counting import Group, counted
from polydesk.dialects.deskpro.envelope import whole
from polydesk.dialects.deskpro.paths import BASE
from polydesk.dialects.deskpro.query import PAGES, Listing
from polydesk.kit.dump import dump
from polydesk.kit.pages import Page, Rows, cut
from polydesk.kit.perform import Answer
from polydesk.kit.routes import Routes, View

GONE: Mapping[str, Any] = {"data": [], "meta": {}, "linked": {}}
"""What DELETE answers. Source: contract 4.2."""
_VERBS = ("L", "C", "G", "U", "D", "#")
_DECLARED: dict[str, "Collection"] = {}


@dataclass(frozen=True, kw_only=True, eq=False)
class Collection:
    """Things at `path`, each at `path/<id>`; which verbs there are follows from what is given.

    `stem` is that of the endpoints' tags (`tickets.messages`), unique; `chapter` is where the
    document tells of them, `source` the row of the contract.

    `rows` gives a query of the rows of the list, or the rows; `get` one row by id, raising
    NotFound; `show` what `shows` writes of rows, in a constant number of statements. `read` is a
    faster way to the shown rows of a list, `find` a row for changing where `get` gives none.
    `parent` looks up what the path names before the id, and gives it by name to all of these.
    `create` gives the id of a new thing that `takes` has read, `change` and `delete` are given its
    row. `orders` are the columns by the names that `order_by` knows, `groups` what counts can be
    grouped by. Things of the type `linked` can be put beside others. `made` changes what the
    answer to a creation shows. Without `paged` the list is answered whole. `verbs` leaves some out.
    `note` tells in the table of coverage what is not as the vendor's.
    """

    path: str
    stem: str
    chapter: str
    source: str
    shows: sideload.Shows
    show: Callable[[Desk, Sequence[Any]], Sequence[Any]] = lambda _, rows: rows
    rows: Callable[..., Select[Any] | Sequence[Any]] | None = None
    read: Callable[..., Rows] | None = None
    get: Callable[..., Any] | None = None
    find: Callable[..., Any] | None = None
    parent: Callable[..., Mapping[str, Any]] | None = None
    filters: Schema = field(default_factory=Listing)
    orders: Mapping[str, Any] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    takes: Schema | None = None
    changes: Schema | None = None
    create: Callable[..., int] | None = None
    change: Callable[..., None] | None = None
    delete: Callable[..., None] | None = None
    made: Callable[[dict[str, Any]], None] | None = None
    linked: str | None = None
    paged: bool = True
    key: str = "<int:id>"
    aliases: Sequence[str] = ()
    verbs: str = "LCGUD#"
    note: str = ""

    @cached_property
    def routes(self) -> Routes:
        """The routes of the collection, and what else its chapter adds to them."""
        routes = Routes(self.stem, tag=self.chapter, prefix=BASE, errors=(401, 403))
        for verb, declare in zip(
            _VERBS,
            (self._list, self._create, self._get, self._change, self._delete, self._count),
            strict=True,
        ):
            if verb in self.verbs:
                declare(routes)
        _DECLARED[self.path] = self
        if self.linked is not None:
            sideload.register(self.linked, self.by_ids, type(self.shows))
        return routes

    @property
    def _plural(self) -> str:
        return self.path.rpartition("/")[2].replace("_", " ")

    def by_ids(self, desk: Desk, ids: Several[int]) -> Mapping[int, Any]:
        """The things of these ids as they are shown, by id; without what is not there."""
        assert self.rows is not None
        found = self.rows(desk, {})
        if isinstance(found, Select):
            id = inspect(found.column_descriptions[0]["entity"]).columns["id"]
            found = desk.all(found.where(id.in_(ids)))
        shown = [dump(self.shows, one) for one in self.show(desk, found)]
        return {one["id"]: one for one in shown if one["id"] in set(ids)}

    def row(self, desk: Desk, id: int, **parents: Any) -> Any:
        """The row of a thing. Raises NotFound."""
        assert self.get is not None
        return self.get(desk, id, **parents)

    def one(self, desk: Desk, id: int, **parents: Any) -> dict[str, Any]:
        """A thing as it is shown. Raises NotFound."""
        return self._shown(desk, self.row(desk, id, **parents))

    def _shown(self, desk: Desk, row: Any) -> dict[str, Any]:
        shown: dict[str, Any] = dump(self.shows, self.show(desk, [row])[0])
        return shown

    def single(self, desk: Desk, data: Any) -> dict[str, Any]:
        """A thing in its envelope, with what is included."""
        return whole(data, linked=sideload.put_beside(desk, self.shows, data))

    def listing(self, desk: Desk, query: Mapping[str, Any], **parents: Any) -> dict[str, Any]:
        """A page of the list in its envelope, or all of it where it is not paged."""
        bounds = asked.bounds()
        if self.read is not None:
            page = cut(desk, self.read(desk, query, **parents), bounds)
            data = [dump(self.shows, one) for one in page.items]
        else:
            found = self._narrowed(desk, query, **parents)
            if self.paged:
                page = cut(desk, found, bounds)
            else:
                rows = desk.all(found) if isinstance(found, Select) else found
                page = Page(rows, len(rows), 0, max(1, len(rows)))
            data = [dump(self.shows, one) for one in self.show(desk, page.items)]
        linked = sideload.put_beside(desk, self.shows, data)
        path = request.path.removeprefix(BASE)
        return whole(data, meta=asked.meta(page), linked=linked, links=asked.links(path, page))

    def _narrowed(self, desk: Desk, query: Mapping[str, Any], **parents: Any) -> Any:
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

    def _at(self, desk: Desk, **url: Any) -> Mapping[str, Any]:
        return url if self.parent is None else self.parent(desk, **url)

    def _at_item(self, desk: Desk, **url: Any) -> Mapping[str, Any]:
        """For `at`: the parent, then the thing."""
        id = url.pop("id")
        parents = self._at(desk, **url)
        look = (self.find if desk.writes else None) or self.get
        assert look is not None
        return {**parents, "row": look(desk, id, **parents)}

    def _described(self, view: Any, name: str, does: str) -> View:
        view.__name__ = name
        view.__doc__ = f"{does}\n\nSource: {self.source}."
        return view  # type: ignore[no-any-return]

    def _declare(
        self, routes: Routes, methods: str, path: str, view: View, **declared: Any
    ) -> None:
        aliases = [f"{alias}{path.removeprefix(self.path)}" for alias in self.aliases]
        if self.note:
            declared |= {"coverage": "partial", "note": self.note}
        routes.route(methods, path, aliases=aliases, **declared)(view)

    def _list(self, routes: Routes) -> None:
        if self.rows is None and self.read is None:
            return

        def view(desk: Desk, query: Mapping[str, Any], **parents: Any) -> Any:
            return Answer(self.listing(desk, query, **parents))

        self._declare(
            routes,
            "GET",
            self.path,
            self._described(view, "list", f"List {self._plural}."),
            at=self._at,
            query=self.filters,
            gives=self.shows,
            pages=PAGES,
            errors=(400, 404) if self.parent else (400,),
        )

    def _get(self, routes: Routes) -> None:
        if self.get is None:
            return

        def view(desk: Desk, row: Any, **_: Any) -> Any:
            return Answer(self.single(desk, self._shown(desk, row)))

        view = self._described(view, "get", f"Show one of {self._plural}.")
        path = f"{self.path}/{self.key}"
        self._declare(routes, "GET", path, view, at=self._at_item, gives=self.shows, errors=(404,))

    def _create(self, routes: Routes) -> None:
        if self.create is None:
            return
        create = self.create

        def view(desk: Desk, json: dict[str, Any], **parents: Any) -> Any:
            id = create(desk, json, **parents)
            desk.flush()
            data = self.one(desk, id, **parents)
            if self.made is not None and not asked.follows():
                self.made(data)
            headers = {"Location": self._location(f"{request.path}/{data['id']}")}
            return Answer(self.single(desk, data), 201), headers

        self._declare(
            routes,
            "POST PUT",
            self.path,
            self._described(view, "post", f"Make one of {self._plural}."),
            at=self._at,
            json=self.takes,
            gives=self.shows,
            status=201,
            errors=(400, 404) if self.parent else (400,),
        )

    def _change(self, routes: Routes) -> None:
        if self.change is None:
            return
        change = self.change

        def view(desk: Desk, row: Any, json: dict[str, Any], **parents: Any) -> Any:
            change(desk, row, json, **parents)
            desk.flush()
            headers = {"Location": self._location(request.path)}
            if not asked.follows():
                return Answer(None, 204), headers
            url = dict(request.view_args or {})
            return Answer(self.single(desk, self.one(desk, url["id"], **parents))), headers

        self._declare(
            routes,
            "PUT POST",
            f"{self.path}/{self.key}",
            self._described(view, "put", f"Change one of {self._plural}."),
            at=self._at_item,
            json=self.changes or self.takes,
            gives=self.shows,
            status=204,
            or_status=200,
            errors=(400, 404),
        )

    def _delete(self, routes: Routes) -> None:
        if self.delete is None:
            return
        delete = self.delete

        def view(desk: Desk, row: Any, **parents: Any) -> Any:
            delete(desk, row, **parents)
            return Answer(GONE)

        view = self._described(view, "delete", f"Take one of {self._plural} away.")
        path = f"{self.path}/{self.key}"
        self._declare(
            routes,
            "DELETE",
            path,
            view,
            at=self._at_item,
            gives={"type": "array"},
            errors=(400, 404),
        )

    def _count(self, routes: Routes) -> None:
        if self.rows is None:
            return

        def view(desk: Desk, query: Mapping[str, Any], **parents: Any) -> Any:
            found = self._narrowed(desk, query, **parents)
            by = request.args.get("group_by", "")
            return Answer(whole(counted(desk, found, by, self.groups.get(by))))

        self._declare(
            routes,
            "GET",
            f"{self.path}/counts",
            self._described(view, "list_counts", f"Count {self._plural}."),
            at=self._at,
            query=self.filters,
            gives={"type": "object"},
            errors=(400, 404) if self.parent else (400,),
        )

    def _location(self, path: str) -> str:
        """The absolute URL of a thing. Source: contract 4.2."""
        return f"{request.root_url.rstrip('/')}{path}"


def declared(path: str) -> Collection | None:
    """The collection at a path, wherever it is declared; None where there is none."""
    return _DECLARED.get(path)


def _id(row: Any) -> Any:
    return row["id"] if isinstance(row, Mapping) else row.id
