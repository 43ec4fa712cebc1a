"""Categories, types and items, for admins: three depths of one tree."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from polydesk.core import categories
from polydesk.core.desk import Desk
from polydesk.core.errors import Conflict, NotFound
from polydesk.core.models import Category
from polydesk.dialects.openhelpdesk import auth
from polydesk.dialects.openhelpdesk.schemas import categories as schemas
from polydesk.kit.routes import Routes

routes = Routes(
    "categories", tag="Categories", prefix="/api/admin", errors=(401, 403), at=auth.admin
)

KINDS = ("category", "type", "item")
"""By depth."""


def _node(kind: str) -> Callable[..., Mapping[str, Any]]:
    """For `at`: the node that the URL names, for admins; NotFound where it is of another depth."""

    def find(desk: Desk, id: str) -> Mapping[str, Any]:
        auth.admin(desk)
        node = desk.find(Category, id)
        if node is None or kind != _kind(desk, node):
            raise NotFound(kind, id)
        return {"node": node}

    return find


def _kind(desk: Desk, node: Category) -> str:
    return KINDS[len(categories.path(desk, node.id)) - 1]


@contextmanager
def _named(kind: str) -> Iterator[None]:
    """Let a conflict be about a category, a type or an item: one text for each."""
    try:
        yield
    except Conflict as conflict:
        raise Conflict(kind, conflict.reason) from conflict


def _create(desk: Desk, parent: Category | None, given: Mapping[str, Any]) -> Category:
    kind = "category" if parent is None else KINDS[1 + KINDS.index(_kind(desk, parent))]
    with _named(kind):
        return categories.create(desk, parent=parent, **given)


def _change(desk: Desk, node: Category, given: Mapping[str, Any]) -> Category:
    with _named(_kind(desk, node)):
        categories.change(desk, node, **given)
    return node


def _delete(desk: Desk, node: Category) -> None:
    with _named(_kind(desk, node)):
        categories.erase(desk, node)


@routes.post(
    "/categories",
    json=schemas.NewCategory(),
    gives=schemas.Category(),
    status=201,
    errors=(400, 409),
)
def create(desk: Desk, json: dict[str, Any]) -> Any:
    """Make a category, the last one unless `sort_order` is given.

    Source: REST reference, "Admin: categories"; contract 6.7, row 40.
    """
    return _create(desk, None, json)


@routes.patch(
    "/categories/<ulid:id>",
    at=_node("category"),
    json=schemas.CategoryChange(partial=True),
    gives=schemas.Category(),
    errors=(400, 404, 409),
)
def change(desk: Desk, node: Category, json: dict[str, Any]) -> Any:
    """Change a category; an archived one takes no more tickets from end users.

    Source: REST reference, "Admin: categories"; contract 6.7, row 41.
    """
    return _change(desk, node, json)


@routes.delete("/categories/<ulid:id>", at=_node("category"), status=204, errors=(404, 409))
def delete(desk: Desk, node: Category) -> Any:
    """Delete a category without tickets, with its types and items.

    Source: REST reference, "Admin: categories"; contract 6.7, row 42.
    """
    _delete(desk, node)


@routes.post(
    "/categories/<ulid:id>/types",
    at=_node("category"),
    json=schemas.NewType(),
    gives=schemas.Type(),
    status=201,
    errors=(400, 404, 409),
)
def create_type(desk: Desk, node: Category, json: dict[str, Any]) -> Any:
    """Make a type in a category.

    Source: REST reference, "Admin: categories"; contract 6.7, row 43.
    """
    return _create(desk, node, json)


@routes.patch(
    "/types/<ulid:id>",
    at=_node("type"),
    json=schemas.TypeChange(partial=True),
    gives=schemas.Type(),
    errors=(400, 404, 409),
)
def change_type(desk: Desk, node: Category, json: dict[str, Any]) -> Any:
    """Change a type.

    Source: REST reference, "Admin: categories"; contract 6.7, row 44.
    """
    return _change(desk, node, json)


@routes.delete("/types/<ulid:id>", at=_node("type"), status=204, errors=(404, 409))
def delete_type(desk: Desk, node: Category) -> Any:
    """Delete a type without tickets, with its items.

    Source: REST reference, "Admin: categories"; contract 6.7, row 45.
    """
    _delete(desk, node)


@routes.post(
    "/types/<ulid:id>/items",
    at=_node("type"),
    json=schemas.NewItem(),
    gives=schemas.Item(),
    status=201,
    errors=(400, 404, 409),
)
def create_item(desk: Desk, node: Category, json: dict[str, Any]) -> Any:
    """Make an item in a type.

    Source: REST reference, "Admin: categories"; contract 6.7, row 46.
    """
    return _create(desk, node, json)


@routes.patch(
    "/items/<ulid:id>",
    at=_node("item"),
    json=schemas.ItemChange(partial=True),
    gives=schemas.Item(),
    errors=(400, 404, 409),
)
def change_item(desk: Desk, node: Category, json: dict[str, Any]) -> Any:
    """Change an item.

    Source: REST reference, "Admin: categories"; contract 6.7, row 47.
    """
    return _change(desk, node, json)


@routes.delete("/items/<ulid:id>", at=_node("item"), status=204, errors=(404, 409))
def delete_item(desk: Desk, node: Category) -> Any:
    """Delete an item without tickets.

    Source: REST reference, "Admin: categories"; contract 6.7, row 48.
    """
    _delete(desk, node)
