"""The world's clock: real, shifted or frozen."""

from datetime import UTC, datetime, timedelta

import pytest

from polydesk.core.clock import Clock
from polydesk.core.models import World

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
SOON = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("clock", "mode"),
    [
        (Clock(), "real"),
        (Clock(0.0), "real"),
        (Clock(5.0), "shifted"),
        (Clock(-0.5), "shifted"),
        (Clock(0.0, NOON), "frozen"),
        (Clock(5.0, NOON), "frozen"),
    ],
)
def test_a_clock_says_what_it_is(clock, mode):
    """Frozen wins over shifted."""
    assert mode == clock.mode


@pytest.mark.parametrize(
    ("clock", "now"),
    [
        (Clock(0.0, NOON), NOON),
        (Clock().frozen(NOON), NOON),
        (Clock(99.0).frozen(NOON), NOON),
        (Clock().frozen(NOON).advanced(900), NOON + timedelta(seconds=900)),
        (Clock().frozen(NOON).advanced(-0.25), NOON - timedelta(seconds=0.25)),
        (Clock().frozen(NOON).frozen(), NOON),
    ],
)
def test_a_frozen_clock_stands(clock, now):
    """At the moment it was told, however long one waits."""
    assert [now, now] == [clock.now(), clock.now()]


@pytest.mark.parametrize(
    ("clock", "offset"),
    [
        (Clock(), 0),
        (Clock(3600), 3600),
        (Clock().advanced(60), 60),
        (Clock(3600).advanced(-60), 3540),
    ],
)
def test_a_clock_that_runs_is_so_far_from_real_time(clock, offset):
    """In seconds, forwards or backwards."""
    expected = datetime.now(UTC) + timedelta(seconds=offset)

    assert timedelta(0) <= clock.now() - expected < SOON
    assert clock.now() <= clock.now()


def test_a_clock_let_go_runs_on_from_where_it_stood():
    """Or from the moment given; not from real time."""
    frozen = Clock().frozen(NOON)

    assert timedelta(0) <= frozen.running().now() - NOON < SOON
    assert timedelta(0) <= frozen.running(NOON + SOON).now() - (NOON + SOON) < SOON


def test_the_clock_is_kept_by_the_world(store, world):
    """The next desk has it, to the microsecond."""
    at = NOON.replace(microsecond=123456)
    with store.desk(world) as desk:
        desk.session.get_one(World, 1).frozen_at = at
    with store.desk(world, writes=False) as desk:
        frozen = desk.clock.mode, desk.now()
    with store.desk(world) as desk:
        row = desk.session.get_one(World, 1)
        row.frozen_at, row.clock_offset = None, -86400.5
    with store.desk(world, writes=False) as desk:
        shifted = desk.clock

    assert (("frozen", at), Clock(-86400.5)) == (frozen, shifted)
