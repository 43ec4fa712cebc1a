"""MCP: the same rules for assistants, as JSON-RPC, one answer for each request and no session."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import flask
import orjson
from flask import Response

from polydesk.core.desk import Desk
from polydesk.core.errors import DeskError, Unauthenticated
from polydesk.dialects.openhelpdesk import tools
from polydesk.dialects.openhelpdesk.envelope import error
from polydesk.kit.problem import Problem
from polydesk.kit.routes import Routes

routes = Routes("mcp", tag="MCP", errors=(400, 401))

VERSIONS = ("2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25")
"""The versions of the protocol that a client may ask for."""
DEFAULT_VERSION = "2025-06-18"
"""What a client gets who asks for another one."""
CREDENTIALS = frozenset({"api_key", "oauth_client"})
PARSE_ERROR = -32700
INVALID_REQUEST = -32600
METHOD_NOT_FOUND = -32601
INVALID_PARAMS = -32602


@dataclass(eq=False)
class Fault(Exception):
    """What JSON-RPC calls an error: its code and a message."""

    code: int
    message: str


@dataclass(eq=False)
class Refusal(Exception):
    """The result of a tool that may not do what it is asked for."""

    result: Mapping[str, Any]


def by_key(desk: Desk) -> dict[str, Any]:
    """For `at`: who has a key or a token; a session will not do. Raises Unauthenticated."""
    if desk.credential is None or desk.credential.kind not in CREDENTIALS:
        raise Unauthenticated("neither a key nor a token")
    return {}


@routes.post("/mcp", public=True, at=by_key, documented=False, note="JSON-RPC; see MCP below")
def call(desk: Desk) -> Response:
    """Take a message of JSON-RPC: a request is answered, anything else is only accepted.

    `public`, since a session that is waiting for its code is refused as any other is, with 401.
    Source: contract 10; Model Context Protocol 2025-06-18, "Transports", "Streamable HTTP".
    """
    try:
        message = _message(flask.request.get_data())
    except Fault as fault:
        return _answer(None, fault, 400)
    if "method" not in message or "id" not in message:
        return Response(status=202)
    try:
        return _answer(message["id"], _method(message["method"])(desk, _params(message)))
    except Fault as fault:
        return _answer(message["id"], fault)
    except Refusal as refusal:
        flask.abort(_answer(message["id"], refusal.result))  # a raise undoes what was done


def _message(body: bytes) -> dict[str, Any]:
    """One request, notification or response; raises Fault for what is none, and for several."""
    try:
        message = orjson.loads(body)
    except orjson.JSONDecodeError as cause:
        raise Fault(PARSE_ERROR, "Parse error") from cause
    if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
        raise Fault(INVALID_REQUEST, "Invalid Request")
    is_call = isinstance(message.get("method"), str)
    is_response = "method" not in message and ("result" in message or "error" in message)
    if not (is_call or is_response) or type(message.get("id", "")) not in (str, int, float):
        raise Fault(INVALID_REQUEST, "Invalid Request")
    return message


def _params(message: Mapping[str, Any]) -> Mapping[str, Any]:
    params = message.get("params", {})
    if not isinstance(params, dict):
        raise Fault(INVALID_PARAMS, "params must be an object")
    return params


def _answer(id: Any, told: Mapping[str, Any] | Fault, status: int = 200) -> Response:
    said: Mapping[str, Any] = {"result": told}
    if isinstance(told, Fault):
        said = {"error": {"code": told.code, "message": told.message}}
    answer = orjson.dumps({"jsonrpc": "2.0", "id": id, **said})
    return Response(answer, status, mimetype="application/json")


def _method(name: str) -> Callable[[Desk, Mapping[str, Any]], Mapping[str, Any]]:
    try:
        return METHODS[name]
    except KeyError:
        raise Fault(METHOD_NOT_FOUND, "Method not found") from None


def _initialize(_: Desk, params: Mapping[str, Any]) -> Mapping[str, Any]:
    asked = params.get("protocolVersion")
    return {
        "protocolVersion": asked if asked in VERSIONS else DEFAULT_VERSION,
        "capabilities": {"tools": {"listChanged": False}},
        "serverInfo": {"name": "open-help-desk", "version": "1.0.0"},
    }


def _ping(_: Desk, __: Mapping[str, Any]) -> Mapping[str, Any]:
    return {}


def _list_tools(_: Desk, __: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"tools": [tools.describe(tool) for tool in tools.TOOLS.values()]}


def _call_tool(desk: Desk, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a tool gives; raises Fault where there is no such tool, Refusal where it refuses."""
    name, arguments = params.get("name"), params.get("arguments", {})
    tool = tools.TOOLS.get(name) if isinstance(name, str) else None
    if tool is None:
        raise Fault(INVALID_PARAMS, f"Unknown tool: {name}")
    if not isinstance(arguments, dict):
        raise Fault(INVALID_PARAMS, "arguments must be an object")
    try:
        return _result(tool.do(desk, arguments), failed=False)
    except DeskError as cause:
        body, status = error(Problem.of(cause))
        raise Refusal(_result({**body, "status": status}, failed=True)) from cause


def _result(given: Mapping[str, Any], *, failed: bool) -> Mapping[str, Any]:
    text = orjson.dumps(given).decode()
    return {
        "content": [{"type": "text", "text": text}],
        "structuredContent": given,
        "isError": failed,
    }


METHODS: Mapping[str, Callable[[Desk, Mapping[str, Any]], Mapping[str, Any]]] = {
    "initialize": _initialize,
    "ping": _ping,
    "tools/list": _list_tools,
    "tools/call": _call_tool,
}
