"""Rate limits: so many requests a window, by the world's clock, counted in memory.

Counts are a process's own; they go with the world's memory when it is reset or restored.
"""

import math
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from polydesk.core import settings
from polydesk.core.desk import Desk
from polydesk.core.errors import TooMany

SWITCH = "rate_limit"
"""The setting that turns a dialect's limits off."""

SPENT = "polydesk.spent"
"""The WSGI environment's key for how the limits stand that a request counted against."""

_lock = threading.Lock()


@dataclass(frozen=True)
class Limit:
    """At most `count` requests in `seconds`, for each value of `key` (None: not counted).

    `count` is a number, or what gives it for who is at the desk; None is without end. Windows are
    fixed: they begin at multiples of `seconds` since 1970, UTC, or with the `first` request that no
    window holds. Where they are `sliding`, it is the last `seconds` that count, and what was
    refused does not. `operations` narrows the limit to operations of these names, `but` spares
    some.
    """

    name: str
    count: int | Callable[[Desk], int | None]
    seconds: int
    key: Callable[[Desk, str], str | None]
    operations: frozenset[str] | None = None
    but: frozenset[str] = frozenset()
    sliding: bool = False
    first: bool = False

    def concerns(self, operation: str) -> bool:
        """Whether an operation is counted."""
        named = self.operations is None or operation in self.operations
        return named and operation not in self.but


@dataclass(frozen=True)
class Spent:
    """How a limit stands after a request: what is left of `count`."""

    count: int
    left: int


def spend(
    desk: Desk,
    dialect: str,
    limits: Sequence[Limit],
    operation: str,
    address: str,
    defaults: Mapping[str, object],
) -> list[Spent]:
    """Count a request against all limits that concern it; raises TooMany where one is used up."""
    concerned = [limit for limit in limits if limit.concerns(operation)]
    if not concerned:
        return []
    own = settings.stored(desk).get(dialect, {})
    if not own.get(SWITCH, defaults.get(SWITCH, True)):
        return []
    return [s for limit in concerned if (s := _count(desk, dialect, limit, address)) is not None]


def _count(desk: Desk, dialect: str, limit: Limit, address: str) -> Spent | None:
    key = limit.key(desk, address)
    most = limit.count(desk) if callable(limit.count) else limit.count
    if key is None or most is None:
        return None
    name = (dialect, limit.name, key)
    with _lock:
        count = _slide if limit.sliding else _open if limit.first else _step
        return count(desk.memory.counts, name, limit, most, desk.now().timestamp())


def _step(counts: dict[object, Any], name: object, limit: Limit, most: int, at: float) -> Spent:
    now = int(at)
    window = now // limit.seconds
    began, count = counts.get(name, (window, 0))
    count = count + 1 if began == window else 1
    counts[name] = (window, count)
    if count > most:
        raise TooMany(limit.seconds - now % limit.seconds, most)
    return Spent(most, most - count)


def _open(counts: dict[object, Any], name: object, limit: Limit, most: int, at: float) -> Spent:
    ends, count = counts.get(name, (0.0, 0))
    if not at < ends <= at + limit.seconds:  # the world's clock may have been put back
        ends, count = at + limit.seconds, 0
    counts[name] = (ends, count + 1)
    if count >= most:
        raise TooMany(math.ceil(ends - at), most)
    return Spent(most, most - count - 1)


def _slide(counts: dict[object, Any], name: object, limit: Limit, most: int, at: float) -> Spent:
    times: deque[float] = counts.setdefault(name, deque())
    while times and times[0] <= at - limit.seconds:
        times.popleft()
    if len(times) >= most:
        raise TooMany(max(1, math.ceil(times[0] + limit.seconds - at)), most)
    times.append(at)
    return Spent(most, most - len(times))
