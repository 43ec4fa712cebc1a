"""Lists narrowed by custom fields: `ticket_field.7=text`, in any of its spellings.

Source: contract 5.3, row `{ticket|person|org}_field.N=v`.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from flask import has_request_context, request
from sqlalchemy import ColumnElement

from polydesk.core import custom
from polydesk.core.desk import Desk
from polydesk.core.models import FieldType, Usage

_WORDS: Mapping[str, Usage] = {
    "ticket": Usage.TICKET,
    "person": Usage.PERSON,
    "org": Usage.ORGANIZATION,
}
_NAME = re.compile(r"(ticket|person|org)_field(?:[._](\d{1,18})|\[(\d{1,18})\])", re.ASCII)


def asked(usage: Usage) -> Iterator[tuple[int, str]]:
    """The fields of this usage that the request asks for, by id, and what each is to hold."""
    for name, value in request.args.items(multi=True) if has_request_context() else ():
        found = _NAME.fullmatch(name)
        if found is not None and _WORDS[found[1]] is usage:
            yield int(found[2] or found[3]), value


def conditions(desk: Desk, usage: Usage, id: Any) -> list[ColumnElement[bool]]:
    """That the thing whose id is in this column holds, to the letter, what the request asks for.

    Choices are asked for by their id, several of a field as `9,10`. A field that there is not, and
    a value that it cannot hold, is held by nothing.
    """
    return [
        id.in_(custom.having(desk, usage, field_id, _read(desk, field_id, value)))
        for field_id, value in asked(usage)
    ]


def _read(desk: Desk, field_id: int, value: str) -> str | list[str]:
    field = custom.known(desk).get(field_id)
    several = field is not None and field.type is FieldType.MULTICHOICE
    return [one for one in value.split(",") if one.strip()] if several else value
