"""Who calls: read once, remembered, and read again as soon as anything of it has changed."""

from datetime import UTC, datetime

import pytest
from sqlalchemy.exc import OperationalError

from polydesk.core import accounts, mfa, passwords, people, prepared, removal
from polydesk.core.desk import Desk
from polydesk.core.memory import Seen
from polydesk.core.models import Department, Organization, Person, Role, World
from polydesk.core.worlds import Store

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


@pytest.fixture
def sam(store: Store, world: str) -> int:
    """An end user, committed."""
    with store.desk(world) as desk:
        return people.create(desk, name="Sam", email="Sam@harbor.example", username="sam").id


def read(store, world, id):
    """The account in a transaction of its own."""
    with store.desk(world, writes=False) as desk:
        return accounts.find(desk, id)


def version(store, world):
    with store.desk(world, writes=False) as desk:
        return desk.session.get_one(World, 1).version


@pytest.mark.parametrize(
    ("address", "found"),
    [
        (" SAM@harbor.EXAMPLE ", True),
        ("sam", False),
        ("", False),
        ("a\0", False),
        ("\ud800", False),
    ],
)
def test_an_account_is_found_by_address(desk, user, address, found):
    """A username is none; what no database holds is nobody's."""
    assert found == (accounts.find_by_email(desk, address) is not None)


@pytest.mark.parametrize("id", [0, -1, 2, 2**63])
def test_there_is_no_account_behind_other_ids(desk, user, id):
    """However large."""
    assert accounts.find(desk, id) is None


def test_an_account_says_what_its_person_is(desk, user):
    """All that a request asks for, in the columns' words."""
    account = accounts.find(desk, user.id)

    assert (user.id, user.ulid, "Sam Ortiz", "Sam@Harbor.example", "sam", Role.USER) == (
        account.id,
        account.ulid,
        account.name,
        account.email,
        account.username,
        account.role,
    )
    assert account.may_enter


def test_an_account_never_prints_its_password(desk, user):
    """Not even the hash."""
    passwords.set(desk, user, "correct-horse-1")

    assert user.password_hash not in repr(accounts.find(desk, user.id))


def test_a_known_account_takes_no_statement(store, world, sam, monkeypatch):
    """One that is not known yet takes one."""
    asked, run = [], prepared.rows
    monkeypatch.setattr(prepared, "rows", lambda *given: asked.append(given) or run(*given))
    counts = []

    for _ in range(2):
        with store.desk(world, writes=False) as desk:
            accounts.find(desk, sam)
            counts.append((len(asked), "session" in desk.__dict__))

    assert [(1, False), (1, False)] == counts


def change_by_hand(desk: Desk, person: Person) -> None:
    person.can_sign_in = False
    desk.flush()


def change_mfa(desk: Desk, person: Person) -> None:
    person.mfa_secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    person.mfa_confirmed_at = desk.now()


CHANGES = {
    "role": lambda desk, person: people.change(desk, person, role=Role.ADMIN),
    "name": lambda desk, person: people.change(desk, person, name="Samuel"),
    "email": lambda desk, person: people.change(desk, person, email="new@harbor.example"),
    "disabled": people.disable,
    "erased": lambda desk, person: removal.erase(desk, person, name="gone"),
    "password": lambda desk, person: passwords.set(desk, person, "correct-horse-1"),
    "mfa": change_mfa,
    "by hand": change_by_hand,
    "deleted": removal.remove,
    "removed": lambda desk, person: desk.session.delete(person),
}


@pytest.mark.parametrize("act", CHANGES.values(), ids=CHANGES)
def test_a_change_holds_from_the_next_transaction_on(store, world, sam, act):
    """However it was made."""
    before = read(store, world, sam)
    with store.desk(world) as desk:
        act(desk, desk.get(Person, sam))

    after = read(store, world, sam)

    assert before is not None
    assert before != after


@pytest.mark.parametrize("place", ["organization", "department"])
def test_a_new_place_holds_from_the_next_transaction_on(store, world, sam, place):
    """Also where the row of the place is given, and none is made or changed beside."""
    with store.desk(world) as desk:
        row = desk.add({"organization": Organization, "department": Department}[place](name="New"))
        new = row.id
    read(store, world, sam)

    with store.desk(world) as desk:
        people.change(desk, desk.get(Person, sam), **{place: desk.get(type(row), new)})

    assert new == getattr(read(store, world, sam), f"{place}_id")


def test_a_change_holds_at_once_where_it_is_made(store, world, sam):
    """In its own transaction, and nowhere if that is undone."""
    read(store, world, sam)

    with pytest.raises(ZeroDivisionError), store.desk(world) as desk:  # noqa: PT012
        people.change(desk, desk.get(Person, sam), role=Role.AGENT)
        meanwhile = accounts.find(desk, sam).role
        raise ZeroDivisionError

    assert (Role.AGENT, Role.USER) == (meanwhile, read(store, world, sam).role)


def test_somebody_new_in_an_undone_transaction_is_not_remembered(store, world, undone):
    """Who gets that id then is somebody else."""
    undone(lambda desk: accounts.find(desk, people.create(desk, name="Never", email="n@x").id))

    with store.desk(world) as desk:
        assert accounts.find_by_email(desk, "n@x") is None
        id = people.create(desk, name="Somebody").id
    assert "Somebody" == read(store, world, id).name


@pytest.mark.parametrize(
    "act",
    [
        people.note_login,
        lambda desk, person: people.change(desk, person, phone="1", notes="n", title="t"),
        lambda desk, person: mfa.enroll(desk, person),
    ],
    ids=["login", "profile", "enrolling"],
)
def test_what_no_account_holds_makes_nobody_forget(store, world, sam, act):
    """A login is not a reason to read all statuses again."""
    before = version(store, world)

    with store.desk(world) as desk:
        act(desk, desk.get(Person, sam))

    assert before == version(store, world)


def test_a_restored_world_knows_its_own_accounts(store, world, sam):
    """An id that was given out again in between is who it was."""
    store.snapshot(world, "kept")
    with store.desk(world) as desk:
        new = people.create(desk, name="In between").id
    seen = [read(store, world, new).name]
    store.restore(world, "kept")
    seen.append(read(store, world, new))
    with store.desk(world) as desk:
        people.create(desk, name="After")
    seen.append(read(store, world, new).name)

    assert ["In between", None, "After"] == seen


def test_an_account_acts_as_its_person(store, world, sam):
    """The row is read only where one is needed, and what happens is told as theirs."""
    with store.desk(world) as desk:
        desk.actor = accounts.find(desk, sam)
        before = desk.person_id, "session" in desk.__dict__
        house = desk.add(Organization(name="Harbor"))
        desk.tell("organization.created", house)
        person = desk.person

    assert (sam, False) == before
    assert (sam, "Sam") == (person.id, person.name)


def test_when_somebody_called_last_is_written_down_soon(store, world):
    """By no statement of their own; until then it is known all the same."""
    with store.desk(world) as desk:
        id = people.create(desk, name="Sam").id
        before = desk.get(Person, id).updated_at
    seen = Seen(NOON, "192.0.2.7", "curl/8")

    store.memory(world).note_seen(id, seen)
    with store.desk(world, writes=False) as desk:
        noted = people.last_seen(desk, desk.get(Person, id)), desk.get(Person, id).last_seen_at
    store.write_used(world)

    with store.desk(world, writes=False) as desk:
        person = desk.get(Person, id)
        assert (seen, None) == noted
        assert (NOON, "192.0.2.7", "curl/8") == (
            person.last_seen_at,
            person.last_ip,
            person.last_user_agent,
        )
        assert (seen, before) == (people.last_seen(desk, person), person.updated_at)


@pytest.mark.parametrize("fails", [False, True])
def test_when_somebody_called_last_is_known_while_it_is_written(store, world, monkeypatch, fails):
    """Nobody meets them as never seen meanwhile; nor if it could not be written."""
    with store.desk(world) as desk:
        id = people.create(desk, name="Sam").id
    seen, known = Seen(NOON, "192.0.2.7", "curl/8"), []
    open_desk = store.desk

    def slow(name):
        with open_desk(world, writes=False) as desk:
            known.append(people.last_seen(desk, desk.get(Person, id)))
        if fails:
            raise OperationalError("UPDATE", {}, Exception("busy"))
        return open_desk(name)

    store.memory(world).note_seen(id, seen)
    with monkeypatch.context() as patch:
        patch.setattr(store, "desk", slow)
        store.write_used(world)
    with open_desk(world, writes=False) as desk:
        known.append(people.last_seen(desk, desk.get(Person, id)))

    assert [seen, seen] == known
    assert fails is store.memory(world).is_due


def test_who_has_read_before_the_writing_knows_when_somebody_called(store, world):
    """Their row is old, and the note is kept for a while after it is written."""
    with store.desk(world) as desk:
        id = people.create(desk, name="Sam").id
    seen = Seen(NOON, "192.0.2.7", "curl/8")

    with store.desk(world, writes=False) as desk:
        store.memory(world).note_seen(id, seen)
        person = desk.get(Person, id)
        store.write_used(world)

        assert (None, seen) == (person.last_seen_at, people.last_seen(desk, person))
