"""Contacts: persons who cannot sign in. Source: contract 1.4, "People"."""

import pytest

from contract_tests.helpdeskpro_sanctum.conftest import META, MOMENT, invalid, refused
from polydesk.core import people, removal
from polydesk.core.models import Person
from tests.counting import counting

CY = {
    "first_name": "Cy",
    "last_name": "Young",
    "email": "cy@example.com",
    "phone": "030 1",
    "address": "Street 1",
    "city": "Berlin",
    "region": "Berlin",
    "country": "de",
    "postal_code": "10115",
}
MISSING = (404, "Contact not found", None)


def names(sanctum, query=""):
    """The first names in the list, and what it was narrowed by."""
    body = sanctum.get(f"/contacts{query}").json
    return [one["first_name"] for one in body["data"]], body["meta"]["filters"]


def test_a_contact_is_made_and_shown(sanctum):
    """With the organization."""
    place = {key: value for key, value in CY.items() if not key.endswith("_name")}
    organization = sanctum.make("/organizations", name="Acme", **place)

    answer = sanctum.post("/contacts", json={**CY, "organization_id": organization["id"]})

    id = answer.json["data"]["id"]
    shown = {
        "id": id,
        **CY,
        "organization_id": organization["id"],
        "created_at": MOMENT,
        "updated_at": MOMENT,
        "organization": {
            "id": organization["id"],
            "name": "Acme",
            **place,
            "created_at": MOMENT,
            "updated_at": MOMENT,
        },
    }
    assert (201, {"success": True, "data": shown, "meta": META}) == (
        answer.status_code,
        answer.json,
    )
    assert shown == sanctum.data("GET", f"/contacts/{id}")
    assert shown in sanctum.list("/contacts?include=organization,nothing")


def test_a_contact_needs_names_alone(sanctum):
    """All else is null."""
    made = sanctum.make("/contacts", first_name="Cy", last_name="Young", email="")

    empty = dict.fromkeys([*CY, "organization_id", "organization"])
    names = {"first_name": "Cy", "last_name": "Young", "id": made["id"]}
    assert {**empty, **names, "created_at": MOMENT, "updated_at": MOMENT} == made


def test_all_flaws_are_told_at_once(sanctum):
    """None of it is kept."""
    lengths = {"phone": 50, "address": 150, "city": 50, "region": 50, "postal_code": 25}
    sent = {name: "x" * (most + 1) for name, most in lengths.items()}
    sent |= {"email": "cy", "country": "DEU", "organization_id": 99, "first_name": "x" * 51}

    answer = sanctum.post("/contacts", json=sent)

    assert invalid(
        email="The email must be a valid email address.",
        country="The country must not be greater than 2 characters.",
        organization_id="The selected organization id is invalid.",
        first_name="The first name must not be greater than 50 characters.",
        last_name="The last name field is required.",
        **{
            name: f"The {name.replace('_', ' ')} must not be greater than {most} characters."
            for name, most in lengths.items()
        },
    ) == refused(answer)
    assert (["Bo"], []) == names(sanctum)


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_only_what_is_sent_changes(sanctum, method):
    """Null clears."""
    organization = sanctum.make("/organizations", name="Acme")
    before = sanctum.make("/contacts", **CY, organization_id=organization["id"])
    sanctum.freeze("2026-01-05T10:00:00Z")
    sent = {"first_name": "Cyd", "organization_id": None, "email": ""}

    after = sanctum.data(method, f"/contacts/{before['id']}", json=sent)

    cleared = {"organization": None, "organization_id": None, "email": None}
    moment = "2026-01-05T10:00:00.000000Z"
    assert {**before, **cleared, "first_name": "Cyd", "updated_at": moment} == after


def test_a_country_kept_by_its_name_is_shown_by_its_letters(sanctum):
    """To send these back changes nothing; what is no country at all is none."""
    for name, country in (("A B", "Germany"), ("C Z", "Utopia")):
        with sanctum.desk() as desk:
            people.create(desk, name=name, country=country, can_sign_in=False)
    before = sanctum.list("/contacts")[0]
    sanctum.freeze("2026-01-05T10:00:00Z")

    after = sanctum.data("PUT", f"/contacts/{before['id']}", json={"country": "DE"})

    assert ["DE", None, None] == [one["country"] for one in sanctum.list("/contacts")]
    assert before == after


def test_a_deleted_contact_can_be_restored(sanctum):
    """Till then it is not there."""
    bo = f"/contacts/{sanctum.ids['bo']}"
    before = sanctum.data("GET", bo)

    gone = sanctum.delete(bo)
    missing = [sanctum.get(bo), sanctum.patch(bo, json={}), sanctum.delete(bo)]
    listed = names(sanctum)
    back = sanctum.post(f"{bo}/restore")

    assert (204, b"") == (gone.status_code, gone.data)
    assert [MISSING] * 3 == [refused(one) for one in missing]
    assert ([], []) == listed
    assert (200, before) == (back.status_code, back.json["data"])
    assert (["Bo"], []) == names(sanctum)


@pytest.mark.parametrize("id", ["sam", "x", "0", "999"])
def test_users_are_no_contacts(sanctum, id):
    """Nor is what has no number."""
    url = f"/contacts/{sanctum.ids.get(id, id)}"

    answers = [
        sanctum.get(url),
        sanctum.put(url),
        sanctum.delete(url),
        sanctum.post(f"{url}/restore"),
    ]

    assert [MISSING] * 4 == [refused(one) for one in answers]


def test_who_is_erased_elsewhere_is_gone_for_good(sanctum):
    """Nothing restores them."""
    with sanctum.desk() as desk:
        removal.erase(desk, desk.get(Person, sanctum.ids["bo"]), name="-")

    assert MISSING == refused(sanctum.post(f"/contacts/{sanctum.ids['bo']}/restore"))


@pytest.mark.parametrize(
    ("query", "found", "filters"),
    [
        ("", ["Bo", "Al", "Cy"], []),
        ("?sort=first_name", ["Al", "Bo", "Cy"], []),
        ("?sort=created_at&order=desc", ["Bo", "Cy", "Al"], []),
        ("?sort=last_name&order=desc", ["Cy", "Al", "Bo"], []),
        ("?search=AL%20y", ["Al"], {"search": "AL y"}),
        ("?search=bo@EXAMPLE", ["Bo"], {"search": "bo@EXAMPLE"}),
        ("?search[]=a", ["Bo", "Al", "Cy"], {"search": ["a"]}),
    ],
)
def test_contacts_are_ordered_and_narrowed(sanctum, query, found, filters):
    """By last and first name (Q-S5); what is equal by id."""
    sanctum.make("/contacts", **CY)
    sanctum.make("/contacts", first_name="Al", last_name="young")

    assert (found, filters) == names(sanctum, query)


@pytest.mark.parametrize("path", ["contacts", "users", "customers", "organizations"])
def test_a_list_takes_as_many_statements_for_few_as_for_many(sanctum, path):
    """With all that is nested in its rows."""
    costs = []
    for many in (1, 10):
        for n in range(many):
            organization = sanctum.make("/organizations", name=f"Acme {many} {n}")
            about = {"first_name": "A", "last_name": "B", "email": f"{many}.{n}@example.com"}
            sanctum.make("/contacts", **about, organization_id=organization["id"])
            sanctum.make("/users", **{**about, "email": f"u{many}.{n}@example.com"})
        sanctum.get(f"/{path}")
        with counting() as statements:
            rows = sanctum.list(f"/{path}?per_page=100")
        costs.append((len(statements), len(rows)))

    (few, first), (many, then) = costs
    assert first + 10 == then
    assert few == many <= 4
