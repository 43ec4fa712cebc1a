"""Companies and departments. Source: contract 6.4, 46 to 49, 7.12 and 7.16."""

import pytest

from contract_tests.desteksitesi.calling import call, refused
from polydesk.core.models import Organization


def company(id, name, domain=None, notes=None):
    return {"CompanyID": id, "Name": name, "EmailDomain": domain, "Notes": notes}


def companies(destek):
    return destek.get("/api/Companies").json


def test_companies_are_listed(destek):
    """Contract 6.4, 46, and 7.12: by name, in any letter case; a path id is ignored (1.4)."""
    destek.seed(
        {
            "organizations": [
                {"name": "atlas", "domains": ["a.example", "b.example"], "notes": "Old"}
            ]
        }
    )

    found = companies(destek)

    assert ["CompanyID", "Name", "EmailDomain", "Notes"] == list(found[0])
    assert [
        company(destek.ids["acme"], "Acme"),
        company(found[1]["CompanyID"], "atlas", "a.example;b.example", "Old"),
        company(destek.ids["beta"], "Beta"),
    ] == found
    assert found == destek.post("/api/Companies/3").json


@pytest.mark.parametrize("domains", ["a.example", "a.example;b.example", " a.example; b.example;"])
def test_a_company_is_made(destek, domains):
    """Contract 6.4, 47: the id is answered; the list of domains stays as it was given."""
    answer = call(destek, "Company", name=" Nova ", emailDomains=domains)

    found = companies(destek)[-1]
    assert (200, str(found["CompanyID"])) == refused(answer)
    assert company(answer.json, "Nova", domains.strip()) == found


def test_a_company_of_a_known_name_is_not_made(destek):
    """Contract 6.4, 47, and 11.11: the old id, and nothing has changed."""
    before = companies(destek)

    answer = call(destek, "Company", name="ACME", emailDomains="new.example")

    assert (200, destek.ids["acme"]) == (answer.status_code, answer.json)
    assert before == companies(destek)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"name": "Acme Ltd"}, ("Acme Ltd", "acme.example", "Old")),
        ({"notes": "New"}, ("Acme", "acme.example", "New")),
        ({"emailDomains": "x.example;y.example"}, ("Acme", "x.example;y.example", "Old")),
        ({"name": "", "notes": "", "emailDomains": ""}, ("Acme", "acme.example", "Old")),
        ({}, ("Acme", "acme.example", "Old")),
    ],
)
def test_a_company_is_changed(destek, given, expected):
    """Contract 6.4, 48: what is given only; blanks are not given (2.6)."""
    call(destek, "UpdateCompany", id="acme", notes="Old", emailDomains="acme.example")

    answer = call(destek, "UpdateCompany", id="acme", **given)

    assert (200, "") == refused(answer)
    assert company(destek.ids["acme"], *expected) == companies(destek)[0]


@pytest.mark.parametrize(
    ("method", "given", "expected"),
    [
        ("UpdateCompany", {"id": "acme", "name": "BETA"}, (400, "The name is already taken")),
        ("UpdateCompany", {"id": 999, "name": "x"}, (404, "Company not found")),
        ("UpdateCompany", {"id": "x"}, (400, "Parameter 'id': Missing data for required field.")),
        ("UpdateCompany", {}, (400, "Parameter 'id': Missing data for required field.")),
        ("Company", {"name": " "}, (400, "Parameter 'name': Missing data for required field.")),
        (
            "Company",
            {"name": "a" * 256},
            (400, "Parameter 'name': is longer than 255 characters"),
        ),
    ],
)
def test_a_company_that_cannot_be_changed(destek, method, given, expected):
    """Contract 6.4, 47 and 48: nothing has changed."""
    before = companies(destek)

    assert expected == refused(call(destek, method, **given))
    assert before == companies(destek)


def test_a_deleted_company_is_none(destek):
    """Not in the list, and nothing to be changed."""
    with destek.desk() as desk:
        desk.get(Organization, destek.ids["acme"]).deleted_at = desk.now()

    assert ["Beta"] == [one["Name"] for one in companies(destek)]
    assert 404 == call(destek, "UpdateCompany", id="acme", notes="x").status_code


def test_departments_are_listed(destek):
    """Contract 6.4, 49, and 7.16: by name."""
    destek.seed({"departments": [{"key": "it", "name": "it"}, {"key": "ops", "name": "Ops"}]})

    found = destek.get("/api/Departments").json

    assert ["DepartmentID", "Name"] == list(found[0])
    assert [
        {"DepartmentID": destek.ids["it"], "Name": "it"},
        {"DepartmentID": destek.ids["ops"], "Name": "Ops"},
        {"DepartmentID": 1, "Name": "Support"},
    ] == found
