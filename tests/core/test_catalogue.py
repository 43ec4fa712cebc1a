"""Statuses, priorities, types, departments, categories and tags."""

import pytest

from polydesk.core import catalogue
from polydesk.core.models import Category, Department, Kind, Status, Tag, TicketType
from tests.counting import counting


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("NEW", Kind.NEW),
        ("OPEN", Kind.OPEN),
        ("PENDING", Kind.PENDING),
        ("HELD", Kind.HELD),
        ("RESOLVED", Kind.RESOLVED),
        ("CLOSED", Kind.CLOSED),
        ("CANCELLED", Kind.CLOSED),
    ],
)
def test_every_world_has_the_standard_statuses(desk, code, kind):
    """By code, each of its kind."""
    assert kind is catalogue.statuses(desk)[catalogue.status_id(desk, code)].kind


@pytest.mark.parametrize(("code", "rank"), [("LOW", 1), ("NORMAL", 2), ("HIGH", 3), ("URGENT", 4)])
def test_every_world_has_the_standard_priorities(desk, code, rank):
    """By code, in ranks from low to urgent."""
    assert rank == catalogue.priorities(desk)[catalogue.priority_id(desk, code)].rank


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("Closed", Kind.CLOSED),
        ("all DONE", Kind.CLOSED),
        ("Resolved - closed", Kind.CLOSED),
        ("resolved", Kind.RESOLVED),
        ("Solved it", Kind.RESOLVED),
        ("Waiting for parts", Kind.PENDING),
        ("pending", Kind.PENDING),
        ("On Hold", Kind.PENDING),
        ("Bananas", Kind.OPEN),
        ("", Kind.OPEN),
        ("İPTAL", Kind.OPEN),
    ],
)
def test_a_free_word_tells_its_kind(desk, word, kind):
    """By a part of it, in any letter case; what says nothing is open."""
    key = catalogue.custom_status_id(desk, word)
    made = catalogue.statuses(desk)[key]

    assert (kind, word, None) == (made.kind, made.name, made.code)


@pytest.mark.parametrize(
    ("word", "rank"),
    [
        ("low", 1),
        ("MEDIUM", 2),
        ("High", 3),
        ("critical", 4),
        ("Urgent", 4),
        ("very high", 2),
        ("", 2),
    ],
)
def test_a_free_word_tells_its_rank(desk, word, rank):
    """As a whole, in any letter case; what says nothing is normal."""
    key = catalogue.custom_priority_id(desk, word)
    made = catalogue.priorities(desk)[key]

    assert (rank, word, None) == (made.rank, made.name, made.code)


@pytest.mark.parametrize(
    "find", [catalogue.custom_status_id, catalogue.custom_priority_id, catalogue.department_id]
)
def test_a_word_is_made_once_to_the_letter(desk, find):
    """Another spelling is another word."""
    one, again, other = (find(desk, word) for word in ("Parts", "Parts", "PARTS"))

    assert (one, True) == (again, one != other)


@pytest.mark.parametrize(
    "find", [catalogue.custom_status_id, catalogue.custom_priority_id, catalogue.department_id]
)
def test_a_word_that_is_undone_is_made_anew(store, world, undone, find):
    """What a transaction has made and taken back is remembered by none."""
    undone(lambda desk: find(desk, "Parts"))

    with store.desk(world) as desk:
        made = find(desk, "Parts")
    with store.desk(world) as desk:
        assert made == find(desk, "Parts")


def test_a_custom_status_may_be_called_as_a_standard_one(desk):
    """They are two."""
    standard = catalogue.statuses(desk)[catalogue.status_id(desk, "OPEN")]

    assert standard.id != catalogue.custom_status_id(desk, standard.name)


def test_a_department_that_is_there_is_found(desk):
    """That of the blank world."""
    made = catalogue.department_id(desk, "Network")

    assert 1 == catalogue.department_id(desk, "Support")
    assert ["Support", "Network"] == [known.name for known in catalogue.departments(desk).values()]
    assert made in catalogue.departments(desk)


def test_the_types_of_a_blank_world_are_numbered(desk):
    """As the vendor that has types numbers them. Source: contract 1.6."""
    assert {
        1: "Bug Report",
        2: "Feature Request",
        3: "Question",
        4: "Service Request",
        5: "Incident",
        6: "Maintenance",
    } == {id: known.name for id, known in catalogue.types(desk).items()}


@pytest.mark.parametrize(
    ("model", "one", "all"),
    [
        (TicketType, catalogue.type, catalogue.types),
        (Department, catalogue.department, catalogue.departments),
    ],
)
def test_a_row_that_is_made_meanwhile_is_known(store, world, model, one, all):
    """Remembered till then, and without a query."""
    with store.desk(world, writes=False) as desk, store.desk(world) as other:
        before = list(all(desk))
        with counting() as ran:
            remembered = list(all(desk)), one(desk, before[0]).id
        made = other.add(model(name="New")).id
        seen = one(other, made).name

    assert ((before, before[0]), []) == (remembered, ran)
    assert "New" == seen
    with store.desk(world, writes=False) as desk:
        assert [*before, made] == list(all(desk))


def test_a_category_is_looked_for_at_the_top_of_the_tree(desk):
    """One of the same name further down is another one."""
    general = catalogue.category(desk, "General")
    desk.add(Category(name="VPN", parent_id=general.id))
    made = catalogue.category(desk, "VPN")

    assert (1, None) == (general.id, made.parent_id)
    assert made is catalogue.category(desk, "VPN")


def test_tags_come_in_the_order_asked_for(desk):
    """One for all spellings, with the first one for a name."""
    tags = catalogue.tags(desk, ["VPN", "wifi", "vpn ", "Çağ", "ÇAĞ"])

    assert ["VPN", "wifi", "VPN", "Çağ", "Çağ"] == [tag.name for tag in tags]
    assert 3 == desk.session.query(Tag).count()


def test_a_blank_world_has_these_rows(desk):
    """And no more."""
    models = (Status, Department, Category, TicketType, Tag)
    counts = [desk.session.query(model).count() for model in models]

    assert [7, 1, 1, 6, 0] == counts
