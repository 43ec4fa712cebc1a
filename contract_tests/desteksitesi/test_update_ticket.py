"""What `UpdateTicket` changes. Source: contract 6.2, 5; 11.3, 11.6."""

import pytest
from sqlalchemy import select

from contract_tests.desteksitesi.carriers import CARRIERS, in_json
from contract_tests.desteksitesi.updates import LATER, TICKET, changed, flat, shown, update
from polydesk.core import custom
from polydesk.core.models import Event, Ticket
from tests.counting import counting

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


def test_an_update_takes_as_many_statements_with_many_tags(full, id):
    """Those of a tag at most, no more for all that hangs on a ticket."""
    update(full, id, subject="Warm")

    with counting() as statements:
        update(full, id, subject="Other")

    assert len(statements) <= 14, statements
