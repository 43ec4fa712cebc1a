"""Who may call: Basic, Bearer, and the block of addresses that guess. Source: contract 3."""

import base64

import jwt
import pytest

from contract_tests.desteksitesi.conftest import PASSWORD, basic
from polydesk.core import passwords
from polydesk.core.models import Person

WRONG = basic("sam", "wrong")
UNAUTHORIZED = (401, "Unauthorized", 'Basic realm="Helpdesk"', "text/plain; charset=utf-8")
BLOCKED = "Your IP address is blocked for 5 minutes after too many failed logins"
UNKNOWN = "/api/Unknown"
"""A method that there is not: 404 for those who are known, which is how they are told apart."""


def said(answer):
    headers = answer.headers
    return (
        answer.status_code,
        answer.text,
        headers.get("WWW-Authenticate"),
        headers["Content-Type"],
    )


def call(destek, **headers):
    """The status for whoever sends these headers."""
    return destek.get(UNKNOWN, as_=None, headers=headers).status_code


def token(destek, name="sam"):
    return destek.get("/User/Token?json=true", as_=name).json["token"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "sam"},
        {"Authorization": "Digest sam"},
        {"Authorization": "Basic"},
        {"Authorization": "Basic !!!"},
        {"Authorization": "Basic c2Ft"},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer nonsense"},
        WRONG,
        basic("nobody"),
        basic("sam", ""),
    ],
)
@pytest.mark.parametrize("path", [UNKNOWN, "/User/Token"])
def test_whoever_proves_nothing_is_unauthorized(destek, path, headers):
    """Contract 3.7: plain text, never a redirect or HTML."""
    assert UNAUTHORIZED == said(destek.get(path, as_=None, headers=headers))


@pytest.mark.parametrize("scheme", ["{} ", "{}  ", "{}     "])
@pytest.mark.parametrize("letters", [str, str.lower, str.upper])
def test_the_scheme_is_read_in_any_case(destek, letters, scheme):
    """Contract 3.1: with one or more blanks behind it."""
    pair = base64.b64encode(f"sam:{PASSWORD}".encode()).decode()
    known = {"Basic": pair, "Bearer": token(destek)}

    for name, proof in known.items():
        assert 404 == call(destek, Authorization=scheme.format(letters(name)) + proof)


@pytest.mark.parametrize(
    "name", ["sam", "SAM", "sam@example.com", "Sam@Example.COM", "ACME\\sam", "a\\b", "b\\c"]
)
def test_a_user_is_found_by_several_names(destek, name):
    """Contract 3.3: username, e-mail, the whole `DOMAIN\\name`, or what is behind the backslash."""
    with destek.desk() as desk:
        desk.get(Person, destek.ids["kim"]).username = "a\\b"
        desk.get(Person, destek.ids["mia"]).username = "c"

    assert 404 == call(destek, **basic(name))


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_a_password_may_have_colons_and_any_letters(destek, encoding):
    """Contract 3.2: split at the first colon; UTF-8, else Latin-1."""
    with destek.desk() as desk:
        passwords.set(desk, desk.get(Person, destek.ids["sam"]), "çok:gizli:é")
    known = "sam:çok:gizli:é".encode() if encoding == "utf-8" else b"sam:\xe7ok:gizli:\xe9"

    assert 404 == call(destek, Authorization=f"Basic {base64.b64encode(known).decode()}")


def test_a_token_is_a_signed_statement(destek):
    """Contract 3.5: HS256, `sub` the number of the user, `add` 64 hex digits."""
    destek.set(shared_secret="a secret that all share, and long enough")
    found = token(destek)

    claims = jwt.decode(
        found,
        "a secret that all share, and long enough",
        algorithms=["HS256"],
        options={"verify_sub": False},
    )
    assert {"alg": "HS256", "typ": "JWT"} == jwt.get_unverified_header(found)
    assert {"sub", "add"} == set(claims)
    assert destek.ids["sam"] == claims["sub"]
    assert 64 == len(bytes.fromhex(claims["add"]).hex())


def test_a_token_stays_the_same(destek):
    """Contract 3.4: one a user, without an end."""
    first = token(destek)
    destek.advance(10 * 365 * 86400)

    assert first == token(destek)
    assert first != token(destek, "kim")
    assert 404 == call(destek, Authorization=f"Bearer {first}")


def change_password(destek):
    with destek.desk() as desk:
        passwords.set(desk, desk.get(Person, destek.ids["sam"]), "another password")


def disable(destek):
    with destek.desk() as desk:
        desk.get(Person, destek.ids["sam"]).disabled = True


@pytest.mark.parametrize(
    "change",
    [change_password, disable, lambda destek: destek.set(shared_secret="x" * 40)],
    ids=["password", "disabled", "secret"],
)
def test_a_token_dies(destek, change):
    """Contract 3.4: with the password, the shared secret, and the user."""
    found = token(destek)

    change(destek)

    assert 401 == call(destek, Authorization=f"Bearer {found}")


@pytest.mark.parametrize("algorithm", ["none", "HS512"])
def test_a_token_of_another_algorithm_is_bad(destek, algorithm):
    """It is HS256 and nothing else."""
    secret = "s" * 64
    destek.set(shared_secret=secret)
    claims = jwt.decode(token(destek), options={"verify_signature": False})

    forged = jwt.encode(claims, None if algorithm == "none" else secret, algorithm=algorithm)

    assert 401 == call(destek, Authorization=f"Bearer {forged}")


@pytest.mark.parametrize("changed", [{"sub": "1"}, {"sub": None}, {"add": None}, {"sub": 2**70}])
def test_a_token_of_other_claims_is_bad(destek, changed):
    """Even if it is signed."""
    secret = "s" * 64
    destek.set(shared_secret=secret)
    claims = jwt.decode(token(destek), options={"verify_signature": False})

    forged = jwt.encode(claims | changed, secret, algorithm="HS256")

    assert 401 == call(destek, Authorization=f"Bearer {forged}")


def test_the_token_is_shown_on_a_page(destek):
    """Contract 3.6: HTML, or JSON by `?json=true`; at both mounts, with a slash at the end."""
    page = destek.get("/helpdesk/user/token/", as_="sam")
    known = {"Authorization": f"Bearer {token(destek)}"}
    again = destek.get("/User/Token?JSON=True", as_=None, headers=known)

    assert (200, "text/html; charset=utf-8") == (page.status_code, page.headers["Content-Type"])
    assert token(destek) in page.text
    assert {"token": token(destek)} == again.json


@pytest.mark.parametrize("name", ["sam", "nobody"])
def test_nobody_is_refused_as_slowly_as_anybody(destek, monkeypatch, name):
    """The time that it takes does not tell whose names are known."""
    checked = []
    monkeypatch.setattr(
        passwords, "check_password_hash", lambda _, plain: bool(checked.append(plain))
    )

    assert 401 == call(destek, **basic(name, "wrong"))
    assert ["wrong"] == checked


def test_three_wrong_passwords_block_the_address(destek):
    """Contract 3.8: the first three are unauthorized, then everybody from there is refused."""
    found = token(destek)

    assert [401] * 3 == [call(destek, **WRONG) for _ in range(3)]
    for headers in (WRONG, basic("sam"), {"Authorization": f"Bearer {found}"}, {}):
        answer = destek.get(UNKNOWN, as_=None, headers=headers)
        assert (403, BLOCKED) == (answer.status_code, answer.text)
    assert 403 == destek.get("/User/Token", as_="ada").status_code


def test_a_block_is_of_one_address(destek):
    """Others come in; a forwarded header makes nobody another."""
    for _ in range(3):
        call(destek, **WRONG)

    there = destek.get(UNKNOWN, environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert 404 == there.status_code
    assert 403 == call(destek, **basic("sam"), **{"X-Forwarded-For": "192.0.2.7"})


@pytest.mark.parametrize(("seconds", "status"), [(299, 403), (300, 404)])
def test_a_block_ends_by_the_worlds_clock(destek, seconds, status):
    """Contract 3.8: after five minutes; who asks meanwhile does not prolong it."""
    for _ in range(3):
        call(destek, **WRONG)
    destek.advance(200)
    call(destek, **WRONG)

    destek.advance(seconds - 200)

    assert status == call(destek, **basic("sam"))


def test_after_a_block_the_count_begins_anew(destek):
    """Three more wrong ones are needed."""
    for _ in range(3):
        call(destek, **WRONG)
    destek.advance(300)

    assert [401, 401] == [call(destek, **WRONG) for _ in range(2)]
    assert 404 == call(destek, **basic("sam"))


def test_a_good_password_forgives(destek):
    """Contract 3.8: before the third."""
    for _ in range(5):
        assert [401, 401] == [call(destek, **WRONG) for _ in range(2)]
        assert 404 == call(destek, **basic("sam"))


@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": "Bearer nonsense"}, {"Authorization": "Basic !!!"}],
    ids=["none", "token", "base64"],
)
def test_only_wrong_passwords_count(destek, headers):
    """Contract 3.8: nor a missing header, nor a bad token."""
    for _ in range(9):
        call(destek, **headers)

    assert 404 == call(destek, **basic("sam"))


def test_the_block_can_be_set(destek):
    """Contract 13: how many, and for how long."""
    destek.set(lockout_attempts=1, lockout_seconds=10)

    assert [401, 403] == [call(destek, **WRONG) for _ in range(2)]
    destek.advance(10)
    assert 404 == call(destek, **basic("sam"))


def test_the_block_can_be_turned_off(destek):
    """Control plane 2: `lockout`."""
    destek.set(lockout=False)

    assert [401] * 5 == [call(destek, **WRONG) for _ in range(5)]
    assert 404 == call(destek, **basic("sam"))


@pytest.mark.parametrize(
    "secret",
    ["ssh-rsa AAAAB3Nz", "-----BEGIN PUBLIC KEY-----\nAA\n-----END PUBLIC KEY-----"],
)
def test_a_secret_that_signs_nothing_is_refused(destek, secret):
    """Contract 3.5: what is a key of another kind is none for HS256; the old one stays."""
    answer = destek.control("PATCH", "/settings", json={"desteksitesi": {"shared_secret": secret}})

    assert 400 <= answer.status_code < 500
    assert 200 == destek.get("/User/Token").status_code


def test_limits_reset_forgets_blocks(destek):
    """As it forgets what was spent."""
    for _ in range(3):
        call(destek, **WRONG)

    destek.control("POST", "/limits/reset")

    assert 404 == call(destek, **basic("sam"))
