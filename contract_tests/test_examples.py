"""Every `examples/*.json` of every dialect, replayed: asked as documented, answered as documented.

A file is one story, told to a fresh world whose clock stands still:

    {"source": "where this is documented, and what of it is left out",
     "world": a scenario, "clock": "2025-02-28T09:45:03Z",
     "exchanges": [{"request": {"method", "path", "json", ...}, "response": {"status", "json"}}]}

What a request has beside method and path goes to the client as it is (`headers`, `key`, `data` …).
In paths and in requests `{name}` is the id of what the world calls so, or an earlier answer did;
it is what the vendor calls an id, an integer or a ULID.
In responses stand, for what differs from run to run: `<int>`, `<string>`, `<timestamp>`, `<url>`,
`<any>`, and `<id:name>`, an id that is called so from there on, or is the one so called already.
A key `"..."` says that the documentation shows a part of the object only.
"""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "dialects"
EXAMPLES = sorted(ROOT.glob("**/examples/*.json"))
KINDS = {
    "<int>": lambda value: type(value) is int,
    "<string>": lambda value: isinstance(value, str),
    "<timestamp>": lambda value: re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d.*", str(value)),
    "<url>": lambda value: re.match(r"https?://[^/]+/", str(value)),
    "<any>": lambda _: True,
}


ULID = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}")


def is_id(value):
    """Whether a vendor would call it an id."""
    return type(value) is int or (isinstance(value, str) and ULID.fullmatch(value) is not None)


def fill(node, ids):
    """The node with `{name}` in its texts replaced by the id of that name."""
    if isinstance(node, dict):
        return {key: fill(value, ids) for key, value in node.items()}
    if isinstance(node, list):
        return [fill(value, ids) for value in node]
    if isinstance(node, str):
        return re.sub(r"\{(\w[\w-]*)\}", lambda found: str(ids[found[1]]), node)
    return node


def seen(expected, actual, ids):
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


@pytest.mark.parametrize(
    "file", EXAMPLES, ids=[str(file.relative_to(ROOT).with_suffix("")) for file in EXAMPLES]
)
def test_an_example_is_answered_as_documented(request, file):
    """Status and whole body of every exchange, one after another."""
    client = request.getfixturevalue(file.parents[1].name)
    story = json.loads(file.read_text())
    client.freeze(story["clock"])
    seeded = client.seed(story["world"]).keys
    ids = {**client.people, **{name: row[client.called] for name, row in seeded.items()}}

    for exchange in story["exchanges"]:
        asked = fill(exchange["request"], ids)
        method, path = asked.pop("method").lower(), asked.pop("path")
        response = getattr(client, method)(path, **asked)

        expected = exchange["response"]
        actual = {"status": response.status_code, "json": response.json}
        assert expected == seen(expected, actual, ids)


@pytest.mark.parametrize(
    "file", EXAMPLES, ids=[str(file.relative_to(ROOT).with_suffix("")) for file in EXAMPLES]
)
def test_an_example_names_its_source(file):
    """Where it was read, and no key that nobody reads."""
    story = json.loads(file.read_text())

    assert {"source", "world", "clock", "exchanges"} == set(story)
    assert story["source"]
    assert story["exchanges"]
