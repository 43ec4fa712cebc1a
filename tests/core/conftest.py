"""People at the desk, and a ticket."""

from collections.abc import Callable
from typing import Any

import pytest

from polydesk.core import people, tickets
from polydesk.core.desk import Desk, Machine
from polydesk.core.models import Person, Role, Ticket
from polydesk.core.worlds import Store


@pytest.fixture
def agent(desk: Desk) -> Person:
    """Somebody who answers."""
    return people.create(desk, name="Ada Lee", role=Role.AGENT, email="ada@desk.example")


@pytest.fixture
def user(desk: Desk) -> Person:
    """Somebody who asks."""
    return people.create(desk, name="Sam Ortiz", email="Sam@Harbor.example", username="sam")


@pytest.fixture
def ticket(desk: Desk, user: Person) -> Ticket:
    """What the user asks; a machine is at the desk."""
    desk.actor = Machine("test")
    return tickets.create(desk, subject="Printer jam", body="It is stuck.", requester=user)


@pytest.fixture
def undone(store: Store, world: str) -> Callable[[Callable[[Desk], Any]], Any]:
    """Do something in a transaction that is then undone; gives what it gave."""

    def undo(act: Callable[[Desk], Any]) -> Any:
        found = []
        with pytest.raises(ZeroDivisionError), store.desk(world) as desk:  # noqa: PT012
            found.append(act(desk))
            raise ZeroDivisionError
        return found[0]

    return undo
