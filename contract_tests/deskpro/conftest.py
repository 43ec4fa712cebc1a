"""A fresh world for every test, with people, keys and departments, and a client that calls it.

People: `ada` (admin), `tom` and `tia` (agents), `sam` (user at Acme), `kim` (user at Beta); each
has the password `PASSWORD`. The agents have a key each; `machine` is a superuser key in the name
of nobody. Departments: the world's own `Support`, which is the default, and `Sales`. The clock
stands at `NOW`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pytest
from werkzeug.security import generate_password_hash
from werkzeug.test import TestResponse

from contract_tests.deskpro import spoken
from polydesk.control import scenario
from polydesk.core import access
from polydesk.core.models import Person
from polydesk.site import Site
from polydesk.testing.callers import AsSomebody

DESKPRO = "deskpro"
NOW = "2026-02-03T10:11:12Z"
SHOWN_NOW = "2026-02-03T10:11:12+0000"
PASSWORD = "correct horse battery"
AGENTS = ("ada", "tom", "tia")
BASE = "/api/v2"


@cache
def _password_hash() -> str:
    """A hash that is quick to check."""
    return generate_password_hash(PASSWORD, "pbkdf2:sha256:1")


def _person(key: str, name: str, role: str, **more: Any) -> dict[str, Any]:
    names = {"key": key, "name": name, "email": f"{key}@example.com", "username": key}
    return {**names, "role": role, "password_hash": _password_hash(), **more}


def _world() -> dict[str, Any]:
    keys = [
        {"dialect": DESKPRO, "kind": "key", "name": key.title(), "person": key} for key in AGENTS
    ]
    machine = {"dialect": DESKPRO, "kind": "key", "name": "Machine", "data": {"superuser": True}}
    return {
        "organizations": [{"key": "acme", "name": "Acme"}, {"key": "beta", "name": "Beta"}],
        "departments": [{"key": "sales", "name": "Sales"}],
        "people": [
            _person("ada", "Ada Byron", "admin"),
            _person("tom", "Tom Reed", "agent"),
            _person("tia", "Tia Wood", "agent"),
            _person("sam", "Sam Ortiz", "user", organization="acme"),
            _person("kim", "Kim Lee", "user", organization="beta"),
        ],
        "credentials": [*keys, machine],
    }


@dataclass
class Client(AsSomebody):
    """Calls Deskpro in one world with somebody's key.

    `keys` are what goes into `Authorization`, by whose it is. Paths are below `/api/v2`, but for
    those that begin with `/file.php`.
    """

    dialect: str = DESKPRO
    keys: dict[str, str] = field(default_factory=dict)

    def proof_of(self, who: str) -> Mapping[str, str]:
        return {"Authorization": self.keys[who]}

    def open(self, method: str, path: str, **sent: Any) -> TestResponse:
        """Send a request with somebody's key."""
        full = path if path.startswith(("/file.php", BASE)) else f"{BASE}{path}"
        return super().open(method, full, **sent)

    def seed(self, given: Mapping[str, Any]) -> scenario.Seeded:
        """Add a scenario to the world; its keys join `ids`, its credentials `keys` by name."""
        seeded = super().seed(given)
        self.keys |= {
            told.get("name", "").lower() or told["person"]: told["value"]
            for told in seeded.credentials
        }
        return seeded

    def key(self, name: str, person: str | None = "ada", **data: Any) -> str:
        """One more key, of somebody's by the key of their row; what is sent with it is told."""
        with self.desk() as desk:
            owner = None if person is None else desk.get(Person, self.ids[person])
            secret = f"{name.upper():A<25}"
            key = access.issue(
                desk, dialect=DESKPRO, kind="key", name=name, secret=secret, owner=owner, data=data
            )
            self.keys[name] = f"key {key.id}:{secret}"
        return self.keys[name]

    def data(self, path: str, **sent: Any) -> Any:
        """What a GET answers in `data`."""
        answer = self.get(path, **sent)
        assert answer.status_code == 200, answer.text
        return answer.json["data"]  # type: ignore[index]

    def make(self, path: str, **given: Any) -> dict[str, Any]:
        """Make a thing, as the API answers it."""
        answer = self.post(path, json=given)
        assert answer.status_code == 201, answer.text
        return dict(answer.json["data"])  # type: ignore[index]

    def ticket(self, **given: Any) -> dict[str, Any]:
        """Make a ticket of Sam's."""
        return self.make(
            "/tickets", **{"subject": "Printer on fire", "person": "sam@example.com"} | given
        )


def refused(answer: TestResponse) -> dict[str, list[str]]:
    """The codes of a 400 by the path of the field, `person.email`; `""` are those of no field."""
    assert answer.status_code == 400, answer.text
    body = answer.json
    assert {"status", "code", "message"} <= body.keys(), body  # type: ignore[union-attr]
    return _codes(body.get("errors", {}))  # type: ignore[union-attr]


def _codes(said: Mapping[str, Any], path: str = "") -> dict[str, list[str]]:
    found = {path: [one["code"] for one in said["errors"]]} if "errors" in said else {}
    for name, part in said.get("fields", {}).items():
        found |= _codes(part, f"{path}.{name}".lstrip("."))
    return found


@pytest.fixture
def deskpro(site: Site, world: str, furnished: Any) -> Client:
    """Deskpro in a fresh world; see the module for who and what is in it."""
    client: Client = furnished(lambda: furnish(site, world))
    return client.anew()


def furnish(site: Site, world: str) -> Client:
    """Put into a blank world what the module tells, and give a client of it."""
    client = Client(site, world)
    client.freeze(NOW)
    client.seed(_world())
    return client


@pytest.fixture
def ticket(deskpro: Client) -> int:
    """The id of a ticket in which much is said."""
    return spoken.spoken(deskpro)


@pytest.fixture
def quiet(deskpro: Client) -> int:
    """The id of a ticket in which nothing is said."""
    return spoken.quiet(deskpro)
