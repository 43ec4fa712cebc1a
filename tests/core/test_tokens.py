"""Signed tokens: good in the world, the dialect and the time they were made for."""

import base64
import json
from datetime import UTC, datetime

import jwt
import pytest
from sqlalchemy import select

from polydesk.control import scenario
from polydesk.core import tokens
from polydesk.core.clock import Clock
from polydesk.core.errors import Unauthenticated
from polydesk.core.models import World

AT = datetime(2026, 4, 5, 9, 0, 0, 700_000, tzinfo=UTC)
NOW = int(AT.timestamp())


def go(desk, seconds):
    desk.clock, desk._now = desk.clock.advanced(seconds), None


@pytest.fixture
def frozen(desk):
    """The desk, at a moment that is no whole second."""
    desk.clock, desk._now = Clock(frozen_at=AT), None
    return desk


def opens(desk, token, dialect="toy"):
    """Whether a token is good."""
    try:
        tokens.read(desk, dialect, token)
    except Unauthenticated:
        return False
    return True


def test_a_token_gives_back_its_claims(frozen):
    """With when it was made and when it ends, in seconds; HS256 and JWT are in its head."""
    token = tokens.issue(frozen, "toy", {"sub": "01J", "scopes": []}, seconds=3600)

    head = json.loads(base64.urlsafe_b64decode(token.split(".")[0] + "=="))
    assert {"alg": "HS256", "typ": "JWT"} == head
    assert {"sub": "01J", "scopes": [], "iat": NOW, "exp": NOW + 3600} == tokens.read(
        frozen, "toy", token
    )


@pytest.mark.parametrize(("later", "good"), [(0, True), (3599, True), (3600, False)])
def test_a_token_ends_by_the_worlds_clock(frozen, later, good):
    """No second is given."""
    frozen.clock, frozen._now = Clock(frozen_at=AT.replace(microsecond=0)), None
    token = tokens.issue(frozen, "toy", {}, seconds=3600)

    go(frozen, later)

    assert good == opens(frozen, token)


@pytest.mark.parametrize("sub", [7, "7"])
def test_a_token_may_be_good_for_ever(frozen, sub):
    """And its subject may be a number."""
    token = tokens.issue(frozen, "toy", {"sub": sub}, seconds=None)

    go(frozen, 10**9)

    assert {"sub": sub, "iat": NOW} == tokens.read(frozen, "toy", token)


def test_a_token_of_the_future_is_none(frozen):
    """A clock that was set back has not seen it made."""
    token = tokens.issue(frozen, "toy", {}, seconds=60)

    go(frozen, -2)

    assert not opens(frozen, token)


def test_another_algorithm_is_refused(frozen):
    """Whatever the token's head says of itself."""
    token = tokens.issue(frozen, "toy", {}, seconds=60)
    claims = {"iat": NOW, "exp": NOW + 60}
    key = tokens._key(frozen.session.get_one(World, 1).secret, "toy")

    forged = [
        jwt.encode(claims, None, algorithm="none"),
        jwt.encode(claims, key + key, algorithm="HS512"),
        jwt.encode(claims, "guessed" * 8, algorithm="HS256"),
        f"{token.rpartition('.')[0]}.",
        token[:-2],
        "a.b.c",
        "",
        "ş",
        "\ud800",
    ]

    assert opens(frozen, token)
    assert [False] * len(forged) == [opens(frozen, one) for one in forged]


def test_a_token_of_one_dialect_is_none_of_another(frozen):
    """Each signs with a key of its own."""
    token = tokens.issue(frozen, "toy", {}, seconds=60)

    assert (True, False) == (opens(frozen, token), opens(frozen, token, "other"))


def test_a_world_that_has_signed_nothing_opens_to_nothing(frozen):
    """Reading makes no secret."""
    assert not opens(frozen, jwt.encode({"iat": NOW}, b"0" * 32, algorithm="HS256"))
    assert frozen.session.scalars(select(World.secret)).one() is None


def test_all_tokens_of_a_world_are_signed_alike(store, world):
    """Also those of the next transaction; a world of the same store signs with another secret."""
    store.make(f"{world}-b")
    made = []
    for name in (world, world, f"{world}-b"):
        with store.desk(name) as desk:
            made.append(tokens.issue(desk, "toy", {}, seconds=None))

    with store.desk(world, writes=False) as desk:
        found = [opens(desk, token) for token in made]
    store.drop(f"{world}-b")

    assert [True, True, False] == found


def test_a_reset_kills_the_tokens_and_a_restore_brings_them_back(store, world):
    """Also when new ones were made since."""
    with store.desk(world) as desk:
        token = tokens.issue(desk, "toy", {}, seconds=None)
    store.snapshot(world, "kept")
    seen = []

    store.reset(world)
    with store.desk(world) as desk:
        seen.append(opens(desk, token))
        tokens.issue(desk, "toy", {}, seconds=None)
        seen.append(opens(desk, token))
    store.restore(world, "kept")
    with store.desk(world, writes=False) as desk:
        seen.append(opens(desk, token))

    assert [False, False, True] == seen


def test_equal_seeds_sign_alike(frozen):
    """The same requests get the same tokens, and nothing is stored for that."""
    made = []
    for seed in (7, 7, 8):
        frozen.seed = seed
        made.append(tokens.issue(frozen, "toy", {"sub": "a"}, seconds=60))

    assert made[0] == made[1] != made[2]
    assert frozen.session.scalars(select(World.secret)).one() is None


def test_the_secret_is_in_no_export(desk):
    """Whoever reads an export signs nothing with it."""
    tokens.issue(desk, "toy", {}, seconds=60)

    secret = desk.session.get_one(World, 1).secret
    assert 64 == len(secret)
    assert secret not in json.dumps(scenario.export(desk))
