"""Stretches of time that lists are narrowed to. Source: contract 12, `period_…`; a choice of ours.

A period is a word (`today`, `last_month` …), a day (`2026-02-03`), or the first and the last of
several, `from,to`, of which either may be left out. All are of UTC, and the last day is in it.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from marshmallow import ValidationError

from polydesk.core.desk import current_desk
from polydesk.dialects.deskpro.fields import Value, moment
from polydesk.dialects.deskpro.flaws import Flaw

_DAY, _INSTANT = timedelta(days=1), timedelta(microseconds=1)
_FIRST, _LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
_BARE_DAY = len("2016-07-25")


class Period(Value):
    """Of a query: a period, as its first and its last moment; None for a blank."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> tuple[datetime, datetime] | None:
        period = str(value).strip().lower()
        if not period:
            return None
        now = current_desk().now().astimezone(UTC)
        found = _named(now.replace(hour=0, minute=0, second=0, microsecond=0), period)
        first, comma, last = period.partition(",")
        return found or (begins(first), ends(last if comma else first))


def begins(text: str) -> datetime:
    """The first moment that a text means; of none, that of the calendar. Raises ValidationError."""
    return _read(text) if text.strip() else _FIRST


def ends(text: str) -> datetime:
    """The last moment that a text means, of a day its end. Raises ValidationError."""
    if not text.strip():
        return _LAST
    at, whole_day = _read(text), len(text.strip()) == _BARE_DAY
    return at + (_DAY - _INSTANT) if whole_day else at


def _read(text: str) -> datetime:
    found = moment(text)
    if found is None:
        raise ValidationError(Flaw("invalid_date"))
    return found


def _named(today: datetime, period: str) -> tuple[datetime, datetime] | None:
    """The period of a word, given when today begins; None for what is no such word."""
    which, _, unit = period.rpartition("_")
    begin = {
        "today": today,
        "yesterday": today,
        "week": today - today.weekday() * _DAY,
        "month": today.replace(day=1),
        "year": today.replace(month=1, day=1),
    }.get(unit)
    if begin is None or (which and unit in ("today", "yesterday")):
        return None
    if which == "last" or unit == "yesterday":
        return _before(begin, unit), begin - _INSTANT
    return (begin, _LAST) if which in ("", "this") else None


def _before(begin: datetime, unit: str) -> datetime:
    """When the stretch before the one that begins then has begun."""
    if unit == "week":
        return begin - 7 * _DAY
    before = begin - _DAY
    return {
        "month": before.replace(day=1),
        "year": before.replace(month=1, day=1),
    }.get(unit, before)
