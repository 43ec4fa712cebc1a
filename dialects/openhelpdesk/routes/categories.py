"""Categories, types and items, for admins: three depths of one tree."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from marshmallow import Schema

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

_PATHS: Mapping[str, str] = {"category": "/categories", "type": "/types", "item": "/items"}
"""Where the nodes of each depth are, by what they are called."""
_ID = "<ulid:id>"


def _node(kind: str) -> Callable[..., Mapping[str, Any]]:
    """For `at`: the node that the URL names, for admins; NotFound where it is of another depth."""
    depth = [*_PATHS].index(kind) + 1

    def find(desk: Desk, id: str) -> Mapping[str, Any]:
        auth.admin(desk)
        node = desk.find(Category, id)
        if node is None or depth != len(categories.path(desk, node.id)):
            raise NotFound(kind, id)
        return {"node": node}

    return find


@contextmanager
def _named(kind: str) -> Iterator[None]:
    """Let a conflict be about a category, a type or an item: one text for each."""
    try:
        yield
    except Conflict as conflict:
        raise Conflict(kind, conflict.reason) from conflict


def _declare(
    kind: str,
    *,
    below: str | None = None,
    gives: Schema,
    new: Schema,
    changed: Schema,
    does: tuple[str, str, str],
    rows: tuple[int, int, int],
) -> None:
    """The three operations on the nodes of a depth, those below `below`.

    `does` is what each does, `rows` where the contract says so: to make, to change, to delete.
    """

    def create(desk: Desk, json: dict[str, Any], node: Category | None = None) -> Any:
        with _named(kind):
            return categories.create(desk, parent=node, **json)

    def change(desk: Desk, node: Category, json: dict[str, Any]) -> Any:
        with _named(kind):
            categories.change(desk, node, **json)
        return node

    def delete(desk: Desk, node: Category) -> Any:
        with _named(kind):
            categories.erase(desk, node)

    for view, said, row in zip((create, change, delete), does, rows, strict=True):
        view.__name__ += "" if below is None else f"_{kind}"
        source = f'REST reference, "Admin: categories"; contract 6.7, row {row}'
        view.__doc__ = f"{said}.\n\nSource: {source}."
    path, missing = _PATHS[kind], () if below is None else (404,)
    routes.post(
        path if below is None else f"{_PATHS[below]}/{_ID}{path}",
        at=auth.admin if below is None else _node(below),
        json=new,
        gives=gives,
        status=201,
        errors=(400, *missing, 409),
    )(create)
    one, at = f"{path}/{_ID}", _node(kind)
    routes.patch(one, at=at, json=changed, gives=gives, errors=(400, 404, 409))(change)
    routes.delete(one, at=at, status=204, errors=(404, 409))(delete)


_declare(
    "category",
    gives=schemas.Category(),
    new=schemas.NewCategory(),
    changed=schemas.CategoryChange(partial=True),
    does=(
        "Make a category, the last one unless `sort_order` is given",
        "Change a category; an archived one takes no more tickets from end users",
        "Delete a category without tickets, with its types and items",
    ),
    rows=(40, 41, 42),
)
_declare(
    "type",
    below="category",
    gives=schemas.Type(),
    new=schemas.NewType(),
    changed=schemas.TypeChange(partial=True),
    does=(
        "Make a type in a category",
        "Change a type",
        "Delete a type without tickets, with its items",
    ),
    rows=(43, 44, 45),
)
_declare(
    "item",
    below="type",
    gives=schemas.Item(),
    new=schemas.NewItem(),
    changed=schemas.ItemChange(partial=True),
    does=("Make an item in a type", "Change an item", "Delete an item without tickets"),
    rows=(46, 47, 48),
)
