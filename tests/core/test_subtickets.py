"""Tickets below a ticket."""

from itertools import pairwise

import pytest
from sqlalchemy import select

from polydesk.core import links, subtickets, tickets
from polydesk.core.errors import Forbidden, Invalid
from polydesk.core.models import LinkKind, Ticket


@pytest.fixture
def more(desk, ticket, user):
    """Four other tickets."""
    return [tickets.create(desk, subject=f"S{n}", body="", requester=user) for n in range(4)]


def with_children(desk):
    """The ids of the tickets that have others below them."""
    query = select(Ticket.id, subtickets.HAS_CHILDREN).order_by(Ticket.id)
    return [id for id, has_children in desk.session.execute(query) if has_children]


def test_a_ticket_is_put_below_another(desk, ticket, more):
    """Twice is once; each is a link, which other vendors show."""
    first, second, *_ = more
    subtickets.put(desk, second, ticket)
    subtickets.put(desk, first, ticket)
    subtickets.put(desk, first, ticket)

    assert [first, second] == list(subtickets.children(desk, ticket))
    assert (ticket, None) == (subtickets.parent(desk, first), subtickets.parent(desk, ticket))
    assert ["child", "child"] == [link.kind for link in links.of(desk, ticket)]
    assert ["parent"] == [link.kind for link in links.of(desk, first)]
    assert [ticket.id] == with_children(desk)


def test_a_ticket_moves_to_its_new_parent(desk, ticket, more):
    """It has one only, also where another vendor had given it two."""
    first, second, third, _ = more
    links.create(desk, first, ticket, LinkKind.PARENT)
    links.create(desk, first, second, LinkKind.PARENT)

    subtickets.put(desk, first, third)

    assert [[], [], [first]] == [
        list(subtickets.children(desk, one)) for one in (ticket, second, third)
    ]
    assert [third.id] == with_children(desk)


def test_a_ticket_is_freed(desk, ticket, more):
    """Twice is once; what is below it stays there."""
    first, second, *_ = more
    subtickets.put(desk, first, ticket)
    subtickets.put(desk, second, first)

    for _ in range(2):
        subtickets.free(desk, first)

    assert (None, first) == (subtickets.parent(desk, first), subtickets.parent(desk, second))
    assert [first.id] == with_children(desk)


@pytest.mark.parametrize("depth", range(4))
def test_no_ticket_is_below_itself(desk, ticket, more, depth):
    """At no depth; nothing changes."""
    line = [ticket, *more]
    for above, below in pairwise(line):
        subtickets.put(desk, below, above)

    with pytest.raises(Invalid) as raised:
        subtickets.put(desk, ticket, line[depth])

    assert ["parent"] == list(raised.value.fields)
    assert None is subtickets.parent(desk, ticket)


def test_a_ring_that_another_vendor_made_ends_no_search(desk, ticket, more):
    """Whoever is in it cannot be put below it; others can."""
    first, second, *_ = more
    links.create(desk, ticket, first, LinkKind.CHILD)
    links.create(desk, first, ticket, LinkKind.CHILD)

    subtickets.put(desk, second, first)

    assert first == subtickets.parent(desk, second)
    assert subtickets.is_above(desk, ticket.id, ticket.id)
    with pytest.raises(Invalid):
        subtickets.put(desk, ticket, second)


def test_tickets_in_a_bin_are_not_below(desk, ticket, more):
    """Nor above."""
    first, second, *_ = more
    subtickets.put(desk, first, ticket)
    subtickets.put(desk, second, first)

    first.deleted_at = desk.now()
    desk.flush()

    assert ([], None) == (
        list(subtickets.children(desk, ticket)),
        subtickets.parent(desk, second),
    )
    assert [first.id] == with_children(desk)


def test_the_children_of_an_erased_ticket_have_no_parent(desk, ticket, more):
    """They stay."""
    subtickets.put(desk, more[0], ticket)

    tickets.erase(desk, ticket)

    assert None is subtickets.parent(desk, more[0])


def test_only_staff_puts_tickets_below_others(desk, ticket, more, user):
    """Nor may end users free them."""
    subtickets.put(desk, more[0], ticket)
    desk.actor = user

    with pytest.raises(Forbidden):
        subtickets.put(desk, more[1], ticket)
    with pytest.raises(Forbidden):
        subtickets.free(desk, more[0])
