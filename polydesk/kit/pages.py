"""Cutting a list into pages: by number, or by offset."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, inspect, select

from polydesk.core.desk import Desk
from polydesk.core.models import MAX_ID


@dataclass(frozen=True)
class Bounds:
    """Which part of a list is asked for: rows from `offset` on, at most `size`."""

    offset: int
    size: int


class Rows:
    """A list that is read when it is asked for, by slices that count from its beginning.

    `read` takes an offset and a size; it gives the rows there, and how many there are in all if
    that came with them. `count` is asked otherwise.
    """

    def __init__(
        self,
        read: Callable[[int, int], tuple[Sequence[Any], int | None]],
        count: Callable[[], int],
    ) -> None:
        self._read, self._count = read, count
        self._length: int | None = None

    def __len__(self) -> int:
        if self._length is None:
            self._length = self._count()
        return self._length

    def __getitem__(self, part: slice) -> Sequence[Any]:
        start, stop, _ = part.indices(MAX_ID)
        if start >= stop:
            return []
        rows, self._length = self._read(start, stop - start)
        return rows


@dataclass(frozen=True)
class Page:
    """One part of a list. `number` and `last` count from 1, `total` is of the whole list."""

    items: Sequence[Any]
    total: int
    offset: int
    size: int

    @property
    def number(self) -> int:
        return self.offset // self.size + 1

    @property
    def last(self) -> int:
        return max(1, -(-self.total // self.size))


@dataclass(frozen=True)
class Numbered:
    """Pages by number: `?page=2&per_page=15`. What is no number, or below 1, is the default.

    `most` is the largest size; a larger one is cut down to it. `whole`: all is one page where
    neither parameter is sent.
    """

    page: str = "page"
    size: str = "per_page"
    default: int = 15
    most: int = 100
    whole: bool = False

    def bounds(self, query: Mapping[str, str]) -> Bounds:
        """What a query string asks for."""
        if self.whole and self.page not in query and self.size not in query:
            return Bounds(0, MAX_ID)
        size = min(_positive(query.get(self.size), self.default), self.most)
        return Bounds((_positive(query.get(self.page), 1) - 1) * size, size)

    def parameters(self) -> dict[str, int]:
        """The names of the parameters, and their defaults."""
        return {self.page: 1, self.size: self.default}


@dataclass(frozen=True)
class Offset:
    """Pages by offset: `?offset=50&count=50`, bounded as in `Numbered`."""

    offset: str = "offset"
    size: str = "count"
    default: int = 50
    most: int = 100

    def bounds(self, query: Mapping[str, str]) -> Bounds:
        """What a query string asks for."""
        size = min(_positive(query.get(self.size), self.default), self.most)
        return Bounds(_positive(query.get(self.offset), 0), size)

    def parameters(self) -> dict[str, int]:
        """The names of the parameters, and their defaults."""
        return {self.offset: 0, self.size: self.default}


Paging = Numbered | Offset

_DIGITS = 18
_LARGEST = 10**_DIGITS - 1
"""The largest number that is told from a larger one: it fits into JSON and behind everything."""


def _positive(text: str | None, default: int) -> int:
    """What a text counts; the default for no number and for 0, `_LARGEST` for what is larger."""
    digits = (text or "").strip()
    if not digits.isdecimal():
        return default
    digits = digits.lstrip("0")
    return (int(digits or 0) or default) if len(digits) <= _DIGITS else _LARGEST


def cut(desk: Desk, query: Select[Any] | Sequence[Any] | Rows, bounds: Bounds) -> Page:
    """One page of a query of rows, or of rows that are there already.

    The ids are cut first and only the rows of the page are loaded, with what the query joins.
    """
    if not isinstance(query, Select):
        items = query[bounds.offset : bounds.offset + bounds.size]
        return Page(items, len(query), bounds.offset, bounds.size)
    model = query.column_descriptions[0]["entity"]
    key = inspect(model).primary_key[0]
    bare = query.with_only_columns(key)
    total = (
        desk.session.scalar(select(func.count()).select_from(bare.order_by(None).subquery())) or 0
    )
    if bounds.offset >= min(total, MAX_ID):
        return Page([], total, bounds.offset, bounds.size)
    ids = desk.session.scalars(bare.offset(bounds.offset).limit(bounds.size)).all()
    loaded = desk.session.scalars(
        select(model).where(key.in_(ids)).options(*query._with_options)
    ).unique()
    by_id = {getattr(row, key.name): row for row in loaded}
    return Page([by_id[id] for id in ids], total, bounds.offset, bounds.size)
