"""Lists, a page at a time."""

import pytest
from sqlalchemy import select

from polydesk.core import people, tickets
from polydesk.core.models import MAX_ID, Tag, Ticket
from polydesk.kit.pages import Bounds, Numbered, Offset, Page, Rows, cut
from tests.counting import counting

NINES = "9" * 18


@pytest.mark.parametrize(
    ("query", "bounds"),
    [
        ({}, (0, 15)),
        ({"page": "2"}, (15, 15)),
        ({"page": "3", "per_page": "10"}, (20, 10)),
        ({"page": " 2 "}, (15, 15)),
        ({"per_page": "100"}, (0, 100)),
        ({"per_page": "101"}, (0, 100)),
        ({"per_page": NINES}, (0, 100)),
        ({"per_page": "0"}, (0, 15)),
        ({"per_page": "-1"}, (0, 15)),
        ({"page": "0"}, (0, 15)),
        ({"page": "-3"}, (0, 15)),
        ({"page": "x", "per_page": "y"}, (0, 15)),
        ({"page": "", "per_page": ""}, (0, 15)),
        ({"page": "1.5"}, (0, 15)),
        ({"page": "1e3"}, (0, 15)),
        ({"page": "+2"}, (0, 15)),
        ({"page": "0x10"}, (0, 15)),
        ({"page": "²"}, (0, 15)),
        ({"page": "٣"}, (30, 15)),
        ({"page": "\N{ARABIC-INDIC DIGIT ZERO}"}, (0, 15)),
        ({"page": NINES}, ((int(NINES) - 1) * 15, 15)),
        ({"page": "9" * 5000}, ((int(NINES) - 1) * 15, 15)),
        ({"per_page": "9" * 19}, (0, 100)),
        ({"page": "0" * 5000 + "2"}, (15, 15)),
    ],
)
def test_a_page_is_asked_for_by_its_number(query, bounds):
    """What is no number, or below 1, is the default; too large a size is cut down."""
    assert Bounds(*bounds) == Numbered().bounds(query)


@pytest.mark.parametrize(
    ("query", "bounds"),
    [
        ({}, (0, 50)),
        ({"offset": "7"}, (7, 50)),
        ({"offset": "7", "count": "3"}, (7, 3)),
        ({"offset": "0", "count": "0"}, (0, 50)),
        ({"offset": "-7", "count": "-3"}, (0, 50)),
        ({"offset": "x", "count": "y"}, (0, 50)),
        ({"count": "1000"}, (0, 100)),
        ({"offset": NINES}, (int(NINES), 50)),
        ({"offset": NINES + "9"}, (int(NINES), 50)),
    ],
)
def test_a_part_is_asked_for_by_its_offset(query, bounds):
    """Bounded alike."""
    assert Bounds(*bounds) == Offset().bounds(query)


def test_the_parameters_have_the_vendors_names():
    """And their defaults."""
    assert {"p": 1, "n": 5} == Numbered("p", "n", default=5).parameters()
    assert {"from": 0, "n": 5} == Offset("from", "n", default=5).parameters()
    assert Bounds(5, 5) == Numbered("p", "n", default=5).bounds({"p": "2", "page": "9"})


@pytest.mark.parametrize(
    ("total", "offset", "size", "number", "last"),
    [(0, 0, 10, 1, 1), (10, 0, 10, 1, 1), (11, 10, 10, 2, 2), (5, 4, 2, 3, 3), (5, 100, 2, 51, 3)],
)
def test_a_page_knows_its_number_and_the_last(total, offset, size, number, last):
    """An empty list has one page."""
    page = Page([], total, offset, size)

    assert (number, last) == (page.number, page.last)


@pytest.mark.parametrize(
    ("path", "names", "page"),
    [
        ("/tags", ["e", "d"], [1, 3, 5, 0, 2]),
        ("/tags?page=2", ["c", "b"], [2, 3, 5, 2, 2]),
        ("/tags?page=3", ["a"], [3, 3, 5, 4, 2]),
        ("/tags?page=4", [], [4, 3, 5, 6, 2]),
        ("/tags?page=" + NINES, [], [int(NINES), 3, 5, (int(NINES) - 1) * 2, 2]),
        ("/tags?page=x&per_page=99", ["e", "d", "c", "b"], [1, 2, 5, 0, 4]),
        ("/some", ["a", "b"], [1, 3, 5, 0, 2]),
        ("/some?offset=3", ["d", "e"], [2, 3, 5, 3, 2]),
        ("/some?offset=5", [], [3, 3, 5, 5, 2]),
        ("/some?offset=" + NINES, [], [int(NINES) // 2 + 1, 3, 5, int(NINES), 2]),
    ],
)
def test_a_list_is_answered_page_by_page(toy, path, names, page):
    """In its order; beyond the end there is nothing."""
    toy.make(*"abcde")

    answer = toy.get(path)

    assert names == [tag["Name"] for tag in answer.json["data"]]
    assert page == answer.json["page"]


def test_an_empty_list_has_one_empty_page(toy):
    """Of all no tags."""
    assert {"data": [], "page": [1, 1, 0, 0, 2]} == toy.get("/tags").json


@pytest.fixture
def statements():
    """The statements that are sent from here on."""
    with counting() as sent:
        yield sent


@pytest.mark.parametrize(("size", "many"), [(2, 3), (50, 60)])
def test_a_page_costs_three_statements_whatever_its_size(desk, statements, size, many):
    """Count, ids, rows: only the rows of the page are loaded."""
    desk.add_all([Tag(name=f"t{number}") for number in range(many)])
    statements.clear()

    page = cut(desk, select(Tag).order_by(Tag.id.desc()), Bounds(0, size))

    assert (3, size, many) == (len(statements), len(page.items), page.total)
    assert "tag.name" not in statements[1].partition("FROM")[0]


def test_a_page_beyond_the_end_loads_nothing(desk, statements):
    """It is counted only."""
    desk.add(Tag(name="a"))
    statements.clear()

    page = cut(desk, select(Tag).order_by(Tag.id), Bounds(MAX_ID, 10))

    assert (1, [], 1) == (len(statements), list(page.items), page.total)


def test_a_list_of_what_an_actor_may_see_is_cut(desk):
    """For whoever is at the desk."""
    desk.actor = sam = people.create(desk, name="Sam")
    made = [tickets.create(desk, subject=f"{n}", body="b", requester=sam) for n in range(3)]

    page = cut(desk, tickets.visible(desk).order_by(Ticket.id), Bounds(1, 1))

    assert ([made[1]], 3) == (list(page.items), page.total)


def listed(total, asked):
    """Rows that are the numbers below `total`; what is read is noted."""

    def read(offset, size):
        asked.append((offset, size))
        rows = list(range(total))[offset : offset + size]
        return rows, total if rows else None

    def count():
        asked.append("count")
        return total

    return Rows(read, count)


@pytest.mark.parametrize(
    ("offset", "items", "asked"),
    [
        (0, [0, 1, 2], [(0, 3)]),
        (3, [3, 4], [(3, 3)]),
        (5, [], [(5, 3), "count"]),
        (10**20, [], ["count"]),
    ],
)
def test_rows_are_read_when_they_are_asked_for(offset, items, asked):
    """They are counted only where the total has not come with them; no offset is too large."""
    noted = []

    page = cut(None, listed(5, noted), Bounds(offset, 3))

    assert (items, 5) == (page.items, page.total)
    assert asked == noted
