"""Groups, links, promises and rules of a scenario."""

from typing import Any

import pytest
from sqlalchemy import select

from polydesk.control import scenario
from polydesk.core.desk import Desk
from polydesk.core.models import (
    CannedReply,
    Group,
    Link,
    Rule,
    SlaPolicy,
    Trigger,
    World,
)
from polydesk.core.steps import ACTIONS, CONDITIONS
from tests.control.entries import ADA, KINDS, refused


def test_a_link_that_one_side_says_is_made_both_ways(desk: Desk) -> None:
    """With the inverse kind; what both sides say is one link, and tracking numbers go on."""
    tickets: list[dict[str, Any]] = [
        {"key": "a", "subject": "a", "requester": "ada", "links": [{"kind": "parent", "to": "b"}]},
        {"key": "b", "subject": "b", "requester": "ada", "links": [{"kind": "related", "to": "c"}]},
        {"key": "c", "subject": "c", "requester": "ada", "links": [{"kind": "related", "to": "b"}]},
    ]
    tickets[0]["tracking_number"] = 2849
    scenario.seed(desk, {"people": [ADA], "tickets": tickets}, {})

    assert [(1, "parent", 2), (2, "child", 1), (2, "related", 3), (3, "related", 2)] == sorted(
        (link.ticket_id, link.kind.value, link.to_id) for link in desk.session.scalars(select(Link))
    )
    assert 2849 == desk.session.get_one(World, 1).tracked


def test_groups_are_joined_by_their_key(desk: Desk) -> None:
    """Times of a policy may have a unit."""
    scenario.seed(
        desk,
        {
            "groups": [{"key": "net", "name": "Net", "scopes": [{"category": "general"}]}],
            "people": [ADA | {"groups": ["net"]}],
            "sla_policies": [{"name": "x", "response": "1.5h", "resolution": 86400}],
        },
        {},
    )

    group = desk.session.scalars(select(Group)).one()
    policy = desk.session.scalars(select(SlaPolicy)).one()
    assert ["Ada Lee"] == [member.person.name for member in group.members]
    assert ["General"] == [scope.category.name for scope in group.scopes]
    assert (5400, 86400) == (policy.response, policy.resolution)


LIFE = {
    "a group twice": (
        {"groups": [{"key": "g", "name": "G"}], "people": [ADA | {"groups": ["g", "g"]}]},
        {"people[0].groups[1].group": ["is given twice"]},
    ),
    "two groups of one name": (
        {"groups": [{"name": "Net"}, {"name": "NET"}]},
        {"groups[1].name": ['"NET" is taken']},
    ),
    "a ticket linked to itself": (
        {
            "people": [ADA],
            "tickets": [
                {
                    "key": "t",
                    "subject": "t",
                    "requester": "ada",
                    "links": [{"kind": "child", "to": "t"}],
                }
            ],
        },
        {"tickets[0].links[0].to": ["is the ticket itself"]},
    ),
    "a promise without a unit that there is": (
        {"sla_policies": [{"name": "x", "response": "4 weeks", "resolution": 1}]},
        {"sla_policies[0].response": ["must be seconds, or a number with s, m, h or d"]},
    ),
}


@pytest.mark.parametrize(("given", "expected"), LIFE.values(), ids=LIFE)
def test_what_cannot_be_of_groups_links_and_promises_is_refused(
    desk: Desk, given, expected
) -> None:
    """At its path."""
    assert expected == refused(desk, given)


TRIGGERS = ", ".join(trigger.value for trigger in Trigger)
REQUEST = {"type": "request", "verb": "POST", "url": "http://x/"}


def test_rules_are_written_with_keys(desk: Desk) -> None:
    """Of rows in the file or in the world, also of later rules; what is left out is filled in."""
    scenario.seed(
        desk,
        {
            "people": [ADA],
            "canned_replies": [{"name": "Hi", "body": "Hello"}],
            "rules": [
                {
                    "name": "first",
                    "trigger": "idle",
                    "conditions": [
                        {"type": "category", "value": "general"},
                        {"type": "status", "value": 99},
                        {"type": "unassigned"},
                    ],
                    "actions": [
                        {"type": "assignee", "value": "ada"},
                        {"type": "priority", "value": "high"},
                        {"type": "rule", "value": "later"},
                        REQUEST,
                    ],
                },
                {"key": "later", "name": "second", "trigger": "rule", "dialect": "toy"},
            ],
        },
        KINDS,
    )

    first, second = desk.session.scalars(select(Rule).order_by(Rule.id))
    (canned,) = desk.session.scalars(select(CannedReply))
    assert ("Hi", "Hello") == (canned.name, canned.body)
    assert [
        {"type": "category", "value": 1},
        {"type": "status", "value": 99},
        {"type": "unassigned"},
    ] == first.conditions
    assert [
        {"type": "assignee", "value": 1},
        {"type": "priority", "value": 3},
        {"type": "rule", "value": 2},
        REQUEST | {"data": "", "json": False},
    ] == first.actions
    assert (True, True, 30, "desteksitesi", 0, None) == (
        first.enabled,
        first.match_all,
        first.minutes,
        first.dialect,
        first.position,
        first.checked_at,
    )
    assert ("toy", [], []) == (second.dialect, second.conditions, second.actions)
    assert desk.posted


RULES = {
    "no trigger that there is": ({"trigger": "x"}, {"trigger": [f"must be one of {TRIGGERS}"]}),
    "sooner than half an hour": ({"minutes": 29}, {"minutes": ["must be from 30 to 527040"]}),
    "no list": ({"actions": {}}, {"actions": ["must be a list"]}),
    "no object": ({"actions": [REQUEST, 1]}, {"actions[1]": ["must be an object"]}),
    "no type": ({"conditions": [{}]}, {"conditions[0].type": ["is missing"]}),
    "no type that there is": (
        {"conditions": [{"type": ["tag"]}]},
        {"conditions[0].type": [f"must be one of {', '.join(CONDITIONS)}"]},
    ),
    "a condition as an action": (
        {"actions": [{"type": "unassigned"}]},
        {"actions[0].type": [f"must be one of {', '.join(ACTIONS)}"]},
    ),
    "no value": ({"conditions": [{"type": "tag"}]}, {"conditions[0].value": ["is missing"]}),
    "a value too many": (
        {"conditions": [{"type": "unassigned", "value": 1}]},
        {"conditions[0].value": ["unknown key"]},
    ),
    "a text that is none": (
        {"actions": [{"type": "tag", "value": "\0"}]},
        {"actions[0].value": ["must not contain NUL"]},
    ),
    "a tag that is too long once its case is ignored": (
        {"actions": [{"type": "tag", "value": "ß" * 128}]},
        {"actions[0].value": ["must have 1 to 255 characters, ignoring case"]},
    ),
    "a blank tag": (
        {"actions": [{"type": "tag", "value": " "}]},
        {"actions[0].value": ["must have 1 to 255 characters, ignoring case"]},
    ),
    "a key of nothing": (
        {"conditions": [{"type": "unassigned"}, {"type": "category", "value": "attic"}]},
        {"conditions[1].value": ['no category "attic"']},
    ),
    "no key at all": (
        {"actions": [{"type": "rule", "value": None}]},
        {"actions[0].value": ["must be a key, or an id"]},
    ),
    "no verb": (
        {"actions": [REQUEST | {"verb": "post"}]},
        {"actions[0].verb": ["must be one of GET, POST, PUT, PATCH, DELETE"]},
    ),
    "no flag": (
        {"actions": [REQUEST | {"json": 1}]},
        {"actions[0].json": ["must be true or false"]},
    ),
    "a mark of no ticket": (
        {"marks": [{"ticket": "t", "at": "2026-01-05T09:00:00Z"}]},
        {"marks[0].ticket": ['no ticket "t"']},
    ),
}


@pytest.mark.parametrize(("given", "expected"), RULES.values(), ids=RULES)
def test_what_cannot_be_of_a_rule_is_refused(desk: Desk, given, expected) -> None:
    """At its path."""
    found = refused(desk, {"rules": [{"name": "r", "trigger": "due"} | given]})

    assert {f"rules[0].{path}": reasons for path, reasons in expected.items()} == found


@pytest.mark.parametrize(
    ("column", "given", "most"), [("tries", 6, 5), ("tries", 0, 5), ("seconds", 11, 10)]
)
def test_a_delivery_is_tried_within_limits(desk: Desk, column, given, most) -> None:
    """Else somebody would be called for ever."""
    said = {"dialect": "toy", "event": "e", "url": "http://x/", "body": "", column: given}

    assert {f"deliveries[0].{column}": [f"must be from 1 to {most}"]} == refused(
        desk, {"deliveries": [said]}
    )
