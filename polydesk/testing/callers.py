"""What the clients of all dialects have in common, beside how each proves who calls."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from typing import Any, Self

from werkzeug.test import Client, TestResponse

from polydesk.control import scenario
from polydesk.control.context import kinds_of
from polydesk.core.desk import Desk
from polydesk.site import Site


class Verbs(ABC):
    """The verbs of HTTP, each sent by `open`."""

    @abstractmethod
    def open(self, method: str, path: str, **sent: Any) -> TestResponse:
        """Send a request; what is `sent` is as for werkzeug's client."""

    def get(self, path: str, **sent: Any) -> TestResponse:
        return self.open("GET", path, **sent)

    def post(self, path: str, **sent: Any) -> TestResponse:
        return self.open("POST", path, **sent)

    def patch(self, path: str, **sent: Any) -> TestResponse:
        return self.open("PATCH", path, **sent)

    def put(self, path: str, **sent: Any) -> TestResponse:
        return self.open("PUT", path, **sent)

    def delete(self, path: str, **sent: Any) -> TestResponse:
        return self.open("DELETE", path, **sent)

    def head(self, path: str, **sent: Any) -> TestResponse:
        return self.open("HEAD", path, **sent)

    def options(self, path: str, **sent: Any) -> TestResponse:
        return self.open("OPTIONS", path, **sent)


@dataclass
class InWorld(Verbs):
    """A client of one dialect in one world, with a hand on its desk, its scenario and its clock.

    `web` is one that keeps cookies.
    """

    site: Site
    world: str
    dialect: str
    web: Client | None = field(default=None, kw_only=True)

    def anew(self) -> Self:
        """As it was made: what is noted of this one, the copy knows not."""
        dicts: dict[str, Any] = {
            name: dict(value) for name, value in vars(self).items() if type(value) is dict
        }
        return replace(self, **dicts)

    @property
    def url(self) -> str:
        """What comes before the vendor's own paths."""
        return f"/~{self.world}/{self.dialect}{self.site.dialects[self.dialect].root}"

    def open(
        self, method: str, path: str, *, proof: Mapping[str, str] | None = None, **sent: Any
    ) -> TestResponse:
        """Send a request; `path` is below the dialect's root, the rest as for werkzeug's client.

        `proof` are the headers that say who calls; those in `headers` go first.
        """
        headers = {**(proof or {}), **dict(sent.pop("headers", None) or {})}
        web = self.web or Client(self.site, use_cookies=False)
        return web.open(f"{self.url}{path}", method=method, headers=headers, **sent)

    def desk(self) -> AbstractContextManager[Desk]:
        """A writing desk in the world, with nobody at it."""
        return self.site.store.desk(self.world)

    def seed(self, given: Mapping[str, Any]) -> scenario.Seeded:
        """Add a scenario to the world."""
        with self.desk() as desk:
            return scenario.seed(desk, dict(given), kinds_of(self.site.dialects))

    def control(self, method: str, path: str, **sent: Any) -> TestResponse:
        """Ask the control plane about the world; `path` is below `/worlds/<world>`."""
        url = f"/_polydesk/worlds/{self.world}{path}"
        return Client(self.site).open(url, method=method, **sent)

    def freeze(self, moment: str) -> None:
        """Stop the world's clock at a moment, an ISO time with its zone."""
        answer = self.control("PUT", "/clock", json={"mode": "frozen", "now": moment})
        assert answer.status_code == 200, answer.text

    def advance(self, seconds: float) -> None:
        """Move the world's clock on."""
        answer = self.control("POST", "/clock/advance", json={"seconds": seconds})
        assert answer.status_code == 200, answer.text


@dataclass
class AsSomebody(InWorld):
    """A client that calls as somebody: as `as_`, else as the `default`; as nobody for None.

    `ids` are what the vendor calls things by, `id` or `ulid` as `called` says, by the keys that
    scenarios give them.
    """

    ids: dict[str, Any] = field(default_factory=dict)
    default: str | None = "ada"
    called: str = "id"

    @abstractmethod
    def proof_of(self, who: str) -> Mapping[str, str]:
        """The headers by which somebody says that it is they who call."""

    def open(self, method: str, path: str, *, as_: Any = "", **sent: Any) -> TestResponse:
        """Send a request with somebody's proof."""
        who = self.default if as_ == "" else as_
        proof = None if who is None else self.proof_of(who)
        return super().open(method, path, proof=proof, **sent)

    def seed(self, given: Mapping[str, Any]) -> scenario.Seeded:
        """Add a scenario to the world; its keys join `ids`."""
        seeded = super().seed(given)
        self.ids |= {key: names[self.called] for key, names in seeded.keys.items()}
        return seeded

    def told(self, method: str, path: str, **sent: Any) -> TestResponse:
        """What the control plane answers, as `control`, to what it does not refuse."""
        answer = self.control(method, path, **sent)
        assert answer.status_code < 300, answer.text
        return answer

    def set(self, **settings: Any) -> None:
        """Change settings of the dialect in the world."""
        self.told("PATCH", "/settings", json={self.dialect: settings})
