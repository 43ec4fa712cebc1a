"""The first admin; contract 6.8, D5 and D6."""

from dataclasses import replace

import pytest

from contract_tests.openhelpdesk.conftest import NOW, PASSWORD, Client

PREFIXES = pytest.mark.parametrize("prefix", ["/api/v1", "/api"])
ASKED = {"email": "root@example.com", "display_name": "Root", "password": PASSWORD}


@pytest.fixture
def blank(site, world):
    """Open Help Desk in a world where nobody is."""
    client = Client(site, world, default=None)
    client.freeze(NOW)
    return client


@PREFIXES
def test_d5_a_blank_desk_waits_for_its_admin(blank, prefix):
    """Till there is one."""
    before = blank.get(f"{prefix}/setup/status")
    blank.post("/api/setup", json=ASKED)

    after = blank.get(f"{prefix}/setup/status")

    assert [(200, {"needed": True}), (200, {"needed": False})] == [
        (answer.status_code, answer.json) for answer in (before, after)
    ]


@PREFIXES
def test_d6_the_first_admin_is_made(blank, prefix):
    """And can sign in."""
    answer = blank.post(f"{prefix}/setup", json=ASKED)

    body = dict(answer.json)
    id = body.pop("id")
    wanted = {
        "name": "Root",
        "email": "root@example.com",
        "role": "admin",
        "mfa_enrolled": False,
        "disabled": False,
        "last_login_at": None,
        "created_at": NOW,
        "updated_at": NOW,
    }
    assert (201, wanted) == (answer.status_code, body)
    browser = blank.browser()
    browser.post("/api/auth/login", json={"email": "ROOT@example.com", "password": PASSWORD})
    assert id == browser.get("/api/admin/users").json["data"][0]["id"]


@PREFIXES
def test_there_is_only_one_first_admin(blank, prefix):
    """409 from then on, and nobody is made."""
    blank.post("/api/setup", json=ASKED)

    answer = blank.post(f"{prefix}/setup", json={**ASKED, "email": "other@example.com"})

    said = {"error": "setup has already been completed"}
    assert (409, said) == (answer.status_code, answer.json)


def test_a_desk_with_people_needs_no_setup(ohd):
    """Whoever they are."""
    ohd = replace(ohd, default=None)

    assert {"needed": False} == ohd.get("/api/v1/setup/status").json
    assert 409 == ohd.post("/api/v1/setup", json=ASKED).status_code


@pytest.mark.parametrize("name", ["email", "display_name", "password"])
@pytest.mark.parametrize("value", [None, "", "  "])
def test_setup_needs_all_three(blank, name, value):
    """One sentence for all."""
    answer = blank.post("/api/v1/setup", json={**ASKED, name: value})

    said = {"error": "email, display_name, and password are required"}
    assert (400, said) == (answer.status_code, answer.json)
    assert {"needed": True} == blank.get("/api/v1/setup/status").json


def test_setup_needs_a_long_password(blank):
    """As all new ones."""
    answer = blank.post("/api/v1/setup", json={**ASKED, "password": "123456789"})

    said = {"error": "password must be at least 10 characters"}
    assert (400, said) == (answer.status_code, answer.json)


def test_a_guest_does_not_set_the_desk_up(blank):
    """Who cannot sign in is no user, and may become the admin."""
    guest = {"key": "g", "name": "Guest", "role": "user", "can_sign_in": False}
    blank.seed({"people": [{**guest, "email": ASKED["email"]}]})

    assert {"needed": True} == blank.get("/api/v1/setup/status").json
    assert 201 == blank.post("/api/v1/setup", json=ASKED).status_code
