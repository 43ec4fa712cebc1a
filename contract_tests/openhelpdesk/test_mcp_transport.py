"""MCP: JSON-RPC over one path, and who may call. Contract 10."""

from datetime import datetime

import pyotp
import pytest

from contract_tests.openhelpdesk.conftest import NOW, PASSWORD
from contract_tests.openhelpdesk.mcp import ask, send


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
