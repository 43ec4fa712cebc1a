"""What a custom field is, and how what it holds is stored.

Values are typed: str; bool; a date, or an aware datetime where a time was given; an `Option`, or a
tuple of them. How a vendor words them is the dialect's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from polydesk.core import text
from polydesk.core.models import FieldType, Usage

CHOICES = frozenset({FieldType.CHOICE, FieldType.MULTICHOICE})
"""The types that have options."""
_DATES = frozenset({FieldType.DATE, FieldType.DATETIME})
_FLAGS = {"true": True, "1": True, "false": False, "0": False}


@dataclass(frozen=True)
class Option:
    """One of the answers of a field, as processes remember it."""

    id: int
    ulid: str
    name: str
    position: int


@dataclass(frozen=True)
class Field:
    """A field as processes remember it; options by position. See `CustomField`."""

    id: int
    ulid: str
    name: str
    usage: Usage
    type: FieldType
    mandatory: bool
    techs_only: bool
    show_in_list: bool
    position: int
    everywhere: bool
    options: tuple[Option, ...]
    category_ids: frozenset[int]
    enabled: bool = True


Value = str | bool | date | Option | tuple[Option, ...]
"""What a field holds, never nothing: a datetime is a date too."""


class Cell(NamedTuple):
    """What a row of `CustomValue` holds."""

    text: str | None = None
    option_id: int | None = None


def as_cells(field: Field, given: Any) -> list[Cell]:
    """What is stored of a value that was given; nothing for None, an empty text and no options.

    Texts are kept. Flags are true or false, also as a text or 1 and 0. Dates are a date or a
    datetime, which is UTC without a zone, or either in ISO 8601. Choices are an `Option`, its id
    or its name ignoring case; of several in a multichoice field each counts once.
    Raises ValueError with the reason.
    """
    if given is None or given == "" or (isinstance(given, list | tuple) and not given):
        return []
    if field.type is FieldType.MULTICHOICE:
        several = given if isinstance(given, list | tuple) else [given]
        return [Cell(option_id=id) for id in dict.fromkeys(_option_id(field, o) for o in several)]
    if field.type is FieldType.CHOICE:
        return [Cell(option_id=_option_id(field, given))]
    if field.type is FieldType.CHECKBOX:
        return [Cell(_flag(given))]
    return [Cell(_date(given) if field.type in _DATES else _text(given))]


def _option_id(field: Field, given: Any) -> int:
    if isinstance(given, Option):
        given = given.id
    if isinstance(given, int | str) and not isinstance(given, bool):
        wanted = text.key(str(given))
        for by_name in (False, True):
            for option in field.options:
                if wanted == (text.key(option.name) if by_name else str(option.id)):
                    return option.id
    raise ValueError("must be one of the options")


def _flag(given: Any) -> str:
    flag = _FLAGS.get(str(given).lower()) if isinstance(given, str | int) else None
    if flag is None:
        raise ValueError("must be true or false")
    return str(flag).lower()


def _date(given: Any) -> str:
    try:
        if isinstance(given, str):
            given = given.strip()
            given = date.fromisoformat(given) if len(given) <= 10 else datetime.fromisoformat(given)
        if isinstance(given, datetime):
            given = (given if given.tzinfo else given.replace(tzinfo=UTC)).astimezone(UTC)
        if isinstance(given, date):
            return given.isoformat()
    except (ValueError, OverflowError):
        pass
    raise ValueError("must be a date")


def _text(given: Any) -> str:
    if not isinstance(given, str) or not text.is_storable(given):
        raise ValueError("must be text")
    return given


def as_value(field: Field, found: Sequence[Cell]) -> Value | None:
    """The value that is stored so; None where nothing is."""
    if not found:
        return None
    if field.type in CHOICES:
        by_id = {option.id: option for option in field.options}
        chosen = tuple(by_id[cell.option_id] for cell in found if cell.option_id in by_id)
        return (chosen or None) if field.type is FieldType.MULTICHOICE else next(iter(chosen), None)
    said = found[0].text or ""
    if field.type is FieldType.CHECKBOX:
        return _FLAGS[said]
    if field.type in _DATES:
        return datetime.fromisoformat(said) if "T" in said else date.fromisoformat(said)
    return said


def as_told(found: Sequence[Cell]) -> str | list[int] | None:
    """What events say of it: a text as it is stored, or the ids of options."""
    if not found:
        return None
    return found[0].text or [cell.option_id for cell in found if cell.option_id is not None]
