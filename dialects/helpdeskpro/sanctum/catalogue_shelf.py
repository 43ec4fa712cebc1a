"""What tickets are sorted by, as the vendor's admins arrange it. Source: contract 1.4, "Settings".

Lists are made of what processes remember, so they ask the store for nothing.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from polydesk.core import shelf
from polydesk.core.desk import Desk
from polydesk.core.errors import NotFound
from polydesk.core.text import fold
from polydesk.dialects.helpdeskpro.sanctum.collection import Collection
from polydesk.dialects.helpdeskpro.sanctum.fields import Schema
from polydesk.dialects.helpdeskpro.sanctum.listing import Searched, column, descends, searched
from polydesk.dialects.helpdeskpro.sanctum.settings import DIALECT

CHAPTER = "Settings"
SORTS = ("id", "name")
"""What a list can be ordered by."""


def _as_row(_: Desk, id: int) -> Sequence[int]:
    return [id]


def shelved(
    name: str,
    *,
    model: type[Any],
    thing: str,
    shows: Schema,
    word: Callable[[Desk, int], Mapping[str, Any] | None],
    known: Callable[[Desk], Iterable[int]],
    new: type[Schema],
    create: Callable[..., Any],
    change: Callable[..., None],
    changes: type[Schema] | None = None,
    ids: Callable[[Desk, int], Sequence[int]] = _as_row,
    sorts: Sequence[str] = SORTS,
) -> Collection:
    """The collection at `/settings/<name>` of the rows of a table; deleted is what is put away.

    `known` gives the ids of the rows, `word` what is shown of one, None where it is put away.
    `ids` tells by which id of a row the vendor's is meant, first of several. `create` and `change`
    are given what is sent as keywords, `change` nothing that is empty.
    """

    def lost(desk: Desk, id: int) -> Any:
        found = ids(desk, id)
        if not found:
            raise NotFound(model.__tablename__, id)
        return desk.get(model, found[0])

    def get(desk: Desk, id: int) -> Any:
        row = lost(desk, id)
        if shelf.is_away(row, DIALECT):
            raise NotFound(model.__tablename__, id)
        return row

    def rows(desk: Desk, query: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
        shown = (word(desk, id) for id in known(desk))
        return arranged((one for one in shown if one is not None), query, sorts)

    def change_given(desk: Desk, row: Any, json: Mapping[str, Any]) -> None:
        if json:
            change(desk, row, **json)

    return Collection(
        path=f"/settings/{name}",
        stem=f"settings.{name}",
        chapter=CHAPTER,
        source=f'contract 1.4, "Settings", row `/settings/{name}`; 1.10 (Q-S1, Q-S8)',
        thing=thing,
        shows=shows,
        detail=lambda desk, row: word(desk, row.id),
        rows=rows,
        get=get,
        lost=lost,
        filters=Searched,
        new=new,
        changes=changes,
        create=lambda desk, json: create(desk, **json),
        change=change_given,
        delete=lambda desk, row: shelf.put_away(desk, row, DIALECT),
        restore=lambda desk, row: shelf.take_back(desk, row, DIALECT),
    )


def arranged(
    shown: Iterable[Mapping[str, Any]], query: Mapping[str, Any], sorts: Sequence[str] = SORTS
) -> Sequence[Mapping[str, Any]]:
    """Those with the text that is searched for in their names, in the order that is asked for.

    By name, ignoring case, if nothing of `sorts` is; the id settles what is equal.
    """
    part = fold(searched(query) or "")
    found = sorted((one for one in shown if part in fold(one["name"])), key=lambda one: one["id"])
    by = column(query, {name: name for name in sorts}) or "name"
    return sorted(found, key=lambda one: _key(one[by]), reverse=descends(query))


def _key(value: Any) -> Any:
    return fold(value) if isinstance(value, str) else value
