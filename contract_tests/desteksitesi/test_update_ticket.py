"""Tickets changed, closed, tagged and deleted. Source: contract 6.2, 5, 6, 30; 6.9; 11.3, 11.4."""

import pytest
from sqlalchemy import func, select

from contract_tests.desteksitesi.carriers import CARRIERS, form, in_json
from contract_tests.desteksitesi.things import part
from polydesk.core import custom
from polydesk.core.models import (
    Delivery,
    Event,
    File,
    Link,
    Message,
    SearchDocument,
    Ticket,
    TicketTag,
)
from tests.counting import counting

LATER = "2026-04-05T10:00:00Z"
"""An hour after the clock stands, when everything here happens."""
TICKET = {
    "key": "printer",
    "subject": "Printer",
    "body": "It jams",
    "requester": "sam",
    "category": "hardware",
    "priority": "high",
    "tags": ["Lab"],
    "due_at": "2026-05-01T00:00:00Z",
    "time_spent": 30,
    "at": "2026-04-01T00:00:00Z",
}


@pytest.fixture
def full(bare):
    """A ticket of sam's in hardware, and an hour gone since."""
    bare.plant(tickets=[TICKET])
    bare.advance(3600)
    return bare


@pytest.fixture
def id(full):
    return full.ids["printer"]


def update(full, id, carrier=form, *, as_="tom", **given):
    return full.post("/api/UpdateTicket", as_=as_, **carrier(id=str(id), **given))


def own(full):
    """What anybody makes a ticket of."""
    return {"categoryId": full.ids["hardware"], "subject": "Own", "body": ""}


def shown(full, id):
    return full.get(f"/api/Ticket?id={id}").json


def flat(body):
    """A ticket without its people, who are seen by every call they make."""
    return {key: value for key, value in body.items() if not key.endswith("UserInfo")}


def changed(full, id, answer, before):
    """What an update has changed of what is shown, but for `LastUpdated`."""
    assert (200, b"", "0") == (answer.status_code, answer.data, answer.headers["Content-Length"])
    after = flat(shown(full, id))
    assert LATER == after["LastUpdated"]
    return {key: after[key] for key in after if after[key] != before[key] and key != "LastUpdated"}


SINGLY = [
    ("priority", "-1", {"Priority": -1}),
    ("priorityId", "2", {"Priority": 2}),
    ("PRIORITY", "0", {"Priority": 0}),
    ("date", "2026-03-01", {"IssueDate": "2026-03-01T00:00:00Z"}),
    ("date", "2026-03-01T10:11:12.127Z", {"IssueDate": "2026-03-01T10:11:12.127Z"}),
    ("dueDate", "2026-06-01 12:30", {"DueDate": "2026-06-01T12:30:00Z"}),
    ("dueDate", "6/1/2026 1:02:03 PM", {"DueDate": "2026-06-01T13:02:03Z"}),
    ("dueDate", "2026-06-01T00:00:00+03:00", {"DueDate": "2026-05-31T21:00:00Z"}),
    ("closeDate", "2026-04-03T00:00:00Z", {"ResolvedDate": "2026-04-03T00:00:00Z"}),
    ("timeSpentInSeconds", "3600", {"TimeSpentInSeconds": 3600}),
    ("timeSpentInSeconds", "0", {"TimeSpentInSeconds": 0}),
    ("statusId", "2", {"StatusID": 2, "Status": "In progress", "StartDate": LATER}),
    ("statusID", "104", {"StatusID": 104, "Status": "Pending", "StartDate": LATER}),
    (
        "statusId",
        "3",
        {"StatusID": 3, "Status": "Closed", "ResolvedDate": LATER, "StartDate": LATER},
    ),
    ("subject", "Çatı + 1", {"Subject": "Çatı + 1"}),
    ("body", "Other", {"Body": "Other"}),
    ("body", "", {"Body": ""}),
]


@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize(("name", "value", "expected"), SINGLY)
def test_each_parameter_by_itself(full, id, carrier, name, value, expected):
    """Contract 6.2, 5, and 11.3: it changes what it says, and when and by whom it was changed."""
    before = flat(shown(full, id))

    answer = update(full, id, carrier, **{name: value})

    assert expected == changed(full, id, answer, before)
    with full.desk() as desk:
        assert full.ids["tom"] == desk.get(Ticket, id).changed_by_id


@pytest.mark.parametrize("carrier", CARRIERS)
def test_the_assignee(full, id, carrier):
    """Contract 6.2, 5, and 11.3: the first one starts the work; 0 is nobody."""
    before = flat(shown(full, id))

    first = update(full, id, carrier, assignedUserId=str(full.ids["tom"]))
    expected = {"AssignedToUserID": full.ids["tom"], "StartDate": LATER}
    assert expected == changed(full, id, first, before)

    update(full, id, carrier, assignedUserId="0")
    body = shown(full, id)
    assert (None, None, LATER) == tuple(
        body[key] for key in ("AssignedToUserID", "AssigneeUserInfo", "StartDate")
    )


@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize("name", ["categoryId", "newCategoryId"])
def test_the_category(full, id, carrier, name):
    """Contract 6.2, 5, and 11.17: the assignee stays, whatever they are there."""
    update(full, id, assignedUserId=full.ids["tom"])
    before = flat(shown(full, id))

    answer = update(full, id, carrier, **{name: str(full.ids["software"])})

    expected = {"CategoryID": full.ids["software"], "CategoryName": "Software"}
    assert expected == changed(full, id, answer, before)


@pytest.mark.parametrize("carrier", CARRIERS)
def test_the_submitter(full, id, carrier):
    """Contract 6.2, 5: the ticket is theirs, and not the other's any more."""
    answer = update(full, id, carrier, userId=str(full.ids["kim"]))

    body = shown(full, id)
    assert (200, full.ids["kim"], "kim") == (
        answer.status_code,
        body["UserID"],
        body["SubmitterUserInfo"]["Username"],
    )
    assert [403, 200] == [
        full.get(f"/api/Ticket/{id}", as_=who).status_code for who in ("sam", "kim")
    ]


def test_who_gets_their_own_ticket_was_nobodys_proxy(full, id):
    """Contract 7.2: `OnBehalfUserName` is of somebody else."""
    made = update(full, id, userId=full.ids["kim"])
    answer = full.post(
        "/api/Ticket",
        as_="tom",
        data={
            "categoryId": full.ids["hardware"],
            "subject": "s",
            "body": "b",
            "userId": full.ids["kim"],
        },
    )
    update(full, answer.text, userId=full.ids["tom"])

    body = shown(full, answer.text)
    assert (200, full.ids["tom"], None) == (
        made.status_code,
        body["UserID"],
        body["OnBehalfUserName"],
    )


@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ("new, LAB ,new", ["new", "Lab"]),
        ("only", ["only"]),
        ("tags=only", ["tags=only"]),
    ],
)
def test_tags_are_replaced(full, id, carrier, tags, expected):
    """Contract 11.6: all of them; what a ticket has already keeps its spelling."""
    answer = update(full, id, carrier, tags=tags)

    body = shown(full, id)
    assert (200, expected) == (answer.status_code, [tag["Name"] for tag in body["Tags"]])


@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize(
    ("name", "value"),
    [
        *((name, "") for name in ("categoryId", "priority", "date", "userId", "dueDate")),
        *((name, "") for name in ("closeDate", "assignedUserId", "statusId", "tags", "subject")),
        ("timeSpentInSeconds", ""),
        ("subject", " \t "),
        ("statusId", "System.Int32[]"),
        ("priority", "high"),
        ("dueDate", "2024-25-12"),
        ("closeDate", "0000-01-01"),
        ("dueDate", "0001-01-01T00:00:00+14:00"),
        ("assignedUserId", "x"),
        ("techId", "3"),
        ("tags", " , "),
        ("subject", "Printer"),
        ("body", "It jams"),
        ("statusId", "1"),
        ("priority", "1"),
        ("tags", "lab"),
    ],
)
def test_what_says_nothing_changes_nothing(full, id, carrier, name, value):
    """Contract 2.6, 2.10, 2.11: blanks, what cannot be read, the unknown, what is so already."""
    before = flat(shown(full, id))

    answer = update(full, id, carrier, **{name: value})

    assert (200, b"", before) == (answer.status_code, answer.data, flat(shown(full, id)))


def test_nulls_change_nothing(full, id):
    """Contract 2.6: clients send all they know, most of it null."""
    before = flat(shown(full, id))
    names = ("categoryId", "priority", "date", "userId", "dueDate", "closeDate", "assignedUserId")
    more = ("timeSpentInSeconds", "statusId", "tags", "subject", "body")

    answer = update(full, id, in_json, **dict.fromkeys((*names, *more)))

    assert (200, before) == (answer.status_code, flat(shown(full, id)))


@pytest.mark.parametrize(
    ("sent", "status", "said"),
    [
        ({"id": ""}, 400, "Parameter 'id'"),
        ({"id": "x"}, 400, "Parameter 'id'"),
        ({"priority": "3"}, 400, "Parameter 'priority'"),
        ({"priorityId": "-2"}, 400, "Parameter 'priority'"),
        ({"timeSpentInSeconds": "-1"}, 400, "Parameter 'timeSpentInSeconds'"),
        ({"subject": "x" * 256}, 400, "Parameter 'subject'"),
        ({"body": "a\0b"}, 400, "Parameter 'body'"),
        ({"tags": "x" * 256}, 400, "Parameter 'tags'"),
        ({"assignedUserId": "tia"}, 400, "Parameter 'assignedUserId'"),
        ({"assignedUserId": "sam"}, 400, "Parameter 'assignedUserId'"),
        ({"assignedUserId": "tom", "categoryId": "software"}, 400, "Parameter 'assignedUserId'"),
        ({"id": "999999"}, 404, "Ticket not found"),
        ({"categoryId": "999999"}, 404, "Category not found"),
        ({"userId": "999999"}, 404, "User not found"),
        ({"assignedUserId": "999999"}, 404, "User not found"),
        ({"assignedUserId": "-1"}, 404, "User not found"),
        ({"statusId": "17051"}, 404, "Status not found"),
        ({"statusId": "0"}, 404, "Status not found"),
    ],
)
@pytest.mark.parametrize("carrier", CARRIERS)
def test_what_is_wrong_changes_nothing(full, id, carrier, sent, status, said):
    """Contract 6.2, 5: all or nothing, also of what else is sent."""
    before = flat(shown(full, id))
    sent = {key: str(full.ids.get(value, value)) for key, value in sent.items()}
    more = {"id": str(id), "subject": "Changed", "tags": "changed", "dueDate": "2027-01-01"}

    answer = full.post("/api/UpdateTicket", as_="tom", **carrier(**{**more, **sent}))

    assert (status, True) == (answer.status_code, answer.text.startswith(said)), answer.text
    assert before == flat(shown(full, id))


@pytest.mark.parametrize(
    "sent",
    [
        {"userId": "sam"},
        {"assignedUserId": "tom"},
        {"assignedUserId": "0"},
        {"date": "2026-01-01"},
        {"closeDate": "2026-01-01"},
        {"timeSpentInSeconds": "3"},
        {"categoryId": "secret"},
    ],
)
@pytest.mark.parametrize("who", ["sam", "mia"])
def test_what_is_for_technicians(full, id, who, sent):
    """Contract 6.2, 5: others are refused, and nothing else they send is done."""
    before = flat(shown(full, id))
    sent = {key: full.ids.get(value, value) for key, value in sent.items()}

    answer = update(full, id, as_=who, subject="Changed", **sent)

    assert (403, before) == (answer.status_code, flat(shown(full, id)))


@pytest.mark.parametrize(
    ("who", "status"),
    [("ada", 200), ("tom", 200), ("sam", 200), ("mia", 200), ("tia", 403), ("kim", 403)],
)
@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("UpdateTicket", {"subject": "Other"}),
        ("UpdateTicket", {"statusId": "3"}),
        ("UpdateTicket", {"categoryId": "software"}),
        ("Close", {}),
        ("TagTicket", {"name": "a"}),
    ],
)
def test_who_may_change(full, id, name, sent, who, status):
    """Contract 3.10, O: its submitter, managers over it, technicians of its category, admins."""
    sent = {key: full.ids.get(value, value) for key, value in sent.items()}

    answer = full.post(f"/api/{name}", as_=who, data={"id": id, **sent})

    assert status == answer.status_code


def test_a_technician_moves_their_own_ticket_where_technicians_may(full):
    """Contract 3.10: into a category for technicians only, and those are of any category."""
    id = int(full.post("/api/Ticket", as_="tia", data=own(full)).text)

    assert 200 == update(full, id, as_="tia", categoryId=full.ids["secret"]).status_code
    assert full.ids["secret"] == shown(full, id)["CategoryID"]


@pytest.mark.parametrize("name", ["UpdateTicket", "Close", "TagTicket", "AddSubscriber"])
def test_a_manager_is_over_their_own_company_only(full, name):
    """Contract 3.10: to be of no department is not to be of the same."""
    id = int(full.post("/api/Ticket", as_="kim", data=own(full)).text)
    sent = {"id": id, "subject": "Other", "name": "a", "userId": full.ids["mia"]}

    assert 403 == full.post(f"/api/{name}", as_="mia", data=sent).status_code


def test_a_subscriber_sees_and_does_not_change(full, id):
    """Contract 3.10: S is not O."""
    full.post(f"/api/AddSubscriber?id={id}&userId={full.ids['kim']}")

    assert 403 == update(full, id, as_="kim", subject="Other").status_code


def test_what_there_is_not_comes_before_who_may(full, id):
    """Contract 3.10: 404, then 403."""
    assert 404 == update(full, id, as_="kim", statusId="999").status_code


@pytest.mark.parametrize("path", ["/api/UpdateTicket/{id}?", "/api/updateticket?ticketId={id}&"])
def test_ways_to_say_which(full, id, path):
    """Contract 1.3, 1.6 and 2.16: by the path, by an alias, by GET."""
    answer = full.get(path.format(id=id) + "subject=Other")

    assert (200, "Other") == (answer.status_code, shown(full, id)["Subject"])


def test_all_at_once(full, id):
    """Contract 6.2, 5: one change of everything."""
    ids = full.ids
    answer = update(
        full,
        id,
        categoryId=ids["software"],
        priority=-1,
        date="2026-03-01",
        userId=ids["kim"],
        dueDate="2026-07-01",
        closeDate="2026-04-04T00:00:00Z",
        assignedUserId=ids["tia"],
        timeSpentInSeconds=7,
        statusId=3,
        tags="a,b",
        subject="S",
        body="B",
    )

    body = shown(full, id)
    assert 200 == answer.status_code
    expected = {
        "CategoryID": ids["software"],
        "Priority": -1,
        "IssueDate": "2026-03-01T00:00:00Z",
        "UserID": ids["kim"],
        "DueDate": "2026-07-01T00:00:00Z",
        "ResolvedDate": "2026-04-04T00:00:00Z",
        "AssignedToUserID": ids["tia"],
        "TimeSpentInSeconds": 7,
        "StatusID": 3,
        "Subject": "S",
        "Body": "B",
        "LastUpdated": LATER,
    }
    assert expected == {key: body[key] for key in expected}
    assert ["a", "b"] == [tag["Name"] for tag in body["Tags"]]


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ([{"statusId": 3}], LATER),
        ([{"statusId": 3, "closeDate": "2026-04-02"}], "2026-04-02T00:00:00Z"),
        ([{"closeDate": "2026-04-02"}], "2026-04-02T00:00:00Z"),
        ([{"statusId": 3}, {"closeDate": "2026-04-02"}], "2026-04-02T00:00:00Z"),
        ([{"statusId": 3, "closeDate": "2026-04-02"}, {"statusId": 3}], "2026-04-02T00:00:00Z"),
        ([{"statusId": 3}, {"statusId": 1}], None),
        ([{"statusId": 3}, {"statusId": 104}], None),
        ([{"closeDate": "2026-04-02"}, {"statusId": 1}], None),
        ([{"statusId": 3}, {"subject": "Other"}], LATER),
    ],
)
def test_when_a_ticket_was_resolved(full, id, sent, expected):
    """Contract 11.4: closed is now, or `closeDate`; that alone is that alone; else it is null."""
    for one in sent:
        assert 200 == update(full, id, **one).status_code

    assert expected == shown(full, id)["ResolvedDate"]


def test_another_dialects_way_of_being_closed_stays(bare):
    """Statuses that show as one are one: what is cancelled elsewhere is closed here."""
    bare.plant(tickets=[{**TICKET, "status": "cancelled"}])
    id = bare.ids["printer"]

    update(bare, id, statusId=3)

    with bare.desk() as desk:
        assert "CANCELLED" == desk.get(Ticket, id).status.code


@pytest.mark.parametrize("how", [{"path": "Close"}, {"path": "UpdateTicket", "statusId": 3}])
def test_closing_clears_the_flags(bare, how):
    """Contract 11.3: all three are false."""
    bare.plant(tickets=[{**TICKET, "updated_by_user": True, "noted": True}])
    id, path = bare.ids["printer"], how.pop("path")

    bare.post(f"/api/{path}", data={"id": id, **how})

    keys = ("UpdatedByUser", "UpdatedByPerformer", "UpdatedForTechView")
    assert [False] * 3 == [shown(bare, id)[key] for key in keys]


@pytest.mark.parametrize("carrier", CARRIERS)
def test_a_ticket_is_closed(full, id, carrier):
    """Contract 6.2, 6: now, with an empty body; once more changes nothing."""
    answer = full.post("/api/Close", as_="sam", **carrier(id=str(id)))
    closed = flat(shown(full, id))
    full.advance(60)
    again = full.post("/api/Close", as_="tom", **carrier(id=str(id)))

    assert [(200, b"")] * 2 == [(one.status_code, one.data) for one in (answer, again)]
    assert (3, LATER, LATER) == tuple(
        closed[key] for key in ("StatusID", "ResolvedDate", "LastUpdated")
    )
    assert closed == flat(shown(full, id))


@pytest.mark.parametrize("path", ["/api/Close/{id}", "/api/close?ticketId={id}"])
def test_closing_by_get(full, id, path):
    """Contract 1.6 and 6.2, 6: any verb."""
    assert 200 == full.get(path.format(id=id)).status_code
    assert 3 == shown(full, id)["StatusID"]


@pytest.mark.parametrize(("said", "hooks"), [("true", 0), ("false", 1), ("", 1)])
def test_a_silent_close_sends_no_hooks(bare, said, hooks):
    """Contract 6.2, 6: mail and hooks are skipped, the change is not."""
    request = {"type": "request", "verb": "POST", "url": "http://127.0.0.1:9/x"}
    rule = {"name": "Calls", "trigger": "closed", "actions": [request]}
    bare.plant(tickets=[TICKET], rules=[rule])

    bare.post("/api/Close", data={"id": bare.ids["printer"], "suppressNotification": said})

    with bare.desk() as desk:
        assert hooks == desk.session.scalar(select(func.count(Delivery.id)))
    assert 3 == shown(bare, bare.ids["printer"])["StatusID"]


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


def test_values_that_are_not_valid_any_more_are_hidden(bare):
    """Contract 11.17: and back with the category."""
    field = {"key": "f", "name": "F", "usage": "ticket", "type": "text", "categories": ["hardware"]}
    bare.plant(custom_fields=[field], tickets=[{**TICKET, "custom": {"f": "kept"}}])
    id = bare.ids["printer"]

    def held():
        with bare.desk() as desk:
            return list(custom.of(desk, desk.get(Ticket, id)).values())

    found = [held()]
    for category in ("software", "hardware"):
        update(bare, id, as_="ada", categoryId=bare.ids[category])
        found.append(held())

    assert [["kept"], [], ["kept"]] == found


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


@pytest.mark.parametrize(("sent", "status"), [({}, 400), ({"id": "x"}, 400), ({"id": 9999}, 404)])
@pytest.mark.parametrize("name", ["DeleteTicket", "Close", "UpdateTicket"])
def test_which_ticket_must_be_said(full, name, sent, status):
    """Contract 2.10."""
    assert status == full.post(f"/api/{name}", data=sent).status_code


def test_what_happened_is_told(full, id):
    """For rules and the trail: once for each kind of change, with moments as text."""
    update(full, id, dueDate="2026-06-01", statusId=3, userId=full.ids["kim"])

    with full.desk() as desk:
        found = desk.all(select(Event).where(Event.about == "ticket").order_by(Event.id))
    told = {event.kind: event.data for event in found}
    assert ["ticket.status", "ticket.closed", "ticket.changed"] == [
        event.kind for event in found[-3:]
    ]
    due = ["2026-05-01T00:00:00+00:00", "2026-06-01T00:00:00+00:00"]
    assert due == told["ticket.changed"]["due_at"]


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


def test_an_update_takes_as_many_statements_with_many_tags(full, id):
    """Those of a tag at most, no more for all that hangs on a ticket."""
    update(full, id, subject="Warm")

    with counting() as statements:
        update(full, id, subject="Other")

    assert len(statements) <= 14, statements
