"""Every `examples/*.json` of a dialect, replayed: asked as documented, answered as documented.

A file is one story, told to a fresh world whose clock stands still:

    {"source": "where this is documented, and what of it is left out",
     "world": a scenario, "clock": "2025-02-28T09:45:03Z",
     "exchanges": [{"request": {"method", "path", "json", ...}, "response": {"status", "json"}}]}

What a request has beside method and path goes to the client as it is: `headers`, `data`, and what
else that client takes.
In paths and in requests `{name}` is the id of what the world calls so, or an earlier answer did;
it is what the vendor calls an id, an integer or a ULID.
In responses stand, for what differs from run to run: `<int>`, `<string>`, `<timestamp>`, `<url>`,
`<any>`, and `<id:name>`, an id that is called so from there on, or is the one so called already.
A key `"..."` says that the documentation shows a part of the object only.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from polydesk import registry
from polydesk.core.worlds import MAIN, Store
from polydesk.settings import Settings
from polydesk.site import make_site
from polydesk.testing.callers import InWorld
from polydesk.testing.contract.apis import Contract

KEYS = {"source", "world", "clock", "exchanges"}
KINDS: Mapping[str, Callable[[Any], object]] = {
    "<int>": lambda value: type(value) is int,
    "<string>": lambda value: isinstance(value, str),
    "<timestamp>": lambda value: re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d.*", str(value)),
    "<url>": lambda value: re.match(r"https?://[^/]+/", str(value)),
    "<any>": lambda _: True,
}
ULID = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}")


def files(dialect: str) -> list[Path]:
    """The examples of a dialect, by its name."""
    return sorted((registry.folder(dialect) / "examples").glob("*.json"))


def read(file: Path) -> dict[str, Any]:
    """A story; fails where it names no source, or has a key that nobody reads."""
    story: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    assert set(story) == KEYS
    assert story["source"]
    assert story["exchanges"]
    return story


def replay(client: InWorld, story: Mapping[str, Any], ids: Mapping[str, Any], called: str) -> None:
    """Ask what a story asks, one thing after another; status and whole body are as it has them.

    `ids` are those that the client's world has already, by name; `called` is `id` or `ulid`.
    """
    client.freeze(story["clock"])
    known = {**ids, **{name: row[called] for name, row in client.seed(story["world"]).keys.items()}}

    for exchange in story["exchanges"]:
        asked = fill(exchange["request"], known)
        response = client.open(asked.pop("method"), asked.pop("path"), **asked)

        expected = exchange["response"]
        actual = {"status": response.status_code, "json": response.json}
        assert expected == seen(expected, actual, known)


def is_id(value: Any) -> bool:
    """Whether a vendor would call it an id."""
    return type(value) is int or (isinstance(value, str) and ULID.fullmatch(value) is not None)


def fill(node: Any, ids: Mapping[str, Any]) -> Any:
    """The node with `{name}` in its texts replaced by the id of that name."""
    if isinstance(node, dict):
        return {key: fill(value, ids) for key, value in node.items()}
    if isinstance(node, list):
        return [fill(value, ids) for value in node]
    if isinstance(node, str):
        return re.sub(r"\{(\w[\w-]*)\}", lambda found: str(ids[found[1]]), node)
    return node


def seen(expected: Any, actual: Any, ids: dict[str, Any]) -> Any:
    """What was answered, with everything that matches a placeholder put as that placeholder."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        if "..." in expected:
            actual = {name: actual[name] for name in expected if name in actual} | {"...": "..."}
        return {name: seen(expected.get(name), value, ids) for name, value in actual.items()}
    if isinstance(expected, list) and isinstance(actual, list):
        padded = [*expected, *[None] * len(actual)]
        return [seen(part, value, ids) for part, value in zip(padded, actual, strict=False)]
    if isinstance(expected, str) and expected in KINDS:
        return expected if KINDS[expected](actual) else actual
    if isinstance(expected, str) and expected.startswith("<id:") and is_id(actual):
        name = expected.removeprefix("<id:").removesuffix(">")
        return expected if ids.setdefault(name, actual) == actual else actual
    return actual


def tests(contracts: Sequence[Contract]) -> dict[str, Any]:
    """A test of each example of the dialects, each in a fresh world of a blank store.

    Requests have no credentials but those in their `headers`, which the world is to have.
    """
    cases = [(contract, file) for contract in contracts for file in files(contract.name)]
    named = [f"{contract.name}/{file.stem}" for contract, file in cases]

    @pytest.mark.parametrize(("contract", "file"), cases, ids=named)
    def test(contract: Contract, file: Path, stores: Callable[[], Store]) -> None:
        """Status and whole body of every exchange, one after another."""
        dialects = {contract.name: contract.dialect}
        site = make_site(Settings(mount="prefix"), stores(), dialects)

        replay(InWorld(site, MAIN, contract.name), read(file), {}, contract.called)

    return {"test_an_example_is_answered_as_documented": test}
