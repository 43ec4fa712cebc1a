"""People on the wire: the three forms of a user, and what is sent of one. Source: contract 7.3."""

from typing import Any

from marshmallow import ValidationError, fields, validate

from polydesk.core import text
from polydesk.dialects.desteksitesi.fields import Flag, Int, Line, OrEmpty, Stamp, Text
from polydesk.kit.fields import Schema

MOST = 255
"""How many characters a name may have."""

_NULL: dict[str, Any] = {"allow_none": True}


def _nothing() -> Any:
    """A key that is always null."""
    return fields.Raw(metadata={"default": None, "nullable": True})


class UserDetail(Schema):
    """A user, as they are shown alone and inside of tickets and assets."""

    UserID = fields.Int()
    Username = fields.Str()
    Password = _nothing()
    Email = fields.Str()
    FirstName = fields.Str()
    LastName = fields.Str()
    Notes = OrEmpty()
    Location = fields.Str()
    Phone = fields.Str()
    Department = fields.Str(**_NULL)
    CompanyName = fields.Str(**_NULL)
    IPAddress = fields.Str(**_NULL)
    HostName = fields.Str(**_NULL)
    Lang = fields.Str()
    UserAgent = fields.Str(**_NULL)
    AvatarURL = fields.Str(**_NULL)
    Signature = fields.Str(**_NULL)
    Greeting = fields.Str(**_NULL)
    CompanyId = fields.Int(**_NULL)
    CompanyNotes = _nothing()
    IsAdmin = fields.Bool()
    Disabled = fields.Bool()
    SendEmail = fields.Bool()
    IsTech = fields.Bool()
    LastSeen = Stamp(**_NULL)
    IsManager = fields.Bool()
    PushToken = _nothing()
    FullNameAndLogin = fields.Str()
    FullName = fields.Str()
    DepartmentID = fields.Int(**_NULL)
    DepartmentName = fields.Str(**_NULL)
    DarkMode = fields.Bool()
    RecentTickets = _nothing()
    IsDepartmentManager = fields.Bool()
    TwoFactorAuthEnabled = fields.Bool()
    OutOfOffice = fields.Bool()
    LastPasswordChange = _nothing()


class UserAuth(UserDetail):
    """The caller, as `Authorization` shows them."""

    class Meta(UserDetail.Meta):
        exclude = (
            "Password",
            "CompanyNotes",
            "PushToken",
            "FullNameAndLogin",
            "FullName",
            "DepartmentID",
            "DepartmentName",
            "DarkMode",
            "RecentTickets",
            "IsDepartmentManager",
            "TwoFactorAuthEnabled",
            "OutOfOffice",
            "LastPasswordChange",
        )


class UserItem(Schema):
    """A user, as `Users` lists them."""

    UserID = fields.Int()
    FirstName = fields.Str()
    LastName = fields.Str()
    Notes = fields.Str(**_NULL)
    Location = fields.Str()
    Phone = fields.Str()
    CompanyName = fields.Str(**_NULL)
    CompanyId = fields.Int(**_NULL)
    DepartmentID = fields.Int(**_NULL)
    LastSeen = Stamp(**_NULL)
    Username = fields.Str()
    Email = fields.Str()
    IsAdmin = fields.Bool()
    Disabled = fields.Bool()
    IsTech = fields.Bool()
    OutOfOffice = fields.Bool()
    DepartmentName = fields.Str(**_NULL)
    FullName = fields.Str()


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
