"""Who waits to become a user. Source: contract 1.4, "People"; Q-S2."""

import re

import pytest

from contract_tests.helpdeskpro_sanctum.conftest import (
    META,
    MOMENT,
    SANCTUM,
    invalid,
    refused,
)

PAT = {
    "first_name": "Pat",
    "last_name": "Patient",
    "email": "pat@example.com",
    "phone": "030 1",
    "address": "Street 1",
    "city": "Berlin",
    "country_id": 276,
}
MISSING = (404, "Pending user not found", None)


def wait(sanctum, *waiting):
    """Let these wait, and give their ids."""
    records = [
        {"dialect": SANCTUM, "collection": "users/pending", "data": data} for data in waiting
    ]
    sanctum.seed({"records": records})
    return [one["id"] for one in sanctum.list("/users/pending")]


def test_those_who_wait_are_listed(sanctum):
    """The list is not taken for a user (Q-S2)."""
    (id,) = wait(sanctum, PAT)

    answer = sanctum.get("/users/pending")

    page = {"current_page": 1, "per_page": 15, "total": 1, "last_page": 1, "from": 1, "to": 1}
    shown = {"id": id, **PAT, "created_at": MOMENT, "updated_at": MOMENT}
    assert {"success": True, "data": [shown], "meta": {"pagination": page, **META}} == answer.json


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Pat", "Al"]),
        ("search=PATIENT", ["Pat"]),
        ("search=al@", ["Al"]),
        ("search=%25", []),
        ("sort=first_name", ["Al", "Pat"]),
        ("sort=id&order=desc", ["Al", "Pat"]),
        ("sort=password", ["Pat", "Al"]),
    ],
)
def test_those_who_wait_are_searched(sanctum, query, found):
    """In their names and addresses; the first first."""
    wait(sanctum, PAT, {"first_name": "Al", "last_name": "Last", "email": "al@example.com"})

    assert found == [one["first_name"] for one in sanctum.list(f"/users/pending?{query}")]


def test_who_is_approved_is_a_customer(sanctum):
    """With a password that is told once, and is good; they wait no more, and no mail is sent."""
    (id,) = wait(sanctum, PAT)

    answer = sanctum.post(f"/users/pending/{id}/approve")

    data = answer.json["data"]
    assert (200, ["user", "password"]) == (answer.status_code, list(data))
    assert re.fullmatch("[A-Za-z0-9]{13}", data["password"])
    assert data["user"] == sanctum.data("GET", f"/users/{data['user']['id']}")
    assert {**data["user"], **PAT, "role_id": 2, "name": "Pat Patient"} == data["user"]
    entered = {"email": PAT["email"], "password": data["password"]}
    assert 200 == sanctum.post("/auth/login", as_=None, json=entered).status_code
    assert [] == sanctum.list("/users/pending")
    assert MISSING == refused(sanctum.post(f"/users/pending/{id}/approve"))


def test_who_is_declined_is_gone(sanctum):
    """And is told of no more."""
    (id,) = wait(sanctum, PAT)

    said = sanctum.data("POST", f"/users/pending/{id}/decline")

    assert {"message": "Request has been declined!"} == said
    assert [] == sanctum.list("/users/pending")
    assert MISSING == refused(sanctum.post(f"/users/pending/{id}/decline"))


@pytest.mark.parametrize(
    ("given", "flaws"),
    [
        ({"email": "sam@example.com"}, {"email": "The email has already been taken."}),
        ({"email": None}, {"email": "The email field is required."}),
        ({"first_name": 5}, {"first_name": "The first name must be a string."}),
        ({"country_id": {}}, {"country_id": "The selected country id is invalid."}),
    ],
)
def test_who_cannot_be_a_user_is_not_approved(sanctum, given, flaws):
    """They wait on; whoever wrote the scenario did not look."""
    (id,) = wait(sanctum, PAT | given)

    answer = sanctum.post(f"/users/pending/{id}/approve")

    assert invalid(**flaws) == refused(answer)
    assert [id] == [one["id"] for one in sanctum.list("/users/pending")]


@pytest.mark.parametrize("id", ["x", "0", "999", "9" * 30])
@pytest.mark.parametrize("verb", ["approve", "decline"])
def test_nobody_waits_under_such_an_id(sanctum, id, verb):
    """Nor under that of another record."""
    faq = sanctum.make("/faqs", name="Where?", details="Here.")["id"]

    assert MISSING == refused(sanctum.post(f"/users/pending/{id}/{verb}"))
    assert MISSING == refused(sanctum.post(f"/users/pending/{faq}/{verb}"))
