"""The desk: two names for a row, one moment a transaction, what happened, what is remembered."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from ulid import ULID

from polydesk.core import settings
from polydesk.core.desk import Desk, Machine
from polydesk.core.errors import NotFound
from polydesk.core.models import MAX_ID, Department, Event, Organization, Person, Tag, World
from polydesk.core.worlds import Store

FROZEN = datetime(2026, 1, 5, 9, 30, 0, 123456, tzinfo=UTC)


def freeze(store: Store, world: str, *, seed: int | None) -> None:
    """Stop the world's clock, and give its chance a seed."""
    with store.desk(world) as desk:
        row = desk.session.get_one(World, 1)
        row.frozen_at, row.seed = FROZEN, seed


def make_three(store: Store, world: str) -> list[tuple[int, str, datetime]]:
    """The names and times of three new rows, made in two transactions."""
    with store.desk(world) as desk:
        rows = [desk.add(Tag(name="a")), desk.add(Tag(name="b"))]
        found = [(row.id, row.ulid, row.created_at) for row in rows]
    with store.desk(world) as desk:
        row = desk.add(Tag(name="c"))
        return [*found, (row.id, row.ulid, row.created_at)]


def test_a_new_row_gets_its_names_and_times(desk):
    """Id from 1, a ULID of the same moment, and the moment itself twice."""
    tag = desk.add(Tag(name="printer"))

    assert (1, desk.now(), desk.now()) == (tag.id, tag.created_at, tag.updated_at)
    assert int(desk.now().timestamp() * 1000) == ULID.from_str(tag.ulid).milliseconds


def test_times_that_a_row_has_already_are_kept(desk):
    """A row of last year stays of last year, its ULID too."""
    tag = desk.add(Tag(name="old", created_at=FROZEN))

    assert (FROZEN, FROZEN) == (tag.created_at, tag.updated_at)
    assert FROZEN.replace(microsecond=123000) == ULID.from_str(tag.ulid).datetime


@pytest.mark.parametrize("seed", [None, 0, 7, -(2**63), 2**63 - 1])
def test_ulids_ascend_under_a_frozen_clock(store, world, seed):
    """In the order of making, over transactions, seeded or not."""
    freeze(store, world, seed=seed)

    ulids = [ulid for _, ulid, _ in make_three(store, world)]

    assert sorted(set(ulids)) == ulids


def test_a_seeded_frozen_world_names_its_rows_the_same_in_every_run(store, world):
    """Ids, ULIDs and times; another seed gives other ULIDs."""
    runs = []
    for seed in (7, 7, 8):
        store.reset(world)
        freeze(store, world, seed=seed)
        runs.append(make_three(store, world))

    assert runs[0] == runs[1]
    assert runs[0] != runs[2]


def test_seeded_bytes_are_drawn_once(store, world):
    """Each draw is another one, as long as asked for, and counted in the world."""
    freeze(store, world, seed=7)

    with store.desk(world) as desk:
        drawn = [desk.random_bytes(count) for count in (16, 16, 38, 64)]
        draws = desk.session.get_one(World, 1).draws

    assert [16, 16, 38, 64] == [len(found) for found in drawn]
    assert 4 == len({found[:16] for found in drawn}) == draws


def test_a_row_is_found_by_id_and_by_ulid_in_any_letter_case(desk):
    """It is one and the same."""
    tag = desk.add(Tag(name="printer"))

    assert tag is desk.get(Tag, tag.id)
    assert tag is desk.get(Tag, tag.ulid)
    assert tag is desk.get(Tag, tag.ulid.lower())


@pytest.mark.parametrize(
    "key",
    [0, -1, 2, MAX_ID, MAX_ID + 1, 2**64, 10**400, "", "1", "x", "é" * 26, "0" * 26, "%", "'"],
)
def test_what_nothing_is_called_is_not_found(desk, key):
    """However odd the name is."""
    desk.add(Tag(name="printer"))

    with pytest.raises(NotFound) as raised:
        desk.get(Tag, key)

    assert ("tag", key) == (raised.value.kind, raised.value.key)
    assert desk.find(Tag, key) is None


def test_a_row_of_another_table_is_not_found(desk):
    """Ids are a table's own, and so are ULIDs to those who ask."""
    tag = desk.add(Tag(name="printer"))

    assert desk.find(Organization, tag.ulid) is None


def test_find_or_add_makes_a_row_once(desk):
    """The second time it is found, and nothing is made."""
    query = select(Tag).filter_by(key="vpn")

    first = desk.find_or_add(query, lambda: Tag(name="VPN"))
    second = desk.find_or_add(query, lambda: Tag(name="vpn"))

    assert first is second
    assert [first] == list(desk.all(select(Tag)))


def test_find_or_add_takes_the_row_of_whoever_was_faster(desk):
    """The unique key decides, and the transaction goes on."""
    desk.add(Tag(name="vpn"))
    blind, seeing = select(Tag).filter_by(name="VPN"), select(Tag).filter_by(key="vpn")
    queries = iter([blind, seeing])

    class Late:
        """A session to whom the row is there at the second look only."""

        def __getattr__(self, name):
            return getattr(session, name)

        def scalars(self, _):
            return session.scalars(next(queries))

    session, desk.session = desk.session, Late()
    found = desk.find_or_add(blind, lambda: Tag(name="VPN"))
    desk.session = session

    assert "vpn" == found.name
    assert "after" == desk.add(Tag(name="after")).name


def test_what_happened_is_told_with_who_and_when(desk, agent):
    """The person at work, the row by table and id, and the data."""
    desk.actor = agent
    tag = desk.add(Tag(name="printer"))

    desk.tell("tag.created", tag, why="test")

    told = desk.session.scalars(select(Event).filter_by(kind="tag.created")).one()
    assert ("tag", tag.id, agent.id, None) == (
        told.about,
        told.about_id,
        told.actor_id,
        told.credential_id,
    )
    assert (desk.now(), {"why": "test"}) == (told.at, told.data)


def test_a_machine_of_nobody_tells_as_nobody(desk):
    """There is no actor then."""
    desk.actor = Machine("bot")

    desk.tell("tag.created", desk.add(Tag(name="printer")))

    assert [None] == list(desk.session.scalars(select(Event.actor_id)))


def test_a_change_is_stamped_once_it_is_one(store, world):
    """What stays the same does not touch `updated_at`."""
    freeze(store, world, seed=None)
    with store.desk(world) as desk:
        tag = desk.add(Tag(name="printer", created_at=datetime(2020, 1, 1, tzinfo=UTC)))
        before = tag.updated_at
        tag.name = "printer"
        kept = desk.touch(tag), tag.updated_at
        tag.name = "Printer"
        changed = desk.touch(tag), tag.updated_at

    assert ((False, before), (True, FROZEN)) == (kept, changed)


def test_a_transaction_has_one_moment(desk):
    """However often it is asked for."""
    assert desk.now() is desk.now()


def test_what_is_raised_undoes_the_transaction(store, world, undone):
    """And the desk is left in order."""
    undone(lambda desk: desk.add(Tag(name="printer")))

    with store.desk(world, writes=False) as desk:
        assert [] == list(desk.all(select(Tag)))


def test_a_reading_desk_keeps_nothing(store, world):
    """What it writes by mistake is refused or rolled back."""
    with suppress(DBAPIError), store.desk(world, writes=False) as desk:
        desk.add(Tag(name="printer"))

    with store.desk(world, writes=False) as desk:
        assert [] == list(desk.all(select(Tag)))


def test_an_id_is_never_used_again(store, world):
    """Not even that of the last row, deleted in a transaction of its own."""
    ids = []
    for _ in range(3):
        with store.desk(world) as desk:
            tag = desk.add(Tag(name="printer"))
            ids.append(tag.id)
        with store.desk(world) as desk:
            desk.session.delete(desk.get(Tag, ids[-1]))

    assert [1, 2, 3] == ids


class Counted:
    """Reads the names of the departments, and counts how often."""

    def __init__(self) -> None:
        self.count = 0

    def read(self, desk: Desk) -> list[str]:
        """The names, remembered."""

        def make() -> list[str]:
            self.count += 1
            return list(desk.session.scalars(select(Department.name).order_by(Department.id)))

        return desk.recall("names", make)

    def ask(self, store: Store, world: str) -> list[str]:
        """The names, in a transaction of its own."""
        with store.desk(world, writes=False) as desk:
            return self.read(desk)


def test_what_is_remembered_is_read_once(store, world):
    """As long as no such row changes; other rows are no matter."""
    names = Counted()

    names.ask(store, world)
    with store.desk(world) as desk:
        desk.add(Tag(name="printer"))
    names.ask(store, world)

    assert 1 == names.count


def rename(store: Store, world: str) -> None:
    with store.desk(world) as desk:
        desk.session.scalars(select(Department)).one().name = "Network"


def drop_and_reset(store: Store, world: str) -> None:
    rename(store, world)
    store.reset(world)
    rename(store, world)


def restore_renamed(store: Store, world: str) -> None:
    rename(store, world)
    store.snapshot(world, "renamed")
    store.reset(world)
    store.restore(world, "renamed")


@pytest.mark.parametrize("change", [rename, drop_and_reset, restore_renamed])
def test_what_has_changed_is_not_remembered(store, world, change: Callable[[Store, str], None]):
    """By whatever way: a change, a reset, a snapshot brought back."""
    names = Counted()
    assert ["Support"] == names.ask(store, world)

    change(store, world)

    assert ["Network"] == names.ask(store, world)


def test_what_is_restored_is_remembered_as_it_was(store, world):
    """Back and forth between two states, and never the one for the other."""
    names = Counted()
    store.snapshot(world, "before")
    rename(store, world)
    assert ["Network"] == names.ask(store, world)

    store.restore(world, "before")

    assert ["Support"] == names.ask(store, world)


def test_a_transaction_that_is_undone_leaves_no_memory(store, world, undone):
    """What it has read of its own changes is gone with it."""
    names = Counted()
    names.ask(store, world)

    def act(desk: Desk) -> list[str]:
        desk.add(Department(name="Network"))
        return names.read(desk)

    seen = undone(act)

    assert ["Support", "Network"] == seen
    assert ["Support"] == names.ask(store, world)


def test_a_setting_is_remembered_until_it_is_put(store, world):
    """Also within the transaction that puts it."""
    with store.desk(world) as desk:
        before = settings.of(desk, "toy", {"a": 1, "b": 2})
        settings.put(desk, "toy", "a", 3)
        within = settings.of(desk, "toy", {"a": 1, "b": 2})
    with store.desk(world, writes=False) as desk:
        after = settings.of(desk, "toy", {"a": 1, "b": 2})

    assert [{"a": 1, "b": 2}, {"a": 3, "b": 2}, {"a": 3, "b": 2}] == [before, within, after]


def test_a_person_is_the_same_at_a_second_desk(store, world):
    """Rows are found again by the names that were given."""
    with store.desk(world) as desk:
        person = desk.add(Person(name="Ada", role="agent"))
        key, ulid = person.id, person.ulid

    with store.desk(world, writes=False) as desk:
        assert (ulid, "Ada") == (desk.get(Person, key).ulid, desk.get(Person, ulid).name)
