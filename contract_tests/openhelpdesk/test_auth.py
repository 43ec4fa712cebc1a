"""Signing in with a password, the cookie, the second factor, signing out; contract 2.2, 2.3, 6.5.

Endpoints 19 to 21.
"""

from dataclasses import replace
from threading import Thread

import pytest
from werkzeug.security import check_password_hash

from contract_tests.openhelpdesk.conftest import PASSWORD
from contract_tests.openhelpdesk.second_factor import CODE, code, enroll, login, verify
from polydesk.core import access, passwords, people
from polydesk.core.models import Credential, Event, Person
from polydesk.settings import Settings
from polydesk.site import make_site

PATIENCE = 5
"""For how many seconds somebody who writes may be kept waiting before a test fails."""
FIVE_MINUTES = 300
THIRTY_DAYS = 2592000
REQUIRED = {"error": "authentication required"}
PENDING = {"error": "MFA verification required"}
ENROLL = {"error": "MFA enrollment required"}
NOT_LOGGED_IN = {"error": "not logged in"}
FULL_WIDTH = "\uff15\uff14\uff13\uff17\uff10\uff15"
"""The right code in digits that are none here."""
WRONG_CODE = {"error": "invalid TOTP code"}


def sam(ohd, *, enrolled=False):
    """Sam, as those who sign in are told."""
    return {"id": ohd.ids["sam"], "name": "Sam Ortiz", "role": "user", "mfa_enrolled": enrolled}


def count(ohd, model):
    """How many rows there are."""
    with ohd.desk() as desk:
        return desk.session.query(model).count()


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


@pytest.mark.parametrize("how", ["disabled", "deleted"])
def test_who_may_not_enter_is_refused_like_a_wrong_password(ohd, how):
    """Disabled and deleted people."""
    path = f"/api/admin/users/{ohd.ids['sam']}"
    if how == "disabled":
        ohd.patch(path, json={"disabled": True})
    else:
        ohd.delete(path)

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


def test_who_is_enrolled_has_to_prove_it(ohd):
    """Login tells nothing else, and is not yet a login."""
    enroll(ohd, "sam")
    browser = ohd.browser()

    answer = login(browser, "sam")

    assert (200, {"mfa_required": True}) == (answer.status_code, answer.json)
    assert "ohd_session=" in answer.headers["Set-Cookie"]
    assert None is ohd.get(f"/api/admin/users/{ohd.ids['sam']}").json["last_login_at"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/me"),
        ("POST", "/api/me/mfa/enroll"),
        ("POST", "/api/me/mfa/confirm"),
        ("DELETE", "/api/me/mfa"),
        ("PATCH", "/api/me/password"),
        ("GET", "/api/me/api-keys"),
        ("POST", "/api/me/api-keys"),
        ("GET", "/api/groups"),
        ("GET", "/api/admin/users"),
        ("DELETE", "/api/admin/users/nobody"),
    ],
)
def test_a_pending_session_may_do_nothing_else(ohd, method, path):
    """403 before all else but the credentials: even an admin's."""
    enroll(ohd, "ada")
    browser = ohd.browser()
    login(browser, "ada")

    answer = browser.open(method, path)

    assert (403, PENDING) == (answer.status_code, answer.json)


def test_20_verify_takes_a_code_of_the_app(ohd):
    """The session is full from then on, with the same cookie."""
    enroll(ohd, "sam")
    browser = ohd.browser()
    login(browser, "sam")

    answer = verify(browser, CODE)

    assert (200, {"user": sam(ohd, enrolled=True)}) == (answer.status_code, answer.json)
    assert True is browser.get("/api/me").json["mfa_enrolled"]
    seen = ohd.get(f"/api/admin/users/{ohd.ids['sam']}").json["last_login_at"]
    assert "2026-04-05T09:00:00Z" == seen


@pytest.mark.parametrize(("steps", "status"), [(-2, 401), (-1, 200), (0, 200), (1, 200), (2, 401)])
def test_codes_of_the_step_before_and_after_are_good(ohd, steps, status):
    """Steps are 30 seconds of the world's clock."""
    enroll(ohd, "sam")
    browser = ohd.browser()
    login(browser, "sam")

    assert status == verify(browser, code(steps)).status_code


@pytest.mark.parametrize(("seconds", "status"), [(59, 200), (60, 401)])
def test_a_code_is_good_to_the_end_of_the_step_after_its_own(ohd, seconds, status):
    """`NOW` is the first second of a step."""
    enroll(ohd, "sam")
    browser = ohd.browser()
    login(browser, "sam")
    ohd.advance(seconds)

    assert status == verify(browser, CODE).status_code


def test_a_code_may_be_used_again(ohd):
    """While it is good."""
    enroll(ohd, "sam")
    first, second = ohd.browser(), ohd.browser()
    login(first, "sam")
    login(second, "sam")

    assert [200, 200] == [verify(first, CODE).status_code, verify(second, CODE).status_code]


@pytest.mark.parametrize("change", [str, str.lower, lambda code: code.replace("-", "")])
def test_verify_takes_a_recovery_code_once(ohd, change):
    """In any letter case, with a hyphen or without."""
    recovery = change(enroll(ohd, "sam")[3])
    first, second = ohd.browser(), ohd.browser()
    login(first, "sam")
    login(second, "sam")

    assert 200 == verify(first, recovery).status_code
    refused = verify(second, recovery)
    assert (401, WRONG_CODE) == (refused.status_code, refused.json)


@pytest.mark.parametrize("given", ["000000", "12345", "1234567", "AAAA-AAAA", "x", FULL_WIDTH])
def test_a_wrong_code_leaves_the_session_pending_and_writes_nothing(ohd, given):
    """The next one may be right."""
    enroll(ohd, "sam")
    browser = ohd.browser()
    login(browser, "sam")
    events = count(ohd, Event)

    refused = verify(browser, given)

    assert (401, WRONG_CODE) == (refused.status_code, refused.json)
    assert events == count(ohd, Event)
    assert PENDING == browser.get("/api/me").json
    assert 200 == verify(browser, CODE).status_code


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, "code is required"),
        ({"code": ""}, "code is required"),
        ({"code": None}, "code is required"),
        ({"code": 543705}, "invalid code"),
    ],
)
def test_verify_needs_a_code(ohd, body, message):
    """400 for none."""
    enroll(ohd, "sam")
    browser = ohd.browser()
    login(browser, "sam")

    answer = browser.post("/api/auth/mfa/verify", json=body)

    assert (400, {"error": message}) == (answer.status_code, answer.json)


@pytest.mark.parametrize("as_", [None, "sam", "bot"])
def test_verify_is_for_sessions(ohd, as_):
    """Nobody, a key and a token are not logged in; that comes before the body."""
    answer = ohd.post("/api/auth/mfa/verify", as_=as_, data=b"{")

    assert (401, NOT_LOGGED_IN) == (answer.status_code, answer.json)
    assert "Bearer" == answer.headers["WWW-Authenticate"]


def test_verify_with_a_dead_cookie_is_not_logged_in(ohd):
    """As without one."""
    answer = ohd.post(
        "/api/auth/mfa/verify", as_=None, json={"code": CODE}, headers={"Cookie": "ohd_session=x"}
    )

    assert (401, NOT_LOGGED_IN) == (answer.status_code, answer.json)


def test_a_full_session_may_verify_again(ohd):
    """It stays full, whatever the code."""
    enroll(ohd, "sam")
    browser = ohd.browser()
    login(browser, "sam")
    verify(browser, CODE)

    assert [200, 401] == [verify(browser, CODE).status_code, verify(browser, "1").status_code]
    assert 200 == browser.get("/api/me").status_code


@pytest.mark.parametrize(("seconds", "status"), [(FIVE_MINUTES - 1, 403), (FIVE_MINUTES, 401)])
def test_a_pending_session_lives_five_minutes(ohd, seconds, status):
    """Then it is as if there were none."""
    enroll(ohd, "sam")
    browser = ohd.browser()
    login(browser, "sam")
    ohd.advance(seconds)

    assert status == browser.get("/api/me").status_code


def test_after_five_minutes_login_starts_again(ohd):
    """The right code is too late."""
    enroll(ohd, "sam")
    browser = ohd.browser()
    login(browser, "sam")
    ohd.advance(FIVE_MINUTES)

    refused = verify(browser, code(10))

    assert (401, NOT_LOGGED_IN) == (refused.status_code, refused.json)
    login(browser, "sam")
    assert 200 == verify(browser, code(10)).status_code


@pytest.mark.parametrize(("seconds", "status"), [(THIRTY_DAYS - 1, 200), (THIRTY_DAYS, 401)])
def test_a_session_lives_as_long_as_its_cookie(ohd, seconds, status):
    """30 days of the world's clock."""
    browser = ohd.browser()
    login(browser, "sam")
    ohd.advance(seconds)

    assert status == browser.get("/api/me").status_code


@pytest.mark.parametrize(("seconds", "status"), [(THIRTY_DAYS - 1, 200), (THIRTY_DAYS, 401)])
def test_a_promoted_session_lives_as_long_as_its_cookie_too(ohd, seconds, status):
    """Counted from the login, when the cookie was given."""
    enroll(ohd, "sam")
    browser = ohd.browser()
    login(browser, "sam")
    ohd.advance(200)
    verify(browser, code(6))
    ohd.advance(seconds - 200)

    assert status == browser.get("/api/me").status_code


def test_without_mfa_nobody_is_asked_for_a_code(ohd):
    """The setting `mfa_enabled` is off: in at once, and shown as enrolled all the same."""
    enroll(ohd, "sam")
    ohd.set(mfa_enabled=False)

    answer = login(ohd, "sam")

    assert (200, {"user": sam(ohd, enrolled=True)}) == (answer.status_code, answer.json)


def test_a_role_may_have_to_enroll(ohd):
    """Who is not enrolled is told, and may do no more than that."""
    ohd.set(mfa_enforced_roles=["user", "admin"])
    browser = ohd.browser()

    answer = login(browser, "sam")

    told = {"user": sam(ohd), "mfa_enrollment_needed": True}
    assert (200, told) == (answer.status_code, answer.json)
    assert {"user"} == set(login(ohd, "tom").json)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PATCH", "/api/me/password"),
        ("DELETE", "/api/me/mfa"),
        ("GET", "/api/me/api-keys"),
        ("POST", "/api/me/api-keys"),
        ("POST", "/api/auth/mfa/verify"),
        ("GET", "/api/groups"),
        ("GET", "/api/admin/users"),
    ],
)
def test_who_has_to_enroll_may_do_nothing_else(ohd, method, path):
    """403, even an admin."""
    ohd.set(mfa_enforced_roles=["admin"])
    browser = ohd.browser()
    login(browser, "ada")

    answer = browser.open(method, path)

    assert (403, ENROLL) == (answer.status_code, answer.json)


def test_who_has_to_enroll_can(ohd):
    """Sees who they are, enrolls, confirms, and may do everything in the same session."""
    ohd.set(mfa_enforced_roles=["admin"])
    browser = ohd.browser()
    login(browser, "ada")
    seen = browser.get("/api/me")
    uri = browser.post("/api/me/mfa/enroll").json["totp_uri"]
    secret = uri.partition("secret=")[2].partition("&")[0]

    confirmed = browser.post("/api/me/mfa/confirm", json={"code": code(secret=secret)})

    assert [200, 200] == [seen.status_code, confirmed.status_code]
    assert 200 == browser.get("/api/admin/users").status_code


@pytest.mark.parametrize("settings", [{"mfa_enabled": False}, {"mfa_enforced_roles": ["staff"]}])
def test_only_roles_that_are_named_have_to_enroll_and_only_with_mfa(ohd, settings):
    """Others are in at once."""
    ohd.set(**{"mfa_enforced_roles": ["user"], **settings})

    assert {"user": sam(ohd)} == login(ohd, "sam").json


def test_keys_count_as_verified(ohd):
    """Neither a second factor nor an enforced one stops a key."""
    enroll(ohd, "sam")
    ohd.set(mfa_enforced_roles=["admin"])

    assert [200, 200] == [ohd.get("/api/me", as_=who).status_code for who in ("sam", "ada")]


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
        (session,) = desk.session.query(Credential).filter_by(kind=people.SESSION)
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
        access.issue(desk, dialect="other", kind=people.SESSION, secret="s" * 64, owner=person)

    cookie = {"Cookie": f"ohd_session={'s' * 64}"}
    assert 401 == ohd.get("/api/me", as_=None, headers=cookie).status_code
