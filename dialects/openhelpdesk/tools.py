"""The tools of MCP: the REST API's operations, under other names. Source: contract 10.

Each gives what its operation answers, by the same rules and with the same refusals.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from marshmallow import Schema, missing

from polydesk.core import categories, statuses
from polydesk.core.desk import Desk
from polydesk.core.models import Kind
from polydesk.core.text import fold
from polydesk.dialects.openhelpdesk import listing
from polydesk.dialects.openhelpdesk.routes import classification, links, replies, tickets
from polydesk.dialects.openhelpdesk.schemas import mcp
from polydesk.dialects.openhelpdesk.schemas.replies import NewReply
from polydesk.dialects.openhelpdesk.schemas.tickets import NewTicket, TicketItem
from polydesk.dialects.openhelpdesk.vocabulary import STATUSES
from polydesk.kit.dump import dump
from polydesk.kit.parse import load
from polydesk.kit.perform import perform

Arguments = Mapping[str, Any]
Result = Mapping[str, Any]

CREATE = tickets.routes.operation("create")
SHOW = tickets.routes.operation("show")
CHANGE = tickets.routes.operation("change")
REPLY = replies.routes.operation("create")
LINKS = links.routes.operation("index")
CATEGORIES = classification.routes.operation("index")
LIST_STATUSES = classification.routes.operation("list_statuses")
MOVE = replace(CHANGE, takes={"json": mcp.StatusChange()})
ASSIGN = replace(CHANGE, takes={"json": mcp.Assignment()})

_TICKET = mcp.ThisTicket()
_LIST = mcp.TicketList()
_ITEM = TicketItem()
_NEW = NewTicket(exclude=("guest_email", "guest_name", "guest_phone"))


@dataclass(frozen=True)
class Tool:
    """A tool: what it does, for whom to read, what it takes, and the function that does it.

    `takes` are the schemas whose fields are its arguments.
    """

    name: str
    about: str
    takes: Sequence[Schema]
    do: Callable[[Desk, Arguments], Result]


def describe(tool: Tool) -> dict[str, Any]:
    """A tool as MCP lists it."""
    fields = [(name, field) for schema in tool.takes for name, field in schema.fields.items()]
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {name: _described(field) for name, field in fields},
    }
    required = [name for name, field in fields if field.required]
    if required:
        schema["required"] = required
    return {"name": tool.name, "description": tool.about, "inputSchema": schema}


def _described(field: Any) -> dict[str, Any]:
    """The JSON Schema of a field, which OpenAPI 3.0 says with `nullable`."""
    said = {name: value for name, value in field.metadata.items() if name != "nullable"}
    if field.allow_none:
        said["type"] = [said["type"], "null"]
    if field.load_default is not missing and field.load_default is not None:
        said["default"] = field.load_default
    return said


def _url(arguments: Arguments) -> dict[str, str]:
    """The part of a path that names a ticket."""
    return {"id": load(_TICKET, arguments)["ticket_id"].upper()}


def _list_tickets(desk: Desk, arguments: Arguments) -> Result:
    given = load(_LIST, {name: value for name, value in arguments.items() if value is not None})
    query: dict[str, Any] = {"sort": "updated_at", "order": "desc", "q": given.get("q", "")}
    query["status"] = [given["status"]] if given.get("status") else _open(desk)
    if "priority" in given:
        query["priority"] = [given["priority"]]
    if "assignee_id" in given:
        query["assignee_id"] = given["assignee_id"]
    if given.get("category"):
        query["category_id"] = _category(desk, given["category"])
        if query["category_id"] is None:
            return {"data": [], "total": 0}
    found = listing.listed(desk, query)
    return {"data": [dump(_ITEM, row) for row in found[: given["limit"]]], "total": len(found)}


def _open(desk: Desk) -> list[str]:
    """The names of the statuses that tickets have which are not closed."""
    shown = statuses.shown(desk, STATUSES).values()
    return [one.look.name for one in shown if one.kind is not Kind.CLOSED]


def _category(desk: Desk, name: str) -> str | None:
    """The ULID of the category of this name, in any letter case; None if there is none."""
    tops = categories.children(desk, None)
    return next((node.ulid for node in tops if fold(node.name) == fold(name)), None)


def _get_ticket(desk: Desk, arguments: Arguments) -> Result:
    url = _url(arguments)
    return {**perform(desk, SHOW, url), "links": perform(desk, LINKS, url)}


def _create_ticket(desk: Desk, arguments: Arguments) -> Result:
    made: Result = perform(desk, CREATE, {}, json=arguments)
    return made


def _reply_to_ticket(desk: Desk, arguments: Arguments) -> Result:
    said: Result = perform(desk, REPLY, _url(arguments), json=arguments)
    return said


def _update_ticket_status(desk: Desk, arguments: Arguments) -> Result:
    changed: Result = perform(desk, MOVE, _url(arguments), json=arguments)
    return changed


def _assign_ticket(desk: Desk, arguments: Arguments) -> Result:
    changed: Result = perform(desk, ASSIGN, _url(arguments), json=arguments)
    return changed


def _list_categories(desk: Desk, _: Arguments) -> Result:
    return {"data": perform(desk, CATEGORIES, {})}


def _list_statuses(desk: Desk, _: Arguments) -> Result:
    return {"data": perform(desk, LIST_STATUSES, {})}


TOOLS: Mapping[str, Tool] = {
    tool.name: tool
    for tool in (
        Tool(
            "list_tickets",
            "List the tickets you are responsible for, the last changed first, without closed ones"
            " unless a status is given. `category` is a category's name; `assignee_id` is a"
            " person's id, or `none` for unassigned tickets; `q` is searched for in subject and"
            " description.",
            [_LIST],
            _list_tickets,
        ),
        Tool(
            "get_ticket",
            "Get a ticket with its replies and its links to other tickets.",
            [_TICKET],
            _get_ticket,
        ),
        Tool(
            "create_ticket",
            "Make a ticket in your own name. The description is Markdown; `priority` is Critical,"
            " High, Medium (unless given) or Low; see list_categories for `category_id`.",
            [_NEW],
            _create_ticket,
        ),
        Tool(
            "reply_to_ticket",
            "Reply to a ticket in Markdown, or with `is_internal` leave a note for staff only."
            " A reply of the submitter reopens a resolved ticket.",
            [_TICKET, NewReply()],
            _reply_to_ticket,
        ),
        Tool(
            "update_ticket_status",
            "Set a ticket's status; see list_statuses for `status_id`. For staff.",
            [_TICKET, mcp.StatusChange()],
            _update_ticket_status,
        ),
        Tool(
            "assign_ticket",
            "Assign a ticket to a person or to a group, not to both; to nobody if neither is"
            " given. For staff.",
            [_TICKET, mcp.Assignment()],
            _assign_ticket,
        ),
        Tool("list_categories", "List the categories of tickets.", [], _list_categories),
        Tool("list_statuses", "List the statuses that tickets can have.", [], _list_statuses),
    )
}
