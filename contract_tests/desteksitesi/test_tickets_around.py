"""The tickets around a ticket: linked with it, below it, above it. Source: contract 7.4, 7.5."""

import pytest

from contract_tests.desteksitesi.test_tickets_list import KEYS

FORBIDDEN = "You don't have permission to perform this action"
LINKED_KEYS = [
    *("TicketID", "Subject", "StatusID", "UpdatedByUser", "UpdatedByPerformer", "CompanyID"),
    *("UserID", "Username", "FirstName", "LastName", "IssueDate"),
]
SUB_KEYS = [*KEYS[:28], "StatusColor", "LastUpdatedByUserID", "LastUpdatedUsername"]
STAGE = {"key": "stage", "name": "Stage", "kind": "open", "color": "#123456", "id": 42}
FAMILY = [
    {"key": "top", "subject": "Top", "requester": "sam"},
    {"key": "late", "subject": "Late", "requester": "kim", "status": "stage", "channel": "email"}
    | {"links": [{"kind": "parent", "to": "top"}], "at": "2024-05-05T17:25:31.127Z"},
    {"key": "early", "subject": "Early", "requester": "sam", "updated_by_user": True}
    | {"links": [{"kind": "parent", "to": "top"}, {"kind": "related", "to": "late"}]},
    {"key": "grandchild", "subject": "G", "requester": "sam"}
    | {"links": [{"kind": "parent", "to": "late"}, {"kind": "duplicate", "to": "top"}]},
    {"key": "binned", "subject": "B", "requester": "sam", "deleted_at": "2026-01-01T00:00:00Z"}
    | {"links": [{"kind": "parent", "to": "grandchild"}, {"kind": "related", "to": "late"}]},
]


@pytest.fixture
def family(bare):
    """A ticket with two below it, one of which has one below it."""
    return bare.plant(statuses=[STAGE], tickets=FAMILY)


def ids(answer, name="IssueID"):
    assert 200 == answer.status_code, answer.text
    return [one[name] for one in answer.json]


def test_a_linked_ticket_has_eleven_keys(family):
    """Contract 7.4: whole and in order; here it is `Username`."""
    (linked,) = family.get(f"/api/LinkedTickets?id={family.ids['early']}").json

    assert LINKED_KEYS == list(linked)
    assert {
        "TicketID": family.ids["late"],
        "Subject": "Late",
        "StatusID": 1042,
        "UpdatedByUser": False,
        "UpdatedByPerformer": False,
        "CompanyID": family.ids["beta"],
        "UserID": family.ids["kim"],
        "Username": "kim",
        "FirstName": "Kim",
        "LastName": "Lee",
        "IssueDate": "2024-05-05T17:25:31.127Z",
    } == linked


def test_links_are_seen_from_both_sides_and_not_those_of_the_family(family):
    """Contract 6.2, 22 and 26: links are symmetric; whatever another vendor calls them."""
    found = {
        key: ids(family.get(f"/api/LinkedTickets/{family.ids[key]}"), "TicketID")
        for key in ("top", "late", "early", "grandchild")
    }

    assert {
        "top": [family.ids["grandchild"]],
        "late": [family.ids["early"]],
        "early": [family.ids["late"]],
        "grandchild": [family.ids["top"]],
    } == found


def test_a_sub_ticket_has_its_own_keys(family):
    """Contract 7.5: the origin as a number, the colour, no start; first level only, by id."""
    late, early = family.get(f"/api/SubTickets?id={family.ids['top']}").json

    assert SUB_KEYS == list(late) == list(early)
    assert (family.ids["late"], family.ids["early"]) == (late["IssueID"], early["IssueID"])
    assert (1, "#123456", "Stage", True) == (
        late["Origin"],
        late["StatusColor"],
        late["Status"],
        late["HasChildren"],
    )
    assert (3, None, False) == (early["Origin"], early["StatusColor"], early["HasChildren"])


def test_children_in_a_bin_are_none(family):
    """Contract 11.15: the list says the same as the key."""
    grandchild = family.ids["grandchild"]
    listed = {one["IssueID"]: one["HasChildren"] for one in family.get("/api/Tickets").json}

    assert [] == family.get(f"/api/SubTickets?id={grandchild}").json
    assert {"top": True, "late": True, "early": False, "grandchild": False} == {
        key: listed[family.ids[key]] for key in ("top", "late", "early", "grandchild")
    }


@pytest.mark.parametrize(("of", "parent"), [("late", "top"), ("grandchild", "late"), ("top", None)])
@pytest.mark.parametrize("verb", ["get", "post"])
def test_the_parent_is_told_in_digits(family, of, parent, verb):
    """Contract 6.2, 28: plain text, `0` for none."""
    answer = getattr(family, verb)(f"/api/ParentTicket?id={family.ids[of]}")

    expected = str(family.ids.get(parent, 0))
    assert (200, expected, "text/plain; charset=utf-8") == (
        answer.status_code,
        answer.text,
        answer.headers["Content-Type"],
    )


def test_the_parent_is_shown_whole(family):
    """Contract 6.2, 28: as `Ticket` shows it; where there is none it stays `0`."""
    child, top = family.ids["late"], family.ids["top"]

    answer = family.get(f"/api/ParentTicket?id={child}&returnFullTicket=True")
    none = family.get(f"/api/ParentTicket?id={top}&returnFullTicket=true")

    assert family.get(f"/api/Ticket?id={top}").json == answer.json
    assert top == answer.json["TicketID"]
    assert "application/json; charset=utf-8" == answer.headers["Content-Type"]
    assert ("0", "text/plain; charset=utf-8") == (none.text, none.headers["Content-Type"])


def test_what_is_out_of_sight_is_not_around_a_ticket(family):
    """Contract 3.10 and 8: kim sees her own ticket, and none of the others."""
    late = family.ids["late"]

    assert [] == family.get(f"/api/LinkedTickets?id={late}", as_="kim").json
    assert [] == family.get(f"/api/SubTickets?id={late}", as_="kim").json
    assert "0" == family.get(f"/api/ParentTicket?id={late}", as_="kim").text
    assert "0" == family.get(f"/api/ParentTicket/{late}?returnFullTicket=1", as_="kim").text


@pytest.mark.parametrize("name", ["LinkedTickets", "SubTickets", "ParentTicket"])
@pytest.mark.parametrize(
    ("query", "status", "text"),
    [
        ("", 400, "Parameter 'id': Missing data for required field."),
        ("id=", 400, "Parameter 'id': Missing data for required field."),
        ("id=x", 400, "Parameter 'id': Missing data for required field."),
        ("id=0", 404, "Ticket not found"),
        ("id=-1", 404, "Ticket not found"),
        ("id=999", 404, "Ticket not found"),
        ("id=999999999999999999", 404, "Ticket not found"),
        ("id={binned}", 404, "Ticket not found"),
        ("id={top}", 403, FORBIDDEN),
    ],
)
def test_a_ticket_must_be_named_and_in_sight(family, name, query, status, text):
    """Contract 3.10: first 400, then 404, then 403; as plain text."""
    answer = family.get(f"/api/{name}?{query.format(**family.ids)}", as_="kim")

    assert (status, text) == (answer.status_code, answer.text)
