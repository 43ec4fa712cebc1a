"""Links between tickets."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from polydesk.core import links, tickets
from polydesk.core.errors import Conflict, Forbidden, Invalid, NotFound
from polydesk.core.models import Link, LinkKind

LATER = datetime(2031, 1, 1, tzinfo=UTC)


@pytest.fixture
def other(desk, ticket, user):
    """A second ticket."""
    return tickets.create(desk, subject="Toner", body="Empty.", requester=user)


@pytest.mark.parametrize(
    ("kind", "back"),
    [
        ("related", "related"),
        ("parent", "child"),
        ("child", "parent"),
        ("caused_by", "related"),
        ("duplicate", "related"),
    ],
)
def test_a_link_is_two_rows_one_each_way(desk, ticket, other, kind, back):
    """With names of their own."""
    pair = links.create(desk, ticket, other, LinkKind(kind))

    assert [(ticket, kind, other), (other, back, ticket)] == [
        (row.ticket, row.kind, row.to) for row in pair
    ]
    assert 2 == len({row.id for row in pair}) == len({row.ulid for row in pair})
    assert ([pair.forward], [pair.reverse]) == (links.of(desk, ticket), links.of(desk, other))


@pytest.mark.parametrize("half", [0, 1])
def test_either_half_takes_the_other_along(desk, ticket, other, half):
    """But no other link of the two."""
    pair = links.create(desk, ticket, other, LinkKind.CAUSED_BY)
    kept = links.create(desk, ticket, other, LinkKind.DUPLICATE)

    links.erase(desk, pair[half])

    assert [*kept] == desk.all(select(Link).order_by(Link.id))


def test_a_ticket_is_not_linked_to_itself(desk, ticket):
    """That means nothing."""
    with pytest.raises(Invalid):
        links.create(desk, ticket, ticket, LinkKind.RELATED)


@pytest.mark.parametrize("turned", [False, True])
def test_a_link_is_made_once(desk, ticket, other, turned):
    """Also when it is said from the other side."""
    links.create(desk, ticket, other, LinkKind.PARENT)
    again = (other, ticket, LinkKind.CHILD) if turned else (ticket, other, LinkKind.PARENT)

    with pytest.raises(Conflict) as refused:
        links.create(desk, *again)

    assert ("link", "taken") == (refused.value.kind, refused.value.reason)
    assert 2 == desk.session.query(Link).count()


def test_both_tickets_have_changed(desk, ticket, other):
    """When the link is made, and when it goes."""
    desk._now = LATER
    pair = links.create(desk, ticket, other, LinkKind.RELATED)
    made = ticket.updated_at, other.updated_at
    desk._now = LATER.replace(year=2032)
    links.erase(desk, pair.reverse)

    assert ((LATER, LATER), {LATER.replace(year=2032)}) == (
        made,
        {ticket.updated_at, other.updated_at},
    )


def test_a_link_is_found_under_its_own_ticket_only(desk, ticket, other):
    """By id and by ULID."""
    pair = links.create(desk, ticket, other, LinkKind.RELATED)

    found = links.get(desk, ticket, pair.forward.id), links.get(desk, other, pair.reverse.ulid)
    with pytest.raises(NotFound):
        links.get(desk, ticket, pair.reverse.id)

    assert pair == found


def test_links_go_with_either_ticket(desk, ticket, other):
    """And are not shown while it is in a bin."""
    links.create(desk, ticket, other, LinkKind.RELATED)

    other.deleted_at = LATER
    hidden = links.of(desk, ticket)
    other.deleted_at = None
    tickets.erase(desk, other)

    assert [[], []] == [hidden, desk.all(select(Link))]


def test_end_users_do_not_link(desk, ticket, other, user):
    """Nor unlink."""
    pair = links.create(desk, ticket, other, LinkKind.RELATED)
    desk.actor = user

    with pytest.raises(Forbidden):
        links.create(desk, ticket, other, LinkKind.PARENT)
    with pytest.raises(Forbidden):
        links.erase(desk, pair.forward)


def test_to_relate_twice_is_to_relate_once(desk, ticket, other):
    """From either side; that one is the parent of the other says nothing of it."""
    links.create(desk, ticket, other, LinkKind.CHILD)

    links.relate(desk, ticket, other)
    links.relate(desk, other, ticket)
    links.relate(desk, ticket, other)

    assert ["child", "related"] == [link.kind for link in links.of(desk, ticket)]
    assert ["parent", "related"] == [link.kind for link in links.of(desk, other)]


def test_what_is_caused_by_a_ticket_is_related_already(desk, ticket, other):
    """So nothing is added."""
    links.create(desk, ticket, other, LinkKind.CAUSED_BY)

    links.relate(desk, other, ticket)

    assert ["caused_by"] == [link.kind for link in links.of(desk, ticket)]


def test_to_unrelate_ends_all_links_but_those_of_parent_and_child(desk, ticket, other):
    """From either side; twice is once."""
    for kind in (LinkKind.CHILD, LinkKind.RELATED, LinkKind.CAUSED_BY):
        links.create(desk, ticket, other, kind)

    links.unrelate(desk, other, ticket)
    links.unrelate(desk, other, ticket)

    assert ["child"] == [link.kind for link in links.of(desk, ticket)]
    assert ["parent"] == [link.kind for link in links.of(desk, other)]


def test_a_ticket_is_not_related_to_itself(desk, ticket):
    """Invalid."""
    with pytest.raises(Invalid):
        links.relate(desk, ticket, ticket)


def test_to_relate_and_unrelate_is_for_staff(desk, ticket, other, user):
    """End users may do neither, not even to their own."""
    desk.actor = user

    with pytest.raises(Forbidden):
        links.relate(desk, ticket, other)
    with pytest.raises(Forbidden):
        links.unrelate(desk, ticket, other)
