"""Bodies that break off, or are longer than allowed, of a told length and of none."""

import io
import json

import pytest
from werkzeug.test import Client, create_environ, run_wsgi_app

from polydesk import registry
from polydesk.settings import Settings
from polydesk.site import make_site

MOST = 2000
PERSON = {"people": [{"key": "sam", "name": "Sam"}]}
BASIC = "Basic YWRhOmRlc3Rla19kZW1vX2FiYzEyMw=="
FORM = "application/x-www-form-urlencoded"
TICKET = b"categoryId=1&subject=Cut&body="
SEED = json.dumps(PERSON).encode()


@pytest.fixture
def site(store, world):
    """The demo behind all dialects, with a small limit."""
    site = make_site(Settings(mount="prefix", max_body_bytes=MOST), store, registry.find())
    Client(site).post(f"/_polydesk/worlds/{world}/seed", json={"scenario": "demo"})
    return site


def post(site, path, body, **environ):
    """The status of a request as granian hands it on: it says of every body that it ends."""
    asked = create_environ(path, method="POST")
    asked.pop("CONTENT_LENGTH", None)
    asked |= {"wsgi.input": io.BytesIO(body), "wsgi.input_terminated": True} | environ
    return int(run_wsgi_app(site, asked)[1].partition(" ")[0])


def count(site, world):
    """How many tickets there are, and people."""
    found = Client(site).get(f"/_polydesk/worlds/{world}/export").json
    return len(found["tickets"]), len(found["people"])


ASKED = [
    ("/desteksitesi/api/Ticket", FORM, {"HTTP_AUTHORIZATION": BASIC}, TICKET),
    ("/_polydesk/worlds/{world}/seed", "application/yaml", {}, SEED),
    ("/_polydesk/worlds/{world}/seed", "application/json", {}, SEED),
]


@pytest.mark.parametrize(("path", "kind", "headers", "body"), ASKED)
@pytest.mark.parametrize(
    ("told", "length", "status"),
    [
        ({"CONTENT_LENGTH": "1500"}, 0, 400),
        ({"CONTENT_LENGTH": str(MOST + 1)}, MOST + 1, 413),
        ({"HTTP_TRANSFER_ENCODING": "chunked"}, MOST + 1, 413),
    ],
    ids=["cut off", "too long", "too long, chunked"],
)
def test_what_is_not_whole_is_refused(site, world, path, kind, headers, body, told, length, status):
    """And changes nothing."""
    before = count(site, world)
    path, body = f"/~{world}{path.format(world=world)}", body.ljust(length, b" ")

    found = post(site, path, body, CONTENT_TYPE=kind, **headers, **told)

    assert (status, before) == (found, count(site, world))


@pytest.mark.parametrize("told", [{"CONTENT_LENGTH": "30"}, {"HTTP_TRANSFER_ENCODING": "chunked"}])
def test_what_is_whole_is_read(site, world, told):
    """Whether or not its length is told."""
    told = {"CONTENT_TYPE": FORM, "HTTP_AUTHORIZATION": BASIC} | told
    tickets, _ = count(site, world)

    found = post(site, f"/~{world}/desteksitesi/api/Ticket", TICKET, **told)

    assert (200, tickets + 1) == (found, count(site, world)[0])
