"""What a person is in their organization."""

import pytest

from polydesk.core import people
from polydesk.core.models import Organization


@pytest.fixture
def member(desk, user):
    """The user, who manages an organization."""
    people.change(
        desk,
        user,
        organization=desk.add(Organization(name="Harbor")),
        organization_position="Director",
        organization_manager=True,
    )
    return user


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ({}, ("", False)),
        ({"organization_position": "Clerk"}, ("Clerk", False)),
        ({"organization_manager": True}, ("", True)),
    ],
)
@pytest.mark.parametrize("name", ["Other", None])
def test_a_place_in_an_organization_ends_with_it(desk, member, given, left, name):
    """Where they come to another one or to none, unless it is given too."""
    other = None if name is None else desk.add(Organization(name=name))

    people.change(desk, member, organization=other, **given)

    assert left == (member.organization_position, member.organization_manager)


def test_a_place_stays_with_the_same_organization(desk, member):
    """Also where that is given again."""
    people.change(desk, member, organization=member.organization, phone="1")

    assert ("Director", True) == (member.organization_position, member.organization_manager)
