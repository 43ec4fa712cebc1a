"""The vendor's types on the wire, read as its framework reads them. Source: contract 2 and 4.10.

Parameters are read by `polydesk.kit.anywhere`: what a field here cannot read is taken as not sent
where it is optional, and what its validators refuse is refused.
"""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import orjson
from marshmallow import fields

from polydesk.core.models import MAX_ID

_NUMBER = re.compile(r"\s*[+-]?\d{1,18}\s*", re.ASCII)
_TRUTH = {"true": True, "1": True, "false": False, "0": False}
_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?"
    r"\s*(Z|[+-](?:0\d|1[0-4]):?[0-5]\d)?)?",
    re.ASCII | re.IGNORECASE,
)
_US = re.compile(
    r"(\d{1,2})/(\d{1,2})/(\d{4})(?: (\d{1,2}):(\d\d)(?::(\d\d))?(?: (AM|PM))?)?",
    re.ASCII | re.IGNORECASE,
)
_TO_SECONDS, _WITH_THOUSANDTHS = slice(1, 20), slice(1, 24)
"""Parts of a moment in JSON, behind its quote."""
_REST_OF_DAY = timedelta(days=1) - timedelta(microseconds=1)
_REST_OF_THOUSANDTH = timedelta(microseconds=999)


class Int(fields.Field[int]):
    """A whole number, also as text with blanks around it; larger than an id is none."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["metadata"] = {"type": "integer", **kwargs.get("metadata", {})}
        super().__init__(**kwargs)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> int:
        if isinstance(value, str) and _NUMBER.fullmatch(value):
            return int(value)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if type(value) is not int or not -MAX_ID <= value <= MAX_ID:
            raise self.make_error("validator_failed")
        return value


class Text(fields.Field[str]):
    """Text; a number in JSON is read as it is written."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["metadata"] = {"type": "string", **kwargs.get("metadata", {})}
        super().__init__(**kwargs)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        if isinstance(value, str):
            return value
        if type(value) in (int, float):
            return str(value)
        raise self.make_error("validator_failed")


class Line(Text):
    """Text without the blanks around it; nothing but blanks is none."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        line = super()._deserialize(value, attr, data).strip()
        if not line:
            raise self.make_error("validator_failed")
        return line


class Flag(fields.Field[bool]):
    """`true` or `false` in any letter case, `1` or `0`."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["metadata"] = {"type": "boolean", **kwargs.get("metadata", {})}
        super().__init__(**kwargs)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> bool:
        found = read_flag(value)
        if found is None:
            raise self.make_error("validator_failed")
        return found


class Moment(fields.Field[datetime]):
    """A date or a moment, UTC where no zone is told.

    One that `ends` something takes in all of a bare date, and all that shows as this moment.
    """

    def __init__(self, *, ends: bool = False, **kwargs: Any) -> None:
        kwargs["metadata"] = {"type": "string", **kwargs.get("metadata", {})}
        self._ends = ends
        super().__init__(**kwargs)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> datetime:
        found = read_moment(value) if isinstance(value, str) else None
        if found is None:
            raise self.make_error("validator_failed")
        moment, is_whole_day = found
        if self._ends and is_whole_day:
            return moment + _REST_OF_DAY
        if self._ends and moment.microsecond % 1000 == 0:
            return moment + _REST_OF_THOUSANDTH
        return moment


class Stamp(fields.Field[datetime]):
    """A moment as the vendor writes it: UTC, at most three digits of a second, no idle zeros."""

    def __init__(self, *, zone: str = "Z", **kwargs: Any) -> None:
        self._zone = zone
        kwargs.setdefault("metadata", {"type": "string", "format": "date-time"} if zone else {})
        super().__init__(**kwargs)

    def _serialize(self, value: Any, attr: Any, obj: Any, **kwargs: Any) -> Any:
        return None if value is None else stamp(value) + self._zone


class OrEmpty(fields.Field[str]):
    """Text that is written as empty where there is none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(metadata={"type": "string"}, dump_only=True, **kwargs)

    def _serialize(self, value: Any, attr: Any, obj: Any, **kwargs: Any) -> str:
        return value or ""


def stamp(moment: datetime) -> str:
    """`2024-05-05T17:25:31.127`, with as few digits as will do."""
    written = orjson.dumps(moment.astimezone(UTC)).decode()  # isoformat takes three times as long
    if moment.microsecond:
        return written[_WITH_THOUSANDTHS].rstrip("0").rstrip(".")
    return written[_TO_SECONDS]


def read_flag(value: Any) -> bool | None:
    """The truth that is sent as text, number or JSON's own; None for anything else."""
    if isinstance(value, bool):
        return value
    return _TRUTH.get(str(value).strip().lower()) if isinstance(value, str | int) else None


def read_moment(text: str) -> tuple[datetime, bool] | None:
    """The moment that a text is, and whether it is a date without a time; None for no moment."""
    try:
        return _iso(text.strip()) or _us(text.strip())
    except (ValueError, OverflowError):
        return None


def _iso(text: str) -> tuple[datetime, bool] | None:
    found = _ISO.fullmatch(text)
    if found is None:
        return None
    year, month, day, hour, minute, second, fraction, zone = found.groups()
    if hour is None:
        return _midnight(date(int(year), int(month), int(day)))
    micro = int((fraction or "0")[:6].ljust(6, "0"))
    clock = (int(hour), int(minute), int(second or 0), micro)
    moment = datetime(int(year), int(month), int(day), *clock, tzinfo=UTC)
    return moment - _offset(zone), False


def _offset(zone: str | None) -> timedelta:
    if zone is None or zone in "zZ":
        return timedelta()
    ahead = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    return -ahead if zone[0] == "-" else ahead


def _us(text: str) -> tuple[datetime, bool] | None:
    found = _US.fullmatch(text)
    if found is None:
        return None
    month, day, year, hour, minute, second, half = found.groups()
    if hour is None:
        return _midnight(date(int(year), int(month), int(day)))
    hours = int(hour)
    if half is not None:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half.upper() == "PM" else 0)
    clock = (hours, int(minute), int(second or 0))
    return datetime(int(year), int(month), int(day), *clock, tzinfo=UTC), False


def _midnight(day: date) -> tuple[datetime, bool]:
    return datetime(day.year, day.month, day.day, tzinfo=UTC), True
