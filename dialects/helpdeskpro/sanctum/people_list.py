"""People and organizations: who is listed, in which order, and found. Source: contract 1.4, 1.9."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.interfaces import ORMOption

from polydesk.core import organizations, people
from polydesk.core.desk import Desk
from polydesk.core.errors import NotFound
from polydesk.core.models import Organization, Person, Role
from polydesk.core.search import folded, part_of
from polydesk.dialects.helpdeskpro.sanctum import roles
from polydesk.dialects.helpdeskpro.sanctum.fields import number
from polydesk.dialects.helpdeskpro.sanctum.listing import ordered, searched

_PERSONS = {
    "id": Person.id,
    "first_name": folded(Person.first_name),
    "last_name": folded(Person.last_name),
    "email": folded(func.coalesce(Person.email, "")),
    "created_at": Person.created_at,
}
_BY_NAME = (_PERSONS["last_name"], _PERSONS["first_name"])
_ORGANIZATIONS = {
    "id": Organization.id,
    "name": folded(Organization.name),
    "email": folded(func.coalesce(Organization.email, "")),
    "created_at": Organization.created_at,
}


@dataclass(frozen=True)
class Kind:
    """A kind of people: those who may sign in or not, of one role if given; named in errors.

    `options` load what is shown with them.
    """

    name: str
    can_sign_in: bool
    role: Role | None = None
    options: tuple[ORMOption, ...] = ()

    def rows(self, _: Desk, query: Mapping[str, Any]) -> Select[Any]:
        """The living ones who pass the filters."""
        found = people.visible().where(Person.can_sign_in.is_(self.can_sign_in))
        if self.role is not None:
            found = found.where(Person.role == self.role)
        if query.get("role_id") is not None:
            found = found.where(*roles.are(number(query["role_id"]) or 0))
        found = found.where(*_matching(Person, query)).options(*self.options)
        return ordered(found, query, _PERSONS, *_BY_NAME)

    def lost(self, desk: Desk, id: int) -> Person:
        """One of them, a deleted one too. Raises NotFound, also for who is erased."""
        found = desk.find(Person, id, *self.options)
        if found is None or found.erased or not self._is(found):
            raise NotFound(self.name, id)
        return found

    def get(self, desk: Desk, id: int) -> Person:
        """One of them who is not deleted. Raises NotFound."""
        found = self.lost(desk, id)
        if found.deleted_at is not None:
            raise NotFound(self.name, id)
        return found

    def _is(self, person: Person) -> bool:
        return person.can_sign_in is self.can_sign_in and self.role in (None, person.role)


USER = Kind("user", can_sign_in=True)
CUSTOMER = Kind("customer", can_sign_in=True, role=Role.USER)
CONTACT = Kind("contact", can_sign_in=False, options=(selectinload(Person.organization),))


def companies(_: Desk, query: Mapping[str, Any]) -> Select[Any]:
    """The organizations that pass the filters."""
    found = organizations.visible().where(*_matching(Organization, query))
    return ordered(found, query, _ORGANIZATIONS, _ORGANIZATIONS["name"])


def lost_company(desk: Desk, id: int) -> Organization:
    """An organization, a deleted one too. Raises NotFound."""
    return desk.get(Organization, id)


def contacts_of(desk: Desk, organization: Organization) -> Sequence[Person]:
    """The contacts of an organization, by their names."""
    found = CONTACT.rows(desk, {}).where(Person.organization_id == organization.id)
    return desk.all(found)


def _matching(model: type[Any], query: Mapping[str, Any]) -> Sequence[ColumnElement[bool]]:
    part = searched(query)
    columns = (model.name, model.email, model.phone)
    return () if part is None else (or_(*(part_of(column, part) for column in columns)),)
