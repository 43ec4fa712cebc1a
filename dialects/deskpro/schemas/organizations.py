"""Organizations and who is in them. Source: contract 10.4."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar

from marshmallow import fields
from sqlalchemy import select

from polydesk.core import models
from polydesk.core.desk import Desk
from polydesk.core.models import Usage
from polydesk.dialects.deskpro import usergroups
from polydesk.dialects.deskpro.contact import ContactData
from polydesk.dialects.deskpro.custom_values import CustomFields
from polydesk.dialects.deskpro.fields import Body, Given, Line, Number, Stamp, Truth
from polydesk.dialects.deskpro.files import BlobId
from polydesk.dialects.deskpro.periods import Period
from polydesk.dialects.deskpro.query import Listing
from polydesk.dialects.deskpro.refs import Labels, OneOf, Ref, Refs
from polydesk.dialects.deskpro.sideload import Finds, Shows
from polydesk.dialects.deskpro.who import Who

_IDS = {"type": "array", "items": {"type": "integer"}}
_TEXTS = {"type": "array", "items": {"type": "string"}}
_OBJECTS = {"type": "array", "items": {"type": "object"}}
_NULL = {"nullable": True}
_Person, _organization = models.Person, models.Person.organization_id


def _members(desk: Desk, ids: Collection[int]) -> Collection[int]:
    """The ids of the people in organizations, which are those of their memberships too."""
    mine = select(_Person.id).where(_organization.in_(ids), _Person.deleted_at.is_(None))
    return desk.session.scalars(mine).all()


class Organization(Shows):
    """A company or the like."""

    points: ClassVar[Mapping[str, Sequence[str]]] = {"usergroup": ("user_groups",)}
    finds: ClassVar[Mapping[str, Finds]] = {"person": _members, "organization_member": _members}

    id = fields.Int(required=True)
    name = fields.Str()
    summary = fields.Str()
    importance = fields.Int()
    parent = fields.Int(metadata=_NULL)
    picture_blob = fields.Raw(metadata=_NULL)
    labels = fields.Raw(metadata=_TEXTS)
    user_groups = fields.Raw(metadata=_IDS)
    email_domains = fields.Raw(metadata=_TEXTS)
    fields_ = fields.Raw(data_key="fields", attribute="fields", metadata={"type": "object"})
    contact_data = fields.Raw(metadata=_OBJECTS)
    emails = fields.Raw(metadata=_NULL)
    phone_numbers = fields.Raw(metadata=_OBJECTS)
    date_created = Stamp()
    chats_count = fields.Int()
    tickets_count = fields.Int()


class NewOrganization(Given):
    """What is written of an organization; `members` are all people who are to be in it."""

    reads = Organization

    name = Line(required=True)
    summary = Body(allow_none=True)
    importance = Number(0, 5)
    parent = Ref(models.Organization, allow_none=True)
    picture_blob = BlobId(allow_none=True)
    labels = Labels(allow_none=True)
    user_groups = OneOf(usergroups.FOR_USERS)
    email_domains = Labels()
    fields_ = CustomFields(Usage.ORGANIZATION, data_key="fields", attribute="fields")
    contact_data = ContactData()
    members = Refs(models.Person)


class OrganizationListing(Listing):
    """Which organizations a list has; a blank name is any."""

    name = Line(most=2**31, load_default="")
    period_created = Period()


class Membership(Shows):
    """Somebody in an organization; the id is theirs, since nobody is in two."""

    points: ClassVar[Mapping[str, Sequence[str]]] = {
        "person": ("person",),
        "organization": ("organization",),
    }

    id = fields.Int(required=True)
    person = fields.Int()
    organization = fields.Int()
    is_manager = fields.Bool()
    position = fields.Str()
    created_at = Stamp()
    updated_at = Stamp()


class NewMembership(Given):
    """Who is to be in an organization."""

    reads = Membership

    person = Who(required=True)
    position = Line(allow_none=True)
    is_manager = Truth()


def shown_membership(person: models.Person) -> Mapping[str, Any]:
    """What `Membership` writes of somebody."""
    return {
        "id": person.id,
        "person": person.id,
        "organization": person.organization_id,
        "is_manager": person.organization_manager,
        "position": person.organization_position,
        "created_at": person.created_at,
        "updated_at": person.updated_at,
    }
