"""The tree that tickets are sorted into: category, type, item. A ticket points at the deepest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from sqlalchemy import ColumnElement, delete, exists, or_, select, update

from polydesk.core import memory
from polydesk.core.conflicts import refusing
from polydesk.core.desk import Desk
from polydesk.core.errors import Conflict, Invalid
from polydesk.core.keep import KEEP, Kept
from polydesk.core.models import Article, Category, Ticket

DEPTHS = 3
"""How deep the tree is: category, type, item."""

_NODES = select(
    Category.id,
    Category.ulid,
    Category.name,
    Category.parent_id,
    Category.position,
    Category.archived,
    Category.section_id,
    Category.department_id,
    Category.techs_only,
    Category.color,
    Category.from_address,
    Category.notes,
).order_by(Category.id)


@dataclass(frozen=True)
class Node:
    """A category as processes remember it; `parent` is the node above."""

    id: int
    ulid: str
    name: str
    position: int
    archived: bool
    section_id: int | None = None
    department_id: int | None = None
    techs_only: bool = False
    color: str | None = None
    from_address: str | None = None
    notes: str | None = None
    parent: "Node | None" = None

    @property
    def parent_id(self) -> int | None:
        """The id of the node above."""
        return None if self.parent is None else self.parent.id

    @property
    def path(self) -> tuple["Node", ...]:
        """From the topmost node down to this one."""
        return (*self.parent.path, self) if self.parent else (self,)


def tree(desk: Desk) -> Mapping[int, Node]:
    """All categories by id, without a query where nothing has changed."""
    return desk.recall("categories", lambda: _read(desk))


def _read(desk: Desk) -> Mapping[int, Node]:
    rows = {row.id: row for row in desk.session.execute(_NODES)}
    nodes: dict[int, Node] = {}

    def node(id: int) -> Node:
        if id not in nodes:
            row = rows[id]
            parent = None if row.parent_id is None else node(row.parent_id)
            said = {name: value for name, value in row._mapping.items() if name != "parent_id"}
            nodes[id] = Node(**said, parent=parent)
        return nodes[id]

    return {id: node(id) for id in rows}


def path(desk: Desk, id: int | None) -> tuple[Node, ...]:
    """The nodes from the topmost down to this one; those of the default one for None."""
    if id is None:
        standing_in = default(desk)
        return () if standing_in is None else standing_in.path
    found = tree(desk).get(id) or _read(desk)[id]  # another transaction may have made it since
    return found.path


def default(desk: Desk) -> Node | None:
    """What stands in for tickets without a category: the oldest at the top, id 1 if it is there."""

    def find() -> Node | None:
        tops = [node for node in tree(desk).values() if node.parent is None]
        return min(tops, key=attrgetter("id"), default=None)

    return desk.recall("default category", find)


def children(desk: Desk, parent_id: int | None) -> Sequence[Node]:
    """The nodes right below one, or at the top: by position, then by name."""
    found = [node for node in tree(desk).values() if node.parent_id == parent_id]
    return sorted(found, key=attrgetter("position", "name", "id"))


def create(
    desk: Desk,
    *,
    name: str,
    parent: Category | None = None,
    position: int | None = None,
    color: str | None = None,
    department_id: int | None = None,
) -> Category:
    """A new node, after its siblings unless a position is given.

    Raises Conflict("category", "taken") for the name of a sibling, Invalid below an item.
    """
    memory.move(desk.session)  # those who move a node at once take turns from here
    parent_id = None if parent is None else parent.id
    if parent_id is not None and len(path(desk, parent_id)) >= DEPTHS:
        raise Invalid({"parent": ["has no room below"]})
    if position is None:
        position = 1 + max((node.position for node in children(desk, parent_id)), default=0)
    with refusing(desk, "category", "taken"):
        category = desk.add(
            Category(
                name=name,
                parent_id=parent_id,
                position=position,
                color=color,
                department_id=department_id,
            )
        )
    desk.tell("category.created", category)
    return category


def change(
    desk: Desk,
    category: Category,
    *,
    name: str | Kept = KEEP,
    parent: Category | Kept | None = KEEP,
    position: int | Kept = KEEP,
    archived: bool | Kept = KEEP,
    color: str | Kept | None = KEEP,
    department_id: int | Kept | None = KEEP,
) -> None:
    """Change what is given; with another parent, all that is below comes along.

    Raises Conflict("category", "taken") for the name of a sibling, Invalid for a parent that is
    the node or below it, or has no room for it.
    """
    given = {
        "name": name,
        "position": position,
        "archived": archived,
        "color": color,
        "department_id": department_id,
    }
    if parent is not KEEP:
        memory.move(desk.session)
        _refuse_misfit(desk, category, parent)
        given["parent_id"] = None if parent is None else parent.id
    with refusing(desk, "category", "taken"):
        for column, value in given.items():
            if value is not KEEP:
                setattr(category, column, value)
        changed = desk.touch(category)
    if changed:
        desk.tell("category.changed", category)


def _refuse_misfit(desk: Desk, category: Category, parent: Category | None) -> None:
    nodes = _read(desk)
    node, above = nodes[category.id], () if parent is None else nodes[parent.id].path
    if node in above:
        raise Invalid({"parent": ["must not be below the category"]})
    ends = [len(one.path) for one in nodes.values() if node in one.path]
    if len(above) + max(ends) - len(node.path) >= DEPTHS:
        raise Invalid({"parent": ["has no room below"]})


def erase(desk: Desk, category: Category) -> None:
    """Take a node out of the store with all below it, and with what was promised or scoped by them.

    Articles stay, without a category. Raises Conflict("category", "used") where a ticket points
    at any of these, or none at all and this is the one that stands in.
    """
    memory.move(desk.session)
    nodes = _read(desk)
    gone = [node.id for node in nodes.values() if category.id in {above.id for above in node.path}]
    standing_in = default(desk)
    pointing: list[ColumnElement[bool]] = [Ticket.category_id.in_(gone)]
    if standing_in is not None and standing_in.id in gone:
        pointing.append(Ticket.category_id.is_(None) & Ticket.deleted_at.is_(None))
    if desk.session.scalar(select(exists().where(or_(*pointing)))):
        raise Conflict("category", "used")
    desk.tell("category.deleted", category)
    with refusing(desk, "category", "used"):
        free = update(Article).where(Article.category_id.in_(gone)).values(category_id=None)
        desk.session.execute(free)
        desk.session.execute(delete(Category).where(Category.id.in_(gone)))
    desk.session.expire_all()
