"""A site over the run's store, and for each dialect a client in a fresh world of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from contract_tests.deskpro.conftest import Client as Deskpro
from contract_tests.desteksitesi.conftest import Client as Destek
from contract_tests.helpdeskpro_sanctum.conftest import Client as Sanctum
from polydesk import registry
from polydesk.core.worlds import Store
from polydesk.settings import Settings
from polydesk.site import Site, make_site
from polydesk.testing.callers import InWorld

_APIKEY = "helpdeskpro-apikey"
_APIKEY_WORLD = {
    "people": [
        {"key": name, "name": name.title(), "username": name, "role": "agent"}
        for name in ("integration-user", "maria", "tech01")
    ],
    "credentials": [
        {
            "dialect": _APIKEY,
            "kind": "api_key",
            "name": "Automation Bot",
            "description": "RPA",
            "default_user": "integration-user",
        }
    ],
}


@pytest.fixture(scope="session")
def site(store: Store) -> Site:
    """All dialects by prefix, over the run's store."""
    return make_site(Settings(mount="prefix"), store, registry.find())


@dataclass
class Caller(InWorld):
    """A client of one dialect in one world; `key` is sent unless a call gives another, or None.

    `ids` are those of the people; `called` is what the vendor calls things by, `id` or `ulid`.
    """

    header: str = "X-API-Key"
    secret: str | None = None
    credential: int | None = None
    ids: Mapping[str, int] = field(default_factory=dict)
    called: str = "id"

    def open(self, method: str, path: str, *, key: Any = "", **sent: Any) -> TestResponse:
        """Send a request with a key."""
        secret = self.secret if key == "" else key
        proof = {} if secret is None else {self.header: secret}
        return super().open(method, path, proof=proof, **sent)

    def key(self, default_user: str | None = None, name: str = "Another") -> str:
        """One more API key."""
        asked = {"dialect": self.dialect, "kind": "api_key", "name": name, "person": default_user}
        answer = self.control("POST", "/credentials", json=asked)
        assert answer.status_code == 201, answer.text
        return str(answer.json["secret"])  # type: ignore[index]


def furnish(site: Site, world: str) -> Caller:
    """Put three users and the key `Automation Bot` into a blank world, and give a client of it."""
    caller = Caller(site, world, _APIKEY)
    seeded = caller.seed(_APIKEY_WORLD)
    caller.ids = {name: names["id"] for name, names in seeded.keys.items()}
    (caller.secret,) = (told["secret"] for told in seeded.credentials)
    (caller.credential,) = (told["id"] for told in seeded.credentials)
    return caller


@pytest.fixture
def apikey(site: Site, world: str, furnished: Any) -> Caller:
    """Helpdesk Pro with API keys: three users and the key `Automation Bot`."""
    caller: Caller = furnished(lambda: furnish(site, world))
    return caller.anew()


@pytest.fixture
def openhelpdesk(site: Site, world: str) -> Caller:
    """Open Help Desk in a blank world, for one who keeps cookies and says with what to come in."""
    return Caller(
        site, world, "openhelpdesk", header="Authorization", called="ulid", web=Client(site)
    )


@pytest.fixture
def desteksitesi(site: Site, world: str) -> Destek:
    """Destek Sitesi in a blank world, for who says by whose name and password to come in."""
    return Destek(site, world)


@pytest.fixture
def deskpro(site: Site, world: str) -> Deskpro:
    """Deskpro in a blank world, for who says whose keys there are; it calls with Ada's."""
    return Deskpro(site, world)


@pytest.fixture
def sanctum(site: Site, world: str) -> Sanctum:
    """HelpDesk Pro (Sanctum) in a blank world, for who says with whose token to come in."""
    return Sanctum(site, world, default=None)
