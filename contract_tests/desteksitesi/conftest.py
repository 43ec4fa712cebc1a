"""A fresh world for every test, with people and categories, and a client that calls it.

People, each with the password `PASSWORD`: `ada` (admin), `tom` (technician of hardware), `tia`
(technician of software), `mia` (manager at Acme), `sam` (user at Acme), `kim` (user at Beta). The
clock stands at `NOW`. Categories: `hardware` and `software` of the section Office, `secret` for
technicians only; and the world's own `General`, which is the default.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from werkzeug.security import generate_password_hash

from contract_tests.desteksitesi import updates
from polydesk.site import Site
from polydesk.testing.callers import AsSomebody

DESTEK = "desteksitesi"
NOW = "2026-04-05T09:00:00Z"
PASSWORD = "correct horse battery"
PEOPLE = (
    {"key": "ada", "name": "Ada Byron", "role": "admin"},
    {"key": "tom", "name": "Tom Reed", "role": "agent", "tech_categories": ["hardware"]},
    {"key": "tia", "name": "Tia Wood", "role": "agent", "tech_categories": ["software"]},
    {"key": "mia", "name": "Mia Berg", "role": "user", "is_manager": True, "organization": "acme"},
    {"key": "sam", "name": "Sam Ortiz", "role": "user", "organization": "acme"},
    {"key": "kim", "name": "Kim Lee", "role": "user", "organization": "beta"},
)
CATEGORIES = (
    {"key": "hardware", "name": "Hardware", "section": "Office"},
    {"key": "software", "name": "Software", "section": "Office"},
    {"key": "secret", "name": "Secret", "techs_only": True},
)


@cache
def _password_hash() -> str:
    """A hash that is quick to check."""
    return generate_password_hash(PASSWORD, "pbkdf2:sha256:1")


def basic(name: str, password: str = PASSWORD) -> dict[str, str]:
    """The header of Basic."""
    pair = base64.b64encode(f"{name}:{password}".encode()).decode()
    return {"Authorization": f"Basic {pair}"}


def _person(key: str, **entry: Any) -> dict[str, Any]:
    """Somebody with the password, and with an address and a username by the key."""
    names = {"email": f"{key}@example.com", "username": key}
    return {"key": key, **names, "password_hash": _password_hash(), **entry}


def _world() -> dict[str, Any]:
    organizations = [{"key": "acme", "name": "Acme"}, {"key": "beta", "name": "Beta"}]
    return {"organizations": organizations, "people": list(PEOPLE), "categories": list(CATEGORIES)}


@dataclass
class Client(AsSomebody):
    """Calls Destek Sitesi in one world by somebody's name and password."""

    dialect: str = DESTEK

    def proof_of(self, who: str) -> Mapping[str, str]:
        return basic(who)

    def plant(self, **given: list[Any]) -> "Client":
        """Put the people and categories into a blank world, and what is given beside them."""
        world = _world()
        for name, entries in given.items():
            world[name] = [*world.get(name, []), *entries]
        self.seed({**world, "people": [_person(**entry) for entry in world["people"]]})
        return self


@pytest.fixture
def destek(site: Site, world: str, furnished: Any) -> Client:
    """A client in a fresh world."""
    client: Client = furnished(lambda: furnish(site, world))
    return client.anew()


def furnish(site: Site, world: str) -> Client:
    """Put into a blank world what the module tells, and give a client of it."""
    return _blank(site, world).plant()


@pytest.fixture
def bare(site: Site, world: str) -> Client:
    """A client in a blank world, for what tests `plant` in it."""
    return _blank(site, world)


def _blank(site: Site, world: str) -> Client:
    client = Client(site, world)
    client.freeze(NOW)
    return client


@pytest.fixture
def full(bare: Client) -> Client:
    """A ticket of sam's in hardware, and an hour gone since."""
    bare.plant(tickets=[updates.TICKET])
    bare.advance(3600)
    return bare


@pytest.fixture
def id(full: Client) -> int:
    """The id of that ticket."""
    return int(full.ids["printer"])
