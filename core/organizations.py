"""Customers and companies: found by name or by an e-mail domain, made by a name."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, select, update

from polydesk.core import text
from polydesk.core.conflicts import take_turn
from polydesk.core.desk import Desk
from polydesk.core.errors import Conflict, NotFound
from polydesk.core.models import Asset, Organization, Person, Ticket


def visible() -> Select[Organization]:
    """All organizations that are not deleted."""
    return select(Organization).where(Organization.deleted_at.is_(None))


def get(desk: Desk, id: int) -> Organization:
    """The organization of this id, if it is not deleted. Raises NotFound("organization")."""
    found = desk.get(Organization, id)
    if found.deleted_at is not None:
        raise NotFound("organization", id)
    return found


_DOMAINS = (
    visible().with_only_columns(Organization.id, Organization.domains).order_by(Organization.id)
)


def find(desk: Desk, name: str) -> Organization | None:
    """The organization of this name, ignoring case and outer blanks; the oldest of several."""
    query = visible().where(Organization.key == text.key(name)).order_by(Organization.id).limit(1)
    return desk.session.scalars(query).one_or_none()


def named(desk: Desk, name: str, **given: Any) -> Organization:
    """The organization of this name, as `find` finds it; made of what is given if there is none.

    `given` are columns by name: what is there already is not changed by them.
    """
    found = find(desk, name)
    if found is None:
        take_turn(desk)
        found = find(desk, name)
    return found or create(desk, name=name, **given)


def create(desk: Desk, *, name: str, **given: Any) -> Organization:
    """A new organization, even if there is one of its name; `given` are columns by name."""
    organization = desk.add(Organization(name=name.strip(), **given))
    desk.tell("organization.created", organization)
    return organization


def change(desk: Desk, organization: Organization, **given: Any) -> None:
    """Change what is given, columns by name; what stays the same changes nothing.

    Raises Conflict("organization", "taken") for the name of another one, ignoring case.
    """
    changed = {name: value for name, value in given.items() if value != getattr(organization, name)}
    if not changed:
        return
    if "name" in changed:
        take_turn(desk)
        other = find(desk, changed["name"])
        if other is not None and other.id != organization.id:
            raise Conflict("organization", "taken")
    for name, value in changed.items():
        setattr(organization, name, value)
    organization.updated_at = desk.now()
    desk.flush()
    desk.tell("organization.changed", organization, fields=sorted(changed))


_MEMBERSHIP = {"organization_position": "", "organization_manager": False}
"""What a person is in an organization, where they are in none."""


def remove(desk: Desk, organization: Organization) -> None:
    """Put an organization into the bin; its people, tickets and assets belong to none then."""
    if organization.deleted_at is not None:
        return
    for model in (Person, Ticket, Asset):
        theirs = update(model).where(model.organization_id == organization.id)
        ending = _MEMBERSHIP if model is Person else {}
        desk.session.execute(theirs.values(organization_id=None, **ending))
    organization.deleted_at = organization.updated_at = desk.now()
    desk.flush()
    desk.session.expire_all()
    desk.tell("organization.deleted", organization)


def restore(desk: Desk, organization: Organization) -> None:
    """Take an organization out of the bin, as it is; raises nothing where it is not there."""
    if organization.deleted_at is not None:
        organization.deleted_at, organization.updated_at = None, desk.now()
        desk.flush()
        desk.tell("organization.restored", organization)


def id_of_address(desk: Desk, address: str | None) -> int | None:
    """The organization that has the domain of this e-mail address; the oldest of several."""
    _, at, domain = (address or "").rpartition("@")
    return _by_domain(desk).get(text.key(domain)) if at else None


def _by_domain(desk: Desk) -> Mapping[str, int]:
    def read() -> Mapping[str, int]:
        found: dict[str, int] = {}
        for id, domains in desk.session.execute(_DOMAINS):
            for domain in domains:
                found.setdefault(text.key(domain).removeprefix("@"), id)
        found.pop("", None)  # a blank domain is nobody's
        return found

    return desk.recall("organization domains", read)
