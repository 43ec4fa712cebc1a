"""The map of settings, and the site as anybody sees it. Source: contract 4.13 and 6.8."""

from collections.abc import Mapping
from typing import Any, ClassVar

from marshmallow import INCLUDE, ValidationError, fields, validates_schema

from polydesk.core import text
from polydesk.dialects.openhelpdesk.settings import SETTINGS
from polydesk.dialects.openhelpdesk.values import is_storable
from polydesk.kit.fields import Schema
from polydesk.kit.settings import Setting

LONGEST_NAME = 60
_TYPES: Mapping[type, Mapping[str, Any]] = {
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    str: {"type": "string"},
    list: {"type": "array", "items": {"type": "string"}},
}


class Value(fields.Field[Any]):
    """The value of a known setting; only its own type will do."""

    def __init__(self, name: str, setting: Setting) -> None:
        self._setting = setting
        wrong = f"invalid value for {name}"
        metadata = {**_TYPES[type(setting.default)], "description": setting.help}
        super().__init__(metadata=metadata, error_messages={"null": wrong, "invalid": wrong})

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        if self._setting.flaw(value) is not None:
            raise self.make_error("invalid")
        return value


class Changes(Schema.from_dict({name: Value(name, one) for name, one in SETTINGS.items()})):  # type: ignore[misc]
    """Settings to change; unknown ones are kept as given."""

    inline: ClassVar[bool] = True

    class Meta:
        unknown = INCLUDE

    @validates_schema
    def _refuse_unstorable(self, data: dict[str, Any], **_: Any) -> None:
        for name, value in data.items():
            if not 0 < len(name) <= LONGEST_NAME or not text.is_storable(name):
                raise ValidationError(
                    f"names of settings must have 1 to {LONGEST_NAME} printable characters"
                )
            if not is_storable(value):
                raise ValidationError(f"invalid value for {name}", name)


SHOWN: Mapping[str, Any] = {
    "type": "object",
    "required": list(SETTINGS),
    "properties": {name: dict(_TYPES[type(one.default)]) for name, one in SETTINGS.items()},
    "additionalProperties": True,
}
"""All settings, known and made up, in the words of OpenAPI."""


class Logo(Schema):
    """Where a logo is."""

    url = fields.Str()


class Site(Schema):
    """The site, for whoever asks."""

    name = fields.Str()
    logo_url = fields.Str()
    version = fields.Str()


class Health(Schema):
    """That there is an answer."""

    status = fields.Str()
