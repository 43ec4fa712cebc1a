"""A whole world as a scenario; seeding it into a blank world gives an equal one."""

import base64
from collections import defaultdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import undefer

from polydesk.control.scenario import custom, ids, world
from polydesk.control.scenario.lists import LISTS, every
from polydesk.control.scenario.schemas import Field, List
from polydesk.control.scenario.values import Key, Named
from polydesk.core import files, settings, text
from polydesk.core.desk import Desk
from polydesk.core.models import Base, Blob, File, Priority, Section, Status, Tag

_REFERRED = frozenset(
    field.value.table
    for list_ in every()
    for field in list_.fields.values()
    if isinstance(field.value, Key) and not isinstance(field.value, Named)
)


def export(desk: Desk) -> dict[str, Any]:
    """The world of the desk as a scenario: every row, every id, the clock, the settings.

    Credentials come as digests, since nobody knows their secrets. Bytes that no file refers to
    are left out, and what is searched is made anew by whoever loads it.
    """
    return _Export(desk).scenario()


class _Export:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._rows: dict[type[Base], list[Base]] = {}
        self._inside: dict[tuple[type[Base], str], dict[int | None, list[Base]]] = {}
        self._tags = {tag.id: tag.key for tag in desk.session.scalars(select(Tag))}
        self._sections = dict(desk.session.execute(select(Section.id, Section.name)).all())
        self._codes = {
            (model.__tablename__, number): str(code).lower()
            for model in (Status, Priority)
            for number, code in desk.session.execute(select(model.id, model.code))
            if code is not None
        }

    def scenario(self) -> dict[str, Any]:
        said: dict[str, Any] = {"world": world.describe(self._desk, ids.stands(self._desk))}
        for list_ in LISTS:
            entries = [self._entry(list_, row) for row in self._free(list_)]
            if entries:
                said[list_.name] = entries
        stored = settings.stored(self._desk)
        return {**said, "settings": stored} if stored else said

    def _free(self, list_: List) -> list[Base]:
        """The rows that stand in the list itself, inside of no other entry."""
        if list_.model is File:
            owners = ("message_id", "article_id", "asset_id")
            return [row for row in self._all(File) if not any(getattr(row, o) for o in owners)]
        return self._within(list_, list_.tree, None) if list_.tree else self._all(list_.model)

    def _all(self, model: type[Base]) -> list[Base]:
        if model not in self._rows:
            query = select(model).order_by(model.id)
            query = query.options(undefer(File.text)) if model is File else query
            self._rows[model] = list(self._desk.session.scalars(query))
        return self._rows[model]

    def _within(self, list_: List, column: str, owner: int | None) -> list[Base]:
        """The rows of the list whose column refers to the owner."""
        place = (list_.model, column)
        if place not in self._inside:
            self._inside[place] = defaultdict(list)
            for row in self._all(list_.model):
                self._inside[place][getattr(row, column)].append(row)
        return self._inside[place].get(owner, [])

    def _entry(self, list_: List, row: Base) -> dict[str, Any]:
        entry: dict[str, Any] = {}
        if list_.noun in _REFERRED and (list_.noun, row.id) not in self._codes:
            entry["key"] = self._key(list_.noun, row.id)
        for field in list_.fields.values():
            value = getattr(row, field.column)
            if field.found or field.required or value != field.absent:
                entry[field.name] = self._write(field, value)
        if isinstance(row, File):
            self._tell_content(entry, row)
        for name, (part, column) in list_.children.items():
            inside = self._within(part, column, row.id) if part.refers(column, list_) else []
            if inside:
                entry[name] = self._tell_inside(part, inside)
        return entry

    def _tell_inside(self, part: List, rows: list[Base]) -> Any:
        """What is inside of an entry."""
        if part.mapped:
            return custom.write(self._desk, rows, self._key)
        told = [self._entry(part, row) for row in rows]
        return self._shorten(part, told) if part.is_brief else told

    def _write(self, field: Field, value: Any) -> Any:
        if value is None:
            return None
        if isinstance(field.value, Named):
            return self._sections[value]
        if isinstance(field.value, Key):
            return self._key(field.value.table, value)
        return field.value.write(value)

    def _key(self, table: str, id: int) -> str:
        return self._codes.get((table, id)) or f"{table}-{id}"

    def _tell_content(self, entry: dict[str, Any], file: File) -> None:
        """The bytes, as text if they are; what can be read of them only where it takes effort."""
        query = select(Blob.data).where(Blob.id == file.blob_id)
        data = self._desk.session.scalars(query).one()
        if file.media_type != "application/pdf" and file.text == files.read_text(
            data, file.media_type
        ):
            del entry["readable"]
        if file.text and file.text.encode() == data:
            entry["text"] = file.text
        else:
            entry["base64"] = base64.b64encode(data).decode()

    def _shorten(self, part: List, uses: list[dict[str, Any]]) -> list[Any]:
        """Keys of what is only referred to; the spelling of tags and addresses, in order.

        More only where that is not enough.
        """
        if "position" not in part.fields:
            return [use[str(part.short)] if len(use) == 1 else use for use in uses]
        ordered = sorted(uses, key=lambda use: use["position"])
        return [self._shortened(part, use, place) for place, use in enumerate(ordered)]

    def _shortened(self, part: List, use: dict[str, Any], place: int) -> Any:
        said = use[str(part.short)]
        tag = self._tags[int(use["tag"].rpartition("-")[2])] if "tag" in use else text.key(said)
        return said if use["position"] == place and tag == text.key(said) else use
