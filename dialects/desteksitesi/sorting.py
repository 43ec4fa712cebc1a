"""Categories as the vendor has them: a flat list, some of them in sections. Source: contract 7.8.

Below the topmost there are other vendors' types and items; they are categories as well.
"""

from collections.abc import Sequence
from typing import Any

from polydesk.core import catalogue, categories
from polydesk.core.categories import Node
from polydesk.core.desk import Desk
from polydesk.core.errors import Hidden, NotFound
from polydesk.dialects.desteksitesi import sight

SEPARATOR = " \\ "


def get(desk: Desk, id: int) -> Node:
    """A category. Raises NotFound, and Hidden for one that the caller may not see."""
    node = categories.tree(desk).get(id)
    if node is None:
        raise NotFound("category", id)
    if not may_see(desk, node):
        raise Hidden("category", id)
    return node


def may_see(desk: Desk, node: Node) -> bool:
    """Whether a category, and all above it, is not for technicians only, or the caller is one."""
    return not is_for_techs(node) or sight.is_tech(desk)


def is_for_techs(node: Node) -> bool:
    """Whether a category is for technicians only, by itself or by one above it."""
    return any(one.techs_only for one in node.path)


def listed(desk: Desk) -> Sequence[dict[str, Any]]:
    """The categories that the caller may see and choose, by name with section."""
    nodes = categories.tree(desk).values()
    found = [
        shown(desk, node)
        for node in nodes
        if may_see(desk, node) and not any(one.archived for one in node.path)
    ]
    return sorted(found, key=lambda one: (one["full_name"].casefold(), one["id"]))


def shown(desk: Desk, node: Node) -> dict[str, Any]:
    """A category for `schemas.categories.Category`."""
    section_id = node.path[0].section_id
    section = None if section_id is None else catalogue.sections(desk)[section_id].name
    names = [*([] if section is None else [section]), *(one.name for one in node.path)]
    return {
        "id": node.id,
        "name": node.name,
        "section_id": section_id,
        "section": section,
        "full_name": SEPARATOR.join(names),
        "techs_only": is_for_techs(node),
        "from_address": node.from_address,
    }
