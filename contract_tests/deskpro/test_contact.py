"""How people and organizations are reached, and what is noted of them.

Source: contract 8, rows `contact_data` and "phone numbers"; 9.4.
"""

import pytest

from contract_tests.deskpro.conftest import SHOWN_NOW, refused
from polydesk.core.models import Organization, Person

WEBSITE = {"id": 1, "contact_type": "website", "comment": "", "url": "www.x"}
BY_TYPE = {
    "phone": {"0": {"number": 1234567890, "code": 44, "type": "phone"}},
    "address": {"0": {"city": "London"}},
}
ADDRESS = {"address": "", "city": "London", "state": "", "zip": "", "country": ""}
OWNERS = ["people", "organizations"]


@pytest.fixture(params=OWNERS)
def path(request, deskpro):
    """A person, or an organization."""
    return f"/{request.param}/{deskpro.make(f'/{request.param}', name='Ada')['id']}"


def test_contact_data_is_written_by_type(deskpro, path):
    """As lists or as objects keyed by places; read as one list."""
    assert 204 == deskpro.put(path, json={"contact_data": BY_TYPE}).status_code

    phone = {"id": 1, "contact_type": "phone", "comment": "", **BY_TYPE["phone"]["0"]}
    address = {"id": 2, "contact_type": "address", "comment": "", **ADDRESS}
    assert [phone, address] == deskpro.data(path)["contact_data"]
    given = {"website": [{"url": "www.x", "comment": "work"}], "phone": [{"number": "2"}]}
    deskpro.put(path, json={"contact_data": given})
    assert deskpro.data(path)["contact_data"] == [
        {"id": 1, "contact_type": "phone", "comment": "", "number": "2", "code": "", "type": ""},
        address,
        {**WEBSITE, "id": 3, "comment": "work"},
    ]


def test_contact_data_as_shown_can_be_sent_back(deskpro, path):
    """Then it is all there is; ids are kept, and never used again."""
    deskpro.put(path, json={"contact_data": BY_TYPE})
    shown = deskpro.data(path)["contact_data"]

    deskpro.put(path, json={"contact_data": shown})
    assert shown == deskpro.data(path)["contact_data"]
    deskpro.put(path, json={"contact_data": shown[:1]})
    assert shown[:1] == deskpro.data(path)["contact_data"]
    deskpro.put(path, json={"contact_data": {"website": [{"url": "www.x"}]}})
    assert [1, 3] == [one["id"] for one in deskpro.data(path)["contact_data"]]


def test_contact_data_is_a_collection(deskpro, path):
    """With all verbs, below its owner."""
    made = deskpro.make(f"{path}/contact_data", contact_type="website", url="www.x")

    assert WEBSITE == made
    assert [WEBSITE] == deskpro.data(f"{path}/contact_data") == deskpro.data(path)["contact_data"]
    assert WEBSITE == deskpro.data(f"{path}/contact_data/1")
    deskpro.put(f"{path}/contact_data/1", json={"comment": "work", "contact_type": "phone"})
    assert WEBSITE | {"comment": "work"} == deskpro.data(f"{path}/contact_data/1")
    assert 1 == deskpro.data(f"{path}/contact_data/counts")["count"]
    deskpro.delete(f"{path}/contact_data/1")
    assert [] == deskpro.data(f"{path}/contact_data")
    assert 404 == deskpro.put(f"{path}/contact_data/1", json={}).status_code
    assert 2 == deskpro.make(f"{path}/contact_data", contact_type="phone", number=1)["id"]


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"url": "x"}, {"contact_type": ["required"]}),
        ({"contact_type": "pigeon"}, {"contact_type": ["bad_choice"]}),
        ({"contact_type": "website", "url": ["x"]}, {"url": ["invalid"]}),
        ({"contact_type": "website", "url": "x" * 256}, {"url": ["too_long"]}),
        ({"contact_type": "website", "url": "a\0b"}, {"url": ["invalid"]}),
        ({"contact_type": "phone", "number": 2**60}, {"number": ["invalid"]}),
        ({"contact_type": "address", "zip": "1" * 41}, {"zip": ["too_long"]}),
        ({"contact_type": "website", "colour": 1}, {"": ["extra_fields"]}),
    ],
)
def test_bad_contact_data_is_refused(deskpro, path, given, wrong):
    """Where it is."""
    assert wrong == refused(deskpro.post(f"{path}/contact_data", json=given))


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ("x", {"contact_data": ["invalid"]}),
        (None, {"contact_data": ["required"]}),
        ({"phone": "1"}, {"contact_data.phone": ["invalid"]}),
        ({"phone": ["1"]}, {"contact_data.phone.phone_0": ["invalid"]}),
        (
            {"phone": {"0": {"number": 1}, "1": {"number": {}}}},
            {"contact_data.phone.phone_1.number": ["invalid"]},
        ),
        ([{"url": "x"}], {"contact_data.contact_data_0.contact_type": ["bad_choice"]}),
        ([{"contact_type": ["a"]}], {"contact_data.contact_data_0.contact_type": ["bad_choice"]}),
        ([7], {"contact_data.contact_data_0": ["invalid"]}),
        ([{"contact_type": "phone"}] * 101, {"contact_data": ["invalid"]}),
    ],
)
def test_bad_contact_data_is_refused_with_its_owner(deskpro, path, given, wrong):
    """Where it is; keys and types that are not known are passed over."""
    assert wrong == refused(deskpro.put(path, json={"contact_data": given}))
    fine = {"contact_data": {"pigeon": [1], "website": [{"url": "x", "colour": [1]}]}}
    assert 204 == deskpro.put(path, json=fine).status_code


def test_the_first_address_is_everybodys(deskpro, path):
    """Other dialects read it, and what they write is read here."""
    deskpro.put(path, json={"contact_data": {"address": [{"city": "London", "zip": 4711}]}})

    with deskpro.desk() as desk:
        row = desk.get(MODELS[path.split("/")[1]], int(path.split("/")[2]))
        assert ("London", "4711", None) == (row.city, row.postal_code, row.country)
        row.city = "Paris"
    [shown] = deskpro.data(path)["contact_data"]
    assert ("Paris", 4711) == (shown["city"], shown["zip"])
    deskpro.put(path, json={"contact_data": []})
    assert [] == deskpro.data(path)["contact_data"]


def test_what_others_know_of_an_address_is_contact_data(deskpro, path):
    """As if it had been written here."""
    with deskpro.desk() as desk:
        desk.get(MODELS[path.split("/")[1]], int(path.split("/")[2])).city = "London"

    shown = [{"id": 1, "contact_type": "address", "comment": "", **ADDRESS}]
    assert shown == deskpro.data(path)["contact_data"]
    deskpro.make(f"{path}/contact_data", contact_type="website", url="www.x")
    assert [*shown, {**WEBSITE, "id": 2}] == deskpro.data(path)["contact_data"]


MODELS = {"people": Person, "organizations": Organization}


def test_phone_numbers_are_written(deskpro):
    """The first is the one that other dialects know."""
    sam = deskpro.ids["sam"]
    given = [{"label": "work", "number": "+44 1"}, {"number": 2, "type": "mobile"}, "3"]

    assert 204 == deskpro.put(f"/people/{sam}", json={"phone_numbers": given}).status_code

    more = {"extension": "", "person": sam}
    assert deskpro.data(f"/people/{sam}")["phone_numbers"] == [
        {"number": "+44 1", "label": "work", **more, "type": "phone"},
        {"number": 2, "label": "", **more, "type": "mobile"},
        {"number": "3", "label": "", **more, "type": "phone"},
    ]
    with deskpro.desk() as desk:
        person = desk.get(Person, sam)
        assert "+44 1" == person.phone
        person.phone = "+44 7"
    assert ["+44 7", 2, "3"] == numbers(deskpro, sam)
    deskpro.put(f"/people/{sam}", json={"phone_numbers": []})
    assert [] == numbers(deskpro, sam)


def numbers(deskpro, id):
    """Somebody's telephone numbers."""
    return [one["number"] for one in deskpro.data(f"/people/{id}")["phone_numbers"]]


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        (7, {"phone_numbers": ["invalid"]}),
        ([{"label": "x"}], {"phone_numbers.phone_numbers_0.number": ["required"]}),
        (["1", ""], {"phone_numbers.phone_numbers_1.number": ["required"]}),
        ([["1"]], {"phone_numbers.phone_numbers_0.number": ["invalid"]}),
        (["1" * 81], {"phone_numbers.phone_numbers_0.number": ["too_long"]}),
        (["a\0b"], {"phone_numbers": ["invalid"]}),
        (["1"] * 101, {"phone_numbers": ["invalid"]}),
    ],
)
def test_bad_phone_numbers_are_refused(deskpro, given, wrong):
    """Where they are."""
    answer = deskpro.put(f"/people/{deskpro.ids['sam']}", json={"phone_numbers": given})

    assert wrong == refused(answer)


def test_notes_are_taken(deskpro, path):
    """By agents, in their name."""
    word = {"people": "person", "organizations": "organization"}[path.split("/")[1]]

    made = deskpro.make(f"{path}/notes", note="Pays <b>late</b>.")

    assert made == {
        "id": 1,
        word: int(path.split("/")[2]),
        "agent": deskpro.ids["ada"],
        "note": "Pays <b>late</b>.",
        "date_created": SHOWN_NOW,
    }
    assert [made] == deskpro.data(f"{path}/notes")
    deskpro.put(f"{path}/notes/1", json={"note": "Pays."})
    assert made | {"note": "Pays."} == deskpro.data(f"{path}/notes/1")
    assert 1 == deskpro.data(f"{path}/notes/counts")["count"]
    assert {"note": ["required"]} == refused(deskpro.post(f"{path}/notes", json={}))
    assert {"note": ["invalid"]} == refused(deskpro.put(f"{path}/notes/1", json={"note": {}}))
    other = deskpro.make(f"/{path.split('/')[1]}", name="Bo")
    elsewhere = f"/{path.split('/')[1]}/{other['id']}/notes"
    assert ([], 404) == (deskpro.data(elsewhere), deskpro.get(f"{elsewhere}/1").status_code)
    deskpro.delete(f"{path}/notes/1")
    assert 404 == deskpro.get(f"{path}/notes/1").status_code


@pytest.mark.parametrize("kind", OWNERS)
@pytest.mark.parametrize("part", ["notes", "contact_data"])
def test_nothing_is_below_nobody(deskpro, kind, part):
    """404 for an owner who is not there, and for one who was."""
    gone = deskpro.make(f"/{kind}", name="Bo")["id"]
    deskpro.delete(f"/{kind}/{gone}")

    answers = [deskpro.get(f"/{kind}/{id}/{part}") for id in (gone, 99, 2**70)]
    answers += [deskpro.post(f"/{kind}/{gone}/{part}", json={})]

    assert [404] * 4 == [answer.status_code for answer in answers]
