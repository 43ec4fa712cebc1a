"""Assets read as columns, and put together for `schemas.assets`. Source: contract 7.13 and 8."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, case, func, select

from polydesk.core import assets
from polydesk.core.desk import Desk
from polydesk.core.errors import NotFound
from polydesk.core.models import (
    MAX_ID,
    Asset,
    AssetKind,
    AssetPerson,
    Organization,
    Person,
    Usage,
)
from polydesk.core.prepared import OFFSET, among
from polydesk.core.search import folded
from polydesk.dialects.desteksitesi import custom_fields, persons

PAGE = 50
"""How many assets are on a page."""
_IS_SOFTWARE = Asset.kind == AssetKind.SOFTWARE
_MODEL = case(
    (_IS_SOFTWARE, func.coalesce(Asset.name, Asset.model, "")),
    else_=func.coalesce(Asset.model, Asset.name, ""),
)
"""Software goes by its name, everything else by its model."""
_PREFIX: Any = bindparam("prefix")
_SHOWN = (
    select(
        Asset.id,
        Asset.manufacturer,
        Asset.vendor,
        _MODEL.label("model"),
        func.coalesce(Asset.type, Asset.category).label("type"),
        Asset.serial_number,
        Asset.location,
        Asset.notes,
        Asset.quantity,
        Asset.organization_id,
        Organization.name.label("company"),
        Asset.disabled,
        assets.TICKET_COUNT.label("ticket_count"),
    )
    .select_from(Asset)
    .outerjoin(Organization, Asset.organization_id == Organization.id)
)
_ONE = _SHOWN.where(Asset.id == bindparam("key"))
_HOLDERS = (
    select(AssetPerson.asset_id, AssetPerson.person_id)
    .where(among(AssetPerson.asset_id, "ids"))
    .order_by(AssetPerson.id)
)
_IN_DEPARTMENT = select(Person.id).where(Person.department_id == bindparam("department"))
FILTERS: Mapping[str, ColumnElement[bool]] = {
    "user": assets.held_by([bindparam("user")]),
    "company": Asset.organization_id == bindparam("company"),
    "department": assets.held_by(_IN_DEPARTMENT),
    "ticket": assets.about(bindparam("ticket")),
    "prefix": func.substr(folded(_MODEL), 1, func.length(folded(_PREFIX))) == folded(_PREFIX),
    "enabled": Asset.disabled.is_(False),
}
"""By the name of the bind, if it has one."""


def column_of_model(kind: AssetKind) -> str:
    """Where what is given as `modelName` is kept, so that it reads back."""
    return "name" if kind is AssetKind.SOFTWARE else "model"


def page(desk: Desk, number: int, given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A page of the assets that pass the filters `given`, by id, in at most four statements."""
    offset = min((max(number, 1) - 1) * PAGE, MAX_ID)
    query = _page(tuple(name for name in FILTERS if name in given))
    return _put_together(desk, desk.rows(query, offset=offset, **given))


@cache
def _page(names: tuple[str, ...]) -> Select[Any]:
    return (
        _SHOWN.where(*(FILTERS[name] for name in names))
        .order_by(Asset.id)
        .limit(PAGE)
        .offset(OFFSET)
    )


def one(desk: Desk, id: int) -> dict[str, Any]:
    """An asset, disabled or not. Raises NotFound."""
    desk.flush()
    found = desk.rows(_ONE, key=id)
    if not found:
        raise NotFound("asset", id)
    return _put_together(desk, found)[0]


def _put_together(desk: Desk, rows: Sequence[Any]) -> list[dict[str, Any]]:
    if not rows:
        return []
    holders: dict[int, list[int]] = defaultdict(list)
    for asset_id, person_id in desk.rows(_HOLDERS, ids=[row.id for row in rows]):
        holders[asset_id].append(person_id)
    users = persons.detail(desk, {id for held in holders.values() for id in held})
    fields = custom_fields.of_all(desk, Usage.ASSET, rows, unset=True)
    return [_shown(row, [users[id] for id in holders[row.id]], fields[row.id]) for row in rows]


def _shown(row: Any, users: Sequence[Any], fields: Sequence[Any]) -> dict[str, Any]:
    return {
        **row._asdict(),
        "manufacturer": row.manufacturer or "",
        "vendor": row.vendor or "",
        "type": row.type or "",
        "quantity": 1 if row.quantity is None else row.quantity,
        "users": users,
        "fields": fields,
    }
