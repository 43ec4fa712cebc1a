"""What is promised for new tickets. Source: contract 4.9."""

from typing import Any

from marshmallow import fields

from polydesk.core import categories, sla
from polydesk.core.desk import current_desk
from polydesk.core.models import SlaPolicy
from polydesk.dialects.openhelpdesk import vocabulary
from polydesk.dialects.openhelpdesk.fields import Key, Line
from polydesk.kit.fields import Schema

_HOUR = 3600
_DIGITS = 15
"""How many digits of a decimal survive two conversions."""


class Hours(fields.Field[Any]):
    """A JSON number above zero, of hours; inside it is in seconds."""

    def __init__(self, called: str, target: str, **kwargs: Any) -> None:
        kwargs.setdefault("metadata", {"type": "number", "minimum": 0, "exclusiveMinimum": True})
        few = f"{target} target must be greater than zero"
        messages: dict[str, Any] = {
            "required": few,
            "null": few,
            "few": few,
            "invalid": f"invalid {called}",
        }
        super().__init__(error_messages=messages, **kwargs)

    def _serialize(self, value: Any, attr: Any, obj: Any, **kwargs: Any) -> Any:
        hours = float(f"{value / _HOUR:.{_DIGITS}g}")
        return int(hours) if hours.is_integer() else hours

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.make_error("invalid")
        seconds = float(value) * _HOUR
        if seconds <= 0:
            raise self.make_error("few")
        if seconds > sla.LONGEST:
            raise self.make_error("invalid")
        return seconds


def _priority(policy: SlaPolicy) -> str | None:
    id = policy.priority_id
    return None if id is None else vocabulary.priority(current_desk(), id)


def _category(policy: SlaPolicy) -> str | None:
    id = policy.category_id
    return None if id is None else categories.path(current_desk(), id)[-1].ulid


class Policy(Schema):
    """A policy."""

    id = fields.Str(attribute="ulid")
    name = fields.Str()
    priority = fields.Function(
        _priority,
        metadata={"type": "string", "enum": list(vocabulary.PRIORITIES.values())},
        allow_none=True,
    )
    category_id = fields.Function(_category, metadata={"type": "string"}, allow_none=True)
    response_hours = Hours("response_hours", "response", attribute="response")
    resolution_hours = Hours("resolution_hours", "resolution", attribute="resolution")


class NewPolicy(Schema):
    """A policy to be made; null as priority or category: whichever."""

    name = Line("name", required=True, most=255, missing="policy name is required")
    priority = Line("priority", allow_none=True)
    category_id = Key("category_id", allow_none=True)
    response_hours = Hours("response_hours", "response", attribute="response", required=True)
    resolution_hours = Hours(
        "resolution_hours", "resolution", attribute="resolution", required=True
    )


class PolicyChange(NewPolicy):
    """Changes of a policy."""
