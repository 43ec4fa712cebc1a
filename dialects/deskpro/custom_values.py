"""What is filled in in custom fields, as the vendor shows it and as clients write it.

Source: contract 8, rows "custom fields out" and "in"; 11, row "Custom field required/invalid".
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from marshmallow import ValidationError
from sqlalchemy import select

from polydesk.core import custom, text
from polydesk.core.custom import Field, Option, Thing
from polydesk.core.desk import Desk, current_desk
from polydesk.core.errors import Invalid, NotFound
from polydesk.core.models import CustomField, Entity, FieldType, Usage
from polydesk.dialects.deskpro.fields import Truth, Value, moment, stamp, whole
from polydesk.dialects.deskpro.flaws import Flaw
from polydesk.dialects.deskpro.settings import DIALECT

_DAY = "YYYY-MM-DD"
_truth = Truth()


def shown(desk: Desk, usage: Usage, things: Iterable[Thing]) -> dict[int, dict[str, Any]]:
    """`fields` of several things: `{id of the thing: {id of the field: what is shown}}`.

    Every thing is there. One statement, or none where there are no such fields. A ticket is to
    have its `category_id` beside its `id`.
    """
    found = custom.of_all(desk, usage, things)
    return {id: _shown(desk, values) for id, values in found.items()}


def _shown(desk: Desk, values: Mapping[int, custom.Value]) -> dict[str, Any]:
    if not values:
        return {}
    own = _own(desk)
    return {str(field): _show(value, own[field].aliases) for field, value in values.items()}


def _show(value: custom.Value, aliases: Iterable[str]) -> dict[str, Any]:
    chosen = (value,) if isinstance(value, Option) else value
    if isinstance(chosen, tuple):
        detail = {str(one.id): {"id": one.id, "title": one.name} for one in chosen}
        return {"aliases": [*aliases], "value": [one.id for one in chosen], "detail": detail}
    if isinstance(value, date):
        plain = stamp(value) if isinstance(value, datetime) else value.isoformat()
        return {"aliases": [*aliases], "value": plain}
    return {"aliases": [*aliases], "value": value}


class _Own(NamedTuple):
    """What only this vendor says of a field."""

    aliases: Sequence[str]
    required: bool


def _own(desk: Desk) -> Mapping[int, _Own]:
    """By the field's id; without a query where nothing has changed."""

    def read() -> Mapping[int, _Own]:
        rows = desk.session.execute(select(CustomField.id, CustomField.extras))
        own = ((id, extras.get(DIALECT, {})) for id, extras in rows)
        return {id: _Own(one.get("aliases", []), has_required(one)) for id, one in own}

    return desk.recall((DIALECT, "own of fields"), read)


def has_required(own: Mapping[str, Any]) -> bool:
    """Whether a field's own values say that it is to be filled in."""
    return own.get("options", {}).get("required") in (True, 1, "1", "true")


def is_required(desk: Desk, field: Field) -> bool:
    """Whether this vendor's clients have to fill a field in: only if it was so defined here."""
    return _own(desk)[field.id].required


def _required(desk: Desk, usage: Usage, category_id: int | None) -> Sequence[int]:
    """Which fields have to be filled in; without a query where nothing has changed."""

    def find() -> Sequence[int]:
        is_ticket = usage is Usage.TICKET
        fields = (
            custom.for_category(desk, category_id) if is_ticket else custom.of_usage(desk, usage)
        )
        return tuple(field.id for field in fields if is_required(desk, field))

    return desk.recall((DIALECT, "required", usage, category_id), find)


class CustomFields(Value):
    """`fields` of what a client writes: `{id of the field: value}`, for `put` and `enter`.

    A value is as it is shown, or a text, a truth, a date, a choice's id or several. None and
    what is empty clears, but not where a field is required here. Flaws are those of `fields_<id>`.
    """

    kind = "object"

    def __init__(self, usage: Usage, **kwargs: Any) -> None:
        self._usage = usage
        super().__init__(**kwargs)

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> dict[int, Any]:
        if value == []:  # how some languages write an empty map
            return {}
        if not isinstance(value, Mapping):
            raise self.make_error("invalid")
        known = {field.id: field for field in custom.of_usage(current_desk(), self._usage)}
        read: dict[int, Any] = {}
        wrong: dict[str, Any] = {}
        for name, given in value.items():
            try:
                field = known.get(whole(name) or 0)
                if field is None:
                    raise ValidationError(Flaw("bad_choice"))
                read[field.id] = _read(field, given)
            except ValidationError as error:
                wrong[f"fields_{name}"] = error.messages
        if wrong:
            raise ValidationError(wrong)
        return read


def _read(field: Field, given: Any) -> Any:
    """A value as the core takes it. Raises ValidationError."""
    if isinstance(given, Mapping) and "value" in given:
        given = given["value"]
    blank = isinstance(given, str) and not given.strip()
    if (blank or given in (None, [])) and is_required(current_desk(), field):
        raise ValidationError(Flaw("required"))
    if given in (None, "", []):
        return None
    if field.type in (FieldType.CHOICE, FieldType.MULTICHOICE):
        return _chosen(field, given if isinstance(given, list) else [given])
    if field.type is FieldType.CHECKBOX:
        return _truth.deserialize(given)
    if field.type in (FieldType.DATE, FieldType.DATETIME):
        at = moment(given)
        if at is None:
            raise ValidationError(Flaw("invalid_date"))
        return at.date() if len(given.strip()) == len(_DAY) else at
    if isinstance(given, int | float) and not isinstance(given, bool):
        given = str(given)
    if not isinstance(given, str) or not text.is_storable(given):
        raise ValidationError(Flaw("invalid"))
    return given


def _chosen(field: Field, given: list[Any]) -> Any:
    options = {option.id: option for option in field.options}
    chosen = [options.get(whole(one) or 0) for one in given]
    single = field.type is FieldType.CHOICE
    if None in chosen or (single and len(chosen) > 1):
        raise ValidationError(Flaw("bad_choice"))
    return chosen[0] if single else chosen


def put(desk: Desk, row: Entity, given: Mapping[int, Any]) -> None:
    """Fill in what `CustomFields` has read, of a thing that is there already.

    Raises Invalid for a field that tickets of its category do not have.
    """
    if given:
        try:
            custom.put(desk, row, given)
        except NotFound as error:
            raise _not_there(error) from error


def enter(
    desk: Desk,
    usage: Usage,
    id: int,
    given: Mapping[int, Any],
    *,
    category_id: int | None = None,
) -> dict[str, Any]:
    """As `put`, of what was made in this transaction; gives the `fields` that it is shown with.

    What is required here has to be among them. `category_id` is that of a ticket.
    """
    missing = [id for id in _required(desk, usage, category_id) if given.get(id) is None]
    if missing:
        raise _flawed({id: Flaw("required") for id in missing})
    try:
        values = custom.enter(desk, usage, id, given, category_id=category_id)
    except NotFound as error:
        raise _not_there(error) from error
    return _shown(desk, values)


def _not_there(error: NotFound) -> Invalid:
    return _flawed({error.key: Flaw("bad_choice")})


def _flawed(flaws: Mapping[Any, Flaw]) -> Invalid:
    return Invalid({"fields": {id: [flaw] for id, flaw in flaws.items()}})  # type: ignore[dict-item]
