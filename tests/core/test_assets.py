"""What the organization owns."""

import pytest
from sqlalchemy import select

from polydesk.core import assets, people, tickets
from polydesk.core.errors import Conflict, NotFound
from polydesk.core.models import Asset, AssetKind, Event, Person

HARD, SOFT = AssetKind.HARDWARE, AssetKind.SOFTWARE


def told(desk):
    """What happened to assets."""
    return list(
        desk.session.scalars(select(Event.kind).filter_by(about="asset").order_by(Event.id))
    )


def test_an_asset_is_made_of_columns_and_details(desk):
    """What is None is not said."""
    asset = assets.create(desk, HARD, {"name": "node", "details": {"cpu": "x86", "gpu": None}})

    assert ("node", {"cpu": "x86"}, HARD) == (asset.name, asset.details, asset.kind)
    assert [asset] == list(desk.all(assets.visible(HARD)))
    assert [] == list(desk.all(assets.visible(SOFT)))


def test_an_asset_of_another_kind_is_not_found(desk):
    """The error names the kind asked for."""
    asset = assets.create(desk, HARD, {})

    with pytest.raises(NotFound) as raised:
        assets.get(desk, SOFT, asset.id)

    assert ("software", asset.id) == (raised.value.kind, raised.value.key)
    assert asset is assets.get(desk, HARD, asset.id)


def test_a_change_changes_what_is_given(desk):
    """Of the details too; None strikes one out."""
    asset = assets.create(desk, HARD, {"name": "node", "details": {"cpu": "a", "ram": 8}})

    assets.change(desk, asset, {"location": "Rack 2", "details": {"cpu": None, "os": "L"}})

    assert ("node", "Rack 2", {"ram": 8, "os": "L"}) == (asset.name, asset.location, asset.details)
    assert ["asset.created", "asset.changed"] == told(desk)


@pytest.mark.parametrize(
    "values", [{}, {"name": "node"}, {"details": {}}, {"details": {"cpu": "a"}}]
)
def test_what_stays_the_same_changes_nothing(desk, values):
    """No stamp, no event."""
    asset = assets.create(desk, HARD, {"name": "node", "details": {"cpu": "a"}})

    assets.change(desk, asset, values)

    assert (["asset.created"], asset.created_at) == (told(desk), asset.updated_at)


@pytest.mark.parametrize("name", ["asset_tag", "custom_tag"])
def test_a_tag_is_one_assets_of_its_kind(desk, name):
    """To the letter; another kind may have it, and an asset may keep its own."""
    first = assets.create(desk, HARD, {name: "A-1"})
    other = assets.create(desk, HARD, {name: "a-1"})
    assets.create(desk, SOFT, {name: "A-1"})
    assets.create(desk, HARD, {name: None})
    assets.create(desk, HARD, {name: None})

    with pytest.raises(Conflict) as made:
        assets.create(desk, HARD, {name: "A-1"})
    with pytest.raises(Conflict) as changed:
        assets.change(desk, other, {name: "A-1"})
    assets.change(desk, first, {name: "A-1", "location": "here"})

    assert [(name, "taken")] * 2 == [(e.value.kind, e.value.reason) for e in (made, changed)]
    assert "a-1" == getattr(other, name)


def test_a_struck_off_asset_is_gone(desk):
    """Its deletion is told."""
    asset = assets.create(desk, HARD, {"asset_tag": "A-1"})

    assets.delete(desk, asset)

    assert [] == list(desk.all(assets.visible(HARD)))
    assert ["asset.created", "asset.deleted"] == told(desk)
    assert 2 == assets.create(desk, HARD, {"asset_tag": "A-1"}).id


def shown(asset):
    """Whose it is, and what it is for."""
    return [one.person_id for one in asset.people], [one.ticket_id for one in asset.tickets]


def test_an_asset_is_in_several_hands(desk, agent, user):
    """Twice is once; the first is the assignee."""
    asset = assets.create(desk, HARD, {})
    for person in (user, agent, user):
        assets.assign(desk, asset, person)
    both, first = shown(asset)[0], asset.assignee
    for _ in range(2):
        assets.unassign(desk, asset, user)

    assert ([user.id, agent.id], user) == (both, first)
    assert ([agent.id], agent) == (shown(asset)[0], asset.assignee)
    assert ["asset.created", "asset.assigned", "asset.assigned", "asset.unassigned"] == told(desk)


def test_an_asset_is_what_tickets_are_about(desk, ticket, user):
    """Twice is once; its tickets are counted in the query that reads it."""
    other = tickets.create(desk, subject="Other", body="", requester=user)
    asset, bare = assets.create(desk, HARD, {}), assets.create(desk, SOFT, {})
    for one in (ticket, other, ticket):
        assets.attach(desk, asset, one)
    query = select(Asset.id, assets.TICKET_COUNT).order_by(Asset.id)
    counted = [tuple(row) for row in desk.session.execute(query)]
    for _ in range(2):
        assets.detach(desk, asset, ticket)

    assert [(asset.id, 2), (bare.id, 0)] == counted
    assert ([], [other.id]) == shown(asset)
    assert "asset.detached" == told(desk)[-1]
    assert 5 == len(told(desk))


def test_assets_are_found_by_person_and_ticket(desk, ticket, user, agent):
    """By ids, and by a query of ids."""
    asset, other = assets.create(desk, HARD, {}), assets.create(desk, SOFT, {})
    assets.assign(desk, asset, user)
    assets.assign(desk, other, agent)
    assets.attach(desk, other, ticket)
    mine = select(Person.id).where(Person.name == user.name)

    assert [asset] == list(desk.all(assets.ALL.where(assets.held_by([user.id]))))
    assert [asset] == list(desk.all(assets.ALL.where(assets.held_by(mine))))
    assert [other] == list(desk.all(assets.ALL.where(assets.about(ticket.id))))


@pytest.mark.parametrize(
    ("held", "given", "expected"),
    [
        ([], 1, [1]),
        ([], None, []),
        ([1], 2, [2]),
        ([1, 2, 3], 4, [4, 2, 3]),
        ([1, 2, 3], 3, [3, 2]),
        ([1, 2, 3], 1, [1, 2, 3]),
        ([1, 2, 3], None, []),
    ],
)
def test_the_assignee_is_the_first_of_the_people(desk, held, given, expected):
    """Another one takes the place of the first; nobody is nobody at all."""
    everybody = [people.create(desk, name=f"P{n}") for n in range(1, 5)]
    asset = assets.create(desk, HARD, {})
    for id in held:
        assets.assign(desk, asset, everybody[id - 1])
    before = len(told(desk))

    assets.change(desk, asset, {"assignee_id": given})

    desk.session.expire_all()
    assert expected == shown(asset)[0]
    assert given == asset.assignee_id
    assert (expected != held) == (len(told(desk)) - before)


def test_an_asset_is_entered_with_its_assignee(desk, user):
    """Who is shown at once."""
    asset = assets.create(desk, HARD, {"assignee_id": user.id})

    assert (user, [user.id]) == (asset.assignee, shown(asset)[0])


def test_a_ticket_or_an_asset_may_go(desk, ticket, user):
    """The other stays, without it."""
    asset, gone = assets.create(desk, HARD, {}), assets.create(desk, HARD, {})
    for one in (asset, gone):
        assets.attach(desk, one, ticket)
        assets.assign(desk, one, user)

    assets.delete(desk, gone)
    tickets.erase(desk, ticket)

    desk.session.expire_all()
    assert ([user.id], []) == shown(asset)
