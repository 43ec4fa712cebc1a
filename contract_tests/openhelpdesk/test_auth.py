"""Signing in with a password, the cookie, signing out, and who is let in; contract 2.2, 2.3, 6.5.

Endpoints 19 and 21.
"""

from dataclasses import replace
from threading import Thread

import pytest
from werkzeug.security import check_password_hash

from contract_tests.openhelpdesk.conftest import PASSWORD
from contract_tests.openhelpdesk.second_factor import enroll, login, sam
from polydesk.core import access, passwords
from polydesk.core.models import Credential, Person
from polydesk.settings import Settings
from polydesk.site import make_site

PATIENCE = 5
"""For how many seconds somebody who writes may be kept waiting before a test fails."""
REQUIRED = {"error": "authentication required"}


def test_19_login_gives_the_user_and_a_session(ohd):
    """Who is not enrolled is in at once."""
    browser = ohd.browser()

    answer = login(browser, "sam")

    assert (200, {"user": sam(ohd)}) == (answer.status_code, answer.json)
    assert "sam@example.com" == browser.get("/api/me").json["email"]


@pytest.mark.parametrize("email", ["SAM@Example.COM", "  sam@example.com ", "Sam@EXAMPLE.com\t"])
def test_the_address_is_trimmed_and_compared_in_any_case(ohd, email):
    """As people type it."""
    answer = ohd.post("/api/auth/login", json={"email": email, "password": PASSWORD})

    assert 200 == answer.status_code


@pytest.fixture
def kept_waiting(ohd, monkeypatch):
    """Whether others could not write while a password was hashed, for each hash."""
    kept = []

    def look(slow):
        def look_and_hash(*given):
            other = Thread(target=ohd.set, kwargs={"site_name": "Other"}, daemon=True)
            other.start()
            other.join(PATIENCE)
            kept.append(other.is_alive())
            return slow(*given)

        return look_and_hash

    for name in ("_scrypt", "check_password_hash"):
        monkeypatch.setattr(passwords, name, look(getattr(passwords, name)))
    return kept


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "hashes"),
    [
        ("POST", "/auth/login", {"email": "sam@example.com", "password": PASSWORD}, 200, 1),
        ("POST", "/auth/login", {"email": "sam@example.com", "password": "wrong"}, 401, 1),
        (
            "PATCH",
            "/me/password",
            {"current_password": PASSWORD, "new_password": "another horse"},
            204,
            2,
        ),
        (
            "POST",
            "/admin/users",
            {"name": "Eve", "email": "eve@x.example", "password": "x" * 10, "role": "user"},
            201,
            1,
        ),
    ],
)
def test_nobody_waits_while_a_password_is_hashed(
    ohd, kept_waiting, method, path, body, status, hashes
):
    """It takes a tenth of a second, in which others write; each is hashed once."""
    answer = ohd.open(method, f"/api{path}", json=body)

    assert (status, [False] * hashes) == (answer.status_code, kept_waiting)


def test_who_is_disabled_while_their_password_is_hashed_stays_out(ohd, monkeypatch):
    """What is found of the password does not say who may enter."""

    def check(*given):
        ohd.patch(f"/api/admin/users/{ohd.ids['sam']}", json={"disabled": True})
        return check_password_hash(*given)

    monkeypatch.setattr(passwords, "check_password_hash", check)

    answer = login(ohd, "sam")

    assert (401, {"error": "invalid email or password"}) == (answer.status_code, answer.json)


def test_the_cookie_has_the_attributes_of_the_contract(ohd):
    """Without `Secure`, since this is http; without a date, since that would be real time."""
    answer = login(ohd, "sam")

    pair, *attributes = answer.headers["Set-Cookie"].split("; ")
    name, _, value = pair.partition("=")
    assert ("ohd_session", True) == (name, len(value) >= 32)
    assert {"HttpOnly", "Path=/", "SameSite=Lax", "Max-Age=2592000"} == set(attributes)


def test_the_cookie_is_secure_where_clients_come_by_https(ohd):
    """As the setting `public_url` says, also when the server itself is asked by http."""
    settings = Settings(mount="prefix", public_url="https://desk.example")
    site = make_site(settings, ohd.site.store, ohd.site.dialects)

    answer = login(replace(ohd, site=site), "sam")

    assert "Secure" in answer.headers["Set-Cookie"].split("; ")


def test_the_cookie_is_secure_on_https(ohd):
    """Only there."""
    answer = login(ohd, "sam", base_url="https://localhost")

    assert "Secure" in answer.headers["Set-Cookie"].split("; ")


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("nobody@example.com", PASSWORD),
        ("sam@example.com", "not my password"),
        ("sam@example.com", f" {PASSWORD}"),
        ("sam@example.com", PASSWORD.upper()),
        ("sam", PASSWORD),
    ],
)
def test_a_wrong_address_and_a_wrong_password_are_refused_alike(ohd, email, password):
    """No oracle, and no cookie."""
    answer = ohd.post("/api/auth/login", as_=None, json={"email": email, "password": password})

    assert (401, {"error": "invalid email or password"}) == (answer.status_code, answer.json)
    assert "Set-Cookie" not in answer.headers
    assert "Bearer" == answer.headers["WWW-Authenticate"]


@pytest.mark.parametrize(
    ("method", "sent"),
    [("PATCH", {"disabled": True}), ("DELETE", None)],
    ids=["disabled", "deleted"],
)
def test_who_may_not_enter_is_refused_like_a_wrong_password(ohd, method, sent):
    """Disabled and deleted people."""
    ohd.open(method, f"/api/admin/users/{ohd.ids['sam']}", json=sent)

    answer = login(ohd, "sam")

    assert (401, {"error": "invalid email or password"}) == (answer.status_code, answer.json)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, "email is required"),
        ({"email": "sam@example.com"}, "password is required"),
        ({"password": PASSWORD}, "email is required"),
        ({"email": "  ", "password": PASSWORD}, "email is required"),
        ({"email": None, "password": PASSWORD}, "email is required"),
        ({"email": "sam@example.com", "password": ""}, "password is required"),
        ({"email": "sam@example.com", "password": None}, "password is required"),
        ({"email": 1, "password": PASSWORD}, "invalid email"),
        ({"email": "sam@example.com", "password": ["x"]}, "invalid password"),
    ],
)
def test_login_needs_address_and_password(ohd, body, message):
    """400 for what is missing or no text."""
    answer = ohd.post("/api/auth/login", as_=None, json=body)

    assert (400, {"error": message}) == (answer.status_code, answer.json)


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'"x"', b"email=sam"])
def test_login_needs_a_json_object(ohd, data):
    """Whatever its Content-Type says."""
    answer = ohd.post("/api/auth/login", as_=None, data=data)

    assert (400, {"error": "invalid JSON"}) == (answer.status_code, answer.json)


def test_login_reads_json_whatever_the_content_type_says(ohd):
    """A form's type with JSON in it."""
    data = f'{{"email": "sam@example.com", "password": "{PASSWORD}"}}'

    answer = ohd.post("/api/auth/login", data=data, content_type="text/plain")

    assert 200 == answer.status_code


def test_saml_leaves_the_password_to_admins(ohd):
    """Others are told to use SAML, after the right password alone."""
    ohd.set(saml_enabled=True)
    wrong = {"email": "sam@example.com", "password": "not my password"}

    refused = login(ohd, "sam")

    said = {"error": "local login is disabled; use SAML"}
    assert (403, said) == (refused.status_code, refused.json)
    assert "Set-Cookie" not in refused.headers
    assert 200 == login(ohd, "ada").status_code
    assert 401 == ohd.post("/api/auth/login", json=wrong).status_code


def test_login_notes_when(ohd):
    """An admin sees it."""
    before = ohd.get(f"/api/admin/users/{ohd.ids['sam']}").json["last_login_at"]

    login(ohd, "sam")

    after = ohd.get(f"/api/admin/users/{ohd.ids['sam']}").json["last_login_at"]
    assert (None, "2026-04-05T09:00:00Z") == (before, after)


def test_21_logout_ends_the_session_and_clears_the_cookie(ohd):
    """The session itself is over, not the browser's memory of it alone."""
    browser = ohd.browser()
    cookie = login(browser, "sam").headers["Set-Cookie"].partition(";")[0]

    answer = browser.post("/api/auth/logout")

    assert (204, b"") == (answer.status_code, answer.data)
    pair, *attributes = answer.headers["Set-Cookie"].split("; ")
    assert ("ohd_session=", True) == (pair, "Max-Age=0" in attributes)
    again = ohd.get("/api/me", as_=None, headers={"Cookie": cookie})
    assert (401, REQUIRED) == (again.status_code, again.json)


@pytest.mark.parametrize("sent", [{}, {"data": b"{"}, {"headers": {"Cookie": "ohd_session=dead"}}])
def test_logout_is_204_without_a_session_too(ohd, sent):
    """Whatever comes with it."""
    answer = ohd.post("/api/auth/logout", as_=None, **sent)

    assert (204, True) == (answer.status_code, "Max-Age=0" in answer.headers["Set-Cookie"])


def test_a_pending_session_can_be_left(ohd):
    """And is over."""
    enroll(ohd, "sam")
    browser = ohd.browser()
    cookie = login(browser, "sam").headers["Set-Cookie"].partition(";")[0]

    assert 204 == browser.post("/api/auth/logout").status_code
    assert 401 == ohd.get("/api/me", as_=None, headers={"Cookie": cookie}).status_code


def test_logout_passes_over_a_bad_token(ohd):
    """It is public, so the cookie counts."""
    browser = ohd.browser()
    login(browser, "sam")

    browser.post("/api/auth/logout", headers={"Authorization": "Bearer ohd_sk_wrong"})

    with ohd.desk() as desk:
        (session,) = desk.session.query(Credential).filter_by(kind=access.SESSION)
        assert None is not session.revoked_at


def test_logout_leaves_other_sessions(ohd):
    """One browser's is one browser's."""
    first, second = ohd.browser(), ohd.browser()
    login(first, "sam")
    login(second, "sam")
    first.post("/api/auth/logout")

    assert 200 == second.get("/api/me").status_code


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "ApiKey", "apikey"])
def test_keys_come_as_bearer_or_apikey_in_any_case(ohd, scheme):
    """The second is what the vendor's source takes."""
    headers = {"Authorization": f"{scheme} {ohd.secrets['sam']}"}

    assert "Sam Ortiz" == ohd.get("/api/me", headers=headers).json["name"]


@pytest.mark.parametrize("header", ["Bearer ohd_sk_wrong", "Bearer x.y.z", "ApiKey nothing"])
def test_a_bad_token_is_401_even_with_a_good_cookie(ohd, header):
    """On what is not public."""
    browser = ohd.browser()
    login(browser, "sam")

    answer = browser.get("/api/me", headers={"Authorization": header})

    assert (401, REQUIRED) == (answer.status_code, answer.json)
    assert "Bearer" == answer.headers["WWW-Authenticate"]


def test_a_key_wins_over_a_cookie(ohd):
    """Of somebody else."""
    browser = ohd.browser()
    login(browser, "sam")

    assert "Tom Reed" == browser.get("/api/me", as_="tom").json["name"]


def test_nobody_is_401(ohd):
    """With the challenge."""
    answer = ohd.get("/api/me", as_=None)

    assert (401, REQUIRED) == (answer.status_code, answer.json)
    assert "Bearer" == answer.headers["WWW-Authenticate"]


@pytest.mark.parametrize("by", ["session", "key"])
def test_a_new_role_counts_at_once(ohd, by):
    """For the session and the key that are there."""
    browser = ohd.browser()
    login(browser, "sam")
    as_ = None if by == "session" else "sam"
    before = browser.get("/api/admin/users", as_=as_).status_code

    ohd.patch(f"/api/admin/users/{ohd.ids['sam']}", json={"role": "admin"})

    assert (403, 200) == (before, browser.get("/api/admin/users", as_=as_).status_code)


@pytest.mark.parametrize("by", ["session", "key"])
def test_who_is_disabled_is_out_at_once(ohd, by):
    """Sessions are over for good, keys work again when the person does."""
    browser = ohd.browser()
    login(browser, "sam")
    as_ = None if by == "session" else "sam"
    path = f"/api/admin/users/{ohd.ids['sam']}"

    ohd.patch(path, json={"disabled": True})
    out = browser.get("/api/me", as_=as_)
    ohd.patch(path, json={"disabled": False})

    assert (401, REQUIRED) == (out.status_code, out.json)
    after = {"session": 401, "key": 200}[by]
    assert after == browser.get("/api/me", as_=as_).status_code


@pytest.mark.parametrize("by", ["session", "key"])
def test_who_is_deleted_is_out_at_once(ohd, by):
    """With all they hold."""
    browser = ohd.browser()
    login(browser, "sam")
    as_ = None if by == "session" else "sam"

    ohd.delete(f"/api/admin/users/{ohd.ids['sam']}")

    assert 401 == browser.get("/api/me", as_=as_).status_code


def test_a_session_of_another_dialect_is_none_here(ohd):
    """Sessions are a dialect's own."""
    with ohd.desk() as desk:
        person = desk.get(Person, ohd.ids["sam"])
        access.issue(desk, dialect="other", kind=access.SESSION, secret="s" * 64, owner=person)

    cookie = {"Cookie": f"ohd_session={'s' * 64}"}
    assert 401 == ohd.get("/api/me", as_=None, headers=cookie).status_code
