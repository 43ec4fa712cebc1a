"""Custom fields and what is filled in, as `schemas.custom_fields` shows them.

Those for technicians only are for technicians. Source: contract 7.10, 7.11 and 11.5.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from polydesk.core import custom
from polydesk.core.custom import Field, Option, Thing, Value
from polydesk.core.desk import Desk
from polydesk.core.errors import Hidden, NotFound
from polydesk.core.models import Asset, FieldType, Organization, Person, Ticket, Usage
from polydesk.dialects.desteksitesi import filling, sight

Row = Ticket | Person | Organization | Asset
CHOICE = 3
TYPES: Mapping[FieldType, int] = {
    FieldType.TEXT: 1,
    FieldType.DATE: 2,
    FieldType.DATETIME: 2,
    FieldType.CHOICE: CHOICE,
    FieldType.MULTICHOICE: CHOICE,
    FieldType.CHECKBOX: 4,
    FieldType.MULTILINE: 5,
}
USAGES: Mapping[Usage, int] = {
    Usage.TICKET: 1,
    Usage.ASSET: 2,
    Usage.PERSON: 3,
    Usage.ORGANIZATION: 4,
}


def seen(desk: Desk, fields: Iterable[Field]) -> Sequence[Field]:
    """Those that the caller may see."""
    return [field for field in fields if not field.techs_only or sight.is_tech(desk)]


def defined(field: Field) -> dict[str, Any]:
    """A field for `schemas.custom_fields.Definition`."""
    options = [
        {"id": one.id, "field_id": field.id, "name": one.name, "position": one.position}
        for one in field.options
    ]
    return _common(field) | {
        "usage": USAGES[field.usage],
        "techs_only": field.techs_only,
        "position": field.position,
        "options": options if TYPES[field.type] == CHOICE else None,
    }


def of_all(
    desk: Desk, usage: Usage, things: Iterable[Thing], *, unset: bool = False
) -> dict[int, Sequence[dict[str, Any]]]:
    """What is filled in for several things, by the thing's id; at most one statement.

    Each is a list for `schemas.custom_fields.Value`, by the fields' positions; `unset`: with the
    fields that nothing is filled in.
    """
    several = list(things)
    held = custom.of_all(desk, usage, several)
    known = custom.known(desk)
    found: dict[int, Sequence[dict[str, Any]]] = {}
    for thing in several:
        values = held[thing.id]
        fields = _fields(desk, usage, thing) if unset else [known[id] for id in values]
        found[thing.id] = [_shown(one, values.get(one.id)) for one in seen(desk, fields)]
    return found


def _fields(desk: Desk, usage: Usage, thing: Any) -> Sequence[Field]:
    if usage is Usage.TICKET:
        return custom.for_category(desk, thing.category_id)
    return custom.of_usage(desk, usage)


def _shown(field: Field, value: Value | None) -> dict[str, Any]:
    chosen = value if isinstance(value, tuple) else (value,)
    options = [one for one in chosen if isinstance(one, Option)]
    text = ", ".join(one.name for one in options) if options else _text(value)
    return _common(field) | {
        "position": field.position,
        "value": text,
        "option": text if options else None,
        "option_id": options[0].id if options else None,
    }


def _common(field: Field) -> dict[str, Any]:
    return {
        "id": field.id,
        "name": field.name,
        "type": TYPES[field.type],
        "mandatory": field.mandatory,
        "show_in_grid": field.show_in_list,
    }


def _text(value: Any) -> str | None:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else value


def check(desk: Desk, usage: Usage, row: Row, ids: Iterable[int]) -> None:
    """Raise NotFound("custom_field") for a field that the thing has not, Hidden for one unseen."""
    fields = {field.id: field for field in _fields(desk, usage, row)}
    for id in ids:
        if id not in fields:
            raise NotFound("custom_field", id)
        if not seen(desk, [fields[id]]):
            raise Hidden("custom_field", id)


def put(desk: Desk, usage: Usage, row: Row, given: Mapping[int, Any]) -> None:
    """Fill in fields by their ids: all, or none.

    Raises as `check` does, and Invalid, `{name of the field: [reason]}`.
    """
    check(desk, usage, row, given)
    known = custom.known(desk)
    custom.put(desk, row, {id: filling.read(known[id], value) for id, value in given.items()})
