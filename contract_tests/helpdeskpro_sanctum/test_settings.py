"""Categories, priorities, statuses, departments and types. Source: contract 1.4, "Settings"."""

import pytest

from contract_tests.helpdeskpro_sanctum.conftest import META, invalid, refused
from tests.counting import counting

NAMED = ["categories", "priorities", "statuses", "departments", "types"]
THINGS = {
    "categories": "Category",
    "priorities": "Priority",
    "statuses": "Status",
    "departments": "Department",
    "types": "Type",
}
WHOLE = {
    "categories": {
        "color": None,
        "department_id": None,
        "parent_id": None,
        "department": None,
        "parent": None,
    },
    "statuses": {"slug": "night_shift"},
}
"""What a new one is shown with beside id and name."""


def names(sanctum, path):
    return [one["name"] for one in sanctum.list(path)]


def test_the_statuses_of_a_default_installation(sanctum):
    """With the vendor's ids, by name; nothing has times."""
    assert [
        {"id": 6, "name": "Cancelled", "slug": "cancelled"},
        {"id": 5, "name": "Closed", "slug": "closed"},
        {"id": 3, "name": "In Progress", "slug": "in_progress"},
        {"id": 1, "name": "Open", "slug": "open"},
        {"id": 2, "name": "Pending", "slug": "pending"},
        {"id": 4, "name": "Resolved", "slug": "resolved"},
    ] == sanctum.list("/settings/statuses")


def test_the_priorities_of_a_default_installation(sanctum):
    """By id, if that is asked for."""
    assert [
        {"id": 1, "name": "Low"},
        {"id": 2, "name": "Medium"},
        {"id": 3, "name": "High"},
        {"id": 4, "name": "Critical"},
    ] == sanctum.list("/settings/priorities?sort=id")


def test_the_types_of_a_default_installation(sanctum):
    """From the end, if that is asked for."""
    assert [
        {"id": 6, "name": "Maintenance"},
        {"id": 5, "name": "Incident"},
        {"id": 4, "name": "Service Request"},
        {"id": 3, "name": "Question"},
        {"id": 2, "name": "Feature Request"},
        {"id": 1, "name": "Bug Report"},
    ] == sanctum.list("/settings/types?sort=id&order=DESC")


@pytest.mark.parametrize("name", NAMED)
def test_one_is_made_and_shown(sanctum, name):
    """Ids of statuses and priorities of one's own begin behind 1000."""
    answer = sanctum.post(f"/settings/{name}", json={"name": " Night  shift ", "unknown": 1})

    id = answer.json["data"]["id"]
    shown = {"id": id, "name": "Night  shift", **WHOLE.get(name, {})}
    assert (201, {"success": True, "data": shown, "meta": META}) == (
        answer.status_code,
        answer.json,
    )
    assert shown == sanctum.data("GET", f"/settings/{name}/{id}")
    assert (name in ("statuses", "priorities")) is (id > 1000)


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
@pytest.mark.parametrize("name", NAMED)
def test_one_is_renamed(sanctum, name, method):
    """By either method; what is not sent stays."""
    made = sanctum.make(f"/settings/{name}", name="Night shift")
    path = f"/settings/{name}/{made['id']}"

    unchanged = sanctum.data(method, path, json={})
    renamed = sanctum.data(method, path, json={"name": "Day shift"})

    assert (made, {**made, "name": "Day shift"}) == (unchanged, renamed)
    assert renamed == sanctum.data("GET", path)


@pytest.mark.parametrize(
    "some",
    [
        pytest.param(lambda *_: 1, id="of the installation"),
        pytest.param(lambda sanctum, path: sanctum.make(path, name="Night shift")["id"], id="own"),
    ],
)
@pytest.mark.parametrize("name", NAMED)
def test_what_is_deleted_is_gone_till_it_is_restored(sanctum, name, some):
    """One of the installation or one's own; to restore what is there is no error. Q-S1."""
    id = some(sanctum, f"/settings/{name}")
    path = f"/settings/{name}/{id}"
    before = sanctum.data("POST", f"{path}/restore"), sanctum.list(f"/settings/{name}")

    gone = sanctum.delete(path)
    missing = [
        sanctum.get(path),
        sanctum.put(path, json={"name": "x"}),
        sanctum.delete(path),
    ]
    listed = sanctum.list(f"/settings/{name}")
    back = sanctum.data("POST", f"{path}/restore")

    assert (204, b"") == (gone.status_code, gone.data)
    nothing = 404, f"{THINGS[name]} not found", None
    assert [nothing] * 3 == [refused(answer) for answer in missing]
    assert [one for one in before[1] if one["id"] != id] == listed
    assert before == (back, sanctum.list(f"/settings/{name}"))


@pytest.mark.parametrize("id", ["0", "999", "-1", "x", "9" * 30])
@pytest.mark.parametrize("name", NAMED)
def test_what_was_never_there_is_not_found(sanctum, name, id):
    """Nor restored."""
    path = f"/settings/{name}/{id}"
    nothing = 404, f"{THINGS[name]} not found", None

    assert nothing == refused(sanctum.get(path))
    assert nothing == refused(sanctum.post(f"{path}/restore"))


@pytest.mark.parametrize("given", [{}, {"name": None}, {"name": " "}])
@pytest.mark.parametrize("name", NAMED)
def test_a_name_is_required(sanctum, name, given):
    """On update too, if it is sent."""
    required = invalid(name="The name field is required.")

    assert required == refused(sanctum.post(f"/settings/{name}", json=given))
    changed = sanctum.put(f"/settings/{name}/1", json={"name": None})
    assert required == refused(changed)


@pytest.mark.parametrize("name", NAMED)
def test_a_name_is_text_of_some_length(sanctum, name):
    """50 characters for statuses, 100 for all else."""
    most = 50 if name == "statuses" else 100
    long = sanctum.post(f"/settings/{name}", json={"name": "x" * (most + 1)})

    text = f"The name must not be greater than {most} characters."
    assert invalid(name=text) == refused(long)
    assert "x" * most == sanctum.make(f"/settings/{name}", name="x" * most)["name"]
    for wrong in (1, ["x"], {"x": "y"}, True):
        answer = sanctum.patch(f"/settings/{name}/1", json={"name": wrong})
        assert invalid(name="The name must be a string.") == refused(answer)


@pytest.mark.parametrize("name", NAMED)
def test_lists_are_searched_sorted_and_paged(sanctum, name):
    """By a part of the name in any letter case; what cannot be sorted by is passed over. Q-S8."""
    for word in ("Zebra 100%", "zEbra Äpfel", "Yak zebra"):
        sanctum.make(f"/settings/{name}", name=word)
    path = f"/settings/{name}?search=ZEBRA"

    found = sanctum.get(f"{path}&sort=created_at&order=desc&per_page=2")

    pagination = {
        "current_page": 1,
        "per_page": 2,
        "total": 3,
        "last_page": 2,
        "from": 1,
        "to": 2,
    }
    assert ["zEbra Äpfel", "Zebra 100%"] == [one["name"] for one in found.json["data"]]
    assert {"pagination": pagination, **META} == found.json["meta"]
    assert ["Zebra 100%", "zEbra Äpfel", "Yak zebra"] == names(sanctum, f"{path}&sort=id")
    assert ["zEbra Äpfel"] == names(sanctum, f"/settings/{name}?search=äPFEL")
    assert [] == names(sanctum, f"/settings/{name}?search=_ebra")


@pytest.mark.parametrize("name", [*NAMED, "roles"])
def test_a_list_asks_the_store_for_nothing(sanctum, name):
    """Once somebody has asked: who is calling is all that is looked up."""
    sanctum.list(f"/settings/{name}")

    with counting() as statements:
        sanctum.list(f"/settings/{name}")

    assert [] == statements


def test_whoever_has_a_token_may_change_settings(sanctum):
    """No other permission is asked for. Source: contract 1.7."""
    made = sanctum.make("/settings/types", "sam", name="Praise")

    assert 204 == sanctum.delete(f"/settings/types/{made['id']}", as_="eve").status_code
    assert 401 == sanctum.get("/settings/types", as_=None).status_code


def test_a_status_has_a_slug_of_its_own(sanctum):
    """It is made of the first name, stays when that changes, and can be changed itself."""
    made = sanctum.make("/settings/statuses", name="On  Its Way", slug="ignored")
    path = f"/settings/statuses/{made['id']}"

    renamed = sanctum.data("PUT", path, json={"name": "Travelling"})
    changed = sanctum.data("PUT", path, json={"slug": "go"})
    sanctum.data("PATCH", "/settings/statuses/1", json={"slug": "a", "name": "Fresh"})

    assert ("on_its_way", "on_its_way", "go") == (made["slug"], renamed["slug"], changed["slug"])
    assert ["a", "cancelled", "closed", "go"] == [
        one["slug"] for one in sanctum.list("/settings/statuses?sort=slug")[:4]
    ]
    long = sanctum.put(path, json={"slug": "x" * 51})
    assert invalid(slug="The slug must not be greater than 50 characters.") == refused(long)


def test_a_category_is_shown_with_what_it_refers_to(sanctum):
    """Below a parent it is a sub-category; null takes away what it refers to."""
    department = sanctum.make("/settings/departments", name="Sales")
    parent = sanctum.make("/settings/categories", name="Domains", color="#ff0000")
    above = {name: parent[name] for name in ("id", "name", "color", "department_id", "parent_id")}

    made = sanctum.make(
        "/settings/categories",
        name="Renewal",
        color="rebeccapurple",
        department_id=str(department["id"]),
        parent_id=parent["id"],
    )
    none = {"department_id": None, "parent_id": None, "color": None}
    bare = sanctum.data("PUT", f"/settings/categories/{made['id']}", json=none)

    assert {
        "id": made["id"],
        "name": "Renewal",
        "color": "rebeccapurple",
        "department_id": department["id"],
        "parent_id": parent["id"],
        "department": department,
        "parent": above,
    } == made
    assert {**made, **none, "department": None, "parent": None} == bare


@pytest.mark.parametrize("wrong", [999, "x", True, 1.5, [1], 10**30])
def test_a_category_refers_to_what_is_there(sanctum, wrong):
    """Also when it is changed, and nothing else is changed then."""
    flaws = invalid(
        department_id="The selected department id is invalid.",
        parent_id="The selected parent id is invalid.",
    )
    given = {"name": "x", "department_id": wrong, "parent_id": wrong}

    assert flaws == refused(sanctum.post("/settings/categories", json=given))
    assert flaws == refused(sanctum.put("/settings/categories/1", json=given))
    assert ["General"] == names(sanctum, "/settings/categories")


def test_what_is_deleted_cannot_be_referred_to_any_more(sanctum):
    """What refers to it already keeps its id, and shows null."""
    department = sanctum.make("/settings/departments", name="Sales")["id"]
    parent = sanctum.make("/settings/categories", name="Domains")["id"]
    given = {"department_id": department, "parent_id": parent}
    made = sanctum.make("/settings/categories", name="Renewal", **given)

    sanctum.delete(f"/settings/departments/{department}")
    sanctum.delete(f"/settings/categories/{parent}")

    shown = sanctum.data("GET", f"/settings/categories/{made['id']}")
    assert {**made, "department": None, "parent": None} == shown
    answer = sanctum.post("/settings/categories", json={"name": "x", **given})
    assert invalid(
        department_id="The selected department id is invalid.",
        parent_id="The selected parent id is invalid.",
    ) == refused(answer)


def test_a_category_is_never_below_itself(sanctum):
    """Nor below what is below it."""
    above = sanctum.make("/settings/categories", name="a")["id"]
    below = sanctum.make("/settings/categories", name="b", parent_id=above)["id"]

    for parent_id in (above, below):
        answer = sanctum.put(f"/settings/categories/{above}", json={"parent_id": parent_id})
        assert invalid(parent_id="The selected parent id is invalid.") == refused(answer)
