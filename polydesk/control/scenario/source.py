"""Scenario files: the shipped ones by name, others by path; JSON or YAML."""

import json
from pathlib import Path
from typing import Any

import yaml

from polydesk.core.errors import Invalid

_SHIPPED = Path(__file__).parent / "shipped"
_MOST_VALUES = 2_000_000
_DEPTH = 100


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Safe YAML without dates: a moment stays text, as in JSON."""

    yaml_implicit_resolvers = {  # noqa: RUF012
        first: [(tag, regexp) for tag, regexp in found if tag != "tag:yaml.org,2002:timestamp"]
        for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def names() -> list[str]:
    """The shipped scenarios."""
    return sorted(file.stem for file in _SHIPPED.glob("*.yaml"))


def read(name: str) -> Any:
    """A shipped scenario by its name, else the one in this file.

    Raises ValueError where there is neither, Invalid where the file cannot be read as a scenario.
    """
    if name in names():
        return parse(_text(_SHIPPED / f"{name}.yaml"), name)
    file = Path(name)
    if file.suffix not in (".json", ".yaml", ".yml"):
        raise ValueError(f"{name!r} is none of {', '.join(names())}, nor a .json or .yaml file")
    if not file.is_file():
        raise ValueError(f"there is no file {name!r}")
    return parse(_text(file), name, is_json=file.suffix == ".json")


def parse(text: str | bytes, path: str = "", *, is_json: bool = False) -> Any:
    """A scenario out of JSON or YAML; nothing at all is an empty one.

    Raises Invalid at the path for what is neither.
    """
    try:
        read = json.loads(text) if is_json else yaml.load(text, _Loader)
    except (ValueError, yaml.YAMLError, RecursionError) as error:
        raise Invalid({path: [f"is not {'JSON' if is_json else 'YAML'}: {error}"]}) from error
    if not is_json:
        _check_size(read, path)
    return {} if read is None else read


def _check_size(read: Any, path: str) -> None:
    """Raise Invalid for YAML whose aliases make it endless, or nearly so."""
    level, seen = [read], 0
    for _ in range(_DEPTH):
        seen += len(level)
        if seen > _MOST_VALUES:
            break
        level = [
            value
            for one in level
            if isinstance(one, dict | list)
            for value in (one.values() if isinstance(one, dict) else one)
        ]
        if not level:
            return
    raise Invalid({path: ["is too large or nested too deeply"]})


def _text(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise ValueError(f"{file} cannot be read: {error.strerror}") from error
