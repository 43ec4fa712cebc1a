"""What is filled in in custom fields, `custom: {field: value}` in the entry of the thing."""

from collections.abc import Callable, Sequence
from typing import Any

from polydesk.control.scenario.lists import VALUES
from polydesk.control.scenario.read import Draft, Keys, Problems
from polydesk.core import custom, fields, text
from polydesk.core.desk import Desk
from polydesk.core.fields import Field, Option
from polydesk.core.models import Base, CustomField, CustomValue, FieldType, Usage

Found = tuple[Draft, Draft | Field]
"""A value, and its field in the file or in the world."""


def find_fields(
    desk: Desk, drafts: list[Draft], keys: Keys, problems: Problems, *, whole: bool
) -> list[Found]:
    """The values with their fields, which are called by key, or by name within their usage.

    What is empty is no draft any more, and several options are one each. `whole` leaves out the
    fields of the world, which are about to go.
    """
    names = _names(desk, drafts, whole=whole)
    found: list[Found] = []
    kept = []
    for draft in drafts:
        if draft.schema is not VALUES:
            kept.append(draft)
            continue
        field = _field(draft, keys, names)
        if field is None:
            usage = _usage(draft)
            problems.add(draft.path, f'no custom field "{draft.values["field_id"]}" of {usage}s')
        for one in _spread(draft, field):
            kept.append(one)
            if field is None:
                one.values["field_id"] = 0
            else:
                found.append((one, field))
    drafts[:] = kept
    return found


def _usage(draft: Draft) -> Usage:
    return Usage(draft.owner_column.removesuffix("_id"))


def _names(desk: Desk, drafts: list[Draft], *, whole: bool) -> dict[tuple[str, str], Draft | Field]:
    """The fields by usage and name; where several share a name, the first of the file."""
    names: dict[tuple[str, str], Draft | Field] = {}
    for draft in drafts:
        if draft.schema.model is CustomField:
            names.setdefault((draft.values.get("usage", ""), draft.values.get("name", "")), draft)
    for field in () if whole else custom.known(desk).values():
        names.setdefault((field.usage, field.name), field)
    return names


def _field(
    draft: Draft, keys: Keys, names: dict[tuple[str, str], Draft | Field]
) -> Draft | Field | None:
    key, usage = draft.values["field_id"], _usage(draft)
    found = keys.find(CustomField.__tablename__, key)
    if isinstance(found, Draft) and found.values.get("usage", usage) is usage:
        return found
    return names.get((usage, key))


def _spread(draft: Draft, field: Draft | Field | None) -> list[Draft]:
    given = draft.also["value"]
    kind = field.values.get("type") if isinstance(field, Draft) else field and field.type
    several = given if kind is FieldType.MULTICHOICE and isinstance(given, list) else [given]
    made = []
    for value in several:
        if value in (None, "", []):
            continue
        one = Draft(VALUES, draft.path, draft.index, draft.owner, draft.owner_column)
        one.values, one.also = dict(draft.values), {"value": value}
        made.append(one)
    return made


def settle(found: Sequence[Found], problems: Problems) -> None:
    """What is stored of each value; ids are known by now."""
    known: dict[Draft, Field] = {}
    seen = set()
    for draft, field in found:
        keys = {}
        if isinstance(field, Draft):
            keys = {one.key: one.id for one in field.parts.get("options", ()) if one.key}
            draft.values["field_id"] = field.id
            if not {"usage", "type", "name"} <= field.values.keys():
                continue
            field = known.get(field) or known.setdefault(field, _read(field))
        draft.values["field_id"] = field.id
        value = draft.also["value"]
        is_multiple = field.type is FieldType.MULTICHOICE
        if isinstance(value, str) and (is_multiple or field.type is FieldType.CHOICE):
            names = {text.key(option.name): option.id for option in reversed(field.options)}
            value = keys.get(value) or names.get(text.key(value), value)
        try:
            (cell,) = fields.as_cells(field, [value] if is_multiple else value)
        except ValueError as error:
            problems.add(draft.path, str(error))
            continue
        draft.values |= cell._asdict()
        which = cell.option_id if is_multiple else None
        if (draft.owner, field.id, which) in seen:
            problems.add(draft.path, "is given twice")
        seen.add((draft.owner, field.id, which))


def _read(draft: Draft) -> Field:
    """A field of the file, as far as its values need it."""
    options = (
        Option(one.id, "", one.values.get("name", ""), 0) for one in draft.parts.get("options", ())
    )
    name, usage, type = (draft.values[column] for column in ("name", "usage", "type"))
    return Field(
        draft.id, "", name, usage, type, False, False, False, 0, True, tuple(options), frozenset()
    )


def write(desk: Desk, rows: Sequence[Base], key: Callable[[str, int], str]) -> dict[str, Any]:
    """The values of one entry; `key` gives that of a row by table and id."""
    said: dict[str, Any] = {}
    for row in rows:
        assert isinstance(row, CustomValue)
        kind = custom.known(desk)[row.field_id].type
        name = key(CustomField.__tablename__, row.field_id)
        value: Any = row.text
        if row.option_id is not None:
            value = key("custom_option", row.option_id)
        if kind is FieldType.CHECKBOX:
            value = row.text == "true"
        if kind is FieldType.MULTICHOICE:
            said.setdefault(name, []).append(value)
        else:
            said[name] = value
    return said
