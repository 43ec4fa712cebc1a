"""People on the wire: the three forms of a user, and what is sent of one. Source: contract 7.3."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, validate

from polydesk.core import text
from polydesk.dialects.desteksitesi.fields import Flag, Int, Line, Stamp, Text
from polydesk.kit.fields import Schema

MOST = 255
"""How many characters a name may have."""

_NULL: dict[str, Any] = {"allow_none": True}


def _nothing() -> Any:
    """A key that is always null."""
    return fields.Constant(None, metadata={"nullable": True})


def _notes(shown: Mapping[str, Any]) -> str:
    return shown["notes"] or ""


class UserAuth(Schema):
    """The caller, as `Authorization` shows them."""

    UserID = fields.Int(attribute="id")
    Username = fields.Str(attribute="username")
    Email = fields.Str(attribute="email")
    FirstName = fields.Str(attribute="first_name")
    LastName = fields.Str(attribute="last_name")
    Notes = fields.Function(_notes, metadata={"type": "string"})
    Location = fields.Str(attribute="location")
    Phone = fields.Str(attribute="phone")
    Department = fields.Str(attribute="department", **_NULL)
    CompanyName = fields.Str(attribute="company", **_NULL)
    IPAddress = fields.Str(attribute="address", **_NULL)
    HostName = fields.Str(attribute="host", **_NULL)
    Lang = fields.Str(attribute="language")
    UserAgent = fields.Str(attribute="agent", **_NULL)
    AvatarURL = fields.Str(attribute="avatar_url", **_NULL)
    Signature = fields.Str(attribute="signature", **_NULL)
    Greeting = fields.Str(attribute="greeting", **_NULL)
    CompanyId = fields.Int(attribute="company_id", **_NULL)
    IsAdmin = fields.Bool(attribute="is_admin")
    Disabled = fields.Bool(attribute="disabled")
    SendEmail = fields.Bool(attribute="wants_mail")
    IsTech = fields.Bool(attribute="is_tech")
    LastSeen = Stamp(attribute="seen_at", **_NULL)
    IsManager = fields.Bool(attribute="is_manager")


class UserDetail(Schema):
    """A user, as they are shown alone and inside of tickets and assets."""

    UserID = fields.Int(attribute="id")
    Username = fields.Str(attribute="username")
    Password = _nothing()
    Email = fields.Str(attribute="email")
    FirstName = fields.Str(attribute="first_name")
    LastName = fields.Str(attribute="last_name")
    Notes = fields.Function(_notes, metadata={"type": "string"})
    Location = fields.Str(attribute="location")
    Phone = fields.Str(attribute="phone")
    Department = fields.Str(attribute="department", **_NULL)
    CompanyName = fields.Str(attribute="company", **_NULL)
    IPAddress = fields.Str(attribute="address", **_NULL)
    HostName = fields.Str(attribute="host", **_NULL)
    Lang = fields.Str(attribute="language")
    UserAgent = fields.Str(attribute="agent", **_NULL)
    AvatarURL = fields.Str(attribute="avatar_url", **_NULL)
    Signature = fields.Str(attribute="signature", **_NULL)
    Greeting = fields.Str(attribute="greeting", **_NULL)
    CompanyId = fields.Int(attribute="company_id", **_NULL)
    CompanyNotes = _nothing()
    IsAdmin = fields.Bool(attribute="is_admin")
    Disabled = fields.Bool(attribute="disabled")
    SendEmail = fields.Bool(attribute="wants_mail")
    IsTech = fields.Bool(attribute="is_tech")
    LastSeen = Stamp(attribute="seen_at", **_NULL)
    IsManager = fields.Bool(attribute="is_manager")
    PushToken = _nothing()
    FullNameAndLogin = fields.Str(attribute="full_name_and_login")
    FullName = fields.Str(attribute="full_name")
    DepartmentID = fields.Int(attribute="department_id", **_NULL)
    DepartmentName = fields.Str(attribute="department_name", **_NULL)
    DarkMode = fields.Bool(dump_default=False)
    RecentTickets = _nothing()
    IsDepartmentManager = fields.Bool(attribute="manages_department")
    TwoFactorAuthEnabled = fields.Bool(attribute="has_second_factor")
    OutOfOffice = fields.Bool(attribute="out_of_office")
    LastPasswordChange = _nothing()


class UserItem(Schema):
    """A user, as `Users` lists them."""

    UserID = fields.Int(attribute="id")
    FirstName = fields.Str(attribute="first_name")
    LastName = fields.Str(attribute="last_name")
    Notes = fields.Str(attribute="notes", **_NULL)
    Location = fields.Str(attribute="location")
    Phone = fields.Str(attribute="phone")
    CompanyName = fields.Str(attribute="company", **_NULL)
    CompanyId = fields.Int(attribute="company_id", **_NULL)
    DepartmentID = fields.Int(attribute="department_id", **_NULL)
    LastSeen = Stamp(attribute="seen_at", **_NULL)
    Username = fields.Str(attribute="username")
    Email = fields.Str(attribute="email")
    IsAdmin = fields.Bool(attribute="is_admin")
    Disabled = fields.Bool(attribute="disabled")
    IsTech = fields.Bool(attribute="is_tech")
    OutOfOffice = fields.Bool(attribute="out_of_office")
    DepartmentName = fields.Str(attribute="department_name", **_NULL)
    FullName = fields.Str(attribute="full_name")


def fits(name: str) -> None:
    """Refuse what is too long, also as it is compared: a folded letter may be three."""
    if len(name) > MOST or len(text.key(name)) > MOST:
        raise ValidationError(f"is longer than {MOST} characters")


def line(attribute: str, most: int = MOST, **kwargs: Any) -> Line:
    """A line of no more than so many characters."""
    too_long = f"is longer than {most} characters"
    return Line(attribute=attribute, validate=validate.Length(max=most, error=too_long), **kwargs)


class _Profile(Schema):
    """What is said of a user who is made as of one who is changed."""

    username = Line(validate=fits)
    password = Text()
    firstName = line("first_name")
    lastName = line("last_name")
    phone = line("phone", 80)
    location = line("location")
    company = line("company")
    department = line("department")


class NewUser(_Profile):
    """A user to be made."""

    email = Line(required=True, validate=fits)
    sendWelcomeEmail = Flag(attribute="welcome", load_default=False)


class UserKey(Schema):
    """Which user."""

    userId = Int(attribute="id", required=True, metadata={"aliases": ["id"]})


class UserChange(_Profile, UserKey):
    """A user to be changed: what is blank stays."""

    email = Line(validate=fits)
    notes = Text()
    greeting = Text()
    signature = Text()
    disabled = Flag()
    enableEmailNotifications = Flag(attribute="wants_mail")
    outOfOffice = Flag(attribute="out_of_office")
    isAdmin = Flag(attribute="is_admin")


class EmailQuery(Schema):
    """Whose e-mail address."""

    email = Line(required=True)


class UsernameQuery(Schema):
    """Whose username."""

    username = Line(required=True)


class UserMerge(Schema):
    """Who is to be gone, and who gets what was theirs."""

    fromUserId = Int(attribute="other", required=True)
    toUserId = Int(attribute="into", required=True)


class UserFilter(Schema):
    """Which page of which users."""

    count = Int(load_default=500)
    page = Int(load_default=1)
    listMode = Text(attribute="mode", load_default="all")
    departmentId = Int(attribute="department")
    companyId = Int(attribute="company")


class TechPermission(Schema):
    """A user and a category."""

    userId = Int(attribute="id", required=True)
    categoryId = Int(attribute="category", required=True)
