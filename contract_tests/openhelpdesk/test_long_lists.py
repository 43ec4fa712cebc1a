"""What lists of people, groups, keys and clients cost: the same for few and for many."""

import pytest

from polydesk.core import access, categories, groups, people, statuses
from polydesk.core.models import Category, Person, SlaPolicy, Webhook
from polydesk.dialects.openhelpdesk import dialect
from polydesk.dialects.openhelpdesk.plugins import install
from polydesk.dialects.openhelpdesk.vocabulary import STATUSES
from tests.counting import counting

MANIFEST = dict.fromkeys(("author", "license", "homepage")) | {
    "name": "Pager",
    "version": "1",
    "description": "",
    "events": [],
    "permissions": {},
    "config_schema": {},
}
LISTS = [
    "/api/admin/users",
    "/api/admin/groups",
    "/api/groups",
    "/api/me/api-keys",
    "/api/admin/oauth-clients",
    "/api/admin/sla-policies",
    "/api/admin/webhooks",
    "/api/admin/plugins",
    "/api/categories",
    "/api/statuses",
]
TICKETS = "/api/tickets"
"""It has a test of its own, in `test_ticket_list.py`."""


def test_every_list_is_counted(ohd):
    """A new one has to be named above."""
    paths = {one.path for one in dialect.operations if "GET" in one.methods and one.pages}

    assert {*LISTS, TICKETS} == {path for path in paths if "<" not in path}


def add(ohd, many):
    """So many more of everything, each group with all people and categories."""
    with ohd.desk() as desk:
        ada = desk.get(Person, ohd.ids["ada"])
        scopes = [desk.get(Category, ohd.ids[key]) for key in ("facilities", "access", "software")]
        for _ in range(many):
            name = desk.random_bytes(8).hex()
            people.create(desk, name=name, email=f"{name}@example.com")
            members = desk.session.query(Person).all()
            groups.create(desk, name=name, members=members, scopes=scopes)
            for kind in ("api_key", "oauth_client"):
                access.issue(desk, dialect="openhelpdesk", kind=kind, secret=kind + name, owner=ada)
            categories.create(desk, name=name)
            statuses.create(desk, STATUSES, name=name, color="#123456", position=5)
            desk.add(SlaPolicy(name=name, response=60.0, resolution=120.0))
            events = {"url": "http://127.0.0.1:9/", "events": ["ticket.created"]}
            desk.add(Webhook(dialect="openhelpdesk", **events))
            install(desk, b"", {"id": name, **MANIFEST})


def cost(ohd, path):
    """How many statements the list takes, and how many rows it answers with."""
    with counting() as statements:
        answer = ohd.get(path)
    assert 200 == answer.status_code, answer.text
    return len(statements), len(answer.json["data"])


@pytest.mark.parametrize("path", LISTS)
def test_a_list_costs_at_most_eight_statements_however_long_it_is(ohd, path):
    """Also when nothing is remembered yet."""
    add(ohd, 2)
    first, few = cost(ohd, path)
    short, _ = cost(ohd, path)
    add(ohd, 20)
    cost(ohd, path)
    long, many = cost(ohd, path)

    assert few < many
    assert short == long <= first <= 8
