"""Who may do what."""

import pytest

from polydesk.core import policies, tickets
from polydesk.core.desk import Machine
from polydesk.core.errors import Forbidden, Hidden, NotFound
from polydesk.core.models import Message, MessageKind, Person, Role, Ticket

MACHINE = Machine("bot")
ADMIN = Person(id=1, name="Admin", role=Role.ADMIN, disabled=False)
AGENT = Person(id=2, name="Agent", role=Role.AGENT, disabled=False)
DISABLED = Person(id=3, name="Gone", role=Role.AGENT, disabled=True)
OWNER = Person(id=4, name="Owner", role=Role.USER, disabled=False)
OTHER = Person(id=5, name="Other", role=Role.USER, disabled=False)
TICKET = Ticket(requester_id=4)
REPLY = Message(kind=MessageKind.REPLY, ticket=TICKET)
NOTE = Message(kind=MessageKind.NOTE, ticket=TICKET)


@pytest.mark.parametrize(
    # who       is staff, sees, changes, replies, reads replies, reads notes
    ("actor", "allowed"),
    [
        (None, (False, False, False, False, False, False)),
        (MACHINE, (True, True, True, True, True, True)),
        (ADMIN, (True, True, True, True, True, True)),
        (AGENT, (True, True, True, True, True, True)),
        (DISABLED, (False, False, False, False, False, False)),
        (OWNER, (False, True, False, True, True, False)),
        (OTHER, (False, False, False, False, False, False)),
    ],
    ids=["nobody", "machine", "admin", "agent", "disabled", "owner", "other"],
)
def test_who_may_do_what(actor, allowed):
    """Staff may all, users what is their own, strangers nothing."""
    assert allowed == (
        policies.is_staff(actor),
        policies.may_see(actor, TICKET),
        policies.may_change(actor, TICKET),
        policies.may_reply(actor, TICKET),
        policies.may_read(actor, REPLY),
        policies.may_read(actor, NOTE),
    )


def test_what_is_not_allowed_is_forbidden(desk):
    """The error names the action; what is allowed raises nothing."""
    policies.require(desk, True, "ticket.change")

    with pytest.raises(Forbidden) as raised:
        policies.require(desk, False, "ticket.change")

    assert "ticket.change" == raised.value.action


def test_where_the_dialect_judges_the_core_does_not(desk):
    """Its vendor's rules are others."""
    desk.judged = True

    policies.require(desk, False, "ticket.change")


def test_the_list_has_what_may_be_seen(desk, ticket, agent, user):
    """For staff all, for a user their own, for strangers nothing."""
    theirs = tickets.create(desk, subject="Other", body=None, requester=agent)
    seen = {}

    for name, actor in {"machine": MACHINE, "agent": agent, "user": user, "nobody": None}.items():
        desk.actor = actor
        seen[name] = list(desk.all(tickets.visible(desk).order_by(Ticket.id)))

    both = [ticket, theirs]
    assert {"machine": both, "agent": both, "user": [ticket], "nobody": []} == seen


def test_what_may_not_be_seen_is_hidden(desk, ticket, agent, user):
    """And what there is not is not found; a vendor may tell these apart."""
    theirs = tickets.create(desk, subject="Other", body=None, requester=agent)
    desk.actor = user

    with pytest.raises(Hidden):
        tickets.get(desk, theirs.id)
    with pytest.raises(NotFound) as raised:
        tickets.get(desk, 99)

    assert NotFound is type(raised.value)
    assert ticket is tickets.get(desk, ticket.id)
