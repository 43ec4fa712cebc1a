"""Organizations in the bin, and out of it."""

import pytest
from sqlalchemy import select

from polydesk.core import organizations, people, tickets
from polydesk.core.errors import NotFound
from polydesk.core.models import Asset, AssetKind, Event


@pytest.fixture
def house(desk):
    """An organization with a domain."""
    return organizations.create(desk, name="Acme", domains=["acme.example"])


def test_an_organization_in_the_bin_is_nobodys(desk, house):
    """Neither a person, nor a ticket, nor an asset belongs to it; others' stay."""
    other = organizations.create(desk, name="Other")
    sam, eve = (people.create(desk, name="P", organization=one) for one in (house, other))
    ticket = tickets.create(desk, subject="s", body="", requester=sam)
    asset = desk.add(Asset(kind=AssetKind.OTHER, details={}, organization_id=house.id))

    organizations.remove(desk, house)

    assert [None] * 3 == [one.organization_id for one in (sam, ticket, asset)]
    assert (None, other.id) == (sam.organization, eve.organization_id)
    with pytest.raises(NotFound):
        organizations.get(desk, house.id)
    assert None is organizations.id_of_address(desk, "sam@acme.example")


def test_a_restored_organization_is_found_again(desk, house):
    """Twice is once, for both."""
    for act in (organizations.remove, organizations.restore):
        for _ in range(2):
            act(desk, house)

    assert house is organizations.find(desk, "acme")
    assert house.id == organizations.id_of_address(desk, "sam@acme.example")
    query = select(Event.kind).filter_by(about="organization").order_by(Event.id)
    assert ["organization.deleted", "organization.restored"] == desk.all(query)[1:]
