"""Organizations and their contacts. Source: contract 1.4, "People"."""

import pytest

from contract_tests.helpdeskpro_sanctum.conftest import META, MOMENT, invalid, refused
from polydesk.core import people
from polydesk.core.models import Organization, Person

ACME = {
    "name": "Acme",
    "email": "info@example.com",
    "phone": "030 1",
    "address": "Street 1",
    "city": "Berlin",
    "region": "Berlin",
    "country": "DE",
    "postal_code": "10115",
}
MISSING = (404, "Organization not found", None)


def test_an_organization_is_made_and_listed(sanctum):
    """Without contacts, which are shown with one alone."""
    answer = sanctum.post("/organizations", json=ACME)

    id = answer.json["data"]["id"]
    shown = {"id": id, **ACME, "created_at": MOMENT, "updated_at": MOMENT}
    assert (201, {"success": True, "data": shown, "meta": META}) == (
        answer.status_code,
        answer.json,
    )
    assert [shown] == sanctum.list("/organizations")
    assert {**shown, "contacts": []} == sanctum.data("GET", f"/organizations/{id}")


def test_its_contacts_are_shown_with_it(sanctum):
    """By their names; who can sign in is none."""
    id = sanctum.make("/organizations", **ACME)["id"]
    made = [
        sanctum.make("/contacts", first_name=first, last_name=last, organization_id=id)
        for first, last in (("Cy", "Young"), ("Al", "Old"), ("No", "More"))
    ]
    sanctum.delete(f"/contacts/{made.pop()['id']}")
    with sanctum.desk() as desk:
        sam = desk.get(Person, sanctum.ids["sam"])
        people.change(desk, sam, organization=desk.get(Organization, id))

    shown = sanctum.data("GET", f"/organizations/{id}")

    for one in made:
        del one["organization"]
    assert made[::-1] == shown["contacts"]


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_only_what_is_sent_changes(sanctum, method):
    """The answer has the contacts too."""
    before = sanctum.make("/organizations", **ACME)
    sanctum.freeze("2026-01-05T10:00:00Z")

    after = sanctum.data(
        method, f"/organizations/{before['id']}", json={"name": "Acme Inc", "email": None}
    )

    changed = {"name": "Acme Inc", "email": None, "updated_at": "2026-01-05T10:00:00.000000Z"}
    assert {**before, **changed, "contacts": []} == after


def test_all_flaws_are_told_at_once(sanctum):
    """On changing as on making; nothing is kept."""
    sent = {"name": " ", "email": "x", "country": "DEU", "postal_code": "1" * 26, "phone": 1}
    flaws = invalid(
        name="The name field is required.",
        email="The email must be a valid email address.",
        country="The country must not be greater than 2 characters.",
        postal_code="The postal code must not be greater than 25 characters.",
        phone="The phone must be a string.",
    )
    id = sanctum.make("/organizations", **ACME)["id"]

    made = sanctum.post("/organizations", json=sent)
    changed = sanctum.put(f"/organizations/{id}", json={**sent, "city": "Rome"})

    assert [flaws, flaws] == [refused(made), refused(changed)]
    assert ["Berlin"] == [one["city"] for one in sanctum.list("/organizations")]


def test_a_deleted_organization_can_be_restored(sanctum):
    """Till then it is not there, nor can anybody come to it."""
    before = sanctum.make("/organizations", **ACME)
    url = f"/organizations/{before['id']}"

    gone = sanctum.delete(url)
    missing = [sanctum.get(url), sanctum.put(url, json={}), sanctum.delete(url)]
    closed = sanctum.put(f"/contacts/{sanctum.ids['bo']}", json={"organization_id": before["id"]})
    listed = sanctum.list("/organizations")
    back = sanctum.post(f"{url}/restore")

    assert (204, b"") == (gone.status_code, gone.data)
    assert [MISSING] * 3 == [refused(one) for one in missing]
    assert invalid(organization_id="The selected organization id is invalid.") == refused(closed)
    assert [] == listed
    assert (200, before) == (back.status_code, back.json["data"])
    assert [before] == sanctum.list("/organizations")


@pytest.mark.parametrize("id", ["x", "0", "999"])
def test_what_never_was_cannot_be_restored(sanctum, id):
    """404, as for all else."""
    url = f"/organizations/{id}"

    answers = [sanctum.get(url), sanctum.put(url), sanctum.delete(url)]

    assert [MISSING] * 4 == [refused(one) for one in [*answers, sanctum.post(f"{url}/restore")]]


@pytest.mark.parametrize(
    ("query", "found", "filters"),
    [
        ("", ["acme", "Beta", "Zeta"], []),
        ("?order=desc", ["Zeta", "Beta", "acme"], []),
        ("?sort=id", ["Zeta", "acme", "Beta"], []),
        ("?sort=email&order=desc", ["Beta", "acme", "Zeta"], []),
        ("?sort=phone", ["acme", "Beta", "Zeta"], []),
        ("?search=ETA", ["Beta", "Zeta"], {"search": "ETA"}),
        ("?search=B@", ["acme"], {"search": "B@"}),
        ("?search=77", ["Beta"], {"search": "77"}),
        ("?search=_", [], {"search": "_"}),
    ],
)
def test_organizations_are_ordered_and_narrowed(sanctum, query, found, filters):
    """By name, ignoring case; searched in names, addresses and numbers (Q-S4, Q-S5)."""
    sanctum.make("/organizations", name="Zeta", email="a@example.com")
    sanctum.make("/organizations", name="acme", email="b@example.com")
    sanctum.make("/organizations", name="Beta", email="c@example.com", phone="030 77")

    body = sanctum.get(f"/organizations{query}").json

    assert (found, filters) == (
        [one["name"] for one in body["data"]],
        body["meta"]["filters"],
    )
