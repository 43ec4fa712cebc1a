"""Rate limits: so many requests a window, by the world's clock."""

from datetime import UTC, datetime, timedelta

import pytest

from polydesk.core import settings
from polydesk.core.aside import aside
from polydesk.core.errors import TooMany
from polydesk.core.models import World
from polydesk.kit import limits
from polydesk.kit.limits import Limit

NOON = datetime(2026, 1, 5, 12, 0, 20, tzinfo=UTC)


def freeze(toy, at=NOON):
    with toy.store.desk(toy.world) as desk:
        desk.session.get_one(World, 1).frozen_at = at


def call(toy, times=1, name="Ada"):
    """The statuses of so many calls."""
    headers = {"Authorization": f"Bearer {name}"}
    return [toy.get("/whoami", headers=headers).status_code for _ in range(times)]


def test_a_limit_refuses_what_is_over_it(toy):
    """With the seconds till the window ends, which began with the minute."""
    freeze(toy)

    statuses = call(toy, 4)
    answer = toy.get("/whoami")

    assert [200, 200, 200, 429] == statuses
    assert ("40", "TooMany") == (answer.headers["Retry-After"], answer.json["wrong"])


def test_a_request_that_begins_again_is_counted_once(toy, failing):
    """As it does for slow work, or where two transactions got in each other's way."""
    freeze(toy)
    failing(lambda desk: aside(desk, "slow", list))

    status = toy.post("/fail").status_code

    assert (200, [200, 200, 429]) == (status, call(toy, 3))


@pytest.mark.parametrize(
    ("seconds", "status"), [(39, 429), (39.999, 429), (40, 200), (60, 200), (86400, 200)]
)
def test_a_window_ends_by_the_worlds_clock(toy, seconds, status):
    """To the second."""
    freeze(toy)
    call(toy, 4)

    freeze(toy, NOON + timedelta(seconds=seconds))

    assert [status] == call(toy)


def test_a_new_window_counts_anew(toy):
    """All of it."""
    freeze(toy)
    call(toy, 4)
    freeze(toy, NOON + timedelta(seconds=60))

    assert [200, 200, 200, 429] == call(toy, 4)


def test_each_key_is_counted_for_itself(toy):
    """And each world."""
    freeze(toy)
    call(toy, 4)
    toy.store.make(f"{toy.world}-b")
    elsewhere, toy.world = toy.world, f"{toy.world}-b"
    there = call(toy)
    toy.store.drop(toy.world)
    toy.world = elsewhere

    assert ([200], [200], [429]) == (there, call(toy, name="Eve"), call(toy))


def test_other_operations_are_not_counted(toy):
    """The limit is for `whoami` alone."""
    freeze(toy)
    call(toy, 3)

    assert [200] * 9 == [toy.get("/all").status_code for _ in range(9)]
    assert [429] == call(toy)


def test_a_refused_stranger_is_not_counted(toy):
    """Nor what is refused before."""
    freeze(toy)

    assert [401] * 9 == call(toy, 9, name="bad")
    assert [200, 200, 200, 429] == call(toy, 4)


def test_the_limits_of_a_world_can_be_switched_off(toy):
    """And on again."""
    freeze(toy)
    seen = []
    for on in (False, True):
        with toy.store.desk(toy.world) as desk:
            settings.put(desk, "toy", "rate_limit", on)
        seen.append(call(toy, 5))

    assert [[200] * 5, [200, 200, 200, 429, 429]] == seen


@pytest.mark.parametrize("begin", ["reset", "restore", "clear"])
def test_counts_go_with_the_worlds_state(toy, begin):
    """A reset or restored world has spent nothing."""
    freeze(toy)
    toy.store.snapshot(toy.world, "a")
    call(toy, 4)
    acts = {
        "reset": lambda: toy.store.reset(toy.world),
        "restore": lambda: toy.store.restore(toy.world, "a"),
        "clear": lambda: toy.store.memory(toy.world).counts.clear(),
    }

    acts[begin]()

    assert [200] == call(toy)


def test_sub_requests_are_counted_too(toy):
    """Each as if it had come from outside."""
    freeze(toy)
    for _ in range(3):
        toy.post("/batch")

    assert [429] == call(toy)


SLIDING = Limit("calls", 2, 60, lambda _, address: address, but=frozenset({"free"}), sliding=True)


def spend(toy, seconds, operation="one"):
    """What is left after a call at that second, or after how many to ask again."""
    freeze(toy, NOON + timedelta(seconds=seconds))
    with toy.store.desk(toy.world, writes=False) as desk:
        try:
            return [one.left for one in limits.spend(desk, "x", [SLIDING], operation, "::1", {})]
        except TooMany as error:
            return error.retry_after


def test_a_sliding_window_is_the_last_so_many_seconds(toy):
    """A call makes room again when it is so long ago; what was refused took none."""
    spent = [spend(toy, seconds) for seconds in (0, 30, 31, 59.5, 60, 61, 89.999, 90)]

    assert [[1], [0], 29, 1, [0], 29, 1, [0]] == spent


def test_a_limit_may_spare_an_operation(toy):
    """Which has one of its own, say."""
    assert [[]] * 9 == [spend(toy, 0, "free") for _ in range(9)]
    assert [[1], [0], 60] == [spend(toy, 0) for _ in range(3)]
