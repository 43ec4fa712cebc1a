"""Notes of people and of organizations, and ways to reach them. Source: contract 8 and 9.4."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select

from polydesk.core import organizations as core_organizations
from polydesk.core import people as core_people
from polydesk.core import records
from polydesk.core.desk import Desk
from polydesk.core.errors import NotFound
from polydesk.core.models import Organization, Person, Record
from polydesk.dialects.deskpro import contact, extras
from polydesk.dialects.deskpro.collection import Collection
from polydesk.dialects.deskpro.people_write import refuse_agents
from polydesk.dialects.deskpro.routes import people
from polydesk.dialects.deskpro.schemas import notes as schemas
from polydesk.dialects.deskpro.settings import DIALECT

Owner = Person | Organization


@dataclass(frozen=True)
class _Kind:
    """Whose notes and contact data these are: the path, the key, and how one is found."""

    path: str
    chapter: str
    word: str
    notes: tuple[Any, Any]
    get: Any

    def at(self, desk: Desk, owner_id: int) -> Mapping[str, Any]:
        return {"owner": self.get(desk, owner_id)}


KINDS = (
    _Kind("people", "People", "person", (schemas.PersonNote, schemas.NewNote), people.get),
    _Kind(
        "organizations",
        "Organizations",
        "organization",
        (schemas.OrganizationNote, schemas.NewOrganizationNote),
        core_organizations.get,
    ),
)


def _notes(kind: _Kind) -> Collection:
    name = f"{kind.path}.notes"
    owner_key = Record.data[kind.word].as_integer()

    def rows(_: Desk, __: Mapping[str, Any], owner: Owner) -> Select[Record]:
        return records.collected(DIALECT, name).where(owner_key == owner.id)

    def get(desk: Desk, id: int, owner: Owner) -> Record:
        found = records.find(desk, DIALECT, name, id)
        if found is None or found.data[kind.word] != owner.id:
            raise NotFound("note", id)
        return found

    def create(desk: Desk, json: Mapping[str, Any], owner: Owner) -> int:
        data = {kind.word: owner.id, "agent": desk.person_id, "note": json["note"]}
        return records.create(desk, DIALECT, name, data=data).id

    def show(_: Desk, found: Sequence[Record]) -> Sequence[Mapping[str, Any]]:
        return [{**row.data, "id": row.id, "date_created": row.created_at} for row in found]

    shows, takes = kind.notes
    return Collection(
        path=f"/{kind.path}/<int:owner_id>/notes",
        stem=name,
        chapter=kind.chapter,
        source=f"contract 9.4, row `/{kind.path}/{{id}}/notes`",
        shows=shows(),
        show=show,
        rows=rows,
        get=get,
        parent=kind.at,
        orders={"date_created": Record.created_at},
        takes=takes(),
        changes=takes.changing(),
        create=create,
        change=lambda desk, row, json, **_: records.change(desk, row, data=dict(json)),
        delete=lambda desk, row, **_: records.delete(desk, row),
    )


def _contact_data(kind: _Kind) -> Collection:
    def get(_: Desk, id: int, owner: Owner) -> Mapping[str, Any]:
        found = next((one for one in contact.shown(owner) if one["id"] == id), None)
        if found is None:
            raise NotFound("contact_data", id)
        return found

    def create(desk: Desk, json: Mapping[str, Any], owner: Owner) -> Any:
        return _put(desk, owner, [*contact.entries(owner), dict(json)])[-1]["id"]

    def change(desk: Desk, row: Mapping[str, Any], json: Mapping[str, Any], owner: Owner) -> None:
        found = contact.entries(owner)
        _put(desk, owner, [{**one, **json} if one["id"] == row["id"] else one for one in found])

    def delete(desk: Desk, row: Mapping[str, Any], owner: Owner) -> None:
        _put(desk, owner, [one for one in contact.entries(owner) if one["id"] != row["id"]])

    return Collection(
        path=f"/{kind.path}/<int:owner_id>/contact_data",
        stem=f"{kind.path}.contact_data",
        chapter=kind.chapter,
        source=f"contract 8, row `contact_data`; 9.4, row `/{kind.path}/{{id}}/contact_data`",
        shows=schemas.ContactDatum(),
        rows=lambda _, __, owner: contact.shown(owner),
        get=get,
        parent=kind.at,
        takes=schemas.NewContactDatum(),
        changes=schemas.ContactChange(),
        create=create,
        change=change,
        delete=delete,
    )


def _put(desk: Desk, owner: Owner, entries: Sequence[contact.Entry]) -> Sequence[contact.Entry]:
    """Let these be the ways to reach somebody; gives them with their ids."""
    own, columns = contact.values(owner, entries)
    values = {**columns, "extras": extras.having(owner, own)}
    if isinstance(owner, Person):
        refuse_agents(desk, owner)
        core_people.change(desk, owner, **values)
    else:
        core_organizations.change(desk, owner, **values)
    found: Sequence[contact.Entry] = own["contact_data"]
    return found


ROUTES = tuple(make(kind).routes for kind in KINDS for make in (_notes, _contact_data))
