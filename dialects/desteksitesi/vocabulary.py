"""The vendor's numbers and words for statuses, priorities and origins. Source: contract 5."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from polydesk.core import catalogue, statuses
from polydesk.core.desk import Desk
from polydesk.core.errors import NotFound
from polydesk.core.models import Kind
from polydesk.core.statuses import Look, Wording
from polydesk.dialects.desteksitesi.settings import DIALECT

STATUSES = Wording(
    DIALECT,
    {
        "NEW": Look("New", None, 1, system=True),
        "OPEN": Look("In progress", None, 2, system=True),
        "CLOSED": Look("Closed", None, 3, system=True),
        "PENDING": Look("Pending", None, 104),
        "HELD": Look("On hold", None, 105),
        "RESOLVED": Look("Resolved", None, 106),
    },
    stand_ins={"CANCELLED": "CLOSED"},
)
_NUMBERS: Mapping[str, int] = {
    "NEW": 1,
    "OPEN": 2,
    "CLOSED": 3,
    "PENDING": 104,
    "HELD": 105,
    "RESOLVED": 106,
}
"""The vendor's ids of the standard statuses, by code."""
CUSTOM = 1000
"""What is added to the id of a custom status."""
CLOSED = 3
PRIORITIES: Mapping[int, int] = {1: -1, 2: 0, 3: 1, 4: 2}
"""The vendor's numbers by rank; a custom priority shows as its rank's."""
_PRIORITY_CODES: Mapping[int, str] = {-1: "LOW", 0: "NORMAL", 1: "HIGH", 2: "URGENT"}
PRIORITY_NAMES: Mapping[int, str] = {-1: "Low", 0: "Normal", 1: "High", 2: "Critical"}
ORIGINS: Mapping[str, int] = {
    "web": 0,
    "email": 1,
    "widget": 2,
    "api": 3,
    "scheduler": 4,
    "mobile": 5,
    "phone": 6,
    "chat": 7,
    "in_person": 8,
}
"""The vendor's numbers by channel; any other channel is the API."""
CHANNELS: Mapping[int, str] = {number: channel for channel, number in ORIGINS.items()}
ORIGIN_NAMES: Mapping[int, str] = dict(
    enumerate(
        (
            "WebApp",
            "Email",
            "Widget",
            "API",
            "Scheduler",
            "MobileApp",
            "Phone",
            "LiveChat",
            "InPerson",
        )
    )
)


def origin_name(channel: str) -> str:
    """What the vendor calls where a ticket came from."""
    return ORIGIN_NAMES[ORIGINS.get(channel, ORIGINS["api"])]


@dataclass(frozen=True)
class Shown:
    """A status as the vendor shows it; `kind` is what the core makes of it."""

    id: int
    name: str
    kind: Kind
    color: str | None


def status(desk: Desk, id: int | None) -> Shown:
    """How the status of a row shows; one that is unset shows as New."""
    known = _statuses(desk)
    return known.get(id or 0) or known[catalogue.status_id(desk, "NEW")]


def _statuses(desk: Desk) -> Mapping[int, Shown]:
    """By the row's id."""
    return desk.recall("desteksitesi statuses", lambda: _read(desk))


def _read(desk: Desk) -> Mapping[int, Shown]:
    return {
        id: Shown(
            _NUMBERS[one.code] if one.code else CUSTOM + one.id,
            one.look.name,
            one.kind,
            one.look.color,
        )
        for id, one in statuses.shown(desk, STATUSES).items()
    }


def status_ids(desk: Desk, numbers: Iterable[int]) -> list[int]:
    """The rows that show as one of these numbers."""
    wanted = set(numbers)
    return [id for id, one in _statuses(desk).items() if one.id in wanted]


def status_id(desk: Desk, number: int, current: int | None = None) -> int:
    """The row of a number: the current one if that shows as it already. Raises NotFound."""
    fits = status_ids(desk, [number])
    if not fits:
        raise NotFound("status", number)
    if current in fits:
        return int(current or 0)
    standard = next((code for code, known in _NUMBERS.items() if known == number), None)
    return fits[0] if standard is None else catalogue.status_id(desk, standard)


def closed_ids(desk: Desk) -> list[int]:
    """The rows that show as Closed."""
    return status_ids(desk, [CLOSED])


def new_ids(desk: Desk) -> list[int]:
    """The rows that show as New."""
    return status_ids(desk, [1])


def priority(desk: Desk, id: int | None) -> int:
    """The number of a ticket's priority; 0 where it has none."""
    return 0 if id is None else PRIORITIES[catalogue.priority(desk, id).rank or 2]


def priority_id(desk: Desk, number: int) -> int | None:
    """The priority of one of the numbers."""
    return catalogue.priority_id(desk, _PRIORITY_CODES[number])
