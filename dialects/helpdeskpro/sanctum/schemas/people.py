"""People and organizations. Source: contract 1.4, "People", and 1.5."""

from typing import Any

from flask.globals import request_ctx
from marshmallow import ValidationError, fields

from polydesk.core.desk import Desk, current_desk
from polydesk.core.models import Organization as Row
from polydesk.dialects.helpdeskpro.sanctum import countries, flaws, roles, signup
from polydesk.dialects.helpdeskpro.sanctum.fields import (
    Email,
    Known,
    Line,
    Moment,
    Password,
    Schema,
    maybe,
)
from polydesk.dialects.helpdeskpro.sanctum.listing import Searched, asked


class Role(Schema):
    """A role as users have it."""

    id = fields.Int()
    name = fields.Str()
    slug = fields.Str()
    access = fields.Str()


class User(Schema):
    """A user, within other things; see `persons.user`."""

    id = fields.Int()
    name = fields.Str()
    first_name = fields.Str()
    last_name = fields.Str()
    email = fields.Str()
    role = fields.Nested(Role, allow_none=True)
    role_id = maybe("integer")
    country_id = maybe("integer")
    phone = maybe()
    city = maybe()
    address = maybe()
    photo_path = maybe()
    title = maybe()
    locale = fields.Str()
    email_verified_at = Moment()
    created_at = Moment()
    updated_at = Moment()


class Country(Schema):
    """A country."""

    id = fields.Int()
    name = fields.Str()


class UserWithCountry(User):
    """A user by itself."""

    country = fields.Nested(Country, allow_none=True)


class Contact(Schema):
    """A contact, within other things; see `persons.contact`."""

    id = fields.Int()
    first_name = fields.Str()
    last_name = fields.Str()
    organization_id = maybe("integer")
    email = maybe()
    phone = maybe()
    address = maybe()
    city = maybe()
    region = maybe()
    country = maybe()
    postal_code = maybe()
    created_at = Moment()
    updated_at = Moment()


class Organization(Schema):
    """An organization, within other things and in lists; see `people_shown`."""

    id = fields.Int()
    name = fields.Str()
    email = maybe()
    phone = maybe()
    address = maybe()
    city = maybe()
    region = maybe()
    country = maybe()
    postal_code = maybe()
    created_at = Moment()
    updated_at = Moment()


class ContactWithOrganization(Contact):
    """A contact by itself."""

    organization = fields.Nested(Organization, allow_none=True)


class OrganizationWithContacts(Organization):
    """An organization by itself."""

    contacts = fields.List(fields.Nested(Contact))


class PendingUser(Schema):
    """Who has asked to become a user."""

    id = fields.Int()
    first_name = maybe()
    last_name = maybe()
    email = maybe()
    phone = maybe()
    address = maybe()
    city = maybe()
    country_id = maybe("integer")
    created_at = Moment()
    updated_at = Moment()


class UserFilter(Searched):
    """Which users are listed."""

    role_id = asked(type="integer")


class ContactFilter(Searched):
    """Which contacts are listed; the relation that they have is there without being asked for."""

    include = asked()


def _country(_: Desk, id: int) -> str | None:
    country = countries.find(id)
    return None if country is None else country.code


class UserEmail(Email):
    """The address of a user, which is nobody else's; see `signup.make` for `proved`.

    Who is being changed, and so may keep theirs, is the one of the URL.
    """

    def __init__(self, most: int, *, proved: bool = True, **kwargs: Any) -> None:
        super().__init__(most, **kwargs)
        self._proved = proved

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        email = super()._deserialize(value, attr, data, **kwargs)
        url = request_ctx.request.view_args or {}
        user_id = url.get("id") if kwargs.get("partial") else None
        if signup.is_taken(current_desk(), email, user_id=user_id, proved=self._proved):
            raise ValidationError(flaws.TAKEN)
        return email


class NewCustomer(Schema):
    """A customer to be made."""

    first_name = Line(50, required=True)
    last_name = Line(50, required=True)
    email = UserEmail(50, required=True)
    phone = Line(25)
    password = Password(least=8)
    city = Line(120)
    address = Line(255)
    country_id = Known(_country, attribute="country")


class NewUser(NewCustomer):
    """A user to be made."""

    role_id = Known(roles.known_id)


class _NewPlace(Schema):
    """Where somebody, or an organization, is found."""

    email = Email(50)
    phone = Line(50)
    address = Line(150)
    city = Line(50)
    region = Line(50)
    country = Line(2)
    postal_code = Line(25)


def _organization(desk: Desk, id: int) -> Row | None:
    row = desk.find(Row, id)
    return None if row is None or row.deleted_at is not None else row


class NewContact(_NewPlace):
    """A contact to be made."""

    first_name = Line(50, required=True)
    last_name = Line(50, required=True)
    organization_id = Known(_organization, attribute="organization")


class NewOrganization(_NewPlace):
    """An organization to be made."""

    name = Line(100, required=True)


class Approved(Schema):
    """A user, and the password that they were given."""

    user = fields.Nested(UserWithCountry)
    password = fields.Str()
