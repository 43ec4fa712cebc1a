"""Texts that agents put into their answers, of today and of before. Source: contract 12."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response
from marshmallow import fields
from sqlalchemy import Select, select

from polydesk.core import tickets
from polydesk.core.desk import Desk
from polydesk.core.errors import NotFound
from polydesk.core.models import Event, Person, Record
from polydesk.dialects.deskpro.collection import Collection
from polydesk.dialects.deskpro.envelope import bare, whole
from polydesk.dialects.deskpro.fields import Body, Id, Json, Line, Stamp, Truth, Words
from polydesk.dialects.deskpro.paths import BASE
from polydesk.dialects.deskpro.record_filters import holds
from polydesk.dialects.deskpro.records import Kept, all_of, family
from polydesk.dialects.deskpro.routes.publishing import categories
from polydesk.dialects.deskpro.settings import DIALECT
from polydesk.dialects.deskpro.sideload import Shows
from polydesk.kit.perform import Answer
from polydesk.kit.routes import Routes

_MASK = re.compile(r"\{\{\s*([a-z]+)\.([a-z_]+)\s*\}\}")
_COLUMNS = ("id", "title", "shortcut_code", "labels", "translations")

snippets = family(
    "/snippets",
    stem="snippets.snippets",
    chapter="Snippets",
    given={
        "title": Line(required=True),
        "labels": Words(),
        "types": Words(),
        "translations": Json(),
        "shortcut_code": Line(allow_none=True),
        "is_draft": Truth(),
    },
    absent={"labels": [], "types": [], "translations": [], "is_draft": False},
    filters={"labels": holds("labels"), "types": holds("types"), "is_draft": None},
)
used = family(
    "/snippets_use",
    stem="snippets.snippets_use",
    chapter="Snippets",
    given={"snippet": Id(), "person": Id()},
    verbs="L",
    note="no use is noted: there are those of the scenario",
)
more = Routes("snippets.more", tag="Snippets", prefix=BASE, errors=(401, 403))


@more.get("/snippets/csv", gives=bare({"type": "string"}), media_types=("text/csv",))
def list_csv(desk: Desk) -> Any:
    """Give all snippets as a table.

    Source: contract 12, row `/snippets`; the columns are ours.
    """
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(_COLUMNS)
    for one in all_of(desk, "snippets"):
        table.writerow([_cell(one.get(key)) for key in _COLUMNS])
    return Response(text.getvalue(), content_type="text/csv; charset=utf-8")


def _cell(value: Any) -> str:
    """A value in one cell; one that a spreadsheet would take for a formula begins with `'`."""
    if isinstance(value, list):
        value = ", ".join(_text(one) for one in value)
    said = "" if value is None else str(value)
    return f"'{said}" if said[:1] in ("=", "+", "-", "@", "\t", "\r") else said


def _text(translation: Any) -> str:
    """The text of a translation, whatever form it was written in."""
    if isinstance(translation, Mapping):
        found = next(
            (translation[key] for key in ("value", "content", "text") if key in translation), ""
        )
        return str(found)
    return "" if translation is None else str(translation)


@more.get("/snippets/labels", gives={"type": "array", "items": {"type": "string"}})
def list_labels(desk: Desk) -> Any:
    """List the labels of snippets.

    Source: contract 12, row `/snippets`.
    """
    labels = {label for one in all_of(desk, "snippets") for label in one.get("labels") or ()}
    return Answer(whole(sorted(labels)))


@more.get(
    "/snippets/render/<int:id>/<type>/<int:object_id>",
    gives={"type": "object"},
    errors=(404,),
    note="`{{ticket.subject}}` and the like are filled in, no other templates",
    coverage="partial",
)
def get_rendered(desk: Desk, id: int, type: str, object_id: int) -> Any:
    """Show a snippet as it reads for a ticket or a person.

    Source: contract 12, row `/snippets`; the shape is ours.
    """
    snippet = snippets.row(desk, id)
    values = _values(desk, type, object_id)
    translations = snippet.data.get("translations")
    texts = translations if isinstance(translations, list) else [translations]
    content = next((text for one in texts if (text := _text(one))), "")
    filled = _MASK.sub(lambda found: values.get((found[1], found[2]), ""), content)
    return Answer(whole({"id": id, "content": filled}))


def _values(desk: Desk, type: str, id: int) -> Mapping[tuple[str, str], str]:
    if type == "ticket":
        ticket = tickets.get(desk, id)
        said = {("ticket", "id"): str(ticket.id), ("ticket", "subject"): ticket.subject}
        person: Person | None = ticket.requester
    elif type == "person":
        said, person = {}, desk.find(Person, id)
        if person is None or person.deleted_at is not None:
            raise NotFound("person", id)
    else:
        raise NotFound(type, "")
    return said | {
        (name, key): str(getattr(person, key) or "")
        for name in ("person", "user")
        for key in ("name", "first_name", "last_name", "email")
    }


class SnippetChange(Shows):
    """Who did what to a snippet."""

    id = fields.Int(required=True)
    snippet = fields.Int()
    person = fields.Int(allow_none=True)
    action = fields.Str()
    date_created = Stamp()

    points = {"person": ("person",)}  # noqa: RUF012


def _changes(_: Desk, __: Mapping[str, Any]) -> Select[Event]:
    ours = select(Record.id).filter_by(dialect=DIALECT, collection="snippets")
    kinds = [f"record.{done}" for done in ("created", "changed")]
    return select(Event).where(
        Event.about == "record", Event.kind.in_(kinds), Event.about_id.in_(ours)
    )


def _show_changes(_: Desk, rows: Sequence[Event]) -> Sequence[Mapping[str, Any]]:
    return [
        {
            "id": row.id,
            "snippet": row.about_id,
            "person": row.actor_id,
            "action": row.kind.partition(".")[2],
            "date_created": row.at,
        }
        for row in rows
    ]


changes = Collection(
    path="/snippets_change_logs",
    stem="snippets.snippets_change_logs",
    chapter="Snippets",
    source="contract 12, row `/snippets`; the shape is ours",
    shows=SnippetChange(),
    rows=_changes,
    show=_show_changes,
    verbs="L",
)


def _legacy(kind: str) -> tuple[Routes, ...]:
    """The text snippets of before, for tickets or for chats, and their categories."""
    name, sorts = f"{kind}_snippets", f"{kind}_snippet_categories"
    kept = family(
        f"/{name}",
        stem=f"text_snippets.{name}",
        chapter="Text snippets",
        given={
            "title": Line(required=True),
            "snippet": Body(),
            "category": Kept(sorts, allow_none=True),
            "shortcut_code": Line(allow_none=True),
            "is_draft": Truth(),
            "is_global": Truth(),
        },
        absent={"snippet": "", "is_draft": False, "is_global": False},
        filters={"category": None},
    )
    tree = categories(sorts, "Text snippets", "text_snippets")
    beside = Routes(
        f"text_snippets.{name}_more", tag="Text snippets", prefix=BASE, errors=(401, 403)
    )

    @beside.get(f"/{name}/<int:id>/content", gives={"type": "object"}, errors=(404,))
    def get_content(desk: Desk, id: int) -> Any:
        """Show what a snippet says.

        Source: contract 12, row `/{ticket|chat}_snippets`; the shape is ours.
        """
        return Answer(whole({"id": id, "content": kept.row(desk, id).data["snippet"]}))

    @beside.get(f"/{sorts}/<int:id>/snippets", gives=kept.shows, errors=(404,))
    def list_of_category(desk: Desk, id: int) -> Any:
        """List the snippets of a category.

        Source: contract 12, row `/{ticket|chat}_snippet_categories`.
        """
        tree.row(desk, id)
        return Answer(kept.listing(desk, {"category": [str(id)]}))

    return kept.routes, tree.routes, beside


ROUTES = (more, snippets.routes, used.routes, changes.routes, *_legacy("ticket"), *_legacy("chat"))
