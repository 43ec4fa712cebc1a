"""A ticket becomes somebody else's matter."""

from polydesk.core import moves, policies
from polydesk.core.desk import Account, Desk
from polydesk.core.models import Person, Ticket


def hand_over(desk: Desk, ticket: Ticket, to: Person | Account) -> None:
    """Let somebody be the requester, in whose words the ticket begins; no change if they are.

    The organization is theirs from now on. Nobody made it for them who is themself.
    Raises Forbidden for actors who may not change tickets.
    """
    policies.require(desk, policies.may_change(desk.actor, ticket), "ticket.hand_over")
    before = ticket.requester_id
    if before == to.id:
        return
    ticket.requester_id, ticket.organization_id = to.id, to.organization_id
    if ticket.made_by_id == to.id:
        ticket.made_by_id = None
    if ticket.opening is not None and ticket.opening.author_id == before:
        ticket.opening.author_id = to.id
    moves.touch(desk, ticket)
    desk.flush()
    desk.session.expire(ticket, ["requester", "organization", "made_by"])
    desk.tell("ticket.changed", ticket, requester_id=[before, to.id])
