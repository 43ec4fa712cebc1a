"""Users: found, listed, filtered, refused. Source: contract 6.4 and 8."""

import pytest

from contract_tests.desteksitesi.calling import call, in_store, refused, user
from tests.counting import counting


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "ada tom tia mia sam kim"),
        ("count=2", "ada tom"),
        ("count=2&page=2", "tia mia"),
        ("count=2&page=9", ""),
        ("count=0&page=0", "ada tom tia mia sam kim"),
        ("count=x&page=-1", "ada tom tia mia sam kim"),
        ("count=1000&page=999999999999999999", ""),
        ("listMode=techs", "ada tom tia"),
        ("listMode=ADMINS", "ada"),
        ("listMode=regular", "mia sam kim"),
        ("listMode=disabled", "kim"),
        ("listMode=other", "ada tom tia mia sam kim"),
        ("companyId=acme", "mia sam"),
        ("companyId=acme&listMode=disabled", ""),
        ("departmentId=ops", "sam"),
        ("departmentId=99", ""),
    ],
)
def test_users_are_filtered_and_paged(destek, query, expected):
    """Contract 8: pages begin at 1, an unknown mode is all, all has the disabled too."""
    destek.seed({"departments": [{"key": "ops", "name": "Operations"}]})
    call(destek, "UpdateUser", userId="kim", disabled="true")
    call(destek, "UpdateUser", userId="sam", department="operations")
    query = query.replace("acme", str(destek.ids["acme"])).replace("ops", str(destek.ids["ops"]))

    found = destek.get(f"/api/Users?{query}").json

    assert expected.split() == [one["Username"] for one in found]


def test_no_more_than_a_thousand_users_are_listed(destek):
    """Contract 8: 500 unless asked, never more than 1000."""
    destek.seed({"people": [{"name": f"User {n}", "role": "user"} for n in range(1000)]})

    counts = [len(destek.get(f"/api/Users{q}").json) for q in ("", "?count=5000", "?page=3")]

    assert [500, 1000, 6] == counts


def test_a_list_takes_as_many_statements_for_many(destek):
    """As for a few."""
    destek.get("/api/Users")
    with counting() as few:
        destek.get("/api/Users?count=1")
    with counting() as many:
        destek.get("/api/Users")

    assert len(few) == len(many)


@pytest.mark.parametrize(
    ("method", "given"),
    [
        ("User", {"userId": "sam"}),
        ("User", {"id": "sam"}),
        ("UserByEmail", {"email": "SAM@example.com"}),
        ("UserByUsername", {"username": " Sam "}),
    ],
)
def test_a_user_is_found(destek, method, given):
    """Contract 6.4, 37, 39 and 41: by technicians too, names in any letter case."""
    assert user(destek, "sam") == call(destek, method, as_="tom", **given).json
    assert (403, "You don't have permission to perform this action") == refused(
        call(destek, method, as_="mia", **given)
    )


def test_everybody_may_see_themselves(destek):
    """Contract 6.4, 37: but nobody else, not even whether there is one; the id by path too."""
    assert "sam" == call(destek, "User", as_="sam", userId="sam").json["Username"]
    assert "sam" == destek.get(f"/api/User/{destek.ids['sam']}", as_="sam").json["Username"]
    assert 403 == call(destek, "User", as_="sam", userId=999).status_code


@pytest.mark.parametrize(
    ("method", "given"),
    [
        ("User", {"userId": 999}),
        ("UserByEmail", {"email": "nobody@example.com"}),
        ("UserByUsername", {"username": "nobody"}),
        ("UpdateUser", {"userId": 999}),
        ("UpdateUser", {"userId": 0}),
        ("DeleteUser", {"userId": -1}),
        ("MergeUsers", {"fromUserId": 999, "toUserId": "sam"}),
        ("MergeUsers", {"fromUserId": "sam", "toUserId": 999}),
        ("AddCategoryTechPermission", {"userId": 999, "categoryId": "hardware"}),
        ("RemoveCategoryTechPermission", {"userId": 999, "categoryId": "hardware"}),
    ],
)
def test_there_is_no_such_user(destek, method, given):
    """Contract 4.9: 404."""
    assert (404, "User not found") == refused(call(destek, method, **given))


@pytest.mark.parametrize(
    ("method", "given", "name"),
    [
        ("User", {}, "userId"),
        ("User", {"userId": "x"}, "userId"),
        ("UserByEmail", {"email": " "}, "email"),
        ("UserByUsername", {}, "username"),
        ("CreateUser", {}, "email"),
        ("CreateUser", {"email": ""}, "email"),
        ("CreateUser", {"email": "a" * 256}, "email"),
        ("CreateUser", {"email": "a@b", "username": "ß" * 200}, "username"),
        ("CreateUser", {"email": "a@b", "firstName": "a" * 256}, "firstName"),
        ("CreateUser", {"email": "a@b", "phone": "1" * 81}, "phone"),
        ("UpdateUser", {"phone": "1"}, "userId"),
        ("DeleteUser", {}, "userId"),
        ("MergeUsers", {"fromUserId": "sam"}, "toUserId"),
        ("MergeUsers", {"fromUserId": "sam", "toUserId": "sam"}, "toUserId"),
        ("AddCategoryTechPermission", {"userId": "sam"}, "categoryId"),
    ],
)
def test_a_parameter_is_named_that_is_wrong(destek, method, given, name):
    """Contract 4.6 and 2.10: 400, and nothing has changed."""
    before = in_store(destek)

    status, said = refused(call(destek, method, **given))

    assert (400, True) == (status, f"'{name}'" in said)
    assert before == in_store(destek)


def test_looking_up_by_address_is_counted_apart(destek):
    """Contract 9: 60 a minute, which do not count among the other calls."""
    path = "/api/UserByEmail?email=sam@example.com"
    statuses = [destek.get(path).status_code for _ in range(61)]

    assert [*[200] * 60, 429] == statuses
    assert 200 == destek.get("/api/UserByUsername?username=sam").status_code


def test_the_control_plane_shows_a_user(destek):
    """As an admin sees them."""
    answer = destek.control("GET", f"/objects/people/{destek.ids['sam']}")

    assert user(destek, "sam") == answer.json["dialects"]["desteksitesi"]
