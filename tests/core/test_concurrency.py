"""Many at once in one world: no change is lost, nothing is made twice, nobody is turned away."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select

from polydesk.core import (
    catalogue,
    mfa,
    people,
    records,
    settings,
    subtickets,
    tickets,
    tokens,
)
from polydesk.core.conflicts import take_turn
from polydesk.core.desk import Desk
from polydesk.core.errors import Conflict, Invalid, NotFound
from polydesk.core.models import (
    Category,
    Department,
    Person,
    Priority,
    Role,
    Status,
    Tag,
    Ticket,
)
from polydesk.core.worlds import Store
from polydesk.core.worlds.sqlite import SqliteStore

ROOT = Path(__file__).parents[2]
MANY = 8
TIMES = 25
SECONDS = 60

# what each process does: it opens the store, says so, and begins when it is told to
SPEND_TIME = """
import sys
from polydesk.core.models import Ticket
from polydesk.core.worlds import open_store
url, world, id, times = sys.argv[1:]
store = open_store(url)
print("ready", flush=True)
sys.stdin.readline()
for _ in range(int(times)):
    with store.desk(world) as desk:
        desk.get(Ticket, int(id)).time_spent += 1
store.close()
"""


def at_once(work: Callable[[int], Any], many: int = MANY) -> list[Any]:
    """What so many threads give that begin together; raises what one of them raises."""
    barrier = Barrier(many, timeout=SECONDS)

    def begin(number: int) -> Any:
        barrier.wait()
        return work(number)

    with ThreadPoolExecutor(many) as pool:
        return list(pool.map(begin, range(many), timeout=SECONDS))


@pytest.fixture
def ticket_id(store: Store, world: str) -> int:
    """The ticket that everybody works on."""
    with store.desk(world) as desk:
        by = people.create(desk, name="Sam")
        return tickets.create(desk, subject="Printer jam", body="b", requester=by).id


def time_spent(store: Store, world: str, id: int) -> int:
    with store.desk(world, writes=False) as desk:
        return desk.get(Ticket, id).time_spent


def test_threads_lose_no_update(store, world, ticket_id):
    """What is read at a writing desk stays true until it is changed."""

    def spend_time(_: int) -> None:
        for _ in range(TIMES):
            with store.desk(world) as desk:
                desk.get(Ticket, ticket_id).time_spent += 1

    at_once(spend_time)

    assert MANY * TIMES == time_spent(store, world, ticket_id)


def test_writers_of_one_process_take_turns(tmp_path, monkeypatch):
    """On SQLite none of them waits by looking again and again, or would be turned away in the end.

    With a wait of 0 seconds whoever meets a locked database raises. Worlds are restored meanwhile.
    """
    monkeypatch.setattr("polydesk.core.worlds.sqlite._BUSY_SECONDS", 0)
    with closing(SqliteStore(tmp_path / "polydesk.db")) as store:
        store.make("busy")
        with store.desk("busy") as desk:
            by = people.create(desk, name="Sam")
            tickets.create(desk, subject="Printer jam", body="b", requester=by)
        store.snapshot("busy", "before")

        def write(number: int) -> None:
            for _ in range(TIMES):
                if number == 0:
                    store.restore("busy", "before")
                with store.desk("busy") as desk:
                    desk.get(Ticket, 1).time_spent += 1

        at_once(write)

        assert 1 <= time_spent(store, "busy", 1) <= MANY * TIMES


@pytest.fixture
def processes(store: Store, world: str, ticket_id: int) -> Iterator[list[subprocess.Popen[str]]]:
    """Processes with the store open, that wait for a line."""
    url = store.engine("main").url.render_as_string(hide_password=False)
    command = [sys.executable, "-c", SPEND_TIME, url, world, str(ticket_id), str(TIMES)]
    started = [
        subprocess.Popen(
            command,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(MANY)
    ]
    for process in started:
        assert process.stdout is not None
        process.stdout.readline()
    yield started
    for process in started:
        process.kill()
        process.communicate()


def test_processes_lose_no_update(store, world, ticket_id, processes):
    """Nor do they ever see a locked database or a deadlock."""
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate(timeout=SECONDS)[1] for process in processes]

    assert [""] * MANY == said
    assert [0] * MANY == [process.returncode for process in processes]
    assert MANY * TIMES == time_spent(store, world, ticket_id)


def test_everybody_gets_tickets_of_their_own(store, world, ticket_id):
    """No id and no ULID is given out twice."""

    def make(number: int) -> list[tuple[int, str]]:
        names = []
        for _ in range(TIMES):
            with store.desk(world) as desk:
                by = desk.get(Ticket, ticket_id).requester
                made = tickets.create(desk, subject=f"Of {number}", body="b", requester=by)
                names.append((made.id, made.ulid))
        return names

    names = [name for made in at_once(make) for name in made]

    assert MANY * TIMES == len({one for one, _ in names}) == len({one for _, one in names})


@pytest.mark.parametrize(
    ("model", "find_or_make"),
    [
        (Status, lambda desk: catalogue.custom_status_id(desk, "Brand new")),
        (Priority, lambda desk: catalogue.custom_priority_id(desk, "Brand new")),
        (Department, lambda desk: catalogue.department_id(desk, "Brand new")),
        (Category, lambda desk: catalogue.category(desk, "Brand new").id),
        (Tag, lambda desk: catalogue.tags(desk, ["Brand new"])[0].id),
    ],
)
def test_a_new_word_is_made_once(store, world, model, find_or_make: Callable[[Desk], int]):
    """All who use it at the same moment get the same row."""

    def use(_: int) -> int:
        with store.desk(world) as desk:
            return find_or_make(desk)

    ids = at_once(use)

    with store.desk(world, writes=False) as desk:
        rows = desk.session.scalar(select(func.count()).where(model.name == "Brand new"))
    assert (1, 1) == (len(set(ids)), rows)


def test_new_words_in_any_order_do_not_get_stuck(store, world):
    """Some begin with the department and some with the status, in one transaction."""

    def use(number: int) -> tuple[int, int]:
        with store.desk(world) as desk:
            words = [
                lambda: ("department", catalogue.department_id(desk, "Brand new")),
                lambda: ("status", catalogue.custom_status_id(desk, "Brand new")),
            ]
            made = dict(word() for word in words[:: 1 if number % 2 else -1])
            return made["department"], made["status"]

    assert 1 == len(set(at_once(use)))


def test_new_tags_in_any_order_do_not_get_stuck(store, world):
    """Half begin with the last of them; whoever asks gets them in their own order."""
    names = [f"tag {n}" for n in range(MANY)]

    def use(number: int) -> list[str]:
        order = names[:: 1 if number % 2 else -1]
        with store.desk(world) as desk:
            found = [tag.name for tag in catalogue.tags(desk, order)]
        return found[:: 1 if number % 2 else -1]

    assert [names] * MANY == at_once(use)


def test_the_last_admin_stays_however_many_leave_at_once(store, world):
    """All but one are let go, in any order; the one is told so."""
    with store.desk(world) as desk:
        ids = [people.create(desk, name=f"A{n}", role=Role.ADMIN).id for n in range(MANY)]

    def leave(number: int) -> str:
        try:
            with store.desk(world) as desk:
                people.disable(desk, desk.get(Person, ids[number]))
        except Conflict as conflict:
            return conflict.reason
        return "left"

    answers = at_once(leave)

    assert ["last_admin", *["left"] * (MANY - 1)] == sorted(answers)


def test_one_of_many_gets_an_address(store, world):
    """The others are told that it is taken."""

    def join(_: int) -> str:
        try:
            with store.desk(world) as desk:
                people.create(desk, name="Sam", email="sam@harbor.example")
        except Conflict as conflict:
            return conflict.reason
        return "joined"

    assert ["joined", *["taken"] * (MANY - 1)] == sorted(at_once(join))


def test_a_world_is_dropped_while_it_is_used(store):
    """Whoever is at work there ends, and whoever comes is told that it is gone."""
    names = [f"crowded-{number}" for number in range(3)]

    def work(number: int) -> None:
        for name in names:
            with suppress(NotFound):
                while number:
                    with store.desk(name, writes=number % 2 == 0) as desk:
                        time.sleep(0.005)
                        desk.all(select(Ticket))
            if not number:
                time.sleep(0.05)
                store.drop(name)

    for name in names:
        store.make(name)
    at_once(work)

    assert not {*names} & {*store.worlds()}


def test_a_recovery_code_opens_once_however_many_try_at_once(store, world):
    """The person is locked by those who ask."""
    code = "ABCD-EFGH"
    with store.desk(world) as desk:
        person = people.create(desk, name="Sam")
        person.mfa_secret, person.mfa_confirmed_at = "JBSWY3DPEHPK3PXP" * 2, desk.now()
        person.mfa_codes = [mfa.recovery_digest(code)]
        id = person.id

    def verify(_: int) -> bool:
        with store.desk(world) as desk:
            return mfa.verify(desk, desk.get(Person, id), code)

    assert [False] * (MANY - 1) + [True] == sorted(at_once(verify))


def test_a_world_gets_one_secret_however_many_sign_at_once(store, world):
    """Whoever was slower signs with that of the first."""

    def sign(_: int) -> str:
        with store.desk(world) as desk:
            return tokens.issue(desk, "toy", {}, seconds=None)

    made = at_once(sign)

    with store.desk(world, writes=False) as desk:
        assert [["iat"]] * MANY == [list(tokens.read(desk, "toy", one)) for one in made]


def test_a_setting_put_by_many_at_once_is_one(store, world):
    """The last one's value holds, and nobody is turned away."""

    def put(number: int) -> None:
        with store.desk(world) as desk:
            settings.put(desk, "toy", "most", number)

    at_once(put)

    with store.desk(world, writes=False) as desk:
        assert settings.stored(desk)["toy"]["most"] in range(MANY)


def test_those_who_take_turns_see_what_the_one_before_has_made(store, world):
    """So a look before writing holds: one record for all."""

    def make_if_none(_: int) -> None:
        with store.desk(world) as desk:
            take_turn(desk)
            if not desk.all(records.collected("toy", "things")):
                records.create(desk, "toy", "things", data={})

    at_once(make_if_none)

    with store.desk(world, writes=False) as desk:
        assert 1 == len(desk.all(records.collected("toy", "things")))


def test_one_of_many_sets_a_desk_up(store, world):
    """Who asks whether there are users, and writes, waits for those who did so before."""

    def set_up(number: int) -> str:
        with store.desk(world) as desk:
            if people.has_users(desk):
                return "late"
            people.create(desk, name=f"A{number}", role=Role.ADMIN)
        return "done"

    assert ["done", *["late"] * (MANY - 1)] == sorted(at_once(set_up))


def test_no_ring_of_tickets_is_made_at_once(store, world):
    """Each is put below the end of the next one's line, and the last of all is refused."""
    with store.desk(world) as desk:
        desk.actor = ada = people.create(desk, name="Ada", role=Role.ADMIN)
        found = [tickets.create(desk, subject="A", body="", requester=ada) for _ in range(2 * MANY)]
        tops, ends = found[:MANY], found[MANY:]
        for top, end in zip(tops, ends, strict=True):
            subtickets.put(desk, end, top)
        ids = [(top.id, end.id) for top, end in zip(tops, [*ends[1:], ends[0]], strict=True)]
        ada_id = ada.id

    def is_put(number: int) -> bool:
        try:
            with store.desk(world) as desk:
                desk.actor = desk.session.get_one(Person, ada_id)
                top, end = (desk.get(Ticket, id) for id in ids[number])
                subtickets.put(desk, top, end)
        except Invalid:
            return False
        return True

    assert [False] + [True] * (MANY - 1) == sorted(at_once(is_put))
