"""How a list of a scenario is declared: once, in `lists.py`, and read and written by that.

The columns of a table are the keys of its entries: a reference column `requester_id` is the key
`requester`, `created_at` is `at`, and all others are called alike. So a new column is in the file
as soon as it is in the table. What a list declares is where it differs from that.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any, get_args, get_origin, get_type_hints

from sqlalchemy import JSON, BigInteger, Boolean, Column, DateTime, Enum, Integer, String, inspect

from polydesk.control.scenario.values import (
    Data,
    Extras,
    Flag,
    Instant,
    Key,
    Number,
    Text,
    Texts,
    Ulid,
    Value,
    Whole,
    Word,
)
from polydesk.core.models import (
    Base,
    Entity,
    Utc,
)

_SECRET = Text(1000)
_YEAR = 366 * 24 * 60
"""In minutes."""
_COMMON = frozenset({"id", "ulid", "created_at", "updated_at"})
_VALUES: Mapping[str, Value] = MappingProxyType(
    {"id": Whole(1, 2**62), "ulid": Ulid(), "rank": Whole(1, 4), "extras": Extras()}
)


@dataclass(frozen=True)
class Field:
    """One key of an entry, and the column behind it.

    `absent` is the value of an entry that lacks the key; `found` says that the loader may find
    out a better one.
    """

    name: str
    column: str
    value: Value
    nullable: bool
    required: bool
    found: bool
    absent: Any


@dataclass(frozen=True, eq=False)
class List:
    """A list of entries, each of which is a row of `model`.

    `hidden` columns are never in the file, `found` ones are worked out where an entry lacks them.
    `also` are keys without a column, `parts` are lists inside of an entry with the column of
    theirs that refers to it. A text in place of an entry stands for one with that `short` key.
    A `mapped` list is an object in the file: the key refers by that column, `value` is beside it.
    """

    name: str
    model: type[Base]
    hidden: frozenset[str] = frozenset()
    found: frozenset[str] = frozenset()
    renamed: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Value] = field(default_factory=dict)
    also: Mapping[str, Value] = field(default_factory=dict)
    parts: Mapping[str, tuple["List", str]] = field(default_factory=dict)
    short: str | None = None
    mapped: str | None = None
    tree: str | None = field(default=None, kw_only=True)

    @property
    def noun(self) -> str:
        """What one entry is called in messages."""
        return str(self.model.__tablename__)

    @property
    def hands_out_keys(self) -> bool:
        """Whether entries may have a `key`: all that clients can name and that no entry holds."""
        return issubclass(self.model, Entity)

    @property
    def is_brief(self) -> bool:
        """Whether an entry comes down to its `short` key: nobody can name its row."""
        return self.short is not None and not self.hands_out_keys

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """The keys that have a column, by name."""
        columns = inspect(self.model).columns
        made = [self._field(column) for column in columns if column.key not in self.hidden]
        return {field.name: field for field in made}

    @cached_property
    def _defaults(self) -> Mapping[str, Any]:
        columns = inspect(self.model).columns
        return {one.key: one.default for one in columns if one.default is not None}

    def defaults(self) -> dict[str, Any]:
        """What a new row has, by column, where its entry does not say."""
        return {
            column: default.arg if default.is_scalar else default.arg(None)
            for column, default in self._defaults.items()
        }

    @cached_property
    def children(self) -> Mapping[str, tuple["List", str]]:
        """All lists inside of an entry: its parts and, in a tree, its children."""
        return {**self.parts, "children": (self, self.tree)} if self.tree else self.parts

    def refers(self, column: str, owner: "List") -> bool:
        """Whether the column refers to the rows of the other list."""
        keys = inspect(self.model).columns[column].foreign_keys
        return any(key.column.table.name == owner.noun for key in keys)

    def _field(self, column: Column[Any]) -> Field:
        found = column.key in self.found or (
            issubclass(self.model, Entity) and column.key in _COMMON
        )
        absent, has_default = _default(self.model, column)
        return Field(
            name=self.renamed.get(column.key) or _name(column),
            column=column.key,
            value=self.values.get(column.key)
            or _VALUES.get(column.key)
            or _value(self.model, column),
            nullable=bool(column.nullable),
            required=not (column.nullable or has_default or found),
            found=found,
            absent=absent,
        )


def _name(column: Column[Any]) -> str:
    if column.key == "created_at":
        return "at"
    return column.key.removesuffix("_id") if column.foreign_keys else column.key


def _default(model: type[Base], column: Column[Any]) -> tuple[Any, bool]:
    if column.default is None:
        return None, False
    if column.default.is_scalar:
        return column.default.arg, True  # type: ignore[attr-defined]
    return _shape(model, column)(), True


def _shape(model: type[Base], column: Column[Any]) -> type:
    """What a JSON column holds: `dict`, `list` or anything (`object`), as its model says."""
    (held,) = get_args(get_type_hints(model)[column.key])
    shape = get_origin(held)
    return shape if isinstance(shape, type) else object


def _value(model: type[Base], column: Column[Any]) -> Value:
    for key in column.foreign_keys:
        return Key(key.column.table.name)
    kind = column.type
    if isinstance(kind, JSON):
        shape = _shape(model, column)
        return Texts() if shape is list else Data(None if shape is object else shape)
    if isinstance(kind, Enum):
        assert kind.enum_class is not None
        return Word(kind.enum_class)  # type: ignore[arg-type]
    if isinstance(kind, Utc | DateTime):
        return Instant()
    if isinstance(kind, String):
        return Text(kind.length)
    if isinstance(kind, Boolean):
        return Flag()
    return Whole() if isinstance(kind, Integer | BigInteger) else Number()
