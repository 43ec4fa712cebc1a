"""What of a dialect can be set, world by world."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from polydesk.core import settings as stored
from polydesk.core.desk import Desk

MOST = 2**31 - 1
"""The largest number that can be set where a setting has no bound of its own."""


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


@dataclass(frozen=True)
class Own:
    """A dialect's own settings, as they are in the desk's world."""

    dialect: str
    settings: Mapping[str, Setting]

    @cached_property
    def defaults(self) -> Mapping[str, Any]:
        """Those of a blank world."""
        return {name: setting.default for name, setting in self.settings.items()}

    def of(self, desk: Desk, name: str) -> Any:
        """One setting."""
        return stored.one(desk, self.dialect, name, self.defaults)

    def all_of(self, desk: Desk) -> dict[str, Any]:
        """All settings, also those that clients have made up."""
        return stored.of(desk, self.dialect, self.defaults)


def within(least: int, most: int = MOST) -> Callable[[int], str | None]:
    """A check for whole numbers."""
    return lambda value: None if least <= value <= most else f"must be from {least} to {most}"


DeclaredSettings = Mapping[str, Mapping[str, Setting]]
"""Settings by dialect and name."""
