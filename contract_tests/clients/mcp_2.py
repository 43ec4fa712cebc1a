"""An assistant with the official client, version 2: `mcp_2.py <base URL> <key>`."""

import asyncio
import json
import sys

import httpx2
from mcp.client import Client
from mcp.client.streamable_http import streamable_http_client


async def main(url: str, key: str) -> None:
    """List the tools and the tickets, answer the newest ticket, fail at another."""
    async with (
        httpx2.AsyncClient(headers={"Authorization": f"Bearer {key}"}) as http,
        Client(streamable_http_client(f"{url}/mcp/", http_client=http)) as client,
    ):
        server = client.server_info.name
        tools = await client.list_tools()
        listed = await client.call_tool("list_tickets", {"limit": 1})
        ticket = listed.structured_content["data"][0]
        answer = {"ticket_id": ticket["id"], "body": "On my way."}
        said = await client.call_tool("reply_to_ticket", answer)
        again = await client.call_tool("get_ticket", {"ticket_id": ticket["id"]})
        missing = await client.call_tool("get_ticket", {"ticket_id": "01JQXYZ0000000000000000000"})
    told = {
        "server": server,
        "tools": [tool.name for tool in tools.tools],
        "said": json.loads(said.content[0].text),
        "replies": again.structured_content["replies"],
        "missing": [missing.is_error, missing.structured_content],
    }
    print(json.dumps(told))


asyncio.run(main(*sys.argv[1:]))
