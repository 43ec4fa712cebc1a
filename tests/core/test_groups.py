"""Groups, and the lists of their members."""

import pytest
from sqlalchemy import select

from polydesk.core import categories, groups, people, tickets
from polydesk.core.desk import Machine
from polydesk.core.errors import Conflict, Invalid
from polydesk.core.models import Category, GroupMember, Person, Role, Ticket


@pytest.fixture
def branch(desk):
    """A category with a type with an item."""
    hardware = categories.create(desk, name="Hardware")
    laptop = categories.create(desk, name="Laptop", parent=hardware)
    return hardware, laptop, categories.create(desk, name="Screen", parent=laptop)


@pytest.fixture
def listed(desk, user):
    """The subjects of the tickets in somebody's lists."""

    def subjects(actor):
        desk.actor = actor
        seen, values = groups.scope(desk)
        query = tickets.ALL if seen is None else tickets.ALL.where(Ticket.id.in_(seen))
        found = desk.session.scalars(query.order_by(Ticket.id), values)
        return [ticket.subject for ticket in found]

    return subjects


@pytest.fixture
def placed(desk, user, branch):
    """A ticket in each place of the tree, and one in none."""
    desk.actor = Machine("test")
    other = categories.create(desk, name="Monitor", parent=branch[0])
    places = dict(zip(("category", "type", "item", "other"), (*branch, other), strict=True))
    for name, row in places.items():
        tickets.create(desk, subject=name, body="b", requester=user, category_id=row.id)
    tickets.create(desk, subject="none", body="b", requester=user)


def test_a_whole_category_brings_all_that_is_in_it(desk, agent, branch, placed, listed):
    """With and without a type."""
    groups.create(desk, name="Net", members=[agent], scopes=[branch[0]])

    assert ["category", "type", "item", "other"] == listed(agent)


def test_a_type_brings_its_own_tickets_and_its_items(desk, agent, branch, placed, listed):
    """Not those of the category without a type."""
    groups.create(desk, name="Net", members=[agent], scopes=[branch[1]])

    assert ["type", "item"] == listed(agent)


def test_the_default_category_brings_tickets_without_one(desk, agent, placed, listed):
    """They show it."""
    groups.create(desk, name="Net", members=[agent], scopes=[desk.get(Category, 1)])

    assert ["none"] == listed(agent)


def test_what_is_assigned_to_me_or_to_my_group_is_mine(desk, agent, user, placed, listed):
    """Each once, whatever the category; other groups' are not."""
    mine = groups.create(desk, name="Mine", members=[agent])
    other = groups.create(desk, name="Other")
    for subject, given in {
        "item": {"assignee_id": agent.id, "group_id": mine.id},
        "none": {"group_id": mine.id},
        "type": {"group_id": other.id},
    }.items():
        ticket = desk.session.scalars(select(Ticket).filter_by(subject=subject)).one()
        tickets.change(desk, ticket, **given)

    assert ["item", "none"] == listed(agent)


def test_without_group_and_assignment_an_agent_lists_nothing(desk, agent, placed, listed):
    """Own submissions add nothing."""
    tickets.create(desk, subject="own", body="b", requester=agent)

    assert [] == listed(agent)


def test_all_others_list_as_ever(desk, agent, user, placed, listed):
    """Admins and machines all, users their own, the disabled what they asked for, nobody none."""
    admin = people.create(desk, name="Root", role=Role.ADMIN)
    agent.disabled = True

    assert [5, 5, 5, 0, 0] == [len(listed(who)) for who in (admin, Machine("m"), user, agent, None)]


def test_a_list_that_is_given_takes_the_place_of_the_whole(desk, agent, user, branch):
    """And one that is not stays."""
    group = groups.create(desk, name="Net", members=[agent, user], scopes=[branch[0]])

    groups.change(desk, group, members=[user], scopes=[branch[1], branch[0]])
    groups.change(desk, group, name="Network")

    assert "Network" == group.name
    assert [user.id] == [member.person_id for member in group.members]
    assert {branch[0].id, branch[1].id} == {entry.category_id for entry in group.scopes}


def test_an_item_is_no_scope(desk, branch):
    """Items never matter."""
    with pytest.raises(Invalid):
        groups.create(desk, name="Net", scopes=[branch[2]])


def test_names_of_groups_are_unique_ignoring_case(desk):
    """When one is made, and when one is renamed."""
    groups.create(desk, name="Çağ")
    other = groups.create(desk, name="Other")

    with pytest.raises(Conflict) as made:
        groups.create(desk, name="çağ ")
    with pytest.raises(Conflict):
        groups.change(desk, other, name="ÇAĞ")

    assert ("group", "taken") == (made.value.kind, made.value.reason)
    assert ["Çağ", "Other"] == [known.name for known in groups.known(desk).values()]


def test_an_erased_group_leaves_people_and_tickets(desk, agent, ticket, branch):
    """The tickets without a group."""
    group = groups.create(desk, name="Net", members=[agent], scopes=[branch[0]])
    tickets.change(desk, ticket, group_id=group.id)

    groups.erase(desk, group)

    assert (None, agent) == (ticket.group_id, desk.get(Person, agent.id))
    assert [] == desk.all(select(GroupMember))
    assert {} == groups.known(desk)
