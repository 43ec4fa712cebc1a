"""Signing in and out. Source: contract 1.2."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from polydesk.dialects.helpdeskpro.sanctum import flaws, roles
from polydesk.dialects.helpdeskpro.sanctum.fields import (
    Email,
    Known,
    Line,
    Password,
    Schema,
    is_blank,
)
from polydesk.dialects.helpdeskpro.sanctum.schemas.people import User, UserEmail


class Login(Schema):
    """Who signs in."""

    email = Email(required=True)
    password = Password(required=True)


class _Confirmed(Schema):
    """A password that is sent twice."""

    password = Password(least=8, required=True)

    @validates_schema(skip_on_field_errors=False, pass_original=True)
    def confirm(self, _: Any, original: Mapping[str, Any], **__: Any) -> None:
        """Refuse two that differ."""
        sent = original.get("password")
        if sent is None or is_blank(sent):
            return  # which is told already
        if sent != original.get("password_confirmation"):
            raise ValidationError({"password": [flaws.CONFIRMED]})


class Registration(_Confirmed):
    """Who signs up."""

    first_name = Line(255, required=True)
    last_name = Line(255, required=True)
    email = UserEmail(255, required=True, proved=False)
    role_id = Known(roles.known_id)


class Forgotten(Schema):
    """Whose password is forgotten."""

    email = Email(required=True)


class Reset(_Confirmed):
    """A new password."""

    email = Email(required=True)


class Session(Schema):
    """Who has signed in, and the token for it."""

    user = fields.Nested(User)
    token = fields.Str()
    token_type = fields.Str()


class Said(Schema):
    """What is told of what was done."""

    message = fields.Str()
