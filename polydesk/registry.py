"""Finding dialects by name. Only those asked for are imported."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from polydesk.kit.dialect import Dialect

GROUP = "polydesk.dialects"
"""The entry point group in which other packages offer dialects: `name = "module:attribute"`."""

OURS = {
    "helpdeskpro-apikey": "polydesk.dialects.helpdeskpro.apikey:dialect",
    "helpdeskpro-sanctum": "polydesk.dialects.helpdeskpro.sanctum:dialect",
    "deskpro": "polydesk.dialects.deskpro:dialect",
    "desteksitesi": "polydesk.dialects.desteksitesi:dialect",
    "openhelpdesk": "polydesk.dialects.openhelpdesk:dialect",
}
"""Ours by heart, so that a checkout needs no installing, and no start reads all of site-packages.

The packaging tests hold this equal to the entry points of pyproject.toml.
"""


def names() -> list[str]:
    """All known dialects, sorted."""
    return sorted(_targets())


def is_known(name: str) -> bool:
    """Whether `find` would find it."""
    return name in OURS or name in _targets()


def find(names: Sequence[str] | None = None) -> dict[str, Dialect]:
    """The dialects of these names, in this order; None or none gives all, sorted.

    Raises ValueError for a name that nobody offers.
    """
    return {name: _load(name) for name in (names or sorted(_targets()))}


def folder(name: str) -> Path:
    """Where the package of a dialect is, with its README and its examples; raises as `find`."""
    return Path(str(importlib.import_module(_target(name)[0]).__file__)).parent


def _load(name: str) -> Dialect:
    module, attribute = _target(name)
    dialect: Dialect = getattr(importlib.import_module(module), attribute)
    return dialect


def _target(name: str) -> tuple[str, str]:
    target = OURS.get(name) or _targets().get(name)
    if target is None:
        raise ValueError(f"no dialect {name!r}; there are {', '.join(sorted(_targets()))}")
    module, _, attribute = target.partition(":")
    return module, attribute


def _targets() -> dict[str, str]:
    from importlib.metadata import entry_points

    offered = {point.name: point.value for point in entry_points(group=GROUP)}
    return offered | OURS
