"""What the documentation shows works as printed: its code blocks run, document by document.

Every document gets a server of its own, started as its `make run` line says, on a free port.
Blocks of curl lines run in their order. A block of JSON after one is its answer, in which "…" is
any value, `"beginning…"` any text that begins so, and `"…": "…"` or a last "…" any more of them.
"""

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from polydesk import cli
from polydesk.settings import resolve
from tests.pages import SHELL, Block, commands, flaws, read

ROOT = Path(__file__).parents[1]
DOCUMENTS = (
    "README.md",
    "CONTRIBUTING.md",
    "docs/control-plane.md",
    *sorted(str(page.relative_to(ROOT)) for page in ROOT.glob("dialects/**/README.md")),
)
KINDS = {"bash", "json", "console", "python", "toml"}
SECONDS = 60
"""When a server or an example that hangs is given up."""

BLOCKS = [block for document in DOCUMENTS for block in read(document)]


def blocks_of(kind: str) -> list[Block]:
    """The blocks of a kind, of all documents."""
    return [block for block in BLOCKS if block.kind == kind]


def environment() -> dict[str, str]:
    """Ours, without settings of Polydesk and without a proxy."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("POLYDESK_")}
    return kept | {"PYTHONPATH": str(ROOT), "NO_PROXY": "*", "no_proxy": "*"}


class Demo:
    """What `make run` starts, on a free port."""

    def __init__(self, document: str, folder: Path) -> None:
        self.document, self.folder = document, folder
        command = [sys.executable, "-m", "polydesk", "serve", *demo_arguments(document)]
        with (folder / "stderr").open("w") as log:
            self._process = subprocess.Popen(
                command,
                cwd=folder,
                env=environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
            )
        self._guard = threading.Timer(SECONDS, self._kill)
        self._guard.start()
        self.introduction = self._introduction()
        found = re.search(r"http://127\.0\.0\.1:(\d+)", self.introduction)
        assert found, (folder / "stderr").read_text()
        self.port = found[1]

    def _introduction(self) -> str:
        """What it prints until its curl line."""
        assert self._process.stdout is not None
        lines = []
        for line in self._process.stdout:
            lines.append(line)
            if line.startswith("curl "):
                break
        return "".join(lines)

    def here(self, text: str) -> str:
        """A text with the port of this server instead of the printed one."""
        return text.replace(":8080", f":{self.port}")

    def run(self, block: Block) -> subprocess.CompletedProcess[str]:
        """Run a block of curl lines; all run in one folder."""
        return subprocess.run(
            ["bash", "-c", SHELL + self.here(block.text)],
            cwd=self.folder,
            env=environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )

    def close(self) -> None:
        """Leave nothing behind."""
        self._process.terminate()
        self._process.wait()
        self._guard.cancel()
        assert self._process.stdout is not None
        self._process.stdout.close()

    def _kill(self) -> None:
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return


def demo_arguments(document: str) -> list[str]:
    """How the Makefile starts the demo, with a free port; the document may name the dialects."""
    makefile = (ROOT / "Makefile").read_text()
    line = re.search(r"polydesk serve (.*)", makefile)
    asked = re.search(r"^\$ make run DIALECTS=(\S+)", (ROOT / document).read_text(), re.MULTILINE)
    dialects = asked or re.search(r"^DIALECTS \?= (.*)$", makefile, re.MULTILINE)
    assert line is not None
    assert dialects is not None
    return line[1].replace("$(PORT)", "0").replace("$(DIALECTS)", dialects[1]).split()


SHOWING = sorted({block.document for block in blocks_of("bash")})
"""The documents that need a server."""


@pytest.fixture(scope="module", params=SHOWING)
def demo(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Demo]:
    """A demo server for one document."""
    demo = Demo(request.param, tmp_path_factory.mktemp("demo"))
    yield demo
    demo.close()


def wrong(demo: Demo, block: Block) -> list[str]:
    """What is wrong with a block of curl lines and its answer."""
    ran = demo.run(block)
    if ran.returncode != 0:
        return [f"{block}: exit status {ran.returncode}: {ran.stderr}{ran.stdout}"]
    if block.answer is None:
        return []
    expected = json.loads(demo.here(block.answer))
    return [f"{block}: {flaw}" for flaw in flaws(expected, json.loads(ran.stdout))]


def test_curl_lines_answer_what_is_printed(demo):
    """One after the other, as a reader would try them; no status is 400 or above."""
    blocks = [block for block in blocks_of("bash") if block.document == demo.document]

    assert [] == [flaw for block in blocks for flaw in wrong(demo, block)]


@pytest.mark.parametrize("block", BLOCKS, ids=str)
def test_every_block_is_of_a_kind_that_is_run(block):
    """JSON alone is nobody's answer, but must be JSON."""
    assert block.kind in KINDS


def test_every_fence_is_closed():
    """What is not read as a block is not tested."""
    fences = [(ROOT / document).read_text().count("```") for document in DOCUMENTS]

    assert 2 * len(BLOCKS) + 2 * sum(one.answer is not None for one in BLOCKS) == sum(fences)


@pytest.mark.parametrize("block", blocks_of("json"), ids=str)
def test_json_is_json(block):
    """Also where it is no answer."""
    assert json.loads(block.text)


@pytest.mark.parametrize("block", blocks_of("python"), ids=str)
def test_python_runs(block, tmp_path):
    """In a process of its own."""
    ran = subprocess.run(
        [sys.executable, "-c", block.text],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )

    assert (0, "") == (ran.returncode, ran.stderr)


@pytest.mark.parametrize("block", blocks_of("toml"), ids=str)
def test_toml_is_settings(block, tmp_path):
    """With every key of the file in force."""
    file = tmp_path / "polydesk.toml"
    file.write_text(block.text)

    settings = resolve({}, {}, file)

    given = {name: getattr(settings, name) for name in tomllib.loads(block.text)}
    assert tomllib.loads(block.text) == json.loads(json.dumps(given))


def typed() -> list[Any]:
    """Every line of the terminal, as words, without variables in front and comments behind."""
    found = []
    for block in blocks_of("console"):
        for command in commands(block):
            words = shlex.split(command, comments=True)
            while "=" in words[0]:
                words.pop(0)
            found.append(pytest.param(words, id=f"{block} {command}"))
    return found


@pytest.mark.parametrize("words", typed())
def test_commands_exist(words):
    """Targets of make, commands and options of polydesk, files of pytest; nothing else is shown."""
    CHECK[Path(words[0]).name](words[1:])


def _check_make(words: list[str]) -> None:
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert {word for word in words if "=" not in word} <= set(targets)


def _check_polydesk(words: list[str]) -> None:
    name, *arguments = words
    command = cli.main.get_command(click.Context(cli.main), name)
    assert command is not None
    command.make_context(name, arguments)


def _check_pytest(words: list[str]) -> None:
    paths = [word for word in words if word.startswith(("tests", "contract_tests"))]
    assert [] != paths
    assert [] == [path for path in paths if not (ROOT / path).exists()]


CHECK = {"make": _check_make, "polydesk": _check_polydesk, "pytest": _check_pytest}


def test_the_start_is_as_printed(demo):
    """The server prints the lines that are shown below `make run`."""
    shown = [
        demo.here(line)
        for block in blocks_of("console")
        if block.document == demo.document
        for line in block.text.splitlines()
        if line and not line.startswith("$ ")
    ]

    # The table is as wide as the port is long.
    printed = [line.split() for line in demo.introduction.splitlines()]
    assert [] == [line for line in shown if line.split() not in printed]
