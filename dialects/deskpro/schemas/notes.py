"""What is noted of people and organizations, and how they are reached. Source: contract 8, 9.4."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from polydesk.dialects.deskpro import contact
from polydesk.dialects.deskpro.fields import Body, Choice, Given, Stamp
from polydesk.dialects.deskpro.sideload import Shows

_POINTS = {"person": ("person", "agent"), "organization": ("organization",)}


class PersonNote(Shows):
    """A note of somebody."""

    points = _POINTS

    id = fields.Int(required=True)
    person = fields.Int()
    agent = fields.Int(metadata={"nullable": True})
    note = fields.Str()
    date_created = Stamp()


class OrganizationNote(Shows):
    """A note of an organization."""

    points = _POINTS

    id = fields.Int(required=True)
    organization = fields.Int()
    agent = fields.Int(metadata={"nullable": True})
    note = fields.Str()
    date_created = Stamp()


class NewNote(Given):
    """What is noted of somebody."""

    reads = PersonNote

    note = Body(required=True)


class NewOrganizationNote(Given):
    """What is noted of an organization."""

    reads = OrganizationNote

    note = Body(required=True)


_Said = {key: fields.Raw() for key in contact.KEYS}


class ContactDatum(Shows.from_dict(_Said)):  # type: ignore[misc]
    """A way to reach somebody; which keys it has depends on its type."""

    id = fields.Int(required=True)
    contact_type = fields.Str()
    comment = fields.Str()


class ContactChange(Given.from_dict(_Said)):  # type: ignore[misc]
    """What is written of a way to reach somebody."""

    reads = ContactDatum

    comment = fields.Raw()

    @validates_schema(pass_original=False)
    def refuse_wrong(self, given: Mapping[str, Any], **_: Any) -> None:
        """Refuse values that no key can have."""
        wrong = contact.flaws_of(given)
        if wrong:
            raise ValidationError(wrong)


class NewContactDatum(ContactChange):
    """A new way to reach somebody."""

    contact_type = Choice(list(contact.TYPES), required=True)
