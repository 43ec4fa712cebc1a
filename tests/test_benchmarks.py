"""The benchmarks, so short that they show only that they work."""

import subprocess
import sys
from pathlib import Path

from benchmarks.data import Data
from benchmarks.requests import DIALECTS, FIRST
from benchmarks.run import MOST
from polydesk import registry

ROOT = Path(__file__).parents[1]


def test_the_benchmarks_run():
    """Every operation of every dialect gets a row, and the starts do."""
    ran = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--quick"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert (0, "") == (ran.returncode, ran.stderr)
    rows = [line.split("|") for line in ran.stdout.splitlines() if line[:1] == "|"]
    named = {(row[1].strip(), row[2].strip()) for row in rows}
    found = Data(ticket=1, ulid="", category="", category_id=1)
    asked = {(name, what) for name, asks in DIALECTS.items() for what in asks.operations(found)}
    assert {*asked, (FIRST, "read-one, logged")} <= named
    assert set(MOST) <= {row[1].strip() for row in rows}


def test_every_dialect_is_measured():
    """A new one brings its requests."""
    assert set(registry.find()) == set(DIALECTS)
