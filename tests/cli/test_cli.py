"""The commands beside `serve`: those that look at dialects, and those that ask a server."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner, Result

from polydesk import __version__, registry
from polydesk.cli import main

SCENARIO = {"organizations": [{"key": "acme", "name": "Acme Corp"}]}


def run(*arguments: str) -> Result:
    """What a command printed, and its exit status."""
    return CliRunner(catch_exceptions=False).invoke(main, arguments)


@pytest.fixture
def url(serve):
    """A server with the demo scenario."""
    return serve("--scenario", "demo").url


def test_the_version():
    """One line."""
    assert run("--version").output == f"polydesk {__version__}\n"


def test_starting_imports_nothing_heavy():
    """Commands that need no dialect, and the parent of the workers, start at once."""
    script = (
        "import sys, polydesk.cli, polydesk.serve; "
        "print([m for m in ('sqlalchemy', 'flask', 'marshmallow', 'yaml') if m in sys.modules])"
    )

    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)

    assert found.stdout == "[]\n", found.stderr


def test_a_site_imports_no_control_plane_until_it_is_asked_for():
    """Nor what reads scenarios: both are slow to import, and many servers need neither."""
    script = (
        "import sys, polydesk.site; "
        "slow = ('yaml', 'polydesk.control.declared', 'polydesk.control.scenario'); "
        "print([m for m in slow if m in sys.modules])"
    )

    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)

    assert found.stdout == "[]\n", found.stderr


@pytest.mark.parametrize("name", registry.names())
def test_a_dialect_imports_no_routes_until_they_are_asked_for(name):
    """Who asks for its credentials alone, as for a scenario, need not wait for them."""
    script = (
        f"import sys; from polydesk import registry; registry.find([{name!r}]); "
        "print([m for m in sys.modules if 'dialects' in m and '.routes' in m])"
    )

    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)

    assert found.stdout == "[]\n", found.stderr


def test_dialects_lists_them_all():
    """With their roots."""
    output = run("dialects").output

    assert [line.split()[0] for line in output.splitlines()] == ["dialect", *registry.names()]


@pytest.mark.parametrize("command", ["routes", "coverage"])
def test_routes_and_coverage_show_the_operations(command):
    """A line an operation."""
    output = run(command, "helpdeskpro-apikey").output

    assert "GET" in output
    assert "/api/v1/status" in output


def test_openapi_writes_the_document(tmp_path):
    """To a file, or to standard output."""
    file = tmp_path / "openapi.json"

    run("openapi", "helpdeskpro-apikey", "-o", str(file))

    assert run("openapi", "helpdeskpro-apikey").output == file.read_text()
    servers = json.loads(file.read_text())["servers"]
    assert servers == [{"url": "http://127.0.0.1:8080/api/v1"}]


@pytest.mark.parametrize("command", ["routes", "coverage", "openapi"])
def test_an_unknown_dialect_is_refused_with_those_there_are(command):
    """Exit status 2."""
    result = run(command, "nosuch")

    assert result.exit_code == 2
    assert f"no dialect 'nosuch'; there are {', '.join(registry.names())}\n" in result.output


def test_coverage_is_written_into_the_page_of_a_dialect(tmp_path, monkeypatch):
    """Between its marks; the rest of it stays."""
    page = tmp_path / "README.md"
    page.write_text("Before.\n\n<!-- coverage -->\nold\n<!-- /coverage -->\n\nAfter.\n")
    monkeypatch.setattr(registry, "folder", lambda _: tmp_path)

    assert run("coverage", "helpdeskpro-apikey", "--write").exit_code == 0

    text = page.read_text()
    assert "| GET | /api/v1/status | full |  |" in text
    assert "old" not in text
    assert (text.startswith("Before.\n"), text.endswith("\n\nAfter.\n")) == (True, True)


@pytest.mark.parametrize("text", ["No marks.", "<!-- /coverage --><!-- coverage -->\n"])
def test_coverage_is_not_written_where_it_has_no_place(tmp_path, monkeypatch, text):
    """The page is left as it is."""
    page = tmp_path / "README.md"
    page.write_text(text)
    monkeypatch.setattr(registry, "folder", lambda _: tmp_path)

    result = run("coverage", "helpdeskpro-apikey", "--write")

    assert result.exit_code == 1
    assert result.output.startswith(f"polydesk: {page}: ")
    assert page.read_text() == text


def test_an_exported_world_can_be_seeded_again(url, tmp_path):
    """Out, blank, in, and out again: the same."""
    before, after = tmp_path / "before.yaml", tmp_path / "after.yaml"

    assert run("export", "--url", url, "-o", str(before)).exit_code == 0
    assert run("reset", "--url", url).output == "the world main is blank\n"
    assert run("seed", str(before), "--url", url).exit_code == 0
    assert run("export", "--url", url, "-o", str(after)).exit_code == 0

    assert after.read_text() == before.read_text()


def test_seed_prints_the_credentials_it_made(url):
    """They are answered once only."""
    run("reset", "--url", url)

    output = run("seed", "demo", "--url", url).output

    assert "X-API-Key: hp_demo_abc123" in output
    assert output.startswith("created ")


def test_export_writes_json_where_asked(url):
    """By the format, or by the name of the file."""
    output = run("export", "--url", url, "--format", "json").output

    assert "people" in json.loads(output)


def test_what_the_server_refuses_is_shown(url, tmp_path):
    """With the offender, and exit status 1."""
    file = tmp_path / "bad.json"
    file.write_text(json.dumps({"tickets": [{"subject": "x", "requester": "ad"}]}))

    result = run("seed", str(file), "--url", url)

    assert result.exit_code == 1
    assert "tickets[0].requester" in result.output


def test_a_world_that_is_not_there_is_an_error(url):
    """In the server's words."""
    result = run("reset", "--world", "nosuch", "--url", url)

    assert result.exit_code == 1
    assert "not_found" in result.output


def test_a_server_that_is_not_there_is_an_error():
    """Nobody listens on port 1."""
    result = run("reset", "--url", "http://127.0.0.1:1")

    assert result.exit_code == 1
    assert result.output.startswith("polydesk: http://127.0.0.1:1: no answer: ")


def test_the_control_token_is_sent(serve):
    """From the flag, or from the variable."""
    server = serve("--host", "0.0.0.0", POLYDESK_CONTROL_TOKEN="t" * 16)
    url = server.url.replace("0.0.0.0", "127.0.0.1")

    assert run("reset", "--url", url).exit_code == 1
    assert run("reset", "--url", url, "--token", "t" * 16).exit_code == 0
