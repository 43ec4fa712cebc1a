"""Tickets as the answer to their making shows them. Source: contract 4.2 and 10.1."""

import pytest

from contract_tests.deskpro.spoken import upload
from tests.counting import counting

FIELDS = {"1": "4th", "2": [2, 1], "3": "2026-02-03T10:00:00+02:00", "4": "1", "5": ""}
"""A text, choices in their own order, a moment in another zone, a truth, and nothing."""


@pytest.fixture
def fields(deskpro):
    """Custom fields of tickets."""
    for widget, options in (
        ("text", {}),
        ("multichoice", {"choices": [{"title": "red"}, {"title": "blue"}]}),
        ("datetime", {}),
        ("toggle", {}),
        ("textarea", {}),
    ):
        deskpro.make("/ticket_custom_fields", title=widget, widget_type=widget, **options)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"message": "Help"},
        {"message": "Help", "person": "kim@example.com"},
        {"message": {"message": "Help", "person": "ada@example.com"}},
        {"message": {"message": "Help", "person": "kim@example.com"}, "person": 1},
        {"message": "Help", "person": {"email": "New.One@Example.com", "name": "New"}},
        {"message": {"message": "Psst", "is_note": True}},
        {"status": "resolved", "agent": 1},
        {"status": "hidden.spam", "message": "Buy"},
        {"labels": ["b", "a"], "cc": ["kim@example.com"], "parent": 1, "message": "Help"},
        {"urgency": 9, "is_hold": True, "star": 1, "brand": 1},
        {"fields": FIELDS, "message": "Help"},
        {"fields": {}},
    ],
)
def test_it_is_shown_as_it_is_read(deskpro, fields, given):
    """Key by key, in the same order."""
    deskpro.ticket(subject="Above")

    made = deskpro.ticket(**given)

    assert list(made.items()) == list(deskpro.data(f"/tickets/{made['id']}").items())


@pytest.mark.parametrize("note", [False, True])
@pytest.mark.parametrize("place", ["attachments", "inline_attachments", "beside"])
def test_its_files_are_shown_as_they_are_read(deskpro, note, place):
    """In its message, in a note, and beside it."""
    files = [{"blob_auth": upload(deskpro, "one.txt")["blob_auth"]}]
    said = {"message": "Help", "is_note": note}
    given = (
        {"message": said, "attachments": files}
        if place == "beside"
        else {"message": {**said, place: files}}
    )

    made = deskpro.ticket(**given)

    assert made["has_attachments"] is True
    assert made == deskpro.data(f"/tickets/{made['id']}")


def test_it_is_read_back_in_one_statement(deskpro, fields):
    """Also with custom fields: what was filled in is known."""
    deskpro.set(refuse_duplicates=False)
    deskpro.ticket(message="Help", fields=FIELDS)

    with counting() as statements:
        deskpro.ticket(message="Again", fields=FIELDS)

    reads = [one for one in statements if one.startswith("SELECT")]
    assert 1 == len([one for one in reads if "ticket.ulid" in one]), reads
    assert not [one for one in reads if "FROM custom_value" in one or "FROM message" in one], reads
