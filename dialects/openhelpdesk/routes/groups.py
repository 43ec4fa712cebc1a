"""Groups."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from polydesk.core import categories, groups, text
from polydesk.core.desk import Desk
from polydesk.core.errors import Invalid
from polydesk.core.models import Category, Group, GroupMember, GroupScope, Person
from polydesk.dialects.openhelpdesk.auth import admin, staff
from polydesk.dialects.openhelpdesk.envelope import PAGED
from polydesk.dialects.openhelpdesk.schemas import groups as schemas
from polydesk.kit.routes import Routes

routes = Routes("groups", tag="Groups", prefix="/api", errors=(401, 403), at=admin)

_MEMBERS = selectinload(Group.members).joinedload(GroupMember.person).load_only(Person.ulid)
_WHOLE = (
    _MEMBERS,
    selectinload(Group.scopes).joinedload(GroupScope.category).joinedload(Category.parent),
)
_LISTED = (  # a statement less than for one group, which has to be locked
    _MEMBERS,
    joinedload(Group.scopes).joinedload(GroupScope.category).joinedload(Category.parent),
)


def _group(desk: Desk, id: str) -> dict[str, Any]:
    """For `at`: a group, to admins; raises NotFound."""
    admin(desk)
    return {"group": desk.get(Group, id, *_WHOLE)}


@routes.get("/admin/groups", gives=schemas.Group(), pages=PAGED)
def index(desk: Desk) -> Any:
    """All groups, by name.

    Source: contract 6.7 (36).
    """
    return select(Group).options(*_LISTED).order_by(Group.key)


@routes.post(
    "/admin/groups", json=schemas.NewGroup(), gives=schemas.Group(), status=201, errors=(400, 409)
)
def create(desk: Desk, json: dict[str, Any]) -> Any:
    """Make a group of people, with what comes to it by itself.

    Source: contract 6.7 (37).
    """
    made = groups.create(desk, name=json["name"], **_lists(desk, json))
    return desk.get(Group, made.id, *_WHOLE)


@routes.get("/admin/groups/<ulid:id>", at=_group, gives=schemas.Group(), errors=(404,))
def show(desk: Desk, group: Group) -> Any:
    """One group.

    Source: contract 6.9 (X2).
    """
    return group


@routes.patch(
    "/admin/groups/<ulid:id>",
    at=_group,
    json=schemas.GroupChange(),
    gives=schemas.Group(),
    errors=(400, 404, 409),
)
def change(desk: Desk, group: Group, json: dict[str, Any]) -> Any:
    """Change a group; a list takes the place of the whole list.

    Source: contract 6.7 (38).
    """
    groups.change(desk, group, name=json.get("name", group.name), **_lists(desk, json))
    return desk.get(Group, group.id, *_WHOLE)


@routes.delete("/admin/groups/<ulid:id>", at=_group, status=204, errors=(404,))
def delete(desk: Desk, group: Group) -> None:
    """Delete a group; its members stay, its tickets have none.

    Source: contract 6.7 (39).
    """
    groups.erase(desk, group)


@routes.get("/groups", at=staff, gives=schemas.GroupReference(), pages=PAGED)
def pick(desk: Desk) -> Any:
    """All groups, by name, for who hands tickets to them.

    Source: contract 6.9 (X6).
    """
    return sorted(groups.known(desk).values(), key=lambda group: text.key(group.name))


def _lists(desk: Desk, json: Mapping[str, Any]) -> dict[str, Any]:
    """The rows that the lists in a body name; raises Invalid."""
    found: dict[str, Any] = {}
    if "scope" in json:
        found["scopes"] = _scopes(desk, json["scope"])
    if "member_ids" in json:
        found["members"] = _members(desk, json["member_ids"])
    return found


def _scopes(desk: Desk, entries: Sequence[Mapping[str, str | None]]) -> Sequence[Category]:
    """The categories and types of a scope, which nobody can delete till the transaction ends."""
    nodes = {node.ulid: node for node in categories.tree(desk).values()}
    wanted = []
    for entry in entries:
        category, type = (
            nodes.get(entry["category_id"] or ""),
            nodes.get(entry.get("type_id") or ""),
        )
        if category is None or category.parent is not None:
            raise Invalid({"scope": ["category not found"]})
        if entry.get("type_id") and (type is None or type.parent is not category):
            raise Invalid({"scope": ["type does not belong to category"]})
        wanted.append((type or category).id)
    there = select(Category).where(Category.id.in_(wanted))
    locked = there.with_for_update(read=True, key_share=True)
    rows = {row.id: row for row in desk.all(locked)}
    if not rows.keys() >= set(wanted):
        raise Invalid({"scope": ["category not found"]})
    return [rows[id] for id in wanted]


def _members(desk: Desk, ulids: Sequence[str]) -> Sequence[Person]:
    """These accounts, which nobody can delete till the transaction ends."""
    users = select(Person).where(Person.ulid.in_(ulids), Person.can_sign_in)
    users = users.order_by(Person.id).with_for_update(read=True)
    found = {person.ulid: person for person in desk.all(users)}
    if not found.keys() >= set(ulids):
        raise Invalid({"member_ids": ["user not found"]})
    return [found[ulid] for ulid in ulids]
