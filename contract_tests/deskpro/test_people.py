"""People. Source: contract 9.4, 10.3 and 11."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from contract_tests.deskpro.conftest import DESKPRO, PASSWORD, SHOWN_NOW, refused
from polydesk.core import access, passwords
from polydesk.core.models import Person

ADA = {"name": "Ada Lee", "email": "ada.lee@example.com"}


def test_a_person_is_shown_with_every_key(deskpro):
    """In the contract's order, with the defaults of one whom the API made."""
    made = deskpro.make("/people", **ADA)

    assert made == {
        "id": 6,
        "primary_email": "ada.lee@example.com",
        "emails": ["ada.lee@example.com"],
        "name": "Ada Lee",
        "first_name": "Ada",
        "last_name": "Lee",
        "title_prefix": "",
        "override_display_name": "",
        "summary": "",
        "timezone": "UTC",
        "organization_position": "",
        "display_name": "Ada Lee",
        "display_contact": "Ada Lee <ada.lee@example.com>",
        "organization": None,
        "organization_members": [],
        "organization_manager": False,
        "labels": [],
        "user_groups": [],
        "agent_groups": [],
        "all_user_groups": [1],
        "teams": [],
        "brands": [1],
        "language": 1,
        "primary_team": None,
        "fields": {},
        "contact_data": [],
        "phone_numbers": [],
        "agent_data": None,
        "is_agent": False,
        "is_user": False,
        "is_contact": True,
        "was_agent": False,
        "can_agent": False,
        "can_admin": False,
        "can_billing": False,
        "can_reports": False,
        "is_confirmed": False,
        "is_deleted": False,
        "is_disabled": False,
        "disable_picture": False,
        "disable_autoresponses": False,
        "online": False,
        "online_for_chat": False,
        "avatar": {
            "default_url_pattern": (
                "http://localhost" + deskpro.url + "/file.php/avatar/{{IMG_SIZE}}/default.jpg"
                "?size-fit=1"
            ),
            "url_pattern": None,
            "base_gravatar_url": None,
        },
        "gravatar_url": None,
        "picture_blob": None,
        "browser": None,
        "last_seen": None,
        "date_last_login": None,
        "date_created": SHOWN_NOW,
        "tickets_count": 0,
        "chats_count": 0,
        "creation_system": "web.person",
        "disable_autoresponses_log": "",
        "contextual_options": [],
        "preferences": [],
    }


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ({"name": "Ada"}, ("Ada", "Ada", "")),
        ({"name": " Ada de Lee "}, ("Ada de Lee", "Ada", "de Lee")),
        ({"first_name": "Ada", "last_name": "Lee"}, ("Ada Lee", "Ada", "Lee")),
        ({"last_name": "Lee"}, ("Lee", "", "Lee")),
        ({"name": "A. Lee", "first_name": "Ada", "last_name": "L"}, ("A. Lee", "Ada", "L")),
        ({"email": "a@example.com"}, ("a@example.com", "", "")),
        ({"email": "a@example.com", "name": " ", "last_name": ""}, ("a@example.com", "", "")),
        ({"name": None, "first_name": "Ada", "last_name": None}, ("Ada", "Ada", "")),
    ],
)
def test_a_name_has_parts(deskpro, given, names):
    """A lone name is split at the first blank, and put together of its parts where it is absent."""
    made = deskpro.make("/people", **given)

    assert names == (made["name"], made["first_name"], made["last_name"])


@pytest.mark.parametrize("given", [{}, {"name": " "}, {"first_name": "", "summary": "Tall"}])
def test_somebody_has_a_name_or_an_address(deskpro, given):
    """Nothing else is needed."""
    assert {"name": ["required"]} == refused(deskpro.post("/people", json=given))


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ({"name": "Bo Ek"}, ("Bo Ek", "Bo", "Ek")),
        ({"first_name": "Bo"}, ("Bo Lee", "Bo", "Lee")),
        ({"last_name": ""}, ("Ada", "Ada", "")),
        ({"summary": "Tall"}, ("Ada Lee", "Ada", "Lee")),
        ({"first_name": "", "last_name": ""}, ("ada.lee@example.com", "", "")),
    ],
)
def test_a_change_of_a_part_changes_the_name(deskpro, given, names):
    """What is not given stays."""
    id = deskpro.make("/people", **ADA)["id"]

    assert 204 == deskpro.put(f"/people/{id}", json=given).status_code

    now = deskpro.data(f"/people/{id}")
    assert names == (now["name"], now["first_name"], now["last_name"])


WRITABLE = {
    "title_prefix": "Dr",
    "override_display_name": "The Countess",
    "summary": "Likes <b>numbers</b>.",
    "timezone": "Europe/London",
    "organization_position": "Analyst",
    "labels": ["vip", "beta"],
    "user_groups": [2],
    "language": 2,
    "is_disabled": True,
}


@pytest.mark.parametrize("name", WRITABLE)
def test_what_is_written_reads_back(deskpro, name):
    """On creation and by a change; by a change of something else it stays."""
    value = WRITABLE[name]
    made = deskpro.make("/people", **ADA, **{name: value})
    other = deskpro.make("/people", name="Bo")
    deskpro.put(f"/people/{other['id']}", json={name: value})
    deskpro.put(f"/people/{other['id']}", json={"name": "Bo Ek"})

    assert [value, value] == [made[name], deskpro.data(f"/people/{other['id']}")[name]]


def test_a_person_as_shown_can_be_sent_back(deskpro):
    """What is only read is passed over, and nothing changes."""
    for key in ("sam", "tom"):
        shown = deskpro.data(f"/people/{deskpro.ids[key]}")

        assert 204 == deskpro.put(f"/people/{deskpro.ids[key]}", json=shown).status_code

        assert shown == deskpro.data(f"/people/{deskpro.ids[key]}")


@pytest.mark.parametrize(
    ("given", "emails"),
    [
        ({"email": "a@x.test"}, ["a@x.test"]),
        ({"primary_email": " a@x.test "}, ["a@x.test"]),
        ({"emails": ["a@x.test", "b@x.test"]}, ["a@x.test", "b@x.test"]),
        ({"emails": "a@x.test"}, ["a@x.test"]),
        ({"email": "b@x.test", "emails": ["a@x.test", "B@x.test"]}, ["b@x.test", "a@x.test"]),
        ({"name": "Ada", "emails": []}, []),
        ({"name": "Ada", "email": None}, []),
    ],
)
def test_the_primary_address_comes_first(deskpro, given, emails):
    """And each once, in any case."""
    made = deskpro.make("/people", **given)

    assert (emails, emails[0] if emails else None) == (made["emails"], made["primary_email"])


@pytest.mark.parametrize(
    ("given", "emails"),
    [
        ({"primary_email": "c@x.test"}, ["c@x.test", "b@x.test"]),
        ({"email": "b@x.test"}, ["b@x.test", "a@x.test"]),
        ({"email": "a@x.test"}, ["a@x.test", "b@x.test"]),
        ({"emails": ["b@x.test"]}, ["b@x.test"]),
        ({"email": None}, ["b@x.test"]),
        ({"emails": []}, []),
        ({"name": "Bo"}, ["a@x.test", "b@x.test"]),
    ],
)
def test_addresses_change(deskpro, given, emails):
    """A new primary one takes the place of the old one, or its own place before the others."""
    id = deskpro.make("/people", name="Ada", emails=["a@x.test", "b@x.test"])["id"]

    assert 204 == deskpro.put(f"/people/{id}", json=given).status_code

    assert emails == deskpro.data(f"/people/{id}")["emails"]


def test_an_address_is_one_persons(deskpro):
    """Also a further one, in any case, and that of somebody who is deleted."""
    made = deskpro.make("/people", emails=["a@x.test", "b@x.test"])
    deskpro.delete(f"/people/{made['id']}")

    answer = deskpro.post("/people", json={"name": "Ada", "email": "A@x.test"})

    assert {"emails.emails_0": ["dupe_email"]} == refused(answer)
    said = answer.json["errors"]["fields"]["emails"]["fields"]["emails_0"]["errors"][0]
    assert 'Email "A@x.test" is already in use by other user.' == said["message"]
    again = {"name": "Ada", "emails": ["new@x.test", "SAM@example.com", "b@x.test"]}
    wanted = {"emails.emails_1": ["dupe_email"], "emails.emails_2": ["dupe_email"]}
    assert wanted == refused(deskpro.post("/people", json=again))
    assert wanted == refused(deskpro.put(f"/people/{deskpro.ids['kim']}", json=again))
    assert [] == deskpro.data("/people?primary_email=new@x.test")


def test_of_many_who_make_one_address_one_wins(deskpro):
    """The others are told so."""
    with ThreadPoolExecutor(4) as pool:
        answers = [*pool.map(lambda _: deskpro.post("/people", json=ADA), range(4))]

    assert [201, 400, 400, 400] == sorted(answer.status_code for answer in answers)
    losers = [answer for answer in answers if answer.status_code == 400]
    assert [{"emails.emails_0": ["dupe_email"]}] * 3 == [refused(answer) for answer in losers]


BAD = [
    ("email", "nobody", "email", "bad_email"),
    ("email", ["a@x.test"], "email", "invalid"),
    ("primary_email", f"{'a' * 255}@x.test", "primary_email", "too_long"),
    ("emails", ["a@x.test", "b"], "emails.emails_1", "bad_email"),
    ("emails", [{"email": "a@x.test"}], "emails.emails_0", "bad_email"),
    ("emails", 7, "emails", "invalid"),
    ("emails", [f"a{at}@x.test" for at in range(200)], "emails", "invalid"),
    ("name", {"first": "A"}, "name", "invalid"),
    ("name", "a" * 256, "name", "too_long"),
    ("name", "a\0b", "name", "invalid"),
    ("email", "a\0b@x.test", "email", "invalid"),
    ("emails", ["a\0b@x.test"], "emails", "invalid"),
    ("timezone", "x" * 61, "timezone", "too_long"),
    ("organization", 999, "organization", "bad_choice"),
    ("organization", 10**30, "organization", "bad_choice"),
    ("organization", "Acme", "organization", "bad_choice"),
    ("labels", [1], "labels.labels_0", "invalid"),
    ("labels", {"a": 1}, "labels", "invalid"),
    ("labels", [f"a{at}" for at in range(1001)], "labels", "invalid"),
    ("user_groups", [1, 77], "user_groups.user_groups_1", "bad_choice"),
    ("user_groups", "2", "user_groups", "invalid"),
    ("agent_groups", [10**40], "agent_groups.agent_groups_0", "bad_choice"),
    ("teams", [5], "teams.teams_0", "bad_choice"),
    ("primary_team", 5, "primary_team", "bad_choice"),
    ("language", "en", "language", "bad_choice"),
    ("language", 99, "language", "bad_choice"),
    ("password", "", "password", "required"),
    ("password", None, "password", "required"),
    ("password", "a\0b", "password", "invalid"),
    ("is_disabled", "maybe", "is_disabled", "invalid"),
    ("agent_data", [1], "agent_data", "invalid"),
    ("agent_data", {"a": {"b\0": "c"}}, "agent_data", "invalid"),
    ("agent_data", {"a": json.loads("[" * 500 + "]" * 500)}, "agent_data", "invalid"),
    ("fields", {"99": "x"}, "fields.fields_99", "bad_choice"),
    ("fields", "x", "fields", "invalid"),
    ("nickname", "Ada", "", "extra_fields"),
]


@pytest.mark.parametrize(("name", "value", "at", "code"), BAD)
def test_bad_values_are_refused(deskpro, name, value, at, code):
    """Where they are, on creation and by a change; and nothing is done."""
    before = deskpro.data("/people/counts")["count"]

    made = deskpro.post("/people", json={"first_name": "Ada", name: value})
    changed = deskpro.put(f"/people/{deskpro.ids['sam']}", json={name: value})

    assert [{at: [code]}] * 2 == [refused(made), refused(changed)]
    assert before == deskpro.data("/people/counts")["count"]


def test_a_password_lets_somebody_in(deskpro):
    """Then they are a user, and no mere contact."""
    made = deskpro.make("/people", **ADA, password="a good one")

    assert (True, False, True) == (made["is_user"], made["is_contact"], made["is_confirmed"])
    with deskpro.desk() as desk:
        person = desk.get(Person, made["id"])
        assert passwords.check(desk, person, "a good one")
        assert not passwords.check(desk, person, "a bad one")


def test_a_new_password_ends_what_the_old_one_opened(deskpro):
    """Tokens of this vendor's and sessions of anybody's; keys stay."""
    sam, given = deskpro.ids["sam"], {"email": "sam@example.com", "password": PASSWORD}
    token = deskpro.make("/api_tokens", **given)["token"]
    headers = {"Authorization": f"token {token}"}
    with deskpro.desk() as desk:
        for dialect in (DESKPRO, "openhelpdesk"):
            access.issue(
                desk, dialect=dialect, kind="session", secret=dialect, owner=desk.get(Person, sam)
            )

    deskpro.put(f"/people/{sam}", json={"password": "another one", "name": "Sam O"})

    assert 401 == deskpro.get("/me", as_=None, headers=headers).status_code
    with deskpro.desk() as desk:
        for dialect in (DESKPRO, "openhelpdesk"):
            assert access.find(desk, dialect, "session", dialect) is None
    deskpro.put(f"/people/{deskpro.ids['tom']}", json={"password": "another one"})
    assert 200 == deskpro.get("/me", as_="tom").status_code


def test_a_new_password_of_another_vendor_ends_it_too(deskpro):
    """Sessions and tokens; the session in which it was changed goes on."""
    sam, given = deskpro.ids["sam"], {"email": "sam@example.com", "password": PASSWORD}
    token = deskpro.make("/api_tokens", **given)["token"]
    deskpro.advance(1)
    with deskpro.desk() as desk:
        person = desk.get(Person, sam)
        for secret in ("here", "there"):
            access.issue(desk, dialect="toy", kind="session", secret=secret, owner=person)
        desk.credential = access.find(desk, "toy", "session", "here")
        passwords.set(desk, person, "another one")

    headers = {"Authorization": f"token {token}"}
    assert 401 == deskpro.get("/me", as_=None, headers=headers).status_code
    with deskpro.desk() as desk:
        found = [access.find(desk, "toy", "session", one) for one in ("here", "there")]
    assert [False, True] == [one is None for one in found]


@pytest.mark.parametrize(
    ("tag", "id"), [("tr-TR", 8), ("tr", 8), ("fr_CA", 2), ("xx", 1), ("", 1), (None, 1)]
)
def test_a_language_is_one_in_every_dialect(deskpro, tag, id):
    """As the core's; what shows as it is already is not spelled anew."""
    sam = deskpro.ids["sam"]
    with deskpro.desk() as desk:
        desk.get(Person, sam).language = tag
    assert id == deskpro.data(f"/people/{sam}")["language"]

    written = []
    for given in (id, 3):
        deskpro.put(f"/people/{sam}", json={"language": given})
        with deskpro.desk() as desk:
            written.append(desk.get(Person, sam).language)

    assert [tag, "de-DE"] == written


@pytest.mark.parametrize("path", ["/people?name=", "/organizations?name=", "/search/person?q="])
@pytest.mark.parametrize("asked", ["istanbul ışık", "İSTANBUL IŞIK", "ISTANBUL ışIK"])
def test_turkish_letters_are_found_in_any_case(deskpro, path, asked):
    """The four i's are one letter."""
    for collection in ("/people", "/organizations"):
        deskpro.make(collection, name="İstanbul Işık")
        deskpro.make(collection, name="Ankara")

    assert ["İstanbul Işık"] == [one["name"] for one in deskpro.data(f"{path}{asked}")]


def test_whose_organization_it_is_ends_with_it(deskpro):
    """A position is one in an organization, and a membership is of one."""
    given = {"organization": str(deskpro.ids["acme"]), "organization_position": "Chair"}
    made = deskpro.make("/people", **ADA, **given)
    members = [made["id"]]
    assert (deskpro.ids["acme"], members) == (made["organization"], made["organization_members"])

    deskpro.put(f"/people/{made['id']}", json={"organization": None})

    now = deskpro.data(f"/people/{made['id']}")
    assert (None, "", []) == (
        now["organization"],
        now["organization_position"],
        now["organization_members"],
    )
