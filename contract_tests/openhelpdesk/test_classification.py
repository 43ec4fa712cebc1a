"""Categories, types, items and statuses, as everybody reads them: endpoints 15 to 18."""


def error(answer):
    return answer.status_code, answer.json["error"]


def names(answer):
    return [one["name"] for one in answer.json["data"]]


def test_categories_are_public_and_in_order(ohd):
    """By `sort_order`, then by name; all of them where no page is asked for."""
    answer = ohd.get("/api/categories", as_=None)

    assert 200 == answer.status_code
    assert ["General", "Facilities", "Software"] == names(answer)
    assert {
        "id": ohd.ids["facilities"],
        "name": "Facilities",
        "sort_order": 1,
        "archived": False,
    } == answer.json["data"][1]
    assert (1, 25, 3, 1) == tuple(
        answer.json[k] for k in ("page", "per_page", "total", "total_pages")
    )
    page = ohd.get("/api/categories?page=2&per_page=2", as_=None)
    assert (["Software"], 2) == (names(page), page.json["total_pages"])


def test_types_and_items_name_what_is_above(ohd):
    types = ohd.get(f"/api/categories/{ohd.ids['facilities']}/types", as_=None)
    path = f"/api/categories/{ohd.ids['facilities']}/types/{ohd.ids['access']}/items"
    items = ohd.get(path, as_=None)

    assert ["Building access", "Cleaning"] == names(types)
    assert {
        "id": ohd.ids["access"],
        "category_id": ohd.ids["facilities"],
        "name": "Building access",
        "sort_order": 1,
        "archived": False,
    } == types.json["data"][0]
    assert [
        {
            "id": ohd.ids["badge"],
            "type_id": ohd.ids["access"],
            "name": "Badge",
            "sort_order": 1,
            "archived": False,
        }
    ] == items.json["data"]


def test_without_anything_below_the_list_is_empty(ohd):
    path = f"/api/categories/{ohd.ids['software']}/types/{ohd.ids['email']}/items"

    assert [] == names(ohd.get(path, as_=None))


def test_what_is_not_there_is_not_found(ohd):
    """A type of another category, a node of another depth, a malformed id."""
    nothing = "01JQXYZ0000000000000000000"

    def refused(path):
        return error(ohd.get(f"/api/categories/{path}", as_=None))

    assert (404, "category not found") == refused(f"{nothing}/types")
    assert (404, "category not found") == refused("x/types")
    assert (404, "category not found") == refused(f"{ohd.ids['access']}/types")
    assert (404, "category not found") == refused(f"{nothing}/types/{ohd.ids['access']}/items")
    assert (404, "type not found") == refused(
        f"{ohd.ids['software']}/types/{ohd.ids['access']}/items"
    )
    assert (404, "type not found") == refused(f"{ohd.ids['facilities']}/types/{nothing}/items")


def test_archived_ones_are_for_staff(ohd):
    """At every depth."""
    ids = ohd.ids
    for path in (
        f"categories/{ids['software']}",
        f"types/{ids['access']}",
        f"items/{ids['window']}",
    ):
        assert 200 == ohd.patch(f"/api/admin/{path}", json={"archived": True}).status_code
    types = f"/api/categories/{ids['facilities']}/types"
    items = f"{types}/{ids['cleaning']}/items"

    for who in (None, "sam"):
        assert ["General", "Facilities"] == names(ohd.get("/api/categories", as_=who))
        assert ["Cleaning"] == names(ohd.get(types, as_=who))
        assert [] == names(ohd.get(items, as_=who))
    for who in ("ada", "tom", "bot"):
        assert "Software" == names(ohd.get("/api/categories", as_=who))[-1]
        assert ["Building access", "Cleaning"] == names(ohd.get(types, as_=who))
        assert ["Window"] == names(ohd.get(items, as_=who))


def test_statuses_are_for_whoever_is_known(ohd):
    """The five of a new desk."""
    answer = ohd.get("/api/statuses", as_="sam")

    assert [
        ("New", "#64748b", True, 1),
        ("In Progress", "#2563eb", False, 2),
        ("Pending", "#d97706", False, 3),
        ("Resolved", "#16a34a", True, 98),
        ("Closed", "#475569", True, 99),
    ] == [
        (one["name"], one["color"], one["is_system"], one["sort_order"])
        for one in answer.json["data"]
    ]
    assert {"id", "name", "color", "is_system", "sort_order"} == answer.json["data"][0].keys()
    assert (401, "authentication required") == error(ohd.get("/api/statuses", as_=None))


def test_in_the_same_place_the_name_decides(ohd):
    """Of categories, types, items and statuses, whichever was made first."""
    below = f"/api/categories/{ohd.ids['software']}/types"
    lists = {
        "/api/admin/categories": "/api/categories",
        f"/api/admin/categories/{ohd.ids['software']}/types": below,
        f"/api/admin/types/{ohd.ids['email']}/items": f"{below}/{ohd.ids['email']}/items",
        "/api/admin/statuses": "/api/statuses",
    }
    for path in lists:
        for name in ("Two", "One"):
            made = ohd.post(path, json={"name": name, "sort_order": 100})
            assert 201 == made.status_code

    assert [["One", "Two"]] * 4 == [names(ohd.get(path))[-2:] for path in lists.values()]


def test_a_bad_key_is_passed_over_where_everybody_may_read(ohd):
    headers = {"Authorization": "Bearer ohd_sk_nonsense"}

    assert 200 == ohd.get("/api/categories", headers=headers).status_code
    assert 401 == ohd.get("/api/statuses", headers=headers).status_code
