"""HelpDesk Pro `apikey`, 2.4 and 2.5: tickets."""

import pytest
from sqlalchemy import func, select

from polydesk.core.models import File, Message

NOW = "2025-02-28T09:45:03.104281"
LATER = "2025-02-28T10:45:03.104281"
REQUIRED = {"subject": "Printer jam", "description": "3rd floor printer keeps jamming"}
FULL = {
    **REQUIRED,
    "priority": "Medium",
    "department": "Facilities",
    "created_by": "maria",
    "assigned_to": "tech01",
}
MISSING = {"error": "Both subject and description are required."}
UNKNOWN_CREATOR = {
    "error": "created_by must reference a valid user or configure a default user for this API key."
}


@pytest.fixture(autouse=True)
def _frozen(apikey):
    apikey.freeze(f"{NOW}Z")


def create(apikey, **fields):
    return apikey.post("/tickets", json={**REQUIRED, **fields}).json["ticket"]


def test_creation_answers_the_whole_ticket(apikey):
    """201 with every field; both times are the present moment."""
    response = apikey.post("/tickets", json=FULL)

    assert 201 == response.status_code
    assert {
        "ticket": {
            "id": 1,
            "subject": "Printer jam",
            "description": "3rd floor printer keeps jamming",
            "status": "Open",
            "priority": "Medium",
            "department": "Facilities",
            "created_by": apikey.ids["maria"],
            "assigned_to": apikey.ids["tech01"],
            "assignee": "tech01",
            "created_at": NOW,
            "updated_at": NOW,
            "closed_at": None,
        }
    } == response.json


def test_subject_and_description_are_enough(apikey):
    """The rest is unset; the creator is the key's default user."""
    response = apikey.post("/tickets", json=REQUIRED)

    assert 201 == response.status_code
    assert {
        "ticket": {
            **REQUIRED,
            "id": 1,
            "status": "Open",
            "priority": None,
            "department": None,
            "created_by": apikey.ids["integration-user"],
            "assigned_to": None,
            "assignee": None,
            "created_at": NOW,
            "updated_at": NOW,
            "closed_at": None,
        }
    } == response.json


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"subject": "a"},
        {"description": "b"},
        {"subject": "", "description": "b"},
        {"subject": "a", "description": ""},
        {"subject": " \t\n", "description": "b"},
        {"subject": "a", "description": "   "},
        {"subject": None, "description": "b"},
        {"subject": "a", "description": None},
        {"Subject": "a", "Description": "b"},
        {"ticket": {"subject": "a", "description": "b"}},
    ],
)
def test_subject_and_description_are_required(apikey, body):
    """Both, non-empty after trimming; nothing is stored otherwise."""
    response = apikey.post("/tickets", json=body)

    assert (400, MISSING) == (response.status_code, response.json)
    assert {"tickets": []} == apikey.get("/tickets").json


def test_subject_and_description_are_trimmed(apikey):
    """Outer blanks go, inner ones stay."""
    ticket = create(apikey, subject="  Printer  jam \n", description="\t3rd\n\nfloor  ")

    assert ("Printer  jam", "3rd\n\nfloor") == (ticket["subject"], ticket["description"])


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({}, "Open"),
        ({"status": ""}, "Open"),
        ({"status": None}, "Open"),
        ({"status": "Open"}, "Open"),
        ({"status": "In Progress"}, "In Progress"),
        ({"status": "Closed"}, "Closed"),
        ({"status": "Resolved"}, "Resolved"),
    ],
)
def test_the_status_is_open_unless_said(apikey, sent, status):
    """An empty status counts as none."""
    assert status == create(apikey, **sent)["status"]


def test_an_unknown_assignee_is_404_and_nothing_is_stored(apikey):
    """`assigned_to` of a new ticket must be found."""
    response = apikey.post("/tickets", json={**REQUIRED, "assigned_to": "nobody"})

    assert (404, {"error": "assigned_to user not found."}) == (response.status_code, response.json)
    assert {"tickets": []} == apikey.get("/tickets").json


@pytest.mark.parametrize("sent", [{}, {"created_by": None}, {"created_by": "nobody"}])
def test_a_creator_is_needed_where_the_key_has_no_default_user(apikey, sent):
    """400 in the vendor's words, and nothing is stored."""
    key = apikey.key(default_user=None)

    response = apikey.post("/tickets", json={**REQUIRED, **sent}, key=key)

    assert (400, UNKNOWN_CREATOR) == (response.status_code, response.json)
    assert {"tickets": []} == apikey.get("/tickets").json


def test_a_key_without_a_default_user_may_name_the_creator(apikey):
    """`created_by` alone is enough."""
    key = apikey.key(default_user=None)

    ticket = apikey.post("/tickets", json=FULL, key=key).json["ticket"]

    assert apikey.ids["maria"] == ticket["created_by"]


def test_a_ticket_reads_as_it_was_created(apikey):
    """GET answers the body of the creation."""
    made = apikey.post("/tickets", json=FULL).json

    response = apikey.get("/tickets/1")

    assert (200, made) == (response.status_code, response.json)


def test_the_list_is_newest_first(apikey):
    """By `created_at`, not by the last change."""
    first = create(apikey, subject="first")
    apikey.advance(60)
    second = create(apikey, subject="second")
    apikey.advance(60)
    third = create(apikey, subject="third")
    apikey.advance(60)
    changed = apikey.patch("/tickets/1", json={"priority": "High"}).json["ticket"]

    assert first["id"] == changed["id"]
    assert {"tickets": [third, second, changed]} == apikey.get("/tickets").json


def test_the_list_has_all_tickets(apikey):
    """No pages, however many there are."""
    apikey.seed(
        {
            "people": [{"key": "sam", "name": "Sam Ortiz", "username": "sam", "role": "user"}],
            "tickets": [
                {"subject": f"Ticket {n}", "body": "b", "requester": "sam"} for n in range(260)
            ],
        }
    )

    tickets = apikey.get("/tickets?page=2&limit=10&per_page=10&offset=5").json["tickets"]

    assert {f"Ticket {n}" for n in range(260)} == {ticket["subject"] for ticket in tickets}
    assert 260 == len(tickets)


CHANGES = [
    ({"subject": "Paper jam"}, {"subject": "Paper jam"}),
    ({"description": "Now on 4th"}, {"description": "Now on 4th"}),
    ({"priority": "High"}, {"priority": "High"}),
    ({"status": "In Progress"}, {"status": "In Progress"}),
    ({"department": "Network"}, {"department": "Network"}),
    ({"assigned_to": None}, {"assigned_to": None, "assignee": None}),
    ({"closed_at": "2025-02-28T11:30:00"}, {"closed_at": "2025-02-28T11:30:00"}),
    (
        {"status": "Resolved", "assigned_to": None, "closed_at": "2025-02-28T11:30:00"},
        {
            "status": "Resolved",
            "assigned_to": None,
            "assignee": None,
            "closed_at": "2025-02-28T11:30:00",
        },
    ),
]


@pytest.mark.parametrize("method", ["patch", "put"])
@pytest.mark.parametrize(("change", "changed"), CHANGES)
def test_a_change_is_partial(apikey, method, change, changed):
    """What is not sent stays, with PATCH and with its alias PUT; `updated_at` moves."""
    made = apikey.post("/tickets", json=FULL).json["ticket"]
    apikey.advance(3600)

    response = getattr(apikey, method)("/tickets/1", json=change)

    assert 200 == response.status_code
    assert {"ticket": {**made, **changed, "updated_at": LATER}} == response.json
    assert response.json == apikey.get("/tickets/1").json


def test_an_assignee_is_changed_by_name(apikey):
    """`assigned_to` and `assignee` follow each other."""
    made = create(apikey, assigned_to="tech01")

    response = apikey.patch("/tickets/1", json={"assigned_to": "MARIA"})

    expected = {**made, "assigned_to": apikey.ids["maria"], "assignee": "maria"}
    assert {"ticket": expected} == response.json


def test_a_deleted_ticket_is_gone(apikey):
    """200 with the id once, then 404; the other tickets stay."""
    made, other = create(apikey), create(apikey)

    response = apikey.delete(f"/tickets/{made['id']}")

    assert (200, {"status": "deleted", "id": made["id"]}) == (response.status_code, response.json)
    assert [404] * 3 == [
        call(f"/tickets/{made['id']}").status_code
        for call in (apikey.get, apikey.patch, apikey.delete)
    ]
    assert {"tickets": [other]} == apikey.get("/tickets").json


def test_an_id_is_not_used_again(apikey):
    """Not even that of the newest ticket, after its deletion."""
    old = create(apikey)["id"]
    apikey.delete(f"/tickets/{old}")

    new = create(apikey)["id"]

    assert old < new


def test_comments_and_attachments_go_with_their_ticket(apikey):
    """Those of other tickets stay."""
    message = {"author": "sam", "body": "See file", "files": [{"name": "a.txt", "text": "hello"}]}
    ticket = {"subject": "s", "body": "b", "requester": "sam", "messages": [message]}
    seeded = apikey.seed(
        {
            "people": [{"key": "sam", "name": "Sam Ortiz", "username": "sam", "role": "user"}],
            "tickets": [{**ticket, "key": "gone"}, {**ticket, "key": "kept"}],
        }
    )

    response = apikey.delete(f"/tickets/{seeded.keys['gone']['id']}")

    assert 200 == response.status_code
    with apikey.desk() as desk:
        assert {seeded.keys["kept"]["id"]} == set(desk.session.scalars(select(Message.ticket_id)))
        assert 1 == desk.session.scalar(select(func.count(File.id)))
