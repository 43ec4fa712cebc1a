"""Custom fields of tickets, people, organizations and chats. Source: contract 9.3 and 10.8."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import selectinload

from polydesk.core import definitions
from polydesk.core.definitions import Choice
from polydesk.core.desk import Desk
from polydesk.core.errors import Invalid
from polydesk.core.fields import CHOICES
from polydesk.core.models import CustomField, Usage
from polydesk.dialects.deskpro import extras
from polydesk.dialects.deskpro.collection import Collection
from polydesk.dialects.deskpro.custom_values import has_required
from polydesk.dialects.deskpro.flaws import Flaw
from polydesk.dialects.deskpro.schemas import custom_fields as schemas
from polydesk.dialects.deskpro.schemas.custom_fields import WIDGETS

_COLUMNS = {
    "title": "name",
    "is_enabled": "enabled",
    "is_agent_field": "techs_only",
    "display_order": "position",
    "default_value": "default",
}
"""The columns of the core's, by the vendor's words."""


def show(_: Desk, rows: Sequence[CustomField]) -> Sequence[Mapping[str, Any]]:
    """Fields as they are shown."""
    return [
        {
            "id": row.id,
            **{word: getattr(row, column) for word, column in _COLUMNS.items()},
            "description": row.description,
            "widget_type": _widget(row),
            "aliases": extras.of(row).get("aliases", []),
            "choices": _choices(row),
            "options": extras.of(row).get("options", {}),
        }
        for row in rows
    ]


def _widget(row: CustomField) -> str:
    kept = extras.of(row).get("widget_type")
    return str(kept or next(word for word, type_ in WIDGETS.items() if type_ is row.type))


def _choices(row: CustomField) -> Sequence[Mapping[str, Any]]:
    parents = extras.of(row).get("parents", {})
    return [
        {
            "id": option.id,
            "title": option.name,
            "parent": parents.get(str(option.id)),
            "display_order": option.position,
        }
        for option in sorted(row.options, key=lambda option: (option.position, option.id))
    ]


def _columns(row: CustomField | None, json: Mapping[str, Any]) -> dict[str, Any]:
    """What is given, as the core takes it. Raises Invalid for choices that cannot be."""
    given = {column: json[word] for word, column in _COLUMNS.items() if word in json}
    own = dict(extras.of(row)) if row else {}
    own |= {word: json[word] for word in ("aliases", "options", "widget_type") if word in json}
    if "description" in json:
        given["description"] = json["description"] or ""
    if "options" in json:
        was, own["options"] = has_required(own), json["options"]
        if has_required(own) != was:  # in every dialect; else it is as another vendor has said
            given["mandatory"] = not was
    if "choices" in json:
        there = {option.id for option in row.options} if row else set()
        given["options"] = _listed(json["choices"], there)
        own["parents"] = {
            str(one["id"]): one["parent"]
            for one in json["choices"]
            if one.get("id") and one.get("parent")
        }
    return {**given, "extras": extras.having(row, own)}


def _listed(choices: Sequence[Mapping[str, Any]], there: set[int]) -> Sequence[Choice]:
    """The choices, each of which is new or `there` already, as is what it is below."""
    wrong: dict[int, Any] = {}
    seen: set[int] = set()
    listed: list[Choice] = []
    kept = {one["id"] for one in choices if one.get("id")}
    for at, one in enumerate(choices):
        id, parent = one.get("id") or None, one.get("parent") or None
        flaws = {}
        if id is not None and (id not in there or id in seen):
            flaws["id"] = [Flaw("bad_choice")]
        if parent is not None and (parent not in kept & there or id in (None, parent)):
            flaws["parent"] = [Flaw("bad_choice")]
        if flaws:
            wrong[at] = flaws
        seen.add(id or 0)
        listed.append({"name": one["title"], "position": one.get("display_order", at + 1)})
        if id is not None:
            listed[-1]["id"] = id
    if wrong:
        raise Invalid({"choices": wrong})  # type: ignore[dict-item]
    return listed


def _create(desk: Desk, json: Mapping[str, Any], usage: Usage) -> int:
    type_ = WIDGETS[json.get("widget_type", "text")]
    _refuse_choices(type_ in CHOICES, json)
    return definitions.create(desk, usage=usage, type=type_, **_columns(None, json)).id


def _change(desk: Desk, row: CustomField, json: Mapping[str, Any]) -> None:
    if WIDGETS[json.get("widget_type", _widget(row))] is not row.type:
        raise Invalid({"widget_type": [Flaw("bad_choice")]})
    _refuse_choices(row.type in CHOICES, json)
    definitions.change(desk, row, **_columns(row, json))


def _refuse_choices(may: bool, json: Mapping[str, Any]) -> None:
    if json.get("choices") and not may:
        raise Invalid({"choices": [Flaw("invalid")]})


def _declare(path: str, stem: str, chapter: str, usage: Usage) -> Collection:
    """The fields of a usage."""

    def rows(_: Desk, __: Mapping[str, Any]) -> Select[CustomField]:
        return definitions.listed(usage).options(selectinload(CustomField.options))

    def get(desk: Desk, id: int) -> CustomField:
        return definitions.get(desk, usage, id)

    return Collection(
        path=path,
        stem=stem,
        chapter=chapter,
        source=f"contract 9.3, row `{path}`; 10.8",
        shows=schemas.CustomField(),
        show=show,
        rows=rows,
        get=get,
        orders={"title": CustomField.name, "display_order": CustomField.position},
        takes=schemas.NewCustomField(),
        changes=schemas.NewCustomField.changing(),
        create=lambda desk, json: _create(desk, json, usage),
        change=_change,
        delete=definitions.erase,
    )


COLLECTIONS = (
    _declare("/ticket_custom_fields", "tickets.ticket_custom_fields", "Tickets", Usage.TICKET),
    _declare("/person_custom_fields", "people.person_custom_fields", "People", Usage.PERSON),
    _declare(
        "/organization_custom_fields",
        "organizations.organization_custom_fields",
        "Organizations",
        Usage.ORGANIZATION,
    ),
    _declare(
        "/user_chat_custom_fields", "chats.user_chat_custom_fields", "Chats", Usage.CONVERSATION
    ),
)
ROUTES = tuple(one.routes for one in COLLECTIONS)
