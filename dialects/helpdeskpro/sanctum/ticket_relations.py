"""What is shown of a ticket alone, or where `include` asks for it. Source: contract 1.5.

Each relation costs a statement or two for all tickets of a page, or none.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select

from polydesk.core.desk import Desk
from polydesk.core.models import File, Message
from polydesk.core.prepared import among
from polydesk.dialects.helpdeskpro.sanctum import entries, media_shown, persons, vocabulary
from polydesk.dialects.helpdeskpro.sanctum.fields import written
from polydesk.dialects.helpdeskpro.sanctum.schemas.people import Contact
from polydesk.dialects.helpdeskpro.sanctum.ticket_comments import comments, readable
from polydesk.kit.dump import dump

_CONTACT = Contact()
_FILES = (
    select(*written(*media_shown.COLUMNS), Message.ticket_id, Message.kind)
    .join(Message, File.message_id == Message.id)
    .where(among(Message.ticket_id, "tickets"), Message.deleted_at.is_(None))
    .order_by(File.id)
)


def marked(rows: Iterable[Any], mark: str) -> list[int]:
    """The tickets that have something, as far as their rows tell."""
    return [row.id for row in rows if getattr(row, mark, True)]


def _with_sub_category(desk: Desk, _: Sequence[Any], found: Sequence[dict[str, Any]]) -> None:
    for one in found:
        one["sub_category"] = vocabulary.category(desk, one["sub_category_id"])


def _with_type(desk: Desk, _: Sequence[Any], found: Sequence[dict[str, Any]]) -> None:
    for one in found:
        one["ticket_type"] = vocabulary.ticket_type(desk, one["type_id"])


def _with_contact(desk: Desk, _: Sequence[Any], found: Sequence[dict[str, Any]]) -> None:
    contacts = persons.contacts(desk, [one["contact_id"] for one in found])
    for one in found:
        contact = contacts.get(one["contact_id"] or 0)
        one["contact"] = None if contact is None else dump(_CONTACT, contact)


def _with_files(desk: Desk, rows: Sequence[Any], found: Sequence[dict[str, Any]]) -> None:
    ids = marked(rows, "has_files")
    files = readable(desk, desk.rows(_FILES, tickets=ids) if ids else ())
    of: dict[int, list[Any]] = defaultdict(list)
    for file in files:
        of[file.ticket_id].append(media_shown.shown(file, file.ticket_id))
    for one in found:
        one["attachments"] = of[one["id"]]


def _with_comments(desk: Desk, rows: Sequence[Any], found: Sequence[dict[str, Any]]) -> None:
    said = comments(desk, marked(rows, "has_said"))
    for one in found:
        one["comments"] = said.get(one["id"], [])


def _with_entries(desk: Desk, rows: Sequence[Any], found: Sequence[dict[str, Any]]) -> None:
    filled = {one["id"] for one in found if one["custom_fields"]}
    listed = entries.listed(desk, [row for row in rows if row.id in filled]) if filled else {}
    for one in found:
        one["ticket_entries"] = listed.get(one["id"], [])


RELATIONS = {
    "subCategory": _with_sub_category,
    "ticketType": _with_type,
    "contact": _with_contact,
    "attachments": _with_files,
    "comments": _with_comments,
    "ticketEntries": _with_entries,
}
"""What is only shown of a ticket alone, or where it is asked for by `include`."""
