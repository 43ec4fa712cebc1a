"""What follows when a ticket becomes somebody else's matter."""

from polydesk.core.desk import Desk
from polydesk.core.errors import NotFound
from polydesk.core.models import Person, Ticket


def organization_id(desk: Desk, to: int) -> int | None:
    """The organization of a ticket that is this person's from now on. Raises NotFound."""
    person = desk.session.get(Person, to)
    if person is None:
        raise NotFound("person", to)
    return person.organization_id


def settle(desk: Desk, ticket: Ticket, before: int) -> None:
    """Let a ticket that was another's begin in its requester's words.

    Nobody made it for them who is themself.
    """
    if ticket.made_by_id == ticket.requester_id:
        ticket.made_by_id = None
    if ticket.opening is not None and ticket.opening.author_id == before:
        ticket.opening.author_id = ticket.requester_id
    desk.flush()
    desk.session.expire(ticket, ["requester", "organization", "made_by"])
