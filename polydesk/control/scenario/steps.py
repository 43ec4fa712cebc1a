"""The conditions and actions of rules, as a scenario writes them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from polydesk.control.scenario.values import Choice, Flag, Key, Text, Value, Whole, Wrong
from polydesk.core import text
from polydesk.core.models import Base
from polydesk.core.steps import Label, Needed, Type


@dataclass(frozen=True)
class Reference(Key):
    """A `key`, or the id of a row, which may be gone."""

    def read(self, given: Any) -> Any:
        if isinstance(given, str):
            return Text().read(given)
        if isinstance(given, int) and not isinstance(given, bool):
            return Whole(1).read(given)
        raise Wrong("must be a key, or an id")


@dataclass(frozen=True)
class LabelValue(Text):
    """A text that a tag may be."""

    def read(self, given: Any) -> str:
        label = super().read(given)
        if not 1 <= len(text.key(label)) <= _LONGEST or len(label) > _LONGEST:
            raise Wrong(f"must have 1 to {_LONGEST} characters, ignoring case")
        return label


_LONGEST = 255
_KINDS: Mapping[type, Value] = {str: Text(), bool: Flag(), Label: LabelValue()}


@dataclass(frozen=True)
class Steps(Value):
    """A list of objects, each of a `type` that says what else is in it."""

    types: Mapping[str, Type]

    def read(self, given: Any) -> list[dict[str, Any]]:
        if not isinstance(given, list):
            raise Wrong("must be a list")
        return [self._step(one, f"[{place}]") for place, one in enumerate(given)]

    def references(
        self, steps: list[dict[str, Any]]
    ) -> Iterator[tuple[int, dict[str, Any], str, Key]]:
        """The keys in steps that were read: place and step, and name and kind of the key in it."""
        for place, step in enumerate(steps):
            for name, needed in self.types[step["type"]].needs.items():
                value = _value(needed)
                if isinstance(value, Key) and isinstance(step[name], str):
                    yield place, step, name, value

    def _step(self, given: Any, at: str) -> dict[str, Any]:
        if not isinstance(given, dict):
            raise Wrong("must be an object", at)
        type_ = self.types[_inside(Choice(tuple(self.types)), "type", given, at)]
        for name in given:
            if name != "type" and name not in type_.needs:
                raise Wrong("unknown key", f"{at}.{name}")
        whole = {**type_.defaults, **given}
        values = {name: _inside(_value(one), name, whole, at) for name, one in type_.needs.items()}
        return {"type": given["type"], **values}


def _inside(value: Value, name: str, given: dict[str, Any], at: str) -> Any:
    if name not in given:
        raise Wrong("is missing", f"{at}.{name}")
    try:
        return value.read(given[name])
    except Wrong as wrong:
        raise Wrong(str(wrong), f"{at}.{name}") from None


def _value(needed: Needed) -> Value:
    if not isinstance(needed, type):
        return Choice(needed)
    if issubclass(needed, Base):
        return Reference(needed.__tablename__)
    return _KINDS[needed]
