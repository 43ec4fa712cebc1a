"""The code blocks of the documentation, and whether an answer is the one that is printed."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
MORE = "…"
SHELL = 'set -eu; curl() { command curl --fail-with-body "$@"; }\n'
"""Before curl lines: a status of 400 or above is a failure."""


@dataclass(frozen=True)
class Block:
    """A fenced block of a document; `answer` is the JSON that follows a block of curl lines.

    `file` is what the line above says that the block is: "In `a/file.py`:".
    """

    document: str
    line: int
    kind: str
    text: str
    answer: str | None = None
    file: str | None = None

    def __str__(self) -> str:
        return f"{self.document}:{self.line}"


def read(document: str) -> list[Block]:
    """The blocks of a document; an answer belongs to the block before it."""
    text = (ROOT / document).read_text(encoding="utf-8")
    blocks: list[Block] = []
    for found in re.finditer(r"^```(\S*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        kind, body = found.groups()
        named = re.search(r"`(\S+)`:\n\n\Z", text[: found.start()])
        file = named and named[1]
        if kind == "json" and not file and blocks and blocks[-1].kind == "bash":
            before = blocks.pop()
            blocks.append(Block(document, before.line, "bash", before.text, body))
            continue
        line = text.count("\n", 0, found.start()) + 1
        blocks.append(Block(document, line, kind, body, file=file))
    return blocks


def commands(block: Block) -> list[str]:
    """What a reader types in a block of the terminal."""
    return [line[2:] for line in block.text.splitlines() if line.startswith("$ ")]


def flaws(expected: Any, given: Any, where: str = "answer") -> list[str]:
    """Where an answer is not the one that is printed."""
    if expected == MORE:
        return []
    if isinstance(expected, str) and expected.endswith(MORE):
        good = isinstance(given, str) and given.startswith(expected.removesuffix(MORE))
        return [] if good else [f"{where}: {given!r} does not begin with {expected!r}"]
    if isinstance(expected, dict) and isinstance(given, dict):
        return _flaws_of_objects(expected, given, where)
    if isinstance(expected, list) and isinstance(given, list):
        return _flaws_of_lists(expected, given, where)
    return [] if expected == given else [f"{where}: {given!r}, printed is {expected!r}"]


def _flaws_of_objects(expected: dict[str, Any], given: dict[str, Any], where: str) -> list[str]:
    shown = {name: value for name, value in expected.items() if name != MORE}
    missing = [f"{where}.{name}: is not answered" for name in shown.keys() - given.keys()]
    hidden = given.keys() - shown.keys() if MORE not in expected else set()
    return [
        *missing,
        *(f"{where}.{name}: is not printed" for name in hidden),
        *(
            flaw
            for name in shown.keys() & given.keys()
            for flaw in flaws(shown[name], given[name], f"{where}.{name}")
        ),
    ]


def _flaws_of_lists(expected: list[Any], given: list[Any], where: str) -> list[str]:
    shown = [one for one in expected if one != MORE]
    if len(given) < len(shown) or (len(given) > len(shown) and MORE not in expected):
        return [f"{where}: {len(given)} items, printed are {len(shown)}"]
    pairs = enumerate(zip(shown, given, strict=False))
    return [flaw for i, (one, other) in pairs for flaw in flaws(one, other, f"{where}[{i}]")]
