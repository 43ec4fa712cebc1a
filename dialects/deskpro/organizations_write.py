"""Organizations made and changed as clients write them. Source: contract 10.4."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from polydesk.core import organizations, people
from polydesk.core.conflicts import take_turn
from polydesk.core.desk import Desk
from polydesk.core.errors import Conflict, Invalid
from polydesk.core.models import Organization, Person, Usage
from polydesk.dialects.deskpro import custom_values, extras, who
from polydesk.dialects.deskpro.flaws import Flaw
from polydesk.dialects.deskpro.organizations_shown import parent_of
from polydesk.dialects.deskpro.people_write import reach

Given = Mapping[str, Any]
_OWN = ("importance", "parent", "picture_blob", "user_groups")


def create(desk: Desk, given: Given) -> int:
    """A new organization; gives the id."""
    organization = organizations.create(desk, **_columns(None, given))
    _put_members(desk, organization, given.get("members", ()))
    custom_values.enter(desk, Usage.ORGANIZATION, organization.id, given.get("fields", {}))
    return organization.id


def change(desk: Desk, organization: Organization, given: Given) -> None:
    """Change what is given. Raises Invalid for a parent that is a part of it."""
    if given.get("parent") is not None:
        take_turn(desk)
        if organization.id in _line(desk, given["parent"]):
            raise Invalid({"parent": [Flaw("bad_choice")]})
    try:
        organizations.change(desk, organization, **_columns(organization, given))
    except Conflict as error:
        raise Invalid({"name": [Flaw("invalid", "There is one of this name.")]}) from error
    if "members" in given:
        _put_members(desk, organization, given["members"])
    custom_values.put(desk, organization, given.get("fields", {}))


def _line(desk: Desk, id: int | None) -> Iterable[int]:
    """An organization and what it is a part of, from itself upwards."""
    found: dict[int, None] = {}
    while id is not None and id not in found:
        found[id] = None
        above = desk.session.get(Organization, id)
        id = None if above is None else parent_of(above)
    return found


def _columns(organization: Organization | None, given: Given) -> dict[str, Any]:
    """What of it the core keeps in columns, with the extras."""
    own: dict[str, Any] = {key: given[key] for key in _OWN if key in given}
    own |= {"labels": given["labels"] or []} if "labels" in given else {}
    columns: dict[str, Any] = {}
    if "name" in given:
        columns["name"] = given["name"].strip()
    if "summary" in given:
        columns["notes"] = given["summary"] or None
    if "email_domains" in given:
        columns["domains"] = given["email_domains"]
    reached, reached_columns = reach(organization, given)
    own |= reached
    columns |= reached_columns
    return {**columns, **({"extras": extras.having(organization, own)} if own else {})}


def _put_members(desk: Desk, organization: Organization, ids: Sequence[int]) -> None:
    """Let these people be in it, and nobody else."""
    mine = Person.organization_id == organization.id
    query = select(Person).where(mine | Person.id.in_(ids), Person.deleted_at.is_(None))
    for person in desk.all(query.order_by(Person.id)):
        people.change(desk, person, organization=organization if person.id in ids else None)


def admit(desk: Desk, given: Given, *, organization: Organization) -> int:
    """Let somebody be in an organization, or be something else there; gives their id."""
    found = who.resolve(desk, given["person"])
    person = desk.get(Person, found.id)
    own: dict[str, Any] = {}
    if "position" in given:
        own["organization_position"] = given["position"] or ""
    if "is_manager" in given:
        own["organization_manager"] = given["is_manager"]
    people.change(desk, person, organization=organization, **own)
    return person.id


def dismiss(desk: Desk, person: Person, **_: Any) -> None:
    """Let somebody be in no organization."""
    people.change(desk, person, organization=None)
