"""A site of all dialects, and somebody who controls a world of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from polydesk import registry
from polydesk.core.worlds import Store
from polydesk.settings import Settings
from polydesk.site import Site, make_site

APIKEY = "helpdeskpro-apikey"


@dataclass
class Plane:
    """The control plane of a site; `here` is the path of one of its worlds."""

    site: Site
    world: str

    @property
    def here(self) -> str:
        return f"/worlds/{self.world}"

    def open(self, method: str, path: str, **sent: Any) -> TestResponse:
        """Send a request; `path` is below `/_polydesk`."""
        return Client(self.site).open(f"/_polydesk{path}", method=method, **sent)

    def get(self, path: str, **sent: Any) -> TestResponse:
        return self.open("GET", path, **sent)

    def post(self, path: str, json: Any = None, **sent: Any) -> TestResponse:
        return self.open("POST", path, json=json, **sent)

    def put(self, path: str, json: Any = None) -> TestResponse:
        return self.open("PUT", path, json=json)

    def patch(self, path: str, json: Any = None) -> TestResponse:
        return self.open("PATCH", path, json=json)

    def delete(self, path: str) -> TestResponse:
        return self.open("DELETE", path)

    def key(self, **given: Any) -> dict[str, Any]:
        """A fresh API key, as it is told."""
        asked = {"dialect": APIKEY, "kind": "api_key", **given}
        answer = self.post(f"{self.here}/credentials", asked)
        assert 201 == answer.status_code, answer.text
        return dict(answer.json)

    def vendor(self, method: str, path: str, secret: str, **sent: Any) -> TestResponse:
        """A request to Helpdesk Pro in this world."""
        sent.setdefault("headers", {})["X-API-Key"] = secret
        url = f"/~{self.world}/{APIKEY}/api/v1{path}"
        return Client(self.site).open(url, method=method, **sent)


@pytest.fixture
def make_plane(store: Store, world: str) -> Callable[..., Plane]:
    """A site of its own, with other settings."""

    def make(**given: Any) -> Plane:
        return Plane(make_site(Settings(**given), store, registry.find()), world)

    return make


@pytest.fixture(scope="session")
def prefix_site(store: Store) -> Site:
    """All dialects by prefix."""
    return make_site(Settings(mount="prefix"), store, registry.find())


@pytest.fixture
def plane(prefix_site: Site, world: str) -> Plane:
    """On loopback, without a token."""
    return Plane(prefix_site, world)
