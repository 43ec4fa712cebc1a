"""The wheel: whole, and working where it is all there is."""

import json
import re
import subprocess
import sys
import threading
import tomllib
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from polydesk import __version__, registry

ROOT = Path(__file__).parents[2]
KEY = {"X-API-Key": "hp_demo_abc123"}
SECONDS = 60


def build(*arguments: str) -> None:
    """Build with what is installed here."""
    command = [sys.executable, "-m", "build", "--no-isolation", *arguments, str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as it is published: built from the sdist."""
    folder = tmp_path_factory.mktemp("dist")
    build("--outdir", str(folder))
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts of an environment that has the wheel, and nothing else of ours."""
    folder = tmp_path_factory.mktemp("venv")
    venv.create(folder, with_pip=False)
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    locked = ROOT / "requirements" / "run.txt"
    subprocess.run(
        [*pip, "--python", folder / "bin" / "python", "install", "-c", locked, wheel],
        check=True,
        capture_output=True,
    )
    return folder / "bin"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose own `core` and `dialects` are not to be imported."""
    for name in ("core", "dialects"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise ImportError('not ours')")
    return tmp_path


@pytest.fixture
def url(installed: Path, project: Path) -> Iterator[str]:
    """A server with the demo scenario, started in that project."""
    command = "serve helpdeskpro-apikey --database :temporary: --scenario demo --port 0"
    process = subprocess.Popen(
        [installed / "python", "-m", "polydesk", *command.split()],
        cwd=project,
        stdout=subprocess.PIPE,
        text=True,
    )
    guard = threading.Timer(SECONDS, process.kill)
    guard.start()
    assert process.stdout is not None
    try:
        lines = (re.search(r"http://[^/]+", line) for line in process.stdout)
        yield next((found[0] for found in lines if found), "no server")
    finally:
        guard.cancel()
        process.terminate()
        process.stdout.close()
        process.wait()


def test_the_wheel_from_the_sdist_is_that_from_the_tree(wheel, tmp_path):
    """The sdist lacks nothing; links are followed in both."""
    build("--wheel", "--outdir", str(tmp_path))

    with zipfile.ZipFile(wheel) as one, zipfile.ZipFile(tmp_path / wheel.name) as other:
        assert sorted(one.namelist()) == sorted(other.namelist())


def test_the_wheel_has_all_of_the_package_and_nothing_else(wheel):
    """Every tracked-looking file under `polydesk`, and no top-level `core` or `dialects`."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    wanted = {
        str(file.relative_to(ROOT))
        for folder in ("polydesk", "polydesk/core", "polydesk/dialects")
        for file in (ROOT / folder).rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }

    assert wanted <= names
    assert {name.partition("/")[0] for name in names} == {
        "polydesk",
        f"polydesk-{__version__}.dist-info",
    }


def test_our_dialects_are_declared_as_entry_points_too():
    """The same in pyproject.toml, for others to see, and in the registry."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())

    assert declared["project"]["entry-points"][registry.GROUP] == registry.OURS


def test_our_dialects_are_held_apart():
    """By the contract of imports, which has to name each."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]

    (apart,) = (one for one in declared["contracts"] if one["type"] == "independence")
    assert sorted(target.partition(":")[0] for target in registry.OURS.values()) == apart["modules"]


@pytest.mark.parametrize("command", [("polydesk",), ("python", "-m", "polydesk")])
def test_it_runs_beside_a_folder_called_core(installed, project, command):
    """Nothing of ours is imported by a name that a project may have."""
    name, *arguments = command

    done = subprocess.run(
        [installed / name, *arguments, "--version"], cwd=project, capture_output=True, text=True
    )

    assert done.stdout == f"polydesk {__version__}\n", done.stderr


def test_the_demo_is_served_from_the_wheel(url):
    """The scenario is in the wheel, and its key works."""
    request = urllib.request.Request(f"{url}/api/v1/status", headers=KEY)

    with urllib.request.urlopen(request, timeout=SECONDS) as answer:
        assert answer.status == 200
        assert json.load(answer)
