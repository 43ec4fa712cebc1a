"""What tickets are sorted by, and the roles of users. Source: contract 1.4, "Settings"."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from polydesk.core import catalogue, categories, departments, priorities, statuses, types
from polydesk.core.desk import Desk
from polydesk.core.errors import Invalid
from polydesk.core.models import Category, Department, Priority, Status, TicketType
from polydesk.dialects.helpdeskpro.sanctum import roles as kept
from polydesk.dialects.helpdeskpro.sanctum import vocabulary
from polydesk.dialects.helpdeskpro.sanctum.catalogue_shelf import CHAPTER, arranged, shelved
from polydesk.dialects.helpdeskpro.sanctum.collection import Collection
from polydesk.dialects.helpdeskpro.sanctum.flaws import SELECTED
from polydesk.dialects.helpdeskpro.sanctum.listing import Searched
from polydesk.dialects.helpdeskpro.sanctum.schemas import settings as schemas
from polydesk.dialects.helpdeskpro.sanctum.vocabulary import PRIORITIES, STATUSES, slug_of

_SLUGGED = ("id", "name", "slug")


def _category(desk: Desk, id: int) -> dict[str, Any] | None:
    """A category as other things show it, and what it refers to."""
    shown = vocabulary.category(desk, id)
    return shown and {
        **shown,
        "department": vocabulary.department(desk, shown["department_id"]),
        "parent": vocabulary.category(desk, shown["parent_id"]),
    }


@contextmanager
def _fitting() -> Iterator[None]:
    """A parent that the tree has no room below is none to be selected."""
    try:
        yield
    except Invalid as error:
        raise Invalid({"parent_id": [SELECTED]}) from error


def _create_category(desk: Desk, **given: Any) -> Category:
    with _fitting():
        return categories.create(desk, **given)


def _change_category(desk: Desk, row: Category, **given: Any) -> None:
    with _fitting():
        categories.change(desk, row, **given)


def _create_status(desk: Desk, *, name: str) -> Status:
    positions = [one.look.position for one in statuses.listed(desk, STATUSES)]
    return statuses.create(
        desk,
        STATUSES,
        name=name,
        slug=slug_of(name),
        kind=catalogue.kind_of(name),
        position=1 + max(positions, default=0),
    )


def _role(desk: Desk, id: int) -> dict[str, Any]:
    role = kept.get(desk, id)
    times = {name: role.get(name) for name in ("created_at", "updated_at")}
    return {**kept.shown(role), **times}


def _roles(desk: Desk, query: Mapping[str, Any]) -> Any:
    return arranged((_role(desk, id) for id in kept.all_of(desk)), query, _SLUGGED)


COLLECTIONS = (
    shelved(
        "categories",
        model=Category,
        thing="category",
        shows=schemas.CategoryDetail(),
        word=_category,
        known=categories.tree,
        new=schemas.NewCategory,
        create=_create_category,
        change=_change_category,
    ),
    shelved(
        "priorities",
        model=Priority,
        thing="priority",
        shows=schemas.Named(),
        word=vocabulary.priority,
        known=catalogue.priorities,
        ids=vocabulary.priority_rows,
        new=schemas.NewNamed,
        create=priorities.create,
        change=lambda desk, row, name: priorities.change(desk, PRIORITIES, row, name=name),
    ),
    shelved(
        "statuses",
        model=Status,
        thing="status",
        shows=schemas.Status(),
        word=vocabulary.status,
        known=lambda desk: [one.id for one in statuses.listed(desk, STATUSES)],
        ids=vocabulary.status_rows,
        new=schemas.NewStatus,
        changes=schemas.StatusChange,
        create=_create_status,
        change=lambda desk, row, **given: statuses.change(desk, STATUSES, row, **given),
        sorts=_SLUGGED,
    ),
    shelved(
        "departments",
        model=Department,
        thing="department",
        shows=schemas.Named(),
        word=vocabulary.department,
        known=catalogue.departments,
        new=schemas.NewNamed,
        create=departments.create,
        change=departments.change,
    ),
    shelved(
        "types",
        model=TicketType,
        thing="type",
        shows=schemas.Named(),
        word=vocabulary.ticket_type,
        known=catalogue.types,
        new=schemas.NewNamed,
        create=types.create,
        change=types.change,
    ),
    Collection(
        path="/settings/roles",
        stem="settings.roles",
        chapter=CHAPTER,
        source='contract 1.4, "Settings", row `/settings/roles`; 1.5',
        thing="role",
        shows=schemas.RoleDetail(),
        detail=lambda desk, role: _role(desk, role["id"]),
        rows=_roles,
        get=kept.get,
        filters=Searched,
        new=schemas.NewRole,
        create=kept.create,
        change=kept.change,
        delete=kept.delete,
    ),
)
ROUTES = [collection.routes for collection in COLLECTIONS]
