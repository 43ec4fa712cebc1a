"""What is wrong with what was sent, in the vendor's sentences. Source: contract 1.3.

A sentence names the field by `:attribute`, which the envelope puts in.
"""

from collections.abc import Iterator, Mapping
from typing import Any

REQUIRED = "The :attribute field is required."
TAKEN = "The :attribute has already been taken."
SELECTED = "The selected :attribute is invalid."
BOOLEAN = "The :attribute field must be true or false."
STRING = "The :attribute must be a string."
ARRAY = "The :attribute must be an array."
NUMERIC = "The :attribute must be a number."
EMAIL = "The :attribute must be a valid email address."
DATE = "The :attribute is not a valid date."
CONFIRMED = "The :attribute confirmation does not match."
FILE = "The :attribute must be a file."
LAST = "The :attribute of the last admin cannot be changed."
_INVALID = "The :attribute is invalid."


def at_least(least: int) -> str:
    """Text that is too short."""
    return f"The :attribute must be at least {least} characters."


def at_most(most: int) -> str:
    """Text that is too long."""
    return f"The :attribute must not be greater than {most} characters."


def between(least: float, most: float) -> str:
    """A number out of its range."""
    return f"The :attribute must be between {least:g} and {most:g}."


def of_types(*types: str) -> str:
    """A file of another type."""
    return f"The :attribute must be a file of type: {', '.join(types)}."


def described(fields: Mapping[str, Any]) -> dict[str, list[str]]:
    """`{field: [sentence]}` of what marshmallow and the core say, nested keys dotted."""
    return {name: [_sentence(name, one) for one in flaws] for name, flaws in _flat(fields)}


def _sentence(name: str, flaw: object) -> str:
    text = str(flaw)
    return (text if ":attribute" in text else _INVALID).replace(
        ":attribute", name.replace("_", " ")
    )


def _flat(found: Mapping[Any, Any], above: str = "") -> Iterator[tuple[str, list[Any]]]:
    for key, flaws in found.items():
        name = above if key == "_schema" and above else f"{above}.{key}" if above else str(key)
        if isinstance(flaws, Mapping):
            yield from _flat(flaws, name)
        else:
            yield name, list(flaws) if isinstance(flaws, list | tuple) else [flaws]
