"""Departments, stars, statuses and the other words of tickets. Source: contract 9.3 and 10.7."""

import pytest

from contract_tests.deskpro.conftest import refused

SUPPORT = 1


def test_a_department_is_shown_with_all_its_keys(deskpro):
    """Those of a blank world are for tickets and chats, and every agent answers in them."""
    agents = sorted(deskpro.ids[key] for key in ("ada", "tom", "tia"))

    assert deskpro.data("/ticket_departments/1") == {
        "id": SUPPORT,
        "parent": None,
        "children": [],
        "title": "Support",
        "user_title": "Support",
        "is_tickets_enabled": True,
        "is_chat_enabled": True,
        "display_order": 0,
        "avatar": None,
        "brands": [1],
        "agents": agents,
    }


def test_a_department_is_made_and_changed(deskpro):
    """What is not sent stays, null clears; its parent knows it."""
    given = {"title": "Repairs", "user_title": "Fix it", "parent": SUPPORT, "display_order": 4}

    made = deskpro.make("/ticket_departments", **given)
    deskpro.put(f"/ticket_departments/{made['id']}", json={"user_title": None, "parent": None})

    assert {**given, "is_tickets_enabled": True, "is_chat_enabled": False}.items() <= made.items()
    changed = deskpro.data(f"/ticket_departments/{made['id']}")
    assert ("Repairs", None, 4) == (
        changed["user_title"],
        changed["parent"],
        changed["display_order"],
    )


def test_a_parent_shows_its_departments(deskpro):
    """By id."""
    made = deskpro.make("/ticket_departments", title="Repairs", parent=str(SUPPORT))

    assert [made["id"]] == deskpro.data("/ticket_departments/1")["children"]


@pytest.mark.parametrize(
    ("path", "other"),
    [
        ("/ticket_departments", "/chat_departments"),
        ("/chat_departments", "/ticket_departments"),
    ],
)
def test_a_department_is_listed_where_it_is_enabled(deskpro, path, other):
    """In the list where it was made, and in the other once it is for that, too."""
    made = deskpro.make(path, title="Repairs")
    url = f"{other}/{made['id']}"

    assert 404 == deskpro.get(url).status_code
    assert made["id"] not in [row["id"] for row in deskpro.data(other)]
    both = {"is_tickets_enabled": True, "is_chat_enabled": 1}
    assert 204 == deskpro.put(f"{path}/{made['id']}", json=both).status_code
    assert made["id"] in [row["id"] for row in deskpro.data(other)]
    assert 200 == deskpro.get(url).status_code


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ({}, {"title": ["required"]}),
        ({"title": "Support"}, {"title": ["invalid"]}),
        ({"title": "x" * 256}, {"title": ["too_long"]}),
        ({"title": "New", "parent": 999}, {"parent": ["bad_choice"]}),
        ({"title": "New", "parent": 2**70}, {"parent": ["bad_choice"]}),
        ({"title": "New", "display_order": 2**40}, {"display_order": ["out_of_range"]}),
        ({"title": "New", "brands": [1, "x"]}, {"brands.brands_1": ["bad_choice"]}),
        ({"title": "New", "brands": [2]}, {"brands.brands_0": ["bad_choice"]}),
        ({"title": "New", "what": 1}, {"": ["extra_fields"]}),
    ],
)
def test_a_bad_department_is_refused(deskpro, given, codes):
    """With nothing made."""
    before = deskpro.data("/ticket_departments/counts")["count"]

    assert codes == refused(deskpro.post("/ticket_departments", json=given))
    assert before == deskpro.data("/ticket_departments/counts")["count"]


def test_a_department_is_not_below_itself(deskpro):
    """Nor below one that is below it."""
    made = deskpro.make("/ticket_departments", title="Repairs", parent=SUPPORT)

    answer = deskpro.put("/ticket_departments/1", json={"parent": made["id"]})

    assert {"parent": ["bad_choice"]} == refused(answer)


def test_a_department_is_deleted(deskpro):
    """But not one that something refers to."""
    made = deskpro.make("/ticket_departments", title="Repairs", parent=SUPPORT)

    assert 400 == deskpro.delete("/ticket_departments/1").status_code
    assert 200 == deskpro.delete(f"/ticket_departments/{made['id']}").status_code
    assert 404 == deskpro.get(f"/ticket_departments/{made['id']}").status_code


def test_stars_are_renamed(deskpro):
    """Each has a colour, which stays."""
    assert {"id": 1, "name": "Blue", "color": "blue", "hex": "#0000FF"} == deskpro.data(
        "/ticket_stars"
    )[0]

    for name in ("Later", "Soon"):
        assert 204 == deskpro.put("/ticket_stars/1", json={"name": name}).status_code

    assert {"id": 1, "name": "Soon", "color": "blue", "hex": "#0000FF"} == deskpro.data(
        "/ticket_stars/1"
    )
    assert 405 == deskpro.delete("/ticket_stars/1").status_code
    assert 404 == deskpro.put("/ticket_stars/99", json={"name": "x"}).status_code


def test_statuses_are_the_vendors_and_those_that_were_made(deskpro):
    """By title; what a made one means is its type."""
    deskpro.seed({"statuses": [{"key": "parts", "name": "Awaiting parts", "kind": "pending"}]})

    rows = deskpro.data("/ticket_statuses")

    assert [row["title"] for row in rows] == [
        "Archived",
        "Awaiting Agent",
        "Awaiting parts",
        "Awaiting User",
        "Hidden",
        "Pending",
        "Resolved",
    ]
    assert rows[2] == {
        "id": deskpro.ids["parts"],
        "title": "Awaiting parts",
        "status_type": "awaiting_user",
        "status_code": "Awaiting parts",
    }
    assert len(rows) == len({row["id"] for row in rows})


def test_categories_are_the_desks_own(deskpro):
    """A tree."""
    deskpro.seed(
        {"categories": [{"key": "it", "name": "IT", "children": [{"key": "pc", "name": "PC"}]}]}
    )
    it = deskpro.ids["it"]

    assert {"id": 1, "parent": None, "title": "General", "display_order": 0} == deskpro.data(
        "/ticket_categories/1"
    )
    assert (it, "PC") == tuple(
        deskpro.data(f"/ticket_categories/{deskpro.ids['pc']}")[key] for key in ("parent", "title")
    )


def test_priorities_have_a_sort_key(deskpro):
    """The rank."""
    rows = deskpro.data("/ticket_priorities?order_by=priority&order_dir=desc")

    assert [4, 3, 2, 1] == [row["priority"] for row in rows]
    assert {"id": rows[-1]["id"], "title": "Low", "priority": 1} == rows[-1]


@pytest.mark.parametrize("name", ["ticket_products", "ticket_workflows"])
def test_products_and_workflows_come_with_the_world(deskpro, name):
    """As records of the vendor's own."""
    record = {"dialect": "deskpro", "collection": name, "data": {"title": "One"}}
    deskpro.seed({"records": [record]})

    (row,) = deskpro.data(f"/{name}")

    assert (None, "One") == (row["parent"], row["title"])
    assert row == deskpro.data(f"/{name}/{row['id']}")


@pytest.mark.parametrize(
    ("path", "first"),
    [
        ("/brands", {"id": 1, "name": "Default", "is_default": True}),
        ("/languages", {"id": 1, "title": "English", "locale": "en_US"}),
        ("/user_groups", {"id": 1, "title": "Everyone", "is_agent_group": False}),
    ],
)
def test_fixed_lists(deskpro, path, first):
    """What ids of people and tickets point to."""
    assert first == deskpro.data(path)[0] == deskpro.data(f"{path}/1")
    assert 404 == deskpro.get(f"{path}/999").status_code
    assert len(deskpro.data(path)) == deskpro.data(f"{path}/counts")["count"]


def test_time_zones_are_names(deskpro):
    """All of them."""
    assert {"UTC", "Europe/London"} <= {*deskpro.data("/timezones")}


@pytest.mark.parametrize(
    "path",
    [
        "/ticket_stars",
        "/ticket_statuses",
        "/ticket_categories",
        "/ticket_products",
        "/ticket_workflows",
        "/ticket_priorities",
        "/brands",
        "/languages",
        "/user_groups",
        "/timezones",
    ],
)
def test_what_admins_set_up_elsewhere_is_not_made_here(deskpro, path):
    """405."""
    assert 405 == deskpro.post(path, json={"title": "x"}).status_code
