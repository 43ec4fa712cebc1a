"""Worlds that outlive a test: most rules leave a world as it is, or look at their own things."""

import secrets
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from contract_tests.conftest import Caller, furnish
from polydesk.site import Site


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
