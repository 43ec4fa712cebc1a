"""Passwords: checked slowly once, and never told apart from no account at all."""

import pytest
from werkzeug.security import check_password_hash

from polydesk.core import accounts, passwords, people
from polydesk.core.errors import Invalid
from polydesk.core.models import Event, Person

GOOD = "correct-horse-1 şifre"


@pytest.fixture
def hashed(monkeypatch):
    """The slow checks that were made, by what was checked."""
    made = []

    def check(stored, plain):
        made.append(plain)
        return check_password_hash(stored, plain)

    monkeypatch.setattr(passwords, "check_password_hash", check)
    return made


@pytest.mark.parametrize(
    ("plain", "good"),
    [(GOOD, True), (GOOD.upper(), False), (GOOD + " ", False), ("", False), ("\ud800", False)],
)
def test_only_the_password_opens(desk, user, plain, good):
    """To the letter; what is no text is a wrong one."""
    passwords.set(desk, user, GOOD)

    assert good == passwords.check(desk, user, plain)


def test_a_password_is_not_kept(desk, user):
    """Only a slow hash that werkzeug can check, when it was made, and that it was."""
    passwords.set(desk, user, GOOD)

    told = desk.session.query(Event).order_by(Event.id.desc()).first()
    assert user.password_hash.startswith("scrypt:32768:8:1$")
    assert check_password_hash(user.password_hash, GOOD)
    assert ("person.password", {}) == (told.kind, told.data)
    assert desk.now() == user.password_changed_at


def test_two_hashes_of_a_password_differ(desk):
    """Each has a salt of its own."""
    assert passwords.make_hash(desk, GOOD) != passwords.make_hash(desk, GOOD)


def test_a_world_with_a_seed_repeats_its_hashes(desk):
    """What clients get that follows from a hash is then the same in every run."""
    desk.seed = 1

    with desk.session.begin_nested() as first:
        once = passwords.make_hash(desk, GOOD)
        first.rollback()
    desk.session.expire_all()

    assert once == passwords.make_hash(desk, GOOD)


@pytest.mark.parametrize("plain", ["a\0b", "\ud800"])
def test_what_is_no_text_is_no_password(desk, user, plain):
    """It is refused, and the old password stays."""
    passwords.set(desk, user, GOOD)

    with pytest.raises(Invalid):
        passwords.set(desk, user, plain)

    assert passwords.check(desk, user, GOOD)


def test_nobody_signs_in_as_slowly_as_anybody(desk, user, agent, hashed):
    """Unknown people and those without a password cost one slow check, as a wrong one does."""
    passwords.set(desk, user, GOOD)

    answers = [passwords.check(desk, who, "wrong") for who in (user, agent, None)]

    assert [False, False, False] == answers
    assert ["wrong", "wrong", "wrong"] == hashed


@pytest.mark.parametrize(
    "change", [{"disabled": True}, {"can_sign_in": False}, {"deleted_at": True}]
)
def test_who_may_not_enter_has_no_good_password(desk, user, hashed, change):
    """After the same slow check."""
    passwords.set(desk, user, GOOD)
    for name, value in change.items():
        setattr(user, name, desk.now() if name == "deleted_at" else value)

    assert not passwords.check(desk, user, GOOD)
    assert [GOOD] == hashed


def test_a_good_password_is_checked_slowly_once(desk, user, hashed):
    """A wrong one every time, and it makes nobody forget."""
    passwords.set(desk, user, GOOD)

    answers = [passwords.check(desk, user, plain) for plain in (GOOD, GOOD, "no", "no", GOOD)]

    assert [True, True, False, False, True] == answers
    assert [GOOD, "no", "no"] == hashed


def test_a_changed_password_is_forgotten_at_once(desk, user, hashed):
    """Also for the one that is set again: every hash is another."""
    passwords.set(desk, user, GOOD)
    before = passwords.check(desk, user, GOOD)

    passwords.set(desk, user, "another-one")

    assert (True, False) == (before, passwords.check(desk, user, GOOD))
    assert passwords.check(desk, user, "another-one")
    assert [GOOD, GOOD, "another-one"] == hashed


def test_what_is_remembered_is_worth_nothing_elsewhere(desk, user):
    """Neither the password nor a plain digest of it is in memory."""
    passwords.set(desk, user, GOOD)
    passwords.check(desk, user, GOOD)

    remembered = desk.memory.passwords[user.id]
    assert GOOD.encode() not in remembered
    assert 64 == len(remembered)


def test_a_reset_world_remembers_no_password(store, world, hashed):
    """The person of the same id is another one."""
    with store.desk(world) as desk:
        person = people.create(desk, name="Sam")
        passwords.set(desk, person, GOOD)
        before = passwords.check(desk, person, GOOD)
    store.reset(world)
    with store.desk(world) as desk:
        person = people.create(desk, name="Sam")
        passwords.set(desk, person, "another-one")
        after = passwords.check(desk, person, GOOD)

    assert (True, False) == (before, after)
    assert [GOOD, GOOD] == hashed


def test_an_account_is_checked_as_its_person(store, world, hashed):
    """Who sends the password each time is read and hashed once for many transactions."""
    with store.desk(world) as desk:
        person = people.create(desk, name="Sam", email="sam@harbor.example")
        passwords.set(desk, person, GOOD)
    answers = []

    for _ in range(3):
        with store.desk(world, writes=False) as desk:
            account = accounts.find_by_email(desk, "SAM@harbor.example")
            answers.append(passwords.check(desk, account, GOOD))

    assert [True, True, True] == answers
    assert [GOOD] == hashed


def test_a_password_set_in_an_undone_transaction_opens_nothing(store, world, undone):
    """Nor is it remembered."""
    with store.desk(world) as desk:
        id = people.create(desk, name="Sam").id

    def set_and_check(desk):
        person = desk.get(Person, id)
        passwords.set(desk, person, GOOD)
        return passwords.check(desk, person, GOOD)

    meanwhile = undone(set_and_check)

    with store.desk(world) as desk:
        assert (True, False) == (meanwhile, passwords.check(desk, desk.get(Person, id), GOOD))
