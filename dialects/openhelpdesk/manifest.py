"""What a plugin says of itself, in a section of its module. Source: contract 4.11 and 8.9."""

from collections.abc import Callable, Mapping
from typing import Any

import orjson

from polydesk.core.errors import Invalid
from polydesk.dialects.openhelpdesk import wasm
from polydesk.dialects.openhelpdesk.values import is_storable

SECTION = "ohd_manifest"
_NEEDED = ("id", "name", "version", "description")
_OPTIONAL = ("author", "license", "homepage")
_FLAGS = ("required", "secret")


def read(module: bytes) -> dict[str, Any]:
    """The manifest in a module, complete with what is optional; raises Invalid."""
    try:
        section = wasm.custom_section(module, SECTION)
    except ValueError as error:
        raise _wrong("not a WebAssembly module") from error
    if section is None:
        raise _wrong("plugin manifest not found")
    try:
        said = orjson.loads(section)
    except orjson.JSONDecodeError as error:
        raise _wrong("plugin manifest is not valid JSON") from error
    if not isinstance(said, dict) or not is_storable(said):
        raise _wrong("plugin manifest is not valid JSON")
    return _checked(said)


def _wrong(text: str) -> Invalid:
    return Invalid({"file": [text]})


def _checked(said: Mapping[str, Any]) -> dict[str, Any]:
    for name in (*_NEEDED, "events"):
        if said.get(name) in (None, ""):
            raise _wrong(f"plugin manifest: {name} is required")
    checks: Mapping[str, Callable[[Any], bool]] = {
        **dict.fromkeys(_NEEDED, _is_text),
        "events": _are_texts,
        **dict.fromkeys(_OPTIONAL, lambda value: value is None or _is_text(value)),
        "permissions": lambda value: isinstance(value, dict),
        "config_schema": _is_schema,
    }
    whole = {**dict.fromkeys(_OPTIONAL), "permissions": {}, "config_schema": {}, **said}
    for name, is_good in checks.items():
        if not is_good(whole[name]):
            raise _wrong(f"plugin manifest: invalid {name}")
    return {name: whole[name] for name in checks}


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _is_schema(schema: Any) -> bool:
    """Whether every entry has a type of ours, and a default of that type if any."""
    return isinstance(schema, dict) and all(map(_is_entry, schema.values()))


def _is_entry(entry: Any) -> bool:
    if not isinstance(entry, dict) or not isinstance(entry.get("type"), str):
        return False
    if entry["type"] not in TYPES:
        return False
    if entry["type"] == "select" and not _are_texts(entry.get("options")):
        return False
    if not all(isinstance(entry.get(flag, False), bool) for flag in _FLAGS):
        return False
    return entry.get("default") is None or fits(entry, entry["default"])


TYPES: Mapping[str, Callable[[Mapping[str, Any], Any], bool]] = {
    "string": lambda _, value: isinstance(value, str),
    "boolean": lambda _, value: isinstance(value, bool),
    "integer": lambda _, value: isinstance(value, int) and not isinstance(value, bool),
    "select": lambda entry, value: value in entry["options"],
}
"""The types of values, and what is of each."""


def fits(entry: Mapping[str, Any], value: Any) -> bool:
    """Whether a value is what an entry of a `config_schema` asks for."""
    return TYPES[entry["type"]](entry, value)
