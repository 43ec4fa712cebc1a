"""Custom fields as admins define them. Source: contract 10.8."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields

from polydesk.core.models import FieldType
from polydesk.dialects.deskpro.fields import (
    Body,
    Choice,
    Given,
    Id,
    Line,
    Number,
    Truth,
    Value,
    Words,
)
from polydesk.dialects.deskpro.sideload import Shows
from polydesk.kit.fields import Schema

WIDGETS: Mapping[str, FieldType] = {
    "text": FieldType.TEXT,
    "textarea": FieldType.MULTILINE,
    "toggle": FieldType.CHECKBOX,
    "date": FieldType.DATE,
    "datetime": FieldType.DATETIME,
    "choice": FieldType.CHOICE,
    "multichoice": FieldType.MULTICHOICE,
    "checkbox": FieldType.MULTICHOICE,
    "radio": FieldType.CHOICE,
    "display": FieldType.TEXT,
    "hidden": FieldType.TEXT,
}
"""What a field holds by what it looks like; of several alike the first is shown by default."""
MOST_CHOICES = 1000


class CustomField(Shows):
    """A field that an admin has added to tickets, people, organizations or chats."""

    id = fields.Int(required=True)
    title = fields.Str(required=True)
    description = fields.Str(required=True)
    widget_type = fields.Str(required=True)
    is_enabled = fields.Bool(required=True)
    is_agent_field = fields.Bool(required=True)
    display_order = fields.Int(required=True)
    default_value = fields.Str(required=True, allow_none=True)
    aliases = fields.List(fields.Str(), required=True)
    choices = fields.List(fields.Dict(), required=True)
    options = fields.Dict(required=True)


class Choices(Value):
    """The answers of a field: `[{"id", "title", "parent", "display_order"}]`, or their titles.

    Those with an id are there already.
    """

    kind = "array"

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> list[dict[str, Any]]:
        if not isinstance(value, list) or len(value) > MOST_CHOICES:
            raise self.make_error("invalid")
        read: list[dict[str, Any]] = []
        wrong: dict[int, Any] = {}
        for at, one in enumerate(value):
            try:
                read.append(_choice.load({"title": one} if isinstance(one, str) else one))
            except ValidationError as error:
                wrong[at] = error.messages
        if wrong:
            raise ValidationError(wrong)
        return read


class NewChoice(Schema):
    """One of the answers of a field; what else is said of it is passed over."""

    id = Id(allow_none=True)
    title = Line(required=True)
    parent = Id(allow_none=True)
    display_order = Number()


_choice = NewChoice(unknown="exclude")


class Options(Value):
    """What else a field is set up with; `required` is whether it must be filled in."""

    kind = "object"

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> dict[str, Any]:
        if value == []:  # how some languages write an empty map
            return {}
        if not isinstance(value, dict):
            raise self.make_error("invalid")
        return value


class NewCustomField(Given):
    """What is written of a field; by `widget_type` it is a text unless another is given."""

    reads = CustomField

    title = Line(required=True)
    description = Body(allow_none=True)
    widget_type = Choice(tuple(WIDGETS))
    is_enabled = Truth()
    is_agent_field = Truth()
    display_order = Number()
    default_value = Body(allow_none=True)
    aliases = Words()
    choices = Choices()
    options = Options()
