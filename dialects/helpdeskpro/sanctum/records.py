"""Collections that the core never reasons about: one declaration each. Source: contract 1.4.

A record in the bin has `deleted_at` among its data.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select

from polydesk.core import records
from polydesk.core.desk import Desk
from polydesk.core.errors import NotFound
from polydesk.core.models import Record
from polydesk.core.records import text
from polydesk.core.search import folded, part_of
from polydesk.dialects.helpdeskpro.sanctum.collection import Collection
from polydesk.dialects.helpdeskpro.sanctum.fields import Schema, moment
from polydesk.dialects.helpdeskpro.sanctum.listing import Searched, ordered, searched
from polydesk.dialects.helpdeskpro.sanctum.settings import DIALECT

_BIN = "deleted_at"


def family(
    path: str,
    *,
    chapter: str,
    thing: str,
    kind: str,
    shows: Schema,
    new: type[Schema],
    title: str,
    own: bool = False,
    bins: bool = False,
    show: Callable[[Desk, Sequence[Record]], Sequence[Any]] | None = None,
    made: Callable[[Desk], Mapping[str, Any]] | None = None,
    kept: Callable[[Desk, Mapping[str, Any]], Mapping[str, Any]] = lambda _, json: json,
    files: Sequence[str] = (),
) -> Collection:
    """A plain collection at `path`, whose things hold what `new` reads.

    `title` is the key that they are ordered by, and searched. `kind` is what `NotFound` says is
    missing. Where they are one's `own`, nobody else's are there; what `bins` can be restored.
    `show` is as for a `Collection`, for things that are shown with more than they hold; `made`
    gives what a new one holds beside what is sent, `kept` what is held of what is sent.
    """
    name = path.removeprefix("/")
    by_title = folded(text(title))
    orders = {"id": Record.id, title: by_title, "created_at": Record.created_at}

    def rows(desk: Desk, query: Mapping[str, Any]) -> Select[Record]:
        owner_id = (desk.person_id or 0) if own else None
        found = records.collected(DIALECT, name, owner_id=owner_id).where(text(_BIN).is_(None))
        part = searched(query)
        if part is not None:
            found = found.where(part_of(text(title), part))
        return ordered(found, query, orders, by_title)

    def lost(desk: Desk, id: int) -> Record:
        record = records.find(desk, DIALECT, name, id)
        if record is None or (own and record.owner_id != desk.person_id):
            raise NotFound(kind, id)
        return record

    def get(desk: Desk, id: int) -> Record:
        record = lost(desk, id)
        if record.data.get(_BIN) is not None:
            raise NotFound(kind, id)
        return record

    def create(desk: Desk, json: dict[str, Any]) -> Record:
        data = {**(made(desk) if made else {}), **_plain(kept(desk, json))}
        owner_id = desk.person_id if own else None
        return records.create(desk, DIALECT, name, data=data, owner_id=owner_id)

    def change(desk: Desk, row: Record, json: dict[str, Any]) -> None:
        records.change(desk, row, data=_plain(kept(desk, json)))

    def put_away(desk: Desk, row: Record) -> None:
        records.change(desk, row, data={_BIN: moment(desk.now())})

    def take_back(desk: Desk, row: Record) -> None:
        if row.data.get(_BIN) is not None:
            records.change(desk, row, data={_BIN: None})

    return Collection(
        path=path,
        stem=name.replace("-", "_"),
        chapter=chapter,
        source=f"contract 1.4, row `{path}`",
        thing=thing,
        shows=shows,
        show=show or shown,
        rows=rows,
        get=get,
        lost=lost,
        filters=Searched,
        new=new,
        create=create,
        change=change,
        delete=put_away if bins else records.delete,
        restore=take_back if bins else None,
        files=files,
    )


def shown(_: Desk, rows: Sequence[Record]) -> Sequence[Mapping[str, Any]]:
    """Records as they are shown: what they hold, beside their id, owner and times."""
    return [
        {
            **row.data,
            "id": row.id,
            "user_id": row.owner_id,
            "created_at": row.created_at,
            "updated_at": row.updated_at,
        }
        for row in rows
    ]


def _plain(given: Mapping[str, Any]) -> dict[str, Any]:
    """As JSON holds it."""
    return {k: moment(v) if isinstance(v, datetime) else v for k, v in given.items()}
