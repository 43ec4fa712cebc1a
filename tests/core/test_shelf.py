"""Rows that one vendor's admins put away and have back."""

import pytest
from sqlalchemy import select

from polydesk.core import catalogue, categories, priorities, shelf, statuses, tickets
from polydesk.core.models import Category, Department, Event, Priority, Status, TicketType
from tests.counting import counting

MODELS = [Status, Priority, Department, TicketType, Category]
NAMES = {"LOW": "Low", "NORMAL": "Medium", "HIGH": "High", "URGENT": "Critical"}
PRIORITIES = priorities.Wording("toy", NAMES)
LOOKS = {
    code: statuses.Look(code.title(), None, position)
    for position, code in enumerate(
        ["NEW", "OPEN", "PENDING", "HELD", "RESOLVED", "CLOSED", "CANCELLED"]
    )
}
STATUSES = statuses.Wording("toy", LOOKS)


def told(desk, about):
    """What happened to the rows of a table."""
    query = select(Event.kind, Event.data).filter_by(about=about).order_by(Event.id)
    return [tuple(row) for row in desk.session.execute(query)]


@pytest.mark.parametrize("model", MODELS)
def test_a_row_is_put_away_for_one_vendor(desk, model):
    """The others have it as before; it is told once."""
    row, table = desk.get(model, 1), model.__tablename__

    shelf.put_away(desk, row, "toy")
    shelf.put_away(desk, row, "toy")

    assert (True, False) == (shelf.is_away(row, "toy"), shelf.is_away(row, "other"))
    assert ({1}, set()) == (shelf.away(desk, model, "toy"), shelf.away(desk, model, "other"))
    assert [(f"{table}.deleted", {"vendor": "toy"})] == told(desk, table)


@pytest.mark.parametrize("model", MODELS)
def test_a_row_is_taken_back_as_it_is_by_now(desk, model):
    """With what else is the vendor's own; one that is there already stays so."""
    row, table = desk.get(model, 1), model.__tablename__
    shelf.take_back(desk, row, "toy")
    shelf.say(row, "toy", {"n": 1})
    shelf.put_away(desk, row, "toy")
    shelf.say(row, "toy", {"m": 2})

    shelf.take_back(desk, row, "toy")

    assert {"toy": {"n": 1, "m": 2}} == row.extras
    assert frozenset() == shelf.away(desk, model, "toy")
    assert [f"{table}.deleted", f"{table}.restored"] == [kind for kind, _ in told(desk, table)]


def test_a_ticket_keeps_what_is_put_away(desk, user):
    """However many vendors have put it away; and it can be chosen by the others."""
    given = {f"{name}_id": 1 for name in ("status", "priority", "department", "type", "category")}
    ticket = tickets.create(desk, subject="s", body="b", requester=user, **given)

    for model in MODELS:
        shelf.put_away(desk, desk.get(model, 1), "toy")

    assert given == {name: getattr(ticket, name) for name in given}
    shown = [
        statuses.one(desk, STATUSES, 1).look.name,
        priorities.one(desk, PRIORITIES, 1).name,
        catalogue.department(desk, 1).name,
        catalogue.type(desk, 1).name,
        categories.path(desk, 1)[0].name,
    ]
    assert ["New", "Low", "Support", "Bug Report", "General"] == shown


def test_to_show_what_tickets_refer_to_takes_no_query(store, world):
    """Nor to list what is not put away, once somebody has asked."""

    def read(desk):
        lists = statuses.listed(desk, STATUSES), priorities.shown(desk, PRIORITIES)
        away = [shelf.away(desk, model, "toy") for model in MODELS]
        shown = [
            (statuses.one(desk, STATUSES, id), priorities.one(desk, PRIORITIES, id))
            for id in (1, 2, 3)
        ]
        return lists, away, shown, catalogue.types(desk), categories.tree(desk)

    with store.desk(world) as desk:
        shelf.put_away(desk, desk.get(Priority, 2), "toy")
    with store.desk(world, writes=False) as desk:
        before = read(desk)

    with store.desk(world, writes=False) as desk, counting() as ran:
        after = read(desk)

    assert (before, []) == (after, ran)
    assert [set(), {2}, set(), set(), set()] == after[1]


def test_what_another_puts_away_is_known(store, world):
    """What was remembered before is forgotten."""
    with store.desk(world, writes=False) as desk:
        before = shelf.away(desk, TicketType, "toy")
    with store.desk(world) as desk:
        shelf.put_away(desk, desk.get(TicketType, 4), "toy")

    with store.desk(world, writes=False) as desk:
        assert (set(), {4}) == (before, shelf.away(desk, TicketType, "toy"))
