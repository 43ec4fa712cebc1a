"""The vendor's words for statuses. Source: contract 8, canonical words 3."""

from collections.abc import Iterable, Mapping, Sequence

from polydesk.core import catalogue
from polydesk.core.desk import Desk
from polydesk.core.hiding import Reason
from polydesk.core.models import Kind

WORDS: Mapping[Kind, str] = {
    Kind.NEW: "awaiting_agent",
    Kind.OPEN: "awaiting_agent",
    Kind.PENDING: "awaiting_user",
    Kind.HELD: "pending",
    Kind.RESOLVED: "resolved",
    Kind.CLOSED: "archived",
}
"""By what the core knows of a status."""
CODES: Mapping[str, str] = {
    "awaiting_agent": "NEW",
    "awaiting_user": "PENDING",
    "pending": "HELD",
    "resolved": "RESOLVED",
    "archived": "CLOSED",
    "closed": "CLOSED",
}
"""The code of the status that a word sets."""
TITLES: Mapping[str, str] = {
    "awaiting_agent": "Awaiting Agent",
    "awaiting_user": "Awaiting User",
    "pending": "Pending",
    "resolved": "Resolved",
    "archived": "Archived",
    "hidden": "Hidden",
}
SINCE: Mapping[str, tuple[str, str]] = {
    "awaiting_agent": ("date_user_waiting", "status_at"),
    "awaiting_user": ("date_agent_waiting", "status_at"),
    "resolved": ("date_resolved", "resolved_at"),
    "archived": ("date_archived", "closed_at"),
}
"""What tickets of a status are shown with besides: the key, and the column."""
HIDDEN = "hidden"
REASONS: Mapping[str, Reason] = {
    "hidden": "deleted",
    "hidden.deleted": "deleted",
    "hidden.spam": "spam",
}
"""Why a ticket is in the bin that is put there by such a word."""
ARTICLE_STATUSES: Sequence[str] = (
    "published",
    "archived",
    "hidden.unpublished",
    "hidden.draft",
    "hidden.deleted",
    "hidden.spam",
)
"""What articles, news and the like can be. Source: contract 8, row "article/news status"."""


def status(desk: Desk, id: int | None) -> str:
    """The word of a ticket's status; one that is unset shows as a new ticket's."""
    return WORDS[Kind.NEW if id is None else catalogue.status(desk, id).kind or Kind.NEW]


def sub_status(desk: Desk, id: int | None) -> str:
    """The name of a status that somebody has made; else as `status`."""
    found = None if id is None else catalogue.status(desk, id)
    return status(desk, id) if found is None or found.code is not None else found.name


def status_id(desk: Desk, word: str, now: int | None) -> int | None:
    """The status that a word sets where the ticket has `now`; None for no such word.

    A word that the ticket shows already, or the name of the custom status it has, sets nothing new.
    """
    if word in (WORDS.get(_kind(desk, now)), sub_status(desk, now)):
        return now
    code = CODES.get(word)
    if code is not None:
        return catalogue.status_id(desk, code)
    named = (
        id for id, one in catalogue.statuses(desk).items() if not one.code and one.name == word
    )
    return next(named, None)


def _kind(desk: Desk, id: int | None) -> Kind:
    return Kind.NEW if id is None else catalogue.status(desk, id).kind or Kind.NEW


def status_ids(desk: Desk, words: Iterable[str]) -> list[int]:
    """The ids of all statuses that show as one of these words, or by their own name."""
    wanted = {"archived" if word == "closed" else word for word in words}
    return [
        id
        for id in catalogue.statuses(desk)
        if status(desk, id) in wanted or sub_status(desk, id) in wanted
    ]
