"""People listed, counted and filled in, and who changes whom. Source: contract 9.4, 10.3 and 11."""

import pytest

from contract_tests.deskpro.conftest import refused

ADA = {"name": "Ada Lee", "email": "ada.lee@example.com"}
EMAILS_OF_SAM = ["sam@example.com", "sam@second.test"]
PHONE = {"contact_type": "phone", "number": "1"}
FIELDS = {
    "custom_fields": [
        {"key": "floor", "name": "Floor", "usage": "person", "type": "text"},
        {
            "key": "level",
            "name": "Level",
            "usage": "person",
            "type": "choice",
            "options": [{"key": "gold", "name": "Gold"}, {"key": "iron", "name": "Iron"}],
        },
    ]
}


def test_custom_fields_are_filled_in(deskpro):
    """Those that are listed change."""
    deskpro.seed(FIELDS)
    floor, level = deskpro.ids["floor"], deskpro.ids["level"]

    made = deskpro.make("/people", **ADA, fields={str(floor): "2nd"})
    deskpro.put(f"/people/{made['id']}", json={"fields": {str(level): [deskpro.ids["gold"]]}})

    shown = deskpro.data(f"/people/{made['id']}")["fields"]
    assert {str(floor): {"aliases": [], "value": "2nd"}} == made["fields"]
    assert ["2nd", [deskpro.ids["gold"]]] == [shown[str(id)]["value"] for id in (floor, level)]
    for spelling in ("person_field.{}", "person_field_{}", "person_field[{}]"):
        found = deskpro.data(f"/people?{spelling.format(floor)}=2nd")
        assert [made["id"]] == [one["id"] for one in found]
    bad = deskpro.put(f"/people/{made['id']}", json={"name": "Bo", "fields": {str(level): [99]}})
    assert {f"fields.fields_{level}": ["bad_choice"]} == refused(bad)
    assert "Ada Lee" == deskpro.data(f"/people/{made['id']}")["name"]


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("", "ada tom tia sam kim"),
        ("primary_email=SAM@example.COM", "sam"),
        ("primary_email=sam@second.test", ""),
        ("organization={acme}", "sam"),
        ("organization={acme},{beta}", "sam kim"),
        ("organization[]={acme}&organization[]={beta}", "sam kim"),
        ("organization=99999999999999999999,x", ""),
        ("is_agent=1", "ada tom tia"),
        ("is_agent=false", "sam kim"),
        ("is_agent=maybe", "ada tom tia sam kim"),
        ("is_deleted=0", "ada tom tia sam kim"),
        ("not_me=1", "tom tia sam kim"),
        ("name=sam ortiz", "sam"),
        ("name=Sam", ""),
        ("order_by=name&order_dir=desc", "tom tia sam kim ada"),
        ("order_by=primary_email", "ada kim sam tia tom"),
        ("order_by=organization&count=2", "sam kim"),
        ("person_field.9=x", ""),
    ],
)
def test_people_are_listed(deskpro, query, keys):
    """Those who pass the filters."""
    deskpro.put(f"/people/{deskpro.ids['sam']}", json={"emails": EMAILS_OF_SAM})

    found = deskpro.data(f"/people?{query.format(**deskpro.ids)}")

    assert [deskpro.ids[key] for key in keys.split()] == [one["id"] for one in found]


@pytest.mark.parametrize("name", ["primary_email", "name", "organization", "is_agent", "ids"])
@pytest.mark.parametrize("value", ["%00", "9" * 20, "9" * 400, "%ED%A0%80", "-1", "1e9", "'"])
def test_no_filter_breaks_a_list(deskpro, name, value):
    """What it makes no sense of finds nothing, or is refused."""
    assert deskpro.get(f"/people?{name}={value}").status_code in (200, 400)


def test_a_deleted_person_is_not_found(deskpro):
    """But by `is_deleted`."""
    sam = deskpro.ids["sam"]

    assert 200 == deskpro.delete(f"/people/{sam}").status_code

    assert [404] * 3 == [
        deskpro.get(f"/people/{sam}").status_code,
        deskpro.put(f"/people/{sam}", json={"name": "S"}).status_code,
        deskpro.delete(f"/people/{sam}").status_code,
    ]
    assert [] == deskpro.data("/people?primary_email=sam@example.com")
    [gone] = deskpro.data("/people?is_deleted=1")
    assert (sam, True, "Sam Ortiz") == (gone["id"], gone["is_deleted"], gone["name"])


def test_people_are_counted(deskpro):
    """All, those who pass, and those of each organization."""
    acme, beta = deskpro.ids["acme"], deskpro.ids["beta"]

    grouped = deskpro.data("/people/counts?group_by=organization&is_agent=0")

    assert 5 == deskpro.data("/people/counts")["count"]
    assert [(acme, "Acme", 1), (beta, "Beta", 1)] == [
        (one["id"], one["title"], one["count"]) for one in grouped["nested"]
    ]


def test_an_agent_who_is_no_admin_changes_no_other_agent(deskpro):
    """Else every agent were an admin. Users they may change, and themselves."""
    tia, tom, sam = (deskpro.ids[key] for key in ("tia", "tom", "sam"))
    given = {"password": "a good one"}

    answers = [
        deskpro.put(f"/people/{tia}", json=given, as_="tom"),
        deskpro.post(f"/agents/{tia}", json=given, as_="tom"),
        deskpro.delete(f"/people/{tia}", as_="tom"),
        deskpro.post(f"/people/{tia}/contact_data", json=PHONE, as_="tom"),
        deskpro.put(f"/people/{sam}/permissions", json={"agent": True}, as_="tom"),
        deskpro.put(f"/people/{tom}", json={"name": "Tom R"}, as_="tom"),
        deskpro.put(f"/people/{sam}", json=given, as_="tom"),
        deskpro.put(f"/people/{tia}", json=given),
    ]

    assert [403] * 5 + [204] * 3 == [answer.status_code for answer in answers]


def test_the_last_admin_stays(deskpro):
    """There is one at any time."""
    ada = deskpro.ids["ada"]

    answers = [
        deskpro.delete(f"/people/{ada}"),
        deskpro.put(f"/people/{ada}", json={"is_disabled": True}),
        deskpro.put(f"/people/{ada}/permissions", json={"agent": False}),
    ]

    assert [400] * 3 == [answer.status_code for answer in answers]
    assert 200 == deskpro.get(f"/people/{ada}").status_code


def test_labels_are_listed_that_somebody_has(deskpro):
    """Those of people, or those of organizations; not those of the deleted."""
    for labels in (["vip", "Beta"], ["vip"], []):
        deskpro.make("/people", name="Ada", labels=labels)
        deskpro.make("/organizations", name="Org", labels=[*labels, "org"])
    gone = deskpro.make("/people", name="Bo", labels=["gone"])
    deskpro.delete(f"/people/{gone['id']}")

    assert ["Beta", "vip"] == deskpro.data("/person_labels")
    assert ["Beta", "org", "vip"] == deskpro.data("/organization_labels")


VERBS = {
    "/people": "GET POST PUT",
    "/people/counts": "GET",
    "/people/4": "GET POST PUT DELETE",
    "/people/4/permissions": "PUT",
    "/people/4/notes": "GET POST PUT",
    "/people/4/notes/1": "GET POST PUT DELETE",
    "/people/4/contact_data": "GET POST PUT",
    "/people/4/contact_data/1": "GET POST PUT DELETE",
    "/organizations": "GET POST PUT",
    "/organizations/counts": "GET",
    "/organizations/1": "GET POST PUT DELETE",
    "/organizations/1/members": "GET POST PUT",
    "/organizations/1/members/4": "GET DELETE",
    "/organizations/1/notes": "GET POST PUT",
    "/organizations/1/notes/1": "GET POST PUT DELETE",
    "/organizations/1/contact_data": "GET POST PUT",
    "/organizations/1/contact_data/1": "GET POST PUT DELETE",
    "/agents": "GET",
    "/agents/1": "GET POST PUT DELETE",
    "/agents/online": "GET",
    "/agents/assigned_to_chat": "GET",
    "/agent_teams": "GET POST PUT",
    "/agent_teams/1": "GET POST PUT DELETE",
    "/agent_teams/1/agents": "GET",
    "/agent_groups": "GET",
    "/agent_groups/3": "GET",
}


@pytest.mark.parametrize("path", VERBS)
def test_every_path_has_its_verbs(deskpro, path):
    """Others are refused, and say which there are."""
    answer = deskpro.patch(path, json={})

    allowed = {*answer.headers["Allow"].split(", ")} - {"HEAD", "OPTIONS"}
    assert (405, {*VERBS[path].split()}) == (answer.status_code, allowed)
