"""What this vendor alone has of a ticket, in its `extras`. Seeds may hold anything there."""

from collections.abc import Mapping
from typing import Any, TypeVar

from polydesk.dialects.desteksitesi.settings import DIALECT

V = TypeVar("V", list[Any], dict[str, Any])

INTEGRATIONS = "integrations"
"""A ticket's URLs at other vendors, by the keys of contract 7.18."""


def read(extras: Mapping[str, Any], name: str, default: V) -> V:
    """What is there under this name; the default where that is nothing of its kind."""
    found = extras.get(DIALECT, {}).get(name)
    return found if isinstance(found, type(default)) else default
