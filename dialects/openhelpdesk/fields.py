"""How single values look on the wire, and what is said of wrong ones. Source: contract 1 and 9."""

from collections.abc import Mapping
from typing import Any

from marshmallow import fields

from polydesk.kit.moment import to_second
from polydesk.kit.paths import ULID


class Stamp(fields.Field[Any]):
    """A moment in UTC to the second: `2026-04-05T09:00:00Z`; or what was read so by `UtcText`."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("metadata", {"type": "string", "format": "date-time"})
        super().__init__(**kwargs)

    def _serialize(self, value: Any, attr: Any, obj: Any, **kwargs: Any) -> Any:
        return value if value is None or isinstance(value, str) else to_second(value) + "Z"


class Present(fields.Field[Any]):
    """Whether there is such a thing, whatever it is."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(metadata={"type": "boolean"}, **kwargs)

    def _serialize(self, value: Any, attr: Any, obj: Any, **kwargs: Any) -> bool:
        return value is not None


class Line(fields.Field[Any]):
    """Text that is trimmed; blank counts as missing where it is required, or must be `filled`.

    `called` is the name in the vendor's sentences: `<called> is required`, `invalid <called>`;
    `missing` is another sentence for the first, `short` for too short a text.
    """

    def __init__(
        self,
        called: str,
        *,
        least: int = 0,
        most: int | None = None,
        trimmed: bool = True,
        filled: bool = False,
        missing: str | None = None,
        short: str | None = None,
        **kwargs: Any,
    ) -> None:
        self._least, self._most, self._trimmed = least, most, trimmed
        self._filled = filled or bool(kwargs.get("required"))
        lengths = {"minLength": least} if least else {}
        lengths |= {"maxLength": most} if most else {}
        kwargs.setdefault("metadata", {"type": "string"} | lengths)
        required = missing or f"{called} is required"
        messages: dict[str, Any] = {
            "required": required,
            "null": required if kwargs.get("required") else f"invalid {called}",
            "invalid": f"invalid {called}",
            "short": short or f"{called} must be at least {least} characters",
            "long": f"{called} must be at most {most} characters",
        }
        super().__init__(error_messages=messages, **kwargs)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        text = value.strip() if self._trimmed else value
        if self._filled and not text.strip():
            raise self.make_error("required")
        if len(text) < self._least:
            raise self.make_error("short")
        if self._most is not None and len(text) > self._most:
            raise self.make_error("long")
        return text


class Choice(fields.Field[Any]):
    """One of the vendor's words, exactly as written; `words` maps what is inside to them."""

    def __init__(self, called: str, words: Mapping[Any, str], **kwargs: Any) -> None:
        self._words = words
        self._values = {word: value for value, word in words.items()}
        kwargs.setdefault("metadata", {"type": "string", "enum": list(self._values)})
        required = f"{called} is required" if kwargs.get("required") else f"invalid {called}"
        wrong = f"invalid {called}"
        messages: dict[str, Any] = {"required": required, "null": required, "invalid": wrong}
        super().__init__(error_messages=messages, **kwargs)

    def _serialize(self, value: Any, attr: Any, obj: Any, **kwargs: Any) -> Any:
        return self._words[value]

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        if self.required and value == "":
            raise self.make_error("required")
        if not isinstance(value, str) or value not in self._values:
            raise self.make_error("invalid")
        return self._values[value]


class Key(fields.Field[Any]):
    """A ULID in any letter case; in upper case inside. Whether it names anything is open."""

    def __init__(self, called: str, **kwargs: Any) -> None:
        self._called = called
        kwargs.setdefault("metadata", {"type": "string", "pattern": f"^{ULID.pattern}$"})
        messages: dict[str, Any] = {
            "required": f"{called} is required",
            "null": f"{called} is required" if kwargs.get("required") else f"invalid {called}",
            "invalid": f"invalid {called}",
        }
        super().__init__(error_messages=messages, **kwargs)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        if self.required and value == "":
            raise self.make_error("required")
        if not isinstance(value, str) or not ULID.fullmatch(value):
            raise self.make_error("invalid")
        return value.upper()


class Truth(fields.Field[Any]):
    """true or false, nothing else."""

    def __init__(self, called: str, **kwargs: Any) -> None:
        kwargs.setdefault("metadata", {"type": "boolean"})
        wrong = f"invalid {called}"
        super().__init__(error_messages={"invalid": wrong, "null": wrong}, **kwargs)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid")
        return value


class Number(fields.Field[Any]):
    """A JSON number: an integer, or with `fractions` any; bounded by `least` and `most`."""

    def __init__(
        self,
        called: str,
        *,
        fractions: bool = False,
        least: float = -(2**31),
        most: float = 2**31 - 1,
        **kwargs: Any,
    ) -> None:
        self._kinds = (int, float) if fractions else (int,)
        self._least, self._most = least, most
        kwargs.setdefault("metadata", {"type": "number" if fractions else "integer"})
        wrong = f"invalid {called}"
        messages: dict[str, Any] = {
            "invalid": wrong,
            "null": wrong,
            "required": f"{called} is required",
        }
        super().__init__(error_messages=messages, **kwargs)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, self._kinds):
            raise self.make_error("invalid")
        if not self._least <= value <= self._most:
            raise self.make_error("invalid")
        return value
