"""What clients fill into custom fields, as the core takes it. Source: contract 11.5."""

from typing import Any

from polydesk.core import text
from polydesk.core.custom import Field
from polydesk.core.errors import Invalid
from polydesk.core.models import FieldType
from polydesk.dialects.desteksitesi.fields import read_flag, read_moment

_DATES = (FieldType.DATE, FieldType.DATETIME)


def read(field: Field, given: Any) -> Any:
    """A value for `custom.put`; None clears. Raises Invalid, `{name of the field: [reason]}`."""
    if given is None or given == "":
        return None
    if field.type is FieldType.CHECKBOX:
        return _known(field, read_flag(given), "must be true or false")
    if field.type in _DATES:
        found = read_moment(given) if isinstance(given, str) else None
        moment, is_whole_day = _known(field, found, "must be a date")
        return moment.date() if is_whole_day else moment
    if field.type is FieldType.MULTICHOICE and isinstance(given, str):
        return _several(field, given)
    if isinstance(given, bool):
        return str(given).lower()
    return str(given) if isinstance(given, int | float) else given


def _several(field: Field, given: str) -> list[str]:
    """The options of a text that names them as they are shown, with commas between."""
    is_one = any(text.key(given) == text.key(option.name) for option in field.options)
    return [given] if is_one else given.split(",")


def _known(field: Field, found: Any, reason: str) -> Any:
    if found is None:
        raise Invalid({field.name: [reason]})
    return found
