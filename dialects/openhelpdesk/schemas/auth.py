"""Signing in on the wire, the second factor, keys and clients. Source: contract 2, 4.8 and 6.6."""

from typing import Any

from marshmallow import fields

from polydesk.core import access
from polydesk.core.desk import current_desk
from polydesk.dialects.openhelpdesk.auth import client_id
from polydesk.dialects.openhelpdesk.fields import Line, Stamp
from polydesk.dialects.openhelpdesk.schemas.people import SignedIn, password
from polydesk.kit.fields import Schema

TEXT = {"type": "string"}


class Login(Schema):
    """What somebody signs in with."""

    email = Line("email", required=True)
    password = Line("password", required=True, trimmed=False)


class LoggedIn(Schema):
    """Who has signed in, or that a code is needed first."""

    user = fields.Nested(SignedIn)
    mfa_required = fields.Bool()
    mfa_enrollment_needed = fields.Bool()


class Code(Schema):
    """A code of the second factor."""

    code = Line("code", required=True)


class MaybeCode(Schema):
    """A code that may be in another place."""

    code = Line("code")


class PasswordChange(Schema):
    """The password there is, and the one there shall be."""

    current_password = Line("current_password", required=True, trimmed=False)
    new_password = password("new_password")


class Enrollment(Schema):
    """A secret for an authenticator app, as a link and as a picture of it."""

    totp_uri = fields.Str(required=True)
    qr_code = fields.Str(required=True)


class RecoveryCodes(Schema):
    """Codes that work once each, when there is no app at hand."""

    recovery_codes = fields.List(fields.Str(), required=True)


class NewCredential(Schema):
    """A key or a client to be made."""

    name = Line("name", required=True, most=120)


class LastUse(Stamp):
    """When a credential was last used."""

    def _serialize(self, value: Any, attr: Any, obj: Any, **kwargs: Any) -> Any:
        return super()._serialize(access.last_used(current_desk(), obj), attr, obj, **kwargs)


class ApiKey(Schema):
    """A key, without its secret."""

    id = fields.Str(attribute="ulid", required=True)
    name = fields.Str(required=True)
    created_at = Stamp()
    last_used_at = LastUse(attribute="id", allow_none=True)


class NewApiKey(Schema):
    """A key that was just made; this once with its secret."""

    id = fields.Str(attribute="credential.ulid", required=True)
    name = fields.Str(attribute="credential.name", required=True)
    key = fields.Str(required=True)
    created_at = Stamp(attribute="credential.created_at")


class OAuthClient(Schema):
    """A client, without its secret."""

    id = fields.Str(attribute="ulid", required=True)
    client_id = fields.Function(client_id, metadata=TEXT)
    name = fields.Str(required=True)
    created_at = Stamp()


class NewOAuthClient(Schema):
    """A client that was just made; this once with its secret."""

    id = fields.Str(attribute="credential.ulid", required=True)
    client_id = fields.Str(required=True)
    client_secret = fields.Str(required=True)
    name = fields.Str(attribute="credential.name", required=True)
    created_at = Stamp(attribute="credential.created_at")


class TokenRequest(Schema):
    """What a client asks for a token with; HTTP Basic may say who it is instead."""

    grant_type = fields.Str(required=True, metadata={"enum": ["client_credentials"]})
    client_id = fields.Str()
    client_secret = fields.Str()


class Token(Schema):
    """A token, and for how many seconds it is good."""

    access_token = fields.Str(required=True)
    token_type = fields.Str(required=True)
    expires_in = fields.Int(required=True)
