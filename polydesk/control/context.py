"""What the control plane knows of the site it controls."""

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

import flask
from flask import Flask

from polydesk import delivery, registry
from polydesk.core.worlds import Store
from polydesk.kit.credentials import CredentialKind, CredentialKinds
from polydesk.kit.dialect import Dialect
from polydesk.kit.settings import DeclaredSettings, Setting
from polydesk.readiness import Readiness

EXTENSION = "polydesk.site"
MOUNT = "polydesk.mount"
"""The WSGI environment's key for what a proxy has put before all paths."""
WORLD = "world"
"""In the place of a dialect: the settings of the world itself."""
OF_WORLD: Mapping[str, Setting] = {
    delivery.SETTING: Setting(False, "Whether webhooks may be at loopback and private addresses.")
}
"""Those of them that are kept as settings are; the seed is the world's own."""


class Settings(Protocol):
    """The settings that the control plane reads."""

    @property
    def control_token(self) -> str | None: ...

    @property
    def is_loopback(self) -> bool: ...


class Site(Protocol):
    """A site; `polydesk.site.Site` is one."""

    store: Store
    settings: Any
    dialects: Mapping[str, Dialect]
    ready: Readiness

    @property
    def apps(self) -> Mapping[str, Flask]: ...

    def base_url(self, dialect: str, world: str = "main", *, origin: str | None = None) -> str:
        """Where clients find a dialect, in a world."""


def site() -> Site:
    """The site of the running request."""
    found: Site = flask.current_app.extensions[EXTENSION]
    return found


class Installed(Mapping[str, Dialect]):
    """These dialects, and every other installed one.

    Scenarios are for all dialects, a server may speak one; the others are loaded when asked for,
    and only those that are loaded are iterated over.
    """

    def __init__(self, dialects: Mapping[str, Dialect]) -> None:
        self._loaded = dict(dialects)

    def __getitem__(self, name: str) -> Dialect:
        if name not in self._loaded and registry.is_known(name):
            self._loaded |= registry.find([name])
        return self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._loaded)

    def __len__(self) -> int:
        return len(self._loaded)


class Kinds(CredentialKinds):
    """The kinds of credentials of dialects, by (dialect, kind)."""

    def __init__(self, dialects: Mapping[str, Dialect]) -> None:
        self._dialects = dialects

    def __getitem__(self, key: tuple[str, str]) -> CredentialKind:
        dialect, kind = key
        return self._dialects[dialect].credentials[kind]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return ((name, kind) for name, one in self._dialects.items() for kind in one.credentials)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class Declared(DeclaredSettings):
    """The settings of dialects, by dialect and name; the world's own are under `world`."""

    def __init__(self, dialects: Mapping[str, Dialect]) -> None:
        self._dialects = dialects

    def __getitem__(self, name: str) -> Mapping[str, Setting]:
        return OF_WORLD if name == WORLD else self._dialects[name].settings

    def __iter__(self) -> Iterator[str]:
        return iter((WORLD, *self._dialects))

    def __len__(self) -> int:
        return 1 + len(self._dialects)


def kinds() -> CredentialKinds:
    """All kinds of credentials: of the mounted dialects, and of others that are installed."""
    return kinds_of(site().dialects)


def kinds_of(dialects: Mapping[str, Dialect]) -> CredentialKinds:
    """All kinds of credentials, of these dialects first."""
    return Kinds(Installed(dialects))


def declared_by(dialects: Mapping[str, Dialect]) -> DeclaredSettings:
    """All settings there are: the world's, those of these dialects and of others installed."""
    return Declared(Installed(dialects))


def base_urls(world: str) -> dict[str, str]:
    """Where clients find each dialect, in a world; at the host the running request came to."""
    request = flask.request
    origin = request.host_url.rstrip("/") + request.environ.get(MOUNT, "")
    return {name: site().base_url(name, world, origin=origin) for name in site().dialects}
