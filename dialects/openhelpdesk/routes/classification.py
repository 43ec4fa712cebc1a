"""What tickets are sorted by: categories, types, items and statuses."""

from collections.abc import Sequence
from typing import Any

from polydesk.core import categories, statuses
from polydesk.core.categories import Node
from polydesk.core.desk import Desk
from polydesk.core.errors import NotFound
from polydesk.dialects.openhelpdesk.auth import is_staff
from polydesk.dialects.openhelpdesk.envelope import WHOLE
from polydesk.dialects.openhelpdesk.schemas import categories as schemas
from polydesk.dialects.openhelpdesk.schemas.statuses import Status
from polydesk.dialects.openhelpdesk.vocabulary import STATUSES
from polydesk.kit.routes import Routes

routes = Routes("classification", tag="Classification", prefix="/api")


def _below(desk: Desk, parent: Node | None) -> Sequence[Node]:
    """The nodes right below one, in their order; the archived ones are for staff."""
    found = categories.children(desk, None if parent is None else parent.id)
    return found if is_staff(desk.actor) else [node for node in found if not node.archived]


def _node(desk: Desk, kind: str, parent: Node | None, ulid: str) -> Node:
    """The node of a ULID right below another one; raises NotFound."""
    for node in categories.children(desk, None if parent is None else parent.id):
        if node.ulid == ulid:
            return node
    raise NotFound(kind, ulid)


@routes.get("/categories", public=True, gives=schemas.Category(), pages=WHOLE)
def index(desk: Desk) -> Any:
    """The categories in their order; archived ones for staff only.

    Source: REST reference, "Categories"; contract 6.4, row 15.
    """
    return _below(desk, None)


@routes.get(
    "/categories/<ulid:id>/types", public=True, gives=schemas.Type(), pages=WHOLE, errors=(404,)
)
def types(desk: Desk, id: str) -> Any:
    """The types of a category.

    Source: REST reference, "Categories"; contract 6.4, row 16.
    """
    return _below(desk, _node(desk, "category", None, id))


@routes.get(
    "/categories/<ulid:id>/types/<ulid:type_id>/items",
    public=True,
    gives=schemas.Item(),
    pages=WHOLE,
    errors=(404,),
)
def items(desk: Desk, id: str, type_id: str) -> Any:
    """The items of a type, which is to be in the category.

    Source: REST reference, "Categories"; contract 6.4, row 17.
    """
    category = _node(desk, "category", None, id)
    return _below(desk, _node(desk, "type", category, type_id))


@routes.get("/statuses", gives=Status(), pages=WHOLE, errors=(401, 403))
def list_statuses(desk: Desk) -> Any:
    """All statuses in their order, those of the system and those of one's own.

    Source: REST reference, "Statuses"; contract 6.4, row 18.
    """
    return statuses.listed(desk, STATUSES)
