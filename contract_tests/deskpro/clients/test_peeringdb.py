"""PeeringDB's `deskpro.py` (Python, 2018 to 2026). Source: contract 3, 9.2, 10.1, 11 and 14.

It sends JSON by `requests`, takes an answer that has a key `status` at its top for an error, and
looks for its people and tickets before it makes them.
"""

import pytest

from contract_tests.deskpro.conftest import refused

WORDS = {"status": "awaiting_agent", "brand": 1}


def published(deskpro, person, subject="[PROD] [ASN 63311] Request"):
    """A ticket as it publishes one: the person by id in an object, no message."""
    given = {"subject": subject, "person": {"id": person}, "cc": ["noc@example.org"], **WORDS}
    return deskpro.post("/tickets", json=given)


def test_somebody_is_looked_for_and_made(deskpro):
    """`data[0]`, or an empty list."""
    path = "/people?primary_email=noc@example.net"
    assert [] == deskpro.data(path)
    made = deskpro.make("/people", primary_email="noc@example.net", name="Noc")

    assert made["id"] == deskpro.data(path)[0]["id"]


def test_a_person_is_named_by_id_in_an_object(deskpro):
    """A number, as it has been read."""
    answer = published(deskpro, deskpro.ids["sam"])

    assert (201, deskpro.ids["sam"]) == (answer.status_code, answer.json["data"]["person"])
    assert "status" not in answer.json


@pytest.mark.parametrize(
    "path", ["/tickets", "/people", "/me", "/helpdesk/discover", "/search?q=a"]
)
def test_no_success_looks_like_an_error(deskpro, path):
    """There is no `status` at the top."""
    assert "status" not in deskpro.get(path).json


def test_a_twin_of_a_ticket_is_an_error(deskpro):
    """`status`, `code` and the flaw; nothing is made."""
    published(deskpro, deskpro.ids["sam"])

    again = published(deskpro, deskpro.ids["sam"])

    assert (400, "invalid_input") == (again.json["status"], again.json["code"])
    assert {"": ["dupe_ticket"]} == refused(again)
    assert 1 == deskpro.get("/tickets").json["meta"]["pagination"]["total"]


def test_a_reply_leaves_the_status_and_a_change_reopens(deskpro):
    """It reads `ticket_status`, replies by the person's id, and reopens what is resolved."""
    id = published(deskpro, deskpro.ids["sam"]).json["data"]["id"]
    deskpro.put(f"/tickets/{id}", json={"status": "resolved"})
    said = {"message": "line<br />two", "person": deskpro.ids["sam"], "format": "html"}

    deskpro.make(f"/tickets/{id}/messages", **said)
    assert "resolved" == deskpro.data(f"/tickets/{id}")["ticket_status"]
    answer = deskpro.put(f"/tickets/{id}", json={"status": "awaiting_agent"})

    shown = deskpro.data(f"/tickets/{id}")
    assert (204, b"") == (answer.status_code, answer.data)
    assert ("awaiting_agent", 1) == (shown["ticket_status"], shown["count_user_replies"])
