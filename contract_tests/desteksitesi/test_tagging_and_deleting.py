"""Tickets tagged and deleted. Source: contract 6.2, 30; 6.9; 11.16."""

import pytest
from sqlalchemy import func, select

from contract_tests.desteksitesi.carriers import CARRIERS
from contract_tests.desteksitesi.things import part
from contract_tests.desteksitesi.updates import LATER, TICKET, flat, own, shown
from polydesk.core.models import File, Link, Message, SearchDocument, TicketTag
from tests.counting import counting


@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize("key", ["ticketId", "id", "TICKETID"])
def test_a_tag_is_added(full, id, carrier, key):
    """Contract 6.2, 30, and 2.16: after those that are there, once; the answer is empty."""
    answers = [
        full.post("/api/TagTicket", as_="sam", **carrier(**{key: str(id), "name": name}))
        for name in (" Second ", "LAB", "second", "third,Fourth")
    ]

    assert [(200, b"")] * 4 == [(one.status_code, one.data) for one in answers]
    body = shown(full, id)
    assert ["Lab", "Second", "third", "Fourth"] == [tag["Name"] for tag in body["Tags"]]
    assert LATER == body["LastUpdated"]


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"name": "a"}, 400),
        ({"ticketId": "printer"}, 400),
        ({"ticketId": "printer", "name": ""}, 400),
        ({"ticketId": "printer", "name": " "}, 400),
        ({"ticketId": "printer", "name": ", ,"}, 400),
        ({"ticketId": "printer", "name": "x" * 256}, 400),
        ({"ticketId": "printer", "name": "a\0"}, 400),
        ({"ticketId": 999999, "name": "a"}, 404),
    ],
)
def test_a_tag_that_is_none(full, id, sent, status):
    """Contract 6.2, 30, and 2.10."""
    before = flat(shown(full, id))
    sent = {key: full.ids.get(value, value) for key, value in sent.items()}

    answer = full.post("/api/TagTicket", data=sent)

    assert (status, before) == (answer.status_code, flat(shown(full, id)))


@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize("key", ["id", "ticketId"])
def test_a_ticket_is_deleted(bare, carrier, key):
    """Contract 6.9 and 11.16: with comments, files and links; its sub-tickets lose their parent."""
    child = {"key": "child", "subject": "Child", "requester": "sam"}
    messages = [{"body": "a", "author": "tom", "files": [{"name": "a.txt", "text": "a"}]}]
    links = [{"to": "child", "kind": "child"}]
    bare.plant(tickets=[{**TICKET, "messages": messages, "links": links}, child])
    id = bare.ids["printer"]

    answer = bare.post("/api/deleteTicket", **carrier(**{key: id}))

    assert (200, b"") == (answer.status_code, answer.data)
    assert [404, 200] == [
        bare.get(f"/api/Ticket/{one}").status_code for one in (id, bare.ids["child"])
    ]
    with bare.desk() as desk:
        models = (File, Link, TicketTag)
        assert [0] * 3 == [desk.session.scalar(select(func.count(model.id))) for model in models]
        left = select(Message.ticket_id).union(select(SearchDocument.about_id))
        assert {bare.ids["child"]} == set(desk.session.scalars(left))


@pytest.mark.parametrize("who", ["tom", "sam"])
@pytest.mark.parametrize("sent", [{"id": "printer"}, {}, {"id": 999999}])
def test_only_admins_delete(full, id, who, sent):
    """Contract 6.9 and 3.10, A: which comes before the parameters."""
    sent = {key: full.ids.get(value, value) for key, value in sent.items()}

    answer = full.post("/api/DeleteTicket", as_=who, data=sent)

    assert (403, 200) == (answer.status_code, full.get(f"/api/Ticket/{id}").status_code)


def test_deleting_takes_as_many_statements_with_many_comments(full):
    """Contract 11.16: however many there are."""
    taken = []
    for many in (1, 9):
        id = int(full.post("/api/Ticket", data=own(full)).text)
        for _ in range(many):
            full.post("/api/Comment", data={"id": id, "body": "Said", "f": part("said.txt")})
        with counting() as statements:
            assert 200 == full.post("/api/DeleteTicket", data={"id": id}).status_code
        taken.append(len(statements))

    assert taken[0] == taken[1]
