"""Tokens for passwords, browsers and devices. Source: contract 2.4."""

import json
import re

import pytest
from werkzeug.test import Client as Browser

from contract_tests.deskpro.conftest import PASSWORD, refused
from polydesk.core import addresses, passwords
from polydesk.core.models import Person

GOOD = {"email": "sam@example.com", "password": PASSWORD}
TOKEN = re.compile(r"\d+:[A-Z0-9]{25}")
CALL = re.compile(r"sendPayload\((\{.*?\})\)")


def exchange(deskpro, method="POST", **given):
    return deskpro.open(method, "/api_tokens", as_=None, json=GOOD | given)


def call(deskpro, token, path="/me", scheme="token", **sent):
    headers = {"Authorization": f"{scheme} {token}"}
    return deskpro.get(path, as_=None, headers=headers, **sent)


@pytest.fixture
def browser(deskpro):
    """A client that keeps cookies."""
    deskpro.web = Browser(deskpro.site)
    return deskpro


def sign_in(browser, source=1, email="tom@example.com", password=PASSWORD, **sent):
    page = browser.get(f"/api_tokens/user_sources/{source}/login?format=default", as_=None)
    (action,) = re.findall(r'action="http://localhost[^"]*(/api/v2/[^"]+)"', page.text)
    return browser.post(action, as_=None, data={"email": email, "password": password}, **sent)


@pytest.mark.parametrize("method", ["POST", "PUT"])
@pytest.mark.parametrize("name", ["sam@example.com", "SAM@example.com", "sam", " Sam "])
def test_a_password_is_exchanged_for_a_token(deskpro, method, name):
    """By e-mail address or user name, in any case; 201 in an envelope."""
    answer = exchange(deskpro, method, email=name)

    token = answer.json["data"]["token"]
    assert TOKEN.fullmatch(token)
    data = {"person_id": deskpro.ids["sam"], "token": token}
    assert (201, {"data": data, "meta": {}, "linked": {}}) == (answer.status_code, answer.json)
    assert answer.headers["Location"].endswith(f"/api/v2/api_tokens/{token.partition(':')[0]}")
    assert "no-store" == answer.headers["Cache-Control"]


def test_any_address_of_somebody_will_do(deskpro):
    """Not the first alone."""
    with deskpro.desk() as desk:
        addresses.put(
            desk, desk.get(Person, deskpro.ids["sam"]), ["sam@example.com", "sam@home.example"]
        )

    assert (
        deskpro.ids["sam"] == exchange(deskpro, email="Sam@home.example").json["data"]["person_id"]
    )


@pytest.mark.parametrize(
    "given",
    [
        {"password": "wrong"},
        {"email": "nobody@example.com"},
        {"email": "nobody"},
        {"email": "sam@"},
    ],
)
def test_a_wrong_password_is_refused_and_takes_as_long(deskpro, given, monkeypatch):
    """401 with the same words for all, and one slow check for each."""
    checked = []

    def check(stored, plain):
        checked.append(plain)
        return slow(stored, plain)

    slow = passwords.check_password_hash
    monkeypatch.setattr(passwords, "check_password_hash", check)

    answer = exchange(deskpro, **given)

    body = {"status": 401, "code": "unauthorized", "message": "Invalid credentials."}
    assert (401, body) == (answer.status_code, answer.json)
    assert 1 == len(checked)


def test_who_may_not_enter_gets_no_token(deskpro):
    """And loses those they have."""
    token = exchange(deskpro).json["data"]["token"]
    with deskpro.desk() as desk:
        desk.get(Person, deskpro.ids["sam"]).disabled = True

    assert 401 == exchange(deskpro).status_code
    answer = call(deskpro, token)
    assert (401, "Invalid API token.") == (answer.status_code, answer.json["message"])


@pytest.mark.parametrize(
    ("given", "flaws"),
    [
        ({}, {"email": ["required"], "password": ["required"]}),
        ({"email": None, "password": ""}, {"email": ["required"], "password": ["required"]}),
        ({"email": [], "password": {}}, {"email": ["invalid"], "password": ["invalid"]}),
        ({"email": "a", "password": "x" * 1001}, {"password": ["too_long"]}),
        ({"email": "a\0", "password": "b"}, {"email": ["invalid"]}),
        ({"email": "a", "password": "b", "x": 1}, {"": ["extra_fields"]}),
    ],
)
def test_what_is_missing_is_said(deskpro, given, flaws):
    """By field."""
    assert flaws == refused(deskpro.post("/api_tokens", as_=None, json=given))


@pytest.mark.parametrize("scheme", ["token", "TOKEN", "Bearer"])
def test_a_token_calls_in_the_name_of_its_owner(deskpro, scheme):
    """`/me` says by what."""
    token = exchange(deskpro, email="tom").json["data"]["token"]

    data = call(deskpro, token, scheme=scheme).json["data"]

    assert ("api_token", None, deskpro.ids["tom"]) == (
        data["auth_method"],
        data["app_id"],
        data["person_id"],
    )
    assert deskpro.data(f"/people/{deskpro.ids['tom']}") == data["person"]
    assert data["person"] == call(deskpro, token, "/me/profile").json["data"]


def test_a_token_of_a_user_is_good_for_what_is_their_own(deskpro):
    """Not for what agents do."""
    token = exchange(deskpro).json["data"]["token"]

    statuses = [call(deskpro, token, path).status_code for path in ("/me", "/news", "/nothing")]

    assert [200, 403, 404] == statuses


@pytest.mark.parametrize("suffix", ["", ".json"])
@pytest.mark.parametrize(("kind", "id"), [("agent", 1), ("user", 2)])
def test_sources_say_where_to_sign_in(deskpro, kind, id, suffix):
    """To anybody, all of them."""
    answer = deskpro.get(f"/api_tokens/user_sources/{kind}{suffix}", as_=None)

    url = f"http://localhost{deskpro.url}/api/v2/api_tokens/user_sources/{id}/login?format=default"
    source = {
        "id": id,
        "title": f"Deskpro ({kind}s)",
        "type": kind,
        "source_type": "deskpro",
        "display_type": "form",
        "display_order": 10 * id,
        "display_options": {"login_url": url},
        "is_enabled": True,
    }
    assert (200, {"data": [source], "meta": {}, "linked": {}}) == (
        answer.status_code,
        answer.json,
    )
    assert source == deskpro.data(f"/api_tokens/user_sources/{id}", as_=None)


@pytest.mark.parametrize(
    "path", ["nobody", "3", "0", "9" * 30, "3/login", "9/callback/default", "agent/login"]
)
def test_other_sources_are_not_found(deskpro, path):
    """404."""
    assert 404 == deskpro.get(f"/api_tokens/user_sources/{path}").status_code


@pytest.mark.parametrize(
    ("source", "who", "status"),
    [(1, "tom", 200), (2, "tom", 200), (2, "sam", 200), (1, "sam", 403)],
)
def test_a_page_signs_somebody_in(browser, source, who, status):
    """Its script hands a token over; agents' place is for agents."""
    page = sign_in(browser, source, who)

    assert (status, "text/html") == (page.status_code, page.mimetype)
    handed = [json.loads(found) for found in CALL.findall(page.text)]
    assert [browser.ids[who]][: status == 200] == [one["person_id"] for one in handed]
    assert [200] * len(handed) == [call(browser, one["token"]).status_code for one in handed]


def test_a_page_that_refuses_says_so_and_is_safe(browser):
    """The form again, with what was written in it; no script, and not in frames."""
    page = sign_in(browser, email='"><script>alert(1)</script>', password="wrong")

    assert (401, "text/html") == (page.status_code, page.mimetype)
    assert "Invalid credentials." in page.text
    assert "<script" not in page.text
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "frame-ancestors 'none'" in policy


def test_who_has_signed_in_gets_tokens_by_session(browser):
    """As JSON, or handed over by a page; without a session there is none."""
    assert 401 == browser.get("/api_tokens/session", as_=None).status_code
    assert 401 == browser.get("/api_tokens/user_sources/1/callback/default").status_code
    sign_in(browser)

    answer = browser.get("/api_tokens/session", as_=None)
    page = browser.get("/api_tokens/user_sources/1/callback/default", as_=None)

    assert (200, browser.ids["tom"]) == (answer.status_code, answer.json["data"]["person_id"])
    assert 200 == call(browser, answer.json["data"]["token"]).status_code
    assert browser.ids["tom"] == json.loads(CALL.findall(page.text)[0])["person_id"]


def test_a_session_ends_after_a_day(browser):
    """By the world's clock."""
    sign_in(browser)
    browser.advance(86399)
    before = browser.get("/api_tokens/session", as_=None).status_code
    browser.advance(1)

    assert (200, 401) == (before, browser.get("/api_tokens/session", as_=None).status_code)


def test_a_session_is_good_for_nothing_else(browser):
    """Its cookie goes nowhere else, is for no script, and would be of the wrong mode."""
    cookie = sign_in(browser).headers["Set-Cookie"]

    assert f"Path={browser.url}/api/v2/api_tokens" in cookie
    assert {"HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))
    sent = {"Cookie": cookie.partition(";")[0]}
    browser.web = None
    assert 200 == browser.get("/api_tokens/session", as_=None, headers=sent).status_code
    assert 403 == browser.get("/news", as_=None, headers=sent).status_code
    assert 403 == browser.get("/api_tokens/session").status_code


def test_a_device_is_set_up_once(deskpro):
    """With a token of who made the code, and where things are."""
    code = deskpro.data("/me/device-setup-token", as_="tom")["token"]
    path = f"/api_tokens/device_setup/{code}"

    answer = deskpro.get(path, as_=None)

    data = answer.json["data"]
    assert ["person_id", "token", "discover"] == list(data)
    assert deskpro.ids["tom"] == data["person_id"]
    assert deskpro.data("/helpdesk/discover") == data["discover"]
    assert 200 == call(deskpro, data["token"]).status_code
    assert 404 == deskpro.get(path, as_=None).status_code


def test_a_device_is_set_up_soon(deskpro):
    """Within ten minutes; and by a code that was made."""
    code = deskpro.data("/me/device-setup-token")["token"]
    deskpro.advance(600)

    statuses = [
        deskpro.get(f"/api_tokens/device_setup/{one}", as_=None).status_code
        for one in (code, "x", "%00")
    ]

    assert [404] * 3 == statuses
