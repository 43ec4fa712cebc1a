"""The vendor's words for statuses, priorities and departments, all free text, and for users."""

from collections.abc import Mapping

from polydesk.core import catalogue, people
from polydesk.core.catalogue import Known
from polydesk.core.desk import Desk, current_desk
from polydesk.core.models import Ticket
from polydesk.core.people import Reference

STATUS: Mapping[str, str] = {
    "NEW": "Open",
    "OPEN": "In Progress",
    "PENDING": "Pending",
    "HELD": "On Hold",
    "RESOLVED": "Resolved",
    "CLOSED": "Closed",
    "CANCELLED": "Cancelled",
}
PRIORITY: Mapping[str, str] = {
    "LOW": "Low",
    "NORMAL": "Medium",
    "HIGH": "High",
    "URGENT": "Critical",
}

_STATUS_CODES = {word: code for code, word in STATUS.items()}
_PRIORITY_CODES = {word: code for code, word in PRIORITY.items()}


def status_word(ticket: Ticket) -> str | None:
    """The word of a ticket's status; a custom one's own."""
    id = ticket.status_id
    return None if id is None else _word(catalogue.status(current_desk(), id), STATUS)


def priority_word(ticket: Ticket) -> str | None:
    """The word of a ticket's priority; a custom one's own."""
    id = ticket.priority_id
    return None if id is None else _word(catalogue.priority(current_desk(), id), PRIORITY)


def department_name(ticket: Ticket) -> str | None:
    """The name of a ticket's department."""
    id = ticket.department_id
    return None if id is None else catalogue.department(current_desk(), id).name


def _word(known: Known, words: Mapping[str, str]) -> str:
    return words.get(known.code or "", known.name)


def status_id(desk: Desk, word: str | None) -> int | None:
    """The status of a word, to the letter; an unknown word becomes a custom status."""
    if word is None:
        return None
    code = _STATUS_CODES.get(word)
    return catalogue.status_id(desk, code) if code else catalogue.custom_status_id(desk, word)


def priority_id(desk: Desk, word: str | None) -> int | None:
    """The priority of a word, to the letter; an unknown word becomes a custom priority."""
    if word is None:
        return None
    code = _PRIORITY_CODES.get(word)
    return catalogue.priority_id(desk, code) if code else catalogue.custom_priority_id(desk, word)


def department_id(desk: Desk, name: str | None) -> int | None:
    """The department of a name, to the letter; an unknown one is made."""
    return None if name is None else catalogue.department_id(desk, name)


def statuses_like(desk: Desk, word: str) -> list[int]:
    """The ids of the statuses that are shown as this word, ignoring case."""
    rows = catalogue.statuses(desk).values()
    return [row.id for row in rows if _word(row, STATUS).casefold() == word.casefold()]


def departments_like(desk: Desk, name: str) -> list[int]:
    """The ids of the departments of this name, ignoring case."""
    rows = catalogue.departments(desk).values()
    return [row.id for row in rows if row.name.casefold() == name.casefold()]


def user(desk: Desk, reference: int | str | None) -> Reference | None:
    """The person of an id or a username (any letter case), disabled ones too; None for nobody."""
    return None if reference is None else people.refer(desk, reference)


def user_id(desk: Desk, reference: int | str | None) -> int | None:
    """The id of the person that `user` finds."""
    found = user(desk, reference)
    return None if found is None else found.id
