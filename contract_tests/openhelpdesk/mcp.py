"""What is sent to the MCP server, and what it gives. Contract 10."""

import json


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
