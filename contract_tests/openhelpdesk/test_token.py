"""OAuth2 client credentials; contract 2.6, endpoint 22."""

import base64
import json

import jwt
import pytest

from polydesk.core import tokens

BAD_CLIENT = {"error": "invalid_client", "error_description": "invalid client credentials"}
REQUIRED = {"error": "authentication required"}
NOT_FOR_CLIENTS = {"error": "not available to OAuth clients"}
IAT = 1775379600
PATH = "/api/auth/token"


def asked(ohd, **given):
    """What the world's client asks with."""
    return {
        "grant_type": "client_credentials",
        "client_id": ohd.ids["bot"].lower(),
        "client_secret": ohd.client_secret,
        **given,
    }


def basic(user, password):
    """HTTP Basic."""
    return {"Authorization": f"Basic {base64.b64encode(f'{user}:{password}'.encode()).decode()}"}


def bearer(token):
    """A token as it is sent."""
    return {"Authorization": f"Bearer {token}"}


def make(ohd):
    """A token by the API."""
    return ohd.post(PATH, as_=None, json=asked(ohd)).json["access_token"]


def forge(ohd, key=None, algorithm="HS256", headers=None, **changed):
    """A token of the right claims, except for those changed; with the right key, unless given."""
    claims = {"sub": ohd.ids["bot"], "cid": ohd.ids["bot"].lower(), "scopes": []}
    claims |= {"iat": IAT, "exp": IAT + 3600, **changed}
    with ohd.desk() as desk:
        right = tokens._key(tokens._secret(desk), "openhelpdesk")
    return jwt.encode(claims, right if key is None else key, algorithm, headers)


def test_22_a_client_gets_a_token(ohd):
    """For an hour, and nobody keeps a copy."""
    answer = ohd.post(PATH, as_=None, json=asked(ohd))

    body = dict(answer.json)
    token = body.pop("access_token")
    assert (200, {"token_type": "Bearer", "expires_in": 3600}) == (answer.status_code, body)
    assert "no-store" == answer.headers["Cache-Control"]
    assert {"alg": "HS256", "typ": "JWT"} == jwt.get_unverified_header(token)
    assert 200 == ohd.get("/api/groups", headers=bearer(token)).status_code


def test_the_claims_are_those_of_the_contract(ohd):
    """Times are the world's."""
    claims = jwt.decode(make(ohd), options={"verify_signature": False})

    bot = ohd.ids["bot"]
    times = {"iat": IAT, "exp": IAT + 3600}
    assert {"sub": bot, "cid": bot.lower(), "scopes": [], **times} == claims


def test_the_token_is_asked_with_a_form_too(ohd):
    """As RFC 6749 has it."""
    answer = ohd.post(PATH, as_=None, data=asked(ohd))

    assert (200, "Bearer") == (answer.status_code, answer.json["token_type"])


@pytest.mark.parametrize("place", ["json", "data"])
def test_the_client_may_come_with_http_basic(ohd, place):
    """Which goes before what the body says."""
    headers = basic(ohd.ids["bot"].lower(), ohd.client_secret)
    body = {place: {"grant_type": "client_credentials", "client_id": "another"}}

    answer = ohd.post(PATH, as_=None, headers=headers, **body)

    assert (200, "Bearer") == (answer.status_code, answer.json["token_type"])


@pytest.mark.parametrize("grant", ["password", "authorization_code", "CLIENT_CREDENTIALS"])
def test_another_grant_is_not_supported(ohd, grant):
    """Whoever asks."""
    answer = ohd.post(PATH, as_=None, json={"grant_type": grant})

    said = "only client_credentials is supported"
    wanted = {"error": "unsupported_grant_type", "error_description": said}
    assert (400, wanted) == (answer.status_code, answer.json)
    assert "no-store" == answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "given", [{"client_id": "another"}, {"client_secret": "another"}, {"client_secret": "\0"}]
)
def test_a_bad_client_is_401(ohd, given):
    """An unknown one, and a wrong secret."""
    answer = ohd.post(PATH, as_=None, json=asked(ohd, **given))

    assert (401, BAD_CLIENT) == (answer.status_code, answer.json)
    assert "Bearer" == answer.headers["WWW-Authenticate"]


def test_a_bad_client_with_http_basic_is_asked_for_it_again(ohd):
    """RFC 6749, section 5.2."""
    body = {"grant_type": "client_credentials"}

    answer = ohd.post(PATH, headers=basic(ohd.ids["bot"].lower(), "wrong"), json=body)

    assert (401, BAD_CLIENT) == (answer.status_code, answer.json)
    assert 'Basic realm="Open Help Desk"' == answer.headers["WWW-Authenticate"]


def test_an_api_key_is_no_secret_of_a_client(ohd):
    """Kinds are apart."""
    answer = ohd.post(PATH, as_=None, json=asked(ohd, client_secret=ohd.secrets["ada"]))

    assert (401, BAD_CLIENT) == (answer.status_code, answer.json)


@pytest.mark.parametrize("name", ["grant_type", "client_id", "client_secret"])
@pytest.mark.parametrize("value", [None, "", 7, ["x"]])
def test_what_is_missing_is_an_invalid_request(ohd, name, value):
    """And what is no text."""
    answer = ohd.post(PATH, as_=None, json=asked(ohd, **{name: value}))

    wanted = {"error": "invalid_request", "error_description": f"{name} is required"}
    assert (400, wanted) == (answer.status_code, answer.json)


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"grant_type=client_credentials"])
def test_what_is_no_json_is_an_invalid_request(ohd, data):
    """Unless it says that it is a form."""
    answer = ohd.post(PATH, as_=None, data=data)

    said = "the body must be a JSON object or a form"
    wanted = {"error": "invalid_request", "error_description": said}
    assert (400, wanted) == (answer.status_code, answer.json)


@pytest.mark.parametrize(("seconds", "status"), [(3599, 200), (3600, 401)])
def test_a_token_is_good_for_an_hour(ohd, seconds, status):
    """Of the world's clock, to the second."""
    token = make(ohd)
    ohd.advance(seconds)

    assert status == ohd.get("/api/me", headers=bearer(token)).status_code


def test_an_expired_token_is_401(ohd):
    """In the words of all 401."""
    token = make(ohd)
    ohd.advance(3600)

    answer = ohd.get("/api/me", headers=bearer(token))

    assert (401, REQUIRED) == (answer.status_code, answer.json)


def test_a_token_of_a_deleted_client_is_401(ohd):
    """At once, and there is no new one."""
    token = make(ohd)
    ohd.delete(f"/api/admin/oauth-clients/{ohd.ids['bot']}")

    answer = ohd.get("/api/me", headers=bearer(token))

    assert (401, REQUIRED) == (answer.status_code, answer.json)
    assert 401 == ohd.post(PATH, as_=None, json=asked(ohd)).status_code


def test_a_forged_token_is_good_with_the_right_key(ohd):
    """What the tests below change is what they refuse."""
    assert 200 == ohd.get("/api/me", headers=bearer(forge(ohd))).status_code


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
@pytest.mark.parametrize(
    "changed",
    [
        {"algorithm": "none", "key": ""},
        {"algorithm": "HS512"},
        {"algorithm": "HS384"},
        {"key": "another key, that is as long as it has to be"},
        {"sub": "nobody"},
        {"sub": "01JQXYZ0000000000000000000"},
        {"sub": 7},
        {"iat": IAT + 1},
    ],
)
def test_a_token_that_is_not_ours_is_401(ohd, changed):
    """The algorithm is pinned, whatever the token says."""
    answer = ohd.get("/api/me", headers=bearer(forge(ohd, **changed)))

    assert (401, REQUIRED) == (answer.status_code, answer.json)


def test_a_token_that_says_none_with_our_signature_is_401(ohd):
    """Neither the header nor the signature alone does."""
    header = base64.urlsafe_b64encode(json.dumps({"alg": "none", "typ": "JWT"}).encode())
    _, claims, signature = make(ohd).split(".")

    forged = ".".join((header.decode().rstrip("="), claims, signature))

    assert 401 == ohd.get("/api/me", headers=bearer(forged)).status_code


def test_a_token_for_a_persons_ulid_is_401(ohd):
    """`sub` names a client, never a person."""
    forged = forge(ohd, sub=ohd.ids["ada"])

    assert 401 == ohd.get("/api/me", headers=bearer(forged)).status_code


def test_a_client_is_shown_as_staff(ohd):
    """24 for clients."""
    answer = ohd.get("/api/me", as_="bot")

    wanted = {
        "id": ohd.ids["bot"],
        "name": "Night Bot",
        "email": None,
        "role": "staff",
        "mfa_enrolled": False,
        "created_at": "2026-04-05T09:00:00Z",
    }
    assert (200, wanted) == (answer.status_code, answer.json)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PATCH", "/api/me/password"),
        ("POST", "/api/me/mfa/enroll"),
        ("POST", "/api/me/mfa/confirm"),
        ("DELETE", "/api/me/mfa"),
        ("GET", "/api/me/api-keys"),
        ("POST", "/api/me/api-keys"),
        ("DELETE", "/api/me/api-keys/01JQXYZ0000000000000000000"),
    ],
)
def test_25_to_31_are_not_for_clients(ohd, method, path):
    """Before the body is looked at."""
    answer = ohd.open(method, path, as_="bot", data=b"{")

    assert (403, NOT_FOR_CLIENTS) == (answer.status_code, answer.json)


@pytest.mark.parametrize("path", ["users", "groups", "oauth-clients"])
def test_a_client_is_never_an_admin(ohd, path):
    """403 on all of `/api/admin`."""
    answer = ohd.get(f"/api/admin/{path}", as_="bot")

    assert (403, {"error": "insufficient permissions"}) == (answer.status_code, answer.json)
