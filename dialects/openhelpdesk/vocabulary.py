"""The vendor's words for statuses, priorities, links and roles. Source: contract 5."""

import re
from collections.abc import Collection, Iterable, Mapping

from polydesk.core import catalogue, statuses
from polydesk.core.desk import Desk
from polydesk.core.models import LinkKind, Role
from polydesk.core.statuses import Look, Shown, Wording
from polydesk.core.text import fold
from polydesk.dialects.openhelpdesk import settings
from polydesk.dialects.openhelpdesk.settings import DIALECT

STATUSES = Wording(
    DIALECT,
    {
        "NEW": Look("New", "#64748b", 1, system=True),
        "OPEN": Look("In Progress", "#2563eb", 2),
        "PENDING": Look("Pending", "#d97706", 3),
        "RESOLVED": Look("Resolved", "#16a34a", 98, system=True),
        "CLOSED": Look("Closed", "#475569", 99, system=True),
    },
    stand_ins={"HELD": "PENDING", "CANCELLED": "CLOSED"},
    color="#6b7280",
)
PRIORITIES: Mapping[int, str] = {1: "Low", 2: "Medium", 3: "High", 4: "Critical"}
"""By rank; a custom priority shows as its rank's."""
CODES: Mapping[str, str] = {
    "low": "LOW",
    "medium": "NORMAL",
    "high": "HIGH",
    "critical": "URGENT",
}
"""The codes of the words, lower-cased."""
LINKS: Mapping[LinkKind, str] = {
    LinkKind.RELATED: "related_to",
    LinkKind.PARENT: "parent_of",
    LinkKind.CHILD: "child_of",
    LinkKind.CAUSED_BY: "caused_by",
    LinkKind.DUPLICATE: "duplicate_of",
}
ROLES: Mapping[Role, str] = {Role.ADMIN: "admin", Role.AGENT: "staff", Role.USER: "user"}
TRACKING = re.compile(r"TRK-(\d{4,18})", re.IGNORECASE | re.ASCII)
REMOVED = "removed user"
"""The name of whoever is gone."""


def status(desk: Desk, id: int | None) -> Shown:
    """How a ticket's status shows; one that is unset shows as New."""
    shown = statuses.shown(desk, STATUSES)
    return shown.get(id or 0) or shown[catalogue.status_id(desk, "NEW")]


def priority(desk: Desk, id: int | None) -> str:
    """The word of a ticket's priority; `Medium` where it has none."""
    return "Medium" if id is None else PRIORITIES[catalogue.priority(desk, id).rank or 2]


def priority_id(desk: Desk, word: str) -> int | None:
    """The priority of a word in any letter case; None for another word."""
    code = CODES.get(word.lower())
    return None if code is None else catalogue.priority_id(desk, code)


def statuses_named(desk: Desk, names: Iterable[str]) -> list[int]:
    """The ids of all statuses that show under one of these names, in any letter case."""
    wanted = {fold(name) for name in names}
    shown = statuses.shown(desk, STATUSES)
    return [id for id, one in shown.items() if fold(one.look.name) in wanted]


def priorities_named(desk: Desk, words: Collection[str]) -> list[int]:
    """The ids of all priorities that show as one of these words."""
    return [id for id in catalogue.priorities(desk) if priority(desk, id) in words]


def reopen_target(desk: Desk) -> int:
    """The status of a reopened ticket; New where the setting names none. Source: contract 4.13."""
    wanted = fold(str(settings.of(desk, "reopen_target_status_name")))
    found = (one.id for one in statuses.listed(desk, STATUSES) if fold(one.look.name) == wanted)
    return next(found, None) or catalogue.status_id(desk, "NEW")


def tracking_number(number: int | None) -> str | None:
    """How a tracking number is written: `TRK-1001`."""
    return None if number is None else f"TRK-{number:04}"


def read_tracking_number(text: str) -> int | None:
    """The number of such a text in any letter case; None for any other text."""
    found = TRACKING.fullmatch(text)
    number = int(found[1]) if found else None
    return number if tracking_number(number) == text.upper() else None
