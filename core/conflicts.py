"""Those who would do the same at the same moment: refused by the store, or one after the other."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from polydesk.core.desk import Desk
from polydesk.core.errors import Conflict
from polydesk.core.models import World

_TURN = select(World.id).with_for_update()


@contextmanager
def refusing(desk: Desk, kind: str, reason: str) -> Iterator[None]:
    """Raise Conflict(kind, reason), with nothing done, if a constraint forbids what is done here.

    Whoever does the same at the same moment is waited for, so this holds where a look before
    would not.
    """
    try:
        with desk.session.begin_nested():
            desk.session.connection()  # the savepoint is set by this, also for `desk.insert`
            yield
            desk.session.flush()
    except IntegrityError as error:
        raise Conflict(kind, reason) from error


def take_turn(desk: Desk) -> None:
    """Let those who look before they write do so one after the other, to the transaction's end."""
    desk.session.execute(_TURN)
