"""Worlds: made, copied, reset, kept, brought back, dropped."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from polydesk.core import catalogue, people, search, tickets
from polydesk.core.desk import Machine, open_desk
from polydesk.core.errors import Conflict, Invalid, NotFound
from polydesk.core.models import Status, Tag, Ticket, World
from polydesk.core.worlds import MAIN, SCHEMA, open_store

FROZEN = datetime(2026, 1, 5, tzinfo=UTC)


@pytest.fixture
def other(store, world) -> Iterator[str]:
    """A name that is free, and is free again afterwards."""
    name = f"{world}-b"
    yield name
    if name in store.worlds():
        store.drop(name)


def add(store, world, subject="Printer jam"):
    """Make a ticket; gives its id."""
    with store.desk(world) as desk:
        desk.actor = Machine("test")
        by = people.create(desk, name="Sam")
        return tickets.create(desk, subject=subject, body="b", requester=by, tags=["a"]).id


def subjects(store, world):
    with store.desk(world, writes=False) as desk:
        return list(desk.session.scalars(select(Ticket.subject).order_by(Ticket.id)))


def searched(store, world, word):
    with store.desk(world, writes=False) as desk:
        found = select(Ticket.id).where(search.containing(Ticket, word))
        return list(desk.session.scalars(found))


def test_main_is_always_there(store):
    """From the first opening on."""
    assert MAIN in store.worlds()


def test_a_new_world_is_blank(store, other):
    """No tickets, a real clock, the layout of this version."""
    store.make(other)

    with store.desk(other, writes=False) as desk:
        row = desk.session.get_one(World, 1)
        assert (SCHEMA, "real", None, 0) == (row.schema, desk.clock.mode, row.seed, row.draws)
        assert "General" == catalogue.category(desk, "General").name
    assert [] == subjects(store, other)


@pytest.mark.parametrize(
    "name", ["", "A", "ä", "a b", "a_b", "a.b", "a/b", "a@b", "~", "a" * 41, "a\n", "..", 'a"b']
)
def test_a_name_that_will_not_do_is_refused(store, world, name):
    """For worlds and for snapshots; nothing is made."""
    before = store.worlds()

    with pytest.raises(Invalid) as made:
        store.make(name)
    with pytest.raises(Invalid) as kept:
        store.snapshot(world, name)

    assert ["name"] == list(made.value.fields) == list(kept.value.fields)
    assert (before, []) == (store.worlds(), store.snapshots(world))


@pytest.mark.parametrize("name", ["z9z", "--", "-09", "a-b-", "x" * 40])
def test_a_name_of_small_letters_digits_and_dashes_will_do(store, world, name):
    """For worlds and for snapshots, up to 40 of them."""
    store.make(name)
    store.snapshot(world, name)

    made, kept = name in store.worlds(), store.snapshots(world)
    store.drop(name)

    assert (True, [name]) == (made, kept)


def test_every_blank_world_is_the_same(store, world):
    """Names and times of its rows too, in every process: else no two runs could be equal."""

    def rows(at):
        with at.desk(world, writes=False) as desk:
            return list(desk.session.execute(select(Status.id, Status.ulid, Status.created_at)))

    elsewhere = open_store(":temporary:")
    elsewhere.make(world)
    once, there = rows(store), rows(elsewhere)
    elsewhere.close()
    store.reset(world)

    assert once == rows(store)
    assert once == there


def test_worlds_do_not_see_each_other(store, world, other):
    """What is done in one is not done in another; each counts for itself."""
    store.make(other)

    ids = [add(store, world, "here"), add(store, other, "there")]

    assert [1, 1] == ids
    assert (["here"], ["there"]) == (subjects(store, world), subjects(store, other))


def test_a_copy_is_equal_and_apart(store, world, other):
    """Rows, search, clock and where the ids stand."""
    add(store, world)
    with store.desk(world) as desk:
        desk.session.get_one(World, 1).frozen_at = FROZEN

    store.make(other, copy_of=world)

    with store.desk(other, writes=False) as desk:
        assert ("frozen", FROZEN) == (desk.clock.mode, desk.now())
    assert [1] == searched(store, other, "printer")
    assert (2, 2) == (add(store, other, "more"), add(store, world, "else"))
    assert ["Printer jam", "more"] == subjects(store, other)
    assert ["Printer jam", "else"] == subjects(store, world)


@pytest.mark.parametrize("many", [1, 1500])
def test_a_reset_world_is_blank_again(store, world, many):
    """Ids start at 1, nothing is found, the clock is real; whether it had few rows or many."""
    add(store, world)
    add(store, world)
    with store.desk(world) as desk:
        desk.add_all([Tag(name=f"tag {n}") for n in range(many)])
        desk.session.get_one(World, 1).frozen_at = FROZEN

    store.reset(world)

    with store.desk(world, writes=False) as desk:
        assert "real" == desk.clock.mode
    assert ([], []) == (subjects(store, world), searched(store, world, "printer"))
    assert 1 == add(store, world)


def test_a_snapshot_brings_everything_back(store, world):
    """As often as one likes: rows, search, clock and where the ids stand."""
    add(store, world)
    with store.desk(world) as desk:
        desk.session.get_one(World, 1).frozen_at = FROZEN
    store.snapshot(world, "before")
    seen = []

    for _ in range(2):
        with store.desk(world) as desk:
            desk.actor = Machine("test")
            tickets.erase(desk, tickets.get(desk, 1))
            desk.session.get_one(World, 1).frozen_at = None
        add(store, world, "else")
        store.restore(world, "before")
        with store.desk(world, writes=False) as desk:
            seen.append(
                (desk.clock.frozen_at, subjects(store, world), searched(store, world, "jam"))
            )

    assert [(FROZEN, ["Printer jam"], [1])] * 2 == seen
    assert 2 == add(store, world)
    assert ["before"] == store.snapshots(world)


def test_a_dropped_snapshot_is_gone(store, world):
    """Others stay; its name is free again."""
    store.snapshot(world, "a")
    store.snapshot(world, "b")

    store.drop_snapshot(world, "a")

    assert ["b"] == store.snapshots(world)
    store.snapshot(world, "a")
    assert ["a", "b"] == store.snapshots(world)


def test_snapshots_go_with_their_world(store, other):
    """A new one of the name has none."""
    store.make(other)
    store.snapshot(other, "before")

    store.drop(other)
    store.make(other)

    assert [] == store.snapshots(other)


def test_a_snapshot_is_no_world(store, world):
    """And a world's snapshots are not those of one whose name begins alike."""
    store.snapshot(world, "before")

    assert [name for name in store.worlds() if "@" in name] == []
    with pytest.raises(NotFound):
        store.engine(f"{world}@before")


def test_a_world_is_forgotten_when_it_is_gone(store, other, monkeypatch):
    """Whoever looks before that would remember it, under the name of the next one."""
    store.make(other)
    forget, left = store.forget, []

    def look_and_forget(world):
        left.append(store.worlds())
        forget(world)

    monkeypatch.setattr(store, "forget", look_and_forget)

    store.drop(other)

    assert [False] == [other in worlds for worlds in left]


def test_a_dropped_world_is_gone(store, other):
    """Its name is free for a blank one."""
    store.make(other)
    add(store, other)

    store.drop(other)

    assert other not in store.worlds()
    with pytest.raises(NotFound), store.desk(other):
        pass
    store.make(other)
    assert [] == subjects(store, other)


def test_a_number_that_was_given_is_not_given_again_after_a_rollback(store, world, undone):
    """A number that was given to nobody may be given, but never one that was."""
    first = add(store, world)

    undone(lambda desk: desk.add(Tag(name="b")))

    assert add(store, world) > first


@pytest.mark.parametrize(
    ("act", "error"),
    [
        (lambda store, _: store.engine("none"), NotFound("world", "none")),
        (lambda store, _: store.reset("none"), NotFound("world", "none")),
        (lambda store, _: store.drop("none"), NotFound("world", "none")),
        (lambda store, _: store.snapshots("none"), NotFound("world", "none")),
        (lambda store, _: store.snapshot("none", "a"), NotFound("world", "none")),
        (lambda store, _: store.restore("none", "a"), NotFound("world", "none")),
        (lambda store, _: store.drop_snapshot("none", "a"), NotFound("world", "none")),
        (lambda store, _: store.make("new", copy_of="none"), NotFound("world", "none")),
        (lambda store, w: store.restore(w, "none"), NotFound("snapshot", "none")),
        (lambda store, w: store.drop_snapshot(w, "none"), NotFound("snapshot", "none")),
        (lambda store, w: store.make(w), Conflict("world", "taken")),
        (lambda store, _: store.make(MAIN), Conflict("world", "taken")),
        (lambda store, w: store.snapshot(w, "there"), Conflict("snapshot", "taken")),
        (lambda store, _: store.drop(MAIN), Conflict("world", "needed")),
    ],
)
def test_what_cannot_be_is_refused(store, world, act, error):
    """And changes nothing."""
    store.snapshot(world, "there")
    before = store.worlds(), store.snapshots(world)

    with pytest.raises(type(error)) as raised:
        act(store, world)

    assert error.args == raised.value.args
    assert before == (store.worlds(), store.snapshots(world))


def test_a_world_of_another_layout_is_refused(tmp_path):
    """The message says what to do."""
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    with open_store(url).desk() as desk:
        desk.session.get_one(World, 1).schema = SCHEMA + 1

    with pytest.raises(RuntimeError, match=f"layout {SCHEMA + 1}, this version .* needs {SCHEMA}"):
        open_store(url)


def test_a_copy_of_another_layout_is_refused_too(store, other):
    """Not only `main`: whichever world is asked for."""
    store.make(other)
    with store.desk(other) as desk:
        desk.session.get_one(World, 1).schema = SCHEMA + 1

    with pytest.raises(RuntimeError):
        store.check_schema(other)


def test_a_store_is_found_as_it_was_left(tmp_path):
    """Worlds, snapshots and rows, by whoever opens it next."""
    url = f"sqlite:///{tmp_path / 'deep' / 'desk.db'}"
    first = open_store(url)
    first.make("alice")
    add(first, "alice")
    first.snapshot("alice", "before")
    first.close()

    second = open_store(url)

    assert (["alice", "main"], ["before"]) == (second.worlds(), second.snapshots("alice"))
    assert ["Printer jam"] == subjects(second, "alice")
    second.close()


@pytest.mark.parametrize("url", ["", "x", "mysql://a/b", "sqlite://", ":temp:", "postgres"])
def test_a_url_that_is_no_stores_is_refused(url):
    """With a message that says which are."""
    with pytest.raises(ValueError, match="is none of sqlite:///FILE"):
        open_store(url)


def test_a_world_that_somebody_has_dropped_is_not_found(store, world):
    """By whoever still holds its engine; and it does not come back by being asked for."""
    store.make(f"{world}x")
    engine, memory = store.engine(f"{world}x"), store.memory(f"{world}x")
    store.drop(f"{world}x")

    with pytest.raises(NotFound), open_desk(engine, memory, writes=True):
        pass
    assert f"{world}x" not in store.worlds()
