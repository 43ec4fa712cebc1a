"""How a route is declared: what it takes and from where, what it gives, with which status."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from marshmallow import Schema

from polydesk.kit.pages import Paging

View = Callable[..., Any]
V = TypeVar("V", bound=View)
Coverage = Literal["full", "partial", "none"]

ANYWHERE = "given"
"""The place that is every place: form, JSON, path and query; see `polydesk.kit.anywhere`."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True)
class Operation:
    """One row of a vendor's contract, and the view that fulfils it.

    `takes` maps a place (`json`, `query`, `form`, `values`, `given`) to the schema of what is read
    there.
    `gives` is the schema of the answer, or an OpenAPI schema for what marshmallow cannot say.
    `security` names the schemes of the document by which somebody may call a `public` operation
    that refuses others by itself; `""` is nobody's, for those that let strangers in at times.
    `at` looks up what the URL names and refuses who may not: it is called with the desk and the
    URL's parts before the body is read, and gives the view's arguments in their place.
    `files` are the names of parts of a multipart body, which the view reads from the request.
    `needs_body` says otherwise than the dialect whether there must be a body.
    `reads` are the schemas, by media type, of a body that the view reads by itself.
    `also` are further methods that do the same without being documented by the vendor, and
    `aliases` further paths.
    `writes` opens a transaction that may change something: unsafe methods do by default.
    `desk` False gives the view no desk: it works on worlds, not in one. Nor has one that is `apart`
    a desk, which is closed before: for views that ask for sub-requests; see `polydesk.kit.replay`.
    `media_types` are those that the answer may come in.
    `or_status` is another status that the answer may have.
    `errors` are the documented statuses of refusals; `note` tells what is missing or special, and
    `coverage` whether anything is.
    `pages` is how a list is asked for in parts. `public` ones are for strangers too. What is not
    `documented` is served, and stands in no document. `tag` is the chapter; `name` is the view's
    name within its chapter, and the operation's id: `tickets.create`.
    """

    methods: tuple[str, ...]
    path: str
    view: View
    takes: Mapping[str, Schema] = field(default_factory=dict)
    gives: Schema | Mapping[str, Any] | None = None
    status: int = 200
    or_status: int | None = None
    pages: Paging | None = None
    public: bool = False
    security: tuple[str, ...] = ()
    at: Callable[..., Mapping[str, Any]] | None = None
    files: tuple[str, ...] = ()
    needs_body: bool | None = None
    writes: bool = False
    desk: bool = True
    apart: bool = False
    documented: bool = True
    also: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    reads: Mapping[str, Schema] = field(default_factory=dict)
    errors: tuple[int, ...] = ()
    media_types: tuple[str, ...] = ("application/json",)
    tag: str = ""
    coverage: Coverage = "full"
    note: str = ""
    name: str = ""

    @property
    def summary(self) -> str:
        """The docstring's first line."""
        return (self.view.__doc__ or "").strip().partition("\n")[0].rstrip(".")

    @property
    def source(self) -> str:
        """What the docstring says below `Source:`, on one line."""
        _, _, source = (self.view.__doc__ or "").partition("Source:")
        return re.sub(r"\s+", " ", source).strip()

    @property
    def template(self) -> str:
        """The path as OpenAPI writes it: `/tickets/{id}`."""
        return template(self.path)


def template(path: str) -> str:
    """A path as OpenAPI writes it: `/tickets/{id}`."""
    return re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"{\1}", path)


class Routes:
    """The routes of one chapter of a vendor's documentation.

    `tag` names the chapter in OpenAPI; `errors` are documented for every route of it. `prefix`
    comes before all paths; `at` is that of every route which has none of its own.
    """

    def __init__(
        self,
        name: str,
        *,
        tag: str = "",
        errors: Sequence[int] = (),
        prefix: str = "",
        at: Callable[..., Mapping[str, Any]] | None = None,
    ) -> None:
        self.name = name
        self.prefix = prefix
        self.at = at
        self.tag = tag or name
        self.errors = tuple(errors)
        self.operations: list[Operation] = []

    def operation(self, view: str) -> Operation:
        """The operation of a view, by the view's name."""
        return next(one for one in self.operations if one.name == f"{self.name}.{view}")

    def route(
        self,
        methods: str,
        path: str,
        *,
        json: Schema | None = None,
        query: Schema | None = None,
        form: Schema | None = None,
        values: Schema | None = None,
        given: Schema | None = None,
        writes: bool | None = None,
        errors: Sequence[int] = (),
        aliases: Sequence[str] = (),
        **declared: Any,
    ) -> Callable[[V], V]:
        """Declare a view for one or several methods (`"GET POST"`); see `Operation`."""
        verbs = tuple(methods.split())
        declared.setdefault("at", self.at)
        places = {"json": json, "query": query, "form": form, "values": values, ANYWHERE: given}

        def declare(view: V) -> V:
            self.operations.append(
                Operation(
                    methods=verbs,
                    path=self.prefix + path,
                    aliases=tuple(self.prefix + alias for alias in aliases),
                    view=view,
                    takes={place: schema for place, schema in places.items() if schema},
                    writes=not SAFE.issuperset(verbs) if writes is None else writes,
                    tag=self.tag,
                    errors=(*self.errors, *errors),
                    name=f"{self.name}.{view.__name__}",
                    **declared,
                )
            )
            return view

        return declare

    def get(self, path: str, **declared: Any) -> Callable[[V], V]:
        """Declare a view for GET."""
        return self.route("GET", path, **declared)

    def post(self, path: str, **declared: Any) -> Callable[[V], V]:
        """Declare a view for POST."""
        return self.route("POST", path, **declared)

    def put(self, path: str, **declared: Any) -> Callable[[V], V]:
        """Declare a view for PUT."""
        return self.route("PUT", path, **declared)

    def patch(self, path: str, **declared: Any) -> Callable[[V], V]:
        """Declare a view for PATCH."""
        return self.route("PATCH", path, **declared)

    def delete(self, path: str, **declared: Any) -> Callable[[V], V]:
        """Declare a view for DELETE."""
        return self.route("DELETE", path, **declared)
