"""Collections that the core never reasons about: one declaration each. Source: contract 12."""

import types
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar, cast

from marshmallow import Schema, fields
from sqlalchemy import Select

from polydesk.core import records
from polydesk.core.desk import Desk
from polydesk.core.errors import NotFound
from polydesk.core.models import Record
from polydesk.dialects.deskpro.collection import Collection
from polydesk.dialects.deskpro.fields import Given, Stamp, stamp
from polydesk.dialects.deskpro.query import Listing
from polydesk.dialects.deskpro.settings import DIALECT
from polydesk.dialects.deskpro.sideload import Shows

S = TypeVar("S", bound=Schema)


def family(
    path: str,
    *,
    stem: str,
    chapter: str,
    given: Mapping[str, fields.Field[Any]],
    absent: Mapping[str, Any] | None = None,
    filters: Mapping[str, fields.Field[Any]] | None = None,
    points: Mapping[str, Sequence[str]] | None = None,
    verbs: str = "LCGUD#",
) -> Collection:
    """A plain collection at `path`, whose things have the keys of `given` and of `absent`.

    `given` is what clients write, `absent` what is shown where they have not; `points` are the
    keys that hold ids of others, by type. `filters` are parameters that each compare with the key
    of their name.
    """
    name = path.removeprefix("/").replace("/", ".")
    class_name = "".join(part.title() for part in name.replace(".", "_").split("_"))
    defaults = {**dict.fromkeys(given), **(absent or {})}
    shown = {key: fields.Raw(metadata=dict(_said(given.get(key)))) for key in defaults}
    times = {"date_created": Stamp(), "date_updated": Stamp()}
    shows: type[Shows] = _made(
        class_name,
        Shows,
        {
            "__doc__": f"One of {path}.",
            "id": fields.Int(required=True),
            **shown,
            **times,
            "points": points or {},
        },
    )
    doc = f"What is written of {path}."
    takes: type[Given] = _made(f"New{class_name}", Given, {"__doc__": doc, **given, "reads": shows})
    listing: type[Listing] = _made(f"{class_name}Listing", Listing, dict(filters or {}))

    def rows(_: Desk, query: Mapping[str, Any]) -> Select[Record]:
        found = records.collected(DIALECT, name)
        for key in filters or {}:
            if query.get(key) is not None:
                wanted = [str(one) for one in _several(query[key])]
                found = found.where(Record.data[key].as_string().in_(wanted))
        return found

    def get(desk: Desk, id: int) -> Record:
        record = records.find(desk, DIALECT, name, id)
        if record is None:
            raise NotFound(name, id)
        return record

    def create(desk: Desk, json: Mapping[str, Any]) -> int:
        return records.create(desk, DIALECT, name, data={**defaults, **_plain(json)}).id

    def change(desk: Desk, row: Record, json: Mapping[str, Any]) -> None:
        records.change(desk, row, data=_plain(json))

    return Collection(
        path=path,
        stem=stem,
        chapter=chapter,
        source=f"contract 12, row `{path}`",
        shows=shows(),
        show=show,
        rows=rows,
        get=get,
        filters=listing(),
        orders={key: Record.data[key].as_string() for key in given}
        | {"date_created": Record.created_at, "date_updated": Record.updated_at},
        takes=takes(),
        changes=takes.changing(),
        create=create,
        change=change,
        delete=lambda desk, row: records.delete(desk, row),
        verbs=verbs,
    )


def show(_: Desk, rows: Sequence[Record]) -> Sequence[Mapping[str, Any]]:
    """Records as they are shown: what they hold, beside their id and times."""
    return [
        {
            **row.data,
            "id": row.id,
            "date_created": row.created_at,
            "date_updated": row.updated_at,
        }
        for row in rows
    ]


def _made(name: str, base: type[S], members: Mapping[str, Any]) -> type[S]:
    """A schema by name, as a `class` statement makes one."""
    return cast(type[S], types.new_class(name, (base,), {}, lambda body: body.update(members)))


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _plain(given: Mapping[str, Any]) -> dict[str, Any]:
    """As JSON holds it."""
    return {k: stamp(v) if isinstance(v, datetime) else v for k, v in given.items()}


def _said(field: Any) -> Mapping[str, Any]:
    return {} if field is None else {"nullable": True, **field.metadata}
