"""Whatever comes as a scenario is seeded or refused."""

from typing import Any

from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from polydesk.control import scenario
from polydesk.control.scenario.lists import BY_NAME
from polydesk.control.scenario.world import WORLD
from polydesk.core.desk import Desk
from polydesk.core.errors import Invalid
from tests.control.entries import KINDS, SAM, TICKET

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.characters(categories=["Cs"]),
    st.sampled_from(
        [
            "ada",
            "sam",
            "new",
            "general",
            "toy",
            "key",
            "user",
            "hardware",
            "opening",
            "2026-01-05T09:00:00Z",
            "9999-12-31T23:59:59Z",
            "frozen",
            "a@b.example",
        ]
    ),
)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


def _entry(name: str) -> st.SearchStrategy[Any]:
    names = [
        *BY_NAME[name].fields,
        *BY_NAME[name].also,
        *BY_NAME[name].children,
        "key",
        "at",
        "body",
    ]
    return st.dictionaries(st.sampled_from(names), JSON, max_size=8)


SCENARIOS = JSON | st.fixed_dictionaries(
    {},
    optional={
        **{name: JSON | st.lists(_entry(name), max_size=3) for name in BY_NAME},
        "settings": JSON,
        "world": JSON | st.dictionaries(st.sampled_from(list(WORLD)), JSON),
    },
)


@examples(
    deadline=None,
    max_examples=150,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(given=SCENARIOS)
def test_whatever_comes_is_seeded_or_refused(desk: Desk, given: Any) -> None:
    """Any JSON at all: there is no third way, and what is said about it can be sent."""
    savepoint = desk.session.begin_nested()
    try:
        scenario.seed(desk, given, KINDS)
    except Invalid as refusal:
        "".join(f"{path}{reasons}" for path, reasons in refusal.fields.items()).encode()
    finally:
        savepoint.rollback()
        desk.session.expire_all()


ENTRIES: dict[str, dict[str, Any]] = {
    "organizations": {"key": "org", "name": "Acme"},
    "departments": {"key": "dep", "name": "Net"},
    "people": SAM | {"email": "s@x.example", "organization": "org"},
    "categories": {"key": "cat", "name": "Laptop"},
    "custom_fields": {
        "key": "cf",
        "name": "Impact",
        "usage": "ticket",
        "type": "multichoice",
        "options": ["Low", {"key": "high", "name": "High"}],
        "categories": ["cat"],
    },
    "statuses": {"key": "st", "name": "Vendor", "kind": "held"},
    "priorities": {"key": "pr", "name": "Someday", "rank": 1},
    "ticket_types": {"key": "ty", "name": "Outage"},
    "tags": {"name": "vpn"},
    "tickets": TICKET
    | {"body": "b", "messages": [{"author": "sam", "body": "x"}], "tags": ["a"]}
    | {"custom": {"cf": ["high", "Low"]}, "type": "ty"},
    "articles": {"title": "T", "body": "B", "author": "sam", "tags": ["VPN"]},
    "assets": {"kind": "software", "name": "Visio", "assignee": "sam"},
    "files": {"name": "f.txt", "text": "t"},
    "credentials": {"dialect": "toy", "kind": "key"},
    "events": {"kind": "a.b", "about": "ticket", "about_id": 1, "at": "2026-01-05T09:00:00Z"},
}


@examples(
    deadline=None,
    max_examples=150,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_one_odd_value_in_a_good_file_is_seeded_or_refused(desk: Desk, data: st.DataObject) -> None:
    """Every key of every list, with anything for a value."""
    name = data.draw(st.sampled_from(list(ENTRIES)))
    list_ = BY_NAME[name]
    keys = [*list_.fields, *list_.also, *list_.children, "key"]
    odd = ENTRIES[name] | {data.draw(st.sampled_from(keys)): data.draw(JSON)}
    given_ = {list_name: [entry] for list_name, entry in ENTRIES.items()} | {name: [odd]}

    savepoint = desk.session.begin_nested()
    try:
        scenario.seed(desk, given_, KINDS)
    except Invalid as refusal:
        said = refusal.fields
    else:
        said = {}
    finally:
        savepoint.rollback()
        desk.session.expire_all()
    assert "" not in said
