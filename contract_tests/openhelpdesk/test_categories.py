"""Categories, types and items for admins: contract 6.7, rows 40 to 48."""

import pytest

CATEGORIES = "/api/admin/categories"
KINDS = [
    pytest.param("categories", "facilities", "category", id="category"),
    pytest.param("types", "cleaning", "type", id="type"),
    pytest.param("items", "badge", "item", id="item"),
]
NEW = [
    pytest.param("/api/admin/categories", "category", id="category"),
    pytest.param("/api/admin/categories/{software}/types", "type", id="type"),
    pytest.param("/api/admin/types/{cleaning}/items", "item", id="item"),
]


def test_40_a_category_is_made_after_the_last_one(ohd):
    """201 with the four keys; `sort_order` is one more than the largest."""
    answer = ohd.post(CATEGORIES, json={"name": "  Travel "})

    assert 201 == answer.status_code
    expected = {"id": answer.json["id"], "name": "Travel", "sort_order": 3, "archived": False}
    assert expected == answer.json


def test_40_a_sort_order_is_kept(ohd):
    """As sent."""
    answer = ohd.post(CATEGORIES, json={"name": "Travel", "sort_order": -7})

    assert (201, -7) == (answer.status_code, answer.json["sort_order"])


@pytest.mark.parametrize(("path", "kind"), NEW)
@pytest.mark.parametrize("given", [{}, {"name": ""}, {"name": "  "}, {"name": None}])
def test_40_43_46_a_name_is_required(ohd, path, kind, given):
    """Absent, null and blank are all missing."""
    answer = ohd.post(path.format(**ohd.ids), json=given)

    assert (400, {"error": f"{kind} name is required"}) == (answer.status_code, answer.json)


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"name": 7}, "invalid name"),
        ({"name": "x" * 256}, "name must be at most 255 characters"),
        ({"name": "x", "sort_order": "1"}, "invalid sort_order"),
        ({"name": "x", "sort_order": True}, "invalid sort_order"),
        ({"name": "x", "sort_order": None}, "invalid sort_order"),
        ({"name": "x", "sort_order": 2**40}, "invalid sort_order"),
    ],
)
def test_40_wrong_values_are_refused(ohd, given, text):
    """Each with the field it is about."""
    answer = ohd.post(CATEGORIES, json=given)

    assert (400, {"error": text}) == (answer.status_code, answer.json)


@pytest.mark.parametrize(("path", "kind"), NEW)
def test_40_43_46_a_siblings_name_is_taken(ohd, path, kind):
    """409, in the words of its depth."""
    path = path.format(**ohd.ids)
    ohd.post(path, json={"name": "Twice"})
    answer = ohd.post(path, json={"name": "Twice"})

    assert (409, {"error": f"{kind} name already in use"}) == (answer.status_code, answer.json)


def test_41_a_category_is_renamed_moved_and_archived(ohd):
    """What is given changes, and answers."""
    path = f"{CATEGORIES}/{ohd.ids['facilities']}"
    answer = ohd.patch(path, json={"name": "Buildings", "sort_order": 9, "archived": True})

    expected = {
        "id": ohd.ids["facilities"],
        "name": "Buildings",
        "sort_order": 9,
        "archived": True,
    }
    assert (200, expected) == (answer.status_code, answer.json)


def test_41_what_is_not_given_stays(ohd):
    """An empty object changes nothing."""
    answer = ohd.patch(f"{CATEGORIES}/{ohd.ids['software']}", json={})

    expected = {"id": ohd.ids["software"], "name": "Software", "sort_order": 2, "archived": False}
    assert (200, expected) == (answer.status_code, answer.json)


@pytest.mark.parametrize(("path", "key", "kind"), KINDS)
@pytest.mark.parametrize("name", ["", " ", None])
def test_41_44_47_a_name_cannot_be_taken_away(ohd, path, key, kind, name):
    """It is required where it is sent."""
    answer = ohd.patch(f"/api/admin/{path}/{ohd.ids[key]}", json={"name": name})

    assert (400, {"error": f"{kind} name is required"}) == (answer.status_code, answer.json)


@pytest.mark.parametrize("archived", [1, "true", None])
def test_41_archived_is_true_or_false(ohd, archived):
    """Nothing else."""
    answer = ohd.patch(f"{CATEGORIES}/{ohd.ids['software']}", json={"archived": archived})

    assert (400, {"error": "invalid archived"}) == (answer.status_code, answer.json)


def test_41_a_ticket_keeps_an_archived_category(ohd):
    """Only new tickets of end users are refused."""
    ticket = ohd.ticket()
    ohd.patch(f"{CATEGORIES}/{ohd.ids['facilities']}", json={"archived": True})

    answer = ohd.get(f"/api/tickets/{ticket['id']}")

    assert {"id": ohd.ids["facilities"], "name": "Facilities"} == answer.json["category"]


def test_42_a_category_goes_with_all_below_it_and_its_scope_entries(ohd):
    """Types and items are gone, and no group is scoped by them."""
    scope = [{"category_id": ohd.ids["facilities"], "type_id": ohd.ids["access"]}]
    group = ohd.post("/api/admin/groups", json={"name": "Doors", "scope": scope}).json

    deleted = ohd.delete(f"{CATEGORIES}/{ohd.ids['facilities']}")
    left = ohd.get(f"/api/admin/groups/{group['id']}").json["scope"]

    assert (204, b"", []) == (deleted.status_code, deleted.data, left)
    assert 404 == ohd.patch(f"/api/admin/types/{ohd.ids['access']}", json={}).status_code
    assert 404 == ohd.patch(f"/api/admin/items/{ohd.ids['badge']}", json={}).status_code


@pytest.mark.parametrize(
    ("path", "key", "kind"),
    [("categories", "facilities", "category"), ("types", "access", "type"), *KINDS[2:]],
)
def test_42_45_48_what_has_tickets_is_not_deleted(ohd, path, key, kind):
    """409 in the words of the depth, also where the ticket points further down."""
    ohd.ticket(type_id=ohd.ids["access"], item_id=ohd.ids["badge"])

    answer = ohd.delete(f"/api/admin/{path}/{ohd.ids[key]}")

    assert (409, {"error": f"{kind} has tickets"}) == (answer.status_code, answer.json)


def test_43_a_type_is_made_in_its_category(ohd):
    """With the category's id, after the last of the category."""
    answer = ohd.post(f"{CATEGORIES}/{ohd.ids['facilities']}/types", json={"name": "Parking"})

    expected = {
        "id": answer.json["id"],
        "category_id": ohd.ids["facilities"],
        "name": "Parking",
        "sort_order": 3,
        "archived": False,
    }
    assert (201, expected) == (answer.status_code, answer.json)


def test_44_a_type_is_changed(ohd):
    """As a category is."""
    answer = ohd.patch(f"/api/admin/types/{ohd.ids['access']}", json={"archived": True})

    expected = {
        "id": ohd.ids["access"],
        "category_id": ohd.ids["facilities"],
        "name": "Building access",
        "sort_order": 1,
        "archived": True,
    }
    assert (200, expected) == (answer.status_code, answer.json)


def test_46_an_item_is_made_in_its_type(ohd):
    """With the type's id."""
    answer = ohd.post(f"/api/admin/types/{ohd.ids['cleaning']}/items", json={"name": "Floor"})

    expected = {
        "id": answer.json["id"],
        "type_id": ohd.ids["cleaning"],
        "name": "Floor",
        "sort_order": 2,
        "archived": False,
    }
    assert (201, expected) == (answer.status_code, answer.json)


def test_47_an_item_is_changed(ohd):
    """As a category is."""
    answer = ohd.patch(f"/api/admin/items/{ohd.ids['badge']}", json={"name": "Badge reader"})

    assert (200, "Badge reader") == (answer.status_code, answer.json["name"])
    assert ohd.ids["access"] == answer.json["type_id"]


@pytest.mark.parametrize(("path", "key", "kind"), [*KINDS[1:]])
def test_45_48_what_has_no_tickets_is_deleted(ohd, path, key, kind):
    """And is gone."""
    first = ohd.delete(f"/api/admin/{path}/{ohd.ids[key]}")
    second = ohd.delete(f"/api/admin/{path}/{ohd.ids[key]}")

    assert (204, 404) == (first.status_code, second.status_code)
    assert {"error": f"{kind} not found"} == second.json


@pytest.mark.parametrize(
    ("path", "key", "kind"),
    [
        ("categories", "cleaning", "category"),
        ("categories", "badge", "category"),
        ("types", "facilities", "type"),
        ("types", "badge", "type"),
        ("items", "facilities", "item"),
        ("items", "cleaning", "item"),
    ],
)
def test_an_id_of_another_depth_is_not_found(ohd, path, key, kind):
    """A type is no category: each path knows its own depth only."""
    answer = ohd.patch(f"/api/admin/{path}/{ohd.ids[key]}", json={})

    assert (404, {"error": f"{kind} not found"}) == (answer.status_code, answer.json)


@pytest.mark.parametrize("id", ["nonsense", "01JR2K5A0000000000000000A1", "1", "~"])
@pytest.mark.parametrize(("path", "key", "kind"), KINDS)
def test_unknown_and_malformed_ids_are_not_found(ohd, path, key, kind, id):
    """404 before the body is looked at."""
    answer = ohd.patch(f"/api/admin/{path}/{id}", data=b"no JSON")

    assert (404, {"error": f"{kind} not found"}) == (answer.status_code, answer.json)


def test_ids_may_be_in_lower_case(ohd):
    """And come back in upper case."""
    answer = ohd.patch(f"{CATEGORIES}/{ohd.ids['software'].lower()}", json={})

    assert (200, ohd.ids["software"]) == (answer.status_code, answer.json["id"])


@pytest.mark.parametrize(("who", "status"), [(None, 401), ("sam", 403), ("tom", 403), ("bot", 403)])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/admin/categories"),
        ("PATCH", "/api/admin/categories/{facilities}"),
        ("DELETE", "/api/admin/categories/nonsense"),
        ("POST", "/api/admin/categories/nonsense/types"),
        ("PATCH", "/api/admin/types/{access}"),
        ("DELETE", "/api/admin/types/{access}"),
        ("POST", "/api/admin/types/{access}/items"),
        ("PATCH", "/api/admin/items/{badge}"),
        ("DELETE", "/api/admin/items/{badge}"),
    ],
)
def test_only_admins_change_the_tree(ohd, who, status, method, path):
    """Neither staff nor OAuth clients; and it is said before 404 and 400."""
    answer = ohd.open(method, path.format(**ohd.ids), as_=who, data=b"no JSON")

    assert status == answer.status_code
