"""What lists cost: the same number of statements for few rows and for many."""

import pytest

from contract_tests.desteksitesi.test_tickets_list import CUSTOM
from tests.counting import counting

LISTS = {
    "/api/Tickets?count=300": (8, 1),
    "/api/Tickets?count=300&tagName=all&mode=unclosed&subscribedOnly=1": (8, 1),
    "/api/Tickets?count=300&includeCustomFields=1": (12, 2),
    "/api/Search?query=printer+all": (8, 1),
    "/api/LinkedTickets?id=1": (8, 2),
    "/api/SubTickets?id=1": (8, 2),
}
"""The most statements of each, when nothing is remembered, where custom fields are 4; and then."""


def add(destek, many):
    """A ticket with so many below it and beside it, each of a person of its own."""
    people = [{"key": f"p{n}", "name": f"Person {n}", "role": "user"} for n in range(many)]
    around = [{"kind": "parent", "to": "top"}, {"kind": "related", "to": "top"}]
    tickets = [
        {
            "subject": "Printer",
            "requester": person["key"],
            "assignee": person["key"],
            "changed_by": person["key"],
            "tags": ["all"],
            "subscribers": ["me"],
            "custom": {"sn": "1"},
            "links": around,
        }
        for person in people
    ]
    me = {"key": "me", "name": "Me", "role": "admin"}
    top = {"key": "top", "subject": "Top", "requester": "me"}
    destek.plant(people=[me, *people], custom_fields=CUSTOM, tickets=[top, *tickets])


def cost(destek, path):
    """How many statements a list takes, and how many rows it answers with."""
    with counting() as statements:
        answer = destek.get(path, as_="me")
    assert 200 == answer.status_code, answer.text
    return len(statements), len(answer.json)


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("many", [2, 40])
def test_a_list_takes_few_statements_however_long_it_is(bare, path, many):
    """As many for two rows as for forty: none for what is remembered."""
    add(bare, many)

    first, _ = cost(bare, path)
    then, rows = cost(bare, path)

    assert many <= rows <= many + 1
    most, known = LISTS[path]
    assert first <= most
    assert then == known
