"""A collection of the vendor's: declared once, with all its routes. Source: contract 1.3, 1.4."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import Select

from polydesk.core.desk import Desk
from polydesk.dialects.helpdeskpro.sanctum.fields import Schema, chosen
from polydesk.dialects.helpdeskpro.sanctum.listing import PAGES, Listing, listed
from polydesk.kit.pages import Rows
from polydesk.kit.routes import Routes, View


@dataclass(frozen=True, kw_only=True, eq=False)
class Collection:
    """Things at `path`, each at `path/<id>`; which routes there are follows from what is given.

    `stem` begins the names of the operations (`users.create`), `chapter` is where the document
    tells of them, `source` the row of the contract. `thing` is what one is called in sentences.

    `rows` gives a query of what the list holds, or the rows, for a desk and the query sent;
    `get` one by its id, raising NotFound, `lost` one that may be in the bin. `show` makes of rows
    what `shows` writes, in a constant number of statements; where one alone is shown with more,
    `detail` makes of a row what `details` writes. `create` makes a row of what `new` has read,
    `change` is given a row and what was sent of it, `delete` and `restore` a row.
    `echoes` are the parameters of the list that it was narrowed by; None where it does not say.
    Where it is `brief`, one that is made or restored is shown as in the list. `may_stay` is whether
    `delete` may refuse.
    `files` are the names of uploads, which `create` and `change` read from the request.
    `note` tells in the table of coverage what is not as the vendor's.
    """

    path: str
    stem: str
    chapter: str
    source: str
    thing: str
    shows: Schema
    show: Callable[[Desk, Sequence[Any]], Sequence[Any]] = lambda _, rows: rows
    details: Schema | None = None
    detail: Callable[[Desk, Any], Any] | None = None
    rows: Callable[[Desk, Mapping[str, Any]], Select[Any] | Sequence[Any] | Rows] | None = None
    get: Callable[[Desk, int], Any] | None = None
    lost: Callable[[Desk, int], Any] | None = None
    filters: type[Listing] = Listing
    echoes: Sequence[str] | None = None
    new: type[Schema] | None = None
    changes: type[Schema] | None = None
    create: Callable[[Desk, dict[str, Any]], Any] | None = None
    change: Callable[[Desk, Any, dict[str, Any]], None] | None = None
    delete: Callable[[Desk, Any], None] | None = None
    restore: Callable[[Desk, Any], None] | None = None
    brief: bool = False
    may_stay: bool = False
    files: Sequence[str] = ()
    note: str = ""

    @cached_property
    def routes(self) -> Routes:
        """The routes of the collection, to which its chapter may add others."""
        routes = Routes(self.stem, tag=self.chapter, prefix=self.path, errors=(401, 429))
        for declare in (
            self._list,
            self._create,
            self._show,
            self._change,
            self._delete,
            self._restore,
        ):
            declare(routes)
        return routes

    def one(self, desk: Desk, row: Any) -> Any:
        """What is shown of one alone, to be written by `written`."""
        desk.flush()
        return self.show(desk, [row])[0] if self.detail is None else self.detail(desk, row)

    @property
    def written(self) -> Schema:
        """How one alone is written."""
        return self.details or self.shows

    def _again(self, desk: Desk, row: Any) -> Any:
        """What is shown of one that is made or restored."""
        desk.flush()
        return self.show(desk, [row])[0] if self.brief else self.one(desk, row)

    @property
    def _written_again(self) -> Schema:
        return self.shows if self.brief else self.written

    def at(self, desk: Desk, id: int) -> Mapping[str, Any]:
        """For `at`: the row of the URL. Raises NotFound."""
        assert self.get is not None
        return {"row": self.get(desk, id)}

    def _at_lost(self, desk: Desk, id: int) -> Mapping[str, Any]:
        assert self.lost is not None
        return {"row": self.lost(desk, id)}

    def _declare(
        self, routes: Routes, methods: str, path: str, view: View, does: str, **declared: Any
    ) -> None:
        view.__name__, _, told = does.partition(": ")
        view.__doc__ = f"{told}\n\nSource: {self.source}."
        if self.note:
            declared |= {"coverage": "partial", "note": self.note}
        routes.route(methods, path, **declared)(view)

    def _list(self, routes: Routes) -> None:
        if self.rows is None:
            return
        find = self.rows

        def view(desk: Desk, query: Mapping[str, Any]) -> Any:
            echoed = None if self.echoes is None else chosen(query, self.echoes)
            return listed(desk, find(desk, query), self.show, self.shows, echoed)

        self._declare(
            routes,
            "GET",
            "",
            view,
            f"index: List {self.stem.replace('_', ' ')}.",
            query=self.filters(),
            gives=self.shows,
            pages=PAGES,
        )

    def _create(self, routes: Routes) -> None:
        if self.create is None:
            return
        create = self.create
        assert self.new is not None

        def view(desk: Desk, json: dict[str, Any]) -> Any:
            return self._again(desk, create(desk, json))

        self._declare(
            routes,
            "POST",
            "",
            view,
            f"create: Make a new {self.thing}.",
            json=self.new(),
            gives=self._written_again,
            status=201,
            errors=(422,),
            files=tuple(self.files),
        )

    def _show(self, routes: Routes) -> None:
        if self.get is None:
            return
        self._declare(
            routes,
            "GET",
            "/<number:id>",
            lambda desk, row: self.one(desk, row),
            f"show: Show one {self.thing}.",
            at=self.at,
            gives=self.written,
            errors=(404,),
        )

    def _change(self, routes: Routes) -> None:
        if self.change is None:
            return
        change = self.change
        taken = self.changes or (self.new and self.new.changing)
        assert taken is not None

        def view(desk: Desk, row: Any, json: dict[str, Any]) -> Any:
            change(desk, row, json)
            return self.one(desk, row)

        self._declare(
            routes,
            "PUT PATCH",
            "/<number:id>",
            view,
            f"change: Change what is sent of one {self.thing}.",
            at=self.at,
            json=taken(),
            gives=self.written,
            errors=(404, 422),
            files=tuple(self.files),
        )

    def _delete(self, routes: Routes) -> None:
        if self.delete is None:
            return
        delete = self.delete
        self._declare(
            routes,
            "DELETE",
            "/<number:id>",
            lambda desk, row: delete(desk, row),
            f"delete: Delete one {self.thing}.",
            at=self.at,
            status=204,
            errors=(404, 422) if self.may_stay else (404,),
        )

    def _restore(self, routes: Routes) -> None:
        if self.restore is None:
            return
        restore = self.restore

        def view(desk: Desk, row: Any) -> Any:
            restore(desk, row)
            return self._again(desk, row)

        self._declare(
            routes,
            "POST",
            "/<number:id>/restore",
            view,
            f"restore: Bring one {self.thing} back from the bin, if it is there.",
            at=self._at_lost,
            gives=self._written_again,
            errors=(404,),
        )
