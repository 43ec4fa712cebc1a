"""A ticket becomes somebody else's matter."""

import pytest
from sqlalchemy import func, select

from polydesk.core import tickets
from polydesk.core.errors import Forbidden, NotFound
from polydesk.core.models import Event, Organization, Person, Role


@pytest.fixture
def other(desk):
    """A user of another organization."""
    beta = desk.add(Organization(name="Beta"))
    return desk.add(Person(name="Olga", role=Role.USER, organization_id=beta.id))


def test_a_ticket_is_handed_over(desk, ticket, user, other, agent):
    """With its text and its organization; the change is told, and whose it is."""
    desk.actor = agent

    tickets.change(desk, ticket, requester_id=other.id)

    assert (other, other.organization, other) == (
        ticket.requester,
        ticket.organization,
        ticket.opening.author,
    )
    assert agent.id == ticket.changed_by_id
    told = desk.session.scalar(select(Event.data).filter_by(kind="ticket.changed"))
    assert {
        "requester_id": [user.id, other.id],
        "organization_id": [None, other.organization_id],
    } == told


@pytest.mark.parametrize("given", ["gamma", None])
def test_an_organization_that_is_given_counts(desk, ticket, other, agent, given):
    """Against that of the new requester; None is none."""
    desk.actor = agent
    id = given and desk.add(Organization(name=given)).id

    tickets.change(desk, ticket, requester_id=other.id, organization_id=id)

    assert (other.id, id) == (ticket.requester_id, ticket.organization_id)


def test_the_organization_changes_alone(desk, ticket, user, agent):
    """It is told as other columns are."""
    desk.actor = agent
    gamma = desk.add(Organization(name="Gamma"))

    tickets.change(desk, ticket, organization_id=gamma.id)

    told = desk.session.scalar(select(Event.data).filter_by(kind="ticket.changed"))
    assert (user.id, {"organization_id": [None, gamma.id]}) == (ticket.requester_id, told)


def test_a_ticket_is_handed_to_somebody(desk, ticket, user, agent):
    """Not to nobody."""
    desk.actor = agent

    with pytest.raises(NotFound):
        tickets.change(desk, ticket, requester_id=user.id + 1000)


def test_to_whom_it_is_changes_nothing(desk, ticket, user, agent):
    """Nothing is told either."""
    desk.actor, before = agent, ticket.updated_at

    tickets.change(desk, ticket, requester_id=user.id)

    assert (before, None) == (ticket.updated_at, ticket.changed_by_id)
    assert 0 == desk.session.scalar(select(func.count(Event.id)).filter_by(kind="ticket.changed"))


def test_who_made_it_for_another_made_it_for_nobody_then(desk, user, agent):
    """`made_by` is somebody else than the requester."""
    desk.actor = agent
    ticket = tickets.create(desk, subject="Jam", body="Stuck", requester=user)

    tickets.change(desk, ticket, requester_id=agent.id)

    assert (agent, None) == (ticket.requester, ticket.made_by)


def test_what_another_has_written_stays_theirs(desk, ticket, other, agent):
    """Where the text was not the requester's."""
    desk.actor = agent
    ticket.opening.author_id = agent.id

    tickets.change(desk, ticket, requester_id=other.id)

    assert agent.id == ticket.opening.author_id


def test_end_users_hand_nothing_over(desk, ticket, user, other):
    """Not even their own."""
    desk.actor = user

    with pytest.raises(Forbidden):
        tickets.change(desk, ticket, requester_id=other.id)

    assert user == ticket.requester
