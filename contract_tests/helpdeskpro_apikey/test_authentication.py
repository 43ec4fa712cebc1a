"""HelpDesk Pro `apikey`, 2.2: who is calling."""

import re

import pytest
from sqlalchemy import select

from contract_tests.helpdeskpro_apikey.answers import answer
from polydesk.core.models import Credential

REFUSED = (401, {"error": "Valid API key required."})
KNOWN = [
    ("get", "/status"),
    ("get", "/tickets"),
    ("post", "/tickets"),
    ("get", "/tickets/1"),
    ("patch", "/tickets/1"),
    ("put", "/tickets/1"),
    ("delete", "/tickets/1"),
    ("get", "/knowledge"),
    ("post", "/knowledge"),
    ("get", "/inventory/software"),
    ("post", "/inventory/software"),
    ("get", "/inventory/software/1"),
    ("patch", "/inventory/software/1"),
    ("put", "/inventory/software/1"),
    ("delete", "/inventory/software/1"),
    ("get", "/inventory/hardware"),
    ("post", "/inventory/hardware"),
    ("get", "/inventory/hardware/1"),
    ("patch", "/inventory/hardware/1"),
    ("put", "/inventory/hardware/1"),
    ("delete", "/inventory/hardware/1"),
]
PATHS = sorted({path for _, path in KNOWN})


def stored(apikey):
    """When the key was last used, by what the store holds; it is written down a moment later."""
    apikey.site.store.write_used(apikey.world)
    with apikey.desk() as desk:
        return desk.session.get_one(Credential, apikey.credential).last_used_at


@pytest.mark.parametrize(
    "headers",
    [
        {"X-API-Key": "{}"},
        {"x-api-key": "{}"},
        {"Authorization": "Bearer {}"},
        {"Authorization": "bearer {}"},
        {"Authorization": "BEARER {}"},
        {"X-API-Key": "  {}  "},
        {"Authorization": "Bearer   {}  "},
        {"X-API-Key": "", "Authorization": "Bearer {}"},
        {"X-API-Key": "{}", "Authorization": "Bearer hp_000000000000_wrong"},
        {"X-API-Key": "{}", "Authorization": "Basic dXNlcjpwYXNz"},
    ],
)
def test_a_key_travels_in_one_of_two_headers(shared, headers):
    """`X-API-Key` or `Authorization: Bearer`, the scheme in any case, blanks around ignored."""
    sent = {name: value.format(shared.secret) for name, value in headers.items()}

    response = shared.get("/status", key=None, headers=sent)

    assert (200, "Automation Bot") == (response.status_code, response.json["client"]["name"])


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-API-Key": ""},
        {"Authorization": ""},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer "},
        {"Authorization": "{}"},
        {"Authorization": "Basic {}"},
        {"Authorization": "Token {}"},
        {"Authorization": "ApiKey {}"},
        {"Api-Key": "{}"},
        {"Cookie": "api_key={}"},
    ],
)
def test_no_other_header_counts(shared, headers):
    """Missing, empty, and other schemes and headers are refused."""
    sent = {name: value.format(shared.secret) for name, value in headers.items()}

    response = shared.get("/status", key=None, headers=sent)

    assert REFUSED == answer(response)


@pytest.mark.parametrize("name", ["api_key", "key", "token", "X-API-Key", "access_token"])
def test_the_query_carries_no_key(shared, name):
    """A key in the address is refused."""
    response = shared.get("/status", key=None, query_string={name: shared.secret})

    assert REFUSED == answer(response)


def test_a_bad_x_api_key_is_not_rescued_by_a_good_bearer(shared):
    """A non-empty `X-API-Key` wins."""
    headers = {"Authorization": f"Bearer {shared.secret}"}

    response = shared.get("/status", key="hp_000000000000_wrong", headers=headers)

    assert REFUSED == answer(response)


@pytest.mark.parametrize(
    "change",
    [
        lambda key: key[:-1],
        lambda key: key + "x",
        lambda key: key[:-1] + ("A" if key[-1] != "A" else "B"),
        lambda key: key.replace("hp_", "HP_", 1),
        lambda key: key.replace("hp_", "", 1),
        lambda key: key.replace("hp_", "hq_", 1),
        lambda key: key.rsplit("_", 1)[0],
        lambda key: "_".join(key.split("_", 2)[:2]),
        lambda key: "_".join(key.split("_", 2)[:2]) + "_",
        lambda key: "hp_ffffffffffff_" + key.split("_", 2)[2],
        lambda key: key[::-1],
        lambda key: key.replace("_", " "),
        lambda _: "hp",
        lambda _: "hp_",
        lambda _: "hp__",
        lambda _: "hp___",
        lambda _: "hp_%_%",
        lambda _: "None",
        lambda _: "x" * 8000,
        lambda _: "hp_\xe9\xff_\x80",
        lambda key: key + "\0",
    ],
)
def test_malformed_unknown_and_wrong_keys_are_refused(shared, change):
    """One answer for all of them, and no `WWW-Authenticate`."""
    response = shared.get("/status", key=change(shared.secret))

    assert REFUSED == answer(response)
    assert "WWW-Authenticate" not in response.headers


def test_a_secret_of_another_key_does_not_open(shared):
    """Prefix and secret belong together."""
    prefix, secret = shared.secret.split("_", 2)[1], shared.key().split("_", 2)[2]

    response = shared.get("/status", key=f"hp_{prefix}_{secret}")

    assert REFUSED == answer(response)


def test_a_revoked_key_is_refused(apikey):
    """A key is dead from the moment it is revoked."""
    apikey.get("/status")
    with apikey.desk() as desk:
        desk.session.get_one(Credential, apikey.credential).revoked_at = desk.now()

    response = apikey.get("/status")

    assert REFUSED == answer(response)


def test_a_deleted_key_is_refused(apikey):
    """A key is dead from the moment it is deleted."""
    secret = apikey.key(name="Gone")
    apikey.get("/status", key=secret)
    with apikey.desk() as desk:
        desk.session.delete(desk.session.scalars(select(Credential).filter_by(name="Gone")).one())

    response = apikey.get("/status", key=secret)

    assert REFUSED == answer(response)


def test_a_made_key_has_the_vendors_form(shared):
    """`hp_`, 12 lower-case hex digits, `_`, 43 URL-safe base64 characters."""
    key = shared.key()

    assert re.fullmatch(r"hp_[0-9a-f]{12}_[A-Za-z0-9_-]{43}", key)


@pytest.mark.parametrize("secret", ["hp_demo_abc123", "hp_demo_a_b-c__d", "hp_demo__"])
def test_a_key_is_split_on_the_first_two_underscores_only(apikey, secret):
    """The secret itself may contain `_` and `-`."""
    apikey.seed(
        {
            "credentials": [
                {
                    "dialect": "helpdeskpro-apikey",
                    "kind": "api_key",
                    "name": "Demo",
                    "secret": secret,
                }
            ]
        }
    )

    client = apikey.get("/status", key=secret).json["client"]

    assert ("Demo", "demo") == (client["name"], client["prefix"])


@pytest.mark.parametrize("key", [None, "", "hp_bad_key"])
def test_the_openapi_document_is_public(shared, key):
    """No key is needed, and a bad one is ignored."""
    response = shared.get("/openapi.json", key=key)

    assert (200, "3.0.3") == (response.status_code, response.json["openapi"])


@pytest.mark.parametrize("path", [*PATHS, "/openapi.json"])
def test_options_needs_no_key(shared, path):
    """OPTIONS is public anywhere."""
    response = shared.options(path, key=None)

    assert (200, b"") == (response.status_code, response.data)


@pytest.mark.parametrize(("method", "path"), KNOWN)
def test_every_other_operation_needs_a_key(shared, method, path):
    """A known path with an unknown id is 401 without a key, whatever else is wrong."""
    response = getattr(shared, method)(path, key=None)

    assert REFUSED == answer(response)


@pytest.mark.parametrize("path", PATHS)
def test_head_needs_a_key(shared, path):
    """HEAD is refused as GET is, without a body."""
    response = shared.head(path, key=None)

    assert (401, b"") == (response.status_code, response.data)


def test_the_key_is_asked_for_before_the_body_is_read(shared):
    """Malformed JSON without a key is 401."""
    response = shared.post("/tickets", key=None, data="{", content_type="application/json")

    assert REFUSED == answer(response)


@pytest.mark.parametrize("key", [None, "hp_bad_key"])
def test_an_unknown_path_is_404_without_a_key(shared, key):
    """Routing comes before authentication."""
    paths = ["/nothing", "/tickets/abc", "/tickets/-1", "/users"]

    answers = {path: answer(shared.get(path, key=key)) for path in paths}

    assert dict.fromkeys(paths, (404, {"error": "Not found."})) == answers


@pytest.mark.parametrize("key", [None, "hp_bad_key"])
def test_a_wrong_method_is_405_without_a_key(shared, key):
    """Routing comes before authentication."""
    wrong = [("post", "/status"), ("delete", "/tickets"), ("post", "/tickets/1")]

    answers = {
        (method, path): answer(getattr(shared, method)(path, key=key)) for method, path in wrong
    }

    assert dict.fromkeys(wrong, (405, {"error": "Method not allowed."})) == answers


def test_any_active_key_may_do_everything(apikey):
    """There are no scopes, and nothing belongs to the key that made it."""
    sent = {"subject": "a", "description": "b"}
    ticket = apikey.post("/tickets", json=sent).json["ticket"]
    other = apikey.key()

    response = apikey.delete(f"/tickets/{ticket['id']}", key=other)

    assert (200, {"status": "deleted", "id": ticket["id"]}) == answer(response)


def test_an_accepted_call_is_stamped_in_its_own_answer(apikey):
    """`last_used_at` in `/status` is the moment of that very call."""
    apikey.freeze("2025-03-01T09:12:24.532184Z")
    first = apikey.get("/status").json
    apikey.advance(60)

    second = apikey.get("/status").json

    assert ("2025-03-01T09:12:24.532184", "2025-03-01T09:13:24.532184") == (
        first["client"]["last_used_at"],
        second["client"]["last_used_at"],
    )


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "/tickets"),
        ("post", "/inventory/hardware"),
        ("post", "/tickets"),
        ("get", "/tickets/1"),
        ("head", "/tickets"),
    ],
)
def test_every_accepted_call_is_stamped(apikey, method, path):
    """Reading, writing, and what ends in 400 or 404: the key was good."""
    apikey.freeze("2025-03-01T09:12:24Z")

    getattr(apikey, method)(path)

    assert "2025-03-01T09:12:24" == stored(apikey).replace(tzinfo=None).isoformat()


def test_a_refused_call_is_not_stamped(apikey):
    """The right prefix with a wrong secret leaves `last_used_at` alone."""
    apikey.get("/status")
    before = stored(apikey)
    apikey.advance(60)

    apikey.get("/status", key=apikey.secret + "x")

    assert before == stored(apikey)


@pytest.mark.parametrize("method", ["get", "post", "patch", "delete"])
def test_there_is_no_login_nor_user_nor_key_api(shared, method):
    """Keys and users are made elsewhere."""
    paths = [
        "/login",
        "/logout",
        "/register",
        "/users",
        "/users/1",
        "/keys",
        "/api-keys",
        "/clients",
    ]

    answers = {path: answer(getattr(shared, method)(path)) for path in paths}

    assert dict.fromkeys(paths, (404, {"error": "Not found."})) == answers
