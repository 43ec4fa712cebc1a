"""Rules: what sets them off, what must hold, what they do; once, and not at all if none is on."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from polydesk.core import catalogue, hooks, lifecycle, people, records, rules, tickets
from polydesk.core.desk import Desk, Machine
from polydesk.core.hooks import Masks
from polydesk.core.models import (
    Category,
    Delivery,
    DeliveryStatus,
    Event,
    Organization,
    Person,
    Role,
    Rule,
    Ticket,
    Trigger,
    World,
)
from polydesk.core.worlds import Store
from tests.counting import counting

TOY = "toy"
URL = "https://hooks.example.com/x"
REQUEST = {"type": "request", "verb": "POST", "url": URL, "data": "", "json": False}


@pytest.fixture(autouse=True)
def masks(store: Store) -> Iterator[None]:
    """A dialect that knows some of a ticket."""

    def values(desk: Desk, ticket: Ticket, base_url: str) -> dict[str, str]:
        said = {"subject": ticket.subject, "url": f"{base_url}/t/{ticket.id}", "body": ticket.body}
        return {**said, "status": ticket.status.name if ticket.status else "", "cf_7": "ü&"}

    store.masks[TOY] = Masks(values, frozenset({"body"}), lambda world: f"http://desk/{world}")
    yield
    del store.masks[TOY]


def add(store: Store, world: str, trigger: Trigger, *actions: Any, **given: Any) -> int:
    with store.desk(world) as desk:
        said = {"dialect": TOY, "name": "r", "actions": list(actions), **given}
        return desk.add(Rule(trigger=trigger, **said)).id


@pytest.fixture
def asked(store: Store, world: str) -> int:
    """A ticket of a user, with whom an agent is there."""
    with store.desk(world) as desk:
        desk.actor = Machine("test")
        acme = desk.add(Organization(name="Acme"))
        hardware = catalogue.category(desk, "Hardware")
        desk.add(Category(name="Laptop", parent_id=hardware.id))
        people.create(desk, name="Ada Lee", role=Role.AGENT, email="ada@desk.example")
        sam = people.create(desk, name="Sam", email="sam@x.example", organization=acme)
        return tickets.create(
            desk, subject='Printer "jam" İ', body="a\nb", requester=sam, tags=["VPN"]
        ).id


def person(desk: Desk, name: str) -> Person:
    return desk.session.scalars(select(Person).filter_by(name=name)).one()


def act(store: Store, world: str, do: Callable[[Desk, Ticket], Any], **desk_given: Any) -> None:
    """Let a machine do something to the first ticket."""
    with store.desk(world) as desk:
        desk.actor = Machine("test")
        for name, value in desk_given.items():
            setattr(desk, name, value)
        do(desk, desk.get(Ticket, 1))


def change(**given: Any) -> Callable[[Desk, Ticket], None]:
    """Change the ticket; a status or priority is given by its code."""

    def do(desk: Desk, ticket: Ticket) -> None:
        named = dict(given)
        for name, find in (("status", catalogue.status_id), ("priority", catalogue.priority_id)):
            if name in named:
                named[f"{name}_id"] = find(desk, named.pop(name))
        tickets.change(desk, ticket, **named)

    return do


def reply(name: str, *, internal: bool = False) -> Callable[[Desk, Ticket], None]:
    def do(desk: Desk, ticket: Ticket) -> None:
        tickets.reply(desk, ticket, body="x", author=person(desk, name), internal=internal)

    return do


def tell(kind: str, **data: Any) -> Callable[[Desk, Ticket], None]:
    return lambda desk, ticket: desk.tell(kind, ticket, **data)


def sent(store: Store, world: str) -> list[Delivery]:
    with store.desk(world, writes=False) as desk:
        return list(desk.all(select(Delivery).order_by(Delivery.id)))


def tags(store: Store, world: str, id: int = 1) -> list[str]:
    with store.desk(world, writes=False) as desk:
        return [use.name for use in desk.get(Ticket, id).tag_uses]


def create(desk: Desk, _: Ticket) -> None:
    tickets.create(desk, subject="x", body="x", requester=person(desk, "Sam"))


def close_and_reopen(desk: Desk, ticket: Ticket) -> None:
    change(status="CLOSED")(desk, ticket)
    lifecycle.reopen(desk, ticket, to=catalogue.status_id(desk, "OPEN"))


HAPPENINGS = [
    (Trigger.CREATED, create, 1),
    (Trigger.CREATED, change(subject="y"), 0),
    (Trigger.CLOSED, change(status="CLOSED"), 1),
    (Trigger.CLOSED, change(status="RESOLVED"), 0),
    (Trigger.REPLY, reply("Sam"), 1),
    (Trigger.REPLY, reply("Ada Lee"), 1),
    (Trigger.REPLY, reply("Ada Lee", internal=True), 0),
    (Trigger.REQUESTER_REPLY, reply("Sam"), 1),
    (Trigger.REQUESTER_REPLY, reply("Ada Lee"), 0),
    (Trigger.CATEGORY, change(category_id=1), 1),
    (Trigger.CATEGORY, change(subject="y"), 0),
    (Trigger.ASSIGNED, change(assignee_id=1), 1),
    (Trigger.ASSIGNED, change(assignee_id=None), 0),
    (Trigger.STATUS, change(status="OPEN"), 1),
    (Trigger.STATUS, change(status="NEW"), 0),
    (Trigger.PRIORITY, change(priority="HIGH"), 1),
    (Trigger.PRIORITY, change(priority="HIGH", category_id=1), 1),
    (Trigger.REOPENED, close_and_reopen, 1),
    (Trigger.REOPENED, change(status="OPEN"), 0),
    (Trigger.CUSTOM, tell("ticket.custom", fields=[7]), 1),
    (Trigger.DUE, tell("ticket.changed", due_at=[]), 1),
    (Trigger.DUE, tell("ticket.changed", subject=["x", "y"]), 0),
    (Trigger.OVERDUE, change(subject="y"), 0),
]


@pytest.mark.parametrize(("trigger", "do", "times"), HAPPENINGS)
def test_a_rule_waits_for_one_thing(store, world, asked, trigger, do, times):
    """And does what it does when that happens, in the same transaction."""
    add(store, world, trigger, REQUEST)

    act(store, world, do)

    assert times == len(sent(store, world))


def test_taking_an_assignee_away_assigns_nobody(store, world, asked):
    """Nor does taking a ticket out of its category move it to one."""
    act(store, world, change(assignee_id=1, category_id=1))
    for trigger in (Trigger.ASSIGNED, Trigger.CATEGORY):
        add(store, world, trigger, REQUEST)

    act(store, world, change(assignee_id=None, category_id=None))

    assert [] == sent(store, world)


def test_what_is_rolled_back_sets_nothing_off(store, world, asked, undone):
    """There is no delivery of it."""
    add(store, world, Trigger.STATUS, REQUEST)

    undone(lambda desk: change(status="OPEN")(_as_machine(desk), desk.get(Ticket, 1)))

    assert [] == sent(store, world)


def _as_machine(desk: Desk) -> Desk:
    desk.actor = Machine("test")
    return desk


CONDITIONS = [
    ({"type": "category", "value": 2}, True),
    ({"type": "category", "value": 3}, True),
    ({"type": "category", "value": 1}, False),
    ({"type": "category", "value": 99}, False),
    ({"type": "status", "value": 1}, True),
    ({"type": "status", "value": 2}, False),
    ({"type": "priority", "value": 4}, True),
    ({"type": "assignee", "value": 1}, False),
    ({"type": "unassigned"}, True),
    ({"type": "requester", "value": 2}, True),
    ({"type": "organization", "value": 1}, True),
    ({"type": "organization", "value": 2}, False),
    ({"type": "subject", "value": "JAM"}, True),
    ({"type": "subject", "value": '" i'}, True),
    ({"type": "subject", "value": "toner"}, False),
    ({"type": "tag", "value": "vpn"}, True),
    ({"type": "tag", "value": "vp"}, False),
    ({"type": "channel", "value": "api"}, True),
    ({"type": "channel", "value": "mail"}, False),
]


@pytest.mark.parametrize(("condition", "holds"), CONDITIONS)
def test_a_condition_looks_at_the_ticket_as_it_is(store, world, asked, condition, holds):
    """After all that the transaction has done to it."""
    add(store, world, Trigger.PRIORITY, REQUEST, conditions=[condition])

    act(store, world, change(priority="URGENT", category_id=3))

    assert holds is bool(sent(store, world))


@pytest.mark.parametrize(
    ("match_all", "values", "fires"),
    [
        (True, ["jam", "printer"], True),
        (True, ["jam", "toner"], False),
        (False, ["jam", "toner"], True),
        (False, ["ink", "toner"], False),
        (False, [], True),
    ],
)
def test_all_conditions_must_hold_or_one_of_them(store, world, asked, match_all, values, fires):
    """A rule without any fires always."""
    conditions = [{"type": "subject", "value": value} for value in values]
    add(store, world, Trigger.STATUS, REQUEST, match_all=match_all, conditions=conditions)

    act(store, world, change(status="OPEN"))

    assert fires is bool(sent(store, world))


ACTIONS = [
    ({"type": "status", "value": 3}, "status_id", 3),
    ({"type": "status", "value": 99}, "status_id", 2),
    ({"type": "priority", "value": 4}, "priority_id", 4),
    ({"type": "category", "value": 3}, "category_id", 3),
    ({"type": "category", "value": 99}, "category_id", None),
    ({"type": "assignee", "value": 1}, "assignee_id", 1),
    ({"type": "assignee", "value": 2}, "assignee_id", None),
    ({"type": "assignee", "value": 99}, "assignee_id", None),
]


@pytest.mark.parametrize(("action", "column", "value"), ACTIONS)
def test_an_action_changes_the_ticket(store, world, asked, action, column, value):
    """In the same transaction; what is gone, and who cannot be assigned, is passed over."""
    add(store, world, Trigger.STATUS, action, REQUEST)

    act(store, world, change(status="OPEN"))

    with store.desk(world, writes=False) as desk:
        assert value == getattr(desk.get(Ticket, 1), column)
    assert 1 == len(sent(store, world))


def test_an_action_unassigns(store, world, asked):
    """Whoever has it."""
    add(store, world, Trigger.ASSIGNED, {"type": "unassign"})

    act(store, world, change(assignee_id=1))

    with store.desk(world, writes=False) as desk:
        assert desk.get(Ticket, 1).assignee_id is None


def test_a_tag_is_added_once(store, world, asked):
    """Ignoring case, behind those that are there."""
    add(
        store,
        world,
        Trigger.STATUS,
        {"type": "tag", "value": "vpn"},
        {"type": "tag", "value": "Urgent"},
    )

    act(store, world, change(status="OPEN"))
    act(store, world, change(status="NEW"))

    assert ["VPN", "Urgent"] == tags(store, world)


def test_the_trail_says_what_a_rule_has_done(store, world, asked):
    """By nobody; who was at the desk is there again for the rest."""
    add(store, world, Trigger.REPLY, {"type": "priority", "value": 4}, name="Hurry")

    with store.desk(world) as desk:
        desk.actor = person(desk, "Ada Lee")
        reply("Ada Lee")(desk, desk.get(Ticket, 1))

    with store.desk(world, writes=False) as desk:
        told = desk.session.execute(
            select(Event.kind, Event.actor_id).order_by(Event.id.desc()).limit(2)
        ).all()
    assert [("ticket.changed", None), ("ticket.reply", 1)] == [tuple(one) for one in told]


def test_rules_go_in_order(store, world, asked):
    """Of their positions, then of their making; the later one sees what the earlier has done."""
    only = [{"type": "priority", "value": 4}]
    late = add(store, world, Trigger.STATUS, REQUEST, position=2, conditions=only)
    add(store, world, Trigger.STATUS, {"type": "priority", "value": 4}, position=1)
    last = add(store, world, Trigger.STATUS, REQUEST, position=2, conditions=only)

    act(store, world, change(status="OPEN"))

    assert [f"rule.{late}", f"rule.{last}"] == [one.event for one in sent(store, world)]


def test_what_a_rule_does_sets_off_others(store, world, asked):
    """And a rule is fired by another one that names it."""
    third = add(store, world, Trigger.RULE, REQUEST)
    add(store, world, Trigger.RULE, {"type": "tag", "value": "never"})
    add(store, world, Trigger.PRIORITY, {"type": "rule", "value": third})
    add(store, world, Trigger.STATUS, {"type": "priority", "value": 4})

    act(store, world, change(status="OPEN"))

    assert [f"rule.{third}"] == [one.event for one in sent(store, world)]
    assert ["VPN"] == tags(store, world)


def test_a_loop_stops(store, world, asked):
    """Each rule has its turn once, though each sets off the other and itself."""
    first = add(store, world, Trigger.STATUS, {"type": "status", "value": 3}, REQUEST)
    second = add(
        store,
        world,
        Trigger.STATUS,
        {"type": "status", "value": 4},
        {"type": "rule", "value": first},
        REQUEST,
    )

    act(store, world, change(status="OPEN"))

    assert [f"rule.{first}", f"rule.{second}"] == [one.event for one in sent(store, world)]


def test_a_rule_fires_for_each_ticket(store, world, asked):
    """Of those that a transaction changes."""
    add(store, world, Trigger.CREATED, REQUEST)

    def twice(desk: Desk, ticket: Ticket) -> None:
        create(desk, ticket)
        create(desk, ticket)

    act(store, world, twice)

    assert 2 == len(sent(store, world))


def test_an_erased_ticket_sets_nothing_off(store, world, asked):
    """There is nothing left to act on."""
    add(store, world, Trigger.STATUS, REQUEST)

    def gone(desk: Desk, ticket: Ticket) -> None:
        change(status="OPEN")(desk, ticket)
        tickets.erase(desk, ticket)

    act(store, world, gone)

    assert [] == sent(store, world)


def test_a_disabled_rule_does_nothing(store, world, asked):
    """Till it is enabled; to say so again changes nothing."""
    id = add(store, world, Trigger.STATUS, REQUEST)
    for enable in (rules.disable, rules.disable, rules.enable, rules.enable):
        with store.desk(world) as desk:
            enable(desk, desk.get(Rule, id))
        act(store, world, change(status="OPEN"))
        act(store, world, change(status="NEW"))

    with store.desk(world, writes=False) as desk:
        told = desk.all(select(Event.kind).where(Event.about == "rule").order_by(Event.id))
    assert ["rule.disabled", "rule.enabled"] == told
    assert 4 == len(sent(store, world))


def test_who_is_silent_changes_all_the_same(store, world, asked):
    """Rules do their work, and send nothing."""
    add(store, world, Trigger.CLOSED, REQUEST, {"type": "tag", "value": "done"})

    act(store, world, change(status="CLOSED"), silent=True)

    assert ([], ["VPN", "done"]) == (sent(store, world), tags(store, world))


def test_a_rule_that_fails_is_undone(store, world, asked, monkeypatch, caplog):
    """And logged; what set it off stands, and the other rules have their turn."""
    monkeypatch.setitem(store.masks, TOY, Masks(lambda *_: 1 / 0))  # type: ignore[arg-type, return-value]
    lost = {"type": "priority", "value": 4}
    add(store, world, Trigger.STATUS, lost, REQUEST, name="Bad")
    add(store, world, Trigger.PRIORITY, {"type": "tag", "value": "lost"})
    add(store, world, Trigger.STATUS, {"type": "tag", "value": "kept"})

    act(store, world, change(status="OPEN"))

    assert ["VPN", "kept"] == tags(store, world)
    assert "'Bad' has failed" in caplog.text
    with store.desk(world, writes=False) as desk:
        assert 2 == desk.get(Ticket, 1).status_id


def test_a_request_is_written_down_once(store, world, asked):
    """To be tried once, for ten seconds, with the text as it is configured."""
    text = '{ "ticketId" : "#Subject#", "url": "#URL#" } #none# #a#body#'
    id = add(store, world, Trigger.STATUS, {**REQUEST, "data": text, "json": True})

    act(store, world, change(status="OPEN"))

    (delivery,) = sent(store, world)
    said = r'{ "ticketId" : "Printer \"jam\" İ", "url": "http://desk/%s/t/1" } #none# #aa\nb'
    assert said % world == delivery.body
    assert ("POST", URL, {"Content-Type": "application/json"}) == (
        delivery.method,
        delivery.url,
        delivery.headers,
    )
    assert (TOY, f"rule.{id}", 1, 10, None, DeliveryStatus.PENDING) == (
        delivery.dialect,
        delivery.event,
        delivery.tries,
        delivery.seconds,
        delivery.webhook_id,
        delivery.status,
    )


def test_values_are_encoded_in_urls_and_forms(store, world, asked):
    """What is for the data only stays as it is in the URL."""
    url = f"{URL}?s=#subject#&c=#CF_7##body#"
    add(store, world, Trigger.STATUS, {**REQUEST, "url": url, "data": "b=#body#&s=#status#"})

    act(store, world, change(status="HELD"))

    (delivery,) = sent(store, world)
    assert f"{URL}?s=Printer%20%22jam%22%20%C4%B0&c=%C3%BC%26#body#" == delivery.url
    assert "b=a%0Ab&s=On%20Hold" == delivery.body
    assert {"Content-Type": "application/x-www-form-urlencoded"} == delivery.headers


def test_a_get_has_no_body(store, world, asked):
    """Nor a type of one."""
    add(store, world, Trigger.STATUS, {**REQUEST, "verb": "GET", "data": "x=1"})

    act(store, world, change(status="OPEN"))

    (delivery,) = sent(store, world)
    assert ("GET", "", {}) == (delivery.method, delivery.body, delivery.headers)


def test_a_rule_of_a_dialect_that_is_not_served_sends_its_text(store, world, asked):
    """Nobody knows what its masks stand for."""
    add(store, world, Trigger.STATUS, {**REQUEST, "data": "#subject#"}, dialect="other")

    act(store, world, change(status="OPEN"))

    assert ["#subject#"] == [one.body for one in sent(store, world)]


def test_a_value_is_no_mask() -> None:
    """What was put in is not looked into."""
    assert "#b##b#" == hooks.fill("#a##A#", {"a": "#b#", "b": "x"}, str)


def test_only_latin_letters_have_two_cases() -> None:
    """A long s is no s."""
    assert "#\u017fubject#" == hooks.fill("#\u017fubject#", {"subject": "x"}, str)


@pytest.mark.parametrize("enabled", [True, False])
def test_without_an_enabled_rule_a_change_costs_no_statement(store, world, asked, enabled):
    """Also where there is one that is not on; which rules there are is known without asking."""
    add(store, world, Trigger.CREATED, REQUEST, enabled=enabled)
    act(store, world, change(status="OPEN"))

    with counting() as statements:
        act(store, world, change(status="HELD"))

    assert len(statements) > 2
    assert [] == [one for one in statements if "rule" in one or "SAVEPOINT" in one]


def test_events_about_other_things_are_no_rules_matter(store, world, asked):
    """An id is that of a ticket only where the event is about one."""
    add(store, world, Trigger.CREATED, REQUEST)

    act(store, world, lambda desk, _: records.create(desk, TOY, "x", data={}))

    assert [] == sent(store, world)


def test_what_time_closes_is_closed_for_rules_too(store, world, asked):
    """By nobody."""
    add(store, world, Trigger.CLOSED, REQUEST)
    act(store, world, change(status="RESOLVED"))
    with store.desk(world) as desk:
        desk.session.get_one(World, 1).frozen_at = desk.now() + timedelta(days=9)

    act(store, world, lambda desk, _: lifecycle.close_expired(desk, timedelta(days=1)))

    assert 1 == len(sent(store, world))
