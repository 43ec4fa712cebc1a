"""Installed plugins: what they are, and how they are set. None is ever run.

A plugin is a record: `manifest`, `enabled`, the `config` that was given, secrets among it, and the
`sha256` and `size` of the module, whose bytes nothing would read.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select

from polydesk.core import records
from polydesk.core.conflicts import take_turn
from polydesk.core.desk import Desk
from polydesk.core.errors import Invalid, NotFound
from polydesk.core.models import Record
from polydesk.dialects.openhelpdesk.manifest import fits
from polydesk.dialects.openhelpdesk.settings import DIALECT
from polydesk.kit.paths import ULID

COLLECTION = "plugins"


def installed() -> Select[Record]:
    """All plugins, the first installed first."""
    return records.collected(DIALECT, COLLECTION)


def get(desk: Desk, key: str) -> Record:
    """The plugin of this ULID, or of this id in its manifest; raises NotFound."""
    found = records.find(desk, DIALECT, COLLECTION, key) if ULID.fullmatch(key) else None
    found = found or _find(desk, key)
    if found is None:
        raise NotFound("plugin", key)
    return found


def _find(desk: Desk, manifest_id: str) -> Record | None:
    for plugin in desk.all(installed()):
        if plugin.data["manifest"]["id"] == manifest_id:
            return records.find(desk, DIALECT, COLLECTION, plugin.id)  # locked, where one writes
    return None


def install(desk: Desk, module: bytes, manifest: Mapping[str, Any]) -> Record:
    """A plugin, disabled; one of the same manifest id gets the new module, and stays as it is set.

    What it was set to and the new module does not know is dropped.
    """
    take_turn(desk)
    about = {
        "manifest": dict(manifest),
        "sha256": hashlib.sha256(module).hexdigest(),
        "size": len(module),
    }
    plugin = _find(desk, manifest["id"])
    if plugin is None:
        data = {**about, "enabled": False, "config": {}}
        return records.create(desk, DIALECT, COLLECTION, data=data)
    schema = manifest["config_schema"]
    config = plugin.data["config"].items()
    kept = {name: value for name, value in config if _is_known(schema, name, value)}
    records.change(desk, plugin, data={**about, "config": kept})
    return plugin


def _is_known(schema: Mapping[str, Any], name: str, value: Any) -> bool:
    return name in schema and fits(schema[name], value)


def change(
    desk: Desk,
    plugin: Record,
    *,
    enabled: bool | None = None,
    config: Mapping[str, Any] | None = None,
) -> None:
    """Enable or disable, and set; a `config` takes the place of the whole, but for its secrets.

    Raises Invalid for what the plugin does not know, or needs before it can be enabled.
    """
    data = dict(plugin.data)
    schema = data["manifest"]["config_schema"]
    if enabled is not None:
        data["enabled"] = enabled
    if config is not None:
        _check(schema, config)
        data["config"] = {**_secrets(schema, data["config"]), **config}
    if data["enabled"]:
        _require(schema, data["config"])
    records.change(desk, plugin, data=data)


def _check(schema: Mapping[str, Any], config: Mapping[str, Any]) -> None:
    for name, value in config.items():
        if name not in schema:
            raise Invalid({"config": [f"unknown config key: {name}"]})
        if not fits(schema[name], value):
            raise Invalid({"config": [f"invalid config.{name}"]})


def _secrets(schema: Mapping[str, Any], config: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in config.items() if schema[name].get("secret")}


def _require(schema: Mapping[str, Any], config: Mapping[str, Any]) -> None:
    values = {**_defaults(schema), **config}
    for name, entry in schema.items():
        if entry.get("required") and values.get(name) in (None, ""):
            raise Invalid({"config": [f"config.{name} is required"]})


def _defaults(schema: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: entry.get("default") for name, entry in schema.items()}
    return {name: value for name, value in found.items() if value is not None}


def shown(plugin: Record) -> dict[str, Any]:
    """A plugin as the vendor shows it: with its defaults, without its secrets."""
    manifest, enabled = plugin.data["manifest"], plugin.data["enabled"]
    schema = manifest["config_schema"]
    config = _defaults(schema) | plugin.data["config"]
    return {
        **manifest,
        "id": plugin.ulid,
        "plugin_id": manifest["id"],
        "status": "enabled" if enabled else "disabled",
        "enabled": enabled,
        "error_count": 0,
        "config": {name: v for name, v in config.items() if not schema[name].get("secret")},
        "installed_at": plugin.created_at,
    }
