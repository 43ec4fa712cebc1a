"""What of a dialect can be set, world by world."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Setting:
    """One setting: its default, what it does, and the values allowed where it is a choice.

    `check` says why a value of the right type will not do, or None if it will.
    """

    default: Any
    help: str
    allowed: Sequence[Any] | None = None
    check: Callable[[Any], str | None] | None = None

    def flaw(self, value: Any) -> str | None:
        """Why a value will not do; None if it will."""
        if self.allowed is not None:
            good = value in self.allowed and not isinstance(value, dict | list)
            return None if good else f"must be one of {', '.join(map(str, self.allowed))}"
        kind = type(self.default)
        if type(value) is not kind:
            return f"must be a {kind.__name__}"
        return None if self.check is None else self.check(value)


DeclaredSettings = Mapping[str, Mapping[str, Setting]]
"""Settings by dialect and name."""
