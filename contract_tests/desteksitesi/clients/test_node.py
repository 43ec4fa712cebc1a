"""Node: jitbit-js, MCP1, jitbitbar, CaseWeaver, luminate, axion, mdshakir. Contract 15."""

import pytest

from contract_tests.desteksitesi.sending import (
    JSON,
    asset,
    bearer,
    browser,
    comments,
    detail,
    values,
)
from contract_tests.desteksitesi.shapes import (
    ASSET,
    CATEGORY,
    COMMENT,
    COMPANY,
    COUNTS,
    DETAIL,
    LISTED_USER,
    SHORT_VALUE,
    TICKET,
    USER,
    VALUE,
    misfits,
)


def take(found, *keys):
    return tuple(found[key] for key in keys)


@pytest.mark.parametrize("sign_in", ["basic", "bearer"])
def test_jitbit_js_says_json_with_every_call(destek, ticket, sign_in):
    """GET with a JSON Content-Type and no body; ids repeated."""
    proof = JSON | (bearer(destek) if sign_in == "bearer" else {})
    hardware, software = destek.ids["hardware"], destek.ids["software"]

    def read(path):
        answer = destek.get(path, headers=proof)
        assert (200, "application/json; charset=utf-8") == (
            answer.status_code,
            answer.headers["Content-Type"],
        )
        return answer.json

    listed = read(f"/api/tickets?categoryId={hardware}&categoryId={software}&statusId=1&count=9")
    assert [ticket] == [one["IssueID"] for one in listed]
    assert [] == read(f"/api/tickets?categoryId={software}&dateFrom=2026-04-05T00:00:00.000Z")
    assert [] == misfits(DETAIL, read(f"/api/ticket?id={ticket}"))
    sam = destek.ids["sam"]
    for path in (
        f"/api/User?userId={sam}",
        "/api/UserByEmail?email=sam%40example.com",
        "/api/UserByUsername?username=sam",
    ):
        found = read(path)
        assert ([], sam) == (misfits(USER, found, more=True), found["UserID"])
    assert [] == misfits(CATEGORY, read("/api/categories")[0])


def test_jitbit_js_posts_json(destek):
    """The id is a JSON number; further keys beside `id` are no harm."""
    made = destek.post(
        "/api/ticket",
        json={
            "categoryId": destek.ids["hardware"], "subject": "Kırık", "body": "x", "priorityId": 1,
            "tags": "a,b", "sectionId": 1, "origin": 3, "dryRun": False, "userId": None,
        },
    )  # fmt: skip
    id = made.json
    names = {"id": id, "ticketId": id, "issueId": id}
    changed = destek.post("/api/UpdateTicket", json={**names, "statusId": 2, "tags": "tags=c"})
    said = destek.post("/api/comment", json={**names, "body": "Hi", "forTechsOnly": True})
    found = detail(destek, id)
    deleted = destek.post("/api/deleteTicket", json=names)

    assert (200, int) == (made.status_code, type(id))
    assert [(200, b""), (200, str(id).encode()), (200, b"")] == [
        (one.status_code, one.data) for one in (changed, said, deleted)
    ]
    assert ("Kırık", 1, 2) == take(found, "Subject", "Priority", "StatusID")
    assert ["tags=c"] == [tag["Name"] for tag in found["Tags"]]
    assert 404 == destek.get(f"/api/ticket?id={id}", headers=JSON).status_code


def test_jitbit_js_fetches_files(destek, ticket):
    """The stored type, the length."""
    destek.post("/api/AttachFile", **browser([("id", str(ticket))], [("file", "a.png", b"png!")]))
    (file,) = detail(destek, ticket)["Attachments"]

    answer = destek.get(f"/api/attachment?id={file['FileID']}", headers=JSON)

    assert (b"png!", "4") == (answer.data, answer.headers["Content-Length"])
    assert "application/octet-stream" == answer.headers["Content-Type"]
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="a.png"')
    again = destek.get(file["Url"].removeprefix(f"http://localhost{destek.url}"))
    assert answer.data == again.data


def test_mcp1_searches_and_reads(destek, ticket):
    """Search with an offset, a mode that there is not, ticket and comments together."""
    proof = bearer(destek)
    destek.post("/api/TagTicket", data={"ticketId": ticket, "name": "vip"})
    destek.post("/api/Comment", data={"id": ticket, "body": "<p>Hi</p>"})

    def read(path):
        return destek.get(path, as_=None, headers=proof).json

    searched = read("/api/Search?query=printer%20jams&count=5&offset=0")
    listed = read("/api/Tickets?mode=updated&statuses=open&count=5")
    found, said = read(f"/api/Ticket?id={ticket}"), read(f"/api/Comments?id={ticket}")

    assert searched == listed
    assert [] == misfits(TICKET, searched[0]) == misfits(COMMENT, said[0])
    assert (ticket, "Printer", "New", 0, "Hardware", "Sam", "Ortiz", "sam", None) == take(
        searched[0], "IssueID", "Subject", "Status", "Priority", "Category", "FirstName",
        "LastName", "UserName", "Technician",
    )  # fmt: skip
    assert ("Hardware", "Sam Ortiz", None, ["vip"], "It jams.") == (
        found["CategoryName"], found["SubmitterUserInfo"]["FullName"], found["AssigneeUserInfo"],
        [tag["Name"] for tag in found["Tags"]], found["Body"],
    )  # fmt: skip
    assert ("ada", False, "<!--html--><p>Hi</p>") == take(
        said[0], "UserName", "ForTechsOnly", "Body"
    )
    assert [] == read("/api/Search?query=printer&count=5&offset=1")


def test_mcp1_tells_refusals_apart(destek, ticket):
    """401, 403, 404, 429."""
    kim = bearer(destek, "kim")

    def status(path, headers):
        return destek.get(path, as_=None, headers=headers).status_code

    assert 401 == status("/api/Tickets", {"Authorization": "Bearer stale"})
    assert 403 == status(f"/api/Ticket?id={ticket}", kim)
    assert 404 == status("/api/Ticket?id=999999", kim)
    assert 429 == [status("/api/Tickets", kim) for _ in range(91)][-1]


def test_jitbitbar_answers_and_closes(destek, ticket):
    """Forms by POST; `ResolvedDate`, `IsSystem`."""
    proof = bearer(destek)
    said = destek.post("/api/comment", data={"id": ticket, "body": "Done"}, headers=proof)
    closed = destek.post("/api/Close", data={"id": ticket}, headers=proof)

    (listed,) = destek.get("/api/Tickets?mode=all&count=50", headers=proof).json

    assert (str(ticket), b"") == (said.text, closed.data)
    assert ("Closed", 3, "2026-04-05T09:00:00Z") == take(
        listed, "Status", "StatusID", "ResolvedDate"
    )
    assert False is comments(destek, ticket)[0]["IsSystem"]
    assert [] == destek.get("/api/Tickets?mode=unclosed", headers=proof).json


def test_caseweaver_follows_what_is_new(destek, ticket):
    """The root mount, `updatedFrom`; a number from comment; files with type and length."""
    proof = bearer(destek)
    destek.advance(3600)
    given = {"id": ticket, "body": "Seen", "forTechsOnly": "true"}
    said = destek.post("/api/comment", data=given, headers=proof)

    def ids(since):
        path = f"/api/Tickets?updatedFrom={since}&count=100&offset=0"
        return [one["IssueID"] for one in destek.get(path, headers=proof).json]

    assert ("application/json; charset=utf-8", ticket) == (said.headers["Content-Type"], said.json)
    assert [ticket] == ids("2026-04-05T10:00:00.000Z") == ids("2026-04-05")
    assert [] == ids("2026-04-05T10:00:01Z") == ids("2026-04-06")


def test_luminate_counts_for_its_board(destek, ticket):
    """300 at once by sections and dates, both days included; technicians and administrators."""
    proof = bearer(destek)

    def read(path):
        return destek.get(path, as_=None, headers=proof).json

    (hardware,) = [one for one in read("/api/Categories") if one["Name"] == "Hardware"]
    found = read(
        "/api/Tickets?dateFrom=2026-04-05&dateTo=2026-04-05&statusId=1&statusId=2"
        f"&sectionId={hardware['SectionID']}&count=300&offset=0"
    )
    users = read("/api/Users?listMode=techs&count=500")
    stats = read("/api/Stats")

    assert [ticket] == [one["IssueID"] for one in found]
    assert (None, "2026-04-05T09:00:00Z", None) == take(
        found[0], "StartDate", "IssueDate", "ResolvedDate"
    )
    assert [] == [wrong for one in users for wrong in misfits(LISTED_USER, one)]
    assert ["ada", "tia", "tom"] == sorted(one["Username"] for one in users)
    assert [] == misfits(COUNTS, stats)
    assert stats["Unclosed"] == stats["NewTickets"] + stats["InProcess"] == 1
    assert 403 == destek.get("/api/Users?listMode=techs", as_="tom").status_code
    assert 404 == destek.get("/api/technicians", headers=proof).status_code


def test_axion_sends_what_there_is_not(destek, ticket):
    """A mode of numbers, unknown filters; the id is parsed from the text."""
    listed = destek.get("/api/Tickets?mode=1&techId=5&page=2&count=10", headers=JSON)
    given = {"categoryId": destek.ids["software"], "subject": "Bot", "body": "b", "origin": "x"}
    made = destek.post("/api/Ticket", data=given, as_="tia@example.com")
    none = destek.post("/api/Ticket", data={**given, "categoryId": "0"})
    change = {"id": made.text, "techId": "5", "assignedUserId": destek.ids["tia"]}
    destek.post("/api/UpdateTicket", data=change)
    parts = browser([("id", made.text)], [("uploadFile", "log.txt", b"x")])
    attached = destek.post("/api/AttachFile", **parts)

    assert [ticket] == [one["IssueID"] for one in listed.json]
    assert (200, 400, 200) == (made.status_code, none.status_code, attached.status_code)
    path = f"/api/Tickets?categoryId={destek.ids['software']}"
    (found,) = destek.get(path, headers=JSON).json
    assert (destek.ids["tia"], "Tia", "Wood", "tia", int(made.text)) == take(
        found, "AssignedToUserID", "TechFirstName", "TechLastName", "Technician", "IssueID"
    )
    assert 1 == len(detail(destek, int(made.text))["Attachments"])


def test_mdshakir_copies_everything(destek, ticket):
    """Lists with an id behind them, 300 at once; values by their fields' ids."""
    proof, thing = bearer(destek), asset(destek)
    field = {"id": thing, "fieldId": destek.ids["warranty"], "value": "2y"}
    destek.post("/api/SetCustomFieldForAsset", data=field)
    given = {"id": destek.ids["acme"], "fieldId": destek.ids["contract"], "value": "x"}
    destek.post("/api/SetCustomFieldForCompany", data=given)
    destek.post("/api/SetCustomField", data={
        "ticketId": ticket, "fieldId": destek.ids["room"], "value": "A"})  # fmt: skip

    def read(path):
        return destek.get(f"/api/{path}", as_=None, headers=proof | JSON).json

    companies, users, assets = read("Companies/1"), read("Users/2"), read("Assets/9")
    (value,) = read(f"CompanyCustomFields?id={destek.ids['acme']}")
    (mine,) = read(f"TicketCustomFields?id={ticket}")

    assert [] == [wrong for one in companies for wrong in misfits(COMPANY, one)]
    assert [] == [wrong for one in users for wrong in misfits(LISTED_USER, one)]
    assert ["Acme", "Beta"] == [one["Name"] for one in companies]
    assert [] == misfits(ASSET, assets[0]) == misfits(SHORT_VALUE, value) == misfits(VALUE, mine)
    assert (False, "2y") == (assets[0]["Disabled"], assets[0]["Fields"][0]["Value"])
    assert [ticket] == [one["IssueID"] for one in read("Tickets/5?count=300&offset=0")]
    assert [] == read("Tickets?count=300&offset=300")


def test_node_red_posts_numbers_as_text(destek):
    """JSON in, option texts by the query, `TicketId`."""
    proof = bearer(destek)
    sent = {"categoryId": str(destek.ids["hardware"]), "subject": "a", "body": "b",
            "priorityId": "1", "userId": str(destek.ids["sam"])}  # fmt: skip
    made = destek.post("/api/ticket", json=sent, headers=proof)
    ids, id = destek.ids, made.json
    one = destek.post(
        f"/api/SetCustomField?TicketId={id}&FieldId={ids['impact']}&Value=everybody", headers=proof
    )
    more = destek.post(
        f"/api/SetCustomFields?TicketId={id}&cf{ids['room']}=A%201&cf{ids['needed']}=2026-05-06",
        headers=proof,
    )

    assert (200, int, b"", b"") == (made.status_code, type(id), one.data, more.data)
    assert {"Impact": "Everybody", "Room": "A 1", "Needed by": "2026-05-06"} == values(destek, id)
    found = detail(destek, id)
    assert ("Acme", 1, "2026-04-05T09:00:00Z", "b") == (
        found["SubmitterUserInfo"]["CompanyName"], *take(found, "Priority", "IssueDate", "Body"),
    )  # fmt: skip
