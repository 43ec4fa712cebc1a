"""Lists are sorted by what they show. Source: contract 5.3, `order_by` and "default order"."""

import pytest

from contract_tests.deskpro.spoken import quiet, spoken, upload
from polydesk.core import knowledge
from polydesk.core.models import Person, Ticket
from polydesk.dialects.deskpro.routes.articles import articles
from polydesk.dialects.deskpro.routes.messages import messages
from polydesk.dialects.deskpro.routes.people import people
from polydesk.dialects.deskpro.ticket_orders import ORDERS

LISTS = {"children", "siblings"}
"""What of these tickets is no single value."""
MADE_UP = {
    *("ref", "auth", "access_code", "ticket_hash"),
    *("total_to_first_reply", "total_to_first_reply_wh", "has_attachments"),
}
"""What is worked out of a ticket, so that no list is sorted by it."""


def by_value(shown, name, direction):
    """The ids in the order of what is shown: what is null last, ties by id."""
    is_last = direction == "desc"
    valued = [(one[name], one["id"]) for one in shown if one[name] is not None]
    unset = [one["id"] for one in shown if one[name] is None]
    ids = [id for _, id in sorted(valued, reverse=is_last)]
    return [*ids, *sorted(unset, reverse=is_last)]


@pytest.fixture
def varied(deskpro):
    """Tickets of which no two have the same of anything, as far as that can be."""
    deskpro.seed(
        {
            "statuses": [
                {"name": "in the lab", "kind": "pending"},
                {"name": "an error", "kind": "open"},
            ],
            "groups": [{"name": "Team"}],
        }
    )
    files = [{"blob_auth": upload(deskpro)["blob_auth"]}]
    for minute, given in enumerate(
        [
            {"message": "Help", "department": 2, "priority": 3, "star": 3, "parent": None},
            {"message": {"message": "Hi", "person": 2}, "status": "resolved", "urgency": 9},
            {"person": 2, "message": "By an agent", "agent": 3, "status": "in the lab"},
            {"status": "awaiting_user", "is_hold": True, "language": 2, "agent_team": 1},
            {"person": "kim@example.com", "status": "archived", "department": 1, "category": 1},
            {"status": "an error", "message": "Oh", "agent": 2, "attachments": files},
            {"status": "hidden.spam", "message": "Buy"},
            {"person": 1, "status": "pending", "parent": 2},
            {"parent": 1, "status": "resolved"},
        ]
    ):
        deskpro.freeze(f"2026-02-03T11:{minute:02}:00Z")
        deskpro.ticket(subject=f"{minute % 4} {minute}", **given)
    deskpro.freeze("2026-02-03T12:00:00Z")
    for id, given in {
        1: {"subject": "another", "is_hold": True},
        3: {"status": "awaiting_agent"},
        2: {"status": "archived"},
        4: {"status": "hidden"},
    }.items():
        assert 204 == deskpro.put(f"/tickets/{id}", json=given).status_code
    for minute, (id, who) in enumerate([(1, 2), (2, 4), (6, 2), (6, 4), (5, 2), (5, 2)]):
        deskpro.freeze(f"2026-02-03T12:0{minute + 1}:00Z")
        deskpro.make(f"/tickets/{id}/messages", message="More", person=who)
    deskpro.put("/tickets/6/actions/lock")
    quiet(deskpro, channel="web")
    said_much = spoken(deskpro)
    with deskpro.desk() as desk:
        desk.get(Ticket, said_much).status_id = None
    return deskpro


@pytest.mark.parametrize("direction", ["asc", "desc"])
@pytest.mark.parametrize("name", sorted(ORDERS.keys() - {"date_updated"}))
def test_tickets_are_sorted_by_what_they_show(varied, name, direction):
    """By each of their values, the hidden ones among the others."""
    every = "hidden,awaiting_agent,awaiting_user,pending,resolved,archived"
    asked = f"/tickets?count=100&status={every}&order_by={name}&order_dir={direction}"

    shown = varied.data(asked)

    assert 11 == len(shown)
    assert by_value(shown, name, direction) == [one["id"] for one in shown]


def test_tickets_can_be_sorted_by_all_that_they_show(varied):
    """But for lists, what is worked out, and what no ticket has here."""
    shown = varied.data("/tickets?status=hidden,awaiting_agent,awaiting_user,resolved,archived")
    varying = {name for name in shown[0] if len({str(one[name]) for one in shown}) > 1}

    assert set() == varying - LISTS - MADE_UP - ORDERS.keys() - {"id"}


@pytest.fixture
def staffed(deskpro):
    """People of whom each has something of its own."""
    for id, given in {
        1: {"override_display_name": "Zed", "title_prefix": "Dr"},
        2: {"timezone": "Europe/Berlin", "language": 3, "summary": "Tall"},
        4: {"language": 8, "organization_position": "Buyer", "is_disabled": True},
        5: {"title_prefix": "Ms"},
    }.items():
        assert 204 == deskpro.put(f"/people/{id}", json=given).status_code
    deskpro.make("/people", name="Ada Byron")
    with deskpro.desk() as desk:
        desk.get(Person, 3).language = "FR"
        desk.get(Person, 5).language = "xx-FR"
    for subject, person in (("a", 4), ("b", 4), ("c", 2)):
        deskpro.ticket(subject=subject, person=person)
    deskpro.make("/user_chats", subject="Hi", person=5)
    return deskpro


@pytest.mark.parametrize("direction", ["asc", "desc"])
@pytest.mark.parametrize("name", sorted(people.orders))
def test_people_are_sorted_by_what_they_show(staffed, name, direction):
    """By each of their values."""
    shown = staffed.data(f"/people?order_by={name}&order_dir={direction}")

    assert 6 == len(shown)
    assert by_value(shown, name, direction) == [one["id"] for one in shown]


@pytest.mark.parametrize(
    "name", ["display_name", "timezone", "language", "tickets_count", "is_agent", "is_disabled"]
)
def test_people_can_be_sorted_by_what_they_show(staffed, name):
    """Not only by what somebody has written."""
    assert name in people.orders
    assert 1 < len({one[name] for one in staffed.data("/people")})


@pytest.mark.parametrize("direction", ["asc", "desc"])
@pytest.mark.parametrize("name", ["date_created", "person", "is_agent_note"])
def test_messages_are_sorted_by_what_they_show(deskpro, name, direction):
    """Also by whom that shows as theirs which nobody has said."""
    id = spoken(deskpro)
    deskpro.freeze("2026-02-03T11:00:00Z")
    deskpro.make(f"/tickets/{id}/messages", message="Psst", is_note=True, person=1)

    shown = deskpro.data(f"/tickets/{id}/messages?order_by={name}&order_dir={direction}")

    assert name in messages.orders
    assert 5 == len(shown)
    assert by_value(shown, name, direction) == [one["id"] for one in shown]


@pytest.mark.parametrize("direction", ["asc", "desc"])
@pytest.mark.parametrize("name", sorted(articles.orders))
def test_articles_are_sorted_by_what_they_show(deskpro, name, direction):
    """Those of other vendors were published when they were made."""
    for hour, status in enumerate(["published", "hidden.draft", "archived", "published"], 10):
        deskpro.freeze(f"2026-02-03T{hour}:00:00Z")
        deskpro.make("/articles", title=f"{hour % 2}", content="b", status=status)
        with deskpro.desk() as desk:
            tom = desk.get(Person, deskpro.ids["tom"])
            said = {"title": "x", "body": "y", "author": tom}
            knowledge.create(desk, **said, published=hour != 11)
    deskpro.freeze("2026-02-03T15:00:00Z")
    deskpro.put("/articles/3", json={"status": "published", "language": 2})

    shown = deskpro.data(f"/articles?order_by={name}&order_dir={direction}")

    assert 8 == len(shown)
    assert by_value(shown, name, direction) == [one["id"] for one in shown]


@pytest.mark.parametrize("direction", ["asc", "desc"])
@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/ticket_categories", "parent"),
        ("/ticket_categories", "id"),
        ("/ticket_categories", "nothing"),
        ("/ticket_priorities", ""),
        ("/ticket_priorities", "priority"),
        ("/ticket_products", ""),
        ("/ticket_statuses", "status_type"),
        ("/languages", "title"),
        ("/ticket_departments", "parent"),
        ("/article_categories", "parent"),
    ],
)
def test_short_lists_are_sorted_as_long_ones_are(deskpro, path, name, direction):
    """By id unless asked otherwise; ties in the same direction, also of what has no value."""
    deskpro.seed(
        {
            "priorities": [{"name": "Low too", "rank": 1}],
            "categories": [
                {"name": "B", "position": 2, "children": [{"name": "C"}, {"name": "D"}]},
                {"name": "A", "position": 1},
            ],
        }
    )
    for collection in ("/article_categories", "/ticket_departments"):
        ids = [deskpro.make(collection, title=title)["id"] for title in "ba"]
        deskpro.make(collection, title="c", parent=ids[0])
        deskpro.make(collection, title="d", parent=ids[0])

    shown = deskpro.data(f"{path}?order_by={name}&order_dir={direction}&count=100")

    by = name if name in (shown or [{}])[0] else "id"
    assert by_value(shown, by, direction) == [one["id"] for one in shown]


def test_statuses_come_by_title(deskpro):
    """As long as nothing else is asked for. Source: contract 9.3, row `/ticket_statuses`."""
    deskpro.seed({"statuses": [{"name": "broken", "kind": "open"}]})

    titles = [one["title"] for one in deskpro.data("/ticket_statuses")]

    assert "broken" in titles
    assert titles == sorted(titles, key=str.casefold)
