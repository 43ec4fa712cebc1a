"""Several dialects and the control plane behind one door: by root, by prefix or by host."""

import dataclasses
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from polydesk import control
from polydesk.control.context import MOUNT, declared_by, kinds_of
from polydesk.core.worlds import MAIN, Store
from polydesk.db import WORLD
from polydesk.intake import receive
from polydesk.kit.app import UNAVAILABLE
from polydesk.kit.dialect import Dialect
from polydesk.readiness import Readiness
from polydesk.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PATIENCE = 0.3
"""For how many seconds a request waits for a server that is just starting, before it gets a 503."""
DIALECT = "polydesk.dialect"
"""The WSGI environment's key for the dialect that answers, for the log."""


def make_site(settings: Settings, store: Store, dialects: Mapping[str, Dialect]) -> "Site":
    """The site of these dialects; raises ValueError for several at one root."""
    if settings.mount == "root" and len(dialects) != 1:
        raise ValueError("mount: root takes one dialect; for several there are prefix and host")
    return Site(settings, store, dialects)


class Site:
    """A WSGI application: `/~<world>` before a path, or `X-Polydesk-World`, chooses the world."""

    def __init__(self, settings: Settings, store: Store, dialects: Mapping[str, Dialect]) -> None:
        self.settings, self.store, self.dialects = settings, store, dialects
        self.ready = Readiness()
        store.wordings.update({n: d.webhooks for n, d in dialects.items() if d.webhooks})
        store.masks.update(
            {
                n: dataclasses.replace(d.masks, base_url=partial(self.base_url, n))
                for n, d in dialects.items()
                if d.masks
            }
        )
        self._most = settings.max_body_bytes
        self.apps = _Apps(
            {n: partial(d.app, store, max_body_bytes=self._most) for n, d in dialects.items()}
        )
        self._front: WSGIApplication = self._dispatch
        if settings.trusted_proxies:
            proxies = settings.trusted_proxies
            self._front = ProxyFix(
                self._dispatch, proxies, proxies, proxies, proxies, x_prefix=proxies
            )

    def load(self) -> None:
        """Load every dialect that nobody has asked for yet; raises what one of them raises."""
        for name in self.apps:
            self.apps[name]

    @cached_property
    def control(self) -> Flask:
        """The control plane, made when first asked for: many servers never are."""
        return control.make_app(self, self.settings.max_body_bytes)

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        return self._front(environ, start_response)

    def _dispatch(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        receive(environ, self._most)
        environ[MOUNT] = environ.get("SCRIPT_NAME", "")
        _enter_world(environ)
        app = self._choose(environ)
        self._claim_public_url(environ)
        return app(environ, start_response)

    def _claim_public_url(self, environ: "WSGIEnvironment") -> None:
        """Let absolute URLs begin as the setting says."""
        if self.settings.public_url is None:
            return
        url = urlsplit(self.settings.public_url)
        dialect = environ.get(DIALECT) if self.settings.mount == "host" else None
        environ["wsgi.url_scheme"] = url.scheme
        environ["HTTP_HOST"] = f"{dialect}.{url.netloc}" if dialect else url.netloc
        environ["SCRIPT_NAME"] = url.path.rstrip("/") + environ.get("SCRIPT_NAME", "")

    def _choose(self, environ: "WSGIEnvironment") -> "WSGIApplication":
        """The app for a request; what is no dialect's is the control plane's, which answers 404."""
        path = environ.get("PATH_INFO", "")
        if path == control.ROOT or path.startswith(f"{control.ROOT}/"):
            return self.control
        name = self._name(environ, path)
        if name is None:
            return self.control
        environ[DIALECT] = name
        reason = self.ready.wait(PATIENCE)
        if reason is not None:
            environ[UNAVAILABLE] = reason
        return self.apps[name]

    def _name(self, environ: "WSGIEnvironment", path: str) -> str | None:
        match self.settings.mount:
            case "root":
                return next(iter(self.dialects))
            case "host":
                name = environ.get("HTTP_HOST", "").partition(".")[0].lower()
                return name if name in self.dialects else None
            case _:
                name, slash, rest = path.removeprefix("/").partition("/")
                if name not in self.dialects:
                    return None
                environ["SCRIPT_NAME"] = f"{environ.get('SCRIPT_NAME', '')}/{name}"
                environ["PATH_INFO"] = slash + rest
                return name

    def base_url(self, dialect: str, world: str = MAIN, *, origin: str | None = None) -> str:
        """Where clients find a dialect, in a world; `origin` is scheme and host of the server."""
        origin = self.settings.public_url or origin or self.origin
        if self.settings.mount == "host":
            url = urlsplit(origin)
            domain = url.netloc if self.settings.public_url else self._domain(url.netloc)
            origin = f"{url.scheme}://{dialect}.{domain}"
        where = "" if world == MAIN else f"/~{world}"
        prefix = f"/{dialect}" if self.settings.mount == "prefix" else ""
        return origin.rstrip("/") + where + prefix + self.dialects[dialect].root

    def _domain(self, netloc: str) -> str:
        """What dialects' names stand before, of a host that a request came to: no other name."""
        first, dot, rest = netloc.partition(".")
        if dot and first in self.dialects:
            return rest
        return netloc.replace("127.0.0.1", "localhost", 1).replace("[::1]", "localhost", 1)

    @property
    def origin(self) -> str:
        """Where the server listens, as a client on this machine would write it."""
        host = self.settings.host
        if self.settings.mount == "host" and self.settings.is_loopback:
            host = "localhost"
        return f"http://{f'[{host}]' if ':' in host else host}:{self.settings.port}"

    def seed_scenario(self, name: str) -> list[dict[str, Any]]:
        """Add a scenario, shipped or in a file, to the world `main`; gives its credentials.

        Raises ValueError for a name or file that there is not, Invalid for one that is wrong.
        """
        from polydesk.control import scenario

        given = scenario.read(name)
        with self.store.desk() as desk:
            declared = declared_by(self.dialects)
            seeded = scenario.seed(desk, given, kinds_of(self.dialects), declared)
        return dataclasses.asdict(seeded)["credentials"]  # type: ignore[no-any-return]


class _Apps(Mapping[str, Flask]):
    """The dialects' apps by name, each made once, when it is first asked for.

    Whoever asks for one need not wait for the others: together they take longer than all the rest
    of a start.
    """

    def __init__(self, make: Mapping[str, Callable[[], Flask]]) -> None:
        self._make = make
        self._made: dict[str, Flask] = {}
        self._turns = {name: threading.Lock() for name in make}

    def __getitem__(self, name: str) -> Flask:
        if name not in self._made:
            with self._turns[name]:
                if name not in self._made:
                    self._made[name] = self._make[name]()
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._make)

    def __len__(self) -> int:
        return len(self._make)


def _enter_world(environ: "WSGIEnvironment") -> None:
    """Take `/~<world>` off the path, so that URLs answered back keep it; else read the header."""
    path = environ.get("PATH_INFO", "")
    if not path.startswith("/~"):
        world = environ.get("HTTP_X_POLYDESK_WORLD")
        if world:
            environ[WORLD] = world
        return
    world, slash, rest = path[2:].partition("/")
    environ[WORLD] = world
    environ["SCRIPT_NAME"] = f"{environ.get('SCRIPT_NAME', '')}/~{world}"
    environ["PATH_INFO"] = slash + rest
