"""Paths: what stands in a URL for a row, and what it means to vendors who mind no letter case."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from werkzeug.routing import BaseConverter

from polydesk.core.models import MAX_ID

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ULID = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}", re.IGNORECASE | re.ASCII)
_SLASHES = re.compile("//+")


class IdConverter(BaseConverter):
    """A decimal number in a URL; what is too large for an id becomes one that nothing has."""

    regex = r"\d+"
    weight = 50  # before text, as werkzeug's own numbers

    def to_python(self, value: str) -> int:
        return min(int(value), MAX_ID + 1) if len(value) < 30 else MAX_ID + 1

    def to_url(self, value: int) -> str:
        return str(value)


class NumberConverter(BaseConverter):
    """As `IdConverter`; whatever else stands there becomes 0, which is no row's number."""

    def to_python(self, value: str) -> int:
        digits = value.isascii() and value.isdecimal()
        return min(int(value), MAX_ID + 1) if digits and len(value) < 30 else 0

    def to_url(self, value: int) -> str:
        return str(value)


class UlidConverter(BaseConverter):
    """A ULID in a URL, in any letter case; what is none becomes the empty text, which is no key."""

    def to_python(self, value: str) -> str:
        return value.upper() if ULID.fullmatch(value) else ""


class Rewritten:
    """A WSGI app that sees each request as `rewrite` has changed it."""

    def __init__(
        self, app: "WSGIApplication", rewrite: "Callable[[WSGIEnvironment], None]"
    ) -> None:
        self._app, self._rewrite = app, rewrite

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        self._rewrite(environ)
        return self._app(environ, start_response)


class AnyCase:
    """A WSGI app that finds its paths in any letter case, with slashes doubled or one at the end.

    Nothing is redirected. Below each of `mounts` all is found again; URLs that are answered begin
    with the mount that was asked, as it was written.
    """

    def __init__(self, app: "WSGIApplication", mounts: Sequence[str] = ()) -> None:
        self._app = app
        self._mounts = tuple(mounts)

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        path = _SLASHES.sub("/", f"/{environ.get('PATH_INFO', '')}")
        for mount in self._mounts:
            if path.lower().startswith(f"{mount}/"):
                environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + path[: len(mount)]
                path = path[len(mount) :]
                break
        environ["PATH_INFO"] = path.lower().rstrip("/") or "/"
        return self._app(environ, start_response)
