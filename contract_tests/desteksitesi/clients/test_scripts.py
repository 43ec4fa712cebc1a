"""Python, PHP, Java, Swift and the rest of those who were looked at. Source: contract 15."""

import json
import re

import pytest

from contract_tests.desteksitesi.conftest import PASSWORD
from contract_tests.desteksitesi.sending import (
    asset,
    bearer,
    browser,
    comments,
    detail,
    multipart,
    opened,
    values,
)
from contract_tests.desteksitesi.shapes import (
    CALLER,
    COMMENT,
    DETAIL,
    FIELD,
    LISTED_USER,
    TECH,
    USER,
    VALUE,
    misfits,
)


def test_tclancy_checks_who_it_is(destek):
    """GET Authorization `== 200`; a new user is `int(body)`; a taken one is not 200."""
    given = {"email": "nia@example.com", "firstName": "Nia", "lastName": "Oz", "company": "Acme",
             "password": PASSWORD, "sendWelcomeEmail": False}  # fmt: skip

    made = destek.post("/api/CreateUser", data=given)
    again = destek.post("/api/CreateUser", data=given)
    users = destek.get("/api/Users?count=500&page=1&listMode=all").json

    assert 200 == destek.get("/api/Authorization", as_="nia@example.com").status_code
    assert (int(made.text), 400) == (users[-1]["UserID"], again.status_code)
    assert [] == [wrong for one in users for wrong in misfits(LISTED_USER, one)]


def test_faulander_sends_blanks(destek, ticket):
    """What is not told is blank: it filters nothing, and wipes nothing."""
    blank = ("categoryId", "sectionId", "statusId", "fromUserId", "fromCompanyId", "tagName",
             "dateFrom", "dateTo", "updatedFrom", "updatedTo", "dueInDays", "handledByUserID",
             "includeCustomFields", "count", "mode", "subscribedOnly")  # fmt: skip
    other = opened(destek)
    sam = destek.ids["sam"]
    before = destek.get(f"/api/User?userId={sam}").json

    listed = destek.get("/api/Tickets", query_string={**dict.fromkeys(blank, ""), "offset": 1})
    names = ("username", "email", "lastName", "notes", "location", "department", "company",
             "password", "greeting", "signature", "disabled", "isAdmin")  # fmt: skip
    given = {"userId": sam, "phone": "555", **dict.fromkeys(names, "")}
    changed = destek.post("/api/UpdateUser", data=given)

    assert [min(ticket, other)] == [one["IssueID"] for one in listed.json]
    assert (200, b"") == (changed.status_code, changed.data)
    after = destek.get(f"/api/User?userId={sam}").json
    assert {**before, "Phone": "555"} == after


def test_faulander_reads(destek, ticket):
    """By query and by path; fields of a category by `id`."""
    hardware = destek.ids["hardware"]
    article = destek.post(
        "/api/Article", data={"categoryId": hardware, "subject": "VPN", "body": "1."}
    ).text

    techs = destek.get(f"/api/TechsForCategory?id={hardware}").json
    fields = destek.get(f"/api/CustomFieldsForCategory?id={hardware}").json

    assert ["Ada Byron", "Tom Reed"] == [one["FullName"] for one in techs]
    assert [] == [wrong for one in techs for wrong in misfits(TECH, one)]
    assert ["Room", "Impact", "Needed by"] == [one["FieldName"] for one in fields]
    assert [] == [wrong for one in fields for wrong in misfits(FIELD, one)]
    assert "1." == destek.get(f"/api/Article/{article}").json["Body"]
    assert ["Articles", "Categories", "Tags"] == list(destek.get("/api/Articles").json)
    for path in ("Companies", "categories", f"TicketCustomFields?id={ticket}", "Stats"):
        assert 200 == destek.get(f"/api/{path}").status_code


def test_faulander_writes_by_get(destek, ticket):
    """AddSubscriber, MergeTickets, whose answer must be JSON."""
    other = opened(destek)

    added = destek.get(f"/api/AddSubscriber?id={ticket}&userId={destek.ids['kim']}")
    merged = destek.get(f"/api/MergeTickets?id={ticket}&id2={other}")

    assert (200, b"") == (added.status_code, added.data)
    assert ticket == json.loads(merged.text)
    assert 200 == destek.get(f"/api/Ticket?id={ticket}", as_="kim").status_code


def test_jirajitsu_carries_tickets_over(destek):
    """Custom fields as text of JSON, blank dates, aliases; ids are `int(text)`."""
    ids = destek.ids
    fields = json.dumps({ids["room"]: "A", str(ids["impact"]): "One person", "999": "x"})
    given = {"categoryId": ids["hardware"], "subject": "JJ", "body": "b", "dueDate": ""}
    given |= {"customFields": fields, "userId": ids["sam"], "suppressConfirmation": "true"}
    signed = destek.post("/api/Authorization", data={})
    id = int(destek.post("/api/ticket", data=given).text)
    said = {"id": id, "body": "Öteden", "fromUserId": ids["kim"]}
    commented = destek.post("/api/comment", data=said)
    change = {"id": id, "newCategoryId": ids["software"], "closeDate": "2026-01-02"}
    changed = destek.post("/api/UpdateTicket", data=change)
    by_query = destek.post(f"/api/UpdateTicket?id={id}&statusId=2")
    file = browser([], [("uploadFile", "a.txt", b"x")])
    attached = destek.post(f"/api/AttachFile?id={id}", **file)

    assert ([], int(commented.text)) == (misfits(CALLER, signed.json), id)
    assert [(200, b"")] * 3 == [
        (one.status_code, one.data) for one in (changed, by_query, attached)
    ]
    assert {"Room": "A", "Impact": "One person"} == values(destek, id)
    assert "kim" == comments(destek, id)[0]["UserName"]
    found = detail(destek, id)
    assert (ids["software"], 2, 1) == (
        found["CategoryID"], found["StatusID"], len(found["Attachments"]),
    )  # fmt: skip
    read = destek.get("/api/ticket", data={"id": id, "updatedFrom": "2026-01-01"})
    assert id == read.json["TicketID"]
    assert True is destek.get(f"/api/User?userId={ids['tom']}").json["IsTech"]


def test_trey_writes_by_get_and_cuts_the_mark(destek, ticket):
    """GET comment; comments newest first, compared from character 11 on."""
    destek.post("/api/TagTicket", data={"ticketId": ticket, "name": "first"})
    destek.post("/api/TagTicket", data={"ticketId": ticket, "name": "a second"})
    for body in ("One", "Two"):
        answer = destek.get("/api/comment", query_string={"id": ticket, "body": body})
        assert (200, ticket) == (answer.status_code, int(answer.text))
        destek.advance(1)

    changed = destek.post(f"/api/UpdateTicket?id={ticket}&assignedUserId={destek.ids['tom']}")

    assert (200, b"") == (changed.status_code, changed.data)
    assert ["Two", "One"] == [one["Body"][11:] for one in comments(destek, ticket)]
    assert "first" == detail(destek, ticket)["Tags"][0]["Name"]


def test_categgs_syncs(destek, ticket):
    """`updatedFrom` with a blank before the time; parts of any name; the option's text."""
    ids = destek.ids
    set_ = destek.post(
        "/api/SetCustomField",
        data={"ticketId": ticket, "fieldId": ids["impact"], "value": "One person"},
    )
    form = multipart([
        (f'Content-Disposition: form-data; name="{name}"; filename="{name}"', b"x")
        for name in ("shot 1.png", "shot 2.png")
    ])  # fmt: skip
    attached = destek.post(f"/api/AttachFile?id={ticket}", **form)

    listed = destek.get("/api/Tickets?updatedFrom=2026-04-05%2008:59:59&count=300").json
    found = detail(destek, ticket)
    submitter = found["SubmitterUserInfo"]

    assert [b""] * 2 == [set_.data, attached.data]
    assert [ticket] == [one["IssueID"] for one in listed]
    assert ["shot 1.png", "shot 2.png"] == sorted(one["FileName"] for one in found["Attachments"])
    assert "2026-04-05T09:00:00Z" == found["LastUpdated"]
    assert (
        "Sam Ortiz", "Sam", "Ortiz", ids["sam"], ids["acme"], "Acme", "sam@example.com", None,
    ) == tuple(
        submitter[key]
        for key in ("FullName", "FirstName", "LastName", "UserID", "CompanyId", "CompanyName",
                    "Email", "DepartmentName")
    )  # fmt: skip
    assert (None, []) == (found["AssigneeUserInfo"], found["Tags"])
    assert {"Impact": "One person"} == values(destek, ticket)


def test_s4u_falls_back_from_one_mount_to_the_other(destek, ticket):
    """Both are there; a method that is not there is no 200."""
    proof = bearer(destek)
    given = {"categoryId": destek.ids["hardware"], "subject": "VPN", "body": "1."}
    article = destek.post("/api/Article", data=given).text

    for mount in ("/helpdesk/api", "/api"):

        def read(path, mount=mount):
            return destek.get(f"{mount}/{path}", as_=None, headers=proof)

        assert ticket == read("Tickets?count=300&offset=0").json[0]["IssueID"]
        assert ([], ticket) == (
            misfits(DETAIL, (found := read(f"Ticket/{ticket}").json)),
            found["TicketID"],
        )
        assert [] == read(f"Comments/{ticket}").json == read(f"Comments?ticketId={ticket}").json
        assert "VPN" == read(f"Article/{article}").json["Subject"]
        listed = read(f"Articles?categoryId={destek.ids['hardware']}").json
        assert (1, 1) == (len(listed["Articles"]), len(listed["Categories"]))
        assert 404 == read("Attachments").status_code


def test_composer_jitbit_sends_pascal_case_in_the_query(destek):
    """POST with everything in the query, the root mount; ids come from creators and comment."""
    ids = destek.ids

    def post(method, **query):
        return destek.post(f"/api/{method}", query_string=query)

    id = post("ticket", CategoryId=ids["hardware"], Subject="a", Body="b", PriorityId=0).json
    said = post("comment", Id=id, Body="c", ForTechsOnly="false").json
    user = post("CreateUser", Username="nia", Email="nia@example.com", FirstName="Nia").json
    changed = post("UpdateUser", UserId=user, DepartmentName="x", LastName="Oz", Disabled="false")
    thing = post("Asset", ModelName="T14", Manufacturer="L", Type="Laptop", Supplier="S").json
    post("UpdateAsset", Id=thing["id"], SerialNumber="S-9", Quantity=2)
    field = post("SetCustomFieldForAsset", Id=thing["id"], FieldId=ids["warranty"], Value="2y")

    assert (id, int, b"", b"") == (said, type(user), changed.data, field.data)
    found = destek.get(f"/api/Asset?id={thing['id']}").json
    assert ("T14", "S-9", 2, ("Warranty", "2y")) == (
        found["ModelName"], found["SerialNumber"], found["Quantity"],
        (found["Fields"][0]["FieldName"], found["Fields"][0]["Value"]),
    )  # fmt: skip
    names = [one["NameWithSection"] for one in destek.get("/api/categories").json]
    assert {"Office \\ Hardware", "Secret"} <= set(names)
    assert [] == misfits(USER, destek.get("/api/UserByUsername?Username=NIA").json, more=True)
    assert 404 == destek.get("/api/UserByUsername?username=nobody").status_code


@pytest.mark.parametrize("path", ["/api/Authorization", "/api/ticket/{}", "/api/tickets?count=5"])
def test_gadint_keeps_the_last_line(destek, ticket, path):
    """Java: JSON is one line."""
    text = destek.get(path.format(ticket)).text

    assert 1 == len(text.splitlines())
    assert json.loads(text.splitlines()[-1])


def test_gadint_reads_fields_by_their_place(destek, ticket):
    """The order is that of the fields, not of setting them; unset ones only if asked for."""
    for field, value in (("needed", "2026-05-06"), ("room", "A")):
        query = {"ticketId": ticket, "fieldId": destek.ids[field], "value": value}
        answer = destek.post(
            "/api/SetCustomField", query_string=query, data=b"", content_type="text/plain"
        )
        assert (200, b"") == (answer.status_code, answer.data)

    found = destek.get(f"/api/TicketCustomFields?id={ticket}").json
    every = destek.get(f"/api/TicketCustomFields?id={ticket}&returnUnset=true").json

    assert ["Room", "Needed by"] == [one["FieldName"] for one in found]
    assert ["Room", "Impact", "Needed by"] == [one["FieldName"] for one in every]
    assert [] == [wrong for one in every for wrong in misfits(VALUE, one)]
    assert {} == destek.get(f"/api/ticket/{ticket}").json["Integrations"]


def test_eaudit_puts_the_id_into_the_next_url(destek):
    """iOS: raw text, no newline; the file's part is called `fn`."""
    given = {"categoryId": destek.ids["hardware"], "subject": "Denetim", "body": "b",
             "priorityId": "0"}  # fmt: skip
    made = destek.post("/api/ticket", data=given, as_="sam")
    field = {"ticketId": made.text, "fieldId": destek.ids["room"], "value": "3"}
    set_ = destek.post("/api/SetCustomField", data=field, as_="sam")
    parts = multipart([('Content-Disposition: form-data; name="fn"; filename="a.jpg"\r\n'
                        "Content-Type: image/jpeg", b"jpeg")])  # fmt: skip
    attached = destek.post(f"/api/AttachFile?id={made.text}", as_="sam", **parts)
    destek.post("/api/comment", data={"id": made.text, "body": "x"})

    assert re.fullmatch(r"\d+", made.text)
    assert [(200, b"")] * 2 == [(one.status_code, one.data) for one in (set_, attached)]
    (said,) = destek.get(f"/api/comments?id={made.text}", as_="sam").json
    assert [] == misfits(COMMENT, said)
    assert ["a.jpg"] == [one["FileName"] for one in detail(destek, made.json)["Attachments"]]


def test_assets_are_read_until_a_short_page_comes(destek):
    """50 a page; clients stop below that."""
    destek.set(rate_limit=False)
    made = [asset(destek, serialNumber=str(number)) for number in range(51)]

    pages = [destek.get(f"/api/Assets?page={page}").json for page in (1, 2, 3)]

    assert [50, 1, 0] == [len(page) for page in pages]
    assert made == [one["ItemID"] for page in pages for one in page]
