"""Lists of tickets: narrowed, ordered, counted, below other things. Source: contract 5, 9.2."""

import pytest

from polydesk.core import (
    departments,
    organizations,
    people,
    records,
    subscribers,
    subtickets,
    tickets,
)
from polydesk.core.desk import Machine
from polydesk.core.models import Role
from polydesk.dialects.deskpro import filter_terms, ticket_list
from polydesk.dialects.deskpro.routes.tickets import BELOW
from polydesk.dialects.deskpro.routes.tickets import tickets as collection
from polydesk.dialects.deskpro.schemas.tickets import Ticket
from polydesk.dialects.deskpro.settings import DIALECT
from polydesk.kit.pages import Bounds, cut
from tests.counting import counting

SCHEMA, ALL = Ticket(), Bounds(0, 100)
MOST = 12
"""How many statements a page of tickets may take, with what is included."""


@pytest.fixture
def listed(deskpro):
    """Four tickets in sight and two hidden ones, each different from the others."""
    deskpro.seed(
        {
            "custom_fields": [
                {"id": 7, "name": "Where", "usage": "ticket", "type": "text"},
                {
                    "id": 8,
                    "name": "How",
                    "usage": "ticket",
                    "type": "multichoice",
                    "options": [{"id": 1, "name": "Loud"}, {"id": 2, "name": "Slow"}],
                },
            ],
            "sla_policies": [
                {"name": "Soon", "response": 60, "resolution": 120, "priority": "high"}
            ],
        }
    )
    for given in (
        {"agent": 2, "labels": ["Red", "big"], "urgency": 5, "fields": {"7": "attic", "8": [1, 2]}},
        {"person": "kim@example.com", "status": "resolved", "department": 2, "star": 3},
        {"agent": 3, "status": "awaiting_user", "language": 2, "labels": ["blue"]},
        {"priority": 3, "person": 2, "fields": {"7": "Attic", "8": [2]}, "urgency": 10},
        {"status": "hidden.spam"},
        {"status": "hidden"},
    ):
        deskpro.ticket(**{"subject": str(given)[:50]} | given)
    return deskpro


def ids(client, path):
    """The ids of the tickets in a list."""
    return [one["id"] for one in client.data(path)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [1, 2, 3, 4]),
        ("status=awaiting_agent", [1, 4]),
        ("status=awaiting_agent,resolved", [1, 2, 4]),
        ("status[]=awaiting_user&status[]=resolved", [2, 3]),
        ("status=hidden", [5, 6]),
        ("status=hidden.spam", [5]),
        ("status=hidden.deleted", [6]),
        ("status=resolved,hidden.deleted", [2, 6]),
        ("status=nothing", []),
        ("status=", [1, 2, 3, 4]),
        ("not_status=resolved,awaiting_user", [1, 4]),
        ("agent=2", [1]),
        ("agent=2,tia@example.com", [1, 3]),
        ("agent=99999999999999999999", []),
        ("agent=nobody", []),
        ("person=4", [1, 3]),
        ("person=KIM@example.com", [2]),
        ("organization=2", [2]),
        ("organization=1,2", [1, 2, 3]),
        ("department=1", [1, 3, 4]),
        ("department=2", [2]),
        ("labels=red", [1]),
        ("labels=RED,blue", [1, 3]),
        ("star=3", [2]),
        ("language=2", [3]),
        ("problem=1", []),
        ("sla=1", [4]),
        ("sla_status=fail", []),
        ("sla_status=warning", [4]),
        ("sla_status=ok,warning", [4]),
        ("sla_status=good", []),
        ("filter=99", []),
        ("filter=x", []),
        ("ids=4,1,6,99", [1, 4]),
        ("ids=4,1&status=hidden", []),
        ("ticket_field.7=attic", [1]),
        ("ticket_field_7=Attic", [4]),
        ("ticket_field[7]=attic", [1]),
        ("ticket_field.8=2", [1, 4]),
        ("ticket_field.8=1,2", [1]),
        ("ticket_field.8=9", []),
        ("ticket_field.99=x", []),
        ("person_field.7=attic", [1, 2, 3, 4]),
        ("ticket_field.7=attic&agent=2&order_by=urgency", [1]),
        ("ticket_field.7=attic&page=2", []),
        ("order_by=urgency&order_dir=desc", [4, 1, 3, 2]),
        ("order_by=agent", [1, 3, 2, 4]),
        ("order_by=agent&order_dir=desc", [3, 1, 4, 2]),
        ("order_by=date_status&group_sort=desc", [4, 3, 2, 1]),
        ("count=2&page=2", [3, 4]),
    ],
)
def test_a_list_is_narrowed_and_ordered(listed, query, found):
    """By whatever is asked; hidden tickets only by name. Counts go along."""
    assert found == ids(listed, f"/tickets?{query}")
    plain = "&".join(part for part in query.split("&") if not part.startswith(("count", "page")))
    total = listed.get(f"/tickets?{query}").json["meta"]["total"]
    assert total == listed.data(f"/tickets/counts?{plain}")["count"]


def test_tickets_are_shown_as_their_schema_writes_them(listed):
    """All its keys, in their order, and nothing to be written otherwise."""
    with listed.desk() as desk:
        page = cut(desk, ticket_list.read(desk, {"status": ["awaiting_agent", "hidden"]}), ALL)

    assert 4 == len(page.items)
    assert [list(SCHEMA.dump(one).items()) for one in page.items] == [
        list(one.items()) for one in page.items
    ]


def test_a_filter_narrows_a_list(listed):
    """By its terms."""
    with listed.desk() as desk:
        term = {"type": "agent", "op": "is", "options": {"agent": 3}}
        records.create(desk, DIALECT, filter_terms.COLLECTION, data={"title": "T", "term": [term]})

    assert [3] == ids(listed, "/tickets?filter=1") == ids(listed, "/ticket_filters/1/tickets")
    assert [] == ids(listed, "/tickets?filter=1&status=resolved")
    assert 404 == listed.get("/ticket_filters/2/tickets").status_code


@pytest.mark.parametrize(
    ("path", "found", "missing"),
    [
        ("/people/4/tickets", [1, 3], "/people/99/tickets"),
        ("/organizations/2/tickets", [2], "/organizations/99/tickets"),
        ("/ticket_labels/RED/tickets", [1], "/ticket_labels/pink/tickets"),
        ("/ticket_statuses/resolved/tickets", [2], "/ticket_statuses/lost/tickets"),
        ("/ticket_statuses/hidden.spam/tickets", [5], "/ticket_statuses/%00/tickets"),
        ("/ticket_stars/3/tickets", [2], f"/organizations/{10**30}/tickets"),
    ],
)
def test_tickets_are_listed_below_what_they_are_of(listed, path, found, missing):
    """With the same filters and counts; of nothing that there is, 404."""
    assert found == ids(listed, path)
    assert [] == ids(listed, f"{path}?ids=4")
    assert len(found) == listed.data(f"{path}/counts")["count"]
    assert 404 == listed.get(missing).status_code


def test_the_collections_have_their_verbs():
    """As the contract's rows say."""
    assert {"/tickets", "/tickets/counts", "/tickets/<int:id>"} == {
        one.path.removeprefix("/api/v2") for one in collection.routes.operations
    }
    assert {("GET",)} == {one.methods for below in BELOW for one in below.routes.operations}


@pytest.mark.parametrize(
    ("by", "nested"),
    [
        (
            "status",
            [
                ("awaiting_agent", "Awaiting Agent", 2),
                ("awaiting_user", "Awaiting User", 1),
                ("resolved", "Resolved", 1),
            ],
        ),
        ("department", [(1, "Support", 3), (2, "Sales", 1)]),
        ("agent", [(2, "Tom Reed", 1), (3, "Tia Wood", 1), (None, None, 2)]),
        ("organization", [(1, "Acme", 2), (2, "Beta", 1), (None, None, 1)]),
        ("priority", [(3, "High", 1), (None, None, 3)]),
        ("nothing", []),
    ],
)
def test_tickets_are_counted_by_groups(listed, by, nested):
    """With a title each; those without come last."""
    counted = listed.data(f"/tickets/counts?group_by={by}")

    assert 4 == counted["count"]
    assert nested == [(one["id"], one["title"], one["count"]) for one in counted["nested"]]
    assert {by} >= {one["type"] for one in counted["nested"]}


@pytest.mark.parametrize("text", ["%00", "%FF", "9" * 400, "-1", "a,b,%2C", "{}", "[]", "x" * 2000])
@pytest.mark.parametrize("name", [*collection.filters.fields, "ticket_field.7", "ticket_field.8"])
def test_no_query_is_too_much(listed, name, text):
    """It finds nothing or is passed over."""
    assert listed.get(f"/tickets?{name}={text}").status_code in (200, 400)
    assert listed.get(f"/tickets/counts?{name}={text}").status_code in (200, 400)


def fill(deskpro, many):
    """So many tickets more, each of somebody and with everything of its own."""
    with deskpro.desk() as desk, desk.acting(Machine("filler")):
        for _ in range(many):
            name = desk.random_bytes(8).hex()
            by = people.create(desk, name=name, email=f"{name}@example.com")
            agent = people.create(desk, name=name, email=f"a{name}@example.com", role=Role.AGENT)
            department = departments.create(desk, name=name)
            made = tickets.create(
                desk,
                subject=name,
                body="b",
                requester=by,
                assignee_id=agent.id,
                department_id=department.id,
                organization_id=organizations.create(desk, name=name).id,
                tags=[name, "all"],
            )
            subscribers.add(desk, made, agent)
            parent = tickets.create(desk, subject=name, body="b", requester=by)
            subtickets.put(desk, made, parent)


def cost(deskpro, path):
    """How many statements a list takes, and how many rows it answers with."""
    with counting() as statements:
        answer = deskpro.get(path)
    assert 200 == answer.status_code, answer.text
    return len(statements), len(answer.json["data"])


@pytest.mark.parametrize(
    "query",
    [
        "",
        "&include=person,department,agent,organization",
        "&status=awaiting_agent&labels=all&order_by=subject",
        "&ticket_field.7=x",
    ],
)
def test_a_page_takes_as_many_statements_however_long_it_is(deskpro, query):
    """At most twelve, also with what is included."""
    fill(deskpro, 2)
    cost(deskpro, f"/tickets?count=100{query}")
    short, _ = cost(deskpro, f"/tickets?count=100{query}")
    fill(deskpro, 20)
    first, _ = cost(deskpro, f"/tickets?count=100{query}")
    long, _ = cost(deskpro, f"/tickets?count=100{query}")

    assert short == long <= MOST, first


def test_one_ticket_takes_few_statements(deskpro):
    """Two, if there is nothing beside it."""
    deskpro.ticket(message="Help")
    deskpro.data("/tickets/1")

    with counting() as statements:
        deskpro.data("/tickets/1")

    assert len(statements) <= 2, statements
