"""Tickets: made, shown, changed, put away. Source: contract 1.4, 1.5 and 1.9."""

import io

import pytest

from contract_tests.helpdeskpro_sanctum.conftest import META, MOMENT, invalid, refused

MISSING = (404, "Ticket not found", None)


def test_a_new_ticket_is_answered_whole(sanctum):
    """With all of its keys, in the order of the contract, and what stands in for what is unsent."""
    answer = sanctum.post("/tickets", as_="sam", json={"subject": "No paper", "details": "Tray 2"})

    sam = sanctum.data("GET", "/auth/me", as_="sam")
    ticket = {
        "id": 1,
        "uid": "100001",
        "subject": "No paper",
        "details": "Tray 2",
        "status": {"id": 1, "name": "Open", "slug": "open"},
        "priority": {"id": 4, "name": "Critical"},
        "category": None,
        "department": None,
        "assigned_to": None,
        "user": sam,
        "status_id": 1,
        "priority_id": 4,
        "department_id": None,
        "category_id": None,
        "sub_category_id": None,
        "type_id": None,
        "user_id": sam["id"],
        "contact_id": None,
        "created_by": sam["id"],
        "review_id": None,
        "template_id": None,
        "parent_ticket_id": None,
        "sla_policy_id": None,
        "email": None,
        "location": None,
        "client_type": None,
        "source": "api",
        "external_id": None,
        "impact_level": None,
        "urgency_level": None,
        "resolution": None,
        "tags": [],
        "custom_fields": None,
        "due": "2026-01-05",
        "due_date": None,
        "sla_breach_at": None,
        "last_customer_response": None,
        "last_agent_response": None,
        "open": "2026-01-05 09:00:00",
        "close": None,
        "response": None,
        "estimated_hours": None,
        "actual_hours": None,
        "created_at": MOMENT,
        "updated_at": MOMENT,
        "sub_category": None,
        "ticket_type": None,
        "contact": None,
        "attachments": [],
        "comments": [],
        "ticket_entries": [],
    }
    assert 201 == answer.status_code
    assert {"success": True, "data": ticket, "meta": META} == answer.json
    assert [*ticket] == [*answer.json["data"]]
    assert ticket == sanctum.data("GET", "/tickets/1", as_="sam")


def sorted_by(ticket):
    """The ids that a ticket is sorted by, and what they show as."""
    names = ("status", "priority", "category", "sub_category", "department", "ticket_type")
    return {name: ticket[name] and ticket[name]["name"] for name in names}


@pytest.fixture
def printers(sanctum):
    """A category below another one, by the names `top` and `below`."""
    top = sanctum.make("/settings/categories", name="Hardware", color="#123456")
    below = sanctum.make("/settings/categories", name="Printers", parent_id=top["id"])
    return {"top": top["id"], "below": below["id"]}


def test_a_ticket_is_sorted_as_it_is_sent(sanctum, printers):
    """Ids are written, objects are read; the assignee too, quirk Q-S3."""
    sent = {
        "priority_id": 2,
        "status_id": "3",
        "department_id": 1,
        "assigned_to": sanctum.ids["tom"],
        "category_id": printers["top"],
        "sub_category_id": printers["below"],
        "type_id": 5,
        "user_id": sanctum.ids["eve"],
        "tags": ["vip", "Paper"],
    }

    ticket = sanctum.ticket(as_="ada", **sent)

    assert {
        "status": "In Progress",
        "priority": "Medium",
        "category": "Hardware",
        "sub_category": "Printers",
        "department": "Support",
        "ticket_type": "Incident",
    } == sorted_by(ticket)
    assert {**sent, "status_id": 3} == {
        **{name: ticket[name] for name in sent},
        "assigned_to": ticket["assigned_to"]["id"],
    }
    assert (sanctum.ids["eve"], sanctum.ids["ada"]) == (
        ticket["user"]["id"],
        ticket["created_by"],
    )
    assert {
        "id": printers["below"],
        "name": "Printers",
        "color": None,
        "department_id": None,
        "parent_id": printers["top"],
    } == ticket["sub_category"]


def test_a_customer_asks_for_nobody_else(sanctum):
    """Whoever they name, it is them."""
    ticket = sanctum.ticket(as_="sam", user_id=sanctum.ids["eve"])

    assert sanctum.ids["sam"] == ticket["user_id"]


def test_others_may_ask_for_nobody(sanctum):
    """Then there is no user."""
    ticket = sanctum.ticket(as_="ada")

    assert (None, None, sanctum.ids["ada"]) == (
        ticket["user_id"],
        ticket["user"],
        ticket["created_by"],
    )


@pytest.mark.parametrize("name", ["priority_id", "status_id"])
def test_null_asks_for_the_default_of_a_new_ticket(sanctum, name):
    """As if it had not been sent."""
    ticket = sanctum.ticket(**{name: None})

    assert {"priority_id": 4, "status_id": 1}[name] == ticket[name]


def test_a_status_that_is_active_is_the_first(sanctum):
    """By its slug, if there is one. Source: contract 1.9."""
    status = sanctum.make("/settings/statuses", name="Now active")

    assert status["id"] == sanctum.ticket()["status_id"]


@pytest.mark.parametrize(("deleted", "shown"), [((), 1), ((1,), 2), ((1, 2), 3), ((2, 3), 1)])
def test_the_first_status_that_is_left_is_that_of_new_tickets(sanctum, deleted, shown):
    """Open, as long as it is there."""
    for id in deleted:
        sanctum.delete(f"/settings/statuses/{id}")

    assert shown == sanctum.ticket()["status"]["id"]


def test_a_new_ticket_has_no_status_where_none_is_left(sanctum):
    """It shows as null, like any that is deleted."""
    for id in (1, 2, 3, 4, 5, 6):
        sanctum.delete(f"/settings/statuses/{id}")

    assert sanctum.ticket()["status"] is None


def test_the_first_priority_by_name_is_that_of_new_tickets(sanctum):
    """Whatever it is called, in any letter case. Source: contract 1.9."""
    made = [sanctum.ticket()["priority_id"]]
    blocker = sanctum.make("/settings/priorities", name="blocker")["id"]
    made.append(sanctum.ticket()["priority_id"])
    sanctum.delete(f"/settings/priorities/{blocker}")
    sanctum.delete("/settings/priorities/4")
    made.append(sanctum.ticket()["priority_id"])
    sanctum.data("PATCH", "/settings/priorities/2", json={"name": "Average"})
    made.append(sanctum.ticket()["priority_id"])

    assert [4, blocker, 3, 2] == made


def test_no_priority_is_left_for_a_new_ticket(sanctum):
    """Then it has none."""
    for id in (1, 2, 3, 4):
        sanctum.delete(f"/settings/priorities/{id}")

    assert sanctum.ticket()["priority_id"] is None


def test_the_default_priority_can_be_set(sanctum):
    """By its name; for a name that nothing has it is as if none were set. Source: contract 1.12."""
    sanctum.set(default_priority="low")
    low = sanctum.ticket()
    sanctum.set(default_priority="None such")

    assert (1, 4) == (low["priority_id"], sanctum.ticket()["priority_id"])


@pytest.mark.parametrize(
    ("sent", "flaws"),
    [
        (
            {"subject": " ", "details": None},
            {
                "subject": "The subject field is required.",
                "details": "The details field is required.",
            },
        ),
        (
            {"subject": "x" * 256},
            {"subject": "The subject must not be greater than 255 characters."},
        ),
        ({"details": 5}, {"details": "The details must be a string."}),
        ({"priority_id": 99}, {"priority_id": "The selected priority id is invalid."}),
        ({"status_id": "open"}, {"status_id": "The selected status id is invalid."}),
        ({"department_id": 0}, {"department_id": "The selected department id is invalid."}),
        ({"assigned_to": 999}, {"assigned_to": "The selected assigned to is invalid."}),
        ({"user_id": [1]}, {"user_id": "The selected user id is invalid."}),
        ({"category_id": -1}, {"category_id": "The selected category id is invalid."}),
        ({"sub_category_id": 99}, {"sub_category_id": "The selected sub category id is invalid."}),
        ({"type_id": True}, {"type_id": "The selected type id is invalid."}),
        ({"tags": "vip"}, {"tags": "The tags must be an array."}),
        ({"tags": ["a", 1]}, {"tags__1": "The tags.1 must be a string."}),
        ({"custom_field": "x"}, {"custom_field": "The custom field must be an array."}),
    ],
)
def test_what_is_wrong_with_a_new_ticket(sanctum, sent, flaws):
    """Nothing is made."""
    answer = sanctum.post("/tickets", json={"subject": "a", "details": "b", **sent})

    assert invalid(**flaws) == refused(answer)
    assert [] == sanctum.list("/tickets")


def test_nobody_is_assigned_who_cannot_sign_in(sanctum):
    """Contacts are no users."""
    answer = sanctum.post(
        "/tickets", json={"subject": "a", "details": "b", "assigned_to": sanctum.ids["bo"]}
    )

    assert invalid(assigned_to="The selected assigned to is invalid.") == refused(answer)


def test_a_ticket_is_found_by_its_uid_or_its_id(sanctum):
    """The uid goes before."""
    id = sanctum.ticket()["id"]

    assert {id} == {sanctum.data("GET", f"/tickets/{key}")["id"] for key in (id, 100000 + id)}


@pytest.mark.parametrize("key", ["99", "100099", "0", "abc", "100000"])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("PUT", ""),
        ("PATCH", ""),
        ("DELETE", ""),
        ("POST", "/restore"),
        ("GET", "/comments"),
        ("POST", "/comments"),
        ("GET", "/conversations"),
    ],
)
def test_a_ticket_that_is_not_there(sanctum, method, path, key):
    """In the words of the contract."""
    assert MISSING == refused(sanctum.open(method, f"/tickets/{key}{path}"))


def test_only_what_is_sent_changes(sanctum, printers):
    """PUT and PATCH alike."""
    made = sanctum.ticket(as_="sam", tags=["a"], category_id=printers["top"])
    sanctum.advance(60)

    changed = sanctum.data("PUT", f"/tickets/{made['id']}", json={"subject": "More paper"})

    later = "2026-01-05T09:01:00.000000Z"
    assert {**made, "subject": "More paper", "updated_at": later} == changed
    changes = {
        "details": "Tray 3",
        "status_id": 4,
        "priority_id": 1,
        "type_id": 1,
        "resolution": "Filled",
        "tags": ["b", "a"],
        "assigned_to": sanctum.ids["mia"],
        "department_id": 1,
        "sub_category_id": printers["below"],
    }
    changed = sanctum.data("PATCH", f"/tickets/{made['id']}", json=changes)
    assert changes == {
        **{name: changed[name] for name in changes},
        "assigned_to": changed["assigned_to"]["id"],
    }
    assert printers["top"] == changed["category_id"]


def test_the_same_again_changes_nothing(sanctum):
    """Not even when it was updated."""
    made = sanctum.ticket(tags=["a"])
    sanctum.advance(60)

    sent = {"subject": made["subject"], "details": made["details"], "tags": ["a"], "status_id": 1}

    assert made == sanctum.data("PATCH", f"/tickets/{made['id']}", json=sent)


def test_null_clears_what_a_ticket_is_sorted_by(sanctum, printers):
    """Each on its own."""
    names = ("priority_id", "status_id", "department_id", "category_id", "type_id", "resolution")
    made = sanctum.ticket(department_id=1, category_id=printers["top"], type_id=1)

    cleared = sanctum.data(
        "PATCH",
        f"/tickets/{made['id']}",
        json={**dict.fromkeys(names), "assigned_to": None, "tags": None},
    )

    assert dict.fromkeys(names) == {name: cleared[name] for name in names}
    assert (None, None, []) == (cleared["status"], cleared["priority"], cleared["tags"])


@pytest.mark.parametrize(
    ("sent", "category", "sub_category"),
    [
        ({"sub_category_id": None}, "top", None),
        ({"category_id": None, "sub_category_id": None}, None, None),
        ({"category_id": None}, None, None),
        ({"category_id": 1}, 1, None),
    ],
)
def test_a_category_and_the_one_below_it_are_changed_apart(
    sanctum, printers, sent, category, sub_category
):
    """A ticket points at the deepest. Source: canonical words 2."""
    id = sanctum.ticket(category_id=printers["top"], sub_category_id=printers["below"])["id"]

    changed = sanctum.data("PATCH", f"/tickets/{id}", json=sent)

    found = (changed["category_id"], changed["sub_category_id"])
    assert (printers.get(category, category), sub_category) == found


@pytest.mark.parametrize(
    ("sent", "flaws"),
    [
        ({"subject": ""}, {"subject": "The subject field is required."}),
        ({"details": None}, {"details": "The details field is required."}),
        ({"subject": "new", "type_id": 99}, {"type_id": "The selected type id is invalid."}),
    ],
)
def test_what_is_wrong_with_a_change(sanctum, sent, flaws):
    """Nothing changes."""
    made = sanctum.ticket()

    assert invalid(**flaws) == refused(sanctum.patch(f"/tickets/{made['id']}", json=sent))
    assert made == sanctum.data("GET", f"/tickets/{made['id']}")


def test_closing_stamps_nothing(sanctum):
    """Only the status changes. Source: contract 1.9."""
    id = sanctum.ticket()["id"]

    closed = sanctum.data("PATCH", f"/tickets/{id}", json={"status_id": 5})

    assert ("Closed", None) == (closed["status"]["name"], closed["close"])


def test_a_deleted_ticket_can_be_restored(sanctum):
    """With all that was said in it; of one that is there nothing changes."""
    made = sanctum.ticket()
    url = f"/tickets/{made['id']}"
    sanctum.make(f"{url}/comments", comment="Soon.")
    before = sanctum.data("GET", url)

    gone = sanctum.delete(url)

    assert (204, b"") == (gone.status_code, gone.data)
    assert MISSING == refused(sanctum.get(url))
    assert [] == sanctum.list("/tickets")
    assert before == sanctum.data("POST", f"{url}/restore")
    assert before == sanctum.data("POST", f"{url}/restore")


def test_a_deleted_ticket_takes_its_files_along(sanctum):
    """And its comments; both come back with it. Source: contract 1.9."""
    sent = {"subject": "Broken", "details": "See there", "files[]": (io.BytesIO(b"one"), "a.txt")}
    ticket = sanctum.data("POST", "/tickets", data=sent)
    (file,) = ticket["attachments"]
    url = f"/tickets/{ticket['id']}"

    sanctum.delete(url)

    assert [] == sanctum.list("/media")
    assert (404, "Media not found", None) == refused(sanctum.get(f"/media/{file['id']}"))
    assert MISSING == refused(sanctum.get(f"{url}/comments"))
    sanctum.post(f"{url}/restore")
    assert [file] == sanctum.list("/media")


def test_files_come_with_a_ticket(sanctum):
    """As attachments, whose bytes are at their path."""
    sent = {
        "subject": "Broken",
        "details": "See there",
        "files[]": [(io.BytesIO(b"one"), "a.txt"), (io.BytesIO(b"two"), "b.txt")],
    }

    ticket = sanctum.data("POST", "/tickets", as_="sam", data=sent)

    first, second = ticket["attachments"]
    assert {
        "id": first["id"],
        "name": "a.txt",
        "path": first["path"],
        "size": 3,
        "mime_type": "text/plain",
        "user_id": sanctum.ids["sam"],
        "ticket_id": ticket["id"],
        "conversation_id": None,
        "message_id": None,
        "created_at": MOMENT,
        "updated_at": MOMENT,
    } == first
    assert "b.txt" == second["name"]
    path = first["path"].partition("/api/v1")[2]
    assert b"one" == sanctum.get(path).data


def test_custom_fields_are_filled_in_by_name(sanctum):
    """In any letter case; what is no field is dropped, like any key that is not known."""
    fields = [
        {
            "key": "floor",
            "name": "Floor",
            "usage": "ticket",
            "type": "choice",
            "options": ["1", "2"],
        },
        {"key": "note", "name": "Note", "usage": "ticket", "type": "text"},
    ]
    sanctum.seed({"custom_fields": fields})

    ticket = sanctum.ticket(custom_field={"floor": "2", "Note": "left", "none": 1})

    assert {"Floor": "2", "Note": "left"} == ticket["custom_fields"]
    first, _ = ticket["ticket_entries"]
    assert {
        "id": first["id"],
        "ticket_id": ticket["id"],
        "field_id": first["field_id"],
        "name": "Floor",
        "label": "Floor",
        "value": "2",
        "created_at": MOMENT,
        "updated_at": MOMENT,
    } == first
    answer = sanctum.post(
        "/tickets", json={"subject": "a", "details": "b", "custom_field": {"floor": "9"}}
    )
    flaw = {"custom_field.Floor": ["The custom field.Floor is invalid."]}
    assert (422, "The given data was invalid.", flaw) == refused(answer)
    assert [ticket["id"]] == [one["id"] for one in sanctum.list("/tickets")]


def test_a_contacts_ticket_shows_the_contact(sanctum):
    """Beside the user that they are to all others."""
    ticket = [{"key": "t", "subject": "Hello", "requester": "guest"}]
    guest = {"key": "guest", "name": "Guy Guest", "email": "guy@example.com", "role": "user"}
    sanctum.seed({"people": [guest], "tickets": ticket})
    with sanctum.desk() as desk:
        from polydesk.core.models import Person

        desk.get(Person, sanctum.ids["guest"]).can_sign_in = False

    shown = sanctum.data("GET", f"/tickets/{sanctum.ids['t']}")

    assert (sanctum.ids["guest"], "guy@example.com") == (
        shown["contact_id"],
        shown["contact"]["email"],
    )
    assert sanctum.data("GET", f"/contacts/{sanctum.ids['guest']}")["id"] == shown["user"]["id"]


def test_a_guests_ticket_shows_their_address(sanctum):
    """As another vendor has noted it."""
    id = sanctum.ticket()["id"]
    with sanctum.desk() as desk:
        from polydesk.core.models import Ticket

        desk.get(Ticket, id).guest_email = "guest@example.com"

    assert "guest@example.com" == sanctum.data("GET", f"/tickets/{id}")["email"]


def test_an_import_is_not_built(sanctum):
    """Not by the vendor either: 501 for a file that would do. Source: contract 1.4."""
    good = sanctum.post("/tickets/import", data={"file": (io.BytesIO(b"a,b"), "a.csv")})
    wrong = sanctum.post("/tickets/import", data={"file": (io.BytesIO(b"a,b"), "a.pdf")})

    assert (501, "CSV import not yet implemented", None) == refused(good)
    assert invalid(file="The file must be a file of type: csv, txt.") == refused(wrong)
    assert invalid(file="The file field is required.") == refused(sanctum.post("/tickets/import"))
    text = sanctum.post("/tickets/import", json={"file": "a,b"})
    assert invalid(file="The file must be a file.") == refused(text)
