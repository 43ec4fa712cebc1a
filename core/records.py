"""Collections of a vendor's own: ordered, perhaps a person's, looked into by the vendor alone."""

from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, select

from polydesk.core.desk import Desk
from polydesk.core.errors import NotFound
from polydesk.core.models import Record


def collected(dialect: str, collection: str, *, owner_id: int | None = None) -> Select[Record]:
    """The records of a collection in their order, of one owner if given: to be narrowed, paged."""
    query = select(Record).filter_by(dialect=dialect, collection=collection)
    if owner_id is not None:
        query = query.filter_by(owner_id=owner_id)
    return query.order_by(Record.position, Record.id)


def text(key: str) -> ColumnElement[str]:
    """What records hold under a key, as text; NULL for nothing.

    Databases differ on truths, `true` and `1`.
    """
    return cast(Record.data[key].as_string(), String)


def get(desk: Desk, dialect: str, collection: str, key: int | str) -> Record:
    """The record with this id or ULID; raises NotFound(collection, key), also for another's."""
    record = find(desk, dialect, collection, key)
    if record is None:
        raise NotFound(collection, key)
    return record


def find(desk: Desk, dialect: str, collection: str, key: int | str) -> Record | None:
    """As `get`, but None where there is none."""
    record = desk.find(Record, key)
    if record is None or (record.dialect, record.collection) != (dialect, collection):
        return None
    return record


def create(
    desk: Desk,
    dialect: str,
    collection: str,
    *,
    data: dict[str, Any],
    owner_id: int | None = None,
    position: int | None = None,
) -> Record:
    """A new record, at the end of the collection unless a position is given."""
    if position is None:
        last = select(func.max(Record.position)).filter_by(dialect=dialect, collection=collection)
        position = (desk.session.scalar(last) or 0) + 1
    record = Record(
        dialect=dialect, collection=collection, owner_id=owner_id, position=position, data=data
    )
    desk.add(record)
    desk.tell("record.created", record)
    return record


def change(
    desk: Desk, record: Record, *, position: int | None = None, data: dict[str, Any] | None = None
) -> None:
    """Move the record, and put `data` over what it holds; what is not named stays.

    What stays the same changes nothing, not even `updated_at`.
    """
    if position is not None and position != record.position:
        record.position = position
    merged = {**record.data, **(data or {})}
    if merged != record.data:
        record.data = merged
    if desk.touch(record):
        desk.flush()
        desk.tell("record.changed", record)


def delete(desk: Desk, record: Record) -> None:
    """Take the record out of its collection; no way back."""
    desk.tell("record.deleted", record, dialect=record.dialect, collection=record.collection)
    desk.session.delete(record)
    desk.flush()
