"""Where a ticket is sorted into: category, type and item, as clients choose them."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError

from polydesk.core import categories
from polydesk.core.categories import Node
from polydesk.core.desk import Desk
from polydesk.core.errors import Invalid
from polydesk.dialects.openhelpdesk.fields import Key

TYPE, ITEM = "type_id", "item_id"
_KINDS = ("category", "type", "item")


def chosen(desk: Desk, given: Mapping[str, Any], *, archived: bool) -> int:
    """The deepest node of a new ticket's `category_id`, `type_id` and `item_id`.

    `archived` nodes will do, or not. Raises Invalid for the first that is wrong.
    """
    category = _category(desk, given["category_id"], archived=archived)
    type_ = _child(desk, category, TYPE, _key(given, TYPE), archived=archived)
    item = _child(desk, type_, ITEM, _key(given, ITEM), archived=archived)
    return (item or type_ or category).id


def changed(desk: Desk, category_id: int | None, given: Mapping[str, Any]) -> int | None:
    """The deepest node of a ticket after a change; the same where nothing changes.

    Another category or type drops what was below it, unless that is sent too. Raises Invalid.
    """
    path = categories.path(desk, category_id)
    before: list[Node | None] = [*path, None, None, None][:3]
    category, type_, item = before
    if "category_id" in given:
        category = _category(desk, given["category_id"], archived=True)
    if TYPE in given or category != before[0]:
        type_ = _child(desk, category, TYPE, given.get(TYPE), archived=True)
    if ITEM in given or type_ != before[1]:
        item = _child(desk, type_, ITEM, given.get(ITEM), archived=True)
    deepest = item or type_ or category
    return category_id if deepest is None or deepest in path[-1:] else deepest.id


def _category(desk: Desk, ulid: str, *, archived: bool) -> Node:
    tops = {node.ulid: node for node in categories.children(desk, None)}
    if ulid not in tops:
        raise Invalid({"category_id": ["category not found"]})
    return _current(tops[ulid], archived=archived)


def _child(
    desk: Desk, parent: Node | None, name: str, ulid: str | None, *, archived: bool
) -> Node | None:
    """The node of a ULID below another one; None for none."""
    if ulid is None:
        return None
    depth = 1 if name == TYPE else 2
    if parent is None:
        raise Invalid({name: [f"{name} requires {_KINDS[depth - 1]}_id"]})
    below = {node.ulid: node for node in categories.children(desk, parent.id)}
    if ulid not in below:
        reason = f"{_KINDS[depth]} does not belong to {_KINDS[depth - 1]}"
        raise Invalid({name: [reason]})
    return _current(below[ulid], archived=archived)


def _current(node: Node, *, archived: bool) -> Node:
    if node.archived and not archived:
        kind = _KINDS[len(node.path) - 1]
        raise Invalid({f"{kind}_id": [f"{kind} is archived"]})
    return node


def _key(given: Mapping[str, Any], name: str) -> str | None:
    """A ULID in its turn; None where there is none. Raises Invalid."""
    if given.get(name) is None:
        return None
    try:
        return str(Key(name).deserialize(given[name]))
    except ValidationError as error:
        raise Invalid({name: list(error.messages)}) from error
