"""A ticket becomes somebody else's matter."""

import pytest
from sqlalchemy import func, select

from polydesk.core import handover, tickets
from polydesk.core.errors import Forbidden
from polydesk.core.models import Event, Organization, Person, Role


@pytest.fixture
def other(desk):
    """A user of another organization."""
    beta = desk.add(Organization(name="Beta"))
    return desk.add(Person(name="Olga", role=Role.USER, organization_id=beta.id))


def test_a_ticket_is_handed_over(desk, ticket, user, other, agent):
    """With its text and its organization; the change is told, and whose it is."""
    desk.actor = agent

    handover.hand_over(desk, ticket, other)

    assert (other, other.organization, other) == (
        ticket.requester,
        ticket.organization,
        ticket.opening.author,
    )
    assert agent.id == ticket.changed_by_id
    told = desk.session.scalar(select(Event.data).filter_by(kind="ticket.changed"))
    assert {"requester_id": [user.id, other.id]} == told


def test_to_whom_it_is_changes_nothing(desk, ticket, user, agent):
    """Nothing is told either."""
    desk.actor, before = agent, ticket.updated_at

    handover.hand_over(desk, ticket, user)

    assert (before, None) == (ticket.updated_at, ticket.changed_by_id)
    assert 0 == desk.session.scalar(select(func.count(Event.id)).filter_by(kind="ticket.changed"))


def test_who_made_it_for_another_made_it_for_nobody_then(desk, user, agent):
    """`made_by` is somebody else than the requester."""
    desk.actor = agent
    ticket = tickets.create(desk, subject="Jam", body="Stuck", requester=user)

    handover.hand_over(desk, ticket, agent)

    assert (agent, None) == (ticket.requester, ticket.made_by)


def test_what_another_has_written_stays_theirs(desk, ticket, other, agent):
    """Where the text was not the requester's."""
    desk.actor = agent
    ticket.opening.author_id = agent.id

    handover.hand_over(desk, ticket, other)

    assert agent.id == ticket.opening.author_id


def test_end_users_hand_nothing_over(desk, ticket, user, other):
    """Not even their own."""
    desk.actor = user

    with pytest.raises(Forbidden):
        handover.hand_over(desk, ticket, other)

    assert user == ticket.requester
