"""People on the wire, and what is said to make and change them. Source: contract 4.6."""

from marshmallow import fields

from polydesk.dialects.openhelpdesk.fields import Choice, Line, Present, Stamp, Truth
from polydesk.dialects.openhelpdesk.vocabulary import ROLES
from polydesk.kit.fields import Schema

LEAST = 10
"""How long a new password must be."""
MOST = 255
ALL_THREE = "email, display_name, and password are required"


def password(called: str = "password", missing: str | None = None) -> Line:
    """A new password, as it is typed."""
    short = f"password must be at least {LEAST} characters"
    return Line(called, required=True, trimmed=False, least=LEAST, short=short, missing=missing)


class SignedIn(Schema):
    """A person, as those who sign in are told."""

    id = fields.Str(attribute="ulid", required=True)
    name = fields.Str(required=True)
    role = Choice("role", ROLES)
    mfa_enrolled = Present(attribute="mfa_confirmed_at")


class Me(SignedIn):
    """Who calls."""

    email = fields.Str(allow_none=True)
    created_at = Stamp()


class User(Me):
    """A person, as admins see one."""

    disabled = fields.Bool()
    last_login_at = Stamp(allow_none=True)
    updated_at = Stamp()


class UserFilter(Schema):
    """Which persons are listed."""

    role = Choice("role", ROLES)


class NewUser(Schema):
    """A person to be made."""

    name = Line("name", required=True, most=MOST)
    email = Line("email", required=True, most=MOST)
    role = Choice("role", ROLES, required=True)
    password = password()


class UserChange(Schema):
    """What may change of a person."""

    name = Line("name", filled=True, most=MOST)
    email = Line("email", filled=True, most=MOST)
    role = Choice("role", ROLES)
    disabled = Truth("disabled")
    force_password_reset = Truth("force_password_reset")
    reset_mfa = Truth("reset_mfa")


class Setup(Schema):
    """The first admin of a desk that has no people yet."""

    email = Line("email", required=True, most=MOST, missing=ALL_THREE)
    name = Line(
        "display_name", data_key="display_name", required=True, most=MOST, missing=ALL_THREE
    )
    password = password(missing=ALL_THREE)


class SetupStatus(Schema):
    """Whether the desk waits for its first admin."""

    needed = fields.Bool(required=True)
