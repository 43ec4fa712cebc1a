"""Lists narrowed by custom fields: `ticket_field.7=text`, in any of its spellings.

Source: contract 5.3, row `{ticket|person|org}_field.N=v`.
"""

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement

from polydesk.core import custom
from polydesk.core.desk import Desk
from polydesk.core.models import FieldType, Usage

_WORDS: Mapping[str, Usage] = {
    "ticket": Usage.TICKET,
    "person": Usage.PERSON,
    "org": Usage.ORGANIZATION,
}
KEY = "custom"
"""Under which a `Listing` has what is asked of custom fields."""
_NAME = re.compile(r"(ticket|person|org)_field(?:[._](\d{1,18})|\[(\d{1,18})\])", re.ASCII)


def asked(sent: Mapping[str, str]) -> dict[Usage, list[tuple[int, str]]]:
    """What a query string asks of custom fields, by usage: the fields' ids, and the values."""
    found: dict[Usage, list[tuple[int, str]]] = {}
    for name, value in sent.items():
        named = _NAME.fullmatch(name) if "_field" in name else None
        if named is not None:
            id = int(named[2] or named[3])
            found.setdefault(_WORDS[named[1]], []).append((id, value))
    return found


def conditions(
    desk: Desk, usage: Usage, id: Any, query: Mapping[str, Any]
) -> list[ColumnElement[bool]]:
    """That the thing whose id is in this column holds, to the letter, what a `Listing` asks for.

    Choices are asked for by their id, several of a field as `9,10`. A field that there is not, and
    a value that it cannot hold, is held by nothing.
    """
    return [
        id.in_(custom.having(desk, usage, field_id, _read(desk, field_id, value)))
        for field_id, value in query.get(KEY, {}).get(usage, ())
    ]


def _read(desk: Desk, field_id: int, value: str) -> str | list[str]:
    field = custom.known(desk).get(field_id)
    several = field is not None and field.type is FieldType.MULTICHOICE
    return [one for one in value.split(",") if one.strip()] if several else value
