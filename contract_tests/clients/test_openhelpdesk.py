"""Open Help Desk as its clients see it: a running server, asked by programs of others."""

import json
import shlex
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.client

HERE = Path(__file__).parent
KEY = "ohd_sk_demo_abc123"
SEED = """
curl https://helpdesk.example.com/api/tickets \\
-H "Authorization: Bearer ohd_sk_xxxxxxxxxxxxxxxxxxx"
"""
"""REST API, "Quick example"."""
ASSISTANT = {
    "server": "open-help-desk",
    "tools": [
        "list_tickets",
        "get_ticket",
        "create_ticket",
        "reply_to_ticket",
        "update_ticket_status",
        "assign_ticket",
        "list_categories",
        "list_statuses",
    ],
    "replied": ["On my way.", "admin"],
    "is_last": True,
    "missing": [True, {"error": "ticket not found", "status": 404}],
}


def run(*command: str | Path) -> Any:
    """What a program prints, as JSON."""
    ran = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def seen(told: Any) -> dict[str, Any]:
    """What an assistant tells, without what differs from run to run."""
    said, replies = told.pop("said"), told.pop("replies")
    replied = [said["body"], said["author"]["role"]]
    return {**told, "replied": replied, "is_last": replies[-1] == said}


@pytest.fixture(scope="module")
def older_client(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python with version 1 of the official client, which cannot be beside version 2."""
    folder = tmp_path_factory.mktemp("mcp1")
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    ran = subprocess.run(
        [*pip, "--python", python, "install", "mcp<2"], capture_output=True, text=True
    )
    if ran.returncode:
        pytest.skip(f"pip cannot install mcp<2: {ran.stderr.strip()[-300:]}")
    return python


def test_the_official_mcp_client_version_2_answers_a_ticket(server):
    """It asks for `server/discover` first, and falls back to `initialize`."""
    assert ASSISTANT == seen(run(sys.executable, HERE / "mcp_2.py", server.url, KEY))


def test_the_official_mcp_client_version_1_answers_a_ticket(older_client, server):
    """From an environment of its own."""
    assert ASSISTANT == seen(run(older_client, HERE / "mcp_1.py", server.url, KEY))


def test_a_technician_works_through_a_day_with_requests(server):
    """Enrolls, signs in with a code, creates, replies, resolves, reopens, links."""
    told = run(sys.executable, HERE / "with_requests.py", server.url, KEY)
    tom = {"id": told["verified"]["id"], "name": "Tom Reed", "role": "staff", "mfa_enrolled": True}
    resolved, reopened, link = told["resolved"], told["reopened"], told["link"]

    assert {"mfa_required": True} == told["login"]
    assert {"error": "MFA verification required"} == told["pending"]
    assert (tom, tom) == (told["verified"], told["recovered"])
    assert ("Resolved", "Replaced the power adapter.") == (
        resolved["status"],
        resolved["resolution_notes"],
    )
    assert ("New", "The part is ordered.") == (reopened["status"], reopened["replies"][0]["body"])
    assert ("parent_of", "Dock is dead too", "child_of", reopened["id"]) == (
        link["forward"]["link_type"],
        link["forward"]["ticket"]["subject"],
        link["reverse"]["link_type"],
        link["reverse"]["ticket"]["id"],
    )


def test_the_quick_example_of_the_documentation_works_with_another_host(server):
    """The vendor's own curl line, for a key that is called as theirs."""
    asked = {
        "dialect": "openhelpdesk",
        "kind": "api_key",
        "name": "Quick example",
        "person": "ada",
        "secret": "ohd_sk_xxxxxxxxxxxxxxxxxxx",
    }
    path = "/_polydesk/worlds/main/credentials"
    server.ask(path, "POST", json.dumps(asked), Content_Type="application/json")
    line = SEED.replace("https://helpdesk.example.com", server.url).replace("\\\n", " ")

    told = run(*shlex.split(line), "-sS")

    assert (1, 25, 25) == (told["page"], told["per_page"], len(told["data"]))
    assert {"id", "subject", "status", "priority", "category", "type", "item"} < set(
        told["data"][0]
    )


def test_the_command_line_that_the_server_prints_works(server):
    """With the key of the demo."""
    line = next(line for line in server.stdout if line.startswith("curl"))

    assert f"Authorization: Bearer {KEY}" in line
    assert 25 == len(run(*shlex.split(line))["data"])
