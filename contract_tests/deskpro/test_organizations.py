"""Organizations and who is in them. Source: contract 9.4 and 10.4."""

import pytest

from contract_tests.deskpro.conftest import SHOWN_NOW, refused
from contract_tests.deskpro.spoken import upload

FIELDS = {
    "custom_fields": [
        {"key": "size", "name": "Size", "usage": "organization", "type": "text"},
    ]
}


def test_an_organization_is_shown_with_every_key(deskpro):
    """With the defaults of one that has a name only."""
    made = deskpro.make("/organizations", name=" Initech ")

    assert made == {
        "id": 3,
        "name": "Initech",
        "summary": "",
        "importance": 0,
        "parent": None,
        "picture_blob": None,
        "labels": [],
        "user_groups": [],
        "email_domains": [],
        "fields": {},
        "contact_data": [],
        "emails": None,
        "phone_numbers": [],
        "date_created": SHOWN_NOW,
        "chats_count": 0,
        "tickets_count": 0,
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", "Initrode"),
        ("summary", "Makes <i>printers</i>."),
        ("importance", 5),
        ("parent", 1),
        ("labels", ["gold"]),
        ("user_groups", [2]),
        ("email_domains", ["initech.test"]),
    ],
)
def test_what_is_written_reads_back(deskpro, name, value):
    """On creation and by a change; by a change of something else it stays."""
    made = deskpro.make("/organizations", **{"name": "Initech", name: value})
    deskpro.delete(f"/organizations/{made['id']}")
    other = deskpro.make("/organizations", name="Hooli")
    deskpro.put(f"/organizations/{other['id']}", json={name: value})
    deskpro.put(f"/organizations/{other['id']}", json={"id": 7})

    assert [value, value] == [made[name], deskpro.data(f"/organizations/{other['id']}")[name]]


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"name": " "}, {"name": ["required"]}),
        ({"name": "x" * 256}, {"name": ["too_long"]}),
        ({"importance": 6}, {"importance": ["out_of_range"]}),
        ({"importance": "high"}, {"importance": ["out_of_range"]}),
        ({"parent": 77}, {"parent": ["bad_choice"]}),
        ({"user_groups": [3]}, {"user_groups.user_groups_0": ["bad_choice"]}),
        ({"email_domains": [["a"]]}, {"email_domains.email_domains_0": ["invalid"]}),
        ({"members": [99]}, {"members.members_0": ["bad_choice"]}),
        ({"members": "all"}, {"members": ["invalid"]}),
        ({"fields": {"9": "x"}}, {"fields.fields_9": ["bad_choice"]}),
        (
            {"website": "x", "members": [99]},
            {"": ["extra_fields"], "members.members_0": ["bad_choice"]},
        ),
    ],
)
def test_bad_values_are_refused(deskpro, given, wrong):
    """Where they are, on creation and by a change."""
    answers = [
        deskpro.post("/organizations", json={"name": "Initech", **given}),
        deskpro.put(f"/organizations/{deskpro.ids['acme']}", json=given),
    ]

    assert [wrong] * 2 == [refused(answer) for answer in answers]
    assert 2 == deskpro.data("/organizations/counts")["count"]


def test_a_name_is_needed(deskpro):
    """By clients that send the id with a change, too, which is passed over."""
    acme = deskpro.ids["acme"]

    assert {"name": ["required"]} == refused(deskpro.post("/organizations", json={}))
    assert 204 == deskpro.put(f"/organizations/{acme}", json={"id": 7, "name": "ACME"}).status_code
    taken = deskpro.put(f"/organizations/{acme}", json={"name": "beta"})
    assert {"name": ["invalid"]} == refused(taken)


def test_no_organization_is_part_of_itself(deskpro):
    """By no way around; what it was part of may go."""
    acme, beta = deskpro.ids["acme"], deskpro.ids["beta"]
    deskpro.put(f"/organizations/{beta}", json={"parent": acme})

    for parent in (acme, beta):
        bad = deskpro.put(f"/organizations/{acme}", json={"parent": parent})
        assert {"parent": ["bad_choice"]} == refused(bad)

    deskpro.delete(f"/organizations/{acme}")
    assert None is deskpro.data(f"/organizations/{beta}")["parent"]


def test_an_organization_that_is_deleted_has_no_people(deskpro):
    """They stay."""
    acme, sam = deskpro.ids["acme"], deskpro.ids["sam"]

    deskpro.delete(f"/organizations/{acme}")

    assert 404 == deskpro.get(f"/organizations/{acme}").status_code
    assert None is deskpro.data(f"/people/{sam}")["organization"]
    assert [deskpro.ids["beta"]] == [one["id"] for one in deskpro.data("/organizations")]


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("", "acme beta"),
        ("name=ACME", "acme"),
        ("name=acm", ""),
        ("order_by=name&order_dir=desc", "beta acme"),
        ("period_created=today", "acme beta"),
        ("org_field.9=x", ""),
        ("ids={beta},99999999999999999999", "beta"),
    ],
)
def test_organizations_are_listed(deskpro, query, keys):
    """Those that pass the filters."""
    found = deskpro.data(f"/organizations?{query.format(**deskpro.ids)}")

    assert [deskpro.ids[key] for key in keys.split()] == [one["id"] for one in found]


def test_custom_fields_are_filled_in(deskpro):
    """And lists are narrowed by them."""
    deskpro.seed(FIELDS)
    size = deskpro.ids["size"]

    made = deskpro.make("/organizations", name="Initech", fields={str(size): "L"})

    assert {str(size): {"aliases": [], "value": "L"}} == made["fields"]
    assert [made] == deskpro.data(f"/organizations?org_field.{size}=L")


def test_somebody_becomes_a_member(deskpro):
    """Of one organization at a time; what they are there goes with it."""
    acme, beta, sam = (deskpro.ids[key] for key in ("acme", "beta", "sam"))

    made = deskpro.make(f"/organizations/{beta}/members", person=sam, position="Chair")

    assert made == {
        "id": sam,
        "person": sam,
        "organization": beta,
        "is_manager": False,
        "position": "Chair",
        "created_at": SHOWN_NOW,
        "updated_at": SHOWN_NOW,
    }
    shown = deskpro.data(f"/people/{sam}")
    assert (beta, "Chair", [made["id"]]) == (
        shown["organization"],
        shown["organization_position"],
        shown["organization_members"],
    )
    assert [] == deskpro.data(f"/organizations/{acme}/members")
    assert 2 == deskpro.data(f"/organizations/{beta}/members/counts")["count"]
    assert made == deskpro.data(f"/organizations/{beta}/members/{sam}")
    assert 404 == deskpro.get(f"/organizations/{acme}/members/{sam}").status_code
    assert 404 == deskpro.delete(f"/organizations/{acme}/members/{sam}").status_code


def test_a_member_is_one_no_more(deskpro):
    """The person stays."""
    acme, sam = deskpro.ids["acme"], deskpro.ids["sam"]

    assert 200 == deskpro.delete(f"/organizations/{acme}/members/{sam}").status_code

    assert None is deskpro.data(f"/people/{sam}")["organization"]
    assert 404 == deskpro.delete(f"/organizations/{acme}/members/{sam}").status_code


def test_a_member_may_be_told_of(deskpro):
    """By an address, as elsewhere; somebody new is made."""
    path = f"/organizations/{deskpro.ids['acme']}/members"

    told = deskpro.make(path, person={"email": "new@x.test", "name": "New One"}, is_manager=True)

    assert "New One" == deskpro.data(f"/people/{told['person']}")["name"]
    assert True is told["is_manager"]
    nul = deskpro.post(path, json={"person": {"email": "a@x.test", "name": "a\0b"}})
    assert {"person.name": ["invalid"]} == refused(nul)
    for given in ({}, {"person": 99}, {"person": None}, {"person": [1]}):
        assert ["person"] == list(refused(deskpro.post(path, json=given)))
    assert 404 == deskpro.post("/organizations/99/members", json={"person": 1}).status_code


def test_all_members_are_written_at_once(deskpro):
    """With the organization."""
    acme, sam, kim, tom = (deskpro.ids[key] for key in ("acme", "sam", "kim", "tom"))

    deskpro.put(f"/organizations/{acme}", json={"members": [kim, tom]})

    found = deskpro.data(f"/organizations/{acme}/members")
    assert [tom, kim] == [one["person"] for one in found]
    assert None is deskpro.data(f"/people/{sam}")["organization"]


def test_an_organization_has_a_picture(deskpro):
    """A file that was sent, by its code or its id; none once that is taken away."""
    sent, acme = upload(deskpro), f"/organizations/{deskpro.ids['acme']}"
    other = upload(deskpro, data=b"another")

    for name in (sent["blob_auth"], sent["blob_id"], sent["blob_auth_id"], str(sent["blob_id"])):
        deskpro.put(acme, json={"picture_blob": None})
        assert deskpro.data(acme)["picture_blob"] is None
        deskpro.put(acme, json={"picture_blob": name})
        assert sent["blob_id"] == deskpro.data(acme)["picture_blob"]
    made = deskpro.make("/organizations", name="Gamma", picture_blob=other["blob_auth"])
    assert other["blob_id"] == made["picture_blob"]
    deskpro.delete(f"/blobs/{sent['blob_auth']}")

    assert deskpro.data(acme)["picture_blob"] is None


@pytest.mark.parametrize("name", [99, "99", 10**30, "x", True, [1], {"id": 1}, "1" + "A" * 20])
def test_a_picture_is_a_file_that_there_is(deskpro, name):
    """Else the organization has none."""
    answer = deskpro.post("/organizations", json={"name": "Gamma", "picture_blob": name})

    assert {"picture_blob": ["bad_choice"]} == refused(answer)
