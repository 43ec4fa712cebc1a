"""Departments: of tickets, of chats, and who answers there. Source: contract 9.3 and 10.7."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select

from polydesk.core import departments
from polydesk.core.desk import Desk
from polydesk.core.errors import Conflict, Invalid, NotFound
from polydesk.core.models import Department, Person, Role
from polydesk.dialects.deskpro import extras
from polydesk.dialects.deskpro.collection import Collection
from polydesk.dialects.deskpro.department_uses import CHATS, TICKETS, enabled
from polydesk.dialects.deskpro.elsewhere import listing
from polydesk.dialects.deskpro.flaws import Flaw
from polydesk.dialects.deskpro.query import PAGES, Listing
from polydesk.dialects.deskpro.schemas import lookups as schemas
from polydesk.kit.perform import Answer

_CHILDREN = select(Department.id, Department.parent_id).order_by(Department.position, Department.id)
_ACTIVE = (
    select(Person.id)
    .where(
        Person.role != Role.USER,
        Person.deleted_at.is_(None),
        Person.disabled.is_(False),
        Person.can_sign_in,
    )
    .order_by(Person.id)
)
_DEFAULTS: Mapping[str, Any] = {
    "user_title": None,
    TICKETS: True,
    CHATS: True,
    "avatar": None,
    "brands": [1],
}
"""What a department of another vendor's is to this one; it is shown under its title."""


def show(desk: Desk, rows: Sequence[Department]) -> Sequence[Mapping[str, Any]]:
    """Departments as they are shown; every active agent answers in each."""
    children = _children(desk)
    agents = [row.id for row in desk.rows(_ACTIVE)]
    return [
        {
            **_DEFAULTS,
            **(own := extras.of(row)),
            "id": row.id,
            "parent": row.parent_id,
            "children": children.get(row.id, []),
            "title": row.name,
            "user_title": own.get("user_title") or row.name,
            "display_order": row.position,
            "agents": agents,
        }
        for row in rows
    ]


def _children(desk: Desk) -> Mapping[int, Sequence[int]]:
    """What is below each department that has such, without a query where nothing has changed."""

    def read() -> Mapping[int, Sequence[int]]:
        desk.flush()
        found: dict[int, list[int]] = defaultdict(list)
        for id, parent in desk.rows(_CHILDREN):
            found[parent].append(id)
        return dict(found)

    return desk.recall("deskpro departments below", read)


def _parent(desk: Desk, id: int | None) -> Department | None:
    found = None if id is None else desk.find(Department, id)
    if id is not None and found is None:
        raise Invalid({"parent": [Flaw("bad_choice")]})
    return found


def _put_own(row: Department, given: Mapping[str, Any]) -> None:
    own = {name: given[name] for name in _DEFAULTS if name in given}
    if own:
        row.extras = extras.having(row, own)


def _create(desk: Desk, json: Mapping[str, Any], use: str) -> int:
    """A new department, which is for this use only unless more is said."""
    given = {TICKETS: use == TICKETS, CHATS: use == CHATS, **json}
    try:
        row = departments.create(
            desk,
            name=given["title"],
            parent=_parent(desk, given.get("parent")),
            position=given.get("display_order", 0),
        )
    except Conflict as conflict:
        raise _taken(conflict) from conflict
    _put_own(row, given)
    return row.id


def _change(desk: Desk, row: Department, json: Mapping[str, Any]) -> None:
    names = {"title": "name", "display_order": "position"}
    given: dict[str, Any] = {names[key]: json[key] for key in names if key in json}
    if "parent" in json:
        given["parent"] = _parent(desk, json["parent"])
    try:
        departments.change(desk, row, **given)
    except Conflict as conflict:
        raise _taken(conflict) from conflict
    except Invalid as invalid:
        raise Invalid({"parent": [Flaw("bad_choice")]}) from invalid
    _put_own(row, json)
    desk.touch(row)


def _taken(conflict: Conflict) -> Invalid:
    return Invalid({"title": [Flaw("invalid", f"The title is {conflict.reason}.")]})


def _declare(path: str, stem: str, chapter: str, use: str, linked: str | None) -> Collection:
    """The departments that are for a use; others can be changed here, so that they are for it."""

    def rows(_: Desk, __: Mapping[str, Any]) -> Select[Department]:
        return select(Department).where(enabled(use))

    def get(desk: Desk, id: int) -> Department:
        found = desk.get(Department, id)
        if not desk.writes and not {**_DEFAULTS, **extras.of(found)}[use]:
            raise NotFound("department", id)
        return found

    return Collection(
        path=path,
        stem=stem,
        chapter=chapter,
        source=f"contract 9.3, row `{path}`; 10.7",
        shows=schemas.Department(),
        show=show,
        rows=rows,
        get=get,
        orders={
            "title": Department.name,
            "display_order": Department.position,
            "parent": Department.parent_id,
        },
        takes=schemas.NewDepartment(),
        changes=schemas.NewDepartment.changing(),
        create=lambda desk, json: _create(desk, json, use),
        change=_change,
        delete=departments.erase,
        linked=linked,
    )


def _list_agents(collection: Collection) -> None:
    """Let the list of who answers in a department be among the routes of the collection."""

    @collection.routes.get(
        f"{collection.path}/<int:id>/agents",
        query=Listing(),
        gives={"type": "array", "items": {"type": "object"}},
        pages=PAGES,
        errors=(400, 404),
    )
    def list_agents(desk: Desk, id: int, **_: Any) -> Any:
        """List the agents of a department.

        Source: contract 9.3, row `/ticket_departments`.
        """
        assert collection.get is not None
        collection.get(desk, id)
        return Answer(listing(desk, "/people", _ACTIVE))


tickets = _declare(
    "/ticket_departments", "tickets.ticket_departments", "Tickets", TICKETS, "department"
)
chats = _declare("/chat_departments", "chats.chat_departments", "Chats", CHATS, None)
_list_agents(tickets)
_list_agents(chats)
ROUTES = (tickets.routes, chats.routes)
