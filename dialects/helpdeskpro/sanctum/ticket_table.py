"""Tickets as a table of text. Source: contract 1.4, row `/tickets/export`."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from polydesk.core.desk import Desk
from polydesk.dialects.helpdeskpro.sanctum import persons, ticket_shown, vocabulary

_HEADER = (
    "UID",
    "Subject",
    "Priority",
    "Category",
    "Sub Category",
    "Department",
    "Status",
    "Assigned To Email",
    "Assigned To Name",
    "Created",
)
_QUOTE = '"'
_QUOTED = re.compile(r'[,"\\\s]')


def written(desk: Desk, rows: Sequence[Any]) -> str:
    """The table of these tickets, which have `ticket_shown.COLUMNS`; a statement at most."""
    users = persons.users(desk, [row.assignee_id for row in rows])
    cells = (_cells(desk, row, users.get(row.assignee_id)) for row in rows)
    return "".join(map(_line, [_HEADER, *cells]))


def _line(cells: Sequence[Any]) -> str:
    """A line of a table as PHP writes it, which quotes blanks too. Source: contract 1.4."""
    texts = map(str, cells)
    quoted = (
        f'"{one.replace(_QUOTE, _QUOTE * 2)}"' if _QUOTED.search(one) else one for one in texts
    )
    return ",".join(quoted) + "\n"


def _cells(desk: Desk, row: Any, assignee: Mapping[str, Any] | None) -> list[Any]:
    category, sub_category = vocabulary.names_of(desk, row.category_id)
    return [
        ticket_shown.FIRST_UID + row.id,
        row.subject,
        (vocabulary.priority(desk, row.priority_id) or {}).get("name", ""),
        category,
        sub_category,
        (vocabulary.department(desk, row.department_id) or {}).get("name", ""),
        (vocabulary.status(desk, row.status_id) or {}).get("name", ""),
        assignee["email"] if assignee else "",
        assignee["name"] if assignee else "",
        ticket_shown.raw(row.created_at),
    ]
