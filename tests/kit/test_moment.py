"""Moments as they are written."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from polydesk.kit.moment import to_second

EAST = timezone(timedelta(hours=5, minutes=30))


@pytest.mark.parametrize(
    ("at", "written"),
    [
        (datetime(2026, 4, 5, 9, tzinfo=UTC), "2026-04-05T09:00:00"),
        (datetime(2026, 4, 5, 9, 8, 7, 999_999, tzinfo=UTC), "2026-04-05T09:08:07"),
        (datetime(2026, 1, 1, 2, tzinfo=EAST), "2025-12-31T20:30:00"),
        (datetime(1, 1, 1, tzinfo=UTC), "0001-01-01T00:00:00"),
        (datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC), "9999-12-31T23:59:59"),
    ],
)
def test_a_moment_is_written_to_the_second_in_utc(at, written):
    """What is smaller is cut off."""
    assert written == to_second(at)
