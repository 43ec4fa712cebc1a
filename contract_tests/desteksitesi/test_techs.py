"""Technicians of categories. Source: contract 6.4, 44 and 45, and 3.10."""

import pytest

from contract_tests.desteksitesi.calling import call, refused, user
from polydesk.core import techs

ADD, REMOVE = "AddCategoryTechPermission", "RemoveCategoryTechPermission"


def held(destek, key):
    """The keys of the categories that somebody is technician of."""
    with destek.desk() as desk:
        found = techs.categories_of(desk, destek.ids[key])
    return {key for key in ("hardware", "software", "secret") if destek.ids[key] in found}


@pytest.mark.parametrize(
    ("who", "before", "after"),
    [
        ("sam", set(), {"software"}),
        ("tom", {"hardware"}, {"hardware", "software"}),
        ("tia", {"software"}, {"software"}),
        ("ada", set(), {"software"}),
    ],
)
def test_a_technician_is_added(destek, who, before, after):
    """Contract 6.4, 44: twice is once; who has one is technician, and admins stay admins."""
    is_admin = user(destek, who)["IsAdmin"]
    assert before == held(destek, who)

    answers = [call(destek, ADD, userId=who, categoryId="software") for _ in range(2)]

    assert [(200, "")] * 2 == [refused(answer) for answer in answers]
    assert after == held(destek, who)
    shown = user(destek, who)
    assert (True, is_admin) == (shown["IsTech"], shown["IsAdmin"])


@pytest.mark.parametrize("who", ["tom", "ada"])
def test_a_technician_is_removed(destek, who):
    """Contract 6.4, 45: twice is once; who has none any more is technician no more."""
    for category in ("hardware", "software"):
        call(destek, ADD, userId=who, categoryId=category)
    seen = []
    for category in ("software", "software", "hardware"):
        answer = call(destek, REMOVE, userId=who, categoryId=category)
        seen.append((refused(answer), held(destek, who), user(destek, who)["IsTech"]))

    done = (200, "")
    assert [(done, {"hardware"}, True)] * 2 + [(done, set(), False)] == seen
    assert (who == "ada") is user(destek, who)["IsAdmin"]


def test_a_technician_of_all_loses_one(destek):
    """Those made elsewhere answer all categories; they keep the others."""
    destek.seed({"people": [{"key": "al", "name": "Al", "username": "al", "role": "agent"}]})
    call(destek, ADD, userId="al", categoryId="hardware")
    assert {"hardware", "software", "secret"} == held(destek, "al")

    call(destek, REMOVE, userId="al", categoryId="hardware")

    assert {"software", "secret"} == held(destek, "al")


def test_what_was_added_counts_at_once(destek):
    """Contract 3.10, X: a technician may look others up."""
    before = call(destek, "User", as_="sam", userId="kim").status_code
    call(destek, ADD, userId="sam", categoryId="software")
    between = call(destek, "User", as_="sam", userId="kim").status_code
    call(destek, REMOVE, userId="sam", categoryId="software")

    after = call(destek, "User", as_="sam", userId="kim").status_code
    assert [403, 200, 403] == [before, between, after]


@pytest.mark.parametrize("method", [ADD, REMOVE])
def test_there_is_no_such_category(destek, method):
    """Contract 6.4, 44 and 45: 404."""
    expected = (404, "Category not found")
    assert expected == refused(call(destek, method, userId="tom", categoryId=999))
