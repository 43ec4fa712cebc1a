"""Tickets of people without an account."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from polydesk.core import catalogue, guests, lifecycle, people, tickets
from polydesk.core.errors import Conflict
from polydesk.core.guests import Guest
from polydesk.core.models import Event, Message, Person, Role, Ticket

GUEST = Guest("Mia@Harbor.example", "Mia Wong", "+1 555 0100")
DAY = timedelta(days=1)
MANY, TIMES = 4, 5


def enter(desk, guest=GUEST):
    return tickets.create(desk, subject="Gate", body="Closed.", requester=guest)


def test_a_guest_is_kept_with_the_ticket(desk):
    """And so is a person of that address, who cannot sign in."""
    ticket = enter(desk)

    assert ("Mia Wong", "Mia@Harbor.example", "+1 555 0100", 1001) == (
        ticket.guest_name,
        ticket.guest_email,
        ticket.guest_phone,
        ticket.tracking_number,
    )
    assert ("Mia Wong", "Mia@Harbor.example", Role.USER, False) == (
        ticket.requester.name,
        ticket.requester.email,
        ticket.requester.role,
        ticket.requester.can_sign_in,
    )
    assert (None, ticket.requester) == (ticket.made_by_id, ticket.opening.author)
    told = select(Event.kind, Event.data).order_by(Event.id)
    events = [("person.created", {}), ("ticket.created", {"guest": True})]
    assert events == [tuple(row) for row in desk.session.execute(told)]


def test_a_known_address_is_that_persons(desk, user):
    """In any letter case; they stay as they are."""
    ticket = enter(desk, Guest("SAM@harbor.example"))

    assert (user, True, None) == (ticket.requester, user.can_sign_in, ticket.guest_name)


def test_the_address_of_a_deleted_person_makes_a_person_without(desk, user):
    """The ticket has it."""
    user.deleted_at = desk.now()

    ticket = enter(desk, Guest("sam@harbor.example"))

    assert ("sam@harbor.example", None, "sam@harbor.example") == (
        ticket.requester.name,
        ticket.requester.email,
        ticket.guest_email,
    )


def test_tracking_numbers_ascend_and_do_not_come_back(desk, user):
    """Only guests' tickets have one."""
    first, other = enter(desk), tickets.create(desk, subject="a", body="b", requester=user)
    second = enter(desk)
    number = second.tracking_number
    desk.actor = people.create(desk, name="Ada", role=Role.ADMIN)
    tickets.erase(desk, second)

    assert [1001, None, 1002, 1003] == [
        first.tracking_number,
        other.tracking_number,
        number,
        enter(desk).tracking_number,
    ]


def test_guests_at_once_get_numbers_of_their_own(store, world):
    """And one person for one address."""
    failed = []

    def come():
        try:
            for _ in range(TIMES):
                with store.desk(world) as desk:
                    enter(desk)
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=come) for _ in range(MANY)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with store.desk(world, writes=False) as desk:
        numbers = desk.all(select(Ticket.tracking_number).order_by(Ticket.tracking_number))
        found = desk.all(select(Person.id))
    assert [] == failed
    assert [*range(1001, 1001 + MANY * TIMES)] == numbers
    assert 1 == len(found)


def answer(desk, ticket, window=DAY):
    return lifecycle.answer_as_guest(
        desk,
        ticket,
        body="Still closed.",
        window=window,
        reopen_to=catalogue.status_id(desk, "NEW"),
    )


def test_a_guests_reply_is_the_requesters_and_reopens(desk):
    """Whatever the role of the person of that address; nobody is at the desk."""
    people.create(desk, name="Ada", role=Role.ADMIN, email=GUEST.email)
    ticket = enter(desk)
    desk._now = datetime(2031, 1, 1, tzinfo=UTC)
    desk.actor = people.create(desk, name="Root", role=Role.ADMIN)
    lifecycle.resolve(desk, ticket)
    desk.actor = None

    message = answer(desk, ticket)

    assert (ticket.requester_id, catalogue.status_id(desk, "NEW")) == (
        message.author_id,
        ticket.status_id,
    )
    assert (desk.now(), None) == (ticket.last_user_reply_at, ticket.first_agent_reply_at)
    assert {"message": message.id, "guest": True} == desk.told[-3].data


def test_a_guest_keeps_to_the_window_too(desk):
    """Nothing is saved past it."""
    ticket = enter(desk)
    tickets_status = catalogue.status_id(desk, "RESOLVED")
    desk.actor = people.create(desk, name="Root", role=Role.ADMIN)
    tickets.change(desk, ticket, status_id=tickets_status)
    desk.actor = None
    desk._now = desk.now() + 2 * DAY

    with pytest.raises(Conflict):
        answer(desk, ticket)

    assert 1 == desk.session.query(Message).count()


def test_a_guest_without_a_name_goes_by_the_address(desk):
    """The person too."""
    reference = guests.requester(desk, Guest("x@y.example"))

    assert "x@y.example" == desk.get(Person, reference.id).name
