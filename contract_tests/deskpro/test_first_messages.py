"""What is said first in a ticket. Source: contract 9.2, 10.2 and 11."""

import pytest

from contract_tests.deskpro.conftest import refused
from contract_tests.deskpro.spoken import upload
from polydesk.core.models import Ticket


def test_a_ticket_begins_with_what_is_said_first(deskpro):
    """By whom it is, with what is attached to it, and beside it."""
    one, two = upload(deskpro, "one.txt"), upload(deskpro, "two.txt")
    first = {"message": "a\nb", "format": "text", "person": "kim@example.com"}
    attached = [{"blob_auth": one["blob_auth"]}]

    ticket = deskpro.ticket(
        message={**first, "inline_attachments": attached, "unknown": 1},
        attachments=[{"blob_auth": two["blob_auth"]}],
    )["id"]

    (said,) = deskpro.data(f"/tickets/{ticket}/messages")
    assert ("a<br />b", deskpro.ids["kim"]) == (said["message"], said["person"])
    files = deskpro.data(f"/tickets/{ticket}/messages/{said['id']}/attachments")
    assert [("one.txt", True), ("two.txt", False)] == [
        (file["blob"]["filename"], file["is_inline"]) for file in files
    ]


def test_a_note_may_come_first(deskpro):
    """It is none of the ticket's own text."""
    ticket = deskpro.ticket(message={"message": "Psst", "is_note": True})["id"]

    (said,) = deskpro.data(f"/tickets/{ticket}/messages")

    assert (1, deskpro.ids["ada"]) == (said["is_agent_note"], said["person"])
    with deskpro.desk() as desk:
        assert desk.get(Ticket, ticket).opening is None


@pytest.mark.parametrize(
    ("first", "where"),
    [
        (
            {"message": "x", "attachments": [{"blob_auth": "x"}]},
            "attachments.attachments_0.blob_auth",
        ),
        ({"message": "x", "person": 99}, "person"),
    ],
)
def test_wrong_first_messages_make_no_ticket(deskpro, first, where):
    """What is wrong is said where it is."""
    answer = deskpro.post("/tickets", json={"subject": "x", "message": first})

    assert {f"message.{where}": ["bad_choice"]} == refused(answer)
    assert [] == deskpro.data("/tickets")
