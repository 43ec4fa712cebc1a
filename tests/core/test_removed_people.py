"""Persons who are removed: the row stays as it was, and nothing is theirs."""

import pytest
from sqlalchemy import select

from polydesk.core import (
    access,
    accounts,
    groups,
    mfa,
    passwords,
    people,
    removal,
    subscribers,
    techs,
    tickets,
)
from polydesk.core.models import (
    Asset,
    AssetKind,
    AssetPerson,
    Category,
    Event,
    Organization,
    Person,
)


def later(desk):
    desk.clock, desk._now = desk.clock.advanced(60), None


def test_all_that_is_known_of_the_removed_stays(desk, user):
    """But that they are deleted, which is told."""
    house = desk.add(Organization(name="Harbor"))
    people.change(desk, user, organization=house, phone="1", notes="n", extras={"toy": 1})
    passwords.set(desk, user, "correct-horse-1")
    mfa.enroll(desk, user)
    before = {column.key: getattr(user, column.key) for column in Person.__table__.columns}
    later(desk)

    removal.remove(desk, user)

    desk.session.expire_all()
    after = {column.key: getattr(user, column.key) for column in Person.__table__.columns}
    assert before | {"deleted_at": desk.now(), "updated_at": desk.now()} == after
    last = desk.all(select(Event).order_by(Event.id))[-1]
    assert ("person.deleted", user.id) == (last.kind, last.about_id)


@pytest.mark.parametrize(
    "find",
    [
        lambda desk: people.find_by_email(desk, "sam@harbor.example"),
        lambda desk: people.find_by_username(desk, "sam"),
        lambda desk: accounts.find_by_email(desk, "sam@harbor.example"),
        lambda desk: accounts.find_by_username(desk, "sam"),
        lambda desk: people.refer(desk, 1),
    ],
    ids=["address", "username", "account by address", "account by username", "id"],
)
def test_nobody_finds_the_removed(desk, user, find):
    """By nothing that they were found by."""
    before = find(desk)

    removal.remove(desk, user)

    assert (1, None) == (before.id, find(desk))
    assert [] == desk.all(people.visible())


def test_nothing_of_the_removed_opens_anything(desk, user):
    """Neither key nor session nor password."""
    passwords.set(desk, user, "correct-horse-1")
    for kind in ("key", access.SESSION):
        access.issue(desk, dialect="toy", kind=kind, secret=f"toy_{kind}", owner=user)

    removal.remove(desk, user)

    assert [None, None] == [
        access.find_held(desk, "toy", kind, f"toy_{kind}") for kind in ("key", access.SESSION)
    ]
    assert not passwords.check(desk, user, "correct-horse-1")


def test_nothing_is_left_to_the_removed(desk, agent, ticket):
    """To do, to look after, or to hear of; what they wrote and asked stays theirs."""
    tickets.change(desk, ticket, assignee_id=agent.id)
    message = tickets.reply(desk, ticket, body="b", author=agent)
    asset = desk.add(Asset(kind=AssetKind.OTHER, people=[AssetPerson(person=agent)]))
    group = groups.create(desk, name="Network", members=[agent, ticket.requester])
    subscribers.add(desk, ticket, agent)
    techs.remove(desk, agent, desk.session.get_one(Category, 1))
    asked_by = ticket.requester

    removal.remove(desk, agent)
    removal.remove(desk, asked_by)

    desk.session.expire_all()
    assert (None, None, [], []) == (
        ticket.assignee_id,
        asset.assignee_id,
        group.members,
        subscribers.of(desk, ticket),
    )
    assert (agent, asked_by) == (message.author, ticket.requester)


def test_who_is_removed_twice_is_removed_once(desk, user):
    """Since the first time."""
    removal.remove(desk, user)
    first = user.deleted_at
    later(desk)

    removal.remove(desk, user)

    assert (first, first) == (user.deleted_at, user.updated_at)


def test_the_removed_can_be_erased(desk, user):
    """Then their names are free."""
    removal.remove(desk, user)

    removal.erase(desk, user, name="removed user")

    assert people.create(desk, name="Sam", email="sam@harbor.example", username="sam")


def test_the_removed_are_had_back(desk, user):
    """As they were, and as if they had never gone; twice is once."""
    people.change(desk, user, phone="1", extras={"toy": 1})
    before = {column.key: getattr(user, column.key) for column in Person.__table__.columns}
    removal.remove(desk, user)
    later(desk)

    for _ in range(2):
        removal.restore(desk, user)

    desk.session.expire_all()
    after = {column.key: getattr(user, column.key) for column in Person.__table__.columns}
    assert before | {"updated_at": desk.now()} == after
    assert user is people.find_by_email(desk, "sam@harbor.example")
    assert user.id == accounts.find(desk, user.id).id
    kinds = desk.all(select(Event.kind).filter_by(about="person").order_by(Event.id))
    assert ["person.deleted", "person.undeleted"] == kinds[-2:]


def test_the_restored_enter_as_before(desk, user):
    """By their password, and by what they held and nobody has revoked."""
    passwords.set(desk, user, "correct-horse-1")
    kept, revoked = (
        access.issue(desk, dialect="toy", kind="key", secret=secret, owner=user)
        for secret in ("toy_kept", "toy_revoked")
    )
    access.revoke(desk, revoked)
    removal.remove(desk, user)

    removal.restore(desk, user)

    assert passwords.check(desk, user, "correct-horse-1")
    assert kept.id == access.find_held(desk, "toy", "key", "toy_kept").credential.id
    assert None is access.find_held(desk, "toy", "key", "toy_revoked")


def test_the_restored_who_are_disabled_stay_so(desk, user):
    """Whatever was first."""
    people.disable(desk, user)
    removal.remove(desk, user)

    removal.restore(desk, user)

    assert (True, None) == (user.disabled, user.deleted_at)


def test_what_went_with_the_removed_stays_gone(desk, agent, ticket):
    """Somebody else may have it by now."""
    tickets.change(desk, ticket, assignee_id=agent.id)
    subscribers.add(desk, ticket, agent)
    removal.remove(desk, agent)

    removal.restore(desk, agent)

    desk.session.expire_all()
    assert (None, []) == (ticket.assignee_id, subscribers.of(desk, ticket))


@pytest.mark.parametrize(
    "go",
    [
        lambda desk, person, _: removal.erase(desk, person, name="removed user"),
        lambda desk, person, heir: removal.dismiss(desk, person, heir=heir),
    ],
    ids=["erased", "dismissed"],
)
@pytest.mark.parametrize("removed", [False, True])
def test_the_erased_are_not_had_back(desk, agent, user, go, removed):
    """Nor those who had no names before: a contact without an address is one that can be."""
    contact = people.create(desk, name="Gate", can_sign_in=False)
    removal.remove(desk, contact)
    for _ in range(removed):
        removal.remove(desk, user)

    go(desk, user, agent)

    assert (False, True) == (contact.erased, user.erased)
