"""Statuses as one vendor's admins change them."""

import pytest

from polydesk.core import catalogue, shelf, statuses, tickets
from polydesk.core.errors import Conflict
from polydesk.core.models import Status
from polydesk.core.statuses import Look, Wording


@pytest.fixture
def toy():
    """A vendor with three statuses of its own; the others show as one of them."""
    looks = {
        "NEW": Look("Fresh", "#111111", 1, system=True),
        "OPEN": Look("Busy", "#222222", 2),
        "CLOSED": Look("Gone", "#333333", 9, system=True),
    }
    others = {"PENDING": "OPEN", "HELD": "OPEN", "RESOLVED": "CLOSED", "CANCELLED": "CLOSED"}
    return Wording("toy", looks, others, color="#6b7280")


def names(desk, wording):
    return [one.look.name for one in statuses.listed(desk, wording)]


def standard(desk, code):
    return desk.get(Status, catalogue.status_id(desk, code))


def test_a_vendor_lists_its_own_words_and_the_custom_ones(desk, toy):
    """By position, then by name, each once."""
    statuses.create(desk, toy, name="Parts", position=2, color="#abcdef")
    statuses.create(desk, toy, name="Approval", position=2)

    listed = statuses.listed(desk, toy)

    assert ["Fresh", "Approval", "Busy", "Parts", "Gone"] == [one.look.name for one in listed]
    assert ["#111111", "#6b7280", "#222222", "#abcdef", "#333333"] == [
        one.look.color for one in listed
    ]


def test_a_status_without_a_word_shows_as_its_stand_in(desk, toy):
    """With the other's id and name."""
    held, busy = catalogue.status_id(desk, "HELD"), catalogue.status_id(desk, "OPEN")

    shown = statuses.shown(desk, toy)[held]

    assert (busy, "Busy", "OPEN") == (shown.id, shown.look.name, shown.code)


def test_a_standard_status_is_renamed_for_one_vendor(desk, toy):
    """The row keeps its name, and so do the other vendors' words."""
    new = standard(desk, "NEW")

    statuses.change(desk, toy, new, name="Unread", color="#000000")

    other = Wording("other", toy.looks, toy.stand_ins)
    assert Look("Unread", "#000000", 1, system=True) == statuses.shown(desk, toy)[new.id].look
    assert ("New", "Fresh") == (new.name, statuses.shown(desk, other)[new.id].look.name)


def test_a_custom_status_is_changed_for_all(desk, toy):
    """It is one row."""
    made = statuses.create(desk, toy, name="Parts")

    statuses.change(desk, toy, made, name="Waiting for parts", position=3)

    assert ("Waiting for parts", 3) == (made.name, made.position)
    assert "Waiting for parts" in names(desk, Wording("other", toy.looks, toy.stand_ins))


@pytest.mark.parametrize("name", ["BUSY", "parts"])
def test_a_name_that_is_shown_is_taken_ignoring_case(desk, toy, name):
    """That of a standard row and that of a custom one; one's own is not."""
    statuses.create(desk, toy, name="Parts")
    other = statuses.create(desk, toy, name="Other")

    with pytest.raises(Conflict) as made:
        statuses.create(desk, toy, name=name)
    with pytest.raises(Conflict):
        statuses.change(desk, toy, other, name=name)
    statuses.change(desk, toy, other, name="OTHER")

    assert ("status", "taken") == (made.value.kind, made.value.reason)
    assert "OTHER" == other.name


def test_a_name_that_a_rename_has_freed_is_free(desk, toy):
    """And the one that it has taken is taken."""
    statuses.change(desk, toy, standard(desk, "OPEN"), name="Working")

    statuses.create(desk, toy, name="Busy")
    with pytest.raises(Conflict):
        statuses.create(desk, toy, name="working")

    assert ["Busy", "Fresh", "Working", "Gone"] == names(desk, toy)


def test_a_system_status_is_not_erased(desk, toy):
    """Whether it has tickets or not."""
    with pytest.raises(Conflict) as refused:
        statuses.erase(desk, toy, standard(desk, "NEW"))

    assert ("status", "system") == (refused.value.kind, refused.value.reason)


def test_an_erased_standard_status_is_out_of_the_vendors_list(desk, toy):
    """The row stays for the others, and shows where a ticket comes to have it."""
    busy = standard(desk, "OPEN")

    statuses.erase(desk, toy, busy)

    assert ["Fresh", "Gone"] == names(desk, toy)
    assert "Busy" == statuses.shown(desk, toy)[busy.id].look.name
    assert busy.id == catalogue.status_id(desk, "OPEN")


def test_a_status_that_is_put_away_is_in_the_other_vendors_lists(desk, toy):
    """With tickets and without, of the system too; it is found in its place when it is back."""
    other = Wording("other", toy.looks, toy.stand_ins)
    statuses.create(desk, toy, name="Parts", position=5)
    rows = [standard(desk, "NEW"), desk.get(Status, catalogue.custom_status_id(desk, "Parts"))]

    for row in rows:
        shelf.put_away(desk, row, "toy")
    away = names(desk, toy), names(desk, other)
    for row in rows:
        shelf.take_back(desk, row, "toy")

    assert (["Busy", "Gone"], ["Fresh", "Busy", "Parts", "Gone"]) == away
    assert ["Fresh", "Busy", "Parts", "Gone"] == names(desk, toy)


def test_a_slug_is_the_vendors_own(desk, toy):
    """That of a custom status too; None unsets it."""
    other = Wording("other", toy.looks, toy.stand_ins)
    made = statuses.create(desk, toy, name="Parts", slug="parts")
    busy = standard(desk, "OPEN")

    statuses.change(desk, toy, busy, slug="at_work")
    statuses.change(desk, toy, made, name="Spare parts", slug=None)
    statuses.change(desk, other, made, slug="spares")

    assert "at_work" == statuses.one(desk, toy, busy.id).look.slug
    assert None is statuses.one(desk, other, busy.id).look.slug
    assert ("Spare parts", None, "spares") == (
        made.name,
        statuses.one(desk, toy, made.id).look.slug,
        statuses.one(desk, other, made.id).look.slug,
    )


def test_a_status_that_another_has_just_made_is_shown(store, world, toy):
    """Where the version was read before that, and the ticket after it."""
    with store.desk(world, writes=False) as desk:
        before, _ = desk.version, statuses.shown(desk, toy)
    with store.desk(world) as desk:
        made = statuses.create(desk, toy, name="Parts").id

    with store.desk(world, writes=False) as desk:
        desk.version = before
        assert made not in statuses.shown(desk, toy)
        assert "Parts" == statuses.one(desk, toy, made).look.name


def test_a_custom_status_without_tickets_is_erased(desk, toy):
    """For all."""
    made = statuses.create(desk, toy, name="Parts")

    statuses.erase(desk, toy, made)

    assert None is desk.find(Status, made.id)


@pytest.mark.parametrize("code", [None, "OPEN", "HELD"])
def test_a_status_with_tickets_is_not_erased(desk, toy, ticket, code):
    """Nor one that shows for a ticket's."""
    made = statuses.create(desk, toy, name="Parts")
    status = standard(desk, "OPEN") if code else made
    tickets.change(desk, ticket, status_id=standard(desk, code).id if code else made.id)

    with pytest.raises(Conflict) as refused:
        statuses.erase(desk, toy, status)

    assert ("status", "used") == (refused.value.kind, refused.value.reason)
