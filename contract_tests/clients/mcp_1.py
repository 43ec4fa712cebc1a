"""An assistant with the official client, version 1: `mcp_1.py <base URL> <key>`."""

import asyncio
import json
import sys

from mcp import ClientSession
from mcp.client.streamable_http import streamablehttp_client


async def main(url: str, key: str) -> None:
    """List the tools and the tickets, answer the newest ticket, fail at another."""
    headers = {"Authorization": f"Bearer {key}"}
    async with (
        streamablehttp_client(f"{url}/mcp/", headers=headers) as (reading, writing, _),
        ClientSession(reading, writing) as session,
    ):
        started = await session.initialize()
        tools = await session.list_tools()
        listed = await session.call_tool("list_tickets", {"limit": 1})
        ticket = listed.structuredContent["data"][0]
        answer = {"ticket_id": ticket["id"], "body": "On my way."}
        said = await session.call_tool("reply_to_ticket", answer)
        again = await session.call_tool("get_ticket", {"ticket_id": ticket["id"]})
        missing = await session.call_tool("get_ticket", {"ticket_id": "01JQXYZ0000000000000000000"})
    told = {
        "server": started.serverInfo.name,
        "tools": [tool.name for tool in tools.tools],
        "said": json.loads(said.content[0].text),
        "replies": again.structuredContent["replies"],
        "missing": [missing.isError, missing.structuredContent],
    }
    print(json.dumps(told))


asyncio.run(main(*sys.argv[1:]))
