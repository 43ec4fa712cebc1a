"""Collections that the core never reasons about: one declaration each. Source: contract 12."""

import re
import types
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar, cast

from marshmallow import Schema, ValidationError, fields
from sqlalchemy import Select, delete

from polydesk.core import records
from polydesk.core.conflicts import take_turn
from polydesk.core.desk import Desk, current_desk
from polydesk.core.errors import Invalid, NotFound
from polydesk.core.models import Record
from polydesk.core.records import text
from polydesk.dialects.deskpro.collection import Collection
from polydesk.dialects.deskpro.counting import Group
from polydesk.dialects.deskpro.fields import Given, Id, Listed, Number, Stamp, stamp, whole
from polydesk.dialects.deskpro.flaws import Flaw
from polydesk.dialects.deskpro.periods import Period
from polydesk.dialects.deskpro.query import Listing
from polydesk.dialects.deskpro.record_filters import Filter, same
from polydesk.dialects.deskpro.settings import DIALECT
from polydesk.dialects.deskpro.sideload import Shows

S = TypeVar("S", bound=Schema)
_PARENT = re.compile(r"/<int:(\w+)_id>")


def family(
    path: str,
    *,
    stem: str,
    chapter: str,
    given: Mapping[str, fields.Field[Any]],
    absent: Mapping[str, Any] | None = None,
    filters: Mapping[str, Filter | None] | None = None,
    points: Mapping[str, Sequence[str]] | None = None,
    parent: Callable[[Desk, int], Any] | None = None,
    above: str | None = None,
    name: str | None = None,
    verbs: str = "LCGUD#",
    note: str = "",
) -> Collection:
    """A plain collection at `path`, whose things have the keys of `given` and of `absent`.

    `given` is what clients write, `absent` what is shown where they have not, or what gives it of
    the desk at the making; `points` are the keys that hold ids of others, by type. `filters` are
    the parameters that narrow the list, by which it can be counted too; None compares with the key
    of that name, and `period_…` are read as periods. A path `/tasks/<int:task_id>/comments` is of
    the thing that `parent` gets by its id, shown under the key `task`; such things go with what
    they are of, if that is a record. `above` is the key that names another of the collection which
    a thing is below; nothing is below itself.
    `name` is that under which the store keeps them, where it does not follow from the path.
    `verbs` and `note` are those of `Collection`.
    """
    of = (_PARENT.findall(path) or [None])[0]
    name = name or _PARENT.sub("", path).removeprefix("/").replace("/", ".")
    class_name = "".join(part.title() for part in re.split(r"\W+|_", stem))
    defaults = {**({of: None} if of else {}), **dict.fromkeys(given), **(absent or {})}
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
    narrow = {key: one or same() for key, one in (filters or {}).items()}
    listing: type[Listing] = _made(
        f"{class_name}Listing", Listing, {key: _asked(key) for key in narrow}
    )

    def rows(desk: Desk, query: Mapping[str, Any], **parents: int) -> Select[Record]:
        found = records.collected(DIALECT, name)
        for key, id in parents.items():
            found = found.where(text(key) == str(id))
        for key, condition in narrow.items():
            if query.get(key):
                found = found.where(condition(desk, key, query[key]))
        return found

    def get(desk: Desk, id: int, **parents: int) -> Record:
        record = records.find(desk, DIALECT, name, id)
        if record is None or any(record.data.get(key) != at for key, at in parents.items()):
            raise NotFound(name, id)
        return record

    def create(desk: Desk, json: Mapping[str, Any], **parents: int) -> int:
        made = {key: value(desk) if callable(value) else value for key, value in defaults.items()}
        return records.create(desk, DIALECT, name, data={**made, **_plain(json), **parents}).id

    def change(desk: Desk, row: Record, json: Mapping[str, Any], **_: int) -> None:
        if above is not None and json.get(above) is not None:
            _refuse_ring(desk, row, above, json[above])
        records.change(desk, row, data=_plain(json))

    def remove(desk: Desk, row: Record, **_: int) -> None:
        for part, key in _PARTS.get(name, ()):
            parts = delete(Record).filter_by(dialect=DIALECT, collection=part)
            desk.session.execute(parts.where(text(key) == str(row.id)))
        records.delete(desk, row)

    if of:
        _PARTS.setdefault(name.rpartition(".")[0], []).append((name, of))
    return Collection(
        path=path,
        stem=stem,
        chapter=chapter,
        source=f"contract 12, row `{path}`",
        shows=shows(),
        show=show,
        rows=rows,
        get=get,
        parent=_looked_up(of, parent) if of and parent else None,
        filters=listing(),
        orders={key: _order(key, field) for key, field in given.items()}
        | {"date_created": Record.created_at, "date_updated": Record.updated_at},
        groups={key: Group(text(key), lambda _, value: value) for key in narrow if key in defaults},
        takes=takes(),
        changes=takes.changing(),
        create=create,
        change=change,
        delete=remove,
        verbs=verbs,
        note=note,
    )


def _refuse_ring(desk: Desk, row: Record, key: str, id: int) -> None:
    """Raise Invalid for what is the thing, or below it, as that which it is to be below."""
    take_turn(desk)
    held = desk.all(records.collected(DIALECT, row.collection))
    parents = {one.id: whole(one.data.get(key)) for one in held}
    seen: set[int | None] = set()
    at: int | None = id
    while at is not None and at not in seen:
        if at == row.id:
            raise Invalid({key: [Flaw("bad_choice")]})
        seen.add(at)
        at = parents.get(at)


_PARTS: dict[str, list[tuple[str, str]]] = {}
"""The collections of what belongs to the things of a collection, and the key that says to which."""


class Kept(Id):
    """The id of a record of a collection."""

    def __init__(self, collection: str, **kwargs: Any) -> None:
        self._collection = collection
        super().__init__(**kwargs)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> int:
        id = super()._deserialize(value, attr, data, **kwargs)
        if records.find(current_desk(), DIALECT, self._collection, id) is None:
            raise ValidationError(Flaw("bad_choice"))
        return id


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


def all_of(desk: Desk, name: str) -> Sequence[Mapping[str, Any]]:
    """Everything of a collection, as it is shown."""
    return show(desk, desk.all(records.collected(DIALECT, name)))


def me(desk: Desk) -> int | None:
    """The id of who is at work, for what is theirs unless somebody else is named."""
    return desk.person_id


def _asked(name: str) -> fields.Field[Any]:
    """What reads a parameter."""
    return Period() if name.startswith("period_") else Listed()


def _looked_up(key: str, get: Callable[[Desk, int], Any]) -> Callable[..., Mapping[str, int]]:
    def parent(desk: Desk, **url: int) -> Mapping[str, int]:
        return {key: get(desk, url[f"{key}_id"]).id}

    return parent


def _order(key: str, field: fields.Field[Any]) -> Any:
    """What a list is sorted by: numbers as numbers, all else as text."""
    return Record.data[key].as_integer() if isinstance(field, Number) else text(key)


def _made(name: str, base: type[S], members: Mapping[str, Any]) -> type[S]:
    """A schema by name, as a `class` statement makes one."""
    return cast(type[S], types.new_class(name, (base,), {}, lambda body: body.update(members)))


def _plain(given: Mapping[str, Any]) -> dict[str, Any]:
    """As JSON holds it."""
    return {k: stamp(v) if isinstance(v, datetime) else v for k, v in given.items()}


def _said(field: Any) -> Mapping[str, Any]:
    return {} if field is None else {"nullable": True, **field.metadata}
