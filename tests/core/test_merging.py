"""Two tickets become one, and two persons."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from polydesk.core import (
    access,
    assets,
    catalogue,
    files,
    groups,
    knowledge,
    links,
    merging,
    people,
    records,
    replies,
    search,
    subscribers,
    subtickets,
    techs,
    tickets,
)
from polydesk.core.errors import Conflict, Forbidden, Invalid, NotFound
from polydesk.core.models import (
    Asset,
    AssetKind,
    Base,
    Category,
    LinkKind,
    MessageKind,
    Organization,
    Person,
    Role,
    SubscriberKind,
    Ticket,
)

FOLLOWER = SubscriberKind.FOLLOWER


def referring(table):
    """The columns that refer to a table, by name."""
    return {
        f"{key.parent.table.name}.{key.parent.name}"
        for other in Base.metadata.tables.values()
        for key in other.foreign_keys
        if key.column.table.name == table
    }


def listed(*columns):
    return {f"{column.class_.__tablename__}.{column.key}" for column in columns}


def test_merging_knows_what_refers_to_persons_and_tickets():
    """A column that is added is added there too, or merging would fail or forget."""
    assert referring("person") == listed(*merging.OF_PERSON, *merging.PERSON_BY_RULE)
    assert referring("ticket") == listed(*merging.OF_TICKET, *merging.TICKET_BY_RULE)


@pytest.fixture
def other(desk, agent):
    """A second ticket, by somebody else, made later."""
    desk.clock, desk._now = desk.clock.advanced(60), None
    return tickets.create(desk, subject="Toner", body="Empty.", requester=agent)


def test_what_was_said_is_said_in_the_other_ticket(desk, ticket, other, agent, user):
    """In order of time; the own text of the one is a reply as old as it is, with its files."""
    note = tickets.reply(desk, other, body="psst", author=agent, internal=True)
    replies.attach(desk, other, None, [files.make(desk, name="a.txt", data=b"a")])
    born = other.opening.created_at
    desk.clock, desk._now = desk.clock.advanced(60), None
    tickets.reply(desk, ticket, body="late", author=user)

    merging.merge_tickets(desk, ticket, other)

    first, second = desk.all(replies.PUBLIC)
    assert [("Empty.", agent.id), ("late", user.id)] == [
        (message.body, message.author_id) for message in (first, second)
    ]
    assert (born, ["a.txt"]) == (first.created_at, [file.name for file in first.files])
    assert (ticket.id, MessageKind.NOTE) == (note.ticket_id, note.kind)
    assert ("Printer jam", "It is stuck.", user.id) == (
        ticket.subject,
        ticket.body,
        ticket.requester_id,
    )
    assert desk.now() == ticket.updated_at


def test_what_was_said_is_as_old_as_its_ticket(desk, ticket, other):
    """Also where the ticket was made to be of another day afterwards."""
    day = desk.now() - timedelta(days=9)
    tickets.change(desk, other, created_at=day)

    merging.merge_tickets(desk, ticket, other)

    (message,) = desk.all(replies.PUBLIC)
    assert ("Empty.", day) == (message.body, message.created_at)


def test_the_merged_ticket_is_gone(desk, ticket, other):
    """What was said in it is found in the other one."""
    id = other.id

    merging.merge_tickets(desk, ticket, other)

    with pytest.raises(NotFound):
        tickets.get(desk, id)
    assert [ticket.id] == desk.all(select(Ticket.id).where(search.containing(Ticket, "empty")))
    assert ("ticket.merged", ticket.id, id) == (
        desk.told[-1].kind,
        desk.told[-1].about_id,
        desk.told[-1].data["other"],
    )


@pytest.mark.parametrize("body", [None, ""])
def test_a_ticket_without_a_text_adds_none(desk, ticket, user, body):
    """No empty reply."""
    bare = tickets.create(desk, subject="s", body=body, requester=user)

    merging.merge_tickets(desk, ticket, bare)

    assert [] == desk.all(replies.PUBLIC)


def test_tags_and_subscribers_are_joined(desk, ticket, other, agent, user):
    """Each once; those that were there stay as they were."""
    tickets.change(desk, ticket, tags=["VPN", "a"])
    tickets.change(desk, other, tags=["b", "vpn", "c"])
    subscribers.add(desk, ticket, user)
    subscribers.add(desk, other, user)
    subscribers.add(desk, other, user, kind=FOLLOWER)
    subscribers.add(desk, other, agent)

    merging.merge_tickets(desk, ticket, other)

    assert ["VPN", "a", "b", "c"] == [use.name for use in ticket.tag_uses]
    assert [user, agent] == subscribers.of(desk, ticket)
    assert [user] == subscribers.of(desk, ticket, kind=FOLLOWER)


def test_assets_are_joined(desk, ticket, other):
    """Each once."""
    both, one = (assets.create(desk, AssetKind.OTHER, {"name": n}) for n in "ab")
    for asset, about in ((both, ticket), (both, other), (one, other)):
        assets.attach(desk, asset, about)

    merging.merge_tickets(desk, ticket, other)

    assert [both, one] == list(desk.all(assets.ALL.where(assets.about(ticket.id))))
    counted = select(assets.TICKET_COUNT).select_from(Asset).order_by(Asset.id)
    assert [1, 1] == desk.all(counted)


def test_links_are_joined(desk, ticket, other, user):
    """Each once, both ways; not the one between the two."""
    far, near = (tickets.create(desk, subject=n, body="", requester=user) for n in "fn")
    links.relate(desk, ticket, other)
    links.relate(desk, ticket, near)
    links.relate(desk, other, near)
    links.create(desk, other, far, LinkKind.CAUSED_BY)

    merging.merge_tickets(desk, ticket, other)

    assert [(near, "related", "related"), (far, "caused_by", "related")] == [
        (link.to, link.kind, link.back) for link in links.of(desk, ticket)
    ]
    assert [(ticket, "related", "caused_by")] == [
        (link.to, link.kind, link.back) for link in links.of(desk, far)
    ]
    assert 1 == len(links.of(desk, near))


def test_sub_tickets_get_the_other_parent(desk, ticket, other, user):
    """The parent of the one does not become that of the other: its own fields stay."""
    child, top = (tickets.create(desk, subject=n, body="", requester=user) for n in "ct")
    subtickets.put(desk, child, other)
    subtickets.put(desk, other, top)

    merging.merge_tickets(desk, ticket, other)

    assert (ticket, None) == (subtickets.parent(desk, child), subtickets.parent(desk, ticket))
    assert [] == subtickets.children(desk, top)


def test_no_ticket_is_below_itself_after_a_merge(desk, ticket, other, user):
    """What is above the one that stays does not come below it."""
    middle = tickets.create(desk, subject="m", body="", requester=user)
    subtickets.put(desk, middle, other)
    subtickets.put(desk, ticket, middle)

    merging.merge_tickets(desk, ticket, other)

    assert (middle, None) == (subtickets.parent(desk, ticket), subtickets.parent(desk, middle))
    assert not subtickets.is_above(desk, ticket.id, ticket.id)


@pytest.mark.parametrize("up", [True, False])
def test_parent_and_child_become_one(desk, ticket, other, up):
    """Below and above nothing."""
    pair = (ticket, other) if up else (other, ticket)
    subtickets.put(desk, *pair)

    merging.merge_tickets(desk, ticket, other)

    assert [] == links.of(desk, ticket)


def test_a_ticket_is_not_merged_into_itself(desk, ticket):
    """It stays."""
    with pytest.raises(Invalid):
        merging.merge_tickets(desk, ticket, ticket)

    assert ticket is tickets.get(desk, ticket.id)


def test_only_staff_merges_tickets(desk, ticket, other, user):
    """Not even the requester."""
    desk.actor = user

    with pytest.raises(Forbidden):
        merging.merge_tickets(desk, ticket, other)


@pytest.fixture
def double(desk, user):
    """The same person once more."""
    return people.create(desk, name="S. Ortiz", email="sam2@harbor.example", username="sam2")


def test_what_was_one_persons_is_anothers(desk, ticket, agent, user, double):
    """Whatever refers to a person; what the other has already is there once."""
    hardware = catalogue.category(desk, "Hardware")
    mine = tickets.create(desk, subject="s", body="b", requester=double)
    tickets.change(desk, ticket, assignee_id=double.id)
    message = tickets.reply(desk, ticket, body="b", author=double)
    both, one = (assets.create(desk, AssetKind.OTHER, {}) for _ in range(2))
    for asset, holder in ((both, user), (both, double), (one, double)):
        assets.assign(desk, asset, holder)
    for person in (user, double):
        subscribers.add(desk, ticket, person)
        techs.add(desk, person, hardware)
    subscribers.add(desk, mine, double)
    techs.add(desk, double, desk.session.get_one(Category, 1))
    group = groups.create(desk, name="Both", members=[user, double])
    article = knowledge.create(desk, title="t", body="b", author=double)
    record = records.create(desk, "toy", "things", data={}, owner_id=double.id)
    gone = double.id

    merging.merge_people(desk, user, double)

    assert [user.id] * 6 == [
        mine.requester_id,
        ticket.assignee_id,
        message.author_id,
        article.author_id,
        record.owner_id,
        group.members[0].person_id,
    ]
    assert 1 == len(group.members)
    assert [[user.id]] * 2 == [[one.person_id for one in asset.people] for asset in (both, one)]
    assert [[user], [user]] == [subscribers.of(desk, found) for found in (ticket, mine)]
    assert {1, hardware.id} == techs.categories_of(desk, user.id)
    assert None is desk.session.get(Person, gone)
    assert ("person.merged", user.id, {"other": gone}) == (
        desk.told[-1].kind,
        desk.told[-1].about_id,
        desk.told[-1].data,
    )


def test_the_fields_of_the_one_who_stays_stay(desk, user, double):
    """The other's username is free; the organization of tickets is the requester's."""
    double.phone, double.organization = "1", desk.add(Organization(name="Harbor"))
    ticket = tickets.create(desk, subject="s", body="b", requester=double)

    merging.merge_people(desk, user, double)

    assert (None, None, None, "sam", "Sam Ortiz") == (
        ticket.organization_id,
        user.phone,
        user.organization_id,
        user.username,
        user.name,
    )
    assert people.create(desk, name="S", username="sam2")


def test_what_the_other_held_opens_nothing(desk, user, double):
    """Or it would open what is the one's; what the one held still does."""
    for secret, owner in (("theirs", double), ("ours", user)):
        access.issue(desk, dialect="toy", kind="key", secret=secret, owner=owner)

    merging.merge_people(desk, user, double)

    assert None is access.find(desk, "toy", "key", "theirs")
    assert access.find_held(desk, "toy", "key", "ours") is not None


def test_nobody_made_a_ticket_for_themself(desk, user, double):
    """What the one entered for the other is entered by whose it is."""
    desk.actor = double
    ticket = tickets.create(desk, subject="s", body="b", requester=user)
    before = ticket.made_by_id
    desk.actor = None

    merging.merge_people(desk, user, double)

    assert (2, None) == (before, ticket.made_by_id)


def test_a_person_is_not_merged_into_themself(desk, user):
    """They stay."""
    with pytest.raises(Invalid):
        merging.merge_people(desk, user, user)

    assert user is people.find_by_username(desk, "sam")


def test_nobody_merges_themself_away(desk, user, double):
    """Who would have done it?"""
    desk.actor = double

    with pytest.raises(Conflict) as raised:
        merging.merge_people(desk, user, double)

    assert ("person", "self") == (raised.value.kind, raised.value.reason)


def test_the_last_admin_is_not_merged_away(desk, user):
    """But one of two is."""
    admin = people.create(desk, name="Root", role=Role.ADMIN)

    with pytest.raises(Conflict) as raised:
        merging.merge_people(desk, user, admin)
    second = people.create(desk, name="Second", role=Role.ADMIN)
    merging.merge_people(desk, second, admin)

    assert "last_admin" == raised.value.reason


def test_a_merged_account_is_known_no_more(store, world):
    """Neither to this process nor to others."""
    with store.desk(world) as desk:
        one, two = (people.create(desk, name=n, username=n).id for n in ("one", "two"))
    with store.desk(world, writes=False) as desk:
        assert people.refer(desk, two) is not None
    with store.desk(world) as desk:
        pair = [desk.get(Person, id) for id in (one, two)]
        merging.merge_people(desk, *pair)

    with store.desk(world, writes=False) as desk:
        assert people.refer(desk, two) is None
