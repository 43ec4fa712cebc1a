"""Which events follow what, in which order, with which data: contract 8.8."""

import json

import pytest
from sqlalchemy import select
from werkzeug.test import Client as Browser

from polydesk.control import scenario
from polydesk.control.context import kinds_of
from polydesk.core import hiding, tickets
from polydesk.core.desk import Machine
from polydesk.core.models import Delivery, Person, Rule, Ticket, Trigger

DAY = 86400


@pytest.fixture
def told(ohd):
    """What a webhook for all events is told from now on: call it for what is new."""
    hook = {"url": "https://hooks.example.com", "events": ["*"]}
    assert 201 == ohd.post("/api/admin/webhooks", json=hook).status_code
    seen = 0

    def new():
        nonlocal seen
        with ohd.desk() as desk:
            rows = desk.all(select(Delivery).order_by(Delivery.id))
            bodies = [json.loads(row.body) for row in rows[seen:]]
        seen += len(bodies)
        return bodies

    return new


@pytest.fixture
def ticket(ohd, told):
    """A ticket of Sam's, of which it has been told already."""
    made = ohd.ticket()
    assert ["ticket.created"] == [one["event"] for one in told()]
    return f"/api/tickets/{made['id']}"


def brief(told):
    return [(one["event"], one["data"]) for one in told()]


def actors(ohd):
    return {
        "tom": {"id": ohd.ids["tom"], "name": "Tom Reed", "role": "staff"},
        "sam": {"id": ohd.ids["sam"], "name": "Sam Ortiz", "role": "user"},
        "ada": {"id": ohd.ids["ada"], "name": "Ada Byron", "role": "admin"},
        "bot": {"id": ohd.ids["bot"], "name": "Night Bot", "role": "staff"},
    }


def test_what_is_done_in_the_bin_is_told_to_nobody(ohd, told):
    """There the ticket does not exist; what is done later is told again."""
    id = ohd.ticket()["id"]
    told()
    with ohd.desk() as desk:
        desk.actor = Machine("test")
        hiding.hide(desk, desk.get(Ticket, id), "spam")
        tickets.reply(desk, desk.get(Ticket, id), body="x", author=None)
    away = told()

    with ohd.desk() as desk:
        desk.actor = Machine("test")
        hiding.unhide(desk, desk.get(Ticket, id))
        tickets.reply(desk, desk.get(Ticket, id), body="x", author=None)

    assert ([], 1) == (away, len(told()))


def test_a_webhook_is_told_of_its_own_events_only(ohd):
    """Those it subscribed to."""
    hook = {"url": "https://hooks.example.com", "events": ["ticket.resolved", "ticket.closed"]}
    id = ohd.post("/api/admin/webhooks", json=hook).json["id"]
    ticket = ohd.ticket()
    ohd.post(f"/api/tickets/{ticket['id']}/resolve", as_="tom")

    deliveries = ohd.get(f"/api/admin/webhooks/{id}/deliveries").json["data"]

    assert ["ticket.resolved"] == [one["event"] for one in deliveries]


@pytest.mark.parametrize("who", ["ada", "tom", "sam", "bot"])
def test_create_tells_who_made_it(ohd, told, who):
    """`ticket.created`, with nothing in `data`."""
    ohd.ticket(as_=who)

    (one,) = told()
    assert ("ticket.created", actors(ohd)[who], {}) == (one["event"], one["actor"], one["data"])


def test_assign_to_a_person_a_group_and_nobody(ohd, told, ticket):
    """`ticket.assigned` with both as they are then; once for both at once."""
    group = ohd.post("/api/admin/groups", json={"name": "Doors"}).json
    tom, doors = {"id": ohd.ids["tom"], "name": "Tom Reed"}, {"id": group["id"], "name": "Doors"}

    ohd.patch(ticket, as_="tom", json={"assignee_id": ohd.ids["tom"]})
    assert [("ticket.assigned", {"assignee": tom, "group": None})] == brief(told)
    ohd.patch(ticket, as_="tom", json={"group_id": group["id"]})
    assert [("ticket.assigned", {"assignee": tom, "group": doors})] == brief(told)
    ohd.patch(ticket, as_="tom", json={"assignee_id": None, "group_id": None})
    assert [("ticket.assigned", {"assignee": None, "group": None})] == brief(told)


@pytest.mark.parametrize("who", ["ada", "bot"])
def test_what_a_rule_does_the_system_does(ohd, told, who):
    """Whoever has set it off; it is told behind that."""
    to = {"type": "assignee", "value": 0}
    with ohd.desk() as desk:
        to["value"] = desk.find(Person, ohd.ids["tom"]).id
        desk.add(Rule(dialect="toy", name="Give", trigger=Trigger.CREATED, actions=[to]))

    ohd.ticket(as_=who)

    made, assigned = told()
    assert ("ticket.created", actors(ohd)[who]) == (made["event"], made["actor"])
    assert ("ticket.assigned", {"id": None, "name": "System", "role": "system"}) == (
        assigned["event"],
        assigned["actor"],
    )


def test_the_same_value_fires_nothing(ohd, told, ticket):
    """Neither for the assignee nor for the status."""
    change = {"assignee_id": ohd.ids["tom"], "status_id": ohd.ids["Pending"]}
    ohd.patch(ticket, as_="tom", json=change)
    told()

    ohd.patch(ticket, as_="tom", json=change)

    assert [] == told()


def test_a_status_by_patch(ohd, told, ticket):
    """`ticket.status_changed`, and what it means to enter Resolved, Closed, or to leave them."""

    def to(name):
        ohd.patch(ticket, as_="tom", json={"status_id": ohd.ids[name]})
        return brief(told)

    def changed(before, after):
        return "ticket.status_changed", {"from_status": before, "to_status": after}

    assert [changed("New", "Pending")] == to("Pending")
    assert [
        changed("Pending", "Resolved"),
        ("ticket.resolved", {"resolution_notes": ""}),
    ] == to("Resolved")
    assert [changed("Resolved", "Closed"), ("ticket.closed", {})] == to("Closed")
    assert [changed("Closed", "In Progress"), ("ticket.reopened", {"reason": ""})] == to(
        "In Progress"
    )


def test_assignment_comes_before_the_status_in_one_patch(ohd, told, ticket):
    """In the order of the triggers."""
    change = {"status_id": ohd.ids["Closed"], "assignee_id": ohd.ids["tom"], "priority": "Low"}
    ohd.patch(ticket, as_="tom", json=change)

    events = ["ticket.assigned", "ticket.status_changed", "ticket.closed"]
    assert events == [one["event"] for one in told()]


def test_other_changes_tell_nothing(ohd, told, ticket):
    """There is no event for them."""
    change = {"priority": "Low", "category_id": ohd.ids["software"]}
    ohd.patch(ticket, as_="tom", json=change)

    assert [] == told()


def test_resolve_and_reopen(ohd, told, ticket):
    """The status, then what it means, with notes and reason."""
    ohd.post(f"{ticket}/resolve", as_="tom", json={"resolution_notes": "New relay."})
    resolved = told()
    ohd.post(f"{ticket}/reopen", as_="ada", json={"reason": "Again."})
    reopened = told()

    assert [
        ("ticket.status_changed", {"from_status": "New", "to_status": "Resolved"}),
        ("ticket.resolved", {"resolution_notes": "New relay."}),
    ] == [(one["event"], one["data"]) for one in resolved]
    assert [
        ("ticket.status_changed", {"from_status": "Resolved", "to_status": "New"}),
        ("ticket.reopened", {"reason": "Again."}),
    ] == [(one["event"], one["data"]) for one in reopened]
    assert [actors(ohd)["tom"]] * 2 == [one["actor"] for one in resolved]
    assert [actors(ohd)["ada"]] * 2 == [one["actor"] for one in reopened]
    assert ["Resolved", "Resolved"] == [one["ticket"]["status"] for one in resolved]


def test_a_renamed_status_is_told_by_its_new_name(ohd, told, ticket):
    """As the API shows it."""
    ohd.patch(f"/api/admin/statuses/{ohd.ids['Pending']}", json={"name": "On ice"})
    ohd.patch(ticket, as_="tom", json={"status_id": ohd.ids["Pending"]})

    (one,) = told()
    assert ({"from_status": "New", "to_status": "On ice"}, "On ice") == (
        one["data"],
        one["ticket"]["status"],
    )


@pytest.mark.parametrize("who", ["tom", "sam", "bot"])
def test_a_public_reply(ohd, told, ticket, who):
    """`ticket.reply_added` with the reply and its author."""
    reply = ohd.post(f"{ticket}/replies", as_=who, json={"body": "*Thanks*"}).json

    (one,) = told()
    actor = actors(ohd)[who]
    assert ("ticket.reply_added", actor) == (one["event"], one["actor"])
    assert {
        "reply_id": reply["id"],
        "body": "*Thanks*",
        "is_internal": False,
        "author": {"id": actor["id"], "name": actor["name"]},
    } == one["data"]


def test_an_internal_note(ohd, told, ticket):
    """`ticket.note_added`."""
    note = ohd.post(f"{ticket}/replies", as_="tom", json={"body": "Psst", "is_internal": True}).json

    assert [
        (
            "ticket.note_added",
            {
                "reply_id": note["id"],
                "body": "Psst",
                "is_internal": True,
                "author": {"id": ohd.ids["tom"], "name": "Tom Reed"},
            },
        )
    ] == brief(told)


def test_a_users_reply_that_reopens(ohd, told, ticket):
    """The reply, then the two of a reopening, all by the user."""
    ohd.post(f"{ticket}/resolve", as_="tom")
    told()

    ohd.post(f"{ticket}/replies", as_="sam", json={"body": "Not yet."})

    found = told()
    assert ["ticket.reply_added", "ticket.status_changed", "ticket.reopened"] == [
        one["event"] for one in found
    ]
    assert {"from_status": "Resolved", "to_status": "New"} == found[1]["data"]
    assert {"reason": ""} == found[2]["data"]
    assert [actors(ohd)["sam"]] * 3 == [one["actor"] for one in found]


def test_the_clock_closes_what_was_resolved_for_too_long(ohd, told, ticket):
    """`ticket.status_changed` and `ticket.closed`, by the system."""
    ohd.post(f"{ticket}/resolve", as_="tom")
    told()
    ohd.advance(7 * DAY + 3600)

    assert "Closed" == ohd.get(ticket).json["status"]

    found = told()
    assert [
        ("ticket.status_changed", {"from_status": "Resolved", "to_status": "Closed"}),
        ("ticket.closed", {}),
    ] == [(one["event"], one["data"]) for one in found]
    system = {"id": None, "name": "System", "role": "system"}
    assert [system] * 2 == [one["actor"] for one in found]


def test_a_guest_is_told_as_a_guest(ohd, told):
    """Without an id; the e-mail address stands in for the name."""
    ohd.set(guest_submission_enabled=True)
    ohd.ticket(as_=None, guest_email="gwen@example.com")

    (one,) = told()
    assert {"id": None, "name": "gwen@example.com", "role": "guest"} == one["actor"]


def test_a_guests_reply_that_reopens_is_the_guests(ohd, told):
    """All three events, not only the reply."""
    ohd.set(guest_submission_enabled=True)
    made = ohd.ticket(as_=None, guest_email="gwen@example.com", guest_name="Gwen")
    token = ohd.mails()[0]["data"]["token"]
    ohd.post(f"/api/tickets/{made['id']}/resolve", as_="tom")
    told()

    answer = ohd.post(
        f"/api/tickets/{made['id']}/replies?token={token}", as_=None, json={"body": "Not yet."}
    )
    found = told()

    assert 201 == answer.status_code, answer.text
    assert ["ticket.reply_added", "ticket.status_changed", "ticket.reopened"] == [
        one["event"] for one in found
    ]
    gwen = {"id": None, "name": "Gwen"}
    assert [gwen | {"role": "guest"}] * 3 == [one["actor"] for one in found]
    assert gwen == found[0]["data"]["author"]


def test_links_edits_and_deletions_tell_nothing(ohd, told, ticket):
    """The documented eight are all there are."""
    reply = ohd.post(f"{ticket}/replies", as_="tom", json={"body": "A"}).json["id"]
    told()

    ohd.patch(f"{ticket}/replies/{reply}", as_="tom", json={"body": "B"})
    ohd.delete(f"{ticket}/replies/{reply}", as_="tom")

    assert [] == told()


def test_a_refused_request_tells_nothing(ohd, told, ticket):
    """What is undone has not happened."""
    change = {"status_id": ohd.ids["Closed"], "assignee_id": ohd.ids["sam"]}
    answer = ohd.patch(ticket, as_="tom", json=change)

    assert (400, []) == (answer.status_code, told())


def test_a_ticket_that_is_gone_by_then_is_not_told(ohd, told):
    """Made and erased in one transaction."""
    with ohd.desk() as desk:
        desk.actor = Machine("somebody")
        reporter = desk.session.get_one(Person, ohd.numbers["sam"])
        made = tickets.create(desk, subject="x", body="y", requester=reporter)
        tickets.erase(desk, made)

    assert [] == told()


APIKEY = "helpdeskpro-apikey"


@pytest.fixture
def apikey(ohd):
    """The other vendor's API over the same world: call it with method, path and body."""
    key = {"dialect": APIKEY, "kind": "api_key", "name": "Robot"}
    with ohd.desk() as desk:
        seeded = scenario.seed(desk, {"credentials": [key]}, kinds_of(ohd.site.dialects))
    (secret,) = (told["secret"] for told in seeded.credentials)
    root = ohd.site.dialects[APIKEY].root

    def call(method, path, body):
        answer = Browser(ohd.site).open(
            f"/~{ohd.world}/{APIKEY}{root}{path}",
            method=method,
            json=body,
            headers={"X-API-Key": secret},
        )
        assert answer.status_code < 300, answer.text
        return answer.json["ticket"]

    return call


def printer(ohd):
    return {"subject": "Printer", "description": "On fire", "created_by": ohd.numbers["sam"]}


def test_what_another_dialect_does_is_told_alike(ohd, told, apikey):
    """In this vendor's words, with the machine as actor."""
    made = apikey("POST", "/tickets", printer(ohd))
    created = told()
    change = {"status": "Resolved", "assigned_to": str(ohd.numbers["tom"])}
    apikey("PATCH", f"/tickets/{made['id']}", change)
    changed = told()

    with ohd.desk() as desk:
        ulid = desk.get(Ticket, made["id"]).ulid
    assert {
        "id": ulid,
        "subject": "Printer",
        "status": "New",
        "priority": "Medium",
        "category": "General",
        "type": None,
        "item": None,
    } == created[0]["ticket"]
    assert ("Robot", "staff") == (created[0]["actor"]["name"], created[0]["actor"]["role"])
    assert [
        (
            "ticket.assigned",
            {"assignee": {"id": ohd.ids["tom"], "name": "Tom Reed"}, "group": None},
        ),
        ("ticket.status_changed", {"from_status": "New", "to_status": "Resolved"}),
        ("ticket.resolved", {"resolution_notes": ""}),
    ] == [(one["event"], one["data"]) for one in changed]


def test_a_change_that_does_not_show_here_is_not_told(ohd, told, apikey):
    """What other vendors hold apart is Pending here, before and after."""
    made = apikey("POST", "/tickets", printer(ohd))
    apikey("PATCH", f"/tickets/{made['id']}", {"status": "Pending"})
    told()

    apikey("PATCH", f"/tickets/{made['id']}", {"status": "On Hold"})

    assert [] == told()
