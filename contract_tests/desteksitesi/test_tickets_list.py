"""The list of tickets: what is in it, in which order, and what narrows it. Source: contract 8."""

import pytest

from polydesk.core.models import Ticket

KEYS = [
    *("IssueID", "Priority", "StatusID", "IssueDate", "Subject", "Status", "UpdatedByUser"),
    *("UpdatedByPerformer", "CategoryID", "UserName", "Technician", "FirstName", "LastName"),
    *("DueDate", "TechFirstName", "TechLastName", "LastUpdated", "UpdatedForTechView", "UserID"),
    *("CompanyID", "CompanyName", "AssignedToUserID", "ResolvedDate", "SectionID", "Category"),
    *("Origin", "Email", "HasChildren", "LastUpdatedByUserID", "LastUpdatedUsername", "StartDate"),
]
TICKETS = [
    {
        "key": "new",
        "subject": "New one",
        "requester": "sam",
        "category": "hardware",
        "tags": ["Night Shift", "lab"],
        "due_at": "2026-04-05T08:00:00Z",
        "at": "2026-04-01T00:00:00Z",
    },
    {
        "key": "answered",
        "subject": "Answered",
        "requester": "sam",
        "assignee": "tom",
        "category": "hardware",
        "status": "open",
        "updated_by_staff": True,
        "due_at": "2026-04-06T09:00:00Z",
        "at": "2026-04-02T23:59:59.999123Z",
    },
    {
        "key": "asked",
        "subject": "Asked again",
        "requester": "kim",
        "assignee": "tia",
        "category": "software",
        "status": "open",
        "updated_by_user": True,
        "due_at": "2026-04-08T10:00:00Z",
        "at": "2026-04-03T12:30:00Z",
    },
    {
        "key": "noted",
        "subject": "Noted",
        "requester": "kim",
        "status": "pending",
        "noted": True,
        "subscribers": ["sam"],
        "at": "2026-04-03T12:30:00.5Z",
    },
    {
        "key": "closed",
        "subject": "Closed",
        "requester": "mia",
        "assignee": "tom",
        "category": "hardware",
        "status": "closed",
        "due_at": "2026-04-05T08:00:00Z",
        "tags": ["lab"],
        "at": "2026-04-04T12:00:00Z",
    },
    {
        "key": "cancelled",
        "subject": "Cancelled",
        "requester": "mia",
        "category": "secret",
        "status": "cancelled",
        "at": "2026-04-04T13:00:00Z",
    },
]
ALL = [one["key"] for one in reversed(TICKETS)]


@pytest.fixture
def full(bare):
    """Tickets of every sort, each changed after the one before it; `ids` has their ids."""
    return bare.plant(tickets=TICKETS)


def keys(destek, query="", path="/api/Tickets", **sent):
    """The keys of the tickets that are listed."""
    answer = destek.get(f"{path}?{query}", **sent)
    assert 200 == answer.status_code, answer.text
    named = {id: key for key, id in destek.ids.items() if key in ALL}
    return [named[one["IssueID"]] for one in answer.json]


def test_a_ticket_is_listed_with_all_its_keys(bare):
    """Contract 7.1: whole, in order, on one line; the text of the status follows its id."""
    bare.plant(
        tickets=[
            {
                "key": "t",
                "subject": "Printer",
                "requester": "sam",
                "assignee": "tom",
                "category": "hardware",
                "status": "open",
                "priority": "urgent",
                "channel": "phone",
                "updated_by_user": True,
                "changed_by": "sam",
                "due_at": "2026-05-01T00:00:00Z",
                "started_at": "2024-05-05T17:25:50.91Z",
                "at": "2024-05-05T17:25:31.127Z",
                "updated_at": "2024-05-06T00:00:00Z",
            }
        ]
    )

    answer = bare.get("/api/Tickets")

    (item,) = answer.json
    assert KEYS == list(item)
    assert {
        "IssueID": bare.ids["t"],
        "Priority": 2,
        "StatusID": 2,
        "IssueDate": "2024-05-05T17:25:31.127Z",
        "Subject": "Printer",
        "Status": "In progress",
        "UpdatedByUser": True,
        "UpdatedByPerformer": False,
        "CategoryID": bare.ids["hardware"],
        "UserName": "sam",
        "Technician": "tom",
        "FirstName": "Sam",
        "LastName": "Ortiz",
        "DueDate": "2026-05-01T00:00:00Z",
        "TechFirstName": "Tom",
        "TechLastName": "Reed",
        "LastUpdated": "2024-05-06T00:00:00Z",
        "UpdatedForTechView": False,
        "UserID": bare.ids["sam"],
        "CompanyID": bare.ids["acme"],
        "CompanyName": "Acme",
        "AssignedToUserID": bare.ids["tom"],
        "ResolvedDate": None,
        "SectionID": 1,
        "Category": "Hardware",
        "Origin": "Phone",
        "Email": "sam@example.com",
        "HasChildren": False,
        "LastUpdatedByUserID": bare.ids["sam"],
        "LastUpdatedUsername": "Sam Ortiz",
        "StartDate": "2024-05-05T17:25:50.91Z",
    } == item
    assert "application/json; charset=utf-8" == answer.headers["Content-Type"]
    assert answer.text.startswith('[{"IssueID":')
    assert not answer.text.endswith("\n")


def test_what_a_ticket_lacks_is_null_or_empty(bare):
    """Contract 7.1 and 4.10: nobody assigned, never updated, no section, no names of the user."""
    bare.plant(
        people=[{"key": "bot", "name": "Bot", "email": None, "username": "bot", "role": "user"}],
        tickets=[{"key": "t", "subject": "Bare", "requester": "bot"}],
    )
    with bare.desk() as desk:
        person = desk.get(Ticket, bare.ids["t"]).requester
        person.first_name = person.last_name = ""

    (item,) = bare.get("/api/Tickets").json

    missing = {name for name, value in item.items() if value is None}
    assert {
        *("Technician", "DueDate", "TechFirstName", "TechLastName", "CompanyID", "CompanyName"),
        *("AssignedToUserID", "ResolvedDate", "SectionID", "LastUpdatedByUserID"),
        *("LastUpdatedUsername", "StartDate"),
    } == missing
    assert ("", "", "") == (item["FirstName"], item["LastName"], item["Email"])
    assert ("General", "New", 0) == (item["Category"], item["Status"], item["Priority"])
    assert item["LastUpdated"] == item["IssueDate"]


def test_a_nameless_user_updates_with_an_empty_name(bare):
    """Contract 7.1: `""` as in the example, null only where nobody has updated."""
    bare.plant(tickets=[{"subject": "a", "requester": "sam", "changed_by": "kim"}])
    with bare.desk() as desk:
        person = desk.get(Ticket, 1).changed_by
        person.first_name = person.last_name = ""

    (item,) = bare.get("/api/Tickets").json

    assert (bare.ids["kim"], "") == (item["LastUpdatedByUserID"], item["LastUpdatedUsername"])


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        ("new", (1, "New", None)),
        (None, (1, "New", None)),
        ("open", (2, "In progress", None)),
        ("closed", (3, "Closed", "2026-04-05T09:00:00Z")),
        ("resolved", (106, "Resolved", None)),
        ("stage", (1042, "Waiting for parts", None)),
    ],
)
def test_a_status_shows_by_its_id(bare, status, shown):
    """Contract 5 and 7.1: custom ids are larger, and only closed tickets are resolved."""
    stage = {"key": "stage", "name": "Waiting for parts", "kind": "open", "id": 42}
    tickets = [{"subject": "a", "requester": "sam", "status": status}]
    bare.plant(statuses=[stage], tickets=tickets)

    (item,) = bare.get("/api/Tickets").json

    assert shown == (item["StatusID"], item["Status"], item["ResolvedDate"])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ALL),
        ("?", ALL),
        ("mode=all", ALL),
        ("mode=updated", ALL),
        ("mode=1", ALL),
        ("mode=unclosed", ["noted", "asked", "answered", "new"]),
        ("mode=UnClosed", ["noted", "asked", "answered", "new"]),
        ("mode=unanswered", ["noted", "asked", "new"]),
        ("categoryId={hardware}", ["closed", "answered", "new"]),
        ("categoryId={hardware}&categoryId={software}", ["closed", "asked", "answered", "new"]),
        (
            "categoryId[]={hardware}&categoryId[]={secret}",
            ["cancelled", "closed", "answered", "new"],
        ),
        ("CATEGORYID={software},{secret}", ["cancelled", "asked"]),
        ("categoryId=System.Int32[]", ALL),
        ("categoryId=x,{software}", ["asked"]),
        ("categoryId=1", ["noted"]),
        ("categoryId=999999999999999999", []),
        ("sectionId=1", ["closed", "asked", "answered", "new"]),
        ("sectionId=99", []),
        ("categoryId={secret}&sectionId=1", []),
        ("statusId=1", ["new"]),
        ("statusId=1&statusId=2", ["asked", "answered", "new"]),
        ("statusId=3", ["cancelled", "closed"]),
        ("statusId=77", []),
        ("statusId=77,3", ["cancelled", "closed"]),
        ("fromUserId={kim}", ["noted", "asked"]),
        ("fromUserId=", ALL),
        ("fromUserId=nobody", ALL),
        ("fromUserId=0", []),
        ("fromUserId=-999999999999999999", []),
        ("fromCompanyId={acme}", ["cancelled", "closed", "answered", "new"]),
        ("fromCompanyId={beta}", ["noted", "asked"]),
        ("handledByUserID={tom}", ["closed", "answered"]),
        ("tagName=lab", ["closed", "new"]),
        ("tagName=night%20shift", ["new"]),
        ("tagName=night", []),
        ("dateFrom=2026-04-03", ["cancelled", "closed", "noted", "asked"]),
        ("dateFrom=2026-04-03&dateTo=2026-04-03", ["noted", "asked"]),
        ("dateTo=2026-04-02", ["answered", "new"]),
        ("dateTo=2026-04-01", ["new"]),
        ("dateTo=2026-04-02T23:59:59.999Z", ["answered", "new"]),
        ("dateTo=2026-04-02T23:59:59.999122Z", ["new"]),
        ("updatedTo=2026-04-02T23:59:59.999Z", ["answered", "new"]),
        ("dateFrom=2026-04-03T12:30:00.1Z", ["cancelled", "closed", "noted"]),
        ("dateTo=2026-04-03T12:30:00Z", ["asked", "answered", "new"]),
        ("dateFrom=4/4/2026", ["cancelled", "closed"]),
        ("dateFrom=2024-25-12", ALL),
        ("dateTo=9999-12-31", ALL),
        ("dateFrom=0001-01-01&dateTo=0001-01-01", []),
        ("updatedFrom=2026-04-04", ["cancelled", "closed"]),
        ("updatedFrom=2026-04-04%2012:30", ["cancelled"]),
        ("updatedTo=2026-04-01", ["new"]),
        ("dueInDays=0", ["new"]),
        ("dueInDays=1", ["answered", "new"]),
        ("dueInDays=3", ["answered", "new"]),
        ("dueInDays=4", ["asked", "answered", "new"]),
        ("dueInDays=-2", []),
        ("dueInDays=999999999999999999", ["asked", "answered", "new"]),
        ("dueInDays=-999999999999999999", []),
        ("mode=unclosed&categoryId={hardware}&tagName=LAB", ["new"]),
        ("mode=unclosed&statusId=3", []),
        ("count=2", ["cancelled", "closed"]),
        ("count=2&offset=1", ["closed", "noted"]),
        ("offset=5", ["new"]),
        ("offset=6", []),
        ("offset=999999999999999999", []),
        ("offset=-1", ALL),
        ("count=0", ALL),
        ("count=-5", ALL),
        ("count=ten", ALL),
        ("dryRun=1&techId=4", ALL),
    ],
)
def test_tickets_are_narrowed(full, query, found):
    """Contract 8: all that is given must hold, the latest changed come first."""
    assert found == keys(full, query.format(**full.ids))


@pytest.mark.parametrize(
    ("who", "query", "found"),
    [
        ("tom", "mode=handledByMe", ["closed", "answered"]),
        ("tia", "mode=handledbyme", ["asked"]),
        ("ada", "mode=handledbyme", []),
        ("sam", "subscribedOnly=true", ["noted", "answered", "new"]),
        ("tia", "subscribedOnly=True", ["asked"]),
        ("ada", "subscribedOnly=1", []),
        ("ada", "subscribedOnly=false", ALL),
        ("ada", "subscribedOnly=maybe", ALL),
    ],
)
def test_tickets_are_narrowed_to_the_callers(full, who, query, found):
    """Contract 8 and 11.7: submitter and assignee are subscribed; closed ones are handled too."""
    assert found == keys(full, query, as_=who)


@pytest.mark.parametrize("path", ["/api/tickets", "/Helpdesk/API//TICKETS/", "/api/Tickets/55"])
def test_tickets_are_at_every_spelling_of_the_path(full, path):
    """Contract 1.1 to 1.5: an id in the path is ignored."""
    assert ALL == keys(full, path=path)


@pytest.mark.parametrize(
    "sent",
    [
        {"data": {"Mode": "unclosed", "statusID": "1"}},
        {"json": {"mode": "unclosed", "statusId": [1]}},
        {"json": {"mode": "unclosed", "statusId": 1}},
        {"query_string": "mode=unclosed&statusId=1"},
        {"query_string": "mode=all", "data": {"mode": "unclosed", "statusId[0]": "1"}},
    ],
)
def test_tickets_are_listed_by_post(full, sent):
    """Contract 1.6 and 2.2: parameters come by any carrier."""
    answer = full.post("/api/Tickets", **sent)

    assert (200, ["New one"]) == (answer.status_code, [one["Subject"] for one in answer.json])


def test_ties_go_by_id(bare):
    """Contract 8: last updated, then id, both descending."""
    same = {"requester": "sam", "updated_at": "2026-04-01T00:00:00Z"}
    ats = ("2026-03-03T00:00:00Z", "2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z")
    bare.plant(tickets=[{"subject": at, "at": at, **same} for at in ats])

    items = bare.get("/api/Tickets").json

    assert [3, 2, 1] == [one["IssueID"] for one in items]


@pytest.mark.parametrize(
    ("query", "count"), [("", 10), ("count=300", 300), ("count=301", 300), ("count=5000", 300)]
)
def test_a_page_is_ten_and_at_most_three_hundred(bare, query, count):
    """Contract 8."""
    one = {"subject": "a", "requester": "sam"}
    bare.plant(tickets=[one for _ in range(301)])

    assert count == len(bare.get(f"/api/Tickets?{query}").json)


def test_many_values_in_a_filter_are_no_fault(full):
    """Contract 4.9: 5xx is for faults only."""
    many = {"categoryId": list(range(40_000)), "statusId": list(range(40_000))}

    answer = full.post("/api/Tickets", json=many)

    assert (200, 6) == (answer.status_code, len(answer.json))


CUSTOM = [
    {"key": "sn", "name": "Serial", "usage": "ticket", "type": "text", "show_in_list": True},
    {"key": "on", "name": "Since", "usage": "ticket", "type": "datetime"},
    {"key": "impact", "name": "Impact", "usage": "ticket", "type": "choice"}
    | {"options": ["All", "One"], "mandatory": True},
    {"key": "vip", "name": "VIP", "usage": "ticket", "type": "checkbox", "techs_only": True},
    {"key": "other", "name": "Other", "usage": "ticket", "type": "date"},
]


def value(field_id, name, type_, value, option=None, *, mandatory=False, in_grid=False):
    return {
        "FieldName": name,
        "FieldID": field_id,
        "Type": type_,
        "UsageType": 0,
        "Value": value,
        "ValueWithOption": value if option else None,
        "Mandatory": mandatory,
        "OptionID": option,
        "ShowInGrid": in_grid,
        "SelectionComboOptions": None,
    }


@pytest.mark.parametrize(("who", "vip"), [("ada", True), ("tom", True), ("sam", False)])
def test_custom_fields_come_when_asked_for(bare, who, vip):
    """Contract 7.1 and 7.11: those that are set, by their order; techs-only ones for those."""
    custom = {"vip": True, "impact": "One", "sn": "X-1", "on": "2026-01-02T03:04:05Z"}
    ticket = {"subject": "a", "requester": "sam", "category": "hardware", "custom": custom}
    bare.plant(custom_fields=CUSTOM, tickets=[ticket])
    option = 2

    (plain,) = bare.get("/api/Tickets", as_=who).json
    (item,) = bare.get("/api/Tickets?includeCustomFields=true", as_=who).json

    ids = bare.ids
    expected = [
        value(ids["sn"], "Serial", 1, "X-1", in_grid=True),
        value(ids["on"], "Since", 2, "2026-01-02T03:04:05"),
        value(ids["impact"], "Impact", 3, "One", option, mandatory=True),
        value(ids["vip"], "VIP", 4, "true"),
    ]
    assert KEYS == list(plain)
    assert [*KEYS, "CustomFields"] == list(item)
    assert expected[: 4 if vip else 3] == item["CustomFields"]
    assert list(expected[0]) == list(item["CustomFields"][0])
