"""What is exported and seeded into a blank world is an equal world."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select, text

from polydesk.control import scenario
from polydesk.control.context import kinds_of
from polydesk.control.scenario.ids import stands
from polydesk.control.scenario.lists import LISTS, every
from polydesk.control.scenario.world import NAMELESS
from polydesk.core import addresses, assets, catalogue, people, search, subscribers, techs, tickets
from polydesk.core.desk import Desk
from polydesk.core.models import (
    Asset,
    AssetKind,
    Base,
    Category,
    Department,
    EmailAddress,
    Person,
    Role,
    Section,
    SubscriberKind,
    Ticket,
)
from polydesk.core.worlds import Store
from tests.control.entries import KINDS
from tests.control.full_world import FROZEN, fill


def dump(desk: Desk) -> dict[str, Any]:
    """Every row of the world and where its ids stand, less what nobody can ever see."""
    tables = {}
    blobs: dict[int, str] = dict(desk.session.execute(text("SELECT id, sha256 FROM blob")).all())
    for table in Base.metadata.sorted_tables:
        rows = [dict(row._mapping) for row in desk.session.execute(select(table))]
        for row in rows:
            row.pop("version", None)
            row.pop("secret", None)
            if "blob_id" in row:
                row["blob_id"] = blobs[row["blob_id"]]
            if table.name in NAMELESS:
                row.pop("id")
        tables[table.name] = sorted(rows, key=repr)
    standing = {name: last for name, last in stands(desk).items() if name not in NAMELESS}
    return {**tables, "ids": standing}


@pytest.fixture
def other(store: Store, world: str) -> Iterator[str]:
    """A second blank world."""
    store.make(f"{world}-b")
    yield f"{world}-b"
    store.drop(f"{world}-b")


def test_an_exported_world_is_seeded_equal(store: Store, world: str, other: str) -> None:
    """All rows, all ids, where the ids stand, the clock and the chance are the same."""
    with store.desk(world) as desk:
        fill(desk)

    with store.desk(world, writes=False) as desk:
        exported, expected = scenario.export(desk), dump(desk)
    with store.desk(other) as desk:
        scenario.seed(desk, exported, KINDS)

    with store.desk(other, writes=False) as desk:
        assert expected == dump(desk)
        assert exported == scenario.export(desk)


def test_two_equal_worlds_go_on_alike(store: Store, world: str, other: str) -> None:
    """The next rows of both have the same ids and the same ULIDs."""
    with store.desk(world) as desk:
        fill(desk)
    with store.desk(world, writes=False) as desk:
        exported = scenario.export(desk)
    with store.desk(other) as desk:
        scenario.seed(desk, exported, KINDS)

    made = []
    for name in (world, other):
        with store.desk(name) as desk:
            person = people.create(desk, name="Next")
            ticket = tickets.create(desk, subject="Next", body="n", requester=person)
            made.append((person.id, person.ulid, ticket.id, ticket.ulid))

    assert made[0] == made[1]


def test_an_equal_world_is_searched_alike(store: Store, world: str, other: str) -> None:
    """What is found in the one is found in the other."""
    with store.desk(world) as desk:
        fill(desk)
    with store.desk(world, writes=False) as desk:
        exported = scenario.export(desk)

    with store.desk(other) as desk:
        scenario.seed(desk, exported, KINDS)
        found = desk.all(select(Ticket.subject).where(search.containing(Ticket, "karanl")))

    assert found == ["İstanbul'da ışık yok"]


@pytest.mark.parametrize("name", ["blank", "demo"])
def test_shipped_scenarios_come_back_equal(store: Store, world: str, other: str, name: str) -> None:
    """Also what was seeded is exported whole."""
    with store.desk(world) as desk:
        scenario.seed(desk, scenario.read(name), kinds_of({}))

    with store.desk(world, writes=False) as desk:
        exported, expected = scenario.export(desk), dump(desk)
    with store.desk(other) as desk:
        scenario.seed(desk, exported, kinds_of({}))

    with store.desk(other, writes=False) as desk:
        assert expected == dump(desk)


def test_a_world_whose_default_rows_are_gone_stays_without(
    store: Store, world: str, other: str
) -> None:
    """The rows of the blank world do not come back."""
    with store.desk(world) as desk:
        desk.session.delete(desk.session.get_one(Department, 1))
        desk.session.delete(desk.session.get_one(Category, 1))

    with store.desk(world, writes=False) as desk:
        exported = scenario.export(desk)
    with store.desk(other) as desk:
        scenario.seed(desk, exported, KINDS)

    with store.desk(other, writes=False) as desk:
        assert desk.all(select(Department)) == []
        assert desk.all(select(Category)) == []


def test_an_export_survives_json_and_yaml(store: Store, world: str) -> None:
    """It holds nothing that either cannot say."""
    import json

    import yaml

    with store.desk(world) as desk:
        fill(desk)
    with store.desk(world, writes=False) as desk:
        exported = scenario.export(desk)

    assert exported == scenario.parse(json.dumps(exported), is_json=True)
    assert exported == scenario.parse(yaml.safe_dump(exported, allow_unicode=True))


def test_every_table_is_in_an_export() -> None:
    """A table that is added is added to the lists too, or named as one that nobody sees."""
    told = {list_.model.__tablename__ for list_ in every()}

    assert set(Base.metadata.tables) == told | NAMELESS
    assert len(LISTS) == len({list_.name for list_ in LISTS})


def test_a_person_is_told_in_the_words_of_the_file(desk: Desk) -> None:
    """Keys are made of table and id, times are ISO 8601, what is at its default is left out."""
    desk.clock = desk.clock.frozen(FROZEN)
    person = desk.add(Person(name="Ada Lee", role=Role.AGENT, username="ada"))

    assert [
        {
            "key": "person-1",
            "id": 1,
            "ulid": person.ulid,
            "at": "2026-03-01T12:30:15.123456Z",
            "updated_at": "2026-03-01T12:30:15.123456Z",
            "name": "Ada Lee",
            "first_name": "",
            "last_name": "",
            "username": "ada",
            "role": "agent",
        }
    ] == scenario.export(desk)["people"]


def test_further_addresses_are_told_in_order(desk: Desk) -> None:
    """As texts, unless their places have gaps."""
    one, two = (people.create(desk, name=n, email=f"{n}@x.example") for n in "ab")
    addresses.put(desk, one, ["a@x.example", "d@x.example", "C@x.example"])
    desk.add(EmailAddress(person_id=two.id, address="e@x.example", position=3))

    told = scenario.export(desk)["people"]

    assert [
        ["d@x.example", "C@x.example"],
        [{"address": "e@x.example", "position": 3}],
    ] == [person["emails"] for person in told]


def test_references_are_told_by_their_key(desk: Desk) -> None:
    """Sections by their name; a subscriber with its kind, unless that is the usual one."""
    sam, ada = (people.create(desk, name=name, role=Role.AGENT) for name in ("Sam", "Ada"))
    office = catalogue.category(desk, "Desks")
    office.section = desk.add(Section(name="Office"))
    techs.add(desk, sam, office)
    techs.remove(desk, sam, desk.session.get_one(Category, 1))
    ticket = tickets.create(desk, subject="s", body="b", requester=ada)
    subscribers.add(desk, ticket, ada)
    subscribers.add(desk, ticket, sam, kind=SubscriberKind.FOLLOWER)
    asset = desk.add(Asset(kind=AssetKind.OTHER))
    assets.assign(desk, asset, sam)
    assets.attach(desk, asset, ticket)

    exported = scenario.export(desk)

    person, other = exported["people"]
    assert (["category-2"], False) == (person["tech_categories"], person["all_categories"])
    assert not {"tech_categories", "all_categories"} & other.keys()
    assert "Office" == exported["categories"][1]["section"]
    assert ["Office"] == [section["name"] for section in exported["sections"]]
    assert ["person-2", {"person": "person-1", "kind": "follower"}] == exported["tickets"][0][
        "subscribers"
    ]
    assert (["person-1"], ["ticket-1"]) == (
        exported["assets"][0]["people"],
        exported["assets"][0]["tickets"],
    )
