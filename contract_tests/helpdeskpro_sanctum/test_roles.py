"""Roles of users. Source: contract 1.4, "Settings", row `/settings/roles`; 1.5 and 1.6."""

import json

import pytest

from contract_tests.helpdeskpro_sanctum.conftest import META, MOMENT, invalid, refused

SOME = {"read": True, "update": True, "create": False, "delete": False}
NIGHT = {"name": "Night shift", "slug": "night", "access": SOME}
NOTHING = 404, "Role not found", None


def test_the_roles_of_a_default_installation(sanctum):
    """By name; they have no times, and what they may do is JSON in a string."""
    listed = sanctum.list("/settings/roles?sort=id")

    assert [
        (1, "Admin", "admin"),
        (2, "Customer", "customer"),
        (3, "Agency", "agency"),
        (4, "Manager", "manager"),
        (5, "General", "general"),
        (6, "Agent", "agent"),
    ] == [(one["id"], one["name"], one["slug"]) for one in listed]
    assert {
        "id": 1,
        "name": "Admin",
        "slug": "admin",
        "access": '{"read":true,"update":true,"create":true,"delete":true}',
        "created_at": None,
        "updated_at": None,
    } == listed[0]
    assert sorted(one["name"] for one in listed) == [
        one["name"] for one in sanctum.list("/settings/roles")
    ]


def test_a_role_is_made_and_shown(sanctum):
    """`access` is written as an object and read as a string."""
    answer = sanctum.post("/settings/roles", json=NIGHT)

    shown = {
        "id": 7,
        **NIGHT,
        "access": json.dumps(SOME, separators=(",", ":")),
        "created_at": MOMENT,
        "updated_at": MOMENT,
    }
    assert (201, {"success": True, "data": shown, "meta": META}) == (
        answer.status_code,
        answer.json,
    )
    assert shown == sanctum.data("GET", "/settings/roles/7")


def test_lists_are_searched_and_sorted(sanctum):
    """By slug too."""
    sanctum.make("/settings/roles", **{**NIGHT, "slug": "zz"})

    found = sanctum.list("/settings/roles?search=AGE&sort=slug&order=desc")
    last = sanctum.list("/settings/roles?sort=slug&order=desc")[0]

    assert ["manager", "agent", "agency"] == [one["slug"] for one in found]
    assert "zz" == last["slug"]


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_what_is_sent_of_a_role_changes(sanctum, method):
    """The same again does not."""
    made = sanctum.make("/settings/roles", **NIGHT)
    sanctum.freeze("2026-01-06T09:00:00Z")

    same = sanctum.data(method, "/settings/roles/7", json=NIGHT)
    changed = sanctum.data(method, "/settings/roles/7", json={"name": "Day shift"})

    later = {"name": "Day shift", "updated_at": "2026-01-06T09:00:00.000000Z"}
    assert (made, {**made, **later}) == (same, changed)


def test_a_deleted_role_is_gone_for_good(sanctum):
    """Whoever has it keeps its id and shows none; nor is the id used again."""
    sanctum.make("/settings/roles", **NIGHT)
    tom = sanctum.data("GET", "/auth/me", as_="tom")

    gone = sanctum.delete("/settings/roles/7")
    agent = sanctum.delete("/settings/roles/6")

    assert [(204, b"")] * 2 == [(one.status_code, one.data) for one in (gone, agent)]
    for answer in (
        sanctum.get("/settings/roles/7"),
        sanctum.put("/settings/roles/7", json={"name": "x"}),
        sanctum.delete("/settings/roles/7"),
    ):
        assert NOTHING == refused(answer)
    assert 404 == sanctum.post("/settings/roles/7/restore").status_code
    assert {**tom, "role": None} == sanctum.data("GET", "/auth/me", as_="tom")
    assert 5 == len(sanctum.list("/settings/roles"))
    assert 8 == sanctum.make("/settings/roles", **NIGHT)["id"]


def test_a_role_needs_all_three(sanctum):
    """All flaws are told at once; an object of nothing is none."""
    answer = sanctum.post("/settings/roles", json={"name": " ", "access": {}})

    assert invalid(
        name="The name field is required.",
        slug="The slug field is required.",
        access="The access field is required.",
    ) == refused(answer)


@pytest.mark.parametrize(
    ("given", "flaws"),
    [
        ({"name": "x" * 51}, {"name": "The name must not be greater than 50 characters."}),
        ({"slug": "x" * 51}, {"slug": "The slug must not be greater than 50 characters."}),
        ({"slug": 1}, {"slug": "The slug must be a string."}),
        ({"access": "all"}, {"access": "The access must be an array."}),
        (
            {"access": {"read": "maybe", "delete": None}},
            {
                "access__read": "The access.read field must be true or false.",
                "access__delete": "The access.delete field must be true or false.",
            },
        ),
    ],
)
def test_wrong_values_are_refused(sanctum, given, flaws):
    """And change nothing."""
    before = sanctum.list("/settings/roles")

    made = sanctum.post("/settings/roles", json={**NIGHT, **given})
    changed = sanctum.put("/settings/roles/6", json=given)

    assert [invalid(**flaws)] * 2 == [refused(made), refused(changed)]
    assert before == sanctum.list("/settings/roles")
