"""C#: jitbit-dotnet, JitbitTools, JoNy202, laura, MerchApp. All Basic. Source: contract 15."""

from contract_tests.desteksitesi.sending import (
    bearer,
    comments,
    detail,
    dotnet,
    values,
)
from contract_tests.desteksitesi.shapes import (
    ASSET,
    CALLER,
    COMMENT,
    COUNTS,
    DETAIL,
    TICKET,
    USER,
    VALUE,
    misfits,
)


def test_jitbit_dotnet_reads_typed_objects(destek, ticket):
    """Every flag and number that is not nullable is there, `LastUpdated` too."""
    query = {"categoryid": destek.ids["hardware"], "dateFrom": "2026-05-04", "count": 100}
    wrong_order = {**query, "dateFrom": "2024-25-12"}

    assert [] == misfits(CALLER, destek.get("/api/Authorization").json)
    assert [] == destek.get("/api/Tickets", query_string=query).json
    (found,) = destek.get("/api/Tickets", query_string=wrong_order).json
    assert [] == misfits(TICKET, found)
    assert [] == misfits(COUNTS, destek.get("/api/Stats").json)


def test_jitbit_dotnet_makes_assets_by_json_with_nulls(destek):
    """The id of a new one is read; a null wipes nothing; until fewer than 50 come."""
    sent = {
        "modelName": "T14", "manufacturer": "Lenovo", "type": "Laptop", "supplier": "Shop",
        "serialNumber": "S-1", "location": None, "comments": None, "quantity": 3, "companyId": None,
    }  # fmt: skip
    made = destek.post("/api/Asset", json=sent)
    id = made.json["id"]
    field = {"id": id, "fieldId": destek.ids["warranty"], "value": "2y"}

    set_ = destek.post("/api/SetCustomFieldForAsset", json=field)
    change = {"id": id, "modelName": "T15", "serialNumber": None, "quantity": 4}
    changed = destek.post("/api/UpdateAsset", json=change)

    assert (f'{{"id":{id}}}', b"") == (made.text, set_.data)
    assert [] == misfits(ASSET, changed.json)
    assert ("T15", "S-1", 4, "Lenovo") == tuple(
        changed.json[key] for key in ("ModelName", "SerialNumber", "Quantity", "Manufacturer")
    )
    assert [changed.json] == destek.get("/api/Assets?page=1").json
    assert b"[]" == destek.get("/api/Assets?page=2").data


def test_jitbit_tools_posts_forms(destek, ticket):
    """`/API/`, lists by POST, a parameter's case as it comes, `True`."""
    listed = destek.post("/API/Tickets", data={"mode": "unclosed", "count": "100", "offset": "0"})
    said = {"id": ticket, "body": "Hidden", "forTechsOnly": "True"}
    commented = destek.post("/API/comment", data=said)
    changed = destek.post("/API/UpdateTicket", data={"id": ticket, "statusID": "3"})
    field = {"ticketid": ticket, "fieldId": destek.ids["room"], "value": "B-2"}
    set_ = destek.post("/API/SetCustomField", data=field)

    assert [] == misfits(TICKET, listed.json[0])
    assert [200] * 3 == [one.status_code for one in (commented, changed, set_)]
    assert comments(destek, ticket)[0]["ForTechsOnly"] is True
    found = destek.get(f"/API/Ticket?id={ticket}").json
    assert ([], 3, ticket) == (misfits(DETAIL, found), found["StatusID"], found["TicketID"])
    (value,) = destek.get(f"/API/TicketCustomFields?id={ticket}").json
    assert ([], "B-2") == (misfits(VALUE, value), value["Value"])
    assert b"[]" == destek.post("/API/Tickets", data={"count": "100", "offset": "100"}).data


def test_jony202_posts_parts(destek):
    """Bare names, a quoted boundary, a type on each text; what comes back is digits alone."""
    person = [("username", "nia"), ("email", "nia@example.com"), ("password", "secret-12"),
              ("firstName", "Nia"), ("lastName", ""), ("sendWelcomeEmail", "false")]  # fmt: skip
    user = destek.post("/api/CreateUser", **dotnet(person))
    given = [("categoryId", str(destek.ids["hardware"])), ("subject", "Çalışmıyor"),
             ("body", "<p>Kırık</p>"), ("priorityId", "0"), ("userId", user.text)]  # fmt: skip
    ticket = destek.post("/api/ticket", **dotnet(given, [("uploadFile", "a.png", b"png")]))
    field = [("ticketId", ticket.text), ("fieldId", str(destek.ids["impact"])),
             ("value", "Everybody")]  # fmt: skip
    set_ = destek.post("/api/SetCustomField", **dotnet(field))

    assert (True, True, b"") == (user.text.isdecimal(), ticket.text.isdecimal(), set_.data)
    found = detail(destek, int(ticket.text))
    assert ("Çalışmıyor", "<p>Kırık</p>", int(user.text), "ada", ["a.png"]) == (
        found["Subject"], found["Body"], found["UserID"], found["OnBehalfUserName"],
        [file["FileName"] for file in found["Attachments"]],
    )  # fmt: skip
    assert "Everybody" == values(destek, int(ticket.text))["Impact"]


def test_jony202_reads_by_the_path(destek, ticket):
    """Categories by an empty POST; `CompanyNotes` null, `Stats` null."""
    destek.post("/api/Comment", data={"id": ticket, "body": "x"})

    categories = destek.post("/api/categories", data=b"").json
    subscribers = destek.get(f"/api/Subscribers/{ticket}").json
    said = destek.get(f"/api/comments/{ticket}").json
    found = destek.get(f"/api/ticket/{ticket}").json
    user = destek.get("/api/UserByUsername?username=sam").json

    assert {"Hardware", "Software", "Secret"} <= {one["Name"] for one in categories}
    assert {"sam", "ada"} == {one["Username"] for one in subscribers}
    assert [] == [wrong for one in subscribers for wrong in misfits(USER, one, more=True)]
    assert ([], [], []) == (
        misfits(COMMENT, said[0]), misfits(DETAIL, found), misfits(USER, user, more=True),
    )  # fmt: skip
    assert (None, None) == (user["CompanyNotes"], found["Stats"])


def test_laura_reads_typed_objects_by_a_token(destek, ticket):
    """`CommentID` of a ticket's own file is a number."""
    destek.post(f"/api/AttachFile?id={ticket}", **dotnet([], [("file", "a.txt", b"x")]))
    proof = bearer(destek)

    def read(path):
        return destek.get(path, as_=None, headers=proof).json

    assert [] == misfits(CALLER, read("/api/Authorization"))
    found = read(f"/api/Ticket?id={ticket}")
    assert ([], 0) == (misfits(DETAIL, found), found["Attachments"][0]["CommentID"])
    assert [] == misfits(TICKET, read("/api/Tickets?mode=unclosed&count=50&offset=0")[0])


def test_merchapp_cuts_text_by_the_offset(destek, ticket):
    """It looks for a name and takes what is behind it: no blanks are between."""
    text = destek.get(f"/api/ticket/{ticket}").text
    listed = destek.get("/api/Tickets?Count=5").text

    assert "2026-04-05T09:00:00Z" == text[text.index('"IssueDate":"') + 13 :][:20]
    assert "2026-04-05T09:00:00Z" == listed[listed.index('"IssueDate":"') + 13 :][:20]


def test_merchapp_reads_fields_by_name(destek, ticket):
    """`FieldName`, `Value`."""
    field = {"ticketId": ticket, "fieldId": destek.ids["room"], "value": "A-1"}
    destek.post("/api/SetCustomField", data=field)

    assert {"Room": "A-1"} == values(destek, ticket)
