"""What of a scenario is refused, where it is wrong, and that nothing of it stays."""

from typing import Any

import pytest

from polydesk.control import scenario
from polydesk.core import addresses
from polydesk.core.desk import Desk
from polydesk.core.errors import Invalid
from polydesk.core.models import (
    Person,
)
from polydesk.core.worlds import Store
from tests.control.entries import ADA, KINDS, SAM, TICKET, count, refused

REFUSED: dict[str, tuple[Any, dict[str, list[str]]]] = {
    "not an object": ([], {"": ["must be an object"]}),
    "an unknown list": ({"teams": []}, {"teams": ["unknown key"]}),
    "no list": ({"people": {}}, {"people": ["must be a list"]}),
    "no entry": ({"people": [1]}, {"people[0]": ["must be an object"]}),
    "an unknown key": ({"people": [ADA | {"teams": []}]}, {"people[0].teams": ["unknown key"]}),
    "a missing key": ({"organizations": [{}]}, {"organizations[0].name": ["is missing"]}),
    "a wrong type": ({"organizations": [{"name": 1}]}, {"organizations[0].name": ["must be text"]}),
    "null": ({"organizations": [{"name": None}]}, {"organizations[0].name": ["must not be null"]}),
    "NUL": (
        {"organizations": [{"name": "a\0"}]},
        {"organizations[0].name": ["must not contain NUL"]},
    ),
    "a lone surrogate": (
        {"organizations": [{"name": "\ud800"}]},
        {"organizations[0].name": ["must not contain lone surrogates"]},
    ),
    "a surrogate as key": (
        {"people": [ADA | {"\udfff": 1}]},
        {r"people[0].\udfff": ["unknown key"]},
    ),
    "a long text": (
        {"departments": [{"name": "x" * 256}]},
        {"departments[0].name": ["must not be longer than 255 characters"]},
    ),
    "a long folded text": (
        {"people": [ADA | {"email": "ß" * 200}]},
        {"people[0].email": ["must not be longer than 255 characters, ignoring case"]},
    ),
    "a wrong word": (
        {"people": [ADA | {"role": "boss"}]},
        {"people[0].role": ["must be one of admin, agent, user"]},
    ),
    "a flag that is none": (
        {"people": [ADA | {"disabled": "no"}]},
        {"people[0].disabled": ["must be true or false"]},
    ),
    "a large number": (
        {"assets": [{"kind": "other", "quantity": 2**63}]},
        {"assets[0].quantity": [f"must be from {-(2**63)} to {2**63 - 1}"]},
    ),
    "a large number in details": (
        {"assets": [{"kind": "other", "details": {"a": [2**64]}}]},
        {"assets[0].details": [f"must be from {-(2**63)} to {2**63 - 1}"]},
    ),
    "no number": (
        {"assets": [{"kind": "other", "details": {"a": float("nan")}}]},
        {"assets[0].details": ["must be a finite number"]},
    ),
    "a wrong shape": (
        {"assets": [{"kind": "other", "details": []}]},
        {"assets[0].details": ["must be an object"]},
    ),
    "extras that are no object": (
        {"people": [SAM | {"extras": {"toy": {}, "other": None}}]},
        {"people[0].extras.other": ["must be an object"]},
    ),
    "a bad date": (
        {"people": [SAM], "tickets": [TICKET | {"at": "yesterday"}]},
        {"tickets[0].at": ["must be a date and time, such as 2026-01-05T09:00:00Z"]},
    ),
    "a date out of range": (
        {"people": [SAM], "tickets": [TICKET | {"at": "0001-01-01T00:00:00+14:00"}]},
        {"tickets[0].at": ["must be a date and time, such as 2026-01-05T09:00:00Z"]},
    ),
    "a bad ULID": ({"people": [ADA | {"ulid": "x"}]}, {"people[0].ulid": ["must be a ULID"]}),
    "a bad id": ({"people": [ADA | {"id": 0}]}, {"people[0].id": [f"must be from 1 to {2**62}"]}),
    "a dangling person": (
        {"people": [SAM], "tickets": [TICKET, TICKET | {"requester": "ad"}]},
        {"tickets[1].requester": ['no person "ad"']},
    ),
    "a dangling status": (
        {"people": [SAM], "tickets": [TICKET | {"status": "New"}]},
        {"tickets[0].status": ['no status "New"']},
    ),
    "a key of another list": (
        {"people": [SAM], "tickets": [TICKET | {"assignee": "support"}]},
        {"tickets[0].assignee": ['no person "support"']},
    ),
    "a dangling assignee of an asset": (
        {"assets": [{"kind": "other", "assignee": "x"}]},
        {"assets[0].assignee": ['no person "x"']},
    ),
    "two words for the people of an asset": (
        {"people": [SAM], "assets": [{"kind": "other", "assignee": "sam", "people": ["sam"]}]},
        {"assets[0].assignee": ["is another word for people"]},
    ),
    "an asset twice in the same hands": (
        {"people": [SAM], "assets": [{"kind": "other", "people": ["sam", "sam"]}]},
        {"assets[0].people[1].person": ["is given twice"]},
    ),
    "a section that is no name": (
        {"categories": [{"name": "A", "section": 1}]},
        {"categories[0].section": ["must be text"]},
    ),
    "a section twice": (
        {"sections": [{"name": "A"}, {"name": "A"}]},
        {"sections[1].name": ['"A" is taken']},
    ),
    "a subscriber twice": (
        {"people": [SAM], "tickets": [TICKET | {"subscribers": ["sam", "sam"]}]},
        {"tickets[0].subscribers[1].person": ["is given twice"]},
    ),
    "a dangling type": (
        {"people": [SAM], "tickets": [TICKET | {"type": "x"}]},
        {"tickets[0].type": ['no ticket_type "x"']},
    ),
    "a dangling subscriber": (
        {"people": [SAM], "tickets": [TICKET | {"subscribers": [{"person": "x"}]}]},
        {"tickets[0].subscribers[0].person": ['no person "x"']},
    ),
    "a dangling category of a technician": (
        {"people": [SAM | {"tech_categories": ["x"]}]},
        {"people[0].tech_categories[0].category": ['no category "x"']},
    ),
    "all categories, and some": (
        {"people": [SAM | {"tech_categories": ["general"], "all_categories": True}]},
        {"people[0].tech_categories": ["are all categories"]},
    ),
    "a dangling author": (
        {"people": [SAM], "tickets": [TICKET | {"messages": [{"author": "x", "body": ""}]}]},
        {"tickets[0].messages[0].author": ['no person "x"']},
    ),
    "a key twice": (
        {"people": [SAM], "organizations": [{"key": "sam", "name": "S"}]},
        {"people[0].key": ['"sam" is taken']},
    ),
    "the key of a standard status": (
        {"statuses": [{"key": "new", "name": "N", "kind": "new"}]},
        {"statuses[0].key": ['"new" is taken']},
    ),
    "an e-mail address twice": (
        {"people": [ADA, SAM | {"email": " ADA@x.example"}]},
        {"people[1].email": ['" ADA@x.example" is taken']},
    ),
    "an address beside none": (
        {"people": [SAM | {"email": None, "emails": ["b@x.example"]}]},
        {"people[0].emails": ["need an email beside them"]},
    ),
    "a further address that is another's primary one": (
        {
            "people": [
                ADA,
                SAM | {"email": "s@x.example", "emails": ["b@x.example", "ADA@X.example"]},
            ]
        },
        {"people[1].emails[1].address": ['"ADA@X.example" is taken']},
    ),
    "a primary address that is a further one of another": (
        {
            "people": [
                SAM | {"email": "s@x.example"},
                ADA | {"emails": ["b@x.example"]},
                {"name": "B", "role": "user", "email": "B@x.example"},
            ]
        },
        {"people[1].emails[0].address": ['"b@x.example" is taken']},
    ),
    "an id twice": (
        {"people": [ADA | {"id": 4}, SAM | {"id": 4}]},
        {"people[1].id": ['"4" is taken']},
    ),
    "an asset tag twice": (
        {"assets": [{"kind": "other", "asset_tag": "A"}, {"kind": "other", "asset_tag": "A"}]},
        {"assets[1].asset_tag": ['"A" is taken']},
    ),
    "a custom status twice": (
        {"statuses": [{"name": "N", "kind": "new"}, {"name": "N", "kind": "open"}]},
        {"statuses[1].name": ['"N" is taken']},
    ),
    "a default department once more": (
        {"departments": [{"name": "Support"}]},
        {"departments[0].name": ['"Support" is taken']},
    ),
    "siblings of one name": (
        {"categories": [{"name": "General"}]},
        {"categories[0].name": ['"General" is taken among its siblings']},
    ),
    "a file of nothing": (
        {"files": [{"name": "a"}]},
        {"files[0]": ["needs either text or base64"]},
    ),
    "bad base64": (
        {"files": [{"name": "a", "base64": "ä"}, {"name": "b", "base64": "abc"}]},
        {"files[0].base64": ["must be base64"], "files[1].base64": ["must be base64"]},
    ),
    "two openings": (
        {
            "people": [SAM],
            "tickets": [TICKET | {"body": "a", "messages": [{"kind": "opening", "body": "b"}]}],
        },
        {"tickets[0].messages[0].kind": ["a ticket has one opening"]},
    ),
    "a dialect that is not there": (
        {"credentials": [{"dialect": "x", "kind": "key"}]},
        {"credentials[0].dialect": ['no dialect "x" with credentials']},
    ),
    "a kind that is not there": (
        {"credentials": [{"dialect": "toy", "kind": "x"}]},
        {"credentials[0].kind": ['toy has no kind "x"']},
    ),
    "a secret that will not do": (
        {"credentials": [{"dialect": "toy", "kind": "key", "secret": "x"}]},
        {"credentials[0].secret": ["must begin with toy_"]},
    ),
    "a secret twice": (
        {"credentials": [{"dialect": "toy", "kind": "key", "secret": "toy_"}] * 2},
        {"credentials[1].secret": ["is taken"]},
    ),
    "settings of no dialect": ({"settings": {"toy": 1}}, {"settings.toy": ["must be an object"]}),
    "a bad seed": (
        {"settings": {"world": {"seed": "x"}}},
        {"settings.world.seed": ["must be a whole number"]},
    ),
    "a bad clock": (
        {"world": {"clock": {"mode": "shifted", "offset_seconds": 1e15}}},
        {"world.clock": ["is out of range"]},
    ),
    "ids of no table": ({"world": {"ids": {"x": 1}}}, {"world.ids": ['no table "x"']}),
    "several at once": (
        {"people": [{"name": 1}], "x": 1},
        {
            "x": ["unknown key"],
            "people[0].name": ["must be text"],
            "people[0].role": ["is missing"],
        },
    ),
}


@pytest.mark.parametrize(("given", "expected"), REFUSED.values(), ids=REFUSED)
def test_it_is_refused_at_its_path(desk: Desk, given: Any, expected: dict[str, list[str]]) -> None:
    """Every offender is named, and nothing else; nothing is stored."""
    before = count(desk)

    found = refused(desk, given)

    assert expected == found
    assert before == count(desk)


def test_a_taken_name_is_refused_in_a_second_file(desk: Desk) -> None:
    """What the world has already counts, ignoring case, also when it is deleted."""
    desk.add(Person(name="X", role="user", username="SAM", deleted_at=desk.now()))

    found = refused(desk, {"people": [SAM | {"username": "sam"}]})

    assert found == {"people[0].username": ['"sam" is taken']}


def test_an_address_of_the_world_is_refused_in_any_place(desk: Desk) -> None:
    """Further or primary, there and in the file."""
    first = {"name": "A", "role": "user", "email": "a@x.example", "emails": ["b@x.example"]}
    scenario.seed(desk, {"people": [first]}, KINDS)
    second = {"name": "C", "role": "user", "email": "B@x.example", "emails": ["A@x.example"]}

    found = refused(desk, {"people": [second]})

    assert {
        "people[0].email": ['"B@x.example" is taken'],
        "people[0].emails[0].address": ['"A@x.example" is taken'],
    } == found


def test_further_addresses_are_in_order(desk: Desk) -> None:
    """That of the list, or of the positions that are given."""
    sam = {"name": "S", "role": "user", "email": "s@x.example", "emails": ["t@x.example", "A@x"]}
    ada = {"name": "A", "role": "user", "email": "a@x.example"}
    given = [{"address": "c@x", "position": 2}, {"address": "b@x", "position": 1}]

    scenario.seed(desk, {"people": [sam, ada | {"emails": given}]}, KINDS)

    found = addresses.of_many(desk, [1, 2])
    assert {1: ["s@x.example", "t@x.example", "A@x"], 2: ["a@x.example", "b@x", "c@x"]} == found


def test_a_whole_world_goes_into_a_blank_one_only(desk: Desk) -> None:
    """It would take the place of what is there."""
    whole = scenario.export(desk)
    desk.add(Person(name="X", role="user"))

    assert refused(desk, whole) == {"world.ids": ["is for blank worlds only: reset this one first"]}


def test_a_whole_world_needs_its_standard_rows(desk: Desk) -> None:
    """No world can do without."""
    whole = scenario.export(desk)
    whole["statuses"] = whole["statuses"][1:]

    assert refused(desk, whole) == {"statuses": ["none has the code NEW"]}


def test_a_refused_scenario_leaves_the_world_alone(store: Store, world: str) -> None:
    """The caller's transaction ends without a change."""
    with store.desk(world, writes=False) as desk:
        before = scenario.export(desk)

    with pytest.raises(Invalid), store.desk(world) as desk:
        scenario.seed(desk, {"world": {"seed": 3}, "people": [ADA, ADA]}, KINDS)

    with store.desk(world, writes=False) as desk:
        assert before == scenario.export(desk)
