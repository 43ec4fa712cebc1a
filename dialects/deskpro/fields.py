"""How single values look on the wire, and what is said of wrong ones. Source: contract 3 and 8."""

import re
from collections.abc import Collection
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, ClassVar

from marshmallow import ValidationError, fields, validates_schema

from polydesk.core.models import MAX_ID
from polydesk.core.text import key
from polydesk.dialects.deskpro.flaws import UNKNOWN, Flaw, out_of_range
from polydesk.kit import fields as kit
from polydesk.kit.moment import to_second

REQUIRED = Flaw("required")
_MESSAGES = {"required": REQUIRED, "null": REQUIRED, "invalid": Flaw("invalid")}
_DATE = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?) ?(Z|[+-]\d\d:?\d\d)?)?Z?",
    re.ASCII | re.IGNORECASE,
)
STAMPED = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000$"}
"""How the document describes what `stamp` writes."""
_DEEPEST = 100


class Given(kit.Schema):
    """What a client writes: keys that are known but not writable are passed over, others refused.

    `reads` are those keys: the ones that the thing is shown with.
    """

    reads: ClassVar[type[kit.Schema] | None] = None

    @cached_property
    def _known(self) -> frozenset[str]:
        shown = {} if self.reads is None else self.reads._declared_fields
        both = (*self.fields.items(), *shown.items())
        return frozenset(("id", *(field.data_key or name for name, field in both)))

    @validates_schema(skip_on_field_errors=False, pass_original=True)
    def refuse_unknown(self, _: Any, original: Any, **__: Any) -> None:
        """Refuse what is neither written nor shown, in the order in which it was sent."""
        unknown = {name: [UNKNOWN] for name in original if name not in self._known}
        if unknown:
            raise ValidationError(unknown)


class Stamp(fields.Field[Any]):
    """A moment in UTC to the second: `2025-05-01T08:02:02+0000`."""

    def __init__(self, **kwargs: Any) -> None:
        nullable = {} if kwargs.get("required") else {"nullable": True}
        kwargs.setdefault("metadata", {**STAMPED, **nullable})
        super().__init__(**kwargs)

    def _serialize(self, value: Any, attr: Any, obj: Any, **kwargs: Any) -> Any:
        return None if value is None else stamp(value)


def stamp(at: datetime) -> str:
    """A moment as the vendor writes it."""
    return to_second(at) + "+0000"


class Value(fields.Field[Any]):
    """A value with the vendor's refusals; `nullable` ones may be null."""

    kind: ClassVar[str] = "string"

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("metadata", {"type": self.kind})
        super().__init__(error_messages=dict(_MESSAGES), **kwargs)


class Line(Value):
    """Text; blank counts as missing where it is required."""

    def __init__(self, *, most: int = 255, **kwargs: Any) -> None:
        self._most = most
        super().__init__(**kwargs)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            raise self.make_error("invalid")
        if self.required and not value.strip():
            raise self.make_error("required")
        if len(value) > self._most:
            raise ValidationError(Flaw("too_long"))
        return value


class Body(Line):
    """Text of any length."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(most=2**31, **kwargs)


class Id(Value):
    """The id of a thing, as a number or its digits. Whether it names anything is open."""

    kind = "integer"

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> int:
        found = whole(value)
        if found is None:
            raise ValidationError(Flaw("bad_choice"))
        return found


def whole(value: Any) -> int | None:
    """An id, of a number or its digits; None for anything else. Too large a one names nothing."""
    if isinstance(value, str) and re.fullmatch(r"\s*\d{1,30}\s*", value, re.ASCII):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return min(value, MAX_ID + 1) if value >= 0 else None


class Number(Value):
    """A whole number within bounds, or its digits."""

    kind = "integer"

    def __init__(self, least: int = 0, most: int = 2**31 - 1, **kwargs: Any) -> None:
        self._bounds = least, most
        super().__init__(**kwargs)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> int:
        least, most = self._bounds
        if isinstance(value, str) and re.fullmatch(r"\s*[+-]?\d{1,18}\s*", value, re.ASCII):
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise ValidationError(out_of_range(least, most))
        return value


class Truth(Value):
    """`true`, `false`, 1, 0, `"1"` or `"0"`."""

    kind = "boolean"

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> bool:
        found = truth(value)
        if found is None:
            raise self.make_error("invalid")
        return found


def truth(value: Any) -> bool | None:
    """What `Truth` makes of a value; None for no such value."""
    word = str(value).lower() if isinstance(value, bool | str) or value in (0, 1) else ""
    return {"true": True, "1": True, "false": False, "0": False}.get(word)


class Choice(Value):
    """One of the vendor's words, exactly as written."""

    def __init__(self, words: Collection[Any], **kwargs: Any) -> None:
        self._words = words
        kind = "integer" if all(isinstance(word, int) for word in words) else "string"
        super().__init__(metadata={"type": kind, "enum": list(words)}, **kwargs)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        if isinstance(value, bool | dict | list) or value not in self._words:
            raise ValidationError(Flaw("bad_choice"))
        return value


class Moment(Value):
    """A date with or without a time of day; without an offset it is in UTC."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> datetime:
        found = moment(value)
        if found is None:
            raise ValidationError(Flaw("invalid_date"))
        return found


def moment(value: Any) -> datetime | None:
    """The moment that a text says, in any form that clients send; None for no such text.

    Source: contract 8, row "date input".
    """
    found = _DATE.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        return None
    day, clock, zone = found.groups()
    zone = "+00:00" if zone is None or zone.upper() == "Z" else zone
    try:
        return datetime.fromisoformat(f"{day}T{clock or '00:00:00'}{zone}").astimezone(UTC)
    except (ValueError, OverflowError):
        return None


class Email(Line):
    """An e-mail address."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs).strip()
        if not is_email(text):
            raise ValidationError(Flaw("bad_email"))
        return text


def is_email(text: str) -> bool:
    """Whether it looks like an e-mail address."""
    return kit.EMAIL.fullmatch(text) is not None and max(len(text), len(key(text))) <= 255


class Words(Value):
    """A list of texts, each once; a single text is a list of one. Blank ones are passed over."""

    kind = "array"

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("metadata", {"type": "array", "items": {"type": "string"}})
        super().__init__(**kwargs)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> list[str]:
        given = [value] if isinstance(value, str) else value
        if not isinstance(given, list):
            raise self.make_error("invalid")
        strange = {
            at: [Flaw("invalid")] for at, one in enumerate(given) if not isinstance(one, str)
        }
        if strange:
            raise ValidationError(strange)
        longest = {at: max(len(one), len(key(one))) for at, one in enumerate(given)}
        wrong = {at: [Flaw("too_long")] for at, length in longest.items() if length > 255}
        if wrong:
            raise ValidationError(wrong)
        return list(dict.fromkeys(one.strip() for one in given if one.strip()))


class Ids(Value):
    """A list of ids, each once."""

    kind = "array"

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("metadata", {"type": "array", "items": {"type": "integer"}})
        super().__init__(**kwargs)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> list[int]:
        if not isinstance(value, list):
            raise self.make_error("invalid")
        found = [whole(one) for one in value]
        wrong = {at: [Flaw("bad_choice")] for at, one in enumerate(found) if one is None}
        if wrong:
            raise ValidationError(wrong)
        return list(dict.fromkeys(one for one in found if one is not None))


class Json(Value):
    """Any JSON that is not nested so deep that it cannot be written again; null too."""

    kind = "object"

    def __init__(self, *, only: type[Any] | None = None, **kwargs: Any) -> None:
        self._only = only
        kwargs.setdefault("metadata", {} if only is None else {"type": "object"})
        kwargs.setdefault("allow_none", only is None)
        super().__init__(**kwargs)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        if is_deep(value) or (self._only is not None and not isinstance(value, self._only)):
            raise self.make_error("invalid")
        return value


def is_deep(value: Any) -> bool:
    """Whether JSON is nested deeper than anybody means it, and than it could be written again."""
    level = [value]
    for _ in range(_DEEPEST):
        level = [
            part
            for one in level
            if isinstance(one, dict | list)
            for part in (one.values() if isinstance(one, dict) else one)
        ]
    return bool(level)


class Listed(Value):
    """Of a query: several values, `a,b`; blanks around them are passed over."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> list[str]:
        return [one.strip() for one in str(value).split(",") if one.strip()]
