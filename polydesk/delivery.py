"""The outbox's sender: what is due is posted, and what came of it is written down.

`deliver` sends what is due in a world now; `Courier` is the thread of a server that calls it when
there is something new, and when the next attempt is due. No transaction is open while sending.
"""

import logging
import math
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial

from polydesk.core import outbox, settings, timed
from polydesk.core.clock import Clock
from polydesk.core.errors import NotFound
from polydesk.core.outbox import Claim, Outcome
from polydesk.core.worlds import Store

log = logging.getLogger(__name__)

SETTING = "allow_private_webhooks"
"""The world's setting that lets deliveries go to loopback and private addresses."""

_CLAIM = timedelta(seconds=30)
"""After how long others may try what a process has claimed that has died since."""
_AT_ONCE = 8
"""To how many addresses is sent at once; one that is slow does not hold up the others."""
_SLICE_SECONDS = 5.0
"""For how long an address is sent to, one delivery after the other, before others have a turn."""
_GLANCE_SECONDS = 1.0
"""How often a world with something pending is looked at: its clock may have been set."""
_SOON_SECONDS = 0.05
"""How soon it is looked again after what another process is sending just now."""
_LOOK_AROUND_SECONDS = 60.0
"""How often all worlds are looked at, where another process may have left something undone."""


def deliver(store: Store, world: str, *, stop: threading.Event | None = None) -> list[int]:
    """Try everything once that is due in a world now; the ids of what was tried, in order.

    Rules that wait for the clock have their turn before. What happens meanwhile is left for the
    next time. Raises NotFound("world").
    """
    stop = stop or threading.Event()
    _look_at_clock(store, world)
    with store.desk(world, writes=False) as desk:
        by, up_to = desk.now(), outbox.last_id(desk)
    tried: list[int] = []
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="polydesk-send") as pool:
        while not stop.is_set():
            with store.desk(world, writes=False) as desk:
                urls = outbox.due_urls(desk, by=by, up_to=up_to)
            work = partial(_deliver_to, store, world, by, up_to, stop)
            sent = [id for ids in pool.map(work, urls) for id in ids]
            if not sent:
                break
            tried += sent
    return sorted(tried)


def _look_at_clock(store: Store, world: str) -> None:
    """Let the rules know what the clock of a world has brought."""
    with store.desk(world, writes=False) as desk:
        if not timed.is_due(desk):
            return
    with store.desk(world) as desk:
        timed.check(desk)


def _deliver_to(
    store: Store, world: str, by: datetime, up_to: int, stop: threading.Event, url: str
) -> list[int]:
    """Send to one address in order, for a while."""
    tried: list[int] = []
    end = time.monotonic() + _SLICE_SECONDS
    while not stop.is_set() and time.monotonic() < end:
        with store.desk(world) as desk:
            at = datetime.now(UTC)
            claim = outbox.claim(desk, url, by=by, up_to=up_to, at=at, until=at + _CLAIM)
            private = settings.stored(desk).get("world", {}).get(SETTING) is True
            clock = desk.clock
        if claim is None:
            break
        outcome = attempt(claim, clock, private=private)
        with store.desk(world) as desk:
            if outbox.record(desk, claim, outcome):
                tried.append(claim.id)
    return tried


def attempt(claim: Claim, clock: Clock, *, private: bool) -> Outcome:
    """Send once, and tell what came of it; the moments are those of the clock."""
    from polydesk import posting  # urllib3 is slow to import, and many worlds have no webhook

    at = clock.now()

    def took() -> int:
        return round((clock.now() - at).total_seconds() * 1000)

    try:
        answer = posting.send(
            claim.method,
            claim.url,
            claim.headers,
            claim.body,
            seconds=claim.seconds,
            most=outbox.KEPT_BYTES,
            private=private,
        )
    except posting.NoAnswer as error:
        return Outcome(at, took(), error=str(error))
    body = answer.body.decode(errors="replace").replace("\0", "\ufffd")
    return Outcome(at, took(), http_status=answer.status, response_body=body)


class Courier(threading.Thread):
    """Sends what is due in all worlds of a store, from `start` till `stop`."""

    def __init__(self, store: Store) -> None:
        super().__init__(name="polydesk-courier", daemon=True)
        self._store = store
        self._stopping = threading.Event()
        self._called = threading.Event()
        self._lock = threading.Lock()
        self._posted: set[str] = set()
        self._due: dict[str, float] = {}
        self._look_around_at = 0.0
        store.on_posted = self.call

    def call(self, world: str) -> None:
        """Look at a world, since there is something new in it."""
        with self._lock:
            self._posted.add(world)
        self._called.set()

    def stop(self) -> None:
        """Send no more, and wait for what is being sent."""
        self._stopping.set()
        self._called.set()
        if self.is_alive():
            self.join(outbox.LONGEST_SECONDS + 1)

    def run(self) -> None:
        """What the thread does."""
        while not self._stopping.is_set():
            self._called.clear()
            for world in self._waiting():
                self._serve(world)
            self._called.wait(self._patience())

    def _waiting(self) -> list[str]:
        """The worlds to look at now: where something is new or due; at the beginning, all."""
        now = time.monotonic()
        with self._lock:
            waiting, self._posted = self._posted, set()
        waiting |= {world for world, at in self._due.items() if at <= now}
        if now >= self._look_around_at:
            waiting.update(self._store.worlds())
            alone = self._store.database == "sqlite"
            self._look_around_at = math.inf if alone else now + _LOOK_AROUND_SECONDS
        return sorted(waiting)

    def _serve(self, world: str) -> None:
        """Send what is due in a world, and note when to look at it again."""
        self._due.pop(world, None)
        try:
            wait = self._wait(world)
            if wait is not None and wait <= 0:
                deliver(self._store, world, stop=self._stopping)
                wait = self._wait(world)
        except NotFound:
            return
        except Exception:  # there is nobody to tell, and the other worlds go on
            log.exception("%s: what is due cannot be sent at present", world)
            wait = _GLANCE_SECONDS
        if wait is not None:
            wait = min(max(wait, _SOON_SECONDS), _GLANCE_SECONDS)
            self._due[world] = time.monotonic() + wait

    def _wait(self, world: str) -> float | None:
        """In how many seconds of the world's clock something is due; None for never."""
        with self._store.desk(world, writes=False) as desk:
            due = [at for at in (outbox.next_due(desk), timed.next_check(desk)) if at is not None]
            return (min(due) - desk.now()).total_seconds() if due else None

    def _patience(self) -> float | None:
        """For how many seconds there is nothing to do, unless somebody calls; None for ever."""
        at = min([*self._due.values(), self._look_around_at])
        return None if at == math.inf else max(at - time.monotonic(), 0)
