"""A fresh world for every test, with people, keys and categories, and a client that calls it.

People, each with an API key and the password `PASSWORD`: `ada` (admin), `tom` (staff), `sam` and
`kim` (users). `bot` is an OAuth client. The clock stands at `NOW`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import pytest
from werkzeug.security import generate_password_hash
from werkzeug.test import Client as Browser

from polydesk.control import scenario
from polydesk.core import statuses, tokens
from polydesk.dialects.openhelpdesk.vocabulary import STATUSES
from polydesk.site import Site
from polydesk.testing.callers import AsSomebody

OHD = "openhelpdesk"
NOW = "2026-04-05T09:00:00Z"
PASSWORD = "correct horse battery"
PEOPLE = (
    ("ada", "Ada Byron", "admin"),
    ("tom", "Tom Reed", "agent"),
    ("sam", "Sam Ortiz", "user"),
    ("kim", "Kim Lee", "user"),
)
CATEGORIES = [
    {
        "key": "facilities",
        "name": "Facilities",
        "position": 1,
        "children": [
            {
                "key": "access",
                "name": "Building access",
                "position": 1,
                "children": [{"key": "badge", "name": "Badge", "position": 1}],
            },
            {
                "key": "cleaning",
                "name": "Cleaning",
                "position": 2,
                "children": [{"key": "window", "name": "Window", "position": 1}],
            },
        ],
    },
    {
        "key": "software",
        "name": "Software",
        "position": 2,
        "children": [{"key": "email", "name": "E-mail", "position": 1}],
    },
]
ITEM_KEYS = {
    "id",
    "subject",
    "status",
    "priority",
    "category",
    "type",
    "item",
    "submitter",
    "assignee",
    "created_at",
    "updated_at",
}
"""What is listed of a ticket, by contract 4.1."""


@cache
def _password_hash() -> str:
    """A hash that is quick to check."""
    return generate_password_hash(PASSWORD, "pbkdf2:sha256:1")


def _world() -> dict[str, Any]:
    people = [
        {
            "key": key,
            "name": name,
            "email": f"{key}@example.com",
            "role": role,
            "password_hash": _password_hash(),
        }
        for key, name, role in PEOPLE
    ]
    keys = [{"dialect": OHD, "kind": "api_key", "name": "Key", "person": key} for key, *_ in PEOPLE]
    bot = {"key": "bot", "dialect": OHD, "kind": "oauth_client", "name": "Night Bot"}
    return {"people": people, "categories": CATEGORIES, "credentials": [*keys, bot]}


@dataclass
class Client(AsSomebody):
    """Calls Open Help Desk in one world with somebody's API key.

    `ids` are ULIDs: of the people, the categories and the OAuth client by key, of the statuses by
    name. `numbers` are the rows' own ids by key. `secrets` are what goes behind `Bearer`.
    `client_secret` is that of the OAuth client.
    """

    dialect: str = OHD
    called: str = "ulid"
    numbers: dict[str, int] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
    client_secret: str = ""

    def proof_of(self, who: str) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {self.secrets[who]}"}

    def browser(self) -> "Client":
        """The same world for one who keeps cookies, and sends no key unless `as_` says so."""
        return replace(self, web=Browser(self.site), default=None)

    def seed(self, given: Mapping[str, Any]) -> scenario.Seeded:
        """Add a scenario to the world; its keys join `ids` and `numbers`."""
        seeded = super().seed(given)
        self.numbers |= {key: names["id"] for key, names in seeded.keys.items()}
        return seeded

    def mails(self) -> list[dict[str, Any]]:
        """What would have been sent by mail, as the control plane tells it."""
        return list(self.told("GET", "/outbox").json["mails"])  # type: ignore[index]

    def ticket(self, *, as_: str | None = "sam", **given: Any) -> dict[str, Any]:
        """Make a ticket, as the API answers it."""
        asked = {
            "subject": "Badge reader offline",
            "description": "Door 3 since 08:10.",
            "category_id": self.ids["facilities"],
        }
        answer = self.post("/api/tickets", as_=as_, json=asked | given)
        assert answer.status_code == 201, answer.text
        return dict(answer.json or {})


@pytest.fixture
def ohd(site: Site, world: str, furnished: Any) -> Client:
    """Open Help Desk in a fresh world; see the module for who and what is in it."""
    client: Client = furnished(lambda: furnish(site, world))
    return client.anew()


def furnish(site: Site, world: str) -> Client:
    """Put into a blank world what the module tells, and give a client of it."""
    client = Client(site, world)
    client.freeze(NOW)
    seeded = client.seed(_world())
    for told in seeded.credentials:
        if told["kind"] == "api_key":
            client.secrets[told["person"]] = told["secret"]
        else:
            client.client_secret = told["secret"]
    with client.desk() as desk:
        client.ids |= {one.look.name: one.ulid for one in statuses.listed(desk, STATUSES)}
        claims = {"sub": client.ids["bot"], "cid": client.ids["bot"].lower(), "scopes": []}
        client.secrets["bot"] = tokens.issue(desk, OHD, claims, seconds=10**9)
    return client
