"""What lists cost: as many statements for many rows as for few."""

import io

import pytest

from polydesk.core import records
from polydesk.dialects.helpdeskpro.sanctum import dialect
from tests.counting import counting

SORTS = ("categories", "priorities", "statuses", "departments", "types", "roles")
LISTS = [
    "/tickets",
    "/tickets?search=a&type=open&status_id=1&date_from=2026-01-01",
    "/users/pending",
    "/contacts",
    "/users",
    "/users?search=a&role_id=2",
    "/customers",
    "/organizations",
    "/conversations",
    *(f"/settings/{name}" for name in SORTS),
    "/knowledge-base",
    "/faqs",
    "/posts",
    "/notes",
    "/media",
    "/notifications",
]
MOST = 12


def test_every_list_is_counted():
    """A new one has to be named above."""
    paths = {one.path for one in dialect.operations if "GET" in one.methods and one.pages}

    assert {path.partition("?")[0] for path in LISTS} == {one for one in paths if "<" not in one}


def add(sanctum, many):
    """So many more of everything."""
    pending = {"first_name": "Pe", "last_name": "Nding"}
    with sanctum.desk() as desk:
        begun = desk.random_bytes(4).hex()
        for number in range(many):
            data = {**pending, "email": f"{begun}{number}@example.net"}
            records.create(desk, dialect.name, "users/pending", data=data)
    for number in range(many):
        name = f"{begun} {number}"
        for sort in SORTS:
            more = {"slug": name, "access": {"read": True}} if sort == "roles" else {}
            sanctum.make(f"/settings/{sort}", name=name, **more)
        organization = sanctum.make("/organizations", name=name)
        person = {"first_name": "A", "last_name": "B", "email": f"{begun}.{number}@example.com"}
        sanctum.make("/contacts", **person, organization_id=organization["id"])
        person["email"] = f"{begun}-{number}@example.com"
        user = sanctum.make("/users", **person, country_id=792)
        ticket = sanctum.make(
            "/tickets", subject=name, details="a", user_id=user["id"], tags=[name, "a"]
        )
        sanctum.make(
            "/conversations",
            ticket_id=ticket["id"],
            conversation_type="customer",
            participants=[{"user_id": user["id"], "role": "customer"}],
            initial_message="Hello",
        )
        text = {"details": "a"}
        sanctum.make("/knowledge-base", title=name, type_id=1, **text)
        sanctum.make("/posts", title=name, type_id=1, **text)
        sanctum.make("/faqs", name=name, **text)
        sanctum.make("/notes", name=name, **text)
        sanctum.post(
            "/media", data={"file": (io.BytesIO(b"a"), "a.txt"), "ticket_id": str(ticket["id"])}
        )


def cost(sanctum, path):
    """How many statements a list takes, and how many rows it has."""
    with counting() as statements:
        answer = sanctum.get(f"{path}{'&' if '?' in path else '?'}per_page=100")
    assert 200 == answer.status_code, answer.text
    return len(statements), len(answer.json["data"])


def test_lists_cost_the_same_however_long_they_are(sanctum):
    """Once what processes remember is read; none takes more than a dozen statements."""
    add(sanctum, 2)
    short = {path: (cost(sanctum, path), cost(sanctum, path))[1] for path in LISTS}
    add(sanctum, 8)
    long = {path: (cost(sanctum, path), cost(sanctum, path))[1] for path in LISTS}

    grown = [path for path in LISTS if long[path][0] > max(short[path][0], 1)]
    assert [] == grown, {path: (short[path], long[path]) for path in grown}
    assert max(statements for statements, _ in long.values()) <= MOST
    longer = {path for path in LISTS if long[path][1] > short[path][1]}
    assert {*LISTS} - {"/notifications"} == longer


@pytest.mark.parametrize("path", ["/tickets", "/users"])
def test_one_costs_few_statements(sanctum, path):
    """And no more for others beside it."""
    add(sanctum, 2)
    id = sanctum.list(path)[0]["id"]
    sanctum.get(f"{path}/{id}")

    with counting() as few:
        sanctum.get(f"{path}/{id}")

    assert len(few) <= 6
