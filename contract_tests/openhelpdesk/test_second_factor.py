"""The second factor of those who sign in, and who has to enroll; contract 2.3 and 6.5.

Endpoint 20.
"""

import pytest

from contract_tests.openhelpdesk.second_factor import CODE, code, enroll, login, sam, verify
from polydesk.core.models import Event

FIVE_MINUTES = 300
THIRTY_DAYS = 2592000
PENDING = {"error": "MFA verification required"}
ENROLL = {"error": "MFA enrollment required"}
NOT_LOGGED_IN = {"error": "not logged in"}
FULL_WIDTH = "\uff15\uff14\uff13\uff17\uff10\uff15"
"""The right code in digits that are none here."""
WRONG_CODE = {"error": "invalid TOTP code"}


def count(ohd, model):
    """How many rows there are."""
    with ohd.desk() as desk:
        return desk.session.query(model).count()


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
