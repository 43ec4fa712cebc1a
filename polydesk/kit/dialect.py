"""What a dialect declares of itself."""

import base64
import json
import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Flask, Request, Response

from polydesk.core.desk import Actor, Desk
from polydesk.core.hooks import Masks
from polydesk.core.outbox import Wording
from polydesk.core.worlds import Store
from polydesk.kit.credentials import CredentialKind
from polydesk.kit.limits import Limit
from polydesk.kit.pages import Page
from polydesk.kit.paths import AnyCase, Rewritten
from polydesk.kit.problem import Problem
from polydesk.kit.routes import Operation, Routes
from polydesk.kit.settings import Setting

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

MAX_BODY_BYTES = 16 * 2**20
DIALECTS = "polydesk.dialects"
"""The key among a Flask app's extensions of the dialects that it speaks."""


def _bare(body: Any) -> Any:
    return body


def _bare_page(_: Page, body: Any) -> Any:
    return body


@dataclass(frozen=True)
class Envelope:
    """How a vendor wraps what it answers.

    `error` makes the body and the status of a problem (or a whole response), `one` wraps a
    result, `page` a page's items. `describe` and `describe_page` wrap the OpenAPI schemas alike,
    `error_schema` is that of an error's body, which is of the type `error_type`.
    """

    error: Callable[[Problem], tuple[Any, int] | Response]
    error_schema: Mapping[str, Any]
    error_type: str = "application/json"
    one: Callable[[Any], Any] = _bare
    page: Callable[[Page, Any], Any] = _bare_page
    describe: Callable[[Any], Any] = _bare
    describe_page: Callable[[Any], Any] = _bare


@dataclass(frozen=True)
class Document:
    """What the OpenAPI document says beside the operations.

    `security` has the schemes by which a caller may prove who they are, one of them everywhere;
    `more_security` those that only work for operations which name them.
    """

    path: str = "/openapi.json"
    title: str = ""
    version: str = "1.0.0"
    description: str = ""
    security: Mapping[str, Any] = field(default_factory=dict)
    more_security: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Chore:
    """What falls due by the world's clock alone, and has to be done before anybody looks.

    `is_due` costs a statement at most and writes nothing; `do` does it, in a writing desk.
    """

    is_due: Callable[[Desk], bool]
    do: Callable[[Desk], None]


@dataclass(frozen=True, eq=False)
class Dialect:
    """A vendor's API: its routes, and what they all share.

    `routes` may be what gives them, so that who only asks for a credential need not wait for them.
    `authenticate` says who calls: it sets `desk.credential`, and gives None without credentials; it
    raises Unauthenticated for bad ones. `admits` raises Forbidden for who may not call an operation
    that is not public; their call counts all the same. `settings` are the world's settings of this
    dialect with their defaults. `objects` maps a table's name to the operations that show one row
    of it. `after` changes finished responses. `gather` gives all that a request brings, where a
    vendor has rules of its own for that: every schema then reads of it, whatever its place.
    `reads_json_always` takes bodies for JSON whatever their Content-Type says; where `needs_body`,
    none is malformed too. `chore` is done before a request that finds it due. `any_slash` takes a
    path with a slash at its end for the same without one; `any_case` takes it in any letter case
    too, with doubled slashes, and below each of `mounts`. `rewrite` changes the environment of a
    request before it is routed. `preflight` answers every OPTIONS, whoever asks. Strangers get no
    further than to be refused below the path `guarded`, also where there is nothing; the calls of
    others count there too. One that `judges` says itself who may do what; the policies of the core
    are not asked then. One that `notes_callers` wants to know when, from where and with what each
    person has called last. `example` is the path of a GET that proves a credential. `webhooks` is
    how it tells its webhooks what happened, if it has any; `masks` is what it puts into the
    requests of its rules.
    """

    name: str
    title: str
    root: str
    routes: Sequence[Routes] | Callable[[], Sequence[Routes]]
    envelope: Envelope
    authenticate: Callable[[Request, Any], Actor | None]
    admits: Callable[[Request, Desk, Operation], None] | None = None
    document: Document = Document()
    credentials: Mapping[str, CredentialKind] = field(default_factory=dict)
    settings: Mapping[str, Setting] = field(default_factory=dict)
    objects: Mapping[str, Sequence[str]] = field(default_factory=dict)
    limits: Sequence[Limit] = ()
    after: Sequence[Callable[[Request, Response], Response]] = ()
    gather: Callable[[Request], Mapping[str, Any]] | None = None
    reads_json_always: bool = False
    needs_body: bool = False
    chore: Chore | None = None
    any_slash: bool = False
    any_case: bool = False
    mounts: Sequence[str] = ()
    preflight: Callable[[Request], Response] | None = None
    guarded: str | None = None
    rewrite: Callable[["WSGIEnvironment"], None] | None = None
    judges: bool = False
    notes_callers: bool = False
    example: str = "/"
    webhooks: Wording | None = None
    masks: Masks | None = None

    @cached_property
    def operations(self) -> list[Operation]:
        """All operations, chapter by chapter."""
        found = self.routes() if callable(self.routes) else self.routes
        return [operation for routes in found for operation in routes.operations]

    @cached_property
    def defaults(self) -> dict[str, Any]:
        """The settings of a blank world."""
        return {name: setting.default for name, setting in self.settings.items()}

    def blueprint(self, *, max_body_bytes: int = MAX_BODY_BYTES) -> Blueprint:
        """The API as a blueprint, to be put into any Flask app that has a store.

        See `polydesk.db.attach`. Unknown paths and methods below the dialect's root are
        answered by the dialect, others are left to the app. A larger body is refused.
        """
        from polydesk.kit.app import make_blueprint

        return make_blueprint(self, max_body_bytes)

    def around(self, wsgi_app: "WSGIApplication") -> "WSGIApplication":
        """What must stand before an app that has the blueprint; `app` has it already."""
        if self.rewrite is not None:
            wsgi_app = Rewritten(wsgi_app, self.rewrite)
        return AnyCase(wsgi_app, self.mounts) if self.any_case else wsgi_app

    def app(self, store: Store, *, max_body_bytes: int = MAX_BODY_BYTES) -> Flask:
        """The API as a Flask app of its own."""
        from polydesk.kit.app import make_app

        return make_app(self, store, max_body_bytes)

    def curl(self, base_url: str, header: str, value: str) -> str:
        """A command line that calls the dialect with a credential, and works as it stands."""
        proof = f"-H {json.dumps(f'{header}: {value}')}"
        if value.startswith("Basic "):
            proof = f"-u {shlex.quote(base64.b64decode(value.removeprefix('Basic ')).decode())}"
        return f"curl -sS {base_url}{self.example} {proof}"
