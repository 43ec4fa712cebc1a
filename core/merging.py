"""Two tickets become one, and two persons.

What refers to a ticket or a person is listed here, column by column, with what becomes of it; a
test fails for a column that is not.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import InstrumentedAttribute, aliased

from polydesk.core import (
    access,
    addresses,
    links,
    locks,
    memory,
    moves,
    people,
    policies,
    subtickets,
    techs,
    tickets,
)
from polydesk.core.desk import Desk
from polydesk.core.errors import Conflict, Invalid
from polydesk.core.models import (
    Article,
    ArticleVersion,
    AssetPerson,
    AssetTicket,
    CategoryTech,
    ChatMessage,
    ChatParticipant,
    Conversation,
    Credential,
    CustomValue,
    EmailAddress,
    Event,
    File,
    GroupMember,
    Link,
    Message,
    MessageKind,
    Person,
    Record,
    RuleMark,
    Subscriber,
    SubscriberKind,
    Ticket,
    TicketTag,
)

Column = InstrumentedAttribute[int] | InstrumentedAttribute[int | None]

OF_PERSON: Mapping[Column, Sequence[InstrumentedAttribute[object]]] = MappingProxyType(
    {
        Article.author_id: (),
        Article.updated_by_id: (),
        ArticleVersion.author_id: (),
        AssetPerson.person_id: (AssetPerson.asset_id,),
        ChatMessage.author_id: (),
        ChatParticipant.person_id: (ChatParticipant.conversation_id,),
        Conversation.agent_id: (),
        Conversation.made_by_id: (),
        Conversation.person_id: (),
        Credential.owner_id: (),
        Event.actor_id: (),
        File.author_id: (),
        GroupMember.person_id: (GroupMember.group_id,),
        Message.author_id: (),
        Record.owner_id: (),
        Subscriber.person_id: (Subscriber.ticket_id, Subscriber.kind),
        Ticket.assignee_id: (),
        Ticket.changed_by_id: (),
        Ticket.made_by_id: (),
        Ticket.requester_id: (),
    }
)
"""What refers to a person, and beside which columns it does so once only: all of it passes on."""

OF_TICKET: Mapping[Column, Sequence[InstrumentedAttribute[object]]] = MappingProxyType(
    {
        AssetTicket.ticket_id: (AssetTicket.asset_id,),
        Conversation.ticket_id: (),
        Message.ticket_id: (),
        Subscriber.ticket_id: (Subscriber.kind, Subscriber.person_id),
    }
)
"""What of a ticket passes on to another one, likewise."""

PERSON_BY_RULE: Sequence[Column] = (
    CategoryTech.person_id,
    CustomValue.person_id,
    EmailAddress.person_id,
    Ticket.locked_by_id,
)
TICKET_BY_RULE: Sequence[Column] = (
    CustomValue.ticket_id,
    Link.ticket_id,
    Link.to_id,
    RuleMark.ticket_id,
    TicketTag.ticket_id,
)
"""What has a rule of its own here."""


def merge_tickets(desk: Desk, into: Ticket, other: Ticket) -> None:
    """Put what was said in a ticket, and what hangs on it, into another one; then it is gone.

    Its own text becomes a reply of its requester's, as old as it is. What hangs on it are files,
    subscribers, tags, links, sub-tickets, assets and chats. The other fields of `into` stay.
    Raises Invalid for the ticket itself, Forbidden for actors who may not change tickets.
    """
    for ticket in (into, other):
        policies.require(desk, policies.may_change(desk.actor, ticket), "ticket.merge")
    if into.id == other.id:
        raise Invalid({"ticket": ["is the ticket itself"]})
    _forget_ended(desk, Subscriber.ticket_id, other.id)
    _say_opening(desk, other)
    _put_tags(into, other)
    _put_links(desk, into, other)
    desk.flush()
    for column, beside in OF_TICKET.items():
        _pass_on(desk, column, beside, other.id, into.id)
    desk.session.expire_all()
    id, number = other.id, other.tracking_number
    tickets.erase(desk, other)
    moves.touch(desk, into)
    tickets.reindex(desk, into)
    desk.tell("ticket.merged", into, other=id, tracking_number=number)


def _forget_ended(desk: Desk, column: Column, id: int) -> None:
    """What somebody wants no word of, they have not said of what it is merged into."""
    gone = delete(Subscriber).where(column == id, Subscriber.kind == SubscriberKind.ENDED)
    desk.session.execute(gone)


def _say_opening(desk: Desk, ticket: Ticket) -> None:
    opening = ticket.opening
    if opening is not None and (opening.body or opening.files):
        opening.kind, opening.created_at = MessageKind.REPLY, ticket.created_at
        desk.flush()


def _put_tags(into: Ticket, other: Ticket) -> None:
    there = {use.tag_id for use in into.tag_uses}
    new = [use for use in other.tag_uses if use.tag_id not in there]
    last = max((use.position for use in into.tag_uses), default=-1)
    into.tag_uses.extend(
        TicketTag(tag_id=use.tag_id, name=use.name, position=place)
        for place, use in enumerate(new, last + 1)
    )


def _put_links(desk: Desk, into: Ticket, other: Ticket) -> None:
    """The links that lead elsewhere; nothing may come to be below itself by that."""
    for child in subtickets.children(desk, other):
        if child.id != into.id and not subtickets.is_above(desk, child.id, into.id):
            subtickets.put(desk, child, into)
    there = {(link.to_id, link.kind, link.back) for link in links.of(desk, into)}
    for link in links.of(desk, other):
        place = (link.to_id, link.kind, link.back)
        if link.kind in links.FAMILY or link.to_id == into.id or place in there:
            continue
        desk.add_all(
            [
                Link(ticket_id=into.id, to_id=link.to_id, kind=link.kind, back=link.back),
                Link(ticket_id=link.to_id, to_id=into.id, kind=link.back, back=link.kind),
            ]
        )


def merge_people(desk: Desk, into: Person, other: Person) -> None:
    """Let all that refers to a person refer to another one; then that person is gone for good.

    The fields of `into` stay, but that an end user who gets categories is an agent. The addresses
    of the other one come after theirs; what the other one held opens nothing any more, and they
    keep no ticket for themself.
    Raises Invalid for the person themself, Conflict("person", "self") where the actor would be
    gone, and Conflict("person", "last_admin").
    """
    if into.id == other.id:
        raise Invalid({"person": ["is the person themself"]})
    if other.id == desk.person_id:
        raise Conflict("person", "self")
    people.keep_an_admin(desk, other)
    access.revoke_all(desk, other)
    techs.pass_on(desk, other, to=into)
    addresses.pass_on(desk, other, to=into)
    locks.let_go(desk, other)
    _forget_ended(desk, Subscriber.person_id, other.id)
    desk.flush()
    asked = update(Ticket).where(Ticket.requester_id == other.id)
    desk.session.execute(asked.values(organization_id=into.organization_id))
    for column, beside in OF_PERSON.items():
        _pass_on(desk, column, beside, other.id, into.id)
    by_themself = update(Ticket).where(Ticket.made_by_id == into.id, Ticket.requester_id == into.id)
    desk.session.execute(by_themself.values(made_by_id=None))
    memory.move(desk.session)
    desk.session.expire_all()
    desk.tell("person.merged", into, other=other.id)
    desk.session.delete(other)
    desk.flush()


def _pass_on(
    desk: Desk,
    column: Column,
    beside: Sequence[InstrumentedAttribute[object]],
    old: int,
    new: int,
) -> None:
    """Let what refers to the old one refer to the new one, once beside those columns."""
    model = column.class_
    if beside:
        held: Any = aliased(model)
        alike = [getattr(held, one.key) == one for one in beside]
        there = select(held.id).where(getattr(held, column.key) == new, *alike)
        twice = delete(model).where(column == old, there.exists())
        desk.session.execute(twice.execution_options(synchronize_session=False))
    passed = update(model).where(column == old).values({column.key: new})
    desk.session.execute(passed.execution_options(synchronize_session=False))
