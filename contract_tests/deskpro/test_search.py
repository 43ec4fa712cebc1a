"""Finding things of all kinds. Source: contract 9.5."""

import pytest

from contract_tests.deskpro.conftest import refused
from tests.counting import counting

TYPES = [
    "ticket",
    "person",
    "organization",
    "article",
    "news",
    "download",
    "feedback",
    "chat_conversation",
]
MADE = {
    "ticket": ("/tickets", {"subject": "A Red Door"}),
    "person": ("/people", {"name": "Fred Oak", "email": "oak@example.com"}),
    "organization": ("/organizations", {"name": "Red Cars"}),
    "article": ("/articles", {"title": "Paint it red", "content": "x"}),
    "news": ("/news", {"title": "All red", "content": "x"}),
    "download": ("/downloads", {"title": "Red.zip", "content": "x"}),
    "feedback": ("/feedback", {"title": "More red", "content": "x"}),
    "chat_conversation": ("/user_chats", {"subject": "redirect me"}),
}


def found(deskpro, query):
    """The ids that are found, by type, in the order of the types."""
    groups = deskpro.data(f"/search?{query}")["grouped_results"]
    return {group["type"]: [one["id"] for one in group["results"]] for group in groups}


def test_there_is_a_group_of_every_type_that_is_asked_for(deskpro):
    """Also where nothing is found; of all where none is named."""
    nothing = {type_: [] for type_ in TYPES}

    assert nothing == found(deskpro, "q=nothing")
    assert {"ticket": [], "person": []} == found(deskpro, "q=nothing&types=ticket,person")
    assert {"person": []} == found(deskpro, "q=nothing&type=person")
    assert {"organization": []} == found(deskpro, "q=nothing&types[]=organization")


@pytest.mark.parametrize("type_", TYPES)
def test_things_are_found_as_their_collections_show_them(deskpro, type_):
    """By a part of a name or title, ignoring case; also in a list of that type alone."""
    path, given = MADE[type_]
    made = deskpro.make(path, **given)

    (group,) = deskpro.data(f"/search?q=RED&types={type_}")["grouped_results"]
    listed = deskpro.get(f"/search/{type_}?q=%20red%20").json

    whole = [deskpro.data(f"{path}/{made['id']}")]
    assert {"type": type_, "results": whole} == group
    assert whole == listed["data"]
    assert 1 == listed["meta"]["pagination"]["total"]
    assert [] == deskpro.data(f"/search/{type_}?q=blue")


def test_a_ticket_is_found_by_id_and_ref(deskpro):
    """The one of that id before those that speak of it."""
    first = deskpro.ticket(subject="about 2")
    second = deskpro.ticket(subject="the other")

    assert [2, 1] == found(deskpro, "q=2&types=ticket")["ticket"]
    assert [1] == found(deskpro, f"q={first['ref'].lower()}&types=ticket")["ticket"]
    wrong = second["ref"].replace("0002", "0001")
    assert [] == found(deskpro, f"q={wrong}&types=ticket")["ticket"]


def test_what_is_gone_is_not_found(deskpro):
    """Deleted tickets, people and organizations."""
    for type_ in ("ticket", "person", "organization"):
        path, given = MADE[type_]
        deskpro.delete(f"{path}/{deskpro.make(path, **given)['id']}")

    assert {type_: [] for type_ in TYPES} == found(deskpro, "q=red")
    assert [] == found(deskpro, "q=1&types=ticket")["ticket"]


def test_people_are_found_by_any_address(deskpro):
    """The primary one or another."""
    kim = deskpro.ids["kim"]
    deskpro.put(f"/people/{kim}", json={"emails": ["kim@example.com", "lee@other.example"]})

    assert [kim] == found(deskpro, "q=lee@OTHER&types=person")["person"]
    assert [kim] == found(deskpro, "q=kim@&types=person")["person"]


def test_people_and_organizations_are_searched_together(deskpro):
    """As two groups."""
    made = deskpro.make("/organizations", name="Samson")

    groups = deskpro.data("/search/people_and_orgs?q=sam")["grouped_results"]

    ids = [(group["type"], [one["id"] for one in group["results"]]) for group in groups]
    assert [("person", [deskpro.ids["sam"]]), ("organization", [made["id"]])] == ids


def test_pages_are_of_each_group(deskpro):
    """Each has its own."""
    for name in ("Red A", "Red B", "Red C"):
        deskpro.make("/organizations", name=name)
        deskpro.make("/news", title=name, content="x")

    query = "q=red&types=organization,news&count=2&page=2"

    assert {"organization": 1, "news": 1} == {
        type_: len(ids) for type_, ids in found(deskpro, query).items()
    }


@pytest.mark.parametrize("path", ["/search", "/search/ticket", "/search/people_and_orgs"])
@pytest.mark.parametrize("query", ["", "?q=", "?q=%20"])
def test_there_is_nothing_without_a_question(deskpro, path, query):
    """400."""
    assert {"q": ["required"]} == refused(deskpro.get(f"{path}{query}"))


def test_an_unknown_type_is_refused(deskpro):
    """As a value, or as a path."""
    assert {"types": ["bad_choice"]} == refused(deskpro.get("/search?q=x&types=ticket,colour"))
    assert 404 == deskpro.get("/search/colour?q=x").status_code


@pytest.mark.parametrize("q", ["9" * 40, "%25", "_", "'", "%5C", "x" * 3000, "ABCD-9999-EFGH"])
@pytest.mark.parametrize("type_", TYPES)
def test_whatever_is_asked_nothing_breaks(deskpro, type_, q):
    """No wildcards, no bounds."""
    assert [] == deskpro.data(f"/search/{type_}?q={q}")


def test_a_search_costs_the_same_however_much_is_found(deskpro):
    """No statement a row."""
    for path, given in MADE.values():
        deskpro.make(path, **given)
    found(deskpro, "q=red")
    with counting() as few:
        found(deskpro, "q=red")
    for at in range(3):
        deskpro.make("/tickets", subject=f"Red {at}", person=f"red{at}@example.com")

    found(deskpro, "q=red")
    with counting() as many:
        assert 4 == len(found(deskpro, "q=red")["ticket"])

    assert len(few) == len(many)


def test_the_agents_of_a_department_are_listed(deskpro):
    """As people are shown; those who are not active are no longer there."""
    tia = deskpro.ids["tia"]
    path = "/ticket_departments/1/agents"

    assert [deskpro.ids[key] for key in ("ada", "tom", "tia")] == [
        row["id"] for row in deskpro.data(path)
    ]
    assert deskpro.data(f"/people/{tia}") == deskpro.data(f"{path}?count=1&page=3")[0]
    deskpro.put(f"/people/{tia}", json={"is_disabled": True})
    assert tia not in [row["id"] for row in deskpro.data(path)]
    assert 404 == deskpro.get("/ticket_departments/99/agents").status_code
    assert 200 == deskpro.get("/chat_departments/1/agents").status_code
