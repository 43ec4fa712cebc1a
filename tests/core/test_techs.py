"""The technicians of categories."""

import pytest

from polydesk.core import catalogue, categories, people, removal, techs
from polydesk.core.models import Category, Role
from tests.counting import counting


@pytest.fixture
def hardware(desk):
    """A category beside `General`, which is number 1."""
    return catalogue.category(desk, "Hardware")


@pytest.fixture
def general(desk):
    """The category of a blank world."""
    return desk.session.get_one(Category, 1)


def test_an_agent_is_technician_of_all(desk, agent, user, general, hardware):
    """Also of those to come; admins and end users are of none."""
    admin = people.create(desk, name="Root", role=Role.ADMIN)
    later = catalogue.category(desk, "Later")

    assert [{agent.id}] * 3 == [techs.of(desk, one.id) for one in (general, hardware, later)]
    assert {general.id, hardware.id, later.id} == techs.categories_of(desk, agent.id)
    assert techs.is_everywhere(desk, agent.id)
    assert techs.is_anywhere(desk, agent.id)
    assert not techs.is_anywhere(desk, user.id)
    assert not techs.is_anywhere(desk, admin.id)


def test_a_category_is_given(desk, user, general, hardware):
    """Twice is once; an end user is an agent by that, of this category alone."""
    for _ in range(2):
        techs.add(desk, user, hardware)

    assert (Role.AGENT, False) == (user.role, user.all_categories)
    assert ({user.id}, set()) == (techs.of(desk, hardware.id), techs.of(desk, general.id))
    assert {hardware.id} == techs.categories_of(desk, user.id)
    assert not techs.is_everywhere(desk, user.id)


def test_who_has_all_is_given_nothing(desk, agent, hardware):
    """They stay technician of all."""
    techs.add(desk, agent, hardware)

    assert techs.is_everywhere(desk, agent.id)


def test_an_admin_may_be_a_technician(desk, hardware):
    """And stays admin, without any category too."""
    admin = people.create(desk, name="Root", role=Role.ADMIN)

    techs.add(desk, admin, hardware)
    was = techs.of(desk, hardware.id)
    techs.remove(desk, admin, hardware)

    assert ({admin.id}, set(), Role.ADMIN) == (was, techs.of(desk, hardware.id), admin.role)


def test_a_category_is_taken(desk, agent, general, hardware):
    """Twice is once; who had all has the others."""
    for _ in range(2):
        techs.remove(desk, agent, hardware)

    assert ({general.id}, Role.AGENT) == (techs.categories_of(desk, agent.id), agent.role)
    assert not techs.is_everywhere(desk, agent.id)


def test_who_has_no_category_left_is_an_end_user(desk, user, hardware, general):
    """And an agent of all again, if somebody makes them an agent."""
    techs.add(desk, user, hardware)
    techs.remove(desk, user, general)
    before = user.role
    techs.remove(desk, user, hardware)
    after = user.role
    people.change(desk, user, role=Role.AGENT)

    assert (Role.AGENT, Role.USER) == (before, after)
    assert techs.is_everywhere(desk, user.id)


def test_an_end_user_is_technician_of_nothing(desk, user, hardware):
    """Whoever makes them one; as an agent they have what they had."""
    techs.add(desk, user, hardware)

    people.change(desk, user, role=Role.USER)
    as_user = techs.is_anywhere(desk, user.id)
    people.change(desk, user, role=Role.AGENT)

    assert (False, {hardware.id}) == (as_user, techs.categories_of(desk, user.id))


@pytest.mark.parametrize(
    ("before", "after"),
    [(Role.USER, Role.AGENT), (Role.AGENT, Role.AGENT), (Role.ADMIN, Role.ADMIN)],
)
def test_some_categories_pass_on(desk, user, hardware, general, before, after):
    """Each once; the other has none any more."""
    to = people.create(desk, name="To", role=before, all_categories=False)
    techs.add(desk, user, hardware)
    techs.add(desk, user, general)

    techs.pass_on(desk, user, to=to)

    assert {1, hardware.id} == techs.categories_of(desk, to.id)
    assert (after, set()) == (to.role, techs.categories_of(desk, user.id))


def test_all_categories_pass_on(desk, agent, user, hardware, general):
    """To an agent as all; to an admin as those there are."""
    admin = people.create(desk, name="Root", role=Role.ADMIN)
    techs.add(desk, user, hardware)

    techs.pass_on(desk, agent, to=user)
    techs.pass_on(desk, user, to=admin)

    assert (True, False) == (user.all_categories, admin.all_categories)
    assert {1, hardware.id} == techs.categories_of(desk, admin.id)
    assert techs.is_everywhere(desk, user.id)


def test_nothing_passes_on_from_an_end_user(desk, user, agent):
    """Who gets it stays as they are."""
    other = people.create(desk, name="Other")

    techs.pass_on(desk, user, to=other)
    techs.pass_on(desk, user, to=agent)

    assert (Role.USER, True) == (other.role, techs.is_everywhere(desk, agent.id))


def test_a_category_that_is_gone_has_no_technicians(desk, user, hardware):
    """Nor has one whose technician is gone."""
    other = catalogue.category(desk, "Other")
    techs.add(desk, user, hardware)
    techs.add(desk, user, other)

    categories.erase(desk, hardware)
    left = techs.categories_of(desk, user.id)
    removal.erase(desk, user, name="x")

    assert {other.id} == left
    assert set() == techs.of(desk, other.id)


def test_technicians_are_remembered(store, world):
    """No statement where nothing has changed; a change is known to the next transaction."""
    with store.desk(world) as desk:
        id = people.create(desk, name="Ada", role=Role.AGENT).id
    with store.desk(world, writes=False) as desk:
        techs.of(desk, 1)
    with store.desk(world, writes=False) as desk, counting() as said:
        known = techs.of(desk, 1)
    with store.desk(world) as desk:
        person = desk.session.get_one(people.Person, id)
        techs.remove(desk, person, desk.session.get_one(Category, 1))

    with store.desk(world, writes=False) as desk:
        assert ({id}, set()) == (known, techs.of(desk, 1))
    assert [] == [one for one in said if "person" in one or "category" in one]
