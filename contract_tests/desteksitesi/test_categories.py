"""Categories, and who answers in them. Source: contract 6.2, 7.8 and 7.9."""

import pytest

from contract_tests.desteksitesi.things import make_ticket, said
from polydesk.core import catalogue
from polydesk.core.models import Category, Person
from tests.counting import counting


def names(answer):
    """The categories of an answer, each with its section."""
    return [one["NameWithSection"] for one in answer.json]


def techs(destek, category, **sent):
    """The usernames of those who answer in a category, in the order they come."""
    found = destek.get(f"/api/TechsForCategory?id={destek.ids[category]}", **sent)
    return [one["Username"] for one in found.json]


def test_categories_are_listed_by_name_with_section(destek):
    """Contract 6.2, 18 and 7.8: key by key; section, blank, backslash, blank, name."""
    with destek.desk() as desk:
        section = desk.get(Category, destek.ids["hardware"]).section_id
        desk.get(Category, destek.ids["software"]).from_address = "sw@example.com"

    found = destek.get("/api/Categories").json

    expected = [
        [1, "General", None, None, "General", False, None],
        [destek.ids["hardware"], "Hardware", section, "Office", "Office \\ Hardware", False, None],
        [
            destek.ids["software"],
            "Software",
            section,
            "Office",
            "Office \\ Software",
            False,
            "sw@example.com",
        ],
        [destek.ids["secret"], "Secret", None, None, "Secret", True, None],
    ]
    keys = [
        "CategoryID",
        "Name",
        "SectionID",
        "Section",
        "NameWithSection",
        "ForTechsOnly",
        "FromAddress",
    ]
    assert [dict(zip(keys, row, strict=True)) for row in expected] == found
    assert all(keys == list(one) for one in found)


@pytest.mark.parametrize(("name", "sees"), [("tom", True), ("sam", False), ("mia", False)])
def test_secret_categories_are_for_technicians(destek, name, sees):
    """Contract 3.10: neither listed nor answered for to others."""
    answers = [
        destek.get(f"/api/{path}={destek.ids['secret']}", as_=name)
        for path in ("TechsForCategory?id", "CustomFieldsForCategory?categoryId")
    ]

    assert sees is ("Secret" in names(destek.get("/api/Categories", as_=name)))
    assert [200 if sees else 403] * 2 == [answer.status_code for answer in answers]


def test_a_list_does_not_mind_an_id(destek):
    """Contract 1.4; by POST as well, 1.6."""
    whole = names(destek.get("/api/Categories"))

    assert whole == names(destek.get("/helpdesk/api/categories/2"))
    assert whole == names(destek.post("/api/categories"))


def test_what_is_below_a_category_is_one_too(destek):
    """What other vendors call its types; those that are put away cannot be chosen."""
    below = [
        {"key": "laptop", "name": "Laptop"},
        {"key": "old", "name": "Floppy", "archived": True},
    ]
    destek.seed({"categories": [{"key": "it", "name": "IT", "section": "A", "children": below}]})

    assert ["A \\ IT", "A \\ IT \\ Laptop"] == names(destek.get("/api/Categories"))[:2]
    assert "Floppy" not in destek.get("/api/Categories").text


def test_technicians_of_a_category_and_admins_answer_in_it(destek):
    """Contract 6.2, 19 and 7.9: by full name; how many open tickets they have, of any category."""
    for category, status in (("hardware", "NEW"), ("software", "HELD"), ("secret", "CLOSED")):
        with destek.desk() as desk:
            status_id = catalogue.status_id(desk, status)
        make_ticket(destek, category=category, assignee="tom", status_id=status_id)

    found = destek.get(f"/api/TechsForCategory?id={destek.ids['hardware']}", as_="sam").json

    keys = [
        "UserID",
        "Username",
        "FirstName",
        "LastName",
        "TicketsAssigned",
        "FullNameAndLogin",
        "FullName",
    ]
    expected = [
        [destek.ids["ada"], "ada", "Ada", "Byron", 0, "Ada Byron (ada)", "Ada Byron"],
        [destek.ids["tom"], "tom", "Tom", "Reed", 2, "Tom Reed (tom)", "Tom Reed"],
    ]
    assert [dict(zip(keys, row, strict=True)) for row in expected] == found
    assert keys == list(found[0])


def test_the_disabled_answer_nowhere(destek):
    """Contract 6.2, 19."""
    with destek.desk() as desk:
        desk.get(Person, destek.ids["tom"]).disabled = True

    assert ["ada"] == techs(destek, "hardware")
    assert ["ada", "tia"] == techs(destek, "software")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("TechsForCategory", (400, "Parameter 'id': Missing data for required field.")),
        ("TechsForCategory?id=x", (400, "Parameter 'id': Missing data for required field.")),
        ("TechsForCategory/999", (404, "Category not found")),
        ("TechsForCategory?id=-1", (404, "Category not found")),
        ("CustomFieldsForCategory?id=999", (404, "Category not found")),
    ],
)
def test_a_category_is_to_be_named(destek, path, expected):
    """Contract 6.2, 19 and 20: what cannot be read is missing."""
    assert expected == said(destek.get(f"/api/{path}"))


def test_how_many_answer_is_asked_in_as_many_statements(destek):
    """However many there are."""
    techs(destek, "hardware")
    with counting() as few:
        techs(destek, "hardware")
    destek.seed(
        {"people": [{"name": f"Agent {n}", "role": "agent", "email": f"{n}@x"} for n in range(9)]}
    )
    techs(destek, "hardware")

    with counting() as many:
        assert 11 == len(techs(destek, "hardware"))

    assert len(few) == len(many)
