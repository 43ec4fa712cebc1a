"""Worlds that outlive a test: most rules leave a world as it is, or look at their own things."""

import secrets
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from contract_tests.conftest import Caller, furnish
from contract_tests.helpdeskpro_apikey.bad_input import with_things
from contract_tests.helpdeskpro_apikey.things import HARDWARE, SOFTWARE, THINGS, TICKET
from polydesk.site import Site

NOW = "2025-02-28T09:45:03.104281"


@pytest.fixture(scope="module")
def make_apikey(site: Site) -> Iterator[Callable[[], Caller]]:
    """Make one more client like `apikey`, in a world of its own that lasts as long as the file."""
    worlds: list[str] = []

    def make() -> Caller:
        worlds.append(f"w{secrets.token_hex(8)}")
        site.store.make(worlds[-1])
        return furnish(site, worlds[-1])

    yield make
    for world in worlds:
        site.store.drop(world)


@pytest.fixture(scope="module")
def shared(make_apikey: Callable[[], Caller]) -> Any:
    """Like `apikey`, in one world for the file: for what leaves no trace, or sees only its own."""
    return make_apikey()


@pytest.fixture(scope="module")
def still(shared: Caller) -> Caller:
    """Like `shared`, with ticket 1, and a clock that stands at `NOW`."""
    shared.freeze(f"{NOW}Z")
    shared.post("/tickets", json=TICKET)
    return shared


@pytest.fixture(scope="module")
def things(still: Caller) -> dict[str, Any]:
    """One ticket, one software and one hardware that no test changes, by path and noun."""
    bodies = {
        "/tickets": {**TICKET, "assigned_to": "maria", "priority": "High"},
        SOFTWARE: {"name": "Visio", "custom_tag": "S-1", "seats": 5},
        HARDWARE: {"asset_tag": "DL-1", "custom_tag": "H-1", "model": "R750"},
    }
    return {
        f"{path}/{noun}": still.post(path, json=bodies[path]).json[noun]  # type: ignore[index]
        for path, noun in THINGS
    }


@pytest.fixture(scope="module")
def client(shared: Caller) -> Caller:
    """A client in a world that may change."""
    return with_things(shared)


@pytest.fixture(scope="module")
def untouched(make_apikey: Callable[[], Caller]) -> Caller:
    """A client in an equal world, in which nothing ever changes: it gets what is to be refused."""
    return with_things(make_apikey())
