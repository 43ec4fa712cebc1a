"""Slow work that needs no transaction, such as hashing a password: nobody has to wait for it.

Only one can write a SQLite world at a time, and who writes holds rows in any database. So on a
desk whose request can begin again, slow work is not done at once: `aside` raises `Aside`, whoever
runs the request ends the transaction, does the work, and begins again with what came of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from polydesk.core.desk import Desk

T = TypeVar("T")


@dataclass(eq=False)
class Aside(Exception):
    """Work that is to be done with no transaction open; what it gives goes by `key`."""

    key: object
    work: Callable[[], Any]


def aside(desk: Desk, key: object, work: Callable[[], T]) -> T:
    """What the work gives. Raises Aside where it is still to be done.

    All that the work goes by has to be in the key, since in the next transaction it may differ.
    """
    if desk.done is None:
        return work()
    if key not in desk.done:
        raise Aside(key, work)
    return cast(T, desk.done[key])
