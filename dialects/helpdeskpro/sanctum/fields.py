"""How single values look on the wire, and what is said of wrong ones. Source: contract 1.3, 1.5."""

import re
from collections.abc import Callable, Collection, Container, Sequence
from datetime import UTC, date, datetime
from typing import Any, ClassVar

import orjson
from flask.globals import request_ctx
from marshmallow import ValidationError, fields
from sqlalchemy import type_coerce
from werkzeug.datastructures import FileStorage

from polydesk.core import text
from polydesk.core.desk import Desk, current_desk
from polydesk.core.models import MAX_ID, Utc, UtcText
from polydesk.dialects.helpdeskpro.sanctum import flaws
from polydesk.kit import fields as kit
from polydesk.kit.moment import to_second

Schema = kit.Schema
_DIGITS = re.compile(r"[+-]?\d{1,18}", re.ASCII)
_LONGEST_KEY = 255
_BLANKS = " \t\n\r\0\v"
_TRUTH = {1: True, 0: False, "1": True, "0": False}  # True is 1


class Value(fields.Field[Any]):
    """A value that a rule of the vendor's is about; null is refused where it is required."""

    kind: ClassVar[dict[str, Any]] = {"type": "string"}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("allow_none", not kwargs.get("required"))
        nullable = {"nullable": True} if kwargs["allow_none"] else {}
        kwargs["metadata"] = {**self.kind, **nullable, **kwargs.get("metadata", {})}
        missing: dict[str, Any] = {"required": flaws.REQUIRED, "null": flaws.REQUIRED}
        super().__init__(error_messages=missing, **kwargs)

    def deserialize(self, value: Any, attr: Any = None, data: Any = None, **kwargs: Any) -> Any:
        """As marshmallow's own; what is required is not empty."""
        if self.required and value in ([], {}):
            raise ValidationError(flaws.REQUIRED)
        return super().deserialize(value, attr, data, **kwargs)


class Line(Value):
    """Text of at most `most` characters, and of at least `least`."""

    def __init__(self, most: int | None = None, *, least: int = 0, **kwargs: Any) -> None:
        bounds = {"maxLength": most} if most else {}
        super().__init__(metadata=bounds | ({"minLength": least} if least else {}), **kwargs)
        self._most, self._least = most, least

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str):
            raise ValidationError(flaws.STRING)
        if len(value) < self._least:
            raise ValidationError(flaws.at_least(self._least))
        if self._most is not None and len(value) > self._most:
            raise ValidationError(flaws.at_most(self._most))
        return value


class Email(Line):
    """An e-mail address, which has to be storable as it is compared too."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str) or not kit.EMAIL.fullmatch(value):
            raise ValidationError(flaws.EMAIL)
        if len(text.key(value)) > _LONGEST_KEY >= len(value):
            raise ValidationError(flaws.EMAIL)
        return super()._deserialize(value, attr, data, **kwargs)


class Truth(Value):
    """True or false, also as 1 or 0; null is neither."""

    kind: ClassVar[dict[str, Any]] = {"type": "boolean"}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_none=False, **kwargs)
        if not self.required:
            self.error_messages["null"] = flaws.BOOLEAN

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> bool:
        found = _TRUTH.get(value) if isinstance(value, bool | int | str) else None
        if found is None:
            raise ValidationError(flaws.BOOLEAN)
        return found


class Password(Line):
    """A password, which is not trimmed; one of blanks alone is none."""

    def deserialize(self, value: Any, attr: Any = None, data: Any = None, **kwargs: Any) -> Any:
        """As that of a line; blanks are refused also where nothing is required."""
        if is_blank(value):
            raise ValidationError(flaws.REQUIRED)
        return super().deserialize(value, attr, data, **kwargs)


def is_blank(value: object) -> bool:
    """Whether something is text of nothing but what the vendor's framework trims."""
    return isinstance(value, str) and not value.strip(_BLANKS)


class OneOf(Value):
    """One of the vendor's words."""

    def __init__(self, words: Collection[str], **kwargs: Any) -> None:
        super().__init__(metadata={"enum": [*words]}, **kwargs)
        self._words = frozenset(words)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str) or value not in self._words:
            raise ValidationError(flaws.SELECTED)
        return value


class Known(Value):
    """The id of something that is there: what `find` gives of the desk, which is not None."""

    kind: ClassVar[dict[str, Any]] = {"type": "integer"}

    def __init__(self, find: Callable[[Desk, int], Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._find = find

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        id = number(value)
        found = None if id is None else self._find(current_desk(), id)
        if found is None:
            raise ValidationError(flaws.SELECTED)
        return found


class Number(Value):
    """A number from `least` to `most`, also as text."""

    kind: ClassVar[dict[str, Any]] = {"type": "number"}

    def __init__(self, least: float, most: float, **kwargs: Any) -> None:
        super().__init__(metadata={"minimum": least, "maximum": most}, **kwargs)
        self._least, self._most = least, most

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> float:
        try:
            found = float(value) if isinstance(value, int | float | str) else None
        except (ValueError, OverflowError):
            found = None
        if found is None or isinstance(value, bool):
            raise ValidationError(flaws.NUMERIC)
        if not self._least <= found <= self._most:
            raise ValidationError(flaws.between(self._least, self._most))
        return found


class Day(Value):
    """A day, or a moment of it, as it is sent: `day` says which."""

    kind: ClassVar[dict[str, Any]] = {"type": "string", "format": "date"}

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        try:
            day(value)
        except (TypeError, ValueError):
            raise ValidationError(flaws.DATE) from None
        return str(value)


def day(text: str) -> date:
    """The day that a `Day` names."""
    return datetime.fromisoformat(text).date()


class Mapped(Value):
    """An object, kept as it was sent; an empty array is an empty object."""

    kind: ClassVar[dict[str, Any]] = {"type": "object"}

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> dict[str, Any]:
        if isinstance(value, list):  # the framework knows no other arrays
            value = {str(n): one for n, one in enumerate(value)}
        if not isinstance(value, dict):
            raise ValidationError(flaws.ARRAY)
        return value


class Upload(Value):
    """A file, which comes in the part of a multipart body that is called as the field."""

    kind: ClassVar[dict[str, Any]] = {"type": "string", "format": "binary"}

    def deserialize(self, value: Any, attr: Any = None, data: Any = None, **kwargs: Any) -> Any:
        """The part, which goes before all else that is sent under this name."""
        part = request_ctx.request.files.get(attr)
        given = value if part is None or not part.filename else part
        return super().deserialize(given, attr, data, **kwargs)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> FileStorage:
        if not isinstance(value, FileStorage):
            raise ValidationError(flaws.FILE)
        return value


class Many(Value):
    """An array whose members the field `each` reads; flaws are told by place."""

    def __init__(self, each: fields.Field[Any], **kwargs: Any) -> None:
        items = {"type": "array", "items": getattr(each, "metadata", {})}
        super().__init__(
            metadata=items | ({"minItems": 1} if kwargs.get("required") else {}), **kwargs
        )
        self._each = each

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> list[Any]:
        if not isinstance(value, list):
            raise ValidationError(flaws.ARRAY)
        read, found, wrong = self._reader(value), [], {}
        for at, one in enumerate(value):
            try:
                found.append(read(one))
            except ValidationError as error:
                wrong[at] = error.messages
        if wrong:
            raise ValidationError(wrong)
        return found

    def _reader(self, value: list[Any]) -> Callable[[Any], Any]:
        return self._each.deserialize


class ManyKnown(Many):
    """The ids of things that are there: those among many ids that `find` gives, in one go."""

    def __init__(self, find: Callable[[Desk, Collection[int]], Container[int]], **kwargs: Any):
        super().__init__(fields.Int(metadata=Known.kind), **kwargs)
        self._find = find

    def _reader(self, value: list[Any]) -> Callable[[Any], Any]:
        ids = {id for one in value if (id := number(one)) is not None}
        there = self._find(current_desk(), ids)
        return Known(lambda _, key: key if key in there else None, required=True).deserialize


def maybe(kind: str = "string") -> fields.Raw:
    """What is written as it is, of this type in the document, or null."""
    return fields.Raw(metadata={"type": kind, "nullable": True})


class Moment(fields.Field[Any]):
    """A moment of a model: UTC, six digits of a second, `Z`."""

    def __init__(self, **kwargs: Any) -> None:
        example = "2025-01-01T00:00:00.000000Z"
        metadata = {"type": "string", "nullable": True, "example": example}
        super().__init__(metadata=metadata, **kwargs)

    def _serialize(self, value: Any, attr: Any, obj: Any, **kwargs: Any) -> Any:
        return None if value is None else moment(value)


TEXT = UtcText("Z", "microseconds")
"""The type of a column of moments that is read in that form at once."""


def written(*columns: Any) -> Sequence[Any]:
    """Columns to be read; those of moments in the form in which models have them."""
    return tuple(
        type_coerce(column, TEXT).label(column.key) if isinstance(column.type, Utc) else column
        for column in columns
    )


def moment(at: datetime | str) -> str:
    """A moment as models have it, or what is one already."""
    if isinstance(at, str):
        return at
    if at.microsecond == 0:
        return to_second(at) + ".000000Z"
    return orjson.dumps(at.astimezone(UTC))[1:27].decode() + "Z"


def number(value: Any) -> int | None:
    """What a whole number says, also as text; None for anything else, and for what is no id."""
    if isinstance(value, str) and _DIGITS.fullmatch(value):
        value = int(value)
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if whole and 0 < value <= MAX_ID else None


def chosen(query: Any, names: Sequence[str]) -> dict[str, Any]:
    """Those of the parameters of a list that were sent, in this order, to be echoed."""
    return {name: query[name] for name in names if query.get(name) is not None}
