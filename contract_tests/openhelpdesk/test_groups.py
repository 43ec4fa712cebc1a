"""Groups; contract 4.7 and 6.7, endpoints 36 to 39, X2 and X6."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import delete

from polydesk.core.models import Category

PATH = "/api/admin/groups"
NOT_FOUND = {"error": "group not found"}
NOBODY = "01JQXYZ0000000000000000000"


def make(ohd, name="Networking", **given):
    """A group by the API."""
    answer = ohd.post(PATH, json={"name": name, **given})
    assert 201 == answer.status_code, answer.text
    return answer.json


def entry(ohd, category, type=None):
    """An entry of a scope."""
    return {"category_id": ohd.ids[category], "type_id": type and ohd.ids[type]}


AS_SENT = {
    "name": lambda _, name: name,
    "scope": lambda ohd, keys: [entry(ohd, key) for key in keys],
    "member_ids": lambda ohd, keys: [ohd.ids[key] for key in keys],
}
"""What is sent for the keys of the world."""


def path(group):
    """Where a group is."""
    return f"{PATH}/{group['id']}"


def test_36_groups_are_listed_by_name(ohd):
    """In any letter case, in the paged envelope."""
    made = [make(ohd, name) for name in ("beta", "Gamma", "Alpha")]

    answer = ohd.get(PATH)

    pages = {"page": 1, "per_page": 25, "total": 3, "total_pages": 1}
    wanted = {"data": [made[2], made[0], made[1]], **pages}
    assert (200, wanted) == (answer.status_code, answer.json)


def test_36_no_group_is_an_empty_page(ohd):
    """Without pages."""
    pages = {"page": 1, "per_page": 25, "total": 0, "total_pages": 0}

    assert {"data": [], **pages} == ohd.get(PATH).json


def test_37_a_group_is_made(ohd):
    """With its scope and its members."""
    scope = [entry(ohd, "facilities"), entry(ohd, "software", "email")]
    members = [ohd.ids["tom"], ohd.ids["ada"]]

    answer = ohd.post(PATH, json={"name": " Net ", "scope": scope, "member_ids": members})

    body = dict(answer.json)
    assert 26 == len(body.pop("id"))
    members_shown = sorted(body.pop("member_ids"))
    assert (201, sorted(members)) == (answer.status_code, members_shown)
    assert {"name": "Net", "scope": scope, "member_count": 2} == body


def test_37_a_name_is_enough(ohd):
    """Nothing comes to it, and nobody is in it."""
    made = make(ohd)

    wanted = {"name": "Networking", "scope": [], "member_count": 0, "member_ids": []}
    assert {"id": made["id"], **wanted} == made


def test_37_ids_are_read_in_lower_case_and_once(ohd):
    """Who is named twice is in it once."""
    ids = [ohd.ids["tom"], ohd.ids["tom"].lower()]
    scope = [entry(ohd, "software"), {"category_id": ohd.ids["software"].lower()}]

    made = make(ohd, member_ids=ids, scope=scope)

    assert ([ohd.ids["tom"]], 1) == (made["member_ids"], made["member_count"])
    assert [entry(ohd, "software")] == made["scope"]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"name": " "}, "group name is required"),
        ({"name": 1}, "invalid name"),
        ({"name": "x" * 256}, "name must be at most 255 characters"),
        ({"scope": "x"}, "invalid scope"),
        ({"scope": None}, "invalid scope"),
        ({"scope": ["x"]}, "invalid scope"),
        ({"scope": [{}]}, "category_id is required"),
        ({"scope": [{"category_id": "x"}]}, "invalid category_id"),
        ({"scope": [{"category_id": NOBODY}]}, "category not found"),
        ({"scope": [{"category_id": "{access}"}]}, "category not found"),
        ({"scope": [{"category_id": "{facilities}", "type_id": "x"}]}, "invalid type_id"),
        (
            {"scope": [{"category_id": "{facilities}", "type_id": NOBODY}]},
            "type does not belong to category",
        ),
        (
            {"scope": [{"category_id": "{facilities}", "type_id": "{email}"}]},
            "type does not belong to category",
        ),
        (
            {"scope": [{"category_id": "{facilities}", "type_id": "{badge}"}]},
            "type does not belong to category",
        ),
        ({"member_ids": "x"}, "invalid member_ids"),
        ({"member_ids": None}, "invalid member_ids"),
        ({"member_ids": ["x"]}, "invalid member_ids"),
        ({"member_ids": [1]}, "invalid member_ids"),
        ({"member_ids": [NOBODY]}, "user not found"),
        ({"member_ids": ["{facilities}"]}, "user not found"),
        ({"member_ids": [NOBODY] * 1001}, "invalid member_ids"),
    ],
)
@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_37_and_38_refuse(ohd, method, given, message):
    """400, with nothing made and nothing changed."""
    group = make(ohd, "Before", member_ids=[ohd.ids["tom"]])
    body = {"name": "After", "scope": [], "member_ids": []} | filled(ohd, given)

    answer = ohd.open(method, {"POST": PATH, "PATCH": path(group)}[method], json=body)

    assert (400, {"error": message}) == (answer.status_code, answer.json)
    assert [group] == ohd.get(PATH).json["data"]


def filled(ohd, given):
    """The same with the world's ids in place of `{key}`."""
    match given:
        case dict():
            return {key: filled(ohd, value) for key, value in given.items()}
        case list():
            return [filled(ohd, value) for value in given]
        case str():
            return ohd.ids.get(given.strip("{}"), given)
    return given


@pytest.mark.parametrize("body", [{}, {"name": None}])
def test_37_needs_a_name(ohd, body):
    """Null is none."""
    answer = ohd.post(PATH, json=body)

    assert (400, {"error": "group name is required"}) == (answer.status_code, answer.json)


def test_37_a_category_that_somebody_deletes_just_now_is_not_found(ohd):
    """The process remembers it still; nothing is made."""
    ohd.get("/api/categories")
    with ohd.desk() as desk:
        desk.connection.execute(delete(Category).where(Category.ulid == ohd.ids["email"]))

    answer = ohd.post(PATH, json={"name": "N", "scope": [entry(ohd, "software", "email")]})

    assert (400, {"error": "category not found"}) == (answer.status_code, answer.json)
    assert 0 == ohd.get(PATH).json["total"]


@pytest.mark.parametrize("name", ["Networking", " NETWORKING "])
def test_37_a_name_is_unique_in_any_case(ohd, name):
    """409."""
    make(ohd)

    answer = ohd.post(PATH, json={"name": name})

    assert (409, {"error": "group name already in use"}) == (answer.status_code, answer.json)


def test_x2_one_group(ohd):
    """As it is listed."""
    group = make(ohd, scope=[entry(ohd, "facilities", "access")], member_ids=[ohd.ids["tom"]])

    answer = ohd.get(path(group))

    assert (200, group) == (answer.status_code, answer.json)


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
@pytest.mark.parametrize("id", [NOBODY, "1", "x"])
def test_an_unknown_group_is_404(ohd, method, id):
    """Before the body is looked at."""
    answer = ohd.open(method, f"{PATH}/{id}", data=b"{")

    assert (404, NOT_FOUND) == (answer.status_code, answer.json)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"name": "Other"},
        {"scope": []},
        {"scope": ["software"]},
        {"member_ids": []},
        {"member_ids": ["ada", "kim"]},
        {"name": "Other", "scope": ["software", "facilities"], "member_ids": ["ada"]},
    ],
)
def test_38_what_is_sent_replaces_the_whole_and_what_is_absent_stays(ohd, given):
    """Arrays too."""
    scope = [entry(ohd, "facilities"), entry(ohd, "facilities", "access")]
    group = make(ohd, scope=scope, member_ids=[ohd.ids["tom"], ohd.ids["sam"]])
    sent = {name: AS_SENT[name](ohd, value) for name, value in given.items()}

    answer = ohd.patch(path(group), json=sent)

    wanted = group | sent
    wanted["member_count"] = len(wanted["member_ids"])
    assert (200, known(wanted)) == (answer.status_code, known(answer.json))
    assert answer.json == ohd.get(path(group)).json


def known(group):
    """A group whose lists have no order."""
    scope = {(one["category_id"], one["type_id"]) for one in group["scope"]}
    return {**group, "scope": scope, "member_ids": set(group["member_ids"])}


def test_38_a_name_in_use_is_409_and_changes_nothing(ohd):
    """The group's own is not in use."""
    make(ohd, "Other")
    group = make(ohd, member_ids=[ohd.ids["tom"]])

    answer = ohd.patch(path(group), json={"name": "OTHER", "member_ids": []})

    assert (409, {"error": "group name already in use"}) == (answer.status_code, answer.json)
    assert group == ohd.get(path(group)).json
    assert 200 == ohd.patch(path(group), json={"name": "NETworking"}).status_code


def test_39_a_group_is_deleted(ohd):
    """Its members stay, its tickets have no group."""
    group = make(ohd, member_ids=[ohd.ids["tom"]], scope=[entry(ohd, "software")])
    ticket = ohd.ticket()
    ohd.patch(f"/api/tickets/{ticket['id']}", json={"group_id": group["id"]})
    before = ohd.get(f"/api/tickets/{ticket['id']}").json["group"]

    answer = ohd.delete(path(group))

    assert (204, b"") == (answer.status_code, answer.data)
    assert {"id": group["id"], "name": "Networking"} == before
    assert None is ohd.get(f"/api/tickets/{ticket['id']}").json["group"]
    assert 200 == ohd.get("/api/me", as_="tom").status_code
    assert (404, NOT_FOUND) == (ohd.get(path(group)).status_code, ohd.delete(path(group)).json)


def test_who_is_deleted_meanwhile_is_in_no_group(ohd):
    """Nor is a ticket theirs: whichever of the two is first, the other one sees it."""
    names = [f"p{at}" for at in range(8)]
    people = [{"key": key, "name": key, "email": f"{key}@x.org", "role": "agent"} for key in names]
    ohd.seed({"people": people})
    groups, made = [make(ohd, key) for key in names], [ohd.ticket() for _ in names]

    def act(at):
        """Each of the eight is deleted, put into a group, and given a ticket."""
        who = ohd.ids[names[at // 3]]
        ticket = f"/api/tickets/{made[at // 3]['id']}"
        asked = (
            ("DELETE", f"/api/admin/users/{who}", None),
            ("PATCH", path(groups[at // 3]), {"member_ids": [who]}),
            ("PATCH", ticket, {"assignee_id": who}),
        )
        method, url, body = asked[at % 3]
        return ohd.open(method, url, json=body).status_code

    with ThreadPoolExecutor(6) as pool:
        statuses = set(pool.map(act, range(24)))

    assert statuses <= {200, 204, 400}
    assert {0} == {one["member_count"] for one in ohd.get(PATH).json["data"]}
    assert 8 == ohd.get("/api/tickets?assignee_id=none").json["total"]


def test_who_is_deleted_is_in_no_group(ohd):
    """The count goes down."""
    group = make(ohd, member_ids=[ohd.ids["tom"], ohd.ids["ada"]])

    ohd.delete(f"/api/admin/users/{ohd.ids['tom']}")

    seen = ohd.get(path(group)).json
    assert ([ohd.ids["ada"]], 1) == (seen["member_ids"], seen["member_count"])


@pytest.mark.parametrize("as_", ["tom", "bot", "ada"])
def test_x6_staff_picks_groups(ohd, as_):
    """By name, paged, no more than id and name."""
    made = [make(ohd, name) for name in ("beta", "Gamma", "Alpha")]

    answer = ohd.get("/api/groups?per_page=2", as_=as_)

    refs = [{"id": made[at]["id"], "name": made[at]["name"]} for at in (2, 0)]
    pages = {"page": 1, "per_page": 2, "total": 3, "total_pages": 2}
    assert (200, {"data": refs, **pages}) == (answer.status_code, answer.json)


def test_x6_is_not_for_users(ohd):
    """403."""
    answer = ohd.get("/api/groups", as_="sam")

    assert (403, {"error": "insufficient permissions"}) == (answer.status_code, answer.json)
