"""JSON that is kept as it came, and must be good to be stored and given back."""

from typing import Any

from polydesk.core import text

DEEPEST = 64
"""How deep objects and arrays may be in each other: what is answered is walked through too."""


def is_storable(value: Any) -> bool:
    """Whether a JSON value is not too deep, and has no text that databases do not store."""
    waiting = [(value, 0)]
    while waiting:
        found, depth = waiting.pop()
        if isinstance(found, str) and not text.is_storable(found):
            return False
        if not isinstance(found, dict | list):
            continue
        if depth == DEEPEST:
            return False
        inner = [*found, *found.values()] if isinstance(found, dict) else found
        waiting += [(part, depth + 1) for part in inner]
    return True
