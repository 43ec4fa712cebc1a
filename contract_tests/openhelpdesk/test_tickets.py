"""Tickets: made, shown and changed, and by whom. Contract 4.1, 4.2, 6.1, 8.3 and 8.4."""

import pytest

from contract_tests.openhelpdesk.conftest import ITEM_KEYS
from contract_tests.openhelpdesk.one_ticket import STAMP, change, error, show
from polydesk.core import accounts, tickets
from polydesk.core.models import Format

DETAIL_KEYS = ITEM_KEYS | {
    "description",
    "group",
    "resolution_notes",
    "tracking_number",
    "sla_deadline",
    "replies",
}


def test_a_new_ticket_is_answered_as_detail(ohd):
    """All keys, nulls included."""
    answer = ohd.post(
        "/api/tickets",
        as_="sam",
        json={
            "subject": " Badge reader offline ",
            "description": " Door **3**\n",
            "category_id": ohd.ids["facilities"].lower(),
            "type_id": ohd.ids["access"],
            "item_id": ohd.ids["badge"],
            "priority": "hIGH",
        },
    )

    assert 201 == answer.status_code
    body = answer.json
    assert 26 == len(body.pop("id"))
    assert {
        "subject": "Badge reader offline",
        "description": " Door **3**\n",
        "status": "New",
        "priority": "High",
        "category": {"id": ohd.ids["facilities"], "name": "Facilities"},
        "type": {"id": ohd.ids["access"], "name": "Building access"},
        "item": {"id": ohd.ids["badge"], "name": "Badge"},
        "submitter": {"id": ohd.ids["sam"], "name": "Sam Ortiz", "email": "sam@example.com"},
        "assignee": None,
        "group": None,
        "resolution_notes": None,
        "tracking_number": None,
        "sla_deadline": None,
        "created_at": STAMP,
        "updated_at": STAMP,
        "replies": [],
    } == body


def test_what_is_shown_is_what_was_answered(ohd):
    ticket = ohd.ticket()

    assert ticket == show(ohd, ticket, as_="sam")
    assert ticket == ohd.get(f"/api/tickets/{ticket['id'].lower()}/", as_="tom").json
    assert DETAIL_KEYS == ticket.keys()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"subject": None, "description": 1}, "subject is required"),
        ({"subject": "  "}, "subject is required"),
        ({"subject": 7}, "invalid subject"),
        ({"subject": "x" * 256}, "subject must be at most 255 characters"),
        ({"description": " \n"}, "description is required"),
        ({"description": ["x"]}, "invalid description"),
        ({"category_id": None}, "category_id is required"),
        ({"category_id": ""}, "category_id is required"),
        ({"category_id": "nonsense", "type_id": 1}, "invalid category_id"),
        ({"category_id": "01JQXYZ0000000000000000000", "type_id": 1}, "category not found"),
        ({"type_id": 1, "item_id": 1}, "invalid type_id"),
        ({"type_id": "01JQXYZ0000000000000000000"}, "type does not belong to category"),
        ({"item_id": "x", "priority": "x"}, "invalid item_id"),
        ({"priority": "Urgent"}, "invalid priority"),
        ({"priority": 3}, "invalid priority"),
    ],
)
def test_the_first_wrong_value_is_told(ohd, change, expected):
    """In the order of contract 9."""
    given = {"subject": "a", "description": "b", "category_id": ohd.ids["facilities"]} | change

    assert (400, expected) == error(ohd.post("/api/tickets", json=given))
    assert 0 == ohd.get("/api/tickets").json["total"]


def test_types_and_items_are_those_of_what_is_above(ohd):
    """A type of another category, an item of another type, an item without a type."""

    def refused(**given):
        full = {"subject": "a", "description": "b", "category_id": ohd.ids["facilities"]} | given
        return error(ohd.post("/api/tickets", json=full))

    assert (400, "type does not belong to category") == refused(type_id=ohd.ids["email"])
    assert (400, "item does not belong to type") == refused(
        type_id=ohd.ids["access"], item_id=ohd.ids["window"]
    )
    assert (400, "item_id requires type_id") == refused(item_id=ohd.ids["badge"])
    assert (400, "category not found") == refused(category_id=ohd.ids["access"])


@pytest.mark.parametrize("body", [b"", b"[]", b"nonsense", b'"x"'])
def test_a_body_that_is_no_object_is_refused(ohd, body):
    assert (400, "invalid JSON") == error(ohd.post("/api/tickets", data=body))


def test_null_means_absent_for_what_is_optional(ohd):
    ticket = ohd.ticket(type_id=None, item_id=None, priority=None, unknown=1)

    assert (None, None, "Medium") == (ticket["type"], ticket["item"], ticket["priority"])


def test_users_choose_no_priority_where_the_setting_says_so(ohd):
    """It is ignored, staff still may."""
    ohd.set(user_selectable_priority=False)

    assert "Medium" == ohd.ticket(priority="Critical")["priority"]
    assert "Medium" == ohd.ticket(priority="nonsense")["priority"]
    assert "Critical" == ohd.ticket(as_="tom", priority="Critical")["priority"]


@pytest.mark.parametrize(
    ("key", "given", "expected"),
    [
        ("facilities", {}, "category is archived"),
        ("access", {"type_id": "access"}, "type is archived"),
        ("badge", {"type_id": "access", "item_id": "badge"}, "item is archived"),
    ],
)
def test_archived_categories_take_tickets_of_staff_only(ohd, key, given, expected):
    old = ohd.ticket(**{name: ohd.ids[value] for name, value in given.items()})
    path = {"facilities": "categories", "access": "types", "badge": "items"}[key]
    assert (
        200 == ohd.patch(f"/api/admin/{path}/{ohd.ids[key]}", json={"archived": True}).status_code
    )
    full = {"subject": "a", "description": "b", "category_id": ohd.ids["facilities"]}
    full |= {name: ohd.ids[value] for name, value in given.items()}

    assert (400, expected) == error(ohd.post("/api/tickets", as_="sam", json=full))
    assert 201 == ohd.post("/api/tickets", as_="tom", json=full).status_code
    assert old == show(ohd, old)


def test_an_oauth_client_is_who_it_is(ohd):
    """As submitter and as author: its ULID, its name, staff, no address."""
    ticket = ohd.ticket(as_="bot")
    ohd.post(f"/api/tickets/{ticket['id']}/replies", as_="bot", json={"body": "Beep."})

    shown = show(ohd, ticket)

    assert {"id": ohd.ids["bot"], "name": "Night Bot", "email": None} == shown["submitter"]
    assert {"id": ohd.ids["bot"], "name": "Night Bot", "role": "staff"} == shown["replies"][0][
        "author"
    ]
    again = ohd.ticket(as_="bot")
    assert shown["submitter"] == again["submitter"]


def test_users_see_their_own_tickets_only(ohd):
    """Others' do not exist for them; staff sees every ticket by id."""
    ticket = ohd.ticket(as_="sam")

    assert (404, "ticket not found") == error(ohd.get(f"/api/tickets/{ticket['id']}", as_="kim"))
    for path, method in [("", "PATCH"), ("/resolve", "POST"), ("/reopen", "POST")]:
        asked = f"/api/tickets/{ticket['id']}{path}"
        assert (404, "ticket not found") == error(ohd.open(method, asked, as_="kim", data=b"x"))
        assert (403, "insufficient permissions") == error(
            ohd.open(method, asked, as_="sam", data=b"x")
        )
        assert (401, "authentication required") == error(ohd.open(method, asked, as_=None))
    assert [200, 200, 200] == [
        ohd.get(f"/api/tickets/{ticket['id']}", as_=who).status_code
        for who in ("ada", "tom", "bot")
    ]
    assert (401, "authentication required") == error(
        ohd.get(f"/api/tickets/{ticket['id']}", as_=None)
    )


@pytest.mark.parametrize("id", ["1", "01JQXYZ0000000000000000000", "nonsense", "TRK-9999"])
def test_a_ticket_that_is_not_there(ohd, id):
    """Malformed ids too."""
    ohd.ticket()

    assert (404, "ticket not found") == error(ohd.get(f"/api/tickets/{id}"))
    assert (404, "ticket not found") == error(ohd.patch(f"/api/tickets/{id}", json={}))


def test_patch_changes_what_is_sent(ohd):
    """And answers the detail; assignee and group are independent."""
    group = ohd.post("/api/admin/groups", json={"name": "Doors"}).json["id"]
    ticket = ohd.ticket()
    ohd.advance(60)

    answer = change(
        ohd,
        ticket,
        status_id=ohd.ids["In Progress"],
        priority="Low",
        assignee_id=ohd.ids["ada"],
        group_id=group,
        category_id=ohd.ids["software"],
        type_id=ohd.ids["email"],
    )

    assert 200 == answer.status_code
    assert (
        ticket
        | {
            "status": "In Progress",
            "priority": "Low",
            "assignee": {"id": ohd.ids["ada"], "name": "Ada Byron"},
            "group": {"id": group, "name": "Doors"},
            "category": {"id": ohd.ids["software"], "name": "Software"},
            "type": {"id": ohd.ids["email"], "name": "E-mail"},
            "updated_at": "2026-04-05T09:01:00Z",
        }
        == answer.json
    )
    unassigned = change(ohd, ticket, assignee_id=None, group_id=None).json
    assert (None, None) == (unassigned["assignee"], unassigned["group"])


def test_an_empty_patch_changes_nothing(ohd):
    """Nor does one to what there is."""
    ticket = ohd.ticket()
    ohd.advance(60)

    assert ticket == change(ohd, ticket).json
    assert (
        ticket
        == change(
            ohd,
            ticket,
            status_id=ohd.ids["New"],
            priority="medium",
            category_id=ohd.ids["facilities"],
            assignee_id=None,
            type_id=None,
        ).json
    )


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"status_id": None}, "invalid status_id"),
        ({"status_id": "01JQXYZ0000000000000000000"}, "status not found"),
        ({"priority": None}, "invalid priority"),
        ({"priority": "x"}, "invalid priority"),
        ({"category_id": None}, "invalid category_id"),
        ({"category_id": "01JQXYZ0000000000000000000"}, "category not found"),
        ({"type_id": "01JQXYZ0000000000000000000"}, "type does not belong to category"),
        ({"type_id": 3}, "invalid type_id"),
        ({"item_id": "01JQXYZ0000000000000000000"}, "item_id requires type_id"),
        ({"assignee_id": "01JQXYZ0000000000000000000"}, "assignee must be a staff user"),
        ({"assignee_id": "tom"}, "invalid assignee_id"),
        ({"group_id": "01JQXYZ0000000000000000000"}, "group not found"),
        ({"group_id": 1}, "invalid group_id"),
    ],
)
def test_a_wrong_value_changes_nothing_at_all(ohd, sent, expected):
    ticket = ohd.ticket()
    good = {"status_id": ohd.ids["Pending"], "priority": "High", "category_id": ohd.ids["software"]}

    assert (400, expected) == error(change(ohd, ticket, **(good | sent)))
    assert ticket == show(ohd, ticket)


def test_only_enabled_staff_can_be_assigned(ohd):
    """Not users, not the disabled, not OAuth clients; who is assigned stays so."""
    ticket, by_bot = ohd.ticket(), ohd.ticket(as_="bot")
    refused = 400, "assignee must be a staff user"
    assert 200 == change(ohd, ticket, as_="ada", assignee_id=ohd.ids["tom"]).status_code

    assert refused == error(change(ohd, ticket, assignee_id=ohd.ids["sam"]))
    assert refused == error(change(ohd, by_bot, assignee_id=by_bot["submitter"]["id"]))
    ohd.patch(f"/api/admin/users/{ohd.ids['tom']}", json={"disabled": True})
    assert refused == error(change(ohd, by_bot, as_="ada", assignee_id=ohd.ids["tom"]))
    assert ohd.ids["tom"] == show(ohd, ticket)["assignee"]["id"]


def test_another_category_or_type_drops_what_was_below(ohd):
    """Unless that is sent in the same body."""
    ids = ohd.ids

    def where(ticket):
        return [ticket[key] and ticket[key]["id"] for key in ("category", "type", "item")]

    def fresh():
        return ohd.ticket(type_id=ids["access"], item_id=ids["badge"])

    assert [ids["software"], None, None] == where(
        change(ohd, fresh(), category_id=ids["software"]).json
    )
    assert [ids["facilities"], ids["cleaning"], None] == where(
        change(ohd, fresh(), type_id=ids["cleaning"]).json
    )
    assert [ids["facilities"], ids["cleaning"], ids["window"]] == where(
        change(ohd, fresh(), type_id=ids["cleaning"], item_id=ids["window"]).json
    )
    assert [ids["facilities"], ids["access"], ids["badge"]] == where(
        change(ohd, fresh(), category_id=ids["facilities"]).json
    )
    assert [ids["facilities"], ids["access"], None] == where(
        change(ohd, fresh(), item_id=None).json
    )
    assert [ids["facilities"], None, None] == where(change(ohd, fresh(), type_id=None).json)
    assert (400, "item does not belong to type") == error(
        change(ohd, fresh(), item_id=ids["window"])
    )
    assert (400, "type does not belong to category") == error(
        change(ohd, fresh(), category_id=ids["software"], type_id=ids["access"])
    )
    assert (400, "item_id requires type_id") == error(
        change(ohd, fresh(), type_id=None, item_id=ids["badge"])
    )


def test_a_deadline_is_promised_where_sla_is_on(ohd):
    """`created_at` and the hours of resolution."""
    ohd.post(
        "/api/admin/sla-policies",
        json={"name": "All", "response_hours": 4, "resolution_hours": 24},
    )
    assert ohd.ticket()["sla_deadline"] is None

    ohd.set(sla_enabled=True)

    assert "2026-04-06T09:00:00Z" == ohd.ticket()["sla_deadline"]


def test_who_is_gone_is_a_removed_user(ohd):
    """As submitter and as author; their assignments are nobody's."""
    ticket = ohd.ticket(as_="sam")
    change(ohd, ticket, assignee_id=ohd.ids["tom"])
    ohd.post(f"/api/tickets/{ticket['id']}/replies", as_="sam", json={"body": "Still."})
    for who in ("sam", "tom"):
        assert 204 == ohd.delete(f"/api/admin/users/{ohd.ids[who]}").status_code

    shown = show(ohd, ticket)
    listed = ohd.get("/api/tickets").json["data"][0]

    assert {"id": None, "name": "removed user", "email": None} == shown["submitter"]
    assert {"id": None, "name": "removed user", "role": "user"} == shown["replies"][0]["author"]
    assert ({"id": None, "name": "removed user"}, None) == (
        listed["submitter"],
        listed["assignee"],
    )


def test_bodies_of_other_vendors_are_shown_as_markdown(ohd):
    """HTML is converted, text stays as it is."""
    with ohd.desk() as desk:
        desk.actor = accounts.find(desk, ohd.numbers["tom"])
        sam = accounts.find(desk, ohd.numbers["sam"])
        ticket = tickets.create(
            desk,
            subject="a",
            body="<p>It is <b>off</b>.</p>",
            format=Format.HTML,
            requester=sam,
        )
        for body, format in [("<h1>On</h1>", Format.HTML), ("<b> stays", Format.TEXT)]:
            tickets.reply(desk, ticket, body=body, author=desk.actor, format=format)
        id = ticket.ulid

    shown = ohd.get(f"/api/tickets/{id}").json

    assert "It is **off**." == shown["description"]
    assert ["# On", "<b> stays"] == [reply["body"] for reply in shown["replies"]]


def test_tickets_without_a_category_are_in_the_default_one(ohd):
    """So they are in its list, and a change to it is none."""
    with ohd.desk() as desk:
        sam = accounts.find(desk, ohd.numbers["sam"])
        bare = tickets.create(desk, subject="a", body="b", requester=sam).ulid
    shown = ohd.get(f"/api/tickets/{bare}").json
    general = shown["category"]["id"]

    assert ("General", None, "Medium") == (
        shown["category"]["name"],
        shown["type"],
        shown["priority"],
    )
    assert [bare] == [
        one["id"]
        for one in ohd.get(f"/api/tickets?category_id={general}&priority=medium").json["data"]
    ]
    assert shown == change(ohd, shown, category_id=general).json


def test_the_control_plane_shows_what_the_api_answers(ohd):
    """To those who see all."""
    ticket = ohd.ticket()

    told = ohd.told("GET", f"/objects/tickets/{ticket['id']}").json

    assert ticket == told["dialects"]["openhelpdesk"]
