"""Groups on the wire. Source: contract 4.7."""

from collections.abc import Sequence
from typing import Any

from marshmallow import fields, validate

from polydesk.core.models import Group as Row
from polydesk.dialects.openhelpdesk.fields import Key, Line
from polydesk.kit.fields import Schema

_FEW = 1000
"""How many entries a list may have."""
_KEY: dict[str, Any] = {"type": "string"}


def _many(called: str, item: Any) -> Any:
    wrong = f"invalid {called}"
    messages: dict[str, Any] = {"invalid": wrong, "null": wrong}
    return fields.List(
        item, error_messages=messages, validate=validate.Length(0, _FEW, error=wrong)
    )


class ScopeEntry(Schema):
    """A category, or one of its types alone."""

    error_messages = {"type": "invalid scope"}  # noqa: RUF012

    category_id = Key("category_id", required=True)
    type_id = Key("type_id", allow_none=True)


class NewGroup(Schema):
    """A group to be made."""

    name = Line("name", required=True, most=255, missing="group name is required")
    scope = _many("scope", fields.Nested(ScopeEntry))
    member_ids = _many("member_ids", Key("member_ids"))


class GroupChange(Schema):
    """What may change of a group; a list takes the place of the whole list."""

    name = Line("name", filled=True, most=255, missing="group name is required")
    scope = _many("scope", fields.Nested(ScopeEntry))
    member_ids = _many("member_ids", Key("member_ids"))


def _scope(group: Row) -> Sequence[dict[str, str | None]]:
    nodes = [entry.category for entry in group.scopes]
    return [
        {"category_id": node.parent.ulid, "type_id": node.ulid}
        if node.parent
        else {"category_id": node.ulid, "type_id": None}
        for node in nodes
    ]


class Group(Schema):
    """A group, as admins see one."""

    id = fields.Str(attribute="ulid", required=True)
    name = fields.Str(required=True)
    scope = fields.Function(
        _scope,
        metadata={
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"category_id": _KEY, "type_id": {**_KEY, "nullable": True}},
            },
        },
    )
    member_count = fields.Function(lambda group: len(group.members), metadata={"type": "integer"})
    member_ids = fields.Function(
        lambda group: [member.person.ulid for member in group.members],
        metadata={"type": "array", "items": _KEY},
    )


class GroupReference(Schema):
    """A group, as those see one who hand a ticket to it."""

    id = fields.Str(attribute="ulid", required=True)
    name = fields.Str(required=True)
