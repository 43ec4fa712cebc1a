"""HelpDesk Pro (Sanctum) in a world of its own: who is there, and a client that calls as them.

Ada is an admin, Tom and Mia answer tickets, Sam and Eve ask for help; Bo has only written once, so
he is a contact. Everybody but Bo signs in with `password of <key>`, and has a token. Limits are
off.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from werkzeug.test import TestResponse

from polydesk.core import people
from polydesk.site import Site
from polydesk.testing.callers import AsSomebody

SANCTUM = "helpdeskpro-sanctum"
NOW = "2026-01-05T09:00:00Z"
STAMP = NOW
MOMENT = "2026-01-05T09:00:00.000000Z"
META = {"timestamp": STAMP, "version": "v1"}
_ROLES = {"ada": "admin", "tom": "agent", "mia": "agent", "sam": "user", "eve": "user"}


def password(key: str) -> str:
    """What somebody signs in with."""
    return f"password of {key}"


def _world() -> Mapping[str, Any]:
    persons = [
        {
            "key": key,
            "name": f"{key.title()} Example",
            "email": f"{key}@example.com",
            "role": role,
            "password": password(key),
        }
        for key, role in _ROLES.items()
    ]
    tokens = [{"dialect": SANCTUM, "kind": "token", "person": key} for key in _ROLES]
    return {
        "people": persons,
        "credentials": tokens,
        "settings": {SANCTUM: {"rate_limit": False}},
    }


@dataclass
class Client(AsSomebody):
    """Calls HelpDesk Pro in one world with somebody's token.

    `tokens` are what goes behind `Bearer`. Paths are relative to the root of the API.
    """

    dialect: str = SANCTUM
    tokens: dict[str, str] = field(default_factory=dict)

    def proof_of(self, who: str) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {self.tokens[who]}"}

    def data(self, method: str, path: str, **sent: Any) -> Any:
        """What is answered under `data` to a request that is not refused."""
        answer = self.open(method, path, **sent)
        assert answer.status_code in (200, 201, 202), answer.text
        body: Any = answer.json
        assert body["success"] is True
        return body["data"]

    def list(self, path: str, **sent: Any) -> Any:
        """What a list holds."""
        return self.data("GET", path, **sent)

    def make(self, path: str, as_: str = "ada", **given: Any) -> Any:
        """Make a thing, as the API answers it."""
        return self.data("POST", path, as_=as_, json=given)

    def ticket(self, as_: str = "sam", **given: Any) -> Any:
        """Make a ticket, as the API answers it."""
        return self.make("/tickets", as_, **{"subject": "No paper", "details": "Tray 2", **given})


def refused(answer: TestResponse) -> tuple[int, str, Any]:
    """Status, message and errors of a refusal, whose body is in all else as it must be."""
    body: Any = answer.json
    known = {"success", "message", "meta"} | ({"errors"} if "errors" in body else set())
    assert body.keys() == known
    assert body["success"] is False
    assert body["meta"].keys() == {"timestamp", "version"}
    return answer.status_code, body["message"], body.get("errors")


def invalid(**errors: str) -> tuple[int, str, Any]:
    """What `refused` gives of input with these flaws, one a field; `__` is a dot."""
    flaws = {name.replace("__", "."): [text] for name, text in errors.items()}
    return 422, "The given data was invalid.", flaws


@pytest.fixture
def sanctum(site: Site, world: str, furnished: Any) -> Client:
    """HelpDesk Pro in a fresh world; see the module for who is in it."""
    client: Client = furnished(lambda: furnish(site, world))
    return client.anew()


def furnish(site: Site, world: str) -> Client:
    """Put into a blank world what the module tells, and give a client of it."""
    client = Client(site, world)
    client.freeze(NOW)
    seeded = client.seed(_world())
    with client.desk() as desk:
        bo = people.create(desk, name="Bo Guest", email="bo@example.com", can_sign_in=False)
        client.ids["bo"] = bo.id
    for told in seeded.credentials:
        client.tokens[told["person"]] = told["value"].removeprefix("Bearer ")
    return client
