"""Signing up, in and out, and new passwords. Source: contract 1.2."""

import re

import pytest

from contract_tests.helpdeskpro_sanctum.conftest import META, MOMENT, invalid, password, refused
from polydesk.core.models import Person

STRANGER = (401, "Unauthenticated.", None)
EVE = {"email": "eve@example.com", "password": password("eve")}
BLANK = " \t\n" * 3
NEW = {
    "first_name": "Jo",
    "last_name": "New",
    "email": "jo@example.com",
    "password": "long enough",
    "password_confirmation": "long enough",
}
ADA = {
    "name": "Ada Example",
    "first_name": "Ada",
    "last_name": "Example",
    "email": "ada@example.com",
    "role": {
        "id": 1,
        "name": "Admin",
        "slug": "admin",
        "access": '{"read":true,"update":true,"create":true,"delete":true}',
    },
    "role_id": 1,
    "country_id": None,
    "phone": None,
    "city": None,
    "address": None,
    "photo_path": None,
    "title": None,
    "locale": "en",
    "email_verified_at": None,
    "created_at": MOMENT,
    "updated_at": MOMENT,
}


def call(sanctum, authorization):
    """The answer to who am I, for who sends such a header."""
    return sanctum.get("/auth/me", as_=None, headers={"Authorization": authorization})


def test_a_login_gives_a_token_that_works(sanctum):
    """With the user, in the order of the contract; the id is that of the token's row."""
    answer = sanctum.post("/auth/login", as_=None, json=EVE)

    body = answer.json
    assert (200, ["user", "token", "token_type"]) == (answer.status_code, list(body["data"]))
    assert re.fullmatch(r"\d+\|[A-Za-z0-9]{48}", body["data"]["token"])
    assert ("Bearer", META) == (body["data"]["token_type"], body["meta"])
    me = call(sanctum, f"Bearer {body['data']['token']}").json["data"]
    assert body["data"]["user"] == me
    assert ("eve@example.com", "Customer") == (me["email"], me["role"]["name"])


def test_me_is_the_user_itself(sanctum):
    """With the role as JSON in a string, and not nested once more."""
    answer = sanctum.get("/auth/me")

    assert {"success": True, "data": {"id": sanctum.ids["ada"], **ADA}, "meta": META} == answer.json


@pytest.mark.parametrize(
    "sent", [{**EVE, "password": "wrong"}, {"email": "no@example.com", "password": "x"}]
)
def test_a_wrong_address_is_as_wrong_as_a_wrong_password(sanctum, sent):
    """401 without errors."""
    assert (401, "Invalid credentials", None) == refused(
        sanctum.post("/auth/login", as_=None, json=sent)
    )


@pytest.mark.parametrize("key", ["bo"])
def test_a_contact_cannot_sign_in(sanctum, key):
    """Nobody knows a password of theirs."""
    sent = {"email": f"{key}@example.com", "password": password(key)}

    assert (401, "Invalid credentials", None) == refused(
        sanctum.post("/auth/login", as_=None, json=sent)
    )


@pytest.mark.parametrize(
    ("sent", "flaws"),
    [
        (
            {},
            {
                "email": "The email field is required.",
                "password": "The password field is required.",
            },
        ),
        ({**EVE, "email": "eve"}, {"email": "The email must be a valid email address."}),
        ({**EVE, "password": 5}, {"password": "The password must be a string."}),
        ({**EVE, "password": BLANK}, {"password": "The password field is required."}),
    ],
)
def test_a_login_needs_both(sanctum, sent, flaws):
    """All flaws at once."""
    assert invalid(**flaws) == refused(sanctum.post("/auth/login", as_=None, json=sent))


def test_a_password_is_not_trimmed(sanctum):
    """All else is."""
    blank = {"email": " eve@example.com ", "password": f" {password('eve')}"}

    wrong = sanctum.post("/auth/login", as_=None, json=blank)
    good = sanctum.post("/auth/login", as_=None, json={**blank, "password": password("eve")})

    assert (401, 200) == (wrong.status_code, good.status_code)


def test_each_login_adds_a_token(sanctum):
    """Logging out takes only that away which is sent."""
    first, second = (sanctum.post("/auth/login", as_=None, json=EVE).json["data"] for _ in "ab")

    gone = sanctum.post(
        "/auth/logout", as_=None, headers={"Authorization": f"Bearer {first['token']}"}
    )

    assert (204, b"", None) == (gone.status_code, gone.data, gone.content_type)
    assert STRANGER == refused(call(sanctum, f"Bearer {first['token']}"))
    assert 200 == call(sanctum, f"Bearer {second['token']}").status_code


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_the_scheme_is_read_in_any_case(sanctum, scheme):
    """As HTTP says."""
    assert 200 == call(sanctum, f"{scheme} {sanctum.tokens['ada']}").status_code


def test_the_secret_alone_will_do(sanctum):
    """A quirk of the framework; with the id of another token it will not."""
    id, _, secret = sanctum.tokens["ada"].partition("|")

    assert 200 == call(sanctum, f"Bearer {secret}").status_code
    assert STRANGER == refused(call(sanctum, f"Bearer {int(id) + 1}|{secret}"))


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Bearer 1|none", "Basic YWRhOmFkYQ==", "Token abc", "|"]
)
def test_nothing_else_proves_anybody(sanctum, header):
    """Always in the same words, and without a challenge."""
    answer = call(sanctum, header)

    assert STRANGER == refused(answer)
    assert "WWW-Authenticate" not in answer.headers


@pytest.mark.parametrize(
    "sent",
    [
        {"headers": {"X-API-Key": "{token}"}},
        {"query_string": {"api_token": "{token}", "token": "{token}"}},
        {"headers": {"Cookie": "token={token}"}},
    ],
)
def test_a_token_comes_in_its_header_only(sanctum, sent):
    """Neither key, nor query, nor cookie."""
    filled = {
        place: {name: value.format(token=sanctum.tokens["ada"]) for name, value in given.items()}
        for place, given in sent.items()
    }

    assert STRANGER == refused(sanctum.get("/auth/me", as_=None, **filled))


def test_whoever_is_gone_has_no_token(sanctum):
    """The token is as if unknown."""
    with sanctum.desk() as desk:
        desk.get(Person, sanctum.ids["eve"]).disabled = True

    assert STRANGER == refused(sanctum.get("/auth/me", as_="eve"))


def test_whoever_signs_up_is_a_customer(sanctum):
    """Signed in at once."""
    answer = sanctum.post("/auth/register", as_=None, json=NEW)

    data = answer.json["data"]
    assert (201, ["user", "token", "token_type"]) == (answer.status_code, list(data))
    shown = data["user"]
    assert ("Jo New", "Customer", 2, "Engineer") == (
        shown["name"],
        shown["role"]["name"],
        shown["role_id"],
        shown["title"],
    )
    assert shown == call(sanctum, f"Bearer {data['token']}").json["data"]
    login = {"email": NEW["email"], "password": NEW["password"]}
    assert 200 == sanctum.post("/auth/login", as_=None, json=login).status_code


@pytest.mark.parametrize(("role_id", "name"), [(1, "Admin"), ("4", "Manager"), (6, "Agent")])
def test_whoever_signs_up_may_choose_any_role(sanctum, role_id, name):
    """Quirk Q-S6: the admin's too."""
    data = sanctum.data("POST", "/auth/register", as_=None, json={**NEW, "role_id": role_id})

    assert (name, int(role_id)) == (data["user"]["role"]["name"], data["user"]["role_id"])


@pytest.mark.parametrize(
    ("change", "flaws"),
    [
        ({"email": "EVE@example.com"}, {"email": "The email has already been taken."}),
        (
            {"email": "bo@example.com", "last_name": None, "role_id": 99},
            {
                "email": "The email has already been taken.",
                "last_name": "The last name field is required.",
                "role_id": "The selected role id is invalid.",
            },
        ),
        ({"first_name": ""}, {"first_name": "The first name field is required."}),
        (
            {"last_name": "x" * 256},
            {"last_name": "The last name must not be greater than 255 characters."},
        ),
        ({"role_id": 99}, {"role_id": "The selected role id is invalid."}),
        ({"role_id": "admin"}, {"role_id": "The selected role id is invalid."}),
        (
            {"password": "short", "password_confirmation": "short"},
            {"password": "The password must be at least 8 characters."},
        ),
        (
            {"password": BLANK, "password_confirmation": BLANK},
            {"password": "The password field is required."},
        ),
        ({"password": BLANK}, {"password": "The password field is required."}),
        (
            {"password_confirmation": None},
            {"password": "The password confirmation does not match."},
        ),
    ],
)
def test_what_is_wrong_with_who_signs_up(sanctum, change, flaws):
    """Nobody is made."""
    assert invalid(**flaws) == refused(
        sanctum.post("/auth/register", as_=None, json={**NEW, **change})
    )


def test_a_mailed_link_is_where_the_password_is_set(sanctum):
    """Whatever else was asked with it."""
    answer = sanctum.post("/auth/password/reset/?x=1", as_=None, json={"email": EVE["email"]})

    data = sanctum.told("GET", "/outbox").json["mails"][-1]["data"]
    assert 200 == answer.status_code
    assert data["url"].endswith(f"/api/v1/auth/password/reset/{data['token']}")


def mailed(sanctum):
    """The token of the last mail."""
    return sanctum.told("GET", "/outbox").json["mails"][-1]["data"]["token"]


def test_a_forgotten_password_is_set_anew(sanctum):
    """By the token of a mail, once; tokens to call with stay good."""
    asked = sanctum.data("POST", "/auth/password/reset", as_=None, json={"email": EVE["email"]})
    token = mailed(sanctum)
    sent = {
        "email": EVE["email"],
        "password": "another one",
        "password_confirmation": "another one",
    }

    done = sanctum.data("POST", f"/auth/password/reset/{token}", as_=None, json=sent)

    assert {"message": "Password reset link sent to your email"} == asked
    assert {"message": "Password reset successfully"} == done
    login = {"email": EVE["email"], "password": "another one"}
    assert 200 == sanctum.post("/auth/login", as_=None, json=login).status_code
    assert 401 == sanctum.post("/auth/login", as_=None, json=EVE).status_code
    assert 200 == sanctum.get("/auth/me", as_="eve").status_code
    again = sanctum.post(f"/auth/password/reset/{token}", as_=None, json=sent)
    assert (400, "Unable to reset password", None) == refused(again)


@pytest.mark.parametrize(
    ("seconds", "email", "status"),
    [(3599, "eve@example.com", 200), (3600, "eve@example.com", 400), (1, "sam@example.com", 400)],
)
def test_a_reset_is_good_for_an_hour_and_for_one_address(sanctum, seconds, email, status):
    """By the world's clock."""
    sanctum.post("/auth/password/reset", as_=None, json={"email": EVE["email"]})
    sent = {"email": email, "password": "another one", "password_confirmation": "another one"}

    sanctum.advance(seconds)

    url = f"/auth/password/reset/{mailed(sanctum)}"
    assert status == sanctum.post(url, as_=None, json=sent).status_code


def test_a_new_password_is_not_blank(sanctum):
    """Though it is not trimmed: what is required has to say something."""
    sent = {"email": EVE["email"], "password": BLANK, "password_confirmation": BLANK}

    answer = sanctum.post("/auth/password/reset/none", as_=None, json=sent)

    assert invalid(password="The password field is required.") == refused(answer)


@pytest.mark.parametrize(("seconds", "status"), [(0, 400), (59, 400), (60, 200)])
def test_the_next_mail_comes_after_a_minute(sanctum, seconds, status):
    """Till then it is refused, as for an unknown address."""
    first = sanctum.post("/auth/password/reset", as_=None, json={"email": EVE["email"]})

    sanctum.advance(seconds)

    again = sanctum.post("/auth/password/reset", as_=None, json={"email": EVE["email"]})
    assert (200, status) == (first.status_code, again.status_code)


def test_no_link_is_sent_to_an_unknown_address(sanctum):
    """Nor to a contact."""
    for email in ("none@example.com", "bo@example.com"):
        answer = sanctum.post("/auth/password/reset", as_=None, json={"email": email})
        assert (400, "Unable to send password reset link", None) == refused(answer)


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/auth/me"), ("POST", "/auth/logout"), ("GET", "/faqs"), ("POST", "/faqs/1/restore")],
)
def test_all_but_four_endpoints_need_a_token(sanctum, method, path):
    """Before anything else of them is looked at."""
    assert STRANGER == refused(sanctum.open(method, path, as_=None))


def test_the_longest_names_make_a_name(sanctum):
    """It is cut where other vendors have no room for more."""
    names = {"first_name": "x" * 255, "last_name": "y" * 255}

    user = sanctum.data("POST", "/auth/register", as_=None, json={**NEW, **names})["user"]

    assert {**names, "name": "x" * 255} == {key: user[key] for key in (*names, "name")}


@pytest.mark.parametrize("letter", ["ß", "ŉ"])
def test_an_address_is_no_longer_when_its_case_is_ignored(sanctum, letter):
    """Else no store would have room for what it is compared by."""
    answer = sanctum.post(
        "/auth/register", as_=None, json={**NEW, "email": f"{letter * 240}@example.com"}
    )

    assert invalid(email="The email must be a valid email address.") == refused(answer)
