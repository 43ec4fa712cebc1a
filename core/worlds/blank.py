"""The rows a new world has: see `canonical.md`, sections 3 to 5, for why these."""

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType

from sqlalchemy.orm import Session

from polydesk.core.clock import Clock
from polydesk.core.desk import Desk
from polydesk.core.models import (
    Base,
    Category,
    Department,
    Kind,
    Priority,
    Status,
    TicketType,
    World,
)
from polydesk.core.transaction import Transaction

SCHEMA = 5
"""The number of the tables' layout. Raise it with every change of a table."""

STATUSES = [
    ("NEW", "New", Kind.NEW),
    ("OPEN", "Open", Kind.OPEN),
    ("PENDING", "Pending", Kind.PENDING),
    ("HELD", "On Hold", Kind.HELD),
    ("RESOLVED", "Resolved", Kind.RESOLVED),
    ("CLOSED", "Closed", Kind.CLOSED),
    ("CANCELLED", "Cancelled", Kind.CLOSED),
]
PRIORITIES = [
    ("LOW", "Low", 1),
    ("NORMAL", "Normal", 2),
    ("HIGH", "High", 3),
    ("URGENT", "Urgent", 4),
]
TYPES = [
    "Bug Report",
    "Feature Request",
    "Question",
    "Service Request",
    "Incident",
    "Maintenance",
]
BORN = datetime(2020, 1, 1, tzinfo=UTC)
"""When the rows of a blank world were made: always the same, as their ULIDs are."""
DEFAULT_CATEGORY = "General"
DEFAULT_DEPARTMENT = "Support"
STANDARD: Mapping[type[Base], int] = MappingProxyType(
    {
        Status: len(STATUSES),
        Priority: len(PRIORITIES),
        Category: 1,
        Department: 1,
        TicketType: len(TYPES),
    }
)
"""How many rows there are by table, beside the `World`; the other tables are empty."""


def fill_blank(session: Session) -> None:
    """Put the rows of a blank world into empty tables, and commit."""
    world = World(id=1, schema=SCHEMA, version=secrets.randbits(62))
    session.add(world)
    session.flush()
    work = Transaction.of(session.connection())
    desk = Desk(work, lambda _: session, Clock(frozen_at=BORN), seed=0)
    desk.add_all(
        [
            *(
                Status(code=code, name=name, kind=kind, position=position)
                for position, (code, name, kind) in enumerate(STATUSES, 1)
            ),
            *(Priority(code=code, name=name, rank=rank) for code, name, rank in PRIORITIES),
            Category(name=DEFAULT_CATEGORY),
            Department(name=DEFAULT_DEPARTMENT),
            *(TicketType(name=name) for name in TYPES),
        ]
    )
    world.draws = 0
    session.commit()
