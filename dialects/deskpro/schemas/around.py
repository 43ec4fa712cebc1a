"""Who is copied in on a ticket, who keeps it, what it is linked to. Source: contract 9.2, 10.6."""

from typing import ClassVar

from marshmallow import fields

from polydesk.core.models import Ticket
from polydesk.dialects.deskpro.fields import Choice, Given, Truth
from polydesk.dialects.deskpro.refs import Ref
from polydesk.dialects.deskpro.sideload import Shows
from polydesk.dialects.deskpro.who import Who
from polydesk.kit import fields as kit

FAMILY, BESIDE = ("parent", "child"), "sibling"


class Participant(Shows):
    """Somebody who is copied in on a ticket, by their own id: nobody is twice."""

    points = {"person": ("person",), "ticket": ("ticket",)}  # noqa: RUF012

    id = fields.Int(required=True)
    ticket = fields.Int(required=True)
    person = fields.Int(required=True)
    email = fields.Str(required=True)


class NewParticipant(Given):
    """Who is to be copied in."""

    reads: ClassVar[type[kit.Schema] | None] = Participant

    person = Who(required=True)


class Keeping(kit.Schema):
    """Whether to keep a ticket, or let it go, that somebody else keeps."""

    force = Truth(load_default=False)


class NewLink(Given):
    """A ticket to link: the `parent` of this one, or below it; side by side if nothing is said."""

    link_ticket = Ref(Ticket, required=True)
    parent = Truth(allow_none=True)


class LinkGone(Given):
    """A ticket that is to be linked no more, or not in this way."""

    link_ticket = Ref(Ticket)
    unlink_ticket_id = Ref(Ticket)
    link_type = Choice((*FAMILY, BESIDE), allow_none=True)


class LinkGoneQuery(kit.Schema):
    """As `LinkGone`, in the address."""

    link_ticket = Ref(Ticket)
    unlink_ticket_id = Ref(Ticket)
    link_type = Choice((*FAMILY, BESIDE))
