"""Departments as admins arrange them: a tree of teams, one of which stands in for none."""

from sqlalchemy import ColumnElement, exists, or_, select

from polydesk.core import memory
from polydesk.core.conflicts import refusing
from polydesk.core.desk import Desk
from polydesk.core.errors import Conflict, Invalid
from polydesk.core.keep import KEEP, Kept
from polydesk.core.models import Category, Conversation, Department, Person, Ticket

_PARENTS = select(Department.id, Department.parent_id).order_by(Department.id)


def default_id(desk: Desk) -> int | None:
    """What stands in for tickets without a department: the oldest at the top, if there is one."""
    return desk.recall("default department", lambda: _default_id(desk))


def _default_id(desk: Desk) -> int | None:
    return next((id for id, parent in _parents(desk).items() if parent is None), None)


def _parents(desk: Desk) -> dict[int, int | None]:
    desk.flush()
    return {row.id: row.parent_id for row in desk.session.execute(_PARENTS)}


def create(
    desk: Desk, *, name: str, parent: Department | None = None, position: int = 0
) -> Department:
    """A new department. Raises Conflict("department", "taken") for another's name."""
    parent_id = None if parent is None else parent.id
    with refusing(desk, "department", "taken"):
        department = desk.add(Department(name=name, parent_id=parent_id, position=position))
    desk.tell("department.created", department)
    return department


def change(
    desk: Desk,
    department: Department,
    *,
    name: str | Kept = KEEP,
    parent: Department | Kept | None = KEEP,
    position: int | Kept = KEEP,
) -> None:
    """Change what is given; what stays the same changes nothing.

    Raises Conflict("department", "taken") for another's name, Invalid for a parent that is the
    department or below it.
    """
    if parent is not KEEP:
        memory.move(desk.session)  # those who do this at once take turns from here
        _refuse_ring(desk, department, parent)
    with refusing(desk, "department", "taken"):
        if parent is not KEEP:
            department.parent_id = None if parent is None else parent.id
        for column, value in {"name": name, "position": position}.items():
            if value is not KEEP:
                setattr(department, column, value)
        changed = desk.touch(department)
    if changed:
        desk.tell("department.changed", department)


def _refuse_ring(desk: Desk, department: Department, parent: Department | None) -> None:
    parents = _parents(desk)
    above = None if parent is None else parent.id
    while above is not None:
        if above == department.id:
            raise Invalid({"parent": ["must not be below the department"]})
        above = parents[above]


def erase(desk: Desk, department: Department) -> None:
    """Take a department out of the store.

    Raises Conflict("department", "used") where a ticket, a person, a chat, a category or a
    department below refers to it, or a ticket to none at all and this is the one that stands in.
    """
    memory.move(desk.session)
    id = department.id
    used: list[ColumnElement[bool]] = [
        exists().where(column == id)
        for column in (
            Ticket.department_id,
            Person.department_id,
            Conversation.department_id,
            Category.department_id,
            Department.parent_id,
        )
    ]
    if id == _default_id(desk):
        used.append(exists().where(Ticket.department_id.is_(None), Ticket.deleted_at.is_(None)))
    if desk.session.scalar(select(or_(*used))):
        raise Conflict("department", "used")
    desk.tell("department.deleted", department)
    with refusing(desk, "department", "used"):
        desk.session.delete(department)
