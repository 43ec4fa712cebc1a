"""Slow work is done while nobody waits for it."""

from unittest.mock import Mock

import pytest

from polydesk.core import passwords
from polydesk.core.aside import Aside, aside
from polydesk.core.desk import Desk

GOOD = "correct-horse-1"


def test_slow_work_is_done_at_once_where_nobody_begins_again(desk):
    """A desk for a script, or a test."""
    work = Mock(return_value=7)

    assert 7 == aside(desk, "key", work)


def test_slow_work_is_put_aside_where_a_request_begins_again(desk):
    """It is not done with the transaction open."""
    desk.done, work = {}, Mock()

    with pytest.raises(Aside) as told:
        aside(desk, "key", work)

    assert ("key", work) == (told.value.key, told.value.work)
    work.assert_not_called()


def test_slow_work_is_done_once(desk):
    """What came of it, also when that is nothing, is there in the next transaction."""
    desk.done, work = {"key": None}, Mock()

    assert aside(desk, "key", work) is None
    work.assert_not_called()


def begin_again(desk: Desk, act):
    """What an act gives in the end, with its slow work done."""
    done = {}
    while True:
        desk.done = done
        try:
            return act()
        except Aside as slow:
            done[slow.key] = slow.work()


@pytest.mark.parametrize(("plain", "good"), [(GOOD, True), ("wrong", False)])
def test_a_password_is_checked_aside(desk, user, plain, good):
    """With the same answer."""
    passwords.set(desk, user, GOOD)

    assert good == begin_again(desk, lambda: passwords.check(desk, user, plain))


def test_what_was_found_of_a_password_is_not_true_of_the_next(desk, user):
    """One that is changed between two transactions is checked anew."""
    passwords.set(desk, user, GOOD)
    desk.done = {}
    with pytest.raises(Aside) as told:
        passwords.check(desk, user, GOOD)
    desk.done = None
    passwords.set(desk, user, "another-horse-2")
    desk.done = {told.value.key: told.value.work()}

    with pytest.raises(Aside):
        passwords.check(desk, user, GOOD)


def test_a_password_is_hashed_aside(desk, user):
    """And is the one that opens."""
    begin_again(desk, lambda: passwords.set(desk, user, GOOD))
    desk.done = None

    assert passwords.check(desk, user, GOOD)
