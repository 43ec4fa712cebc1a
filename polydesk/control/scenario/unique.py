"""What must not be there twice, neither in a file nor in the world."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import Column, UniqueConstraint, inspect, select

from polydesk.control.scenario import ids
from polydesk.control.scenario.read import Draft, Problems
from polydesk.core import text
from polydesk.core.conflicts import take_turn
from polydesk.core.desk import Desk
from polydesk.core.models import Base, Category, EmailAddress, Group, Person, Priority, Status, Tag

Get = Callable[[str], Any]

_KEYS: dict[tuple[type[Base], str], str] = {
    (Person, "email_key"): "email",
    (Person, "username_key"): "username",
    (EmailAddress, "key"): "address",
    (Tag, "key"): "name",
    (Group, "key"): "name",
}
"""Columns that follow another one, ignoring case."""
_ADDRESSES = ((Person, ("email_key",)), (EmailAddress, ("key",)))
"""Columns that share nothing with each other either."""


def check(desk: Desk, drafts: Iterable[Draft], problems: Problems, *, whole: bool) -> None:
    """Note every draft that says what another one or a row has said; ids are known by now.

    `whole` leaves out the world, whose rows are about to go.
    """
    by_model: dict[type[Base], list[Draft]] = defaultdict(list)
    for draft in drafts:
        by_model[draft.schema.model].append(draft)
    stands = {} if whole else ids.stands(desk)
    addresses = set() if whole or Person not in by_model else _addresses(desk)
    for model, ones in by_model.items():
        uniques = _uniques(model)
        rows = _rows(desk, model, uniques, ones) if stands.get(model.__tablename__) else []
        for columns in uniques:
            is_address = (model, columns) in _ADDRESSES
            taken = addresses if is_address else _taken(model, columns, rows)
            for draft in ones:
                _check_one(draft, columns, taken, problems)
        if not whole and model is Category:
            _check_siblings(desk, ones, problems)


def _check_one(draft: Draft, columns: tuple[str, ...], taken: set[Any], problems: Problems) -> None:
    said = tuple(_said(draft, column) for column in columns)
    if None in said:
        return
    shown = _KEYS.get((draft.schema.model, columns[-1]), columns[-1])
    if "secret" in draft.also and shown == "digest":
        shown = "secret"
    path = f"{draft.path}.{shown}"
    if said in taken and shown.endswith("_id"):
        problems.add(path.removesuffix("_id"), "is given twice")
    elif said in taken:
        problems.add(
            path,
            "is taken"
            if shown == "secret"
            else f'"{draft.id if shown == "id" else draft.get(shown)}" is taken',
        )
    if columns[-1].endswith("key") and len(said[-1]) > 255:
        problems.add(path, "must not be longer than 255 characters, ignoring case")
    taken.add(said)


def _said(draft: Draft, column: str) -> Any:
    if column == "id":
        return draft.id
    may_share = draft.schema.model in (Status, Priority)
    if may_share and column == "name" and draft.get("code") is not None:
        return None  # a custom row may share a standard row's name
    source = _KEYS.get((draft.schema.model, column))
    if source is None:
        return draft.get(column)
    said = draft.get(source)
    return None if said is None else text.key(said)


def _rows(
    desk: Desk, model: type[Base], uniques: list[tuple[str, ...]], drafts: list[Draft]
) -> Sequence[Any]:
    """What the rows that stay as they are have in these columns."""
    names = dict.fromkeys(name for columns in uniques for name in columns)
    query = select(*(getattr(model, name) for name in names))
    return desk.rows(query.where(model.id.not_in([d.id for d in drafts if d.stored])))


def _addresses(desk: Desk) -> set[Any]:
    """All addresses of the world, to which nobody adds one meanwhile."""
    take_turn(desk)
    keys = (select(getattr(model, name)) for model, (name,) in _ADDRESSES)
    return {tuple(row) for query in keys for row in desk.rows(query)}


def _taken(
    model: type[Base], columns: tuple[str, ...], rows: Sequence[Any]
) -> set[tuple[Any, ...]]:
    may_share = columns == ("name",) and model in (Status, Priority)
    return {
        tuple(getattr(row, column) for column in columns)
        for row in rows
        if not may_share or row.code is None
    }


def _uniques(model: type[Base]) -> list[tuple[str, ...]]:
    """The sets of columns that no two rows share; for siblings see `_check_siblings`."""
    table = inspect(model).local_table
    found: list[tuple[str, ...]] = [("id",)]
    for constraint in sorted(table.constraints, key=lambda c: str(c.name)):  # type: ignore[attr-defined]
        if isinstance(constraint, UniqueConstraint):
            found.append(tuple(column.key for column in constraint.columns))
    for index in table.indexes:  # type: ignore[attr-defined]
        if index.unique and all(isinstance(part, Column) for part in index.expressions):
            found.append(tuple(column.key for column in index.columns))
    return found


def _check_siblings(desk: Desk, drafts: list[Draft], problems: Problems) -> None:
    rows = desk.session.execute(select(Category.parent_id, Category.name))
    taken = {(parent, name) for parent, name in rows}
    for draft in drafts:
        place = (draft.owner.id if draft.owner else None, draft.get("name"))
        if place in taken:
            problems.add(f"{draft.path}.name", f'"{place[1]}" is taken among its siblings')
        taken.add(place)
