"""`include`: the things that a result points to, beside it or in place. Source: contract 6."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from flask import request

from polydesk.core.desk import Desk
from polydesk.core.errors import NotFound
from polydesk.kit import fields as kit

Finds = Callable[[Desk, Collection[int]], Collection[int]]
"""The ids of what points to things of these ids."""


class Shows(kit.Schema):
    """How a thing is shown; `points` names the keys that hold ids, by the type they are of.

    `finds` finds what belongs to a thing that does not name it, by type; only for what is asked
    for, and not for what is beside it.
    """

    points: ClassVar[Mapping[str, Sequence[str]]] = {}
    finds: ClassVar[Mapping[str, Finds]] = {}


Load = Callable[[Desk, Collection[int]], Mapping[int, Any]]
"""The things of these ids, as they are shown, by id; a constant number of statements."""
_LOADERS: dict[str, tuple[Load, type[Shows]]] = {}


def register(type_: str, load: Load, shows: type[Shows]) -> None:
    """Let things of a type be put beside what points to them."""
    _LOADERS[type_] = load, shows


def several(desk: Desk, type_: str, ids: Collection[int]) -> Mapping[int, Any]:
    """The things of a type as they are shown, by id; without what is not there."""
    return _LOADERS[type_][0](desk, ids)


def one(desk: Desk, type_: str, id: int) -> Any:
    """A thing of a type as it is shown. Raises NotFound."""
    found = several(desk, type_, [id])
    if id not in found:
        raise NotFound(type_, id)
    return found[id]


def is_there(desk: Desk, type_: str, id: int) -> bool:
    """Whether there is a thing of this type and id; of a type that nobody has, any."""
    return type_ not in _LOADERS or id in _LOADERS[type_][0](desk, [id])


def asked() -> list[str]:
    """The types that the request wants to have beside the result."""
    if b"include" not in request.query_string:
        return []
    given = request.args.get("include", "")
    return list(dict.fromkeys(name for one in given.split(",") if (name := one.strip())))


def put_beside(desk: Desk, schema: Any, data: Any) -> dict[str, dict[str, Any]]:
    """`{type: {id: thing}}` for what the request includes, or nothing where it is put in place.

    What was put beside may point to more. A type of which there is nothing is left out.
    """
    wanted = [type_ for type_ in asked() if type_ in _LOADERS]
    if not wanted or not isinstance(schema, Shows):
        return {}
    found: dict[str, dict[int, Any]] = {type_: {} for type_ in wanted}
    first = data if isinstance(data, list) else [data]
    theirs = [one["id"] for one in first if "id" in one]  # blobs have none
    belonging = {
        type_: find(desk, theirs) for type_, find in schema.finds.items() if type_ in wanted
    }
    seen: list[tuple[type[Shows], Sequence[Any]]] = [(type(schema), first)]
    looked_for: dict[str, set[int]] = {type_: set() for type_ in wanted}
    is_more = True
    while is_more:
        is_more = False
        for type_ in sorted(wanted, key=lambda type_: _pointing(wanted, type_)):
            ids = {id for shows, things in seen for id in _pointed(shows, type_, things)}
            ids |= {*belonging.pop(type_, ())}
            ids -= looked_for[type_]
            if ids:
                load, shows = _LOADERS[type_]
                loaded = load(desk, sorted(ids))
                found[type_] |= loaded
                looked_for[type_] |= ids
                seen.append((shows, list(loaded.values())))
                is_more = True
    if request.args.get("inline_sideloads", "").lower() in ("1", "true"):
        for thing in first:
            _put_in_place(type(schema), thing, found)
        return {}
    return {
        type_: {str(id): things[id] for id in sorted(things)}
        for type_, things in found.items()
        if things
    }


def _pointing(types: Sequence[str], type_: str) -> int:
    """How many others of these types point to one: it is best looked for after them, at once."""
    others = (_LOADERS[other][1].points for other in types if other != type_)
    return sum(type_ in points for points in others)


def _pointed(shows: type[Shows], type_: str, things: Sequence[Any]) -> Iterator[int]:
    for key in shows.points.get(type_, ()):
        for thing in things:
            value = thing.get(key)
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, int):
                    yield one


def _put_in_place(
    shows: type[Shows], thing: dict[str, Any], found: Mapping[str, Mapping[int, Any]]
) -> None:
    """Put what was found where a thing points to it, and in that what is of other types."""
    for type_, things in found.items():
        others = {name: more for name, more in found.items() if name != type_}
        for key in shows.points.get(type_, ()):
            value = thing.get(key)
            if isinstance(value, list):
                thing[key] = [_whole(type_, one, things, others) for one in value]
            elif value is not None:
                thing[key] = _whole(type_, value, things, others)


def _whole(
    type_: str, id: Any, things: Mapping[int, Any], others: Mapping[str, Mapping[int, Any]]
) -> Any:
    """A thing with what it points to; the id where it was not found."""
    if id not in things:
        return id
    whole = dict(things[id])
    _put_in_place(_LOADERS[type_][1], whole, others)
    return whole
