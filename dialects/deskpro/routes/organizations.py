"""Organizations and who is in them. Source: contract 9.4 and 10.4."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, select

from polydesk.core import organizations as core
from polydesk.core.desk import Desk
from polydesk.core.errors import NotFound
from polydesk.core.models import Organization, Person, Usage
from polydesk.core.search import same
from polydesk.dialects.deskpro import custom_query, organizations_write
from polydesk.dialects.deskpro.collection import Collection
from polydesk.dialects.deskpro.organizations_shown import show
from polydesk.dialects.deskpro.schemas import organizations as schemas


def rows(desk: Desk, query: Mapping[str, Any]) -> Select[Organization]:
    """The organizations that a list has."""
    found = core.visible()
    if query.get("name"):
        found = found.where(same(Organization.name, query["name"].strip()))
    if query.get("period_created"):
        found = found.where(Organization.created_at.between(*query["period_created"]))
    return found.where(*custom_query.conditions(desk, Usage.ORGANIZATION, Organization.id, query))


def _organization(desk: Desk, organization_id: int) -> Mapping[str, Any]:
    return {"organization": core.get(desk, organization_id)}


def _members(
    _: Desk, __: Mapping[str, Any], organization: Organization | None = None
) -> Select[Person]:
    found = select(Person).where(
        Person.organization_id.is_not(None)
        if organization is None
        else Person.organization_id == organization.id
    )
    return found.where(Person.deleted_at.is_(None))


def _member(desk: Desk, id: int, organization: Organization) -> Person:
    person = desk.find(Person, id)
    if person is None or person.organization_id != organization.id or person.deleted_at is not None:
        raise NotFound("organization_member", id)
    return person


organizations = Collection(
    path="/organizations",
    stem="organizations.organizations",
    chapter="Organizations",
    source="contract 9.4, row `/organizations`",
    shows=schemas.Organization(),
    show=show,
    rows=rows,
    get=core.get,
    filters=schemas.OrganizationListing(),
    orders={"name": Organization.key, "date_created": Organization.created_at},
    takes=schemas.NewOrganization(),
    changes=schemas.NewOrganization.changing(),
    create=organizations_write.create,
    change=organizations_write.change,
    delete=core.remove,
    linked="organization",
)
members = Collection(
    path="/organizations/<int:organization_id>/members",
    stem="organizations.members",
    chapter="Organizations",
    source="contract 9.4, row `/organizations/{id}/members`",
    shows=schemas.Membership(),
    show=lambda _, persons: [schemas.shown_membership(one) for one in persons],
    rows=_members,
    get=_member,
    parent=_organization,
    takes=schemas.NewMembership(),
    create=organizations_write.admit,
    delete=organizations_write.dismiss,
    linked="organization_member",
)
ROUTES = (organizations.routes, members.routes)
