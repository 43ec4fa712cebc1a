"""A server as users start it, for clients that others have written."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.conftest import Server


@contextmanager
def serving(folder: Path, dialect: str, scenario: str) -> Iterator[Server]:
    """`polydesk serve` with a dialect and a scenario, on a free port; it forgets all at its end."""
    chosen = ["--port", "0", "--database", ":temporary:", "--scenario", scenario]
    server = Server(folder, [dialect, *chosen], {})
    try:
        yield server.wait_until_introduced()
    finally:
        server.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """Open Help Desk with the demo."""
    with serving(tmp_path, "openhelpdesk", "demo") as server:
        yield server
