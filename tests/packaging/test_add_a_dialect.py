"""A dialect is made as `docs/add-a-dialect.md` says, block by block, and held to the contract.

The reader works in a folder of their own, with what is installed here: for `pip install` nothing is
fetched. What a block of the terminal prints below a command is what the command prints; a block
with a file's name in the line above becomes that file; curl lines ask the server that was started.
"""

import json
import os
import shlex
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.cli.conftest import Server
from tests.pages import ROOT, SHELL, Block, commands, flaws, read

DOCUMENT = "docs/add-a-dialect.md"
BLOCKS = read(DOCUMENT)
NAME, PACKAGE = "acme", "polydesk_acme"
INSTALL = "--no-deps --no-build-isolation --no-index --disable-pip-version-check --quiet"
SECONDS = 600
OPERATIONS = f"test_every_operation_of_{NAME}"


@dataclass
class Reader:
    """Somebody who does what the page says. `wrong` is what did not work as printed."""

    folder: Path
    site: Path
    report: Path
    server: Server | None = None
    wrong: list[str] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        """Ours, with what the reader has installed and written."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith("POLYDESK_")}
        return kept | {
            "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])),
            "PYTHONPATH": os.pathsep.join(map(str, (ROOT, self.site, self.folder))),
            "PYTEST_ADDOPTS": f"-p no:cacheprovider --junitxml={self.report}",
            "NO_PROXY": "*",
            "no_proxy": "*",
        }

    def do(self, block: Block) -> None:
        """What a block says."""
        if block.file is not None:
            (self.folder / block.file).write_text(block.text, encoding="utf-8")
        elif block.kind == "console":
            for command in commands(block):
                self.type(block, command)
        else:
            self.ask(block)

    def type(self, block: Block, command: str) -> None:
        """A command, in the folder where the last one has led."""
        program, *arguments = shlex.split(command)
        if program == "cd":
            self.folder /= arguments[0]
        elif (program, arguments[:1]) == ("polydesk", ["serve"]):
            paths = {"PYTHONPATH": self.environment["PYTHONPATH"]}
            self.server = Server(self.site, [*arguments[1:], "--port", "0"], paths)
            self.server.wait_until_introduced()
        else:
            self.check(block, command, self.run(*_here(program, arguments, self.site)))

    def check(self, block: Block, command: str, ran: subprocess.CompletedProcess[str]) -> None:
        """Note it where a command fails, or does not print what the block shows below it."""
        if ran.returncode != 0:
            self.wrong.append(f"{block}: {command}: {ran.stdout}{ran.stderr}")
        shown = block.text.partition(f"$ {command}\n")[2].partition("$ ")[0]
        if shown not in ran.stdout:
            self.wrong.append(f"{block}: {command}: printed is {shown!r}, not {ran.stdout!r}")

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """A program, to its end."""
        return subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )

    def ask(self, block: Block) -> None:
        """A block of curl lines, and its answer."""
        assert self.server is not None
        here = block.text.replace("http://127.0.0.1:8080", self.server.url)
        ran = self.run("bash", "-c", SHELL + here)
        self.check(block, "curl", ran)
        found = flaws(json.loads(block.answer or '"…"'), json.loads(ran.stdout or "null"))
        self.wrong += [f"{block}: {flaw}" for flaw in found]

    def tests(self) -> dict[str, list[bool]]:
        """The tests that have run last by name, and whether each passed.

        Those of operations are called alike.
        """
        found: dict[str, list[bool]] = {}
        for case in ET.parse(self.report).iter("testcase"):
            found.setdefault(str(case.get("name")), []).append(len(case) == 0)
        return found


def _here(program: str, arguments: list[str], site: Path) -> list[str]:
    """A command as it is run here; pip finds all that a package needs in this environment."""
    if (program, *arguments) == ("pip", "install", "-e", ".[test]"):
        pip = [sys.executable, "-m", "pip", "install", *INSTALL.split()]
        return [*pip, "--target", str(site), "--editable", "."]
    return [sys.executable, "-m", program, *arguments]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """One who has followed the page to its end."""
    folder = tmp_path_factory.mktemp("reader")
    site = tmp_path_factory.mktemp("site")
    reader = Reader(folder, site, site / "report.xml")
    for block in BLOCKS:
        reader.do(block)
    yield reader
    if reader.server is not None:
        reader.server.close()


@pytest.fixture
def another(reader: Reader, tmp_path: Path) -> Reader:
    """One with a copy of what the reader has written."""
    folder = tmp_path / "copy"
    shutil.copytree(reader.folder, folder)
    return Reader(folder, reader.site, tmp_path / "report.xml")


def test_every_block_works_as_printed(reader):
    """Commands print what is shown, curl lines are answered as shown, tests pass."""
    assert [] == reader.wrong


def test_the_generic_tests_have_run_over_the_new_dialect(reader):
    """Over each of its three routes and of its examples, too; and all have passed."""
    tests = reader.tests()

    wanted = {
        f"test_an_example_is_answered_as_documented[{NAME}/tickets-create]",
        f"test_an_example_is_answered_as_documented[{NAME}/tickets-list]",
        f"test_the_document_is_valid[{NAME}]",
        f"test_without_credentials_every_operation_is_401[{NAME}]",
        f"test_a_dialects_page_has_the_coverage_that_is_declared[{NAME}]",
        f"test_a_story_keeps_the_documents_word[{NAME}]",
    }
    assert set() == wanted - set(tests)
    assert [True] * 3 == tests[OPERATIONS]
    assert [] == [name for name, passed in tests.items() if not all(passed)]


@pytest.mark.parametrize(
    "command", [("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",)]
)
def test_what_the_reader_has_is_clean(reader, command):
    """By the rules of its own pyproject.toml; types are strict."""
    ran = reader.run(sys.executable, "-m", *command)

    assert 0 == ran.returncode, ran.stdout


BROKEN = {
    "a body that does not fit its schema": (
        "fields.py",
        '"format": "date-time"',
        '"format": "date-time", "maxLength": 3',
        OPERATIONS,
    ),
    "a route that raises": (
        "routes/tickets.py",
        "return tickets.get(desk, id)",
        "raise ValueError(id)",
        OPERATIONS,
    ),
    "a route that is not in the coverage table": (
        "routes/tickets.py",
        'post(\n    "/tickets"',
        'post(\n    "/tickets/new"',
        f"test_a_dialects_page_has_the_coverage_that_is_declared[{NAME}]",
    ),
    "another answer than the example's": (
        "vocabulary.py",
        '"new"',
        '"fresh"',
        f"test_an_example_is_answered_as_documented[{NAME}/tickets-create]",
    ),
}


@pytest.mark.parametrize(("file", "good", "bad", "test"), BROKEN.values(), ids=BROKEN)
def test_what_is_broken_fails(another, file, good, bad, test):
    """By the test that is there for it."""
    code = another.folder / PACKAGE / file
    assert code.read_text().count(good) >= 1
    code.write_text(code.read_text().replace(good, bad))

    ran = another.run(sys.executable, "-m", "pytest", "-k", test.partition("[")[0])

    assert 1 == ran.returncode, ran.stdout + ran.stderr
    assert False in another.tests()[test]
