"""The tree of categories, types and items."""

import pytest
from sqlalchemy import select

from polydesk.core import catalogue, categories, groups, knowledge, sla, tickets
from polydesk.core.errors import Conflict, Invalid
from polydesk.core.models import Category, Event, GroupScope, Section, SlaPolicy
from tests.counting import counting


@pytest.fixture
def branch(desk):
    """A category with a type with an item."""
    hardware = categories.create(desk, name="Hardware")
    laptop = categories.create(desk, name="Laptop", parent=hardware)
    return hardware, laptop, categories.create(desk, name="Screen", parent=laptop)


def test_a_path_leads_from_the_top_down_to_the_node(desk, branch):
    """With the names that tickets show."""
    path = categories.path(desk, branch[2].id)

    assert ["Hardware", "Laptop", "Screen"] == [node.name for node in path]
    assert [row.ulid for row in branch] == [node.ulid for node in path]


def test_a_ticket_without_a_category_shows_the_default_one(desk, branch):
    """The oldest at the top."""
    assert [(1, "General")] == [(node.id, node.name) for node in categories.path(desk, None)]


def test_a_remembered_path_takes_no_query(store, world):
    """Nor does the default one."""
    with store.desk(world) as desk:
        id = categories.create(desk, name="Hardware").id
    with store.desk(world, writes=False) as desk:
        categories.path(desk, id)

    with store.desk(world, writes=False) as desk, counting() as ran:
        found = categories.path(desk, id), categories.path(desk, None)

    assert [["Hardware"], ["General"]] == [[node.name for node in path] for path in found]
    assert [] == ran


def test_siblings_come_by_position_then_by_name(desk):
    """At the top and below."""
    for name, position in (("b", 0), ("a", 0), ("z", -1)):
        categories.create(desk, name=name, position=position)

    found = [node.name for node in categories.children(desk, None)]

    assert ["z", "General", "a", "b"] == found
    assert [] == categories.children(desk, 1)


def test_a_new_node_comes_last_unless_it_is_placed(desk, branch):
    """After the highest position of its siblings."""
    categories.create(desk, name="Placed", parent=branch[0], position=7)

    last = categories.create(desk, name="Last", parent=branch[0])

    assert (1, 8) == (branch[1].position, last.position)


def test_nothing_fits_below_an_item(desk, branch):
    """The tree is three deep."""
    with pytest.raises(Invalid):
        categories.create(desk, name="Pixel", parent=branch[2])


def test_siblings_have_different_names(desk, branch):
    """Nothing else of the change is done then, and elsewhere the name is free."""
    other = categories.create(desk, name="Other", parent=branch[0], position=5)
    categories.create(desk, name="Laptop", parent=other)

    with pytest.raises(Conflict) as made:
        categories.create(desk, name="Laptop", parent=branch[0])
    with pytest.raises(Conflict):
        categories.change(desk, other, name="Laptop", position=6)

    assert ("category", "taken") == (made.value.kind, made.value.reason)
    assert ("Other", 5) == (other.name, other.position)


def test_an_erased_category_takes_along_all_that_is_below(desk, branch, agent):
    """And the scopes and policies that name it; articles stay without."""
    groups.create(desk, name="Net", members=[agent], scopes=[branch[1]])
    sla.create(desk, name="Fast", response=1, resolution=2, category_id=branch[0].id)
    article = knowledge.create(desk, title="t", body="b", author=agent, category=branch[2])

    categories.erase(desk, branch[0])

    assert ["General"] == list(desk.session.scalars(select(Category.name)))
    assert [[], []] == [desk.all(select(model)) for model in (GroupScope, SlaPolicy)]
    assert article.category_id is None


def test_a_change_changes_what_is_given(desk, branch):
    """None unsets; what stays the same is not told."""
    hardware, laptop, _ = branch
    categories.change(desk, laptop, color="#aa0000", department_id=1, archived=True)
    categories.change(desk, laptop, color="#aa0000", parent=hardware)
    seen = categories.tree(desk)[laptop.id]

    categories.change(desk, laptop, color=None, department_id=None, position=4)

    assert ("#aa0000", 1, True, hardware.id) == (
        seen.color,
        seen.department_id,
        seen.archived,
        seen.parent_id,
    )
    node = categories.tree(desk)[laptop.id]
    assert (None, None, "Laptop", 4) == (node.color, node.department_id, node.name, node.position)
    told = desk.all(select(Event.kind).filter_by(about_id=laptop.id, about="category"))
    assert ["category.created", "category.changed", "category.changed"] == list(told)


def test_a_category_is_moved_with_all_below_it(desk, branch):
    """To the top, and below another."""
    _, laptop, screen = branch
    other = categories.create(desk, name="Other", color="red", department_id=1)

    categories.change(desk, laptop, parent=None)
    top = categories.path(desk, screen.id)
    categories.change(desk, laptop, parent=other)

    assert ["Laptop", "Screen"] == [node.name for node in top]
    path = categories.path(desk, screen.id)
    assert ["Other", "Laptop", "Screen"] == [node.name for node in path]
    assert ("red", 1) == (path[0].color, path[0].department_id)


@pytest.mark.parametrize(
    ("moved", "to", "reason"),
    [
        (0, 0, "must not be below the category"),
        (0, 2, "must not be below the category"),
        (1, 3, "has no room below"),
        (4, 2, "has no room below"),
    ],
)
def test_a_category_fits_below_another_or_stays(desk, branch, moved, to, reason):
    """Neither below itself, nor so that the tree is more than three deep."""
    line = [*branch, categories.create(desk, name="Tablet", parent=branch[0])]
    line.append(categories.create(desk, name="Other"))
    before = line[moved].parent_id

    with pytest.raises(Invalid) as refused:
        categories.change(desk, line[moved], parent=line[to], name="Moved")

    assert {"parent": [reason]} == refused.value.fields
    assert (before, True) == (line[moved].parent_id, line[moved].name != "Moved")


def test_a_category_is_not_moved_beside_one_of_its_name(desk, branch):
    """It stays where it is."""
    categories.create(desk, name="Laptop")

    with pytest.raises(Conflict) as refused:
        categories.change(desk, branch[1], parent=None)

    assert ("category", "taken") == (refused.value.kind, refused.value.reason)
    assert branch[0].id == categories.tree(desk)[branch[1].id].parent_id


@pytest.mark.parametrize("depth", [0, 1, 2])
def test_a_category_with_tickets_is_not_erased(desk, branch, user, depth):
    """Wherever below it the ticket points."""
    tickets.create(desk, subject="a", body="b", requester=user, category_id=branch[2].id)

    with pytest.raises(Conflict) as refused:
        categories.erase(desk, branch[depth])

    assert ("category", "used") == (refused.value.kind, refused.value.reason)
    assert 4 == len(categories.tree(desk))


def test_the_default_category_is_used_by_tickets_that_have_none(desk, branch, ticket):
    """They show it."""
    with pytest.raises(Conflict):
        categories.erase(desk, desk.get(Category, 1))

    tickets.change(desk, ticket, category_id=branch[0].id)
    categories.erase(desk, desk.get(Category, 1))

    assert "Hardware" == categories.path(desk, None)[0].name


def test_a_node_knows_its_section(desk):
    """And what else is shown of a category."""
    office = desk.add(Section(name="Office"))
    desk.add(
        Category(
            name="Desks",
            section=office,
            techs_only=True,
            from_address="desks@x.example",
            notes="n",
        )
    )

    node = categories.path(desk, 2)[0]

    assert (office.id, True, "desks@x.example", "n") == (
        node.section_id,
        node.techs_only,
        node.from_address,
        node.notes,
    )
    assert {office.id: "Office"} == {id: one.name for id, one in catalogue.sections(desk).items()}
