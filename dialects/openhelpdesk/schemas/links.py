"""Links. Source: contract 4.4 and 6.3."""

from marshmallow import fields

from polydesk.dialects.openhelpdesk.fields import Choice, Key
from polydesk.dialects.openhelpdesk.vocabulary import LINKS
from polydesk.kit.fields import Schema


class LinkedTicket(Schema):
    """The ticket at the other end."""

    id = fields.Str(required=True)
    subject = fields.Str(required=True)
    status = fields.Str(required=True)


class Link(Schema):
    """A link, seen from one of its tickets."""

    id = fields.Str(required=True)
    link_type = Choice("link_type", LINKS, required=True)
    ticket = fields.Nested(LinkedTicket, required=True)


class LinkPair(Schema):
    """Both sides of a new link."""

    forward = fields.Nested(Link, required=True)
    reverse = fields.Nested(Link, required=True)
    data = fields.List(fields.Nested(Link), required=True)


class NewLink(Schema):
    """A link to be made: the ticket in the path is a `link_type` of the target."""

    target_id = Key("target_id", required=True)
    link_type = Choice("link_type", LINKS, required=True)
