"""People and agents. Source: contract 10.3."""

from marshmallow import fields

from polydesk.core.models import Group, Organization, Usage
from polydesk.dialects.deskpro import usergroups
from polydesk.dialects.deskpro.contact import ContactData, Emails, PhoneNumbers
from polydesk.dialects.deskpro.custom_values import CustomFields
from polydesk.dialects.deskpro.fields import Body, Email, Given, Json, Line, Listed, Stamp, Truth
from polydesk.dialects.deskpro.query import Listing
from polydesk.dialects.deskpro.refs import Labels, Of, OneOf, Ref, Refs
from polydesk.dialects.deskpro.sideload import Shows

_IDS = {"type": "array", "items": {"type": "integer"}}
_NULL = {"nullable": True}


class Person(Shows):
    """Somebody."""

    points = {  # noqa: RUF012
        "organization": ("organization",),
        "organization_member": ("organization_members",),
        "usergroup": ("user_groups", "agent_groups", "all_user_groups"),
        "agent_team": ("teams", "primary_team"),
        "language": ("language",),
        "brand": ("brands",),
    }

    id = fields.Int(required=True)
    primary_email = fields.Str(metadata=_NULL)
    emails = fields.Raw(metadata={"type": "array", "items": {"type": "string"}})
    name = fields.Str()
    first_name = fields.Str()
    last_name = fields.Str()
    title_prefix = fields.Str()
    override_display_name = fields.Str()
    summary = fields.Str()
    timezone = fields.Str()
    organization_position = fields.Str()
    display_name = fields.Str()
    display_contact = fields.Str()
    organization = fields.Int(metadata=_NULL)
    organization_members = fields.Raw(metadata=_IDS)
    organization_manager = fields.Bool()
    labels = fields.Raw(metadata={"type": "array", "items": {"type": "string"}})
    user_groups = fields.Raw(metadata=_IDS)
    agent_groups = fields.Raw(metadata=_IDS)
    all_user_groups = fields.Raw(metadata=_IDS)
    teams = fields.Raw(metadata=_IDS)
    brands = fields.Raw(metadata=_IDS)
    language = fields.Int()
    primary_team = fields.Int(metadata=_NULL)
    fields_ = fields.Raw(data_key="fields", attribute="fields", metadata={"type": "object"})
    contact_data = fields.Raw(metadata={"type": "array", "items": {"type": "object"}})
    phone_numbers = fields.Raw(metadata={"type": "array", "items": {"type": "object"}})
    agent_data = fields.Raw(metadata={"type": "object", **_NULL})
    is_agent = fields.Bool()
    is_user = fields.Bool()
    is_contact = fields.Bool()
    was_agent = fields.Bool()
    can_agent = fields.Bool()
    can_admin = fields.Bool()
    can_billing = fields.Bool()
    can_reports = fields.Bool()
    is_confirmed = fields.Bool()
    is_deleted = fields.Bool()
    is_disabled = fields.Bool()
    disable_picture = fields.Bool()
    disable_autoresponses = fields.Bool()
    online = fields.Bool()
    online_for_chat = fields.Bool()
    avatar = fields.Raw(metadata={"type": "object"})
    gravatar_url = fields.Str(metadata=_NULL)
    picture_blob = fields.Raw(metadata=_NULL)
    browser = fields.Str(metadata=_NULL)
    last_seen = Stamp()
    date_last_login = Stamp()
    date_created = Stamp()
    tickets_count = fields.Int()
    chats_count = fields.Int()
    creation_system = fields.Str()
    disable_autoresponses_log = fields.Str()
    contextual_options = fields.Raw(metadata={"type": "array"})
    preferences = fields.Raw(metadata={"type": "array"})


class PersonChange(Given):
    """What is written of somebody; `email` is another word for `primary_email`."""

    reads = Person

    fields_ = CustomFields(Usage.PERSON, data_key="fields", attribute="fields")
    primary_email = Email(allow_none=True)
    email = Email(allow_none=True)
    emails = Emails()
    name = Line(allow_none=True)
    first_name = Line(allow_none=True)
    last_name = Line(allow_none=True)
    title_prefix = Line(allow_none=True)
    override_display_name = Line(allow_none=True)
    summary = Body(allow_none=True)
    timezone = Line(most=60, allow_none=True)
    organization_position = Line(allow_none=True)
    password = Line(required=True)
    organization = Ref(Organization, allow_none=True)
    labels = Labels(allow_none=True)
    user_groups = OneOf(usergroups.FOR_USERS)
    agent_groups = OneOf(usergroups.FOR_AGENTS)
    teams = Refs(Group)
    language = Of("language", allow_none=True)
    primary_team = Ref(Group, allow_none=True)
    contact_data = ContactData()
    phone_numbers = PhoneNumbers()
    agent_data = Json(only=dict, allow_none=True)
    is_disabled = Truth()


class PersonListing(Listing):
    """Which people a list has; without `is_deleted` they are those who are not."""

    primary_email = Line(most=2**31)
    organization = Listed()
    is_agent = Line(most=2**31)
    is_deleted = Line(most=2**31, load_default="0")
    not_me = Line(most=2**31)
    name = Line(most=2**31)


class Permissions(Given):
    """What somebody may do."""

    agent = Truth()
