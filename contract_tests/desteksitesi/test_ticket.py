"""One ticket shown. Source: contract 6.2, 7.2, 7.15, 7.18."""

import pytest

from polydesk.core.desk import Machine
from polydesk.dialects.desteksitesi import shown
from polydesk.dialects.desteksitesi.schemas import tickets as schemas
from polydesk.dialects.desteksitesi.schemas.users import UserDetail
from tests.counting import counting

KEYS = [
    *("Attachments", "Tags", "Status", "OnBehalfUserName", "SubmitterUserInfo", "CategoryName"),
    *("AssigneeUserInfo", "TicketID", "UserID", "AssignedToUserID", "IssueDate", "Subject"),
    *("Body", "Priority", "StatusID", "CategoryID", "DueDate", "ResolvedDate", "StartDate"),
    *("TimeSpentInSeconds", "UpdatedByUser", "UpdatedByPerformer", "UpdatedForTechView"),
    *("IsCurrentUserTechInThisCategory", "IsCurrentCategoryForTechsOnly"),
    *("SubmittedByCurrentUser", "IsInKb", "Stats", "Url", "ViewingTechNames", "Origin"),
    *("IsActiveChat", "Integrations", "LastUpdated", "StatusStopTimeSpent", "IsShared"),
]
"""Contract 7.2, in its order."""


@pytest.fixture
def id(full):
    return full.ids["printer"]


@pytest.fixture
def full(bare):
    return bare.plant(
        tickets=[
            {
                "key": "printer",
                "subject": "Printer",
                "body": "It <b>jams</b>",
                "requester": "sam",
                "made_by": "tom",
                "assignee": "tom",
                "category": "hardware",
                "status": "open",
                "priority": "urgent",
                "channel": "email",
                "tags": ["zebra", "apple"],
                "time_spent": 90,
                "at": "2026-04-01T08:00:00.127Z",
                "updated_at": "2026-04-02T08:00:00.500Z",
                "due_at": "2026-05-01T00:00:00Z",
                "started_at": "2026-04-01T09:00:00Z",
                "updated_by_user": True,
                "noted": True,
                "files": [{"name": "log.txt", "text": "jam"}],
                "messages": [
                    {
                        "body": "Look",
                        "internal": True,
                        "author": "tom",
                        "files": [{"name": "secret.txt", "text": "s"}],
                    },
                ],
            }
        ]
    )


def test_a_ticket_is_shown_whole(full, id):
    """Contract 6.2, 3 and 7.2: all keys in this order, the users as objects."""
    answer = full.get(f"/api/Ticket?id={id}", as_="tom")

    body = answer.json
    assert 200 == answer.status_code
    assert KEYS == list(body)
    submitter, assignee = body.pop("SubmitterUserInfo"), body.pop("AssigneeUserInfo")
    files, tags = body.pop("Attachments"), body.pop("Tags")
    ids = full.ids
    assert {
        "Status": "In progress",
        "OnBehalfUserName": "tom",
        "CategoryName": "Hardware",
        "TicketID": id,
        "UserID": ids["sam"],
        "AssignedToUserID": ids["tom"],
        "IssueDate": "2026-04-01T08:00:00.127Z",
        "Subject": "Printer",
        "Body": "It <b>jams</b>",
        "Priority": 2,
        "StatusID": 2,
        "CategoryID": ids["hardware"],
        "DueDate": "2026-05-01T00:00:00Z",
        "ResolvedDate": None,
        "StartDate": "2026-04-01T09:00:00Z",
        "TimeSpentInSeconds": 90,
        "UpdatedByUser": True,
        "UpdatedByPerformer": False,
        "UpdatedForTechView": True,
        "IsCurrentUserTechInThisCategory": True,
        "IsCurrentCategoryForTechsOnly": False,
        "SubmittedByCurrentUser": False,
        "IsInKb": False,
        "Stats": None,
        "Url": f"http://localhost{full.url}/Ticket/{id}",
        "ViewingTechNames": [],
        "Origin": "Email",
        "IsActiveChat": False,
        "Integrations": {},
        "LastUpdated": "2026-04-02T08:00:00.5Z",
        "StatusStopTimeSpent": False,
        "IsShared": False,
    } == body
    assert (ids["sam"], "sam", "Sam Ortiz") == tuple(
        submitter[key] for key in ("UserID", "Username", "FullName")
    )
    assert (ids["tom"], True) == (assignee["UserID"], assignee["IsTech"])
    assert ["zebra", "apple"] == [tag["Name"] for tag in tags]
    assert [["TagID", "Name", "TagCount"]] * 2 == [list(tag) for tag in tags]
    assert {0} == {tag["TagCount"] for tag in tags}
    assert ["log.txt", "secret.txt"] == [file["FileName"] for file in files]


def test_others_see_less_of_it(full, id):
    """Contract 3.10 and 7.2: files of notes are for technicians; flags are the caller's."""
    body = full.get(f"/api/Ticket?id={id}", as_="sam").json

    assert ["log.txt"] == [file["FileName"] for file in body["Attachments"]]
    assert (False, True) == (
        body["IsCurrentUserTechInThisCategory"],
        body["SubmittedByCurrentUser"],
    )


def test_a_bare_ticket_has_nulls(bare):
    """Contract 4.10 and 7.2: missing values are null, lists empty, `LastUpdated` never null."""
    bare.plant(tickets=[{"key": "bare", "subject": "Bare", "requester": "sam"}])

    body = bare.get(f"/api/Ticket?id={bare.ids['bare']}").json

    assert KEYS == list(body)
    assert [[], [], None, None, None, None, None, None] == [
        body[key]
        for key in (
            *("Attachments", "Tags", "OnBehalfUserName", "AssigneeUserInfo"),
            *("AssignedToUserID", "DueDate", "ResolvedDate", "StartDate"),
        )
    ]
    assert ("", "New", 1, 0, "2026-04-05T09:00:00Z", "General") == tuple(
        body[key]
        for key in ("Body", "Status", "StatusID", "Priority", "LastUpdated", "CategoryName")
    )
    assert type(body["CategoryID"]) is int


@pytest.mark.parametrize(
    "path",
    [
        "/api/Ticket?id={id}",
        "/api/Ticket/{id}",
        "/helpdesk/API//ticket/{id}/",
        "/api/ticket?TICKETID={id}&updatedFrom=x",
        "/api/ticket?ID={id}&ticketId=999",
    ],
)
def test_a_ticket_is_asked_for_in_many_ways(full, id, path):
    """Contract 1.2, 1.3, 2.1, 2.11 and 2.16."""
    answer = full.get(path.format(id=id))

    assert (200, id) == (answer.status_code, answer.json["TicketID"])


def test_the_url_has_the_mount(full, id):
    """Contract 7.2 and 1.1."""
    body = full.get(f"/helpdesk/api/Ticket/{id}").json

    assert f"http://localhost{full.url}/helpdesk/Ticket/{id}" == body["Url"]


def test_a_get_may_have_a_form(full, id):
    """Contract 1.9: a client sends the id in the body."""
    answer = full.get("/api/ticket", data={"id": str(id)})

    assert (200, id) == (answer.status_code, answer.json["TicketID"])


@pytest.mark.parametrize(
    ("sent", "status", "said"),
    [
        ("", 400, "Parameter 'id': "),
        ("id=", 400, "Parameter 'id': "),
        ("id=x", 400, "Parameter 'id': "),
        ("id=0", 404, "Ticket not found"),
        ("id=-1", 404, "Ticket not found"),
        ("id=999999", 404, "Ticket not found"),
        (f"id={10**18}", 400, "Parameter 'id': "),
    ],
)
@pytest.mark.parametrize("name", ["Ticket", "TicketIntegrationData"])
def test_a_ticket_that_there_is_not(full, name, sent, status, said):
    """Contract 2.10 and 6.2, 3 and 29: 400 names the parameter, 404 the object."""
    answer = full.get(f"/api/{name}?{sent}")

    assert (status, "text/plain; charset=utf-8") == (
        answer.status_code,
        answer.headers["Content-Type"],
    )
    assert answer.text.startswith(said)


@pytest.mark.parametrize(
    ("who", "status"),
    [("ada", 200), ("tom", 200), ("tia", 403), ("mia", 200), ("sam", 200), ("kim", 403)],
)
@pytest.mark.parametrize("name", ["Ticket", "TicketIntegrationData"])
def test_who_sees_a_ticket(full, id, name, who, status):
    """Contract 3.10, S: admins, technicians of its category, managers over it, its submitter."""
    answer = full.get(f"/api/{name}?id={id}", as_=who)

    assert status == answer.status_code


def test_a_subscriber_sees_a_ticket(full, id):
    """Contract 11.7: a regular one too."""
    full.post(f"/api/AddSubscriber?id={id}&userId={full.ids['kim']}")

    assert 200 == full.get(f"/api/Ticket?id={id}", as_="kim").status_code


def test_what_came_as_html_is_marked(bare):
    """Contract 4.10 and 11.2: a body stored as HTML begins with the mark, once."""
    bodies = ["<b>Hi</b>", "<!--html--><b>Hi</b>"]
    bare.plant(
        tickets=[
            {
                "key": f"h{index}",
                "subject": "HTML",
                "requester": "sam",
                "messages": [{"body": body, "kind": "opening", "format": "html"}],
            }
            for index, body in enumerate(bodies)
        ]
    )

    shown = [bare.get(f"/api/Ticket/{bare.ids[f'h{index}']}").json["Body"] for index in (0, 1)]
    assert ["<!--html--><b>Hi</b>"] * 2 == shown


def test_integrations_have_nine_keys(bare):
    """Contract 7.18: text or null, in this order; what is seeded in `extras` shows."""
    keys = [
        *("BitbucketIssueUrl", "JiraIssueUrl", "GitHubIssueUrl", "AsanaTaskUrl", "TrelloCardUrl"),
        *("VSOWorkItemUrl", "HarvestProjectUrl", "GitLabIssueUrl", "BasecampTodoUrl"),
    ]
    url = "https://jira.example.com/browse/A-1"
    bare.plant(
        tickets=[
            {"key": "plain", "subject": "Plain", "requester": "sam"},
            {
                "key": "linked",
                "subject": "Linked",
                "requester": "sam",
                "extras": {"desteksitesi": {"integrations": {"JiraIssueUrl": url, "Other": "x"}}},
            },
        ]
    )

    none = bare.get(f"/api/TicketIntegrationData?id={bare.ids['plain']}").json
    some = bare.post(f"/api/ticketintegrationdata/{bare.ids['linked']}", data="").json

    assert [(key, None) for key in keys] == list(none.items())
    assert {**dict.fromkeys(keys), "JiraIssueUrl": url} == some


@pytest.mark.parametrize("extras", [{}, {"desteksitesi": {"integrations": 3}}])
def test_extras_of_another_form_are_none(bare, extras):
    """Seeds may hold anything there."""
    ticket = {"key": "odd", "subject": "Odd", "requester": "sam", "extras": extras}
    bare.plant(tickets=[ticket])

    answer = bare.get(f"/api/TicketIntegrationData?id={bare.ids['odd']}")

    assert (200, {None}) == (answer.status_code, set(answer.json.values()))
    assert 200 == bare.get(f"/api/Subscribers?id={bare.ids['odd']}").status_code


def test_a_ticket_is_read_in_few_statements(full, id):
    """However much hangs on it: the ticket and its people, whose name is on it, tags, files."""
    full.get(f"/api/Ticket?id={id}")

    with counting() as statements:
        full.get(f"/api/Ticket?id={id}")

    assert 4 == len(statements)


def test_a_ticket_with_its_two_people_is_read_at_once(bare):
    """Nothing else is asked for that it has not."""
    ticket = {"key": "plain", "subject": "Plain", "requester": "sam", "assignee": "tom"}
    id = bare.plant(tickets=[ticket]).ids["plain"]
    bare.get(f"/api/Ticket?id={id}")

    with counting() as statements:
        bare.get(f"/api/Ticket?id={id}")

    assert 1 == len(statements)


def test_a_ticket_is_put_together_as_it_is_written(full, id):
    """So that it is copied as it is, which takes half as long as key by key."""
    with full.desk() as desk, full.site.apps["desteksitesi"].test_request_context():
        desk.actor = Machine("test")
        ticket = shown.detail(desk, id)

    assert list(schemas.Ticket().dump_fields) == list(ticket)
    assert list(UserDetail().dump_fields) == list(ticket["AssigneeUserInfo"])
