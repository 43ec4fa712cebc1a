"""Plugins. Source: contract 4.11."""

from typing import Any

from marshmallow import fields

from polydesk.dialects.openhelpdesk.fields import Line, Stamp, Truth
from polydesk.dialects.openhelpdesk.values import is_storable
from polydesk.kit.fields import Schema


class Plugin(Schema):
    """A plugin as `plugins.shown` has it."""

    id = fields.Str()
    plugin_id = fields.Str()
    name = fields.Str()
    version = fields.Str()
    description = fields.Str()
    author = fields.Str(allow_none=True)
    license = fields.Str(allow_none=True)
    homepage = fields.Str(allow_none=True)
    status = fields.Str(metadata={"enum": ["enabled", "disabled"]})
    enabled = fields.Bool()
    error_count = fields.Int()
    events = fields.List(fields.Str())
    permissions = fields.Dict()
    config_schema = fields.Dict()
    config = fields.Dict()
    installed_at = Stamp()


class NewPlugin(Schema):
    """Where a module can be downloaded."""

    url = Line("url", required=True, missing="file or url is required")


class Config(fields.Field[Any]):
    """Values by name."""

    default_error_messages = {"invalid": "invalid config", "null": "invalid config"}  # noqa: RUF012

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> dict[str, Any]:
        if not isinstance(value, dict) or not is_storable(value):
            raise self.make_error("invalid")
        return value


class PluginChange(Schema):
    """How a plugin is to be set."""

    enabled = Truth("enabled")
    config = Config(metadata={"type": "object"})
