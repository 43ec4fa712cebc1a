"""Groups: who is in them, and which tickets are theirs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select, union_all
from sqlalchemy.orm import aliased

from polydesk.core import categories, tickets
from polydesk.core.conflicts import refusing
from polydesk.core.desk import Desk, Machine
from polydesk.core.errors import Invalid
from polydesk.core.keep import KEEP, Kept
from polydesk.core.models import Category, Group, GroupMember, GroupScope, Person, Role, Ticket
from polydesk.core.prepared import among

_KNOWN = select(Group.id, Group.ulid, Group.name).order_by(Group.id)
_ticket = aliased(Ticket)
_ids = select(_ticket.id)
_ASSIGNED = _ids.where(_ticket.assignee_id == bindparam("person"))
_OF_GROUPS = _ids.where(among(_ticket.group_id, "groups"))
_IN_CATEGORIES = _ids.where(among(_ticket.category_id, "categories"))
_IN_NONE = _ids.where(_ticket.category_id.is_(None))
_MEMBER_OF = select(GroupMember.group_id).where(GroupMember.person_id == bindparam("person"))
_SCOPES = select(GroupScope.category_id).where(GroupScope.group_id.in_(_MEMBER_OF))


@dataclass(frozen=True)
class Known:
    """A group as processes remember it."""

    id: int
    ulid: str
    name: str


def known(desk: Desk) -> Mapping[int, Known]:
    """All groups by id, without a query where nothing has changed."""
    return desk.recall(
        "groups", lambda: {row.id: Known(*row) for row in desk.session.execute(_KNOWN)}
    )


def scope(desk: Desk) -> tuple[Any | None, Mapping[str, Any]]:
    """What the actor's lists show where a vendor scopes them by group; else as `tickets.scope`.

    It is a query of the tickets' ids, one of a few, so that what is built of it can be kept; and
    the values of its binds. None is all tickets. The ids of tickets in a bin may be among them.

    An agent's lists hold what is assigned to them or to a group of theirs, and what is in the
    scope of such a group.
    """
    actor = desk.actor
    if (
        actor is None
        or isinstance(actor, Machine)
        or actor.role is not Role.AGENT
        or actor.disabled
    ):
        seen = tickets.scope(desk)
        return (None, {}) if seen is tickets.ALL else (_ids_of(seen), {"person": desk.person_id})
    reach = desk.recall(("reach", actor.id), lambda: _reach(desk, actor.id))
    values = {"person": actor.id, "groups": reach.groups, "categories": reach.categories}
    return _of_groups(bool(reach.groups), bool(reach.categories), reach.has_default), values


@dataclass(frozen=True)
class _Reach:
    """Whose and which tickets are an agent's besides their own: ids of groups and categories."""

    groups: Sequence[int]
    categories: Sequence[int]
    has_default: bool


def _reach(desk: Desk, person_id: int) -> _Reach:
    groups = desk.session.scalars(_MEMBER_OF, {"person": person_id}).all()
    tops = set(desk.session.scalars(_SCOPES, {"person": person_id}))
    tree = categories.tree(desk)
    below = [id for id, node in tree.items() if any(one.id in tops for one in node.path)]
    default = categories.default(desk)
    return _Reach(groups, below, default is not None and default.id in below)


@cache
def _of_groups(has_groups: bool, has_categories: bool, has_default: bool) -> Any:
    """Each part by an index of its own: an OR of them would look at every ticket."""
    parts = [_ASSIGNED]
    parts += [_OF_GROUPS] if has_groups else []
    parts += [_IN_CATEGORIES] if has_categories else []
    parts += [_IN_NONE] if has_default else []
    return union_all(*parts)


@cache
def _ids_of(seen: Select[Ticket]) -> Any:
    return seen.with_only_columns(Ticket.id)


def create(
    desk: Desk, *, name: str, members: Sequence[Person] = (), scopes: Sequence[Category] = ()
) -> Group:
    """A new group; each scope is a category, or one of its types. Raises what `change` raises."""
    group = Group(name=name)
    with refusing(desk, "group", "taken"):
        desk.add(group)
    _put_members(group, members)
    _put_scopes(desk, group, scopes)
    desk.flush()
    desk.tell("group.created", group)
    return group


def change(
    desk: Desk,
    group: Group,
    *,
    name: str | Kept = KEEP,
    members: Sequence[Person] | Kept = KEEP,
    scopes: Sequence[Category] | Kept = KEEP,
) -> None:
    """Change what is given; a list takes the place of the whole list.

    Raises Conflict("group", "taken") for another's name, ignoring case; Invalid for an item as
    a scope.
    """
    if name is not KEEP:
        with refusing(desk, "group", "taken"):
            group.name = name
    if members is not KEEP:
        _put_members(group, members)
    if scopes is not KEEP:
        _put_scopes(desk, group, scopes)
    group.updated_at = desk.now()
    desk.flush()
    desk.tell("group.changed", group)


def erase(desk: Desk, group: Group) -> None:
    """No more such group: its members stay, its tickets have none."""
    desk.tell("group.deleted", group)
    desk.session.delete(group)
    desk.flush()
    desk.session.expire_all()


def _put_members(group: Group, people: Sequence[Person]) -> None:
    wanted = {person.id: person for person in people}
    kept = [member for member in group.members if member.person_id in wanted]
    new = wanted.keys() - {member.person_id for member in kept}
    group.members = [*kept, *(GroupMember(person_id=id) for id in wanted if id in new)]


def _put_scopes(desk: Desk, group: Group, nodes: Sequence[Category]) -> None:
    wanted = [node.id for node in nodes]
    if any(len(categories.path(desk, id)) == categories.DEPTHS for id in wanted):
        raise Invalid({"scopes": ["must be categories or types"]})
    kept = [entry for entry in group.scopes if entry.category_id in wanted]
    new = set(wanted) - {entry.category_id for entry in kept}
    added = (GroupScope(category_id=id) for id in dict.fromkeys(wanted) if id in new)
    group.scopes = [*kept, *added]
