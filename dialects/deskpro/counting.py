"""How many things there are, and how many of each kind. Source: contract 5.5."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, inspect, literal_column, select

from polydesk.core.desk import Desk


@dataclass(frozen=True)
class Group:
    """What a count can be grouped by: the column, and the title of a value of it.

    `titles` gives those of many values, where one by one they would take a statement each.
    """

    column: Any
    title: Callable[[Desk, Any], str | None] = lambda _, value: value
    titles: Callable[[Desk, Sequence[Any]], Mapping[Any, str]] | None = None

    def named(self, desk: Desk, values: Sequence[Any]) -> Mapping[Any, str | None]:
        """The titles by value."""
        if self.titles is not None:
            return self.titles(desk, values)
        return {value: self.title(desk, value) for value in values}


def counted(desk: Desk, found: Any, by: str, group: Group | None) -> dict[str, Any]:
    """How many there are, and how many of each group. Source: contract 5.5."""
    if not isinstance(found, Select):
        return count(len(found))
    bare = found.order_by(None)
    if group is None:
        keys = inspect(found.column_descriptions[0]["entity"]).columns["id"]
        ids = bare.with_only_columns(keys, maintain_column_froms=True).subquery()
        return count(desk.session.scalar(select(func.count()).select_from(ids)) or 0)
    grouped = bare.with_only_columns(group.column, func.count(), maintain_column_froms=True)
    first: ColumnElement[int] = literal_column("1")  # repeated, its binds would be others
    counts = desk.session.execute(grouped.group_by(first)).all()
    rows = sorted(counts, key=lambda row: (row[0] is None, row[0]))
    titles = group.named(desk, [value for value, _ in rows if value is not None])
    nested = [count(n, id=value, type=by, title=titles.get(value)) for value, n in rows]
    return count(sum(n for _, n in counts), grouped_by=by, nested=nested)


def count(count: int, **more: Any) -> dict[str, Any]:
    """A count as the vendor shows it, of all unless more is said. Source: contract 5.5."""
    plain = {"id": None, "value": None, "type": None, "title": None, "grouped_by": None}
    return {"count": count, **plain, "nested": [], **more}
