"""Tickets made, shown and put away. Source: contract 9.2, 10.1 and 11."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from contract_tests.deskpro.conftest import SHOWN_NOW, refused
from contract_tests.deskpro.spoken import upload
from polydesk.core import tickets
from polydesk.core.models import Person
from polydesk.dialects.deskpro.schemas.tickets import NewTicket

SECONDS = 30
LATER = "2026-02-03T11:00:00Z"
SHOWN_LATER = "2026-02-03T11:00:00+0000"


def at_once(work, many=4):
    """What so many threads give that begin together."""
    barrier = Barrier(many, timeout=SECONDS)

    def begin(number):
        barrier.wait()
        return work(number)

    with ThreadPoolExecutor(many) as pool:
        return list(pool.map(begin, range(many), timeout=SECONDS))


def test_a_subject_is_enough(deskpro):
    """What is not said has its default; it is the acting agent's matter."""
    made = deskpro.make("/tickets", subject="Printer on fire")

    assert {
        "id": 1,
        "person": deskpro.ids["ada"],
        "person_email": "ada@example.com",
        "agent": None,
        "department": 1,
        "brand": 1,
        "status": "awaiting_agent",
        "ticket_status": "awaiting_agent",
        "hidden_status": None,
        "urgency": 1,
        "labels": [],
        "cc": [],
        "fields": {},
        "creation_system": "web.api",
        "date_created": SHOWN_NOW,
        "date_status": SHOWN_NOW,
        "count_user_replies": 0,
        "count_agent_replies": 0,
        "date_last_user_reply": None,
    }.items() <= made.items()
    assert made == deskpro.data("/tickets/1") == deskpro.data("/tickets")[0]


def test_a_ticket_is_called_by_a_title_too(deskpro):
    """`title` stands for `subject`, which goes before it."""
    assert "A" == deskpro.make("/tickets", title="A")["subject"]
    assert "B" == deskpro.make("/tickets", title="A", subject="B")["title"]


@pytest.mark.parametrize(
    "person",
    [
        lambda key: key,
        lambda key: str(key),
        lambda key: {"id": key},
        lambda _: "SAM@example.com",
        lambda _: {"email": "sam@example.com", "name": "Somebody Else"},
        lambda _: {"primary_email": "sam@example.com", "first_name": "S"},
    ],
)
def test_a_person_is_named_in_many_ways(deskpro, person):
    """Their organization is the ticket's."""
    id = deskpro.ids["sam"]

    made = deskpro.ticket(person=person(id))

    assert (id, id, "sam@example.com") == (made["person"], made["person_id"], made["person_email"])
    assert deskpro.ids["acme"] == made["organization"]


def test_somebody_unknown_is_made_once(deskpro):
    """By their e-mail address, in any case."""
    first = deskpro.ticket(person={"email": "new@example.com", "name": "New One"}, subject="A")
    second = deskpro.ticket(person="NEW@example.com", subject="B")

    assert first["person"] == second["person"]
    assert "new@example.com" == second["person_email"]


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ({"subject": " "}, {"subject": ["required"]}),
        ({"subject": None}, {"subject": ["required"]}),
        ({"subject": "x" * 256}, {"subject": ["too_long"]}),
        ({"person": 99}, {"person": ["bad_choice"]}),
        ({"person": None}, {"person": ["required"]}),
        ({"person": {"email": "x"}}, {"person.email": ["bad_email"]}),
        ({"agent": 4}, {"agent": ["bad_choice"]}),
        ({"agent": "sam@example.com"}, {"agent": ["bad_choice"]}),
        ({"department": 99}, {"department": ["bad_choice"]}),
        ({"agent_team": 99}, {"agent_team": ["bad_choice"]}),
        ({"organization": "Acme"}, {"organization": ["bad_choice"]}),
        ({"priority": "high"}, {"priority": ["bad_choice"]}),
        ({"category": 10**40}, {"category": ["bad_choice"]}),
        ({"parent": 99}, {"parent": ["bad_choice"]}),
        ({"status": "lost"}, {"status": ["bad_choice"]}),
        ({"urgency": 11}, {"urgency": ["out_of_range"]}),
        ({"urgency": 0}, {"urgency": ["out_of_range"]}),
        ({"is_hold": "maybe"}, {"is_hold": ["invalid"]}),
        ({"labels": {"a": 1}}, {"labels": ["invalid"]}),
        ({"labels": ["a", "x" * 256]}, {"labels.labels_1": ["too_long"]}),
        ({"labels": ["\ufb03" * 255]}, {"labels.labels_0": ["too_long"]}),
        ({"cc": ["bob@example.com", 99]}, {"cc.cc_1": ["bad_choice"]}),
        ({"cc": [{"person": "nobody"}]}, {"cc.cc_0": ["bad_choice"]}),
        ({"fields": {"99": "x"}}, {"fields.fields_99": ["bad_choice"]}),
        ({"message": ""}, {"message": ["required"]}),
        ({"message": {}}, {"message.message": ["required"]}),
        ({"nome": 1, "zz": 2, "ref": "x"}, {"": ["extra_fields"]}),
    ],
)
def test_what_is_wrong_is_refused(deskpro, given, codes):
    """With the vendor's codes at the field; nobody is made on the way."""
    new = {"subject": "A", "person": "new@example.com", "cc": ["more@example.com"]}

    answer = deskpro.post("/tickets", json=new | given)

    assert codes == refused(answer)
    assert [] == deskpro.data("/tickets?status=awaiting_agent,hidden")
    assert 400 == deskpro.post("/tickets", json=new | {"person": 6}).status_code


def test_nobody_is_left_of_a_duplicate(deskpro):
    """What is refused late is undone."""
    deskpro.ticket()

    answer = deskpro.post(
        "/tickets",
        json={
            "subject": "Printer on fire",
            "person": "sam@example.com",
            "cc": ["new@example.com"],
        },
    )

    assert {"": ["dupe_ticket"]} == refused(answer)
    assert 400 == deskpro.post("/tickets", json={"subject": "A", "person": 6}).status_code


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({}, 400),
        ({"message": {"message": "Help", "format": "html"}}, 400),
        ({"message": "Other"}, 201),
        ({"subject": "Other"}, 201),
        ({"person": "kim@example.com"}, 201),
    ],
)
def test_a_ticket_like_one_just_made_is_refused(deskpro, given, status):
    """By the same person, of the same subject and text."""
    new = {"subject": "Printer on fire", "person": "sam@example.com", "message": "Help"}
    deskpro.make("/tickets", **new)

    assert status == deskpro.post("/tickets", json=new | given).status_code


NOTE = {"message": "a", "is_note": True}


@pytest.mark.parametrize("many", [0, 1])
@pytest.mark.parametrize(
    ("first", "second", "status"),
    [
        (NOTE, NOTE, 400),
        (NOTE, {"message": "b", "is_note": True}, 201),
        (NOTE, None, 201),
        (None, NOTE, 201),
        (NOTE, "a", 400),
        ("a", NOTE, 400),
    ],
)
def test_a_note_is_a_first_text_as_well(deskpro, first, second, status, many):
    """By which two tickets are alike or not, with so many files beside it."""
    new = {"subject": "Printer on fire", "person": 4}
    files = [{"blob_auth": upload(deskpro)["blob_auth"]} for _ in range(many)]
    said = {"message": first} if first else {}
    deskpro.make("/tickets", **new, **said, attachments=files)

    answer = deskpro.post("/tickets", json=new | ({"message": second} if second else {}))

    assert status == answer.status_code


def test_what_is_noted_later_is_no_first_text(deskpro):
    """A ticket without a message stays one."""
    deskpro.ticket()
    deskpro.freeze("2026-02-03T10:11:13Z")
    deskpro.make("/tickets/1/messages", **NOTE)

    answer = deskpro.post("/tickets", json={"subject": "Printer on fire", "person": 4})

    assert {"": ["dupe_ticket"]} == refused(answer)


def test_duplicates_are_for_some_time_only(deskpro):
    """Ten minutes, unless set otherwise; a deleted one counts not."""
    deskpro.ticket()
    deskpro.freeze("2026-02-03T10:21:13Z")
    second = deskpro.ticket()["id"]
    deskpro.set(duplicate_seconds=60)
    deskpro.freeze("2026-02-03T10:22:14Z")
    deskpro.ticket()
    deskpro.set(refuse_duplicates=False)
    deskpro.ticket()
    deskpro.set(refuse_duplicates=True, duplicate_seconds=600)

    assert (
        400
        == deskpro.post("/tickets", json={"subject": "Printer on fire", "person": 4}).status_code
    )
    assert 2 == second


def test_one_of_several_at_once_is_made(deskpro):
    """The others are duplicates."""
    given = {"subject": "A", "person": "sam@example.com", "message": "Help"}

    answers = at_once(lambda _: deskpro.post("/tickets", json=given).status_code)

    assert [201, 400, 400, 400] == sorted(answers)


def test_somebody_is_made_once_by_several_at_once(deskpro):
    """All tickets are theirs."""
    person = {"email": "new@example.com", "name": "New"}

    made = at_once(lambda n: deskpro.make("/tickets", subject=f"Number {n}", person=person))

    assert 1 == len({ticket["person"] for ticket in made})
    assert 4 == len({ticket["id"] for ticket in made})


@pytest.mark.parametrize(
    ("word", "shown", "hidden"),
    [
        ("awaiting_agent", "awaiting_agent", None),
        ("awaiting_user", "awaiting_user", None),
        ("pending", "pending", None),
        ("resolved", "resolved", None),
        ("archived", "archived", None),
        ("closed", "archived", None),
        ("hidden", "hidden", "deleted"),
        ("hidden.deleted", "hidden", "deleted"),
        ("hidden.spam", "hidden", "spam"),
    ],
)
def test_statuses_are_written(deskpro, word, shown, hidden):
    """On making and on changing."""
    made = deskpro.ticket(status=word)
    deskpro.ticket(subject="Other")
    changed = deskpro.put("/tickets/2?follow_location=1", json={"status": word})

    assert (shown, shown, hidden) == (made["status"], made["ticket_status"], made["hidden_status"])
    assert 200 == changed.status_code
    assert (shown, hidden) == tuple(changed.json["data"][k] for k in ("status", "hidden_status"))


def test_a_status_that_somebody_has_made(deskpro):
    """Is shown by its kind, and written by its name."""
    deskpro.seed({"statuses": [{"key": "lab", "name": "In the lab", "kind": "pending"}]})

    made = deskpro.ticket(status="In the lab")

    assert ("awaiting_user", "In the lab") == (made["status"], made["ticket_status"])
    assert [1] == [one["id"] for one in deskpro.data("/tickets?status=In the lab")]
    assert 204 == deskpro.put("/tickets/1", json={"status": "awaiting_user"}).status_code
    assert "In the lab" == deskpro.data("/tickets/1")["ticket_status"]


def test_statuses_have_dates(deskpro):
    """Of resolving and archiving while it holds, and of the last change always."""
    deskpro.ticket()
    deskpro.freeze(LATER)

    shown = {}
    for word in ("resolved", "archived", "awaiting_user", "awaiting_agent"):
        deskpro.put("/tickets/1", json={"status": word})
        shown[word] = deskpro.data("/tickets/1")

    names = ("date_resolved", "date_archived", "date_agent_waiting", "date_user_waiting")
    assert {
        "resolved": [SHOWN_LATER, None, None, None],
        "archived": [None, SHOWN_LATER, None, None],
        "awaiting_user": [None, None, SHOWN_LATER, None],
        "awaiting_agent": [None, None, None, SHOWN_LATER],
    } == {word: [ticket[name] for name in names] for word, ticket in shown.items()}
    assert {SHOWN_LATER} == {ticket["date_status"] for ticket in shown.values()}


def test_to_hide_a_ticket_is_a_change_of_status(deskpro):
    """It is resolved no more and waits for nobody; to have it back is a change, too."""
    names = ("date_status", "date_resolved", "date_user_waiting")
    deskpro.ticket(status="resolved")

    shown = []
    for hour, word in enumerate(("hidden.spam", "resolved", "hidden.spam", "awaiting_agent"), 11):
        deskpro.freeze(f"2026-02-03T{hour}:00:00Z")
        changed = deskpro.put("/tickets/1?follow_location=1", json={"status": word}).json["data"]
        shown.append([changed[name] and changed[name][11:13] for name in names])

    assert [
        ["11", None, None],
        ["12", "12", None],
        ["13", None, None],
        ["14", None, "14"],
    ] == shown


def test_a_deleted_ticket_is_gone(deskpro):
    """But for who asks for hidden ones; its id is not used again."""
    deskpro.ticket()

    answer = deskpro.delete("/tickets/1")

    assert (200, {"data": [], "meta": {}, "linked": {}}) == (answer.status_code, answer.json)
    for method in ("GET", "PUT", "DELETE"):
        assert 404 == deskpro.open(method, "/tickets/1", json={}).status_code
    assert [] == deskpro.data("/tickets")
    assert [("hidden", "deleted")] == [
        (one["status"], one["hidden_status"]) for one in deskpro.data("/tickets?status=hidden")
    ]
    assert 2 == deskpro.ticket()["id"]


def test_spam_can_be_had_back(deskpro):
    """By another status; deleted tickets cannot."""
    deskpro.ticket(status="hidden.spam")

    assert "spam" == deskpro.data("/tickets/1")["hidden_status"]
    assert 204 == deskpro.put("/tickets/1", json={"status": "resolved"}).status_code
    assert "resolved" == deskpro.data("/tickets/1")["status"]


def test_another_vendors_ticket_has_all_keys(deskpro):
    """What it has not is at its default; no more and no fewer than one of ours."""
    with deskpro.desk() as desk:
        sam = desk.get(Person, deskpro.ids["sam"])
        tickets.create(desk, subject="Bare", body="Hello", requester=sam)

    bare, own = deskpro.data("/tickets/1"), deskpro.ticket()

    assert list(own) == list(bare)
    assert {"department": 1, "brand": 1, "urgency": 1, "status": "awaiting_agent"}.items() <= (
        bare.items()
    )
    assert bare["ref"] != own["ref"]
    assert 40 == len(bare["ticket_hash"])


NAMES = sorted(NewTicket._declared_fields.keys() - {"fields_"} | {"fields", "title"})


@pytest.mark.parametrize(
    "value",
    [10**400, -1, 1.5, True, "", "a\0b", "\ud800", [], [[]], [None], {}, {"id": {}}, {"a": "\0"}],
)
@pytest.mark.parametrize("name", NAMES)
def test_no_value_is_too_much(deskpro, name, value):
    """It is taken or refused, on making and changing."""
    deskpro.ticket()

    answers = [
        deskpro.post("/tickets", json={"subject": "A"} | {name: value}),
        deskpro.put("/tickets/1", json={name: value}),
    ]

    assert {answer.status_code for answer in answers} <= {201, 204, 400}


def test_methods_and_addresses(deskpro):
    """Both styles of verbs, and the singular."""
    assert 201 == deskpro.put("/tickets", json={"subject": "A"}).status_code
    assert 204 == deskpro.post("/ticket/1", json={"subject": "B"}).status_code
    assert "B" == deskpro.data("/ticket/1")["subject"]
    assert 404 == deskpro.put("/tickets/9", json={"subject": "A"}).status_code
    assert 405 == deskpro.patch("/tickets/1", json={}).status_code


def test_the_control_plane_shows_what_clients_are_answered(deskpro):
    """Of tickets, people and organizations; a deleted ticket is in the core only."""
    made = deskpro.ticket(message="Help", organization=deskpro.ids["acme"])
    paths = ["/tickets/1", f"/people/{made['person']}", f"/organizations/{made['organization']}"]

    told = [deskpro.control("GET", f"/objects{path}").json["dialects"] for path in paths]
    deskpro.delete("/tickets/1")
    deleted = deskpro.control("GET", "/objects/tickets/1").json

    assert {"data": made, "meta": {}, "linked": {}} == told[0]["deskpro"]
    assert ["sam@example.com", "Acme"] == [
        told[1]["deskpro"]["data"]["primary_email"],
        told[2]["deskpro"]["data"]["name"],
    ]
    assert ("deleted", {}) == (deleted["core"]["deleted_reason"], deleted["dialects"])
