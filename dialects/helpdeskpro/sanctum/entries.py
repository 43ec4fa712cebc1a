"""What is filled in in a ticket's custom fields, by their names. Source: contract 1.4 and 1.5."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from polydesk.core import custom, text
from polydesk.core.custom import Option
from polydesk.core.desk import Desk
from polydesk.core.errors import Invalid
from polydesk.core.models import CustomValue, Usage
from polydesk.core.prepared import among
from polydesk.dialects.helpdeskpro.sanctum.fields import moment

_IDS = (
    select(CustomValue.ticket_id, CustomValue.field_id, func.min(CustomValue.id).label("id"))
    .where(among(CustomValue.ticket_id, "tickets"))
    .group_by(CustomValue.ticket_id, CustomValue.field_id)
)


def of_all(desk: Desk, rows: Sequence[Any]) -> Mapping[int, dict[str, Any]]:
    """`{name of the field: value}` of each of these tickets, by id; a statement, or none."""
    known = custom.known(desk)
    return {
        id: {known[field_id].name: _plain(value) for field_id, value in values.items()}
        for id, values in custom.of_all(desk, Usage.TICKET, rows).items()
    }


def listed(desk: Desk, rows: Sequence[Any]) -> Mapping[int, list[dict[str, Any]]]:
    """The entries of each of these tickets, by id; two statements, or none."""
    known, found = custom.known(desk), custom.of_all(desk, Usage.TICKET, rows)
    filled = [id for id, values in found.items() if values]
    ids = {(one.ticket_id, one.field_id): one.id for one in _ids(desk, filled)}
    return {
        row.id: [
            {
                "id": ids[row.id, field_id],
                "ticket_id": row.id,
                "field_id": field_id,
                "name": known[field_id].name,
                "label": known[field_id].name,
                "value": _plain(value),
                "created_at": moment(row.created_at),
                "updated_at": moment(row.updated_at),
            }
            for field_id, value in found[row.id].items()
        ]
        for row in rows
    }


def _ids(desk: Desk, tickets: Sequence[int]) -> Iterable[Any]:
    return desk.rows(_IDS, tickets=tickets) if tickets else ()


def _plain(value: custom.Value) -> Any:
    """As JSON has it: choices by their names."""
    if isinstance(value, Option):
        return value.name
    if isinstance(value, tuple):
        return [one.name for one in value]
    if isinstance(value, datetime):
        return moment(value)
    return value.isoformat() if isinstance(value, date) else value


def _read(desk: Desk, category_id: int | None, given: Mapping[str, Any]) -> dict[int, Any]:
    """What is sent by name: names in any letter case; unknown ones are dropped."""
    fields = {text.key(one.name): one.id for one in custom.for_category(desk, category_id)}
    named = {text.key(name): value for name, value in given.items() if text.is_storable(name)}
    return {fields[name]: value for name, value in named.items() if name in fields}


def enter(desk: Desk, ticket_id: int, category_id: int | None, given: Mapping[str, Any]) -> None:
    """Fill in what is sent of a ticket just made.

    Raises Invalid, `{custom_field: {name: [reason]}}`.
    """
    wanted = _read(desk, category_id, given)
    try:
        custom.enter(desk, Usage.TICKET, ticket_id, wanted, category_id=category_id)
    except Invalid as wrong:
        flaws: dict[str, Any] = {"custom_field": wrong.fields}
        raise Invalid(flaws) from None
