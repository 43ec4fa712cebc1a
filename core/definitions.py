"""Custom fields as admins define them: made, changed, their options listed, erased.

What is filled in there is for `polydesk.core.custom`.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, TypedDict

from sqlalchemy import Select, select

from polydesk.core.desk import Desk
from polydesk.core.errors import Invalid, NotFound
from polydesk.core.fields import CHOICES
from polydesk.core.keep import KEEP, Kept
from polydesk.core.models import (
    Category,
    CustomField,
    CustomFieldCategory,
    CustomOption,
    FieldType,
    Usage,
)


class Choice(TypedDict):
    """An option as it is to be: one that has an id is there already.

    `position` is its place in the list unless given.
    """

    id: NotRequired[int]
    name: str
    position: NotRequired[int]


def listed(usage: Usage) -> Select[CustomField]:
    """The fields of a usage by position, also those that are not enabled: to be narrowed, paged."""
    query = select(CustomField).filter_by(usage=usage)
    return query.order_by(CustomField.position, CustomField.id)


def get(desk: Desk, usage: Usage, id: int) -> CustomField:
    """The field of this usage and id; raises NotFound("custom_field")."""
    found = desk.get(CustomField, id)
    if found.usage is not usage:
        raise NotFound("custom_field", id)
    return found


def create(
    desk: Desk,
    *,
    name: str,
    usage: Usage,
    type: FieldType,
    description: str = "",
    default: str | None = None,
    mandatory: bool = False,
    techs_only: bool = False,
    show_in_list: bool = False,
    enabled: bool = True,
    position: int = 0,
    options: Sequence[Choice] = (),
    categories: Sequence[Category] = (),
    extras: Mapping[str, Any] | None = None,
) -> CustomField:
    """A new field; without categories it is for tickets of all.

    Raises Invalid, `{"options": [reason]}`, for options of a field that is no choice, and for such
    that have an id.
    """
    field = CustomField(
        name=name,
        usage=usage,
        type=type,
        description=description,
        default=default,
        mandatory=mandatory,
        techs_only=techs_only,
        show_in_list=show_in_list,
        enabled=enabled,
        position=position,
        everywhere=not categories,
        categories=[CustomFieldCategory(category_id=node.id) for node in categories],
        extras=dict(extras or {}),
    )
    named = _options(field, options)
    desk.add(field)
    _put(desk, field, named)
    desk.tell("custom_field.created", field)
    return field


def change(
    desk: Desk,
    field: CustomField,
    *,
    name: str | Kept = KEEP,
    description: str | Kept = KEEP,
    default: str | Kept | None = KEEP,
    mandatory: bool | Kept = KEEP,
    techs_only: bool | Kept = KEEP,
    show_in_list: bool | Kept = KEEP,
    enabled: bool | Kept = KEEP,
    position: int | Kept = KEEP,
    options: Sequence[Choice] | Kept = KEEP,
    extras: Mapping[str, Any] | Kept = KEEP,
) -> None:
    """Change what is given; what stays the same changes nothing. Usage and type never change.

    `options` are the whole list: those with an id stay, the others are new, and those that are not
    there go, with what was chosen of them. Raises Invalid as `create` does, and for the id of an
    option that is not of this field, or given twice.
    """
    given = {
        "name": name,
        "description": description,
        "default": default,
        "mandatory": mandatory,
        "techs_only": techs_only,
        "show_in_list": show_in_list,
        "enabled": enabled,
        "position": position,
        "extras": extras,
    }
    named = None if options is KEEP else _options(field, options)
    changed = {
        column
        for column, value in given.items()
        if value is not KEEP and value != getattr(field, column)
    }
    for column in changed:
        setattr(field, column, given[column])
    if named is not None and _put(desk, field, named):
        changed.add("options")
    if changed:
        field.updated_at = desk.now()
        desk.flush()
        desk.tell("custom_field.changed", field, fields=sorted(changed))


def erase(desk: Desk, field: CustomField) -> None:
    """Take a field out of the store, with its options and all that is filled in; no way back."""
    desk.tell("custom_field.deleted", field)
    desk.session.delete(field)
    desk.flush()


Named = Sequence[tuple[CustomOption | None, str, int]]
"""The options that a field is to have: which one if it is there, its name, its position."""


def _options(field: CustomField, given: Sequence[Choice]) -> Named:
    """What is to become of the options."""
    if given and field.type not in CHOICES:
        raise Invalid({"options": ["are for choices only"]})
    there = {option.id: option for option in field.options}
    ids = [choice["id"] for choice in given if "id" in choice]
    if not there.keys() >= set(ids) or len(set(ids)) < len(ids):
        raise Invalid({"options": ["must be those of the field, each once"]})
    return [
        (
            there[choice["id"]] if "id" in choice else None,
            choice["name"],
            choice.get("position", place),
        )
        for place, choice in enumerate(given, 1)
    ]


def _put(desk: Desk, field: CustomField, named: Named) -> bool:
    """Let these be the options; says whether that changes any."""
    kept = {option.id for option, *_ in named if option is not None}
    gone = [option for option in field.options if option.id not in kept]
    new = [CustomOption(name=n, position=p) for option, n, p in named if option is None]
    renamed = []
    for option, name, position in named:
        if option is not None and (option.name, option.position) != (name, position):
            option.name, option.position, option.updated_at = name, position, desk.now()
            renamed.append(option)
    for option in gone:
        field.options.remove(option)
    for option in new:
        option.field_id = field.id
    desk.add_all(new)
    desk.session.expire(field, ["options"])
    return bool(gone or new or renamed)
