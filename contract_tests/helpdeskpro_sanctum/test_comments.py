"""What is said in tickets. Source: contract 1.4 and 1.5."""

import pytest

from contract_tests.helpdeskpro_sanctum.conftest import MOMENT, invalid, refused


def test_a_comment_is_answered_with_its_user(sanctum):
    """And is the same in the list, and beside the ticket."""
    id = sanctum.ticket()["id"]

    answer = sanctum.post(f"/tickets/{id}/comments", as_="tom", json={"comment": "Soon."})

    comment = {
        "id": answer.json["data"]["id"],
        "ticket_id": id,
        "user_id": sanctum.ids["tom"],
        "comment": "Soon.",
        "is_internal": False,
        "created_at": MOMENT,
        "updated_at": MOMENT,
        "user": sanctum.data("GET", "/auth/me", as_="tom"),
    }
    assert (201, comment) == (answer.status_code, answer.json["data"])
    assert [comment] == sanctum.list(f"/tickets/{id}/comments")
    assert [comment] == sanctum.data("GET", f"/tickets/{id}")["comments"]


def test_comments_are_listed_oldest_first(sanctum):
    """A page at a time."""
    id = sanctum.ticket()["id"]
    for text in "abc":
        sanctum.make(f"/tickets/{id}/comments", comment=text)
        sanctum.advance(1)

    answer = sanctum.get(f"/tickets/{id}/comments?per_page=2&page=2")

    assert ["c"] == [one["comment"] for one in answer.json["data"]]
    assert 3 == answer.json["meta"]["pagination"]["total"]


@pytest.mark.parametrize("said", [True, 1, "1"])
def test_what_is_internal_is_for_staff(sanctum, said):
    """Customers see nothing of theirs: canonical rule 7.4."""
    id = sanctum.ticket()["id"]

    note = sanctum.make(f"/tickets/{id}/comments", "tom", comment="Hm.", is_internal=said)

    assert note["is_internal"] is True
    url = f"/tickets/{id}"
    assert [note] == sanctum.list(f"{url}/comments")
    assert [] == sanctum.list(f"{url}/comments", as_="sam")
    assert [] == sanctum.data("GET", url, as_="sam")["comments"]


def test_what_is_internal_is_seen_by_who_says_it(sanctum):
    """A customer too, as in conversations; other customers see it nowhere."""
    id = sanctum.ticket()["id"]

    note = sanctum.make(f"/tickets/{id}/comments", "sam", comment="Hm.", is_internal=True)

    assert [note] == sanctum.list(f"/tickets/{id}/comments", as_="sam")
    assert [note] == sanctum.data("GET", f"/tickets/{id}", as_="sam")["comments"]
    assert [] == sanctum.list(f"/tickets/{id}/comments", as_="eve")


@pytest.mark.parametrize(
    ("sent", "flaws"),
    [
        ({}, {"comment": "The comment field is required."}),
        ({"comment": ["x"]}, {"comment": "The comment must be a string."}),
        (
            {"comment": "x", "is_internal": "yes"},
            {"is_internal": "The is internal field must be true or false."},
        ),
    ],
)
def test_what_is_wrong_with_a_comment(sanctum, sent, flaws):
    """Nothing is said."""
    id = sanctum.ticket()["id"]

    assert invalid(**flaws) == refused(sanctum.post(f"/tickets/{id}/comments", json=sent))
    assert [] == sanctum.list(f"/tickets/{id}/comments")


def test_who_spoke_last_is_noted(sanctum):
    """The first answer of an agent too."""
    id = sanctum.ticket()["id"]
    sanctum.make(f"/tickets/{id}/comments", "tom", comment="a")
    sanctum.advance(60)
    sanctum.make(f"/tickets/{id}/comments", "sam", comment="b")

    shown = sanctum.data("GET", f"/tickets/{id}")

    assert (MOMENT, "2026-01-05T09:01:00.000000Z", "2026-01-05 09:00:00") == (
        shown["last_agent_response"],
        shown["last_customer_response"],
        shown["response"],
    )
