"""A world's credentials, through the control plane."""

from datetime import UTC, datetime

import pytest

AT = "2026-01-05T09:00:00Z"
MOMENT = datetime(2026, 1, 5, 9, tzinfo=UTC)


def test_a_credential_is_made_and_told_once(plane):
    """The header and its value can be sent as they are; the list has no secrets."""
    told = plane.key(name="Bot", description="RPA")

    listed = plane.get(f"{plane.here}/credentials")
    status = plane.vendor("GET", "/status", told["value"])

    assert {"dialect", "kind", "name", "person", "header", "value", "id", "secret"} == set(told)
    assert ("X-API-Key", told["secret"], 1, None, 200) == (
        told["header"],
        told["value"],
        told["id"],
        told["person"],
        status.status_code,
    )
    (one,) = listed.json
    assert ("Bot", "RPA", None, None) == (
        one["name"],
        one["description"],
        one["revoked_at"],
        one["expires_at"],
    )
    assert one["prefix"] in told["secret"]
    assert told["secret"] not in listed.text


def test_the_use_of_a_credential_is_listed(plane):
    """At the moment of the world's clock."""
    plane.put(f"{plane.here}/clock", {"mode": "frozen", "now": AT})
    secret = plane.key()["secret"]
    plane.vendor("GET", "/status", secret)

    (one,) = plane.get(f"{plane.here}/credentials").json

    assert MOMENT == datetime.fromisoformat(one["last_used_at"])


@pytest.mark.parametrize("person", [1, "ada", "ADA", "Ada@Desk.example"])
def test_a_credential_is_made_for_a_person(plane, person):
    """By id, username or e-mail address."""
    ada = {
        "key": "ada",
        "name": "Ada",
        "username": "ada",
        "email": "ada@desk.example",
        "role": "agent",
    }
    plane.post(f"{plane.here}/seed", {"people": [ada]})

    assert "ada" == plane.key(person=person)["person"]


def test_a_credential_has_what_its_kind_needs(plane):
    """When it ends, and data: the tags of a key, say."""
    plane.put(f"{plane.here}/clock", {"mode": "frozen", "now": AT})
    data = {"tags": "*, -tickets.*", "hourly_limit": 5}
    asked = {
        "dialect": "deskpro",
        "kind": "key",
        "data": data,
        "expires_at": "2026-02-01T00:00:00Z",
    }

    answer = plane.post(f"{plane.here}/credentials", asked)

    assert 201 == answer.status_code
    (one,) = plane.get(f"{plane.here}/export").json["credentials"]
    assert (data, "2026-02-01T00:00:00Z") == (one["data"], one["expires_at"])


@pytest.mark.parametrize("kind", ["none", "password"])
def test_the_kinds_there_are_are_told(plane, kind):
    """Those of dialects that are installed and not served too."""
    asked = {"dialect": "helpdeskpro-apikey", "kind": kind}

    (reason,) = plane.post(f"{plane.here}/credentials", asked).json["error"]["details"]["kind"]

    assert "deskpro key" in reason


def test_json_needs_no_type_to_be_read(plane):
    """As `curl -d` sends it: as a form."""
    sent = {"data": b'{"mode": "frozen"}', "content_type": "application/x-www-form-urlencoded"}

    assert "frozen" == plane.open("PUT", f"{plane.here}/clock", **sent).json["mode"]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"dialect": "none"}, "kind"),
        ({"kind": "password"}, "kind"),
        ({"person": "nobody"}, "person"),
        ({"person": 99}, "person"),
        ({"person": 10**30}, "person"),
        ({"person": True}, "person"),
        ({"person": []}, "person"),
        ({"secret": "short"}, "secret"),
        ({"secret": ""}, "secret"),
        ({"secret": "hp_a_" + "x" * 600}, "secret"),
        ({"name": "x" * 121}, "name"),
        ({"name": "a\0b"}, "name"),
        ({"more": 1}, "more"),
    ],
)
def test_a_credential_that_cannot_be_is_refused(plane, asked, field):
    """And none is made."""
    body = {"dialect": "helpdeskpro-apikey", "kind": "api_key", **asked}

    answer = plane.post(f"{plane.here}/credentials", body)

    assert (422, [field]) == (answer.status_code, list(answer.json["error"]["details"]))
    assert [] == plane.get(f"{plane.here}/credentials").json


def test_a_secret_is_one_credentials(plane):
    """The second one is refused."""
    plane.key(secret="hp_a_b")
    body = {"dialect": "helpdeskpro-apikey", "kind": "api_key", "secret": "hp_a_b"}

    assert 422 == plane.post(f"{plane.here}/credentials", body).status_code


def test_a_revoked_credential_is_dead_and_listed(plane):
    """At once."""
    told = plane.key()
    before = plane.vendor("GET", "/status", told["secret"]).status_code

    answer = plane.delete(f"{plane.here}/credentials/{told['id']}")

    (one,) = plane.get(f"{plane.here}/credentials").json
    assert (200, 204, 401) == (
        before,
        answer.status_code,
        plane.vendor("GET", "/status", told["secret"]).status_code,
    )
    assert one["revoked_at"] is not None


def test_a_rotated_credential_has_a_new_secret(plane):
    """The old one is dead at once; a revoked one lives again."""
    told = plane.key(name="Bot")
    plane.delete(f"{plane.here}/credentials/{told['id']}")

    answer = plane.post(f"{plane.here}/credentials/{told['id']}/rotate")

    fresh = answer.json
    assert (200, told["id"], "Bot") == (answer.status_code, fresh["id"], fresh["name"])
    assert [401, 200] == [
        plane.vendor("GET", "/status", secret).status_code
        for secret in (told["secret"], fresh["secret"])
    ]


@pytest.mark.parametrize("id", ["1", "0", "9" * 30])
def test_an_unknown_credential_is_not_found(plane, id):
    """By either route."""
    answers = [
        plane.delete(f"{plane.here}/credentials/{id}"),
        plane.post(f"{plane.here}/credentials/{id}/rotate"),
    ]

    assert [404, 404] == [answer.status_code for answer in answers]
