"""Keys and tokens: made, found, used up. Only their digests are kept."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from polydesk.core import access, people
from polydesk.core.errors import NotFound
from polydesk.core.models import Credential, Event, Person, Role

SECRET = "toy_0123456789"


def issue(desk, secret=SECRET, **given):
    return access.issue(desk, dialect="toy", kind="key", secret=secret, **given)


def opens(desk, secret=SECRET, dialect="toy", kind="key"):
    """Whether a secret is good."""
    return access.find(desk, dialect, kind, secret) is not None


def test_a_credential_is_found_by_its_secret(desk, agent):
    """With what a dialect needs to know of it."""
    made = issue(desk, name="Bot", description="RPA", prefix="0123", owner=agent)

    found = access.find(desk, "toy", "key", SECRET)

    assert (made.id, "Bot", "RPA", "0123", agent.id) == (
        found.id,
        found.name,
        found.description,
        found.prefix,
        found.owner_id,
    )


@pytest.mark.parametrize(
    "asked",
    [
        {"secret": ""},
        {"secret": SECRET.upper()},
        {"secret": SECRET + " "},
        {"secret": "\ud800"},
        {"secret": "x" * 100_000},
        {"secret": access.digest(SECRET)},
        {"dialect": "other"},
        {"kind": "token"},
    ],
)
def test_nothing_else_opens(desk, asked):
    """Another secret, another dialect, another kind."""
    issue(desk)

    assert (True, False) == (opens(desk), opens(desk, **asked))


def test_the_secret_is_not_kept(desk):
    """Neither in the row nor in what is told."""
    made = issue(desk)

    columns = [getattr(made, column.key) for column in Credential.__mapper__.column_attrs]
    data = desk.session.scalars(select(Event.data)).all()
    assert SECRET not in f"{columns} {data}"


@pytest.mark.parametrize(("seconds", "good"), [(-1, False), (0, False), (1, True), (None, True)])
def test_a_credential_expires_by_the_worlds_clock(desk, seconds, good):
    """At the very moment it is no longer good."""
    expires_at = None if seconds is None else desk.now() + timedelta(seconds=seconds)

    issue(desk, expires_at=expires_at)

    assert good == opens(desk)


def test_a_revoked_credential_opens_nothing(desk):
    """From the same transaction on; it is told."""
    made = issue(desk)

    access.revoke(desk, made)

    assert (False, desk.now()) == (opens(desk), made.revoked_at)
    assert "credential.revoked" == desk.all(select(Event).order_by(Event.id))[-1].kind


def test_a_rotated_credential_opens_by_the_new_secret_only(desk):
    """Also if it was revoked before."""
    made = issue(desk)
    access.revoke(desk, made)

    access.rotate(desk, made, secret="toy_new", prefix="new")

    assert (False, True, "new", None) == (
        opens(desk),
        opens(desk, "toy_new"),
        made.prefix,
        made.revoked_at,
    )


def change(store, world, act):
    """Do something to the only credential, in a transaction of its own."""
    with store.desk(world) as desk:
        act(desk, desk.session.scalars(select(Credential)).one())


@pytest.mark.parametrize(
    ("act", "good"),
    [
        (access.revoke, (False, False)),
        (lambda desk, row: access.rotate(desk, row, secret="toy_new", prefix=None), (False, True)),
        (lambda desk, row: desk.session.delete(row), (False, False)),
        (lambda _, row: setattr(row, "name", "Renamed"), (True, False)),
    ],
    ids=["revoked", "rotated", "deleted", "renamed"],
)
def test_what_was_good_is_forgotten_at_once(store, world, act, good):
    """By the next transaction, however often the secret was remembered."""
    with store.desk(world) as desk:
        issue(desk)
    with store.desk(world, writes=False) as desk:
        remembered = opens(desk), opens(desk)

    change(store, world, act)

    with store.desk(world, writes=False) as desk:
        assert (True, True) == remembered
        assert good == (opens(desk), opens(desk, "toy_new"))


def test_a_reset_world_knows_no_credentials(store, world):
    """And a restored one those of the snapshot."""
    with store.desk(world) as desk:
        issue(desk)
    store.snapshot(world, "kept")
    seen = []

    for bring in (lambda: store.reset(world), lambda: store.restore(world, "kept")):
        bring()
        with store.desk(world, writes=False) as desk:
            seen.append(opens(desk))

    assert [False, True] == seen


def test_a_secret_of_one_world_is_none_of_another(store, world):
    """Also while both are remembered."""
    store.make(f"{world}-b")
    with store.desk(world) as desk:
        issue(desk)
        here = opens(desk)

    with store.desk(f"{world}-b", writes=False) as desk:
        there = opens(desk)
    store.drop(f"{world}-b")

    assert (True, False) == (here, there)


def test_a_credential_has_data_of_its_kind(desk):
    """Scopes, a state: as it was given, whoever reads it."""
    made = issue(desk, data={"scopes": ["read", 1]})

    assert {"scopes": ["read", 1]} == access.find(desk, "toy", "key", SECRET).data
    assert {"scopes": ["read", 1]} == made.data


def test_a_credential_is_found_by_its_ulid(desk):
    """Of its dialect and kind, while it is good."""
    made = issue(desk)
    asked = [("toy", "key"), ("toy", "token"), ("other", "key")]

    found = [access.find_by_ulid(desk, *place, made.ulid) is not None for place in asked]
    access.revoke(desk, made)

    assert [True, False, False] == found
    assert access.find_by_ulid(desk, "toy", "key", made.ulid) is None


def test_a_session_goes_from_state_to_state(desk, user):
    """By the same secret; its end moves with it."""
    soon, later = desk.now() + timedelta(minutes=5), desk.now() + timedelta(days=30)
    made = issue(desk, owner=user, data={"state": "pending"}, expires_at=soon)
    before = access.find(desk, "toy", "key", SECRET)

    access.change(desk, made, data={"state": "full"}, expires_at=later)

    after = access.find(desk, "toy", "key", SECRET)
    assert ({"state": "pending"}, soon) == (before.data, before.expires_at)
    assert ({"state": "full"}, later) == (after.data, after.expires_at)


@pytest.mark.parametrize("seconds", [299, 300])
def test_a_pending_session_ends_by_the_worlds_clock(store, world, seconds):
    """Also where it is remembered."""
    with store.desk(world) as desk:
        owner = people.create(desk, name="Sam")
        issue(desk, owner=owner, expires_at=desk.now() + timedelta(seconds=300))
        began = desk.now()
    seen = []

    for at in (began, began + timedelta(seconds=seconds)):
        with store.desk(world, writes=False) as desk:
            desk.clock = desk.clock.frozen(at)
            seen.append(access.find_held(desk, "toy", "key", SECRET) is not None)

    assert [True, seconds < 300] == seen


def held(store, world):
    """Who holds the secret, in a transaction of its own."""
    with store.desk(world, writes=False) as desk:
        found = access.find_held(desk, "toy", "key", SECRET)
        return None if found is None else found.account.role


def test_a_credential_acts_with_the_present_role_of_its_owner(store, world):
    """From the owner's next request on."""
    with store.desk(world) as desk:
        id = people.create(desk, name="Sam").id
        issue(desk, owner=desk.get(Person, id))
    before = held(store, world)

    with store.desk(world) as desk:
        people.change(desk, desk.get(Person, id), role=Role.AGENT)

    assert (Role.USER, Role.AGENT) == (before, held(store, world))


def test_the_credential_of_a_disabled_owner_opens_nothing_till_they_are_restored(store, world):
    """At once, and at once again; but a machine in their name goes on."""
    with store.desk(world) as desk:
        id = people.create(desk, name="Sam").id
        issue(desk, owner=desk.get(Person, id))
    seen = [held(store, world)]

    for act in (people.disable, people.restore):
        with store.desk(world) as desk:
            act(desk, desk.get(Person, id))
            assert opens(desk)
        seen.append(held(store, world))

    assert [Role.USER, None, Role.USER] == seen


def test_the_session_of_a_disabled_person_is_over_for_good(desk, user):
    """They have to sign in again; their keys need not be made anew."""
    access.issue(desk, dialect="toy", kind="session", secret="s", owner=user)
    issue(desk, owner=user)

    people.disable(desk, user)
    people.restore(desk, user)

    assert access.find_held(desk, "toy", "session", "s") is None
    assert access.find_held(desk, "toy", "key", SECRET) is not None


def test_a_credential_of_nobody_is_held_by_nobody(desk):
    """It is a machine's."""
    issue(desk)

    assert (True, None) == (opens(desk), access.find_held(desk, "toy", "key", SECRET))


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ({}, {"of another"}),
        ({"dialect": "toy"}, {"other key", "of another"}),
        ({"kinds": ["session", "reset"]}, {"toy key", "other key", "of another"}),
        ({"kinds": []}, {"toy key", "toy session", "other key", "of another"}),
    ],
)
def test_all_of_a_persons_credentials_are_revoked_at_once(store, world, given, left):
    """Of one dialect or of some kinds, if asked; nobody else's, however they are remembered."""
    secrets = {
        "toy key": ("toy", "key"),
        "toy session": ("toy", "session"),
        "other key": ("other", "key"),
        "of another": ("toy", "key"),
    }
    with store.desk(world) as desk:
        ids = [people.create(desk, name=name).id for name in ("Sam", "Ada")]
        for secret, (dialect, kind) in secrets.items():
            owner = desk.get(Person, ids[secret == "of another"])
            access.issue(desk, dialect=dialect, kind=kind, secret=secret, owner=owner)

    def good(desk):
        return {s for s, place in secrets.items() if access.find(desk, *place, s) is not None}

    with store.desk(world, writes=False) as desk:
        before = good(desk)
    with store.desk(world) as desk:
        access.revoke_all(desk, desk.get(Person, ids[0]), **given)
        meanwhile = good(desk)
    with store.desk(world, writes=False) as desk:
        after = good(desk)

    assert set(secrets) == before
    assert left == meanwhile == after


def test_what_was_revoked_before_keeps_its_time(desk, user):
    """And nothing is told where there is nothing to revoke."""
    made = issue(desk, owner=user)
    access.revoke(desk, made)
    at = made.revoked_at
    desk.clock, desk._now = desk.clock.advanced(60), None

    access.revoke_all(desk, user)

    desk.session.expire_all()
    assert at == made.revoked_at
    assert "credential.revoked" == desk.all(select(Event).order_by(Event.id))[-1].kind


def test_revoking_all_is_told_once(desk, user):
    """With what was revoked; the rows in hand know it."""
    made = [issue(desk, secret=str(n), owner=user) for n in range(3)]

    access.revoke_all(desk, user)

    last = desk.all(select(Event).order_by(Event.id))[-1]
    assert ("person.signed_out", user.id) == (last.kind, last.about_id)
    assert {"credentials": [one.id for one in made]} == last.data
    assert [desk.now()] * 3 == [one.revoked_at for one in made]


def test_a_credential_is_got_by_its_ulid(desk):
    """In any letter case; it is one of this dialect and kind, and not revoked."""
    made = issue(desk)

    assert made is access.get(desk, "toy", "key", made.ulid.lower())
    for dialect, kind in (("other", "key"), ("toy", "token")):
        with pytest.raises(NotFound):
            access.get(desk, dialect, kind, made.ulid)
    access.revoke(desk, made)
    with pytest.raises(NotFound) as caught:
        access.get(desk, "toy", "key", made.ulid)
    assert ("key", made.ulid) == (caught.value.kind, caught.value.key)


def test_credentials_are_listed_the_newest_first(desk):
    """Those of one kind that are not revoked."""
    first, second, gone = (issue(desk, secret=f"toy_{n}") for n in range(3))
    access.issue(desk, dialect="toy", kind="token", secret="another")
    access.revoke(desk, gone)

    assert [second, first] == list(desk.all(access.listed("toy", "key")))


def test_the_last_use_is_told_before_it_is_written_down(desk):
    """Else what is written down."""
    made = issue(desk)
    never = access.last_used(desk, made)
    desk.memory.used[made.id] = desk.now()

    assert (None, desk.now()) == (never, access.last_used(desk, made))
