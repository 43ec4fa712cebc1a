"""What the tools of MCP take that no operation of the REST API takes so. Source: contract 10."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, post_load

from polydesk.dialects.openhelpdesk.fields import Key, Line, Number
from polydesk.dialects.openhelpdesk.schemas.tickets import Assignee, Priority
from polydesk.kit.fields import Schema

_LONG = 2**63 - 1


class Limit(Number):
    """How many, at least 1 and at most 100: what is beyond is cut to that."""

    def __init__(self, called: str, **kwargs: Any) -> None:
        metadata = {"type": "integer", "minimum": 1, "maximum": 100}
        super().__init__(called, least=-_LONG, most=_LONG, metadata=metadata, **kwargs)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> float:
        return min(max(1, super()._deserialize(value, attr, data, **kwargs)), 100)


class ThisTicket(Schema):
    """The ticket that something is done to."""

    ticket_id = Line("ticket_id", required=True)


class TicketList(Schema):
    """What narrows the list of tickets; `category` is a name."""

    status = Line("status")
    priority = Priority()
    assignee_id = Assignee("assignee_id", metadata={"type": "string"})
    category = Line("category")
    q = Line("q")
    limit = Limit("limit", load_default=20)


class StatusChange(Schema):
    """Another status."""

    status_id = Key("status_id", required=True)


class Assignment(Schema):
    """Who is to see to it: a person, or a group, or nobody."""

    assignee_id = Key("assignee_id", allow_none=True)
    group_id = Key("group_id", allow_none=True)

    @post_load
    def clear_the_other(self, given: Mapping[str, Any], **_: Any) -> dict[str, Any]:
        """Both keys, of which one is None at least."""
        if given.get("assignee_id") and given.get("group_id"):
            raise ValidationError("provide either assignee_id or group_id, not both")
        return {"assignee_id": given.get("assignee_id"), "group_id": given.get("group_id")}
