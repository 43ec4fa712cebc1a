"""One world that several dialects are spoken to; it lasts as long as a file of tests."""

import secrets
from collections.abc import Iterator

import pytest

from contract_tests.cross.sides import SIDES, Desk, Side
from polydesk.control import scenario
from polydesk.control.context import kinds_of
from polydesk.site import Site

_PEOPLE = {"ada": "admin", "tom": "agent", "sam": "user"}
_WORLD = {
    "people": [
        {
            "key": key,
            "name": key.title(),
            "username": key,
            "email": f"{key}@example.com",
            "role": role,
        }
        for key, role in _PEOPLE.items()
    ],
    "categories": [{"key": "hardware", "name": "Hardware"}],
    "credentials": [
        {"dialect": "helpdeskpro-apikey", "kind": "api_key", "secret": "hp_cross_abc123"},
        *(
            {"dialect": "openhelpdesk", "kind": "api_key", "person": key, "secret": f"ohd_sk_{key}"}
            for key in _PEOPLE
        ),
        {"dialect": "deskpro", "kind": "key", "person": "ada"},
        *(
            {
                "dialect": "helpdeskpro-sanctum",
                "kind": "token",
                "person": key,
                "secret": key * 16,
            }
            for key in _PEOPLE
        ),
        *(
            {
                "dialect": "desteksitesi",
                "kind": "password",
                "person": key,
                "secret": f"destek_{key}",
            }
            for key in _PEOPLE
        ),
    ],
    "settings": {
        "desteksitesi": {"rate_limit": False},
        "deskpro": {"refuse_duplicates": False},
        "helpdeskpro-sanctum": {"rate_limit": False},
    },
}


@pytest.fixture(scope="module")
def both(site: Site) -> Iterator[Desk]:
    """A world with Ada, who is an admin, Tom, who answers tickets, and Sam, who makes them."""
    world = f"w{secrets.token_hex(8)}"
    site.store.make(world)
    with site.store.desk(world) as desk:
        seeded = scenario.seed(desk, _WORLD, kinds_of(site.dialects))
    keys = seeded.keys
    values = {told["dialect"]: told["value"] for told in seeded.credentials}
    ids = {key: row["id"] for key, row in keys.items() if key in _PEOPLE}
    ulids = {key: row["ulid"] for key, row in keys.items()}
    yield Desk(site, world, ids, ulids, values)
    site.store.drop(world)


@pytest.fixture(scope="module")
def sides(both: Desk) -> dict[str, Side]:
    """A client of each dialect, by its name."""
    return {side.name: side(both) for side in SIDES}
