"""Tickets merged, linked and put below each other. Source: contract 6.2, 21 to 25; 11.8; 11.15."""

import pytest
from sqlalchemy import select

from contract_tests.desteksitesi.carriers import CARRIERS
from polydesk.core import links, subtickets
from polydesk.core.models import AssetTicket, LinkKind, Message, MessageKind, Ticket

LATER = "2026-04-05T10:00:00Z"
TICKETS = [
    {
        "key": "kept",
        "subject": "Kept",
        "body": "First",
        "requester": "sam",
        "category": "hardware",
        "tags": ["Lab", "one"],
        "at": "2026-04-02T00:00:00Z",
    },
    {
        "key": "gone",
        "subject": "Gone",
        "body": "Second",
        "requester": "kim",
        "assignee": "tom",
        "category": "hardware",
        "priority": "urgent",
        "tags": ["LAB", "two"],
        "at": "2026-04-01T00:00:00Z",
        "files": [{"name": "opening.txt", "text": "a"}],
        "subscribers": ["mia"],
        "messages": [
            {
                "body": "Said",
                "author": "tom",
                "at": "2026-04-01T05:00:00Z",
                "files": [{"name": "said.txt", "text": "b"}],
            },
            {"body": "Noted", "author": "tia", "internal": True, "at": "2026-04-03T05:00:00Z"},
        ],
        "links": [{"to": "beside", "kind": "related"}, {"to": "child", "kind": "child"}],
    },
    {"key": "beside", "subject": "Beside", "requester": "kim", "category": "software"},
    {"key": "child", "subject": "Child", "requester": "kim", "category": "software"},
    {"key": "far", "subject": "Far", "requester": "kim", "category": "software"},
]
ASSETS = [{"kind": "hardware", "name": "Laptop", "tickets": ["gone"]}]


@pytest.fixture
def full(bare):
    bare.plant(tickets=TICKETS, assets=ASSETS)
    bare.advance(3600)
    return bare


def call(full, name, carrier=None, *, as_="tom", **given):
    carrier = carrier or CARRIERS[1]
    given = {key: str(full.ids.get(value, value)) for key, value in given.items()}
    return full.post(f"/api/{name}", as_=as_, **carrier(**given))


def state(full):
    """All links, and when and in which number tickets have changed."""
    with full.desk() as desk:
        tickets = desk.all(select(Ticket).order_by(Ticket.id))
        return [
            (one.id, one.updated_at, one.body, [(x.to_id, x.kind) for x in links.of(desk, one)])
            for one in tickets
        ]


def linked(full, key):
    with full.desk() as desk:
        named = {id: key for key, id in full.ids.items() if key in [t["key"] for t in TICKETS]}
        ticket = desk.get(Ticket, full.ids[key])
        return {(named[link.to_id], link.kind) for link in links.of(desk, ticket)}


def shown(full, key, **sent):
    return full.get(f"/api/Ticket?id={full.ids[key]}", **sent)


@pytest.mark.parametrize("carrier", CARRIERS)
def test_a_merge_answers_the_kept_ticket(full, carrier):
    """Contract 6.2, 21: its id as JSON, for a client that parses it; the other is gone."""
    answer = call(full, "MergeTickets", carrier, id="kept", id2="gone")

    assert (200, "application/json; charset=utf-8", full.ids["kept"]) == (
        answer.status_code,
        answer.headers["Content-Type"],
        answer.json,
    )
    assert 404 == shown(full, "gone").status_code


def test_a_merge_by_get(full):
    """Contract 6.2, 21: any verb; a client uses GET."""
    ids = full.ids

    answer = full.get(f"/api/MergeTickets/?id={ids['kept']}&id2={ids['gone']}")

    assert (200, str(ids["kept"])) == (answer.status_code, answer.text)


def test_what_was_said_is_kept(full):
    """Contract 11.8: comments with their dates, the other's text by its submitter."""
    call(full, "MergeTickets", id="kept", id2="gone")

    with full.desk() as desk:
        said = desk.all(
            select(Message)
            .where(Message.ticket_id == full.ids["kept"])
            .order_by(Message.created_at)
        )
        found = [
            (one.body, one.author.username, one.kind, one.created_at.isoformat()[:19])
            for one in said
        ]
    assert [
        ("Second", "kim", MessageKind.REPLY, "2026-04-01T00:00:00"),
        ("Said", "tom", MessageKind.REPLY, "2026-04-01T05:00:00"),
        ("First", "sam", MessageKind.OPENING, "2026-04-02T00:00:00"),
        ("Noted", "tia", MessageKind.NOTE, "2026-04-03T05:00:00"),
    ] == found


def test_what_hangs_on_it_is_kept(full):
    """Contract 11.8 and 11.15: files, tags not there yet, links, sub-tickets, assets."""
    call(full, "MergeTickets", id="kept", id2="gone")

    body = shown(full, "kept").json
    assert ["Lab", "one", "two"] == [tag["Name"] for tag in body["Tags"]]
    assert ["opening.txt", "said.txt"] == [file["FileName"] for file in body["Attachments"]]
    assert 0 not in {file["CommentID"] for file in body["Attachments"]}
    assert {("beside", LinkKind.RELATED), ("child", LinkKind.CHILD)} == linked(full, "kept")
    with full.desk() as desk:
        assert [full.ids["kept"]] == desk.all(select(AssetTicket.ticket_id))


def test_the_other_fields_stay(full):
    """Contract 11.8 and 11.3: but for when and by whom it was changed."""
    before = shown(full, "kept").json
    call(full, "MergeTickets", id="kept", id2="gone")

    after = shown(full, "kept").json
    differ = {key for key in before if before[key] != after[key] and not key.endswith("Info")}
    assert {"Tags", "Attachments", "LastUpdated"} == differ
    assert LATER == after["LastUpdated"]


def test_those_who_followed_the_other_follow_this(full):
    """Contract 11.8: subscribers, whatever it came of, and they see it."""
    call(full, "MergeTickets", id="kept", id2="gone")

    answer = full.get(f"/api/Subscribers?id={full.ids['kept']}")
    assert {"sam", "kim", "tom", "tia", "mia"} == {one["Username"] for one in answer.json}
    assert 200 == shown(full, "kept", as_="kim").status_code


def test_those_who_have_said_nothing_follow_this_too(full):
    """Contract 11.8: the other's submitter and assignee, and it has no text."""
    call(full, "UpdateTicket", as_="ada", id="far", assignedUserId="tia")

    call(full, "MergeTickets", as_="ada", id="kept", id2="far")

    answer = full.get(f"/api/Subscribers?id={full.ids['kept']}")
    assert {"sam", "kim", "tia"} == {one["Username"] for one in answer.json}


@pytest.mark.parametrize(
    ("name", "who", "sent", "status", "said"),
    [
        ("MergeTickets", "tom", {"id": "kept"}, 400, "Parameter 'id2'"),
        ("MergeTickets", "tom", {"id2": "kept"}, 400, "Parameter 'id'"),
        ("MergeTickets", "tom", {"id": "kept", "id2": "kept"}, 400, "Parameter 'id2'"),
        ("MergeTickets", "tom", {"id": "kept", "id2": "99999"}, 404, "Ticket not found"),
        ("MergeTickets", "tom", {"id": "99999", "id2": "kept"}, 404, "Ticket not found"),
        ("MergeTickets", "kim", {"id": "kept", "id2": "99999"}, 404, "Ticket not found"),
        ("MergeTickets", "tom", {"id": "kept", "id2": "beside"}, 403, "You don't"),
        ("MergeTickets", "tom", {"id": "beside", "id2": "kept"}, 403, "You don't"),
        ("MergeTickets", "kim", {"id": "beside", "id2": "far"}, 403, "You don't"),
        ("LinkTickets", "tom", {"id": "kept"}, 400, "Parameter 'id2'"),
        ("LinkTickets", "tom", {"id": "kept", "id2": "kept"}, 400, "Parameter 'id2'"),
        ("LinkTickets", "tom", {"id": "kept", "id2": "99999"}, 404, "Ticket not found"),
        ("LinkTickets", "tom", {"id": "beside", "id2": "far"}, 403, "You don't"),
        ("LinkTickets", "kim", {"id": "beside", "id2": "far"}, 403, "You don't"),
        ("UnlinkTickets", "tom", {"id2": "kept"}, 400, "Parameter 'id'"),
        ("UnlinkTickets", "tom", {"id": "99999", "id2": "kept"}, 404, "Ticket not found"),
        ("UnlinkTickets", "kim", {"id": "gone", "id2": "beside"}, 403, "You don't"),
        ("AddSubTicket", "tom", {"parentId": "kept"}, 400, "Parameter 'childId'"),
        ("AddSubTicket", "tom", {"childId": "kept"}, 400, "Parameter 'parentId'"),
        (
            "AddSubTicket",
            "tom",
            {"parentId": "kept", "childId": "kept"},
            400,
            "Parameter 'childId'",
        ),
        (
            "AddSubTicket",
            "tom",
            {"parentId": "child", "childId": "gone"},
            400,
            "Parameter 'parentId'",
        ),
        ("AddSubTicket", "tom", {"parentId": "kept", "childId": "99999"}, 404, "Ticket not found"),
        ("AddSubTicket", "tom", {"parentId": "beside", "childId": "far"}, 403, "You don't"),
        ("RemoveSubTicket", "tom", {}, 400, "Parameter 'childId'"),
        ("RemoveSubTicket", "tom", {"childId": "99999"}, 404, "Ticket not found"),
        ("RemoveSubTicket", "tom", {"childId": "child"}, 403, "You don't"),
        ("RemoveSubTicket", "kim", {"childId": "child"}, 403, "You don't"),
    ],
)
def test_what_is_refused_changes_nothing(full, name, who, sent, status, said):
    """Contract 6.2, 21 to 25, and 3.10: 400, then 404, then 403."""
    before = state(full)

    answer = call(full, name, as_=who, **sent)

    assert (status, True) == (answer.status_code, answer.text.startswith(said)), answer.text
    assert before == state(full)


@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize(("id", "id2"), [("kept", "far"), ("far", "kept")])
def test_a_link_is_both_ways_and_once(full, carrier, id, id2):
    """Contract 6.2, 22: by a technician of either; the answer is empty; twice is once."""
    first = call(full, "LinkTickets", carrier, id=id, id2=id2)
    there = state(full)
    full.advance(60)
    again = [call(full, "LinkTickets", id=one, id2=two) for one, two in ((id, id2), (id2, id))]

    assert [(200, b"")] * 3 == [(one.status_code, one.data) for one in (first, *again)]
    assert {("far", LinkKind.RELATED)} == linked(full, "kept")
    assert {("kept", LinkKind.RELATED)} == linked(full, "far")
    assert there == state(full)


@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize(("id", "id2"), [("gone", "beside"), ("beside", "gone")])
def test_a_link_ends_both_ways(full, carrier, id, id2):
    """Contract 6.2, 23: from either side; no more is no error; parent and child stay."""
    first = call(full, "UnlinkTickets", carrier, id=id, id2=id2)
    there = state(full)
    again = call(full, "UnlinkTickets", id=id, id2=id2)
    family = call(full, "UnlinkTickets", id="gone", id2="child")

    assert [(200, b"")] * 3 == [(one.status_code, one.data) for one in (first, again, family)]
    assert {("child", LinkKind.CHILD)} == linked(full, "gone")
    assert set() == linked(full, "beside")
    assert there == state(full)


@pytest.mark.parametrize("carrier", CARRIERS)
def test_a_child_has_one_parent(full, carrier):
    """Contract 6.2, 24: it moves from another; twice is once."""
    sent = {"parentId": "kept", "childId": "child"}
    first = call(full, "AddSubTicket", carrier, **sent)
    there = state(full)
    full.advance(60)
    again = call(full, "AddSubTicket", **sent)

    assert [(200, b"")] * 2 == [(one.status_code, one.data) for one in (first, again)]
    assert {("kept", LinkKind.PARENT)} == linked(full, "child")
    assert {("beside", LinkKind.RELATED)} == linked(full, "gone")
    assert there == state(full)


def test_no_circle_is_made(full):
    """Contract 6.2, 24: at no height."""
    assert 200 == call(full, "AddSubTicket", parentId="kept", childId="gone").status_code

    answer = call(full, "AddSubTicket", as_="ada", parentId="child", childId="kept")

    assert 400 == answer.status_code
    assert {("gone", LinkKind.CHILD)} == linked(full, "kept")


@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize("name", ["childId", "id", "CHILDID"])
def test_a_child_is_freed(full, carrier, name):
    """Contract 6.2, 25, and 2.16: by a technician of the child's; none is no error."""
    first = call(full, "RemoveSubTicket", carrier, as_="tia", **{name: "child"})
    there = state(full)
    again = call(full, "RemoveSubTicket", as_="tia", childId="child")

    assert [(200, b"")] * 2 == [(one.status_code, one.data) for one in (first, again)]
    assert set() == linked(full, "child")
    assert there == state(full)


def test_a_parent_that_is_gone_is_none(full):
    """Contract 11.15 and 11.16: at once."""
    full.post("/api/DeleteTicket", data={"id": full.ids["gone"]})

    with full.desk() as desk:
        assert subtickets.parent(desk, desk.get(Ticket, full.ids["child"])) is None
