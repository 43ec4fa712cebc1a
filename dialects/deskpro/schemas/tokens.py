"""Tokens, where people sign in, and what they sign in with. Source: contract 2.4."""

from marshmallow import fields

from polydesk.dialects.deskpro.fields import Given, Line
from polydesk.kit.fields import Schema

_LONGEST = 1000
"""What is longer is nobody's password."""


class Signing(Given):
    """An e-mail address or a username, and the password that goes with it."""

    email = Line(required=True)
    password = Line(required=True, most=_LONGEST)


class SignedForm(Schema):
    """What the form of a login page sends."""

    email = Line(load_default="")
    password = Line(load_default="", most=_LONGEST)


class Token(Schema):
    """A token, and whose it is."""

    person_id = fields.Int(required=True)
    token = fields.Str(required=True)


class Display(Schema):
    """How a source is shown."""

    login_url = fields.Str(required=True)


class Source(Schema):
    """A place that knows who people are."""

    id = fields.Int(required=True)
    title = fields.Str(required=True)
    type = fields.Str(required=True)
    source_type = fields.Str(required=True)
    display_type = fields.Str(required=True)
    display_order = fields.Int(required=True)
    display_options = fields.Nested(Display, required=True)
    is_enabled = fields.Bool(required=True)
