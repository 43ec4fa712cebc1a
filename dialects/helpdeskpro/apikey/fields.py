"""How single values look on the wire."""

from datetime import UTC, datetime
from typing import Any

from marshmallow import ValidationError, fields, validate


def _at_most(most: int | None) -> list[validate.Validator]:
    return [] if most is None else [validate.Length(max=most)]


class FreeText(fields.String):
    """Text of at most `most` characters; a number becomes its digits, None stays None."""

    def __init__(self, most: int | None, *, trimmed: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("allow_none", True)
        super().__init__(validate=_at_most(most), **kwargs)
        self._trimmed = trimmed

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = str(value)
        text = super()._deserialize(value, attr, data, **kwargs)
        return text.strip() if self._trimmed else text


class Line(fields.String):
    """Text without outer blanks, of at most `most` characters; nothing else will do."""

    def __init__(self, most: int | None = None, **kwargs: Any) -> None:
        super().__init__(validate=_at_most(most), **kwargs)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        return super()._deserialize(value, attr, data, **kwargs).strip()


class Blank(FreeText):
    """Text of an asset: unset is `""` on the wire and None inside."""

    def __init__(self, most: int | None, **kwargs: Any) -> None:
        super().__init__(most, dump_default="", **kwargs)

    def _serialize(self, value: Any, attr: Any, obj: Any, **kwargs: Any) -> Any:
        return "" if value is None else value

    def deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        """None for `""` too."""
        found = super().deserialize(value, *args, **kwargs)
        return None if found == "" else found


class Seats(fields.Field[Any]):
    """A number; fractions are cut off, what is no number is unset, and unset or 0 shows as `""`."""

    def __init__(self, **kwargs: Any) -> None:
        number_or_blank = {"oneOf": [{"type": "integer"}, {"type": "string", "enum": [""]}]}
        super().__init__(allow_none=True, metadata=number_or_blank, **kwargs)

    def _serialize(self, value: Any, attr: Any, obj: Any, **kwargs: Any) -> Any:
        return value or ""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> int | None:
        if isinstance(value, bool):
            return None
        try:
            seats = int(float(value)) if isinstance(value, float) else int(value)
        except (TypeError, ValueError, OverflowError):
            return None
        if not -(2**63) <= seats < 2**63:
            raise ValidationError("Out of range.")
        return seats


class Stamp(fields.Field[Any]):
    """A moment: naive UTC, ISO 8601, without a fraction where it is zero.

    Read: a date (midnight) or a date and time with any offset; `""` is None.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("metadata", {"type": "string", "example": "2025-02-28T09:45:03.104281"})
        super().__init__(allow_none=True, **kwargs)

    def _serialize(self, value: Any, attr: Any, obj: Any, **kwargs: Any) -> Any:
        return None if value is None else value.replace(tzinfo=None).isoformat()

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> datetime | None:
        if value == "":
            return None
        try:
            moment = datetime.fromisoformat(value)
            return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
        except (TypeError, ValueError, OverflowError):
            raise ValidationError("Not a valid ISO 8601 date or date-time.") from None


class Day(fields.Field[Any]):
    """A date of an asset. What cannot be read is unset; unset is `""`; kept as ISO text."""

    def __init__(self, **kwargs: Any) -> None:
        example = {"type": "string", "example": "2026-06-30"}
        super().__init__(allow_none=True, dump_default="", metadata=example, **kwargs)

    def _serialize(self, value: Any, attr: Any, obj: Any, **kwargs: Any) -> Any:
        return value or ""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str | None:
        try:
            return datetime.fromisoformat(value.strip()).date().isoformat()
        except (AttributeError, ValueError):
            return None


class UserReference(fields.Field[Any]):
    """A user's id or username; None, `""` and 0 are nobody. Whether there is such a one is open."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_none=True, metadata={"type": "string"}, **kwargs)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> int | str | None:
        if isinstance(value, str):
            return reference(value)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return int(value) if value == value // 1 and abs(value) < 2**63 else -1
        raise ValidationError("Not a valid user id or username.")


def reference(text: str) -> int | str | None:
    """What a user reference in text means: an id, a username, or nobody."""
    text = text.strip()
    if not text.isdecimal():
        return text or None
    return int(text) if len(text) < 20 else -1


class Tags(fields.Field[Any]):
    """Tags: an array of strings, or one string with commas; trimmed, empty ones dropped."""

    def __init__(self, **kwargs: Any) -> None:
        strings = {"type": "array", "items": {"type": "string"}}
        super().__init__(allow_none=True, metadata=strings, **kwargs)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> list[str]:
        parts = [value] if isinstance(value, str) else value
        if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
            raise ValidationError("Must be an array of strings or a comma-separated string.")
        names = [name.strip() for part in parts for name in part.split(",")]
        if any(len(name) > 255 for name in names):
            raise ValidationError("No tag may be longer than 255 characters.")
        return [name for name in names if name]


class Truth(fields.Field[Any]):
    """True or false as JSON values are in Python: `"false"` is true, 0 and null are false."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_none=True, metadata={"type": "boolean"}, **kwargs)

    def deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        """As `bool`, for null too."""
        return super().deserialize(value if value is not None else False, *args, **kwargs)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> bool:
        return bool(value)
