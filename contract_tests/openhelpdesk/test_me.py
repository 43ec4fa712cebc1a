"""One's own account; contract 2.4, 2.5 and 6.6, endpoints 24 to 31."""

import base64
import re

import pytest

from contract_tests.openhelpdesk.conftest import PASSWORD
from contract_tests.openhelpdesk.second_factor import CODE, code, enroll, login, verify
from polydesk.core import access
from polydesk.core.models import Credential

NEW = "a brand new password"
KEY = re.compile(r"ohd_sk_[0-9a-f]{40}")
RECOVERY = re.compile(r"[A-Z2-7]{4}-[A-Z2-7]{4}")
WRONG = {"error": "invalid TOTP code"}


@pytest.mark.parametrize(
    ("as_", "name", "role"),
    [("ada", "Ada Byron", "admin"), ("tom", "Tom Reed", "staff"), ("sam", "Sam Ortiz", "user")],
)
def test_24_me(ohd, as_, name, role):
    """Exactly six keys."""
    answer = ohd.get("/api/me", as_=as_)

    wanted = {
        "id": ohd.ids[as_],
        "name": name,
        "email": f"{as_}@example.com",
        "role": role,
        "mfa_enrolled": False,
        "created_at": "2026-04-05T09:00:00Z",
    }
    assert (200, wanted) == (answer.status_code, answer.json)


def test_25_the_password_is_changed(ohd):
    """The old one is none from then on; sessions and keys stay."""
    browser = ohd.browser()
    login(browser, "sam")

    answer = browser.patch(
        "/api/me/password", json={"current_password": PASSWORD, "new_password": NEW}
    )

    assert (204, b"") == (answer.status_code, answer.data)
    assert 401 == login(ohd, "sam").status_code
    asked = {"email": "sam@example.com", "password": NEW}
    assert 200 == ohd.post("/api/auth/login", json=asked).status_code
    assert [200, 200] == [browser.get("/api/me", as_=who).status_code for who in (None, "sam")]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, "current_password is required"),
        ({"current_password": PASSWORD}, "new_password is required"),
        ({"new_password": NEW}, "current_password is required"),
        ({"current_password": None, "new_password": NEW}, "current_password is required"),
        ({"current_password": 1, "new_password": NEW}, "invalid current_password"),
        ({"current_password": PASSWORD, "new_password": 1}, "invalid new_password"),
        ({"current_password": "wrong", "new_password": NEW}, "current password is incorrect"),
        (
            {"current_password": PASSWORD, "new_password": "123456789"},
            "password must be at least 10 characters",
        ),
    ],
)
def test_25_refuses(ohd, body, message):
    """400, never 401, which would send browsers to the login."""
    answer = ohd.patch("/api/me/password", as_="sam", json=body)

    assert (400, {"error": message}) == (answer.status_code, answer.json)
    assert 200 == login(ohd, "sam").status_code


def test_a_new_password_of_ten_characters_is_long_enough(ohd):
    """Blanks at its ends are of it."""
    body = {"current_password": PASSWORD, "new_password": " 12345678 "}

    answer = ohd.patch("/api/me/password", as_="sam", json=body)

    assert 204 == answer.status_code
    right, wrong = (
        ohd.post("/api/auth/login", json={"email": "sam@example.com", "password": given})
        for given in (" 12345678 ", "12345678")
    )
    assert (200, 401) == (right.status_code, wrong.status_code)


def test_26_enroll_gives_a_secret_as_a_link_and_a_picture(ohd):
    """The link that apps read, and a PNG of it."""
    answer = ohd.post("/api/me/mfa/enroll", as_="sam")

    body = answer.json
    assert (200, {"totp_uri", "qr_code"}) == (answer.status_code, set(body))
    form = r"otpauth://totp/Open%20Help%20Desk:sam%40example\.com\?secret=[A-Z2-7]{32}&issuer=Open%20Help%20Desk"
    assert None is not re.fullmatch(form, body["totp_uri"])
    kind, _, picture = body["qr_code"].partition(",")
    assert "data:image/png;base64" == kind
    assert base64.b64decode(picture).startswith(b"\x89PNG\r\n\x1a\n")


def test_to_enroll_again_overwrites_what_was_not_confirmed(ohd):
    """The first secret is worth nothing; nobody is enrolled yet."""
    first, second = (ohd.post("/api/me/mfa/enroll", as_="sam").json["totp_uri"] for _ in "12")

    answer = ohd.post("/api/me/mfa/confirm", as_="sam", json={"code": code(secret=secret(first))})

    assert first != second
    assert (400, WRONG) == (answer.status_code, answer.json)
    assert False is ohd.get("/api/me", as_="sam").json["mfa_enrolled"]


def secret(uri):
    """The secret of a link."""
    return uri.partition("secret=")[2].partition("&")[0]


def test_who_is_enrolled_does_not_enroll_again(ohd):
    """409, and the secret stays."""
    enroll(ohd, "sam")

    answer = ohd.post("/api/me/mfa/enroll", as_="sam")

    assert (409, {"error": "MFA is already enrolled"}) == (answer.status_code, answer.json)
    browser = ohd.browser()
    login(browser, "sam")
    assert 200 == verify(browser, CODE).status_code


def test_27_confirm_gives_eight_recovery_codes(ohd):
    """And enrolls."""
    uri = ohd.post("/api/me/mfa/enroll", as_="sam").json["totp_uri"]

    answer = ohd.post("/api/me/mfa/confirm", as_="sam", json={"code": code(secret=secret(uri))})

    assert (200, ["recovery_codes"]) == (answer.status_code, [*answer.json])
    codes = answer.json["recovery_codes"]
    assert 8 == len({one for one in codes if RECOVERY.fullmatch(one)})
    assert True is ohd.get("/api/me", as_="sam").json["mfa_enrolled"]
    assert {"mfa_required": True} == login(ohd, "sam").json


def test_confirm_replaces_recovery_codes(ohd):
    """Those of the factor before are gone."""
    (old, *_) = enroll(ohd, "sam")
    ohd.delete("/api/me/mfa", as_="sam", json={"code": CODE})
    enroll(ohd, "sam")

    answer = ohd.delete("/api/me/mfa", as_="sam", json={"code": old})

    assert (400, WRONG) == (answer.status_code, answer.json)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, "code is required"),
        ({"code": 1}, "invalid code"),
        ({"code": "000000"}, "invalid TOTP code"),
        ({"code": "AAAA-AAAA"}, "invalid TOTP code"),
    ],
)
def test_27_refuses_what_is_no_code_of_the_app(ohd, body, message):
    """400."""
    ohd.post("/api/me/mfa/enroll", as_="sam")

    answer = ohd.post("/api/me/mfa/confirm", as_="sam", json=body)

    assert (400, {"error": message}) == (answer.status_code, answer.json)


@pytest.mark.parametrize("enrolled", [False, True])
def test_confirm_needs_an_enrollment_that_was_started(ohd, enrolled):
    """None, and one that is confirmed already."""
    for _ in range(enrolled):
        enroll(ohd, "sam")

    answer = ohd.post("/api/me/mfa/confirm", as_="sam", json={"code": CODE})

    assert (400, {"error": "MFA enrollment not started"}) == (answer.status_code, answer.json)


@pytest.mark.parametrize("place", ["json", "query_string"])
@pytest.mark.parametrize("which", ["totp", "recovery"])
def test_28_disable_takes_either_code_in_the_body_or_the_query(ohd, place, which):
    """The secret and all recovery codes are gone."""
    recovery = enroll(ohd, "sam")
    given = {"totp": CODE, "recovery": recovery[0]}[which]

    answer = ohd.delete("/api/me/mfa", as_="sam", **{place: {"code": given}})

    assert (204, b"") == (answer.status_code, answer.data)
    assert False is ohd.get("/api/me", as_="sam").json["mfa_enrolled"]
    assert {"user"} == set(login(ohd, "sam").json)
    again = ohd.delete("/api/me/mfa", as_="sam", json={"code": recovery[1]})
    assert (400, {"error": "MFA is not enabled"}) == (again.status_code, again.json)


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({}, "invalid JSON"),
        ({"data": b"{"}, "invalid JSON"),
        ({"json": {}}, "code is required"),
        ({"json": {"code": ""}}, "code is required"),
        ({"json": {"code": None}}, "invalid code"),
        ({"json": {"code": "000000"}}, "invalid TOTP code"),
        ({"query_string": {"code": "000000"}}, "invalid TOTP code"),
        ({"json": {"code": "000000"}, "query_string": {"code": CODE}}, "invalid TOTP code"),
    ],
)
def test_28_refuses(ohd, sent, message):
    """400, and the factor stays; what the body says goes before the query."""
    enroll(ohd, "sam")

    answer = ohd.delete("/api/me/mfa", as_="sam", **sent)

    assert (400, {"error": message}) == (answer.status_code, answer.json)
    assert True is ohd.get("/api/me", as_="sam").json["mfa_enrolled"]


def test_28_needs_a_factor(ohd):
    """400 where there is none, or one that was never confirmed."""
    ohd.post("/api/me/mfa/enroll", as_="sam")

    answer = ohd.delete("/api/me/mfa", as_="sam", json={"code": CODE})

    assert (400, {"error": "MFA is not enabled"}) == (answer.status_code, answer.json)


def test_a_recovery_code_that_was_used_does_not_disable(ohd):
    """Single use, wherever it was used."""
    (recovery, *_) = enroll(ohd, "sam")
    browser = ohd.browser()
    login(browser, "sam")
    verify(browser, recovery)

    answer = browser.delete("/api/me/mfa", json={"code": recovery})

    assert (400, WRONG) == (answer.status_code, answer.json)


def test_29_keys_are_listed_whole_and_the_newest_first(ohd):
    """One's own alone, never the key itself."""
    for number in range(30):
        ohd.post("/api/me/api-keys", as_="sam", json={"name": f"Key {number}"})

    answer = ohd.get("/api/me/api-keys", as_="sam")

    body = answer.json
    names = [f"Key {number}" for number in reversed(range(30))]
    assert [*names, "Key"] == [key["name"] for key in body.pop("data")]
    pages = {"page": 1, "per_page": 31, "total": 31, "total_pages": 1}
    assert (200, pages) == (answer.status_code, body)


def test_29_keys_can_be_paged(ohd):
    """Where a page is asked for."""
    ohd.post("/api/me/api-keys", as_="sam", json={"name": "Second"})

    body = ohd.get("/api/me/api-keys?per_page=1&page=2", as_="sam").json

    assert (["Key"], 2, 1, 2) == (
        [key["name"] for key in body["data"]],
        body["page"],
        body["per_page"],
        body["total_pages"],
    )


def test_29_tells_when_a_key_was_last_used(ohd):
    """To the second, and of a new one that it was not."""
    ohd.post("/api/me/api-keys", as_="sam", json={"name": "Second"})
    ohd.advance(90)

    second, first = ohd.get("/api/me/api-keys", as_="sam").json["data"]

    assert {"id", "name", "created_at", "last_used_at"} == set(first) == set(second)
    assert "2026-04-05T09:01:30Z" == first["last_used_at"]
    assert None is second["last_used_at"]


def test_30_a_key_is_made_and_shown_once(ohd):
    """It acts with the role of its owner; its digest alone is kept."""
    answer = ohd.post("/api/me/api-keys", as_="tom", json={"name": " CI "})

    body = answer.json
    assert (201, {"id", "name", "key", "created_at"}) == (answer.status_code, set(body))
    assert ("CI", "2026-04-05T09:00:00Z") == (body["name"], body["created_at"])
    assert None is not KEY.fullmatch(body["key"])
    headers = {"Authorization": f"Bearer {body['key']}"}
    assert "staff" == ohd.get("/api/me", headers=headers).json["role"]
    with ohd.desk() as desk:
        assert access.digest(body["key"]) == desk.get(Credential, body["id"]).digest


def test_30_names_need_not_be_unique(ohd):
    """Two keys of one name are two keys."""
    first, second = (ohd.post("/api/me/api-keys", json={"name": "CI"}).json for _ in "12")

    assert (True, True) == (first["id"] != second["id"], first["key"] != second["key"])


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, "name is required"),
        ({"name": ""}, "name is required"),
        ({"name": None}, "name is required"),
        ({"name": 1}, "invalid name"),
        ({"name": "x" * 121}, "name must be at most 120 characters"),
    ],
)
def test_30_needs_a_name(ohd, body, message):
    """Of at most 120 characters."""
    answer = ohd.post("/api/me/api-keys", json=body)

    assert (400, {"error": message}) == (answer.status_code, answer.json)


def test_31_a_key_is_revoked(ohd):
    """401 on the next request, and it is not listed."""
    made = ohd.post("/api/me/api-keys", as_="sam", json={"name": "CI"}).json
    headers = {"Authorization": f"Bearer {made['key']}"}
    before = ohd.get("/api/me", headers=headers).status_code

    answer = ohd.delete(f"/api/me/api-keys/{made['id']}", as_="sam")

    assert (204, b"") == (answer.status_code, answer.data)
    assert (200, 401) == (before, ohd.get("/api/me", headers=headers).status_code)
    assert ["Key"] == [key["name"] for key in ohd.get("/api/me/api-keys", as_="sam").json["data"]]
    again = ohd.delete(f"/api/me/api-keys/{made['id']}", as_="sam")
    assert (404, {"error": "API key not found"}) == (again.status_code, again.json)


@pytest.mark.parametrize("as_", ["kim", "ada"])
def test_31_somebody_elses_key_is_not_found(ohd, as_):
    """Not even by an admin."""
    made = ohd.post("/api/me/api-keys", as_="sam", json={"name": "CI"}).json

    answer = ohd.delete(f"/api/me/api-keys/{made['id']}", as_=as_)

    assert (404, {"error": "API key not found"}) == (answer.status_code, answer.json)


@pytest.mark.parametrize("id", ["x", "01JQXYZ0000000000000000000", "01jqxyz000000000000000000u"])
def test_31_a_malformed_id_is_not_found_either(ohd, id):
    """404, as all of them in paths."""
    assert 404 == ohd.delete(f"/api/me/api-keys/{id}").status_code


def test_ids_in_paths_are_read_in_lower_case(ohd):
    """And written in upper case."""
    made = ohd.post("/api/me/api-keys", json={"name": "CI"}).json

    assert made["id"].isupper()
    assert 204 == ohd.delete(f"/api/me/api-keys/{made['id'].lower()}").status_code
