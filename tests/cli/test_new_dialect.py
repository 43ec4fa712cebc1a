"""`polydesk new-dialect`: what it writes, and what it refuses to write."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from polydesk import registry
from polydesk.cli import main

ROOT = Path(__file__).parents[2]
LINT = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ruff"]["lint"]


def run(*arguments: str) -> Result:
    """What a command printed, and its exit status."""
    return CliRunner(catch_exceptions=False).invoke(main, arguments)


@pytest.fixture
def folder(tmp_path):
    """The package of a dialect called `big-desk`."""
    made = tmp_path / "made"
    assert run("new-dialect", "big-desk", "-o", str(made)).exit_code == 0
    return made


def test_it_writes_the_files_that_every_dialect_has(folder):
    """With a package of its own around them."""
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}

    assert {
        "pyproject.toml",
        "tests/test_contract.py",
        *(
            f"polydesk_big_desk/{name}"
            for name in (
                "README.md",
                "__init__.py",
                "auth.py",
                "envelope.py",
                "examples/tickets-list.json",
                "fields.py",
                "py.typed",
                "routes/__init__.py",
                "routes/tickets.py",
                "schemas/__init__.py",
                "schemas/tickets.py",
                "settings.py",
                "vocabulary.py",
            )
        ),
    } == files


def test_it_is_found_by_its_entry_point(folder):
    """In the group that the registry reads."""
    declared = tomllib.loads((folder / "pyproject.toml").read_text())["project"]

    assert {"big-desk": "polydesk_big_desk:dialect"} == declared["entry-points"][registry.GROUP]
    assert "polydesk-big-desk" == declared["name"]


def test_it_is_formatted_and_clean(folder):
    """By our own rules."""
    rules = ["--select", ",".join(LINT["select"]), "--ignore", ",".join(LINT["ignore"])]

    for command in (["check", *rules], ["format", "--check"]):
        ran = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "."],
            cwd=folder,
            capture_output=True,
            text=True,
        )
        assert 0 == ran.returncode, ran.stdout


def test_the_folder_is_named_after_the_dialect(tmp_path, monkeypatch):
    """Where no other is asked for."""
    monkeypatch.chdir(tmp_path)

    output = run("new-dialect", "acme").output

    assert "the dialect acme is in polydesk-acme\n" == output
    assert (tmp_path / "polydesk-acme" / "polydesk_acme" / "__init__.py").exists()


@pytest.mark.parametrize(
    "name",
    ["", "Acme", "acme_desk", "-acme", "acme-", "acme--desk", "1acme", "äcme", "a" * 31, "."],
)
def test_a_bad_name_is_refused(tmp_path, monkeypatch, name):
    """Exit status 2, and nothing is written."""
    monkeypatch.chdir(tmp_path)

    result = run("new-dialect", "--", name)

    assert (2, []) == (result.exit_code, [*tmp_path.iterdir()])
    assert f"at most 30 in all; not {name!r}" in result.output


@pytest.mark.parametrize("name", [*registry.OURS, "world", "control", "core"])
def test_a_name_that_is_taken_is_refused(tmp_path, monkeypatch, name):
    """By a dialect, or by the control plane."""
    monkeypatch.chdir(tmp_path)

    result = run("new-dialect", name)

    assert (2, []) == (result.exit_code, [*tmp_path.iterdir()])
    assert f"polydesk: the name {name!r} is taken\n" == result.output


def test_a_folder_that_is_there_is_left_alone(tmp_path):
    """Even an empty one."""
    folder = tmp_path / "there"
    folder.mkdir()

    result = run("new-dialect", "acme", "-o", str(folder))

    assert (1, []) == (result.exit_code, [*folder.iterdir()])
    assert f"polydesk: {folder}: File exists\n" == result.output


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path):
    """With the reason."""
    result = run("new-dialect", "acme", "-o", str(tmp_path / "no" / "such"))

    assert 1 == result.exit_code
    assert result.output.endswith("No such file or directory\n")
