"""A collection of the vendor's: declared once, with both styles of verbs and all that goes around.

Source: contract 4, 5 and 9.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from flask import request
from marshmallow import Schema

from polydesk.core.desk import Desk
from polydesk.dialects.deskpro import query as asked
from polydesk.dialects.deskpro import sideload
from polydesk.dialects.deskpro.counting import Group, counted
from polydesk.dialects.deskpro.envelope import whole
from polydesk.dialects.deskpro.paths import BASE, root
from polydesk.dialects.deskpro.query import PAGES, Listing
from polydesk.dialects.deskpro.readable import Readable
from polydesk.kit.perform import Answer
from polydesk.kit.routes import Routes, View

GONE: Mapping[str, Any] = {"data": [], "meta": {}, "linked": {}}
"""What DELETE answers. Source: contract 4.2."""
_VERBS = ("L", "C", "G", "U", "D", "#")
_DECLARED: dict[str, "Collection"] = {}


@dataclass(frozen=True, kw_only=True, eq=False)
class Collection(Readable):
    """Things at `path`, each at `path/<id>`; which verbs there are follows from what is given.

    `stem` is that of the endpoints' tags (`tickets.messages`), unique; `chapter` is where the
    document tells of them, `source` the row of the contract.

    `find` gives a row for changing where `get` gives none. `parent` looks up what the path names
    before the id, and gives it by name to all of these. `create` gives the id of a new thing that
    `takes` has read, or the thing as it is shown; `change` and `delete` are given its row. `groups`
    are what counts can be grouped by. Things of the type `linked` can be put beside others. `made`
    changes what the answer to a creation shows. `verbs` leaves some out. `note` tells in the table
    of coverage what is not as the vendor's.
    """

    path: str
    stem: str
    chapter: str
    source: str
    find: Callable[..., Any] | None = None
    parent: Callable[..., Mapping[str, Any]] | None = None
    filters: Schema = field(default_factory=Listing)
    groups: Mapping[str, Group] = field(default_factory=dict)
    takes: Schema | None = None
    changes: Schema | None = None
    create: Callable[..., int | dict[str, Any]] | None = None
    change: Callable[..., None] | None = None
    delete: Callable[..., None] | None = None
    made: Callable[[dict[str, Any]], None] | None = None
    linked: str | None = None
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
            return Answer(self.single(desk, self.shown(desk, row)))

        view = self._described(view, "get", f"Show one of {self._plural}.")
        path = f"{self.path}/{self.key}"
        self._declare(routes, "GET", path, view, at=self._at_item, gives=self.shows, errors=(404,))

    def _create(self, routes: Routes) -> None:
        if self.create is None:
            return

        def view(desk: Desk, json: dict[str, Any], **parents: Any) -> Any:
            data = self.new(desk, json, **parents)
            if self.made is not None and not asked.follows():
                self.made(data)
            headers = {"Location": f"{root()}{request.path}/{data['id']}"}  # contract 4.2
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

    def new(self, desk: Desk, json: dict[str, Any], **parents: Any) -> dict[str, Any]:
        """A thing that is made now, as it is shown."""
        assert self.create is not None
        made = self.create(desk, json, **parents)
        desk.flush()
        return self.one(desk, made, **parents) if isinstance(made, int) else made

    def _change(self, routes: Routes) -> None:
        if self.change is None:
            return
        change = self.change

        def view(desk: Desk, row: Any, json: dict[str, Any], **parents: Any) -> Any:
            change(desk, row, json, **parents)
            desk.flush()
            headers = {"Location": f"{root()}{request.path}"}
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
            found = self.narrowed(desk, query, **parents)
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


def declared(path: str) -> Collection | None:
    """The collection at a path, wherever it is declared; None where there is none."""
    return _DECLARED.get(path)
