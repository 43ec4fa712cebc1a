"""MCP: eight tools that do as the REST API does. Contract 10."""

import pytest
from jsonschema import Draft202012Validator

from contract_tests.openhelpdesk.mcp import ask, call
from polydesk.core.errors import Conflict
from polydesk.core.models import Delivery, Event, Ticket
from polydesk.dialects.openhelpdesk import tools

NOBODY = "01JQXYZ0000000000000000000"
DENIED = {"error": "insufficient permissions", "status": 403}
TOOLS = {
    "list_tickets": ({"status", "priority", "assignee_id", "category", "q", "limit"}, set()),
    "get_ticket": ({"ticket_id"}, {"ticket_id"}),
    "create_ticket": (
        {"subject", "description", "category_id", "type_id", "item_id", "priority"},
        {"subject", "description", "category_id"},
    ),
    "reply_to_ticket": ({"ticket_id", "body", "is_internal"}, {"ticket_id", "body"}),
    "update_ticket_status": ({"ticket_id", "status_id"}, {"ticket_id", "status_id"}),
    "assign_ticket": ({"ticket_id", "assignee_id", "group_id"}, {"ticket_id"}),
    "list_categories": (set(), set()),
    "list_statuses": (set(), set()),
}


def count(ohd, model, **where):
    """How many rows there are."""
    with ohd.desk() as desk:
        return desk.session.query(model).filter_by(**where).count()


def test_all_tools_are_listed_to_everybody(ohd):
    """Each with the schema of its arguments; who may is looked at when it is called."""
    tools = ask(ohd, "tools/list", as_="sam")[1]["result"]["tools"]

    assert TOOLS == {
        tool["name"]: (
            set(tool["inputSchema"]["properties"]),
            set(tool["inputSchema"].get("required", [])),
        )
        for tool in tools
    }
    assert {"object"} == {tool["inputSchema"]["type"] for tool in tools}
    assert all(tool["description"] for tool in tools)


def test_the_schemas_of_arguments_are_json_schema(ohd):
    """Valid, with the types, lengths and words of the REST API's bodies."""
    tools = ask(ohd, "tools/list")[1]["result"]["tools"]
    schemas = {tool["name"]: tool["inputSchema"] for tool in tools}
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)

    created = schemas["create_ticket"]["properties"]
    assert ("string", 255) == (created["subject"]["type"], created["subject"]["maxLength"])
    assert ["string", "null"] == schemas["assign_ticket"]["properties"]["group_id"]["type"]
    assert "boolean" == schemas["reply_to_ticket"]["properties"]["is_internal"]["type"]
    limit = schemas["list_tickets"]["properties"]["limit"]
    assert ("integer", 20) == (limit["type"], limit["default"])


def test_create_ticket_does_as_the_rest_api_does(ohd):
    """The same body; the caller is the submitter, whatever the arguments say."""
    asked = {
        "subject": "Printer jam",
        "description": "Third floor.",
        "category_id": ohd.ids["facilities"],
        "type_id": ohd.ids["access"],
        "priority": "high",
        "submitter_id": ohd.ids["ada"],
    }

    made = call(ohd, "create_ticket", as_="sam", **asked)

    assert ohd.get(f"/api/tickets/{made['id']}", as_="sam").json == made
    assert (ohd.ids["sam"], "High", "New") == (
        made["submitter"]["id"],
        made["priority"],
        made["status"],
    )


def test_create_ticket_in_the_name_of_a_client_of_oauth(ohd):
    """The client is the submitter."""
    asked = {"subject": "A", "description": "B", "category_id": ohd.ids["software"]}

    made = call(ohd, "create_ticket", as_="bot", **asked)

    expected = {"id": ohd.ids["bot"], "name": "Night Bot", "email": None}
    assert (expected, "Medium") == (made["submitter"], made["priority"])


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({}, "subject is required"),
        ({"subject": "A"}, "description is required"),
        ({"subject": "A", "description": "B"}, "category_id is required"),
        ({"subject": "A" * 256, "description": "B"}, "subject must be at most 255 characters"),
        (
            {"subject": "A", "description": "B", "category_id": NOBODY},
            "category not found",
        ),
    ],
)
def test_create_ticket_refuses_what_the_rest_api_refuses(ohd, given, error):
    """The same words; nothing is made."""
    assert {"error": error, "status": 400} == call(ohd, "create_ticket", **given)
    assert 0 == count(ohd, Ticket)


def test_get_ticket_gives_the_ticket_with_its_links(ohd):
    """What endpoints 3 and 12 give."""
    one, other = ohd.ticket(), ohd.ticket(subject="Door 3 relay")
    link = {"target_id": other["id"], "link_type": "parent_of"}
    ohd.post(f"/api/tickets/{one['id']}/links", json=link)

    found = call(ohd, "get_ticket", ticket_id=one["id"].lower())

    links = ohd.get(f"/api/tickets/{one['id']}/links").json["data"]
    assert ohd.get(f"/api/tickets/{one['id']}").json | {"links": links} == found
    assert ["Door 3 relay"] == [link["ticket"]["subject"] for link in found["links"]]


@pytest.mark.parametrize("key", [NOBODY, "nonsense", "1"])
def test_a_ticket_that_there_is_not_is_not_found(ohd, key):
    """404, also for what is no id."""
    expected = {"error": "ticket not found", "status": 404}

    assert expected == call(ohd, "get_ticket", ticket_id=key)
    assert expected == call(ohd, "reply_to_ticket", ticket_id=key, body="x")


def test_a_ticket_of_another_user_is_not_found(ohd):
    """For role user: neither read nor answered; notes are left out of one's own."""
    ticket = ohd.ticket(as_="kim")
    call(ohd, "reply_to_ticket", as_="tom", ticket_id=ticket["id"], body="x", is_internal=True)
    expected = {"error": "ticket not found", "status": 404}

    assert expected == call(ohd, "get_ticket", as_="sam", ticket_id=ticket["id"])
    assert expected == call(ohd, "reply_to_ticket", as_="sam", ticket_id=ticket["id"], body="x")
    assert [] == call(ohd, "get_ticket", as_="kim", ticket_id=ticket["id"])["replies"]


@pytest.mark.parametrize(
    ("tool", "given", "error"),
    [
        ("get_ticket", {}, "ticket_id is required"),
        ("get_ticket", {"ticket_id": None}, "ticket_id is required"),
        ("get_ticket", {"ticket_id": " "}, "ticket_id is required"),
        ("get_ticket", {"ticket_id": 5}, "invalid ticket_id"),
        ("reply_to_ticket", {"body": "x"}, "ticket_id is required"),
        ("assign_ticket", {}, "ticket_id is required"),
    ],
)
def test_a_tool_for_one_ticket_needs_its_id(ohd, tool, given, error):
    """400."""
    assert {"error": error, "status": 400} == call(ohd, tool, **given)


def test_reply_to_ticket_gives_the_reply(ohd):
    """As endpoint 9 does."""
    ticket = ohd.ticket()

    said = call(ohd, "reply_to_ticket", as_="tom", ticket_id=ticket["id"], body="On my way.")

    assert ohd.get(f"/api/tickets/{ticket['id']}").json["replies"] == [said]
    assert ("On my way.", False, "staff") == (
        said["body"],
        said["is_internal"],
        said["author"]["role"],
    )


def test_reply_to_ticket_reopens_within_the_window(ohd):
    """Contract 8.2: role user, resolved."""
    ticket = ohd.ticket()
    ohd.post(f"/api/tickets/{ticket['id']}/resolve", json={})

    call(ohd, "reply_to_ticket", as_="sam", ticket_id=ticket["id"], body="It is back.")

    assert "New" == ohd.get(f"/api/tickets/{ticket['id']}").json["status"]


def test_reply_to_ticket_is_refused_past_the_window_and_leaves_nothing(ohd):
    """409 of contract 8.2 as a result, of HTTP 200."""
    ticket = ohd.ticket()
    ohd.set(reopen_window_days=0)
    ohd.post(f"/api/tickets/{ticket['id']}/resolve", json={})

    refused = call(ohd, "reply_to_ticket", as_="sam", ticket_id=ticket["id"], body="Again.")

    assert {"error": "reopen window has expired", "status": 409} == refused
    assert [] == ohd.get(f"/api/tickets/{ticket['id']}").json["replies"]


@pytest.mark.parametrize(
    ("given", "error", "status"),
    [
        ({"body": "x", "is_internal": True}, "only staff can post internal notes", 403),
        ({"body": " "}, "body is required", 400),
        ({}, "body is required", 400),
        ({"body": "x", "is_internal": "yes"}, "invalid is_internal", 400),
    ],
)
def test_reply_to_ticket_refuses_what_the_rest_api_refuses(ohd, given, error, status):
    """For role user, in their own ticket."""
    ticket = ohd.ticket()

    refused = call(ohd, "reply_to_ticket", as_="sam", ticket_id=ticket["id"], **given)

    assert {"error": error, "status": status} == refused


def test_update_ticket_status_gives_the_ticket(ohd):
    """As endpoint 5 with a status alone."""
    ticket = ohd.ticket()
    given = {"ticket_id": ticket["id"], "status_id": ohd.ids["In Progress"]}

    changed = call(ohd, "update_ticket_status", as_="bot", **given, priority="Critical")

    assert ("In Progress", "Medium") == (changed["status"], changed["priority"])
    assert ohd.get(f"/api/tickets/{ticket['id']}").json == changed


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({}, "status_id is required"),
        ({"status_id": None}, "status_id is required"),
        ({"status_id": "x"}, "invalid status_id"),
        ({"status_id": NOBODY}, "status not found"),
    ],
)
def test_update_ticket_status_needs_a_status(ohd, given, error):
    """400."""
    ticket = ohd.ticket()

    refused = call(ohd, "update_ticket_status", ticket_id=ticket["id"], **given)

    assert {"error": error, "status": 400} == refused


@pytest.mark.parametrize("tool", ["update_ticket_status", "assign_ticket"])
def test_changes_are_for_staff(ohd, tool):
    """403 for role user in their own ticket, before the arguments are looked at; else 404."""
    own, other = ohd.ticket(as_="sam"), ohd.ticket(as_="kim")

    assert DENIED == call(ohd, tool, as_="sam", ticket_id=own["id"])
    missing = {"error": "ticket not found", "status": 404}
    assert missing == call(ohd, tool, as_="sam", ticket_id=other["id"])


@pytest.fixture
def group(ohd):
    """The id of a group."""
    return ohd.post("/api/admin/groups", json={"name": "Networking"}).json["id"]


def test_assign_ticket_to_one_clears_the_other(ohd, group):
    """A person or a group; neither unassigns both."""
    given = {"ticket_id": ohd.ticket()["id"]}

    told = [
        call(ohd, "assign_ticket", as_="tom", **given, **to)
        for to in (
            {"assignee_id": ohd.ids["tom"]},
            {"group_id": group},
            {"assignee_id": ohd.ids["ada"], "group_id": None},
            {"assignee_id": None, "group_id": None},
            {"group_id": group, "assignee_id": None},
            {},
        )
    ]

    tom = {"id": ohd.ids["tom"], "name": "Tom Reed"}
    ada = {"id": ohd.ids["ada"], "name": "Ada Byron"}
    network = {"id": group, "name": "Networking"}
    assert [
        (tom, None),
        (None, network),
        (ada, None),
        (None, None),
        (None, network),
        (None, None),
    ] == [(one["assignee"], one["group"]) for one in told]


def test_assign_ticket_takes_one_of_them_only(ohd, group):
    """Both given is an error, and assigns nobody."""
    ticket = ohd.ticket()

    refused = call(
        ohd, "assign_ticket", ticket_id=ticket["id"], assignee_id=ohd.ids["tom"], group_id=group
    )

    error = "provide either assignee_id or group_id, not both"
    assert {"error": error, "status": 400} == refused
    assert ticket["updated_at"] == ohd.get(f"/api/tickets/{ticket['id']}").json["updated_at"]
    assert 0 == count(ohd, Event, kind="ticket.assigned")


@pytest.mark.parametrize("who", ["sam", None])
def test_assign_ticket_to_staff_only(ohd, who):
    """As endpoint 5."""
    given = {"ticket_id": ohd.ticket()["id"], "assignee_id": ohd.ids.get(who, NOBODY)}

    expected = {"error": "assignee must be a staff user", "status": 400}
    assert expected == call(ohd, "assign_ticket", **given)


def test_list_categories_and_statuses_are_those_of_the_rest_api(ohd):
    """Without the keys of a page; archived categories are for staff."""
    ohd.patch(f"/api/admin/categories/{ohd.ids['software']}", json={"archived": True})
    for who in ("tom", "sam"):
        for tool, path in (("list_categories", "categories"), ("list_statuses", "statuses")):
            data = ohd.get(f"/api/{path}", as_=who).json["data"]

            assert {"data": data} == call(ohd, tool, as_=who)
    names = [one["name"] for one in call(ohd, "list_categories", as_="sam")["data"]]
    assert "Software" not in names


def test_a_tool_tells_webhooks_what_the_rest_api_tells(ohd):
    """The same events, in the same order; none of a refused call."""
    hook = {"url": "http://127.0.0.1:9/hook", "events": ["*"]}
    ohd.post("/api/admin/webhooks", json=hook)
    ticket = call(
        ohd,
        "create_ticket",
        as_="sam",
        subject="A",
        description="B",
        category_id=ohd.ids["software"],
    )
    given = {"ticket_id": ticket["id"]}
    call(ohd, "update_ticket_status", **given, status_id=ohd.ids["Resolved"])
    call(ohd, "reply_to_ticket", as_="sam", **given, body="It is back.")
    call(ohd, "assign_ticket", **given, assignee_id=ohd.ids["sam"])

    with ohd.desk() as desk:
        events = [one.event for one in desk.session.query(Delivery).order_by(Delivery.id)]
    assert [
        "ticket.created",
        "ticket.status_changed",
        "ticket.resolved",
        "ticket.reply_added",
        "ticket.status_changed",
        "ticket.reopened",
    ] == events


def test_a_refused_tool_leaves_nothing_of_what_it_has_done(ohd, monkeypatch):
    """Even where it is refused at its end: the whole call is rolled back."""
    ticket = ohd.ticket()

    def change_and_refuse(desk, *_, **__):
        found = desk.get(Ticket, ticket["id"])
        found.subject = "changed"
        desk.tell("ticket.changed", found)
        raise Conflict("ticket", "closed")

    monkeypatch.setattr(tools, "perform", change_and_refuse)

    refused = call(ohd, "get_ticket", ticket_id=ticket["id"])

    assert {"error": "ticket is closed", "status": 409} == refused
    assert ticket == ohd.get(f"/api/tickets/{ticket['id']}").json
    assert 0 == count(ohd, Event, kind="ticket.changed")
