"""Things that there are, by their ids. Source: contract 3, row `bad_choice`."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from marshmallow import ValidationError
from sqlalchemy import bindparam, select

from polydesk.core import catalogue, categories, groups
from polydesk.core.desk import Desk, current_desk
from polydesk.core.models import MAX_ID, Category, Department, Entity, Group, Priority
from polydesk.dialects.deskpro import sideload
from polydesk.dialects.deskpro.fields import Id, Ids, Words
from polydesk.dialects.deskpro.flaws import Flaw

MOST = 1000
"""How many things or texts a list may name."""
_KNOWN: Mapping[type[Entity], Callable[[Desk], Collection[int]]] = {
    Category: categories.tree,
    Department: catalogue.departments,
    Group: groups.known,
    Priority: catalogue.priorities,
}
"""Where the ids are of what processes remember, so that no statement is needed."""


class Labels(Words):
    """A list of texts, at most `MOST`."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> list[str]:
        return _few(super()._deserialize(value, attr, data, **kwargs))


class Ref(Id):
    """The id of something that there is, of one of the core's tables."""

    def __init__(self, model: type[Entity], **kwargs: Any) -> None:
        living = select(model.id).where(model.id == bindparam("key"))
        deleted_at = getattr(model, "deleted_at", None)
        self._living = living if deleted_at is None else living.where(deleted_at.is_(None))
        self._known = _KNOWN.get(model)
        super().__init__(**kwargs)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> int:
        id = super()._deserialize(value, attr, data, **kwargs)
        if not self._is_there(current_desk(), id):
            raise ValidationError(Flaw("bad_choice"))
        return id

    def _is_there(self, desk: Desk, id: int) -> bool:
        if self._known is not None:
            return id in self._known(desk)
        return id <= MAX_ID and bool(desk.rows(self._living, key=id))


class Refs(Ids):
    """The ids of things that there are, at most `MOST`, of one of the core's tables."""

    def __init__(self, model: type[Entity], **kwargs: Any) -> None:
        deleted_at = getattr(model, "deleted_at", None)
        living = select(model.id)
        self._living = living if deleted_at is None else living.where(deleted_at.is_(None))
        self._id = model.id
        super().__init__(**kwargs)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> list[int]:
        ids = _few(super()._deserialize(value, attr, data, **kwargs))
        wanted = [id for id in ids if id <= MAX_ID]
        there = current_desk().all(self._living.where(self._id.in_(wanted))) if wanted else ()
        return _known(ids, there)


class OneOf(Ids):
    """Ids that are among these."""

    def __init__(self, ids: Collection[int], **kwargs: Any) -> None:
        self._ids = ids
        super().__init__(**kwargs)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> list[int]:
        return _known(super()._deserialize(value, attr, data, **kwargs), self._ids)


class Of(Id):
    """The id of a thing of a type that can be included; also `{"id": 1}`."""

    def __init__(self, type_: str, **kwargs: Any) -> None:
        self._type = type_
        super().__init__(**kwargs)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> int:
        given = value.get("id") if isinstance(value, Mapping) else value
        id = super()._deserialize(given, attr, data, **kwargs)
        if not sideload.is_there(current_desk(), self._type, id):
            raise ValidationError(Flaw("bad_choice"))
        return id


def _few(given: list[Any]) -> list[Any]:
    if len(given) > MOST:
        raise ValidationError(Flaw("invalid", f"There must be at most {MOST} of them."))
    return given


def _known(ids: list[int], there: Collection[int]) -> list[int]:
    wrong = {at: [Flaw("bad_choice")] for at, id in enumerate(ids) if id not in there}
    if wrong:
        raise ValidationError(wrong)
    return ids
