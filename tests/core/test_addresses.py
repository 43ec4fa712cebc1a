"""The e-mail addresses of people: one person's only, however many they have."""

import pytest
from sqlalchemy import func, select

from polydesk.core import addresses, merging, people, prepared, removal, tickets
from polydesk.core.errors import Conflict
from polydesk.core.guests import Guest
from polydesk.core.models import EmailAddress, Event, Person, Role
from tests.core.test_concurrency import MANY, at_once

MORE = ["Sam@Harbor.example", "Sam@Home.example", "s.ortiz@work.example"]


@pytest.fixture
def reachable(desk, user):
    """The user, with further addresses."""
    addresses.put(desk, user, MORE)
    return user


def told(desk):
    """The data of the last event of a person."""
    return desk.all(select(Event.data).where(Event.about == "person").order_by(Event.id))[-1]


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        (MORE[:1], ["emails"]),
        ([*MORE, "new@x.example"], ["emails"]),
        ([MORE[0], MORE[2], MORE[1]], ["emails"]),
        ([MORE[0], "SAM@home.example", MORE[2]], ["emails"]),
        ([MORE[1], MORE[0], MORE[2]], ["email", "emails"]),
        (["new@x.example", *MORE[1:]], ["email"]),
        (["new@x.example"], ["email", "emails"]),
        ([], ["email", "emails"]),
    ],
)
def test_all_addresses_are_put_at_once(desk, reachable, given, fields):
    """In their order and spelling, the first as the primary one; it is told what has changed."""
    desk.clock, desk._now = desk.clock.advanced(60), None

    addresses.put(desk, reachable, given)

    desk.session.expire_all()
    assert given == addresses.of(desk, reachable)
    assert (given[0] if given else None) == reachable.email
    assert ({"fields": fields}, desk.now()) == (told(desk), reachable.updated_at)


def test_the_same_addresses_change_nothing(desk, reachable):
    """Not even `updated_at`; one that is given twice is one."""
    before = reachable.updated_at, desk.session.scalar(select(func.max(Event.id)))
    desk.clock, desk._now = desk.clock.advanced(60), None

    addresses.put(desk, reachable, [*MORE, " sam@HOME.example", MORE[0]])

    after = reachable.updated_at, desk.session.scalar(select(func.max(Event.id)))
    assert (MORE, before) == (addresses.of(desk, reachable), after)


def test_the_addresses_of_many_are_read_in_one_statement(desk, agent, reachable, monkeypatch):
    """Each has theirs, and nobody is left out."""
    without = people.create(desk, name="Nobody")
    ids = [agent.id, reachable.id, without.id]
    asked, run = [], prepared.rows
    monkeypatch.setattr(prepared, "rows", lambda *given: asked.append(given) or run(*given))

    found = addresses.of_many(desk, ids)

    assert dict(zip(ids, (["ada@desk.example"], MORE, []), strict=True)) == found
    assert 1 == len(asked)
    assert {} == addresses.of_many(desk, [])


@pytest.mark.parametrize(
    ("address", "is_found"),
    [
        ("SAM@harbor.example", True),
        (" sam@home.EXAMPLE ", True),
        ("sam@home", False),
        ("sam", False),
        ("", False),
        ("\0", False),
        ("\ud800", False),
    ],
)
def test_a_person_is_found_by_any_address(desk, agent, reachable, address, is_found):
    """Ignoring case and outer blanks; but not by a part of it, nor by the username."""
    found = addresses.find(desk, address), addresses.owner(desk, address)

    assert (is_found, is_found) == tuple(one is reachable for one in found)
    assert is_found == (people.find_by_email(desk, address) is reachable)


TAKING = {
    "made": lambda desk, _, name: people.create(desk, name="A", email=name),
    "made as username": lambda desk, _, name: people.create(desk, name="A", username=name),
    "changed": lambda desk, agent, name: people.change(desk, agent, email=name),
    "put first": lambda desk, agent, name: addresses.put(desk, agent, [name]),
    "put": lambda desk, agent, name: addresses.put(desk, agent, ["ada@desk.example", name]),
}


@pytest.mark.parametrize("take", TAKING.values(), ids=TAKING)
@pytest.mark.parametrize("name", [" SAM@home.example", "sam@harbor.example", "sam"])
@pytest.mark.parametrize("befall", [lambda *_: None, removal.remove], ids=["living", "deleted"])
def test_an_address_of_another_is_refused(desk, agent, reachable, take, name, befall):
    """Primary or not, or a username, of the living and the deleted; nothing changes."""
    befall(desk, reachable)

    with pytest.raises(Conflict) as raised:
        take(desk, agent, name)

    assert ("person", "taken") == (raised.value.kind, raised.value.reason)
    assert (["ada@desk.example"], MORE) == tuple(
        addresses.of(desk, person) for person in (agent, reachable)
    )


@pytest.mark.parametrize(
    ("name", "is_taken"),
    [(" SAM@home.example", True), ("sam@harbor.example", True), ("sam", True), ("a\0b", False)],
)
def test_an_address_of_another_can_be_told_beforehand(desk, reachable, name, is_taken):
    """One's own is not taken."""
    assert is_taken is addresses.is_taken(desk, name)
    assert not addresses.is_taken(desk, name, but=reachable.id)


def test_an_address_that_is_taken_meanwhile_is_refused_too(desk, agent, reachable, monkeypatch):
    """By the store."""
    monkeypatch.setattr(addresses, "refuse_taken", lambda *_: None)

    with pytest.raises(Conflict) as raised:
        addresses.put(desk, agent, ["ada@desk.example", "sam@home.example"])

    assert "taken" == raised.value.reason
    assert ["ada@desk.example"] == addresses.of(desk, agent)


@pytest.mark.parametrize(
    ("email", "left"),
    [
        ("new@x.example", ["new@x.example", *MORE[1:]]),
        ("SAM@home.example", ["SAM@home.example", MORE[2]]),
        (None, []),
    ],
)
def test_a_changed_primary_address_is_in_the_place_of_the_old_one(desk, reachable, email, left):
    """One of their others stands once, and beside none there is none."""
    people.change(desk, reachable, email=email)

    assert left == addresses.of(desk, reachable)


def test_one_of_many_gets_an_address_in_any_place(store, world):
    """Some as their only one, some beside one, some make a person of it."""
    with store.desk(world) as desk:
        ids = [people.create(desk, name="A", email=f"a{n}@x.example").id for n in range(MANY)]

    def take(number: int) -> str:
        take_in = [
            lambda desk, _: people.create(desk, name="Sam", email="SAM@x.example"),
            lambda desk, person: addresses.put(desk, person, [person.email, "sam@x.example"]),
            lambda desk, person: people.change(desk, person, email="Sam@x.example"),
        ][number % 3]
        try:
            with store.desk(world) as desk:
                take_in(desk, desk.get(Person, ids[number]))
        except Conflict as conflict:
            return conflict.reason
        return "had"

    assert ["had", *["taken"] * (MANY - 1)] == sorted(at_once(take))


def test_who_writes_first_is_made_once(store, world):
    """All who find or make a person of an address at the same moment get the same one."""

    def write(number: int) -> int:
        with store.desk(world) as desk:
            return addresses.find_or_make(desk, "Mia@x.example", name=f"Mia {number}").id

    assert 1 == len(set(at_once(write)))


def test_who_is_made_of_an_address_cannot_sign_in(desk):
    """They are an end user of the given name."""
    made = addresses.find_or_make(desk, "Mia@x.example", name="Mia Wong", phone="1")

    assert ("Mia", "Wong", "Mia@x.example", "1", Role.USER, False) == (
        made.first_name,
        made.last_name,
        made.email,
        made.phone,
        made.role,
        made.can_sign_in,
    )


def test_who_is_made_of_an_address_is_told_of_once(desk):
    """As of anybody who is made."""
    made = [addresses.find_or_make(desk, "Mia@x.example", name="Mia") for _ in range(2)]

    assert [("person.created", made[0].id)] == [(one.kind, one.about_id) for one in desk.told]


def test_who_has_the_address_is_not_made_again(desk, reachable):
    """Not of any of theirs; nor is a guest, whose ticket is theirs then."""
    found = addresses.find_or_make(desk, "SAM@home.example", name="Somebody")
    guest = Guest("s.ortiz@WORK.example")
    ticket = tickets.create(desk, subject="s", body="b", requester=guest)

    assert (reachable, "Sam Ortiz", reachable) == (found, found.name, ticket.requester)


@pytest.mark.parametrize("address", ["sam@home.example", "sam@harbor.example"])
def test_who_is_removed_is_not_found_but_has_the_address(desk, reachable, address):
    """Who writes from there is somebody else, without an address."""
    removal.remove(desk, reachable)

    made = addresses.find_or_make(desk, address, name="Mia")

    assert (None, reachable) == (addresses.find(desk, address), addresses.owner(desk, address))
    assert (False, None) == (made is reachable, made.email)


def test_a_username_of_another_is_nobodys_address(desk, user):
    """Or they could be taken for one another."""
    assert None is addresses.find_or_make(desk, "sam", name="Mia").email


def test_the_addresses_of_the_erased_are_free(desk, reachable):
    """All of them."""
    removal.erase(desk, reachable, name="removed user")

    assert [] == addresses.of(desk, reachable)
    assert people.create(desk, name="Sam", email="sam@home.example")


def test_a_merged_person_is_found_by_the_addresses_of_both(desk, agent, reachable):
    """Those of the one who stays come first."""
    addresses.put(desk, agent, ["ada@desk.example", "ada@home.example"])

    merging.merge_people(desk, agent, reachable)

    assert ["ada@desk.example", "ada@home.example", *MORE] == addresses.of(desk, agent)
    assert 4 == desk.session.scalar(select(func.count()).select_from(EmailAddress))
    assert agent is addresses.find(desk, "sam@harbor.example")


def test_who_has_no_address_gets_that_of_who_is_merged_into_them(desk, reachable):
    """As the primary one."""
    without = people.create(desk, name="S. Ortiz")

    merging.merge_people(desk, without, reachable)

    assert (MORE[0], MORE) == (without.email, addresses.of(desk, without))


def test_a_person_whose_username_is_the_address_is_merged(desk, agent):
    """It is not in the way."""
    other = people.create(desk, name="S", email="s@x.example", username="s@x.example")

    merging.merge_people(desk, agent, other)

    assert ["ada@desk.example", "s@x.example"] == addresses.of(desk, agent)
