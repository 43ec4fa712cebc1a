"""Deskpro as its clients see it: a running server, asked by the vendor's own lines and by requests.

The lines are those of the API reference, each in one line, and sent to another host; the `&` and
the brackets of the last one are quoted from the shell and from curl.
"""

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contract_tests.clients.conftest import serving
from tests.cli.conftest import Server

pytestmark = pytest.mark.client

HERE = Path(__file__).parent
KEY = "5:DPDEMOABC123DPDEMOABC123D"
ALICE = {"key": "alice", "name": "Alice", "email": "user@example.com", "role": "admin"}
SCENARIO = {
    "people": [{"id": 1, "password": "my_password", **ALICE}],
    "tickets": [
        {"subject": f"Foo Bar {number}", "body": "Fizz", "requester": "alice"}
        for number in range(1, 13)
    ],
    "credentials": [
        {"id": id, "dialect": "deskpro", "kind": kind, "person": "alice", "secret": secret}
        for id, kind, secret in (
            (2, "key", "YWK2PGCS8CNW62SR8TBTBKWMY"),
            (18, "token", "BZWWGQ58QDX8H5B4W4RAJ978Q"),
        )
    ],
}
"""The people, the key and the token of the reference."""


def run(*command: str | Path) -> Any:
    """What a program prints, as JSON."""
    ran = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server in which there is what the reference speaks of."""
    folder = tmp_path_factory.mktemp("reference")
    file = folder / "reference.json"
    file.write_text(json.dumps(SCENARIO))
    with serving(folder, "deskpro", str(file)) as server:
        yield server


@pytest.fixture
def asked(reference: Server) -> Any:
    """Runs a line of the reference."""

    def ask(line: str) -> Any:
        here = line.replace("http://example.com", reference.url)
        return run(*shlex.split(here), "-sS", "--globoff")

    return ask


def test_what_is_here(asked):
    """ "Getting Started"."""
    told = asked("curl http://example.com/api/v2/helpdesk/discover")

    assert {"data": told["data"], "meta": {}, "linked": {}} == told
    assert told["data"]["is_deskpro"] is True
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", told["data"]["helpdesk_url"])
    assert f"{told['data']['helpdesk_url']}api/v2/" == told["data"]["base_api_url"]
    assert isinstance(told["data"]["build"], str)


@pytest.mark.parametrize(
    ("secret", "method"),
    [
        ("key 2:YWK2PGCS8CNW62SR8TBTBKWMY", "api_key"),
        ("token 18:BZWWGQ58QDX8H5B4W4RAJ978Q", "api_token"),
    ],
)
def test_who_calls(asked, secret, method):
    """ "Authentication" and "API Token Exchange": by key and by token."""
    told = asked(f'curl -H "Authorization: {secret}" http://example.com/api/v2/me')

    person = told["data"].pop("person")
    assert {"auth_method": method, "app_id": None, "person_id": 1} == told["data"]
    assert (1, {}, {}) == (person["id"], told["meta"], told["linked"])


def test_a_password_is_exchanged(asked):
    """ "API Token Exchange"."""
    told = asked(
        'curl -H "Content-Type: application/json" -X POST'
        """ -d '{"email": "user@example.com", "password": "my_password"}'"""
        " http://example.com/api/v2/api_tokens"
    )

    token = told["data"].pop("token")
    assert {"data": {"person_id": 1}, "meta": {}, "linked": {}} == told
    assert re.fullmatch(r"\d+:[0-9A-Z]{25}", token)


def test_where_agents_sign_in(asked):
    """ "Get a list of usersources"; there is one of our own, and none of other companies."""
    (told,) = asked("curl http://example.com/api/v2/api_tokens/user_sources/agent")["data"]

    assert ["id", "title", "type", "source_type", "display_type", "display_order"] == list(told)[:6]
    assert ("agent", True) == (told["type"], told["is_enabled"])
    assert told["display_options"]["login_url"].endswith(
        f"/api/v2/api_tokens/user_sources/{told['id']}/login?format=default"
    )


def test_tickets_are_listed(asked):
    """ "Collection Responses"; the numbers are ours."""
    told = asked(
        'curl -H "Authorization: key 2:YWK2PGCS8CNW62SR8TBTBKWMY" http://example.com/api/v2/tickets'
    )

    total = told["meta"]["total"]
    assert {
        "first": "/tickets",
        "next": "/tickets?page=2",
        "prev": None,
        "last": "/tickets?page=2",
        "self": "/tickets",
    } == told["links"]
    assert (1, 10, -(-total // 10)) == tuple(
        told["meta"][name] for name in ("page", "per_page", "total_pages")
    )
    first = {name: told["data"][0][name] for name in ("id", "person_id", "title")}
    assert {"id": 1, "person_id": 1, "title": "Foo Bar 1"} == first


BATCH = """
{
     "t": {
         "method": "POST",
         "url": "/api/tickets",
         "payload": {
             "title": "new-ticket"
         }
    },
    "john": "/api/people/1",
    "img": "/api/people/1/image",
    "parts": "/api/tickets/5/participants"
 }
"""
HEADERS = '-H "Authorization: key 2:YWK2PGCS8CNW62SR8TBTBKWMY" -H "Content-Type: application/json"'
"""The reference leaves the key out of the lines of its batches."""


def test_a_batch_goes_through_item_by_item(asked):
    """ "Batch Requests": what fails has the same form as what does not."""
    told = asked(f"curl {HEADERS} -X POST -d '{BATCH}' http://example.com/api/v2/batch")

    assert {"t": 201, "john": 200, "img": 404, "parts": 200} == {
        name: one["headers"]["response_code"] for name, one in told.items()
    }
    assert "new-ticket" == told["t"]["data"]["title"]
    assert 404 == told["img"]["data"]["status"]
    assert [] == told["parts"]["data"]


def test_a_batch_may_be_an_address(asked):
    """ "Short GET Syntax", with the path as it is printed."""
    told = asked(
        f"curl {HEADERS} 'http://example.com/api/v2/batch/api/v2/batch"
        "?get[stars]=/api/v2/ticket_stars&get[departments]=/api/v2/ticket_departments'"
    )

    assert ["stars", "departments"] == list(told)
    assert all(200 == one["headers"]["response_code"] and one["data"] for one in told.values())


def test_an_agents_errand_with_requests(tmp_path):
    """A ticket with its person, a file, a reply, a batch, and all pages."""
    with serving(tmp_path, "deskpro", "demo") as server:
        told = run(sys.executable, HERE / "desk_with_requests.py", server.url, KEY)

    assert {
        "me": "Ada Lindqvist",
        "person": "Lee",
        "file": ["yangın.txt", "smoke", "text/plain"],
        "batch": {"t": 200, "no": 404, "new": 201},
        "status": "resolved",
        "pages": [True, True],
    } == told


def test_the_command_line_that_the_server_prints_works(tmp_path):
    """With the key of the demo."""
    with serving(tmp_path, "deskpro", "demo") as server:
        line = next(line for line in server.stdout if line.startswith("curl"))
        told = run(*shlex.split(line))

    assert f"Authorization: key {KEY}" in line
    assert "api_key" == told["data"]["auth_method"]
