"""One row, in the core's words and in each dialect's."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import inspect

from polydesk.control import schemas
from polydesk.control.context import site
from polydesk.core.errors import NotFound
from polydesk.core.models import (
    Article,
    Asset,
    Base,
    Category,
    CustomField,
    Department,
    Entity,
    File,
    Message,
    Organization,
    Person,
    Priority,
    Status,
    Tag,
    Ticket,
    TicketType,
)
from polydesk.kit.app import body_of
from polydesk.kit.routes import Routes

routes = Routes("objects", errors=(401, 404))

TABLES: dict[str, type[Entity]] = {
    "articles": Article,
    "assets": Asset,
    "categories": Category,
    "custom_fields": CustomField,
    "departments": Department,
    "files": File,
    "messages": Message,
    "organizations": Organization,
    "people": Person,
    "priorities": Priority,
    "statuses": Status,
    "tags": Tag,
    "ticket_types": TicketType,
    "tickets": Ticket,
}
_SECRET = {"password_hash", "mfa_secret", "mfa_codes", "data"}


@routes.get("/worlds/<world>/objects/<table>/<id>", gives=schemas.Object(), desk=False)
def show(world: str, table: str, id: str) -> Any:
    """A row by id or ULID, and the body that every mounted dialect would answer for it."""
    model = TABLES.get(table)
    if model is None:
        raise NotFound("table", table)
    with site().store.desk(world, writes=False) as desk:
        row = desk.get(model, int(id) if id.isdecimal() and len(id) < 20 else id)
        number, ulid, core = row.id, row.ulid, _words(row)
    bodies = {
        name: body_of(dialect, site().apps[name], world, table, number, ulid)
        for name, dialect in site().dialects.items()
    }
    return {"core": core, "dialects": {n: body for n, body in bodies.items() if body is not None}}


def _words(row: Base) -> dict[str, Any]:
    """All columns of a row, and the rows that belong to it alone."""
    mapper = inspect(type(row))
    said = {
        attribute.key: _plain(getattr(row, attribute.key))
        for attribute in mapper.column_attrs
        if attribute.key not in _SECRET
    }
    for relation in mapper.relationships:
        if relation.cascade.delete_orphan:
            said[relation.key] = [_words(part) for part in getattr(row, relation.key)]
    return said


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value.value if isinstance(value, enum.Enum) else value
