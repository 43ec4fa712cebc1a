"""Organizations: found by name and by domain, made by name."""

import pytest
from sqlalchemy import select

from polydesk.core import catalogue, organizations
from polydesk.core.errors import Conflict
from polydesk.core.models import Event, Organization
from tests.counting import counting


def told(desk):
    """What happened to organizations."""
    query = select(Event.kind, Event.data).filter_by(about="organization").order_by(Event.id)
    return [(row.kind, row.data) for row in desk.session.execute(query)]


@pytest.mark.parametrize(
    ("name", "is_found"),
    [("Çağ Ltd", True), ("ÇAĞ LTD", True), (" çağ ltd ", True), ("Çağ", False), ("%", False)],
)
def test_an_organization_is_found_by_name(desk, name, is_found):
    """The whole of it, ignoring case and outer blanks; the oldest of several."""
    house = organizations.create(desk, name="Çağ Ltd")
    organizations.create(desk, name="çağ ltd")

    assert (house if is_found else None) == organizations.find(desk, name)


def test_a_name_may_be_longer_folded(desk):
    """Every letter of it may become three."""
    house = organizations.create(desk, name="\u0390" * 255)

    assert house is organizations.find(desk, "\u0390" * 255)


def test_an_organization_is_made_where_first_named(desk):
    """What is given is for that; the second time nothing changes."""
    made = organizations.named(desk, " Acme Corp ", domains=["acme.example"])
    again = organizations.named(desk, "ACME corp", domains=[])

    assert (made, "Acme Corp", ["acme.example"]) == (again, made.name, made.domains)
    assert [("organization.created", {})] == told(desk)


def test_the_deleted_are_not_found(desk):
    """Neither by name nor by domain."""
    made = organizations.create(desk, name="Acme", domains=["acme.example"])
    made.deleted_at = desk.now()
    desk.flush()

    assert None is organizations.find(desk, "acme")
    assert None is organizations.id_of_address(desk, "sam@acme.example")


def test_a_change_changes_what_is_given(desk):
    """One's own name in other letters is free; what stays the same is not told."""
    made = organizations.create(desk, name="Acme", notes="n")

    organizations.change(desk, made, name="ACME", notes="n", domains=["a.example"])
    organizations.change(desk, made, name="ACME")

    assert ("organization.changed", {"fields": ["domains", "name"]}) == told(desk)[-1]
    assert 2 == len(told(desk))
    assert made is organizations.find(desk, "acme")


def test_anothers_name_is_refused(desk):
    """Ignoring case; nothing changes."""
    organizations.create(desk, name="Acme")
    made = organizations.create(desk, name="Harbor")

    with pytest.raises(Conflict) as raised:
        organizations.change(desk, made, name="ACME", notes="n")

    assert ("organization", "taken") == (raised.value.kind, raised.value.reason)
    assert ("Harbor", None) == (made.name, made.notes)


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("sam@acme.example", 1),
        ("SAM@ACME.Example", 1),
        ("sam@other@b.example", 2),
        ("sam@shop.acme.example", None),
        ("acme.example", None),
        ("sam@", None),
        ("", None),
        (None, None),
    ],
)
def test_an_address_belongs_by_its_domain(desk, address, found):
    """The whole of it, ignoring case; of several the oldest organization has it."""
    organizations.create(desk, name="Acme", domains=["x.example", "Acme.Example", " "])
    organizations.create(desk, name="B", domains=["@b.example", "acme.example", "@"])

    assert found == organizations.id_of_address(desk, address)


def test_domains_are_remembered(store, world):
    """No statement where nothing has changed; a change of domains is known to the next one."""
    with store.desk(world) as desk:
        organizations.create(desk, name="Acme", domains=["acme.example"])
    with store.desk(world, writes=False) as desk:
        organizations.id_of_address(desk, "a@acme.example")
    with store.desk(world, writes=False) as desk, counting() as said:
        known = organizations.id_of_address(desk, "a@acme.example")
    with store.desk(world) as desk:
        organizations.change(desk, desk.session.get_one(Organization, 1), domains=[])

    with store.desk(world, writes=False) as desk:
        assert (1, None) == (known, organizations.id_of_address(desk, "a@acme.example"))
    assert [] == [one for one in said if "organization" in one]


def test_a_department_is_found_ignoring_case(desk):
    """Made if there is none, without outer blanks."""
    support = catalogue.department_like(desk, " SUPPORT ")
    made = catalogue.department_like(desk, " Field ")

    assert (1, made) == (support, catalogue.department_like(desk, "field"))
    assert "Field" == catalogue.department(desk, made).name
