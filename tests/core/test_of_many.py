"""What a list of tickets shows of each, read at once."""

import pytest

from polydesk.core import families, hiding, links, people, subscribers, subtickets, tagging, tickets
from polydesk.core.families import Family
from polydesk.core.models import LinkKind, SubscriberKind
from tests.counting import counting

CC, FOLLOWER = SubscriberKind.CC, SubscriberKind.FOLLOWER
ALONE = Family(None, [], [])


@pytest.fixture
def made(desk, ticket, agent):
    """Makes so many more tickets; a machine is at the desk."""
    return [tickets.create(desk, subject=f"{n}", body="b", requester=agent) for n in range(5)]


def cc_of(desk, ids):
    return subscribers.ids_of_all(desk, ids, kind=CC)


@pytest.mark.parametrize("read", [tagging.of_all, cc_of, families.of_all])
def test_of_no_tickets_nothing_is_read(desk, read):
    """Without a statement."""
    with counting() as statements:
        assert {} == read(desk, [])

    assert [] == statements


@pytest.mark.parametrize(
    ("read", "empty"), [(tagging.of_all, []), (cc_of, []), (families.of_all, ALONE)]
)
def test_what_has_nothing_is_there(desk, ticket, read, empty):
    """As is what does not exist: the caller knows what it asks for."""
    assert {ticket.id: empty, 999: empty} == read(desk, [ticket.id, 999, ticket.id])


def test_tags_are_those_of_the_ticket(desk, ticket, made):
    """In their order and spelling, in one statement."""
    tickets.change(desk, ticket, tags=["zeta", "VPN"])
    tickets.change(desk, made[0], tags=["vpn"])

    with counting() as statements:
        found = tagging.of_all(desk, [made[1].id, made[0].id, ticket.id])

    assert {ticket.id: ["zeta", "VPN"], made[0].id: ["vpn"], made[1].id: []} == found
    assert 1 == len(statements)


def test_subscribers_are_those_of_a_kind(desk, ticket, made, agent, user):
    """The oldest first, in one statement; not those who are gone."""
    gone = people.create(desk, name="Gone")
    for person in (user, gone, agent):
        subscribers.add(desk, ticket, person)
    subscribers.add(desk, made[0], agent)
    subscribers.add(desk, made[0], user, kind=FOLLOWER)
    gone.deleted_at = desk.now()
    desk.flush()
    ids = [made[0].id, ticket.id]

    with counting() as statements:
        found = cc_of(desk, ids)

    assert {ticket.id: [user.id, agent.id], made[0].id: [agent.id]} == found
    assert {ticket.id: [], made[0].id: [user.id]} == subscribers.ids_of_all(
        desk, ids, kind=FOLLOWER
    )
    assert 1 == len(statements)


def test_a_family_is_above_below_and_beside(desk, ticket, made):
    """One statement, however many tickets; other links are no family."""
    first, second, third, other, last = made
    for child in (second, first):
        subtickets.put(desk, child, ticket)
    subtickets.put(desk, third, first)
    links.create(desk, first, other, LinkKind.CAUSED_BY)
    links.create(desk, first, other, LinkKind.DUPLICATE)

    with counting() as statements:
        found = families.of_all(desk, [ticket.id, *(one.id for one in made)])

    assert {
        ticket.id: Family(None, [first.id, second.id], []),
        first.id: Family(ticket.id, [third.id], [second.id]),
        second.id: Family(ticket.id, [], [first.id]),
        third.id: Family(first.id, [], []),
        other.id: ALONE,
        last.id: ALONE,
    } == found
    assert 1 == len(statements)


def test_what_is_in_the_bin_is_of_no_family(desk, ticket, made):
    """Neither above nor below nor beside."""
    first, second, third, *_ = made
    for child in (first, second):
        subtickets.put(desk, child, ticket)
    subtickets.put(desk, third, second)
    for one in (first, third):
        hiding.hide(desk, one, "deleted")
    near = families.of_all(desk, [ticket.id, second.id])
    hiding.hide(desk, ticket, "spam")

    assert {
        ticket.id: Family(None, [second.id], []),
        second.id: Family(ticket.id, [], []),
    } == near
    assert {second.id: ALONE} == families.of_all(desk, [second.id])


def test_the_first_parent_counts(desk, ticket, made):
    """Where another vendor has let a ticket have several."""
    first, second, third, *_ = made
    links.create(desk, first, second, LinkKind.PARENT)
    links.create(desk, first, ticket, LinkKind.PARENT)
    links.create(desk, third, ticket, LinkKind.PARENT)

    assert {first.id: Family(second.id, [], [])} == families.of_all(desk, [first.id])
