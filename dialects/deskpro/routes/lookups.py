"""What tickets and articles are sorted by: stars, statuses, categories … Source: contract 9.3."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from zoneinfo import available_timezones

from polydesk.core import catalogue, categories, records
from polydesk.core.conflicts import take_turn
from polydesk.core.desk import Desk
from polydesk.core.errors import Forbidden, NotFound
from polydesk.dialects.deskpro import sideload, usergroups, vocabulary
from polydesk.dialects.deskpro.collection import Collection
from polydesk.dialects.deskpro.envelope import whole
from polydesk.dialects.deskpro.languages import LANGUAGES
from polydesk.dialects.deskpro.paths import BASE
from polydesk.dialects.deskpro.query import order
from polydesk.dialects.deskpro.schemas import lookups as schemas
from polydesk.dialects.deskpro.settings import DIALECT
from polydesk.dialects.deskpro.sideload import Shows
from polydesk.kit.perform import Answer
from polydesk.kit.routes import Routes

Row = Mapping[str, Any]
_COLORS: Sequence[tuple[str, str]] = (
    ("blue", "#0000FF"),
    ("green", "#008000"),
    ("orange", "#FFA500"),
    ("pink", "#FFC0CB"),
    ("purple", "#800080"),
    ("red", "#FF0000"),
    ("yellow", "#FFFF00"),
)
_STARS = "ticket_stars"
BRANDS: Sequence[Row] = ({"id": schemas.BRAND, "name": "Default", "is_default": True},)


def stars(desk: Desk) -> Sequence[Row]:
    """The stars, with the names that they have been given."""
    named = {one.data["star"]: one.data["name"] for one in _names(desk)}
    return [
        {"id": id, "name": named.get(id, color.title()), "color": color, "hex": hex_}
        for id, (color, hex_) in enumerate(_COLORS, 1)
    ]


def _names(desk: Desk) -> Sequence[Any]:
    return desk.all(records.collected(DIALECT, _STARS))


def _rename(desk: Desk, row: Row, json: Mapping[str, Any]) -> None:
    if "name" in json:
        take_turn(desk)
        known = next((one for one in _names(desk) if one.data["star"] == row["id"]), None)
        if known is None:
            records.create(desk, DIALECT, _STARS, data={"star": row["id"], "name": json["name"]})
        else:
            records.change(desk, known, data={"name": json["name"]})


def statuses(desk: Desk) -> Sequence[Row]:
    """The vendor's own statuses, numbered from 1, and those that somebody has made."""
    base = [
        {"id": id, "title": title, "status_type": word, "status_code": word}
        for id, (word, title) in enumerate(vocabulary.TITLES.items(), 1)
    ]
    made = [
        {
            "id": id,
            "title": one.name,
            "status_type": vocabulary.status(desk, id),
            "status_code": one.name,
        }
        for id, one in catalogue.statuses(desk).items()
        if one.code is None
    ]
    return [*base, *made]


def ticket_categories(desk: Desk) -> Sequence[Row]:
    """All categories, also those that can no longer be chosen: tickets point to them."""
    return [
        {
            "id": node.id,
            "parent": node.parent_id,
            "title": node.name,
            "display_order": node.position,
        }
        for node in categories.tree(desk).values()
    ]


def priorities(desk: Desk) -> Sequence[Row]:
    """All priorities."""
    found = catalogue.priorities(desk).values()
    return [{"id": one.id, "title": one.name, "priority": one.rank} for one in found]


def _languages(_: Desk) -> Sequence[Row]:
    named = LANGUAGES.items()
    return [{"id": id, "title": title, "locale": locale} for id, (title, locale) in named]


def _recorded(name: str) -> Callable[[Desk], Sequence[Row]]:
    """Products and workflows, which are records that nobody else knows."""

    def read(desk: Desk) -> Sequence[Row]:
        return [
            {
                "id": row.id,
                "parent": row.data.get("parent"),
                "title": row.data.get("title", ""),
                "display_order": row.data.get("display_order", row.position),
            }
            for row in desk.all(records.collected(DIALECT, name))
        ]

    return read


def _list(
    path: str,
    shows: Shows,
    read: Callable[[Desk], Sequence[Row]],
    *,
    stem: str = "",
    chapter: str = "Tickets",
    linked: str | None = None,
    by: str = "id",
    **more: Any,
) -> Collection:
    """A short list that is read as a whole; by id, or by the key `by`, unless asked otherwise."""

    def get(desk: Desk, id: int) -> Row:
        found = next((row for row in read(desk) if row["id"] == id), None)
        if found is None:
            raise NotFound(path.removeprefix("/"), id)
        return found

    return Collection(
        path=path,
        stem=stem or f"tickets{path.replace('/', '.')}",
        chapter=chapter,
        source=f"contract 9.3, row `{path}`",
        shows=shows,
        rows=lambda desk, query: _ordered(read(desk), query, by),
        get=get,
        linked=linked,
        **more,
    )


def _keep(_: Desk, row: Row) -> None:
    """Refuse to take the only one away."""
    raise Forbidden(row["name"])


def _ordered(found: Sequence[Row], query: Mapping[str, Any], by: str) -> Sequence[Row]:
    """In the order that is asked for: those without a value come last, ties go by id."""
    asked = order(query)
    is_known = query.get("order_by") and all(asked.name in row for row in found)
    name = asked.name if is_known else by
    in_order = sorted(found, key=lambda row: row["id"], reverse=asked.descending)
    valued = [row for row in in_order if row[name] is not None]
    valued.sort(key=lambda row: _folded(row[name]), reverse=asked.descending)
    return valued + [row for row in in_order if row[name] is None]


def _folded(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


_node = schemas.Node()
LISTS = (
    _list(
        "/ticket_stars",
        schemas.Star(),
        stars,
        linked="star",
        paged=False,
        changes=schemas.StarChange(partial=True),
        change=_rename,
    ),
    _list("/ticket_statuses", schemas.Status(), statuses, by="title", paged=False),
    _list("/ticket_categories", schemas.Category(), ticket_categories, linked="category"),
    _list("/ticket_products", _node, _recorded("ticket_products"), linked="product"),
    _list("/ticket_workflows", _node, _recorded("ticket_workflows"), linked="workflow"),
    _list("/ticket_priorities", schemas.Priority(), priorities, linked="priority"),
    _list(
        "/brands",
        schemas.Brand(),
        lambda _: BRANDS,
        stem="brands.brands",
        chapter="Brands",
        linked="brand",
        delete=_keep,
        note="there is one, which stays",
    ),
    _list(
        "/languages",
        schemas.Language(),
        _languages,
        stem="languages.languages",
        chapter="Languages",
        linked="language",
    ),
    _list(
        "/user_groups",
        schemas.UserGroup(),
        lambda _: usergroups.shown(usergroups.FOR_USERS),
        stem="usergroups.user_groups",
        chapter="Usergroups",
    ),
)
sideload.register("usergroup", usergroups.beside, schemas.UserGroup)
_timezones = Routes("timezones.timezones", tag="Timezones", prefix=BASE, errors=(401, 403))


@_timezones.get("/timezones", gives={"type": "array", "items": {"type": "string"}})
def list(_: Desk) -> Any:
    """List the names of time zones.

    Source: contract 5.3, row "fixed lists"; 12.
    """
    return Answer(whole(sorted(available_timezones())))


ROUTES = (*(one.routes for one in LISTS), _timezones)
