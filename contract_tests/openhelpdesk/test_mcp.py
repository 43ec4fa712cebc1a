"""MCP: JSON-RPC over one path, and eight tools that do as the REST API does. Contract 10."""

import json
from datetime import datetime

import pyotp
import pytest
from jsonschema import Draft202012Validator

from contract_tests.openhelpdesk.conftest import NOW, PASSWORD
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


def send(ohd, message, **sent):
    """POST one message."""
    return ohd.post("/mcp/", json=message, **sent)


def ask(ohd, method, params=None, **sent):
    """What a request is answered: status and body."""
    message = {"jsonrpc": "2.0", "id": 7, "method": method}
    answer = send(ohd, message if params is None else message | {"params": params}, **sent)
    return answer.status_code, answer.json


def call(ohd, tool, as_="ada", **arguments):
    """What a tool gives; its text and its structured content are the same."""
    status, body = ask(ohd, "tools/call", {"name": tool, "arguments": arguments}, as_=as_)
    result = body["result"]
    given = result["structuredContent"]
    (content,) = result["content"]

    assert (200, "2.0", 7) == (status, body["jsonrpc"], body["id"])
    assert ("text", given) == (content["type"], json.loads(content["text"]))
    assert result["isError"] is ("error" in given)
    return given


def count(ohd, model, **where):
    """How many rows there are."""
    with ohd.desk() as desk:
        return desk.session.query(model).filter_by(**where).count()


# --- transport


@pytest.mark.parametrize("path", ["/mcp/", "/mcp"])
def test_both_paths_answer_without_a_redirect(ohd, path):
    """POST to either."""
    answer = ohd.post(path, json={"jsonrpc": "2.0", "id": "a", "method": "ping"})

    assert (200, {"jsonrpc": "2.0", "id": "a", "result": {}}) == (answer.status_code, answer.json)
    assert "application/json" == answer.mimetype
    assert "Mcp-Session-Id" not in answer.headers


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_there_is_no_stream_to_open_and_no_session_to_end(ohd, method):
    """405, which clients understand."""
    answer = ohd.open(method, "/mcp/")

    assert (405, {"error": "method not allowed"}) == (answer.status_code, answer.json)
    assert "POST" in answer.headers["Allow"]


@pytest.mark.parametrize(
    "message",
    [
        pytest.param({"method": "notifications/initialized"}, id="notification"),
        pytest.param({"method": "notifications/cancelled", "params": {}}, id="with params"),
        pytest.param({"method": "tools/call", "params": {"name": "list_statuses"}}, id="no id"),
        pytest.param({"id": 3, "result": {}}, id="response"),
        pytest.param({"id": 3, "error": {"code": -1, "message": "no"}}, id="error"),
    ],
)
def test_what_is_no_request_is_accepted_and_not_answered(ohd, message):
    """202 without a body."""
    answer = send(ohd, {"jsonrpc": "2.0"} | message)

    assert (202, b"") == (answer.status_code, answer.data)


@pytest.mark.parametrize("body", ["", "{", "nonsense", '{"jsonrpc": "2.0",}', "\xff"])
def test_what_is_not_json_is_a_parse_error(ohd, body):
    """-32700, without an id."""
    answer = ohd.post("/mcp/", data=body.encode("latin-1"))

    error = {"code": -32700, "message": "Parse error"}
    assert (400, {"jsonrpc": "2.0", "id": None, "error": error}) == (
        answer.status_code,
        answer.json,
    )


@pytest.mark.parametrize(
    "message",
    [
        pytest.param([{"jsonrpc": "2.0", "id": 1, "method": "ping"}], id="batch"),
        pytest.param([], id="empty batch"),
        pytest.param("ping", id="text"),
        pytest.param({"id": 1, "method": "ping"}, id="no version"),
        pytest.param({"jsonrpc": "1.0", "id": 1, "method": "ping"}, id="another version"),
        pytest.param({"jsonrpc": "2.0", "id": 1}, id="neither method nor result"),
        pytest.param({"jsonrpc": "2.0", "id": 1, "method": 5}, id="method is a number"),
        pytest.param({"jsonrpc": "2.0", "id": None, "method": "ping"}, id="id is null"),
        pytest.param({"jsonrpc": "2.0", "id": True, "method": "ping"}, id="id is true"),
        pytest.param({"jsonrpc": "2.0", "id": [], "method": "ping"}, id="id is a list"),
    ],
)
def test_what_is_not_one_message_is_an_invalid_request(ohd, message):
    """-32600; batches are gone from the protocol."""
    answer = send(ohd, message)

    error = {"code": -32600, "message": "Invalid Request"}
    assert (400, {"jsonrpc": "2.0", "id": None, "error": error}) == (
        answer.status_code,
        answer.json,
    )


@pytest.mark.parametrize("method", ["server/discover", "resources/list", "prompts/list", "x"])
def test_other_methods_are_not_found(ohd, method):
    """-32601: clients of version 2 ask for `server/discover` and then initialize."""
    error = {"code": -32601, "message": "Method not found"}

    assert (200, {"jsonrpc": "2.0", "id": 7, "error": error}) == ask(ohd, method)


@pytest.mark.parametrize(
    ("method", "params", "message"),
    [
        ("ping", [], "params must be an object"),
        ("tools/call", None, "Unknown tool: None"),
        ("tools/call", {"name": "delete_ticket"}, "Unknown tool: delete_ticket"),
        ("tools/call", {"name": ["x"]}, "Unknown tool: ['x']"),
        ("tools/call", {"name": "list_statuses", "arguments": []}, "arguments must be an object"),
    ],
)
def test_unknown_tools_and_misshapen_parameters_are_invalid(ohd, method, params, message):
    """-32602, whoever asks."""
    error = {"code": -32602, "message": message}

    assert (200, {"jsonrpc": "2.0", "id": 7, "error": error}) == ask(ohd, method, params)


# --- initialize


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("2024-11-05", "2024-11-05"),
        ("2025-03-26", "2025-03-26"),
        ("2025-06-18", "2025-06-18"),
        ("2025-11-25", "2025-11-25"),
        ("2026-07-28", "2025-06-18"),
        ("1999-01-01", "2025-06-18"),
        (["2025-11-25"], "2025-06-18"),
    ],
)
def test_initialize_echoes_the_versions_it_knows(ohd, asked, given):
    """Any other gets 2025-06-18."""
    info = {"name": "test", "version": "1"}
    params = {"protocolVersion": asked, "capabilities": {}, "clientInfo": info}
    result = {
        "protocolVersion": given,
        "capabilities": {"tools": {"listChanged": False}},
        "serverInfo": {"name": "open-help-desk", "version": "1.0.0"},
    }

    assert (200, {"jsonrpc": "2.0", "id": 7, "result": result}) == ask(ohd, "initialize", params)


# --- who calls


@pytest.mark.parametrize("who", ["ada", "tom", "sam", "bot"])
def test_keys_and_tokens_are_let_in(ohd, who):
    """Whatever the role; `bot` has a token of OAuth."""
    assert 200 == ask(ohd, "tools/list", as_=who)[0]


@pytest.mark.parametrize("header", [None, "Bearer ohd_sk_wrong", "Bearer x.y.z", "Basic YTpi"])
def test_nobody_else_is(ohd, header):
    """401 for any message, also an unreadable one."""
    headers = {} if header is None else {"Authorization": header}

    answers = [
        ohd.post("/mcp/", as_=None, headers=headers, data=body)
        for body in ('{"jsonrpc": "2.0", "id": 1, "method": "ping"}', "{")
    ]

    assert [(401, {"error": "authentication required"})] * 2 == [
        (answer.status_code, answer.json) for answer in answers
    ]
    assert "Bearer" == answers[0].headers["WWW-Authenticate"]


def test_a_session_is_not_enough(ohd):
    """A cookie that the REST API takes."""
    web = ohd.browser()
    login = web.post("/api/auth/login", json={"email": "sam@example.com", "password": PASSWORD})

    assert (200, 200) == (login.status_code, web.get("/api/me").status_code)
    assert (401, {"error": "authentication required"}) == ask(web, "ping")


def test_neither_is_a_session_that_waits_for_a_code(ohd):
    """401 as for any other session, though the REST API answers 403."""
    web = ohd.browser()
    started = ohd.post("/api/me/mfa/enroll", as_="sam").json
    code = pyotp.parse_uri(started["totp_uri"]).at(datetime.fromisoformat(NOW))
    ohd.post("/api/me/mfa/confirm", as_="sam", json={"code": code})
    web.post("/api/auth/login", json={"email": "sam@example.com", "password": PASSWORD})

    assert 403 == web.get("/api/me").status_code
    assert (401, {"error": "authentication required"}) == ask(web, "ping")


# --- tools/list


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


# --- the tools


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


# --- list_tickets


def subjects(ohd, as_="ada", **arguments):
    """The subjects of the tickets listed."""
    return [one["subject"] for one in call(ohd, "list_tickets", as_=as_, **arguments)["data"]]


@pytest.fixture
def several(ohd):
    """Five tickets, each a minute after the one before."""
    made = {}
    for subject, given in {
        "mail": {"category_id": ohd.ids["software"], "priority": "Low"},
        "badge": {"priority": "High"},
        "door": {"as_": "kim"},
        "window": {},
        "old": {},
    }.items():
        made[subject] = ohd.ticket(subject=subject, **given)["id"]
        ohd.advance(60)
    ohd.patch(f"/api/tickets/{made['old']}", json={"status_id": ohd.ids["Closed"]})
    ohd.advance(60)
    change = {"assignee_id": ohd.ids["tom"], "status_id": ohd.ids["In Progress"]}
    ohd.patch(f"/api/tickets/{made['mail']}", json=change)
    return made


def test_list_tickets_gives_open_ones_by_their_last_change(ohd, several):
    """The items of the REST API; closed tickets are left out."""
    told = call(ohd, "list_tickets")

    listed = ohd.get("/api/tickets").json["data"]
    assert ["mail", "old", "window", "door", "badge"] == [one["subject"] for one in listed]
    assert {"data": [one for one in listed if one["subject"] != "old"], "total": 4} == told


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"status": "closed"}, ["old"]),
        ({"status": "New"}, ["window", "door", "badge"]),
        ({"status": "nonsense"}, []),
        ({"status": ""}, ["mail", "window", "door", "badge"]),
        ({"priority": "high"}, ["badge"]),
        ({"assignee_id": "none"}, ["window", "door", "badge"]),
        ({"category": "SOFTWARE"}, ["mail"]),
        ({"category": "Facilities"}, ["window", "door", "badge"]),
        ({"category": "Building access"}, []),
        ({"category": "nonsense"}, []),
        ({"q": "WIND"}, ["window"]),
        ({"status": "New", "category": "Software"}, []),
    ],
)
def test_list_tickets_filters(ohd, several, given, expected):
    """By status, priority, assignee, the name of a category, and text; all of them together."""
    assert expected == subjects(ohd, **given)


def test_list_tickets_of_an_assignee(ohd, several):
    """By id."""
    assert ["mail"] == subjects(ohd, assignee_id=ohd.ids["tom"])


@pytest.mark.parametrize(
    ("limit", "count"), [(2, 2), (1, 1), (0, 1), (-5, 1), (1000, 4), (None, 4)]
)
def test_list_tickets_has_a_limit_of_1_to_100(ohd, several, limit, count):
    """What is beyond is taken for the nearest; `total` counts all that were found."""
    told = call(ohd, "list_tickets", limit=limit)

    assert (count, 4) == (len(told["data"]), told["total"])


def test_list_tickets_gives_20_unless_asked_for_more(ohd):
    """`limit` is 20 by default."""
    for _ in range(21):
        ohd.ticket()

    told = call(ohd, "list_tickets")

    assert (20, 21) == (len(told["data"]), told["total"])


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"priority": "urgent"}, "invalid priority"),
        ({"assignee_id": "x"}, "invalid assignee_id"),
        ({"limit": "ten"}, "invalid limit"),
        ({"category": 5}, "invalid category"),
        ({"status": 5}, "invalid status"),
        ({"q": ["x"]}, "invalid q"),
    ],
)
def test_list_tickets_refuses_what_is_no_filter(ohd, given, error):
    """400, as endpoint 1 where it has the filter."""
    assert {"error": error, "status": 400} == call(ohd, "list_tickets", **given)


def test_list_tickets_is_scoped_to_the_caller(ohd, several):
    """Contract 8.3: a user's own, what staff is responsible for, all for admins and clients."""
    assert ["mail", "window", "badge"] == subjects(ohd, as_="sam")
    assert ["door"] == subjects(ohd, as_="kim")
    assert ["mail"] == subjects(ohd, as_="tom")
    assert ["mail", "window", "door", "badge"] == subjects(ohd, as_="bot")


# --- what follows


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
