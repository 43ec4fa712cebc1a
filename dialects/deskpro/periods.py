"""Stretches of time that lists are narrowed to. Source: contract 12, `period_…`; a choice of ours.

A period is a word (`today`, `last_month` …), a day (`2026-02-03`), or two days, `from,to`, of which
either may be left out. All are of UTC, and the last day is in it.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, true

from polydesk.core.desk import Desk
from polydesk.dialects.deskpro.fields import moment

_DAY = timedelta(days=1)


def within(desk: Desk, column: Any, period: str) -> ColumnElement[bool]:
    """The condition that a moment is in a period; all are in one that is none."""
    try:
        begin, end = _bounds(desk.now(), period.strip().lower())
    except OverflowError:  # before the calendar begins
        return true()
    parts = [column >= begin] if begin else []
    return and_(true(), *parts, *([column < end] if end else []))


def _bounds(now: datetime, period: str) -> tuple[datetime | None, datetime | None]:
    """From when, and until before when."""
    today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    word, _, of = period.rpartition("_")
    begin = {
        "today": today,
        "yesterday": today,
        "week": today - today.weekday() * _DAY,
        "month": today.replace(day=1),
        "year": today.replace(month=1, day=1),
    }.get(of)
    if begin is not None and (word == "last" or of == "yesterday"):
        return _before(begin, of), begin
    if begin is not None and word in ("", "this"):
        return begin, None
    first, comma, last = period.partition(",")
    since, till = moment(first), moment(last if comma else first)
    return since, None if till is None or till.date() == date.max else till + _DAY


def _before(begin: datetime, of: str) -> datetime:
    """When the stretch before the one that begins then has begun."""
    if of == "week":
        return begin - 7 * _DAY
    before = begin - _DAY
    return {
        "month": before.replace(day=1),
        "year": before.replace(month=1, day=1),
    }.get(of, before)
