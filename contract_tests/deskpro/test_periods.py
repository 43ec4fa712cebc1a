"""Lists narrowed to stretches of time: every `period_…`, and the dates of chats."""

import pytest

from contract_tests.deskpro.conftest import refused

PARAMETERS = [
    ("/organizations", "period_created"),
    ("/articles", "period_created"),
    ("/articles", "period_updated"),
    ("/articles", "period_published"),
    ("/news", "period_created"),
    ("/news", "period_updated"),
    ("/news", "period_published"),
    ("/user_chats", "date_created"),
    ("/user_chats", "date_period"),
]


@pytest.fixture
def things(deskpro):
    """One of each but for the two organizations that are there, made on Tuesday, 3 February."""
    for path in ("/articles", "/news"):
        deskpro.make(path, title="Doors", content="They open.")
    deskpro.make("/user_chats", person="sam@example.com")
    return deskpro


@pytest.mark.parametrize(
    ("period", "is_in"),
    [
        ("", True),
        ("today", True),
        ("yesterday", False),
        ("this_week", True),
        ("last_week", False),
        ("this_month", True),
        ("last_month", False),
        ("YEAR", True),
        ("last_year", False),
        ("2026-02-03", True),
        ("2026-02-04", False),
        ("2026-02-01,2026-02-03", True),
        ("2026-02-03,2026-02-04", True),
        ("2026-02-01,2026-02-02", False),
        (",2026-02-02", False),
        (",2026-02-03", True),
        ("2026-02-03,", True),
        ("2026-02-04,", False),
        ("2026-02-01T00:00:00Z,2026-02-03T10:11:11Z", False),
        ("2026-02-01T00:00:00Z,2026-02-03T10:11:12Z", True),
        ("0001-01-01", False),
        ("0001-01-01,9999-12-31", True),
        ("9999-12-31", False),
    ],
)
def test_a_period_is_a_word_a_day_or_two_days(things, period, is_in):
    """The last day is in it; whichever the list is."""
    found = {
        (path, name): bool(things.data(f"{path}?{name}={period}")) for path, name in PARAMETERS
    }

    assert dict.fromkeys(PARAMETERS, is_in) == found


@pytest.mark.parametrize(
    "period", ["soon", "next_week", "2026-02-30", "2026-02-01,x", "last_today"]
)
@pytest.mark.parametrize(("path", "name"), [*PARAMETERS, ("/articles", "period_last_comment")])
def test_what_is_no_period_is_refused(deskpro, path, name, period):
    """The list of all things would be a wrong answer."""
    assert {name: ["invalid_date"]} == refused(deskpro.get(f"{path}?{name}={period}"))


@pytest.mark.parametrize("name", ["created_from", "created_to"])
def test_a_bound_is_a_date(deskpro, name):
    """Anything else is refused."""
    assert {name: ["invalid_date"]} == refused(deskpro.get(f"/feedback?{name}=2026-13-01"))
