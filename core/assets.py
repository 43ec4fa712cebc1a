"""What the organization owns: entered, changed, struck off."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from polydesk.core.desk import Desk
from polydesk.core.errors import Conflict, NotFound
from polydesk.core.models import Asset, AssetKind, AssetPerson, AssetTicket, Person, Ticket

ALL = select(Asset)
"""All assets, of every kind."""
TICKET_COUNT = (
    select(func.count())
    .select_from(AssetTicket)
    .where(AssetTicket.asset_id == Asset.id)
    .correlate(Asset)
    .scalar_subquery()
)
"""How many tickets are about an asset: a column for queries of assets."""
_UNIQUE = ("asset_tag", "custom_tag")


def visible(kind: AssetKind) -> Select[Asset]:
    """All assets of a kind."""
    return select(Asset).where(Asset.kind == kind)


def get(desk: Desk, kind: AssetKind, key: int | str, *options: Any) -> Asset:
    """The asset, if there is one of this kind; else NotFound("hardware" or "software" …)."""
    asset = desk.find(Asset, key, *options)
    if asset is None or asset.kind is not kind:
        raise NotFound(kind.value, key)
    return asset


def create(desk: Desk, kind: AssetKind, values: Mapping[str, Any]) -> Asset:
    """A new asset. `values` are columns by name, and `details`: a mapping.

    `assignee_id` puts a person, or nobody, in the place of the first of its people.
    Raises Conflict("asset_tag" or "custom_tag", "taken").
    """
    asset = Asset(kind=kind, details={})
    _set(desk, asset, values)
    desk.add(asset)
    desk.tell("asset.created", asset)
    return asset


def change(desk: Desk, asset: Asset, values: Mapping[str, Any]) -> None:
    """Change what is given; of `details` only the keys given, None strikes one out.

    Raises as `create`.
    """
    before = asset.assignee_id
    _set(desk, asset, values)
    if before != asset.assignee_id:
        _changed(desk, asset, "asset.changed")
    elif desk.touch(asset):
        desk.tell("asset.changed", asset)


def delete(desk: Desk, asset: Asset) -> None:
    """Strike an asset off, with its files."""
    desk.tell("asset.deleted", asset)
    desk.session.delete(asset)
    desk.session.flush()


def _set(desk: Desk, asset: Asset, values: Mapping[str, Any]) -> None:
    for name in _UNIQUE:
        if values.get(name) is not None:
            _refuse_taken(desk, asset, name, values[name])
    if "assignee_id" in values and values["assignee_id"] != asset.assignee_id:
        _assign_first(desk, asset, values["assignee_id"])
    for name, value in values.items():
        if name not in ("assignee_id", "details") and value != getattr(asset, name):
            setattr(asset, name, value)
    details = {**asset.details, **values.get("details", {})}
    details = {name: value for name, value in details.items() if value is not None}
    if details != asset.details:
        asset.details = details


def _refuse_taken(desk: Desk, asset: Asset, name: str, value: str) -> None:
    taken = select(Asset.id).where(Asset.kind == asset.kind, getattr(Asset, name) == value)
    with desk.session.no_autoflush:
        if desk.session.scalars(taken.where(Asset.id != (asset.id or 0))).first() is not None:
            raise Conflict(name, "taken")


def _assign_first(desk: Desk, asset: Asset, person_id: int | None) -> None:
    """Put a person in the place of the first; None leaves nobody, or another would be the first."""
    if person_id is None:
        asset.people = []
        return
    asset.people = [one for one in asset.people if one.person_id != person_id]
    if not asset.people:
        asset.people = [AssetPerson(person_id=person_id)]
        return
    desk.flush()  # nobody holds an asset twice, not even for a moment
    first = asset.people[0]
    first.person_id = person_id
    desk.flush()
    desk.session.expire(first, ["person"])


def assign(desk: Desk, asset: Asset, person: Person) -> None:
    """Put an asset into somebody's hands too; twice is once."""
    if person.id not in [one.person_id for one in asset.people]:
        asset.people.append(AssetPerson(person_id=person.id))
        _changed(desk, asset, "asset.assigned", person=person.id)


def unassign(desk: Desk, asset: Asset, person: Person) -> None:
    """Take an asset out of somebody's hands; twice is once."""
    kept = [one for one in asset.people if one.person_id != person.id]
    if len(kept) < len(asset.people):
        asset.people = kept
        _changed(desk, asset, "asset.unassigned", person=person.id)


def attach(desk: Desk, asset: Asset, ticket: Ticket) -> None:
    """Say that a ticket is about an asset; twice is once."""
    if ticket.id not in [one.ticket_id for one in asset.tickets]:
        asset.tickets.append(AssetTicket(ticket_id=ticket.id))
        _changed(desk, asset, "asset.attached", ticket=ticket.id)


def detach(desk: Desk, asset: Asset, ticket: Ticket) -> None:
    """Say that a ticket is not about an asset; twice is once."""
    kept = [one for one in asset.tickets if one.ticket_id != ticket.id]
    if len(kept) < len(asset.tickets):
        asset.tickets = kept
        _changed(desk, asset, "asset.detached", ticket=ticket.id)


def _changed(desk: Desk, asset: Asset, kind: str, **told: Any) -> None:
    asset.updated_at = desk.now()
    desk.flush()
    desk.tell(kind, asset, **told)


def held_by(person_ids: Sequence[int] | Any) -> ColumnElement[bool]:
    """The condition that an asset is in the hands of one of these persons: ids, or a query."""
    return Asset.id.in_(select(AssetPerson.asset_id).where(AssetPerson.person_id.in_(person_ids)))


def about(ticket_id: Any) -> ColumnElement[bool]:
    """The condition that a ticket is about an asset; an id, or a bind for one."""
    return Asset.id.in_(select(AssetTicket.asset_id).where(AssetTicket.ticket_id == ticket_id))
