"""For each dialect under test, and the control plane: somebody to call it, in its own world."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from typing import Any

import pytest
from openapi_schema_validator import OAS30Validator
from werkzeug.test import Client, TestResponse

from polydesk import control, registry
from polydesk.control import scenario
from polydesk.control.context import kinds_of
from polydesk.core.settings import put
from polydesk.core.worlds import MAIN, Store, open_store
from polydesk.kit.dialect import Dialect
from polydesk.settings import Settings
from polydesk.site import Site, make_site

START = "start"
CONTROL = "control"
TOKEN = "the-token-of-the-spec"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@dataclass(frozen=True)
class Contract:
    """A dialect that is held to what it declares, by name; `control` is the control plane.

    `settings` are those of its world, so that none stops who asks so much, and so wrongly.
    `chapters` are the tags that stories are about, where chance would get lost in all of them.
    `called` is what its examples call things by, `id` or `ulid`.
    """

    name: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    chapters: Sequence[str] = ()
    called: str = "id"

    @property
    def dialect(self) -> Dialect:
        """What is declared; raises ValueError where nobody offers it."""
        return control.plane if self.name == CONTROL else registry.find((self.name,))[self.name]

    @property
    def world(self) -> str:
        """The name of the world that it is tested in."""
        return f"spec-{self.name}"

    @property
    def root(self) -> str:
        """Where the API is."""
        if self.name == CONTROL:
            return control.ROOT
        return f"/~{self.world}/{self.name}{self.dialect.root}"


@dataclass
class Api:
    """One API as a client knows it; `headers` prove who calls, its world is a demo."""

    site: Site
    contract: Contract
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The dialect's name."""
        return self.contract.name

    @property
    def dialect(self) -> Dialect:
        """As it is declared."""
        return self.contract.dialect

    @property
    def world(self) -> str:
        """The name of the world."""
        return self.contract.world

    @property
    def root(self) -> str:
        """Where the API is."""
        return self.contract.root

    def open(self, method: str, path: str, **sent: Any) -> TestResponse:
        """Send a request; `path` is below the root, `headers` take the place of ours."""
        sent.setdefault("headers", self.headers)
        client = Client(self.site, use_cookies=False)
        return client.open(self.root + path, method=method, **sent)

    def control(self, method: str, path: str, **sent: Any) -> TestResponse:
        """Ask the control plane."""
        return Client(self.site).open(control.ROOT + path, method=method, headers=BEARER, **sent)

    def document(self) -> dict[str, Any]:
        """The OpenAPI document."""
        return dict(self.open("GET", self.dialect.document.path).json or {})

    def is_error(self, answer: TestResponse) -> bool:
        """Whether the body is an error in the API's own shape: JSON, or text where that is one."""
        shape = OAS30Validator(dict(self.dialect.envelope.error_schema))
        return bool(shape.is_valid(answer.json if answer.is_json else answer.text))

    def make_world(self) -> None:
        """Make the world, a credential for the API in the name of Ada, and a snapshot of it all."""
        self.site.store.make(self.world)
        with self.site.store.desk(self.world) as desk:
            scenario.seed(desk, scenario.read("demo"), kinds_of(self.site.dialects))
            for name, value in self.contract.settings.items():
                put(desk, self.name, name, value)
        for kind in list(self.dialect.credentials)[:1]:
            asked = {"dialect": self.name, "kind": kind, "person": "ada"}
            told = self.control("POST", f"/worlds/{self.world}/credentials", json=asked).json or {}
            self.headers = {told["header"]: told["value"]}
        self.site.store.snapshot(self.world, START)

    def restore(self) -> None:
        """Bring all worlds back to their start: `main` is blank, others are not there."""
        store = self.site.store
        self.keep_world()
        if START not in store.snapshots(self.world):  # the API can drop that too
            store.drop(self.world)
            self.make_world()
        for made in set(store.worlds()) - {MAIN, self.world}:
            store.drop(made)
        for world in (MAIN, self.world):
            for taken in set(store.snapshots(world)) - {START}:
                store.drop_snapshot(world, taken)
        store.reset(MAIN)
        store.restore(self.world, START)

    def keep_world(self) -> None:
        """See to it that the world is there, where the API can drop it."""
        if self.world not in self.site.store.worlds():
            self.make_world()


def fixtures(contracts: Sequence[Contract]) -> dict[str, Any]:
    """The fixtures of the tests, by name: `stores`, `apis`, then each API in turn.

    It is an `api`, a `vendor` if it is a dialect's, and a `contract` where nobody calls it.
    `stores` makes stores, temporary SQLite ones; a module or a conftest may have its own.
    """
    vendors = [contract for contract in contracts if contract.name != CONTROL]

    @pytest.fixture(scope="session", name="stores")
    def make_stores() -> Iterator[Callable[[], Store]]:
        """Makes stores for the run."""
        with ExitStack() as opened:
            yield lambda: opened.enter_context(closing(open_store(":temporary:")))

    @pytest.fixture(scope="session", name="apis")
    def make_apis(stores: Callable[[], Store]) -> dict[str, Api]:
        """All APIs by name, each on a store of its own, so that none meets what another has done.

        There is a control token, so that the control plane asks for credentials too.
        """
        settings = Settings(mount="prefix", control_token=TOKEN)
        dialects = {contract.name: contract.dialect for contract in vendors}
        found = {}
        for contract in contracts:
            site = make_site(settings, stores(), dialects)
            headers = BEARER if contract.name == CONTROL else {}
            found[contract.name] = Api(site, contract, headers)
            found[contract.name].make_world()
        return found

    def each(request: pytest.FixtureRequest, apis: dict[str, Api]) -> Api:
        return apis[request.param.name]

    def each_contract(request: pytest.FixtureRequest) -> Contract:
        found: Contract = request.param
        return found

    return {
        "stores": make_stores,
        "apis": make_apis,
        "api": pytest.fixture(each, params=contracts, ids=_name_of, name="api"),
        "vendor": pytest.fixture(each, params=vendors, ids=_name_of, name="vendor"),
        "contract": pytest.fixture(each_contract, params=vendors, ids=_name_of, name="contract"),
    }


def _name_of(contract: Contract) -> str:
    return contract.name
