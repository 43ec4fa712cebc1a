"""How often a key may call. Source: contract 2.6."""

import pytest

from contract_tests.deskpro.conftest import NOW

SPENT = {
    "status": 429,
    "code": "rate_limits",
    "message": "Your limit for api calls is exhausted.",
}
_MINUTES, _SECONDS = map(int, NOW[14:19].split(":"))
TO_THE_HOUR = 3600 - 60 * _MINUTES - _SECONDS
TO_THE_DAY = TO_THE_HOUR + 3600 * (23 - int(NOW[11:13]))


def statuses(deskpro, name, times, path="/news"):
    return [deskpro.get(path, as_=name).status_code for _ in range(times)]


@pytest.mark.parametrize(
    ("limit", "ends"), [("hourly_limit", TO_THE_HOUR), ("daily_limit", TO_THE_DAY)]
)
def test_a_limit_holds_till_the_hour_or_the_day_ends(deskpro, limit, ends):
    """By the world's clock, in UTC; 429 says when."""
    deskpro.key("two", **{limit: 2})

    before = statuses(deskpro, "two", 3)
    answer = deskpro.get("/news", as_="two")
    deskpro.advance(ends - 1)
    last = statuses(deskpro, "two", 1)
    deskpro.advance(1)

    assert ([200, 200, 429], SPENT) == (before, answer.json)
    assert str(ends) == answer.headers["Retry-After"]
    assert ([429], [200, 200, 429]) == (last, statuses(deskpro, "two", 3))


def test_the_one_that_is_spent_first_holds(deskpro):
    """Both may be set."""
    deskpro.key("both", hourly_limit=1, daily_limit=2)
    first = statuses(deskpro, "both", 2)
    deskpro.advance(TO_THE_HOUR)

    assert [200, 429] == first
    assert 429 == statuses(deskpro, "both", 2)[-1]


def test_each_key_has_its_own(deskpro):
    """Most have none."""
    deskpro.key("one", hourly_limit=1)
    deskpro.key("other", hourly_limit=1)

    assert [200, 429] == statuses(deskpro, "one", 2)
    assert ([200], [200] * 5) == (statuses(deskpro, "other", 1), statuses(deskpro, "ada", 5))


@pytest.mark.parametrize(
    ("path", "status"), [("/nothing", 404), ("/news/9", 404), ("/people", 403), ("/batch", 200)]
)
def test_every_call_counts(deskpro, path, status):
    """Also one that is refused, or leads nowhere."""
    deskpro.key("two", hourly_limit=2, tags="*, -people.*")

    assert [status, status, 429] == statuses(deskpro, "two", 3, path)


def test_a_preflight_does_not_count(deskpro):
    """Nobody knows who asks."""
    deskpro.key("one", hourly_limit=1)
    for _ in range(3):
        deskpro.options("/news", as_="one")

    assert [200] == statuses(deskpro, "one", 1)


def test_limits_can_be_switched_off(deskpro):
    """For all keys of a world."""
    deskpro.key("one", hourly_limit=1)
    deskpro.set(rate_limit=False)

    assert [200] * 3 == statuses(deskpro, "one", 3)
