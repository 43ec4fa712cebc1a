"""For every installed dialect, and the control plane: somebody to call it, in its own world."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from openapi_schema_validator import OAS30Validator
from werkzeug.test import Client, TestResponse

from polydesk import control, registry
from polydesk.control import scenario
from polydesk.control.context import kinds_of
from polydesk.core.settings import put
from polydesk.core.worlds import MAIN, Store
from polydesk.kit.dialect import Dialect
from polydesk.settings import Settings
from polydesk.site import Site, make_site

START = "start"
CONTROL = "control"
TOKEN = "the-token-of-the-spec"
UNHINDERED = {"desteksitesi": {"rate_limit": False, "lockout_attempts": 2**31 - 1}}
"""Settings by dialect, so that none stops who asks so much, and so wrongly."""
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@dataclass
class Api:
    """One API as a client knows it; `headers` prove who calls, `world` is a demo."""

    site: Site
    name: str
    dialect: Dialect
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def world(self) -> str:
        """The name of the world."""
        return f"spec-{self.name}"

    @property
    def root(self) -> str:
        """Where the API is."""
        if self.dialect is control.plane:
            return control.ROOT
        return f"/~{self.world}/{self.name}{self.dialect.root}"

    def open(self, method: str, path: str, **sent: Any) -> TestResponse:
        """Send a request; `path` is below the root, `headers` take the place of ours."""
        sent.setdefault("headers", self.headers)
        client = Client(self.site, use_cookies=False)
        return client.open(self.root + path, method=method, **sent)

    def document(self) -> dict[str, Any]:
        """The OpenAPI document."""
        return dict(self.open("GET", self.dialect.document.path).json or {})

    def is_error(self, answer: TestResponse) -> bool:
        """Whether the body is an error in the API's own shape: JSON, or text where that is one."""
        shape = OAS30Validator(dict(self.dialect.envelope.error_schema))
        return shape.is_valid(answer.json if answer.is_json else answer.text)

    def make_world(self) -> None:
        """Make the world, a credential for the API in the name of Ada, and a snapshot of it all."""
        self.site.store.make(self.world)
        with self.site.store.desk(self.world) as desk:
            scenario.seed(desk, scenario.read("demo"), kinds_of(self.site.dialects))
            for name, value in UNHINDERED.get(self.name, {}).items():
                put(desk, self.name, name, value)
        for kind in list(self.dialect.credentials)[:1]:
            asked = {"dialect": self.name, "kind": kind, "person": "ada"}
            url = f"{control.ROOT}/worlds/{self.world}/credentials"
            told = Client(self.site).post(url, json=asked, headers=BEARER)
            self.headers = {told.json["header"]: told.json["value"]}
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


@pytest.fixture(scope="session")
def apis(make_store: Callable[[], Store]) -> dict[str, Api]:
    """All APIs by name, each on a store of its own, so that none meets what another has done.

    There is a control token, so that the control plane asks for credentials too.
    """
    settings = Settings(mount="prefix", control_token=TOKEN)
    found = {}
    for name, dialect in {**registry.find(), CONTROL: control.plane}.items():
        site = make_site(settings, make_store(), registry.find())
        headers = BEARER if name == CONTROL else {}
        found[name] = Api(site, name, site.dialects.get(name, dialect), headers)
        found[name].make_world()
    return found


@pytest.fixture(params=[*registry.names(), CONTROL])
def api(request: pytest.FixtureRequest, apis: dict[str, Api]) -> Api:
    """Each API in turn."""
    return apis[request.param]


@pytest.fixture(params=registry.names())
def vendor(request: pytest.FixtureRequest, apis: dict[str, Api]) -> Api:
    """Each dialect's API in turn."""
    return apis[request.param]
