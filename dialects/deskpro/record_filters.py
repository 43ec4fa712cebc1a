"""Parameters that narrow lists of records, by what these hold. Source: contract 12."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson
from marshmallow import ValidationError
from sqlalchemy import ColumnElement, String, cast, func, literal_column, or_, select
from sqlalchemy.orm import aliased

from polydesk.core.desk import Desk
from polydesk.core.errors import Invalid
from polydesk.core.models import Record
from polydesk.core.records import text
from polydesk.dialects.deskpro.periods import begins, ends
from polydesk.dialects.deskpro.settings import DIALECT

Filter = Callable[[Desk, str, Sequence[Any]], ColumnElement[bool]]
"""Given the parameter's name and its values, of which there is at least one."""
_TRUTHS: Mapping[str, tuple[str, str]] = {
    "true": ("true", "1"),
    "1": ("true", "1"),
    "false": ("false", "0"),
    "0": ("false", "0"),
}


def same(key: str | None = None) -> Filter:
    """Records that hold one of the values under the key, which is the parameter's name if None."""

    def narrow(_: Desk, name: str, values: Sequence[str]) -> ColumnElement[bool]:
        wanted = {word for value in values for word in _TRUTHS.get(value.lower(), (value,))}
        return text(key or name).in_(sorted(wanted))

    return narrow


def holds(key: str) -> Filter:
    """Records whose list of texts under the key has one of the values, ignoring case."""

    def narrow(_: Desk, __: str, values: Sequence[str]) -> ColumnElement[bool]:
        kept = func.lower(text(key))
        return or_(*(kept.contains(_quoted(value), autoescape=True) for value in values))

    return narrow


def in_list(listed: ColumnElement[str], id: int) -> ColumnElement[bool]:
    """Whether a list of ids, `[1, 2]` as databases write it with blanks or without, has one."""
    kept: ColumnElement[str] = listed
    for mark, comma in ((" ", ""), ("[", ","), ("]", ",")):
        kept = func.replace(kept, mark, comma)
    return kept.contains(f",{id},")


def _quoted(value: str) -> str:
    return orjson.dumps(value.lower()).decode()


def status(_: Desk, __: str, values: Sequence[str]) -> ColumnElement[bool]:
    """Records of one of these statuses; `hidden` is all that are hidden for whatever reason."""
    one = text("status").in_(values)
    return one if "hidden" not in values else or_(one, text("status").startswith("hidden."))


def hidden(_: Desk, __: str, values: Sequence[str]) -> ColumnElement[bool]:
    """Records that are hidden for one of these reasons."""
    return text("status").in_([f"hidden.{value}" for value in values])


def within(column: Any) -> Filter:
    """Things whose time is within a period, as `Period` has read it."""
    return lambda _, __, period: column.between(*period)


def last_comment(kind: str) -> Filter:
    """Things of a kind whose latest comment was made within a period."""
    comment = aliased(Record)
    of = cast(comment.data[kind].as_string(), String)
    commented = select(of).where(
        comment.dialect == DIALECT, comment.collection == f"{kind}_comments"
    )

    def narrow(_: Desk, __: str, period: Sequence[Any]) -> ColumnElement[bool]:
        last = func.max(comment.created_at).between(*period)
        return cast(Record.id, String).in_(commented.group_by(literal_column("1")).having(last))

    return narrow


def since(column: Any) -> Filter:
    """Records whose time is not before the value."""
    return lambda _, name, values: column >= _read(name, begins, values[0])


def until(column: Any) -> Filter:
    """Records whose time is not after the value, a day included."""
    return lambda _, name, values: column <= _read(name, ends, values[0])


def _read(name: str, read: Callable[[str], datetime], value: str) -> datetime:
    try:
        return read(value)
    except ValidationError as flaw:
        raise Invalid({name: [*flaw.messages]}) from flaw
