"""Guides as trees of topics, and the categories of all content. Source: contract 12."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from marshmallow import ValidationError

from polydesk.core import records
from polydesk.core.desk import Desk
from polydesk.core.errors import Invalid
from polydesk.dialects.deskpro.envelope import whole
from polydesk.dialects.deskpro.fields import Given, Value
from polydesk.dialects.deskpro.fields import whole as whole_number
from polydesk.dialects.deskpro.flaws import Flaw
from polydesk.dialects.deskpro.paths import BASE, located
from polydesk.dialects.deskpro.records import all_of
from polydesk.dialects.deskpro.routes.publishing import guides
from polydesk.dialects.deskpro.settings import DIALECT
from polydesk.kit.perform import Answer
from polydesk.kit.routes import Routes

_KINDS = ("article", "download", "news", "feedback")
_DEEPEST = 20
_more = Routes("content.guide_trees", tag="Content", prefix=BASE, errors=(401, 403))


class Nodes(Value):
    """`[{"id": 1, "children": […]}]`, as `(id, id of the parent or None, place)` of each topic."""

    kind = "array"

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> list[tuple[int, int | None, int]]:
        read = list(_read(value, None, 0))
        if len({id for id, *_ in read}) < len(read):
            raise ValidationError(Flaw("bad_choice"))
        return read


def _read(value: Any, parent: int | None, depth: int) -> Iterator[tuple[int, int | None, int]]:
    if not isinstance(value, list) or depth > _DEEPEST:
        raise ValidationError(Flaw("invalid"))
    for at, node in enumerate(value):
        id = whole_number(node.get("id")) if isinstance(node, Mapping) else None
        if id is None:
            raise ValidationError(Flaw("bad_choice"))
        yield id, parent, at
        yield from _read(node.get("children") or [], id, depth + 1)


class GuideTree(Given):
    """The topics of a guide, each with those below it, in their order."""

    tree = Nodes(required=True)


def _topics(desk: Desk, guide: int) -> Sequence[Mapping[str, Any]]:
    found = [one for one in all_of(desk, "topics") if one.get("guide") == guide]
    return sorted(found, key=lambda one: (one.get("display_order") or 0, one["id"]))


def _tree(
    topics: Sequence[Mapping[str, Any]], parent: int | None = None, depth: int = 0
) -> list[dict[str, Any]]:
    """Those below a topic, as deep as a tree may be; one that is below itself is nowhere."""
    return [
        {"id": one["id"], "title": one["title"], "children": _tree(topics, one["id"], depth + 1)}
        for one in topics
        if one.get("parent") == parent and depth <= _DEEPEST
    ]


@_more.get("/guides/<int:id>/tree", gives={"type": "array"}, errors=(404,))
def get_tree(desk: Desk, id: int) -> Any:
    """Show the topics of a guide as a tree.

    Source: contract 12, row `/guides/{id}/tree`; the shape is ours.
    """
    return Answer(whole(_tree(_topics(desk, guides.row(desk, id).id))))


@_more.put("/guides/<int:id>/tree", json=GuideTree(), status=204, errors=(400, 404))
def put_tree(desk: Desk, json: dict[str, Any], id: int) -> Any:
    """Put the topics of a guide where a tree says; those that it does not name stay.

    Source: contract 12, row `/guides/{id}/tree`; the shape is ours.
    """
    guide = guides.row(desk, id).id
    known = {one.id: one for one in desk.all(records.collected(DIALECT, "topics"))}
    for topic, parent, place in json["tree"]:
        if topic not in known or known[topic].data.get("guide") != guide:
            raise Invalid({"tree": [Flaw("bad_choice")]})
        records.change(desk, known[topic], data={"parent": parent, "display_order": place})
    return Answer(None, 204), located(f"/guides/{id}/tree")


@_more.get("/guides/<int:id>/export", gives={"type": "object"}, errors=(404,))
def get_export(desk: Desk, id: int) -> Any:
    """Give a guide with all its topics.

    Source: contract 12, row `/guides/{id}/tree`; the shape is ours.
    """
    guide = guides.one(desk, id)
    return Answer(whole({"guide": guide, "topics": _shown(_topics(desk, guide["id"]))}))


def _shown(topics: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    kept = ("id", "parent", "title", "content", "status", "display_order")
    return [{key: one.get(key) for key in kept} for one in topics]


@_more.get("/content_categories", gives={"type": "array", "items": {"type": "object"}})
def list_categories(desk: Desk) -> Any:
    """List the categories of all kinds of content.

    Source: contract 12, row `/guides/{id}/tree`; the shape is ours.
    """
    return Answer(
        whole(
            [
                {
                    "id": one["id"],
                    "content_type": kind,
                    "title": one["title"],
                    "parent": one.get("parent"),
                    "display_order": one.get("display_order"),
                }
                for kind in _KINDS
                for one in all_of(desk, f"{kind}_categories")
            ]
        )
    )


ROUTES = (_more,)
