"""Statuses. Source: contract 4.5."""

import re
from typing import Any

from marshmallow import fields

from polydesk.dialects.openhelpdesk.fields import Line, Number
from polydesk.kit.fields import Schema

_COLOR = re.compile(r"#[0-9A-Fa-f]{6}", re.ASCII)


class Color(fields.Field[Any]):
    """`#rrggbb`, kept as sent."""

    default_error_messages = {"invalid": "invalid color", "null": "invalid color"}  # noqa: RUF012

    def __init__(self, **kwargs: Any) -> None:
        metadata = {"type": "string", "pattern": "^#[0-9A-Fa-f]{6}$", "example": "#6b7280"}
        super().__init__(metadata=metadata, **kwargs)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str) or not _COLOR.fullmatch(value):
            raise self.make_error("invalid")
        return value


class Status(Schema):
    """A status as `statuses.Shown` has it."""

    id = fields.Str(attribute="ulid")
    name = fields.Str(attribute="look.name")
    color = fields.Str(attribute="look.color")
    is_system = fields.Bool(attribute="look.system")
    sort_order = fields.Int(attribute="look.position")


class NewStatus(Schema):
    """A status to be made."""

    name = Line("name", required=True, most=255)
    color = Color()
    sort_order = Number("sort_order", attribute="position")


class StatusChange(NewStatus):
    """Changes of a status."""
