"""A server as users start it, for clients that others have written."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Server


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """`polydesk serve openhelpdesk` with the demo, on a free port, forgetting all at its end."""
    chosen = ["--port", "0", "--database", ":temporary:", "--scenario", "demo"]
    server = Server(tmp_path, ["openhelpdesk", *chosen], {})
    try:
        yield server.wait_until_introduced()
    finally:
        server.close()
