"""JitBitPS, for PowerShell: Bearer, `/Api/`, what .NET makes of objects. Contract 15."""

import pytest

from contract_tests.desteksitesi.sending import (
    asset,
    bearer,
    browser,
    comments,
    detail,
    opened,
    values,
)
from contract_tests.desteksitesi.shapes import (
    ASSET,
    CATEGORY,
    COMPANY,
    FIELD,
    SHORT_VALUE,
    TECH,
    TICKET,
    USER,
    misfits,
)


@pytest.fixture
def jitbitps(destek):
    """Sends as the module does: a token, `/Api/`, a form's type also where there is no body."""

    def send(verb, method, **given):
        proof = bearer(destek)
        place = "query_string" if verb == "GET" else "data"
        return destek.open(verb, f"/Api/{method}", as_=None, headers=proof, **{place: given})

    return send


def test_it_signs_in(jitbitps, destek):
    """POST Authorization with an empty body."""
    answer = jitbitps("POST", "Authorization")

    assert (200, destek.ids["ada"]) == (answer.status_code, answer.json["UserID"])


def test_a_new_ticket_has_all_its_files(destek):
    """Several parts are called `uploadfile`; the id is to be digits alone."""
    sent = browser(
        [("CategoryId", str(destek.ids["hardware"])), ("subject", "Ekran"), ("body", "Kırık"),
         ("PriorityId", "1"), ("suppressConfirmation", "True"), ("tags", "")],
        [("uploadfile", "a.txt", b"one"), ("uploadfile", "b.log", b"two")],
    )  # fmt: skip

    answer = destek.post("/Api/ticket", as_=None, headers=bearer(destek), **sent)

    assert (200, True) == (answer.status_code, answer.text.isdecimal())
    made = detail(destek, int(answer.text))
    assert ("Ekran", "Kırık", 1, []) == (
        made["Subject"], made["Body"], made["Priority"], made["Tags"],
    )  # fmt: skip
    assert ["a.txt", "b.log"] == sorted(one["FileName"] for one in made["Attachments"])


def test_a_comment_and_its_file_are_parts(destek, ticket):
    """`True` is true; recipients that it has none of are blank."""
    sent = browser(
        [("id", str(ticket)), ("body", "Only us"), ("forTechsOnly", "True"), ("recipientIds", "")],
        [("uploadfile", "c.txt", b"three")],
    )

    answer = destek.post("/Api/comment", as_=None, headers=bearer(destek), **sent)

    assert (200, str(ticket)) == (answer.status_code, answer.text)
    (made,) = comments(destek, ticket)
    assert (True, "<!--html-->Only us") == (made["ForTechsOnly"], made["Body"])
    (file,) = detail(destek, ticket)["Attachments"]
    assert (made["CommentID"], "c.txt") == (file["CommentID"], file["FileName"])


def test_a_file_is_attached_and_fetched(destek, jitbitps, ticket):
    """POST by parts, then GET `attachment`."""
    sent = browser([("id", str(ticket))], [("uploadfile", "d.bin", b"\x00\xff")])
    assert 200 == destek.post("/Api/AttachFile", headers=bearer(destek), **sent).status_code
    (file,) = detail(destek, ticket)["Attachments"]

    answer = jitbitps("GET", "attachment", id=file["FileID"])

    assert b"\x00\xff" == answer.data
    assert 'attachment; filename="d.bin"' == answer.headers["Content-Disposition"]


def test_lists_take_dates_and_arrays_as_dotnet_writes_them(jitbitps, ticket):
    """US dates; an array becomes the name of its type, and filters nothing."""
    given = {
        "mode": "all",
        "statusId": "System.Int32[]",
        "categoryId": "System.Object[]",
        "dateFrom": "04/05/2026 00:00:00",
        "dateTo": "4/5/2026 11:59:59 PM",
        "includeCustomFields": "True",
        "count": "300",
        "offset": "",
    }

    (found,) = jitbitps("GET", "tickets", **given).json

    assert ticket == found["IssueID"]
    assert [] == found.pop("CustomFields") == misfits(TICKET, found)
    assert [] == jitbitps("GET", "tickets", dateTo="04/04/2026 23:59:59").json


@pytest.mark.parametrize(
    ("method", "shape", "key"),
    [
        ("Subscribers", USER, "id"),
        ("TechsForCategory", TECH, "category"),
        ("CustomFieldsForCategory", FIELD, "categoryId"),
        ("categories", CATEGORY, None),
        ("Companies", COMPANY, None),
    ],
)
def test_it_lists_what_is_there(jitbitps, destek, ticket, method, shape, key):
    """Objects that PowerShell shows as they are."""
    ids = {"id": ticket, "category": destek.ids["hardware"], "categoryId": destek.ids["hardware"]}
    given = {} if key is None else {"id" if key == "category" else key: ids[key]}

    found = jitbitps("GET", method, **given).json

    assert [] == [wrong for one in found for wrong in misfits(shape, one, more=shape is USER)]
    assert [] != found


def test_related_tickets(jitbitps, ticket, destek):
    """Links, children and merging, by form; then read by query."""
    other, third = opened(destek), opened(destek)
    done = [
        jitbitps("POST", "LinkTickets", id=ticket, id2=other),
        jitbitps("POST", "AddSubTicket", parentId=ticket, childId=third),
    ]
    linked = jitbitps("GET", "LinkedTickets", id=ticket).json
    children = jitbitps("GET", "SubTickets", id=ticket).json
    undone = [
        jitbitps("POST", "UnlinkTickets", id=ticket, id2=other),
        jitbitps("POST", "RemoveSubTicket", childId=third),
    ]
    merged = jitbitps("POST", "MergeTickets", id=ticket, id2=other)

    assert [b""] * 4 == [one.data for one in done + undone]
    assert ([other], [third]) == (
        [one["TicketID"] for one in linked],
        [one["IssueID"] for one in children],
    )
    assert [] == jitbitps("GET", "SubTickets", id=ticket).json
    assert (200, 404) == (merged.status_code, jitbitps("GET", "ticket", id=other).status_code)


def test_custom_fields_of_all_things(jitbitps, destek, ticket):
    """Ticket, user (by `userId`), company and asset."""
    ids, thing = destek.ids, asset(destek)
    done = [
        jitbitps("POST", "SetCustomField", ticketId=ticket, fieldId=ids["room"], value="B-1"),
        jitbitps("POST", "SetCustomFields", ticketId=ticket, **{f"CF{ids['impact']}": "Everybody"}),
        jitbitps("POST", "SetCustomFieldForUser", userId=ids["sam"], fieldId=ids["badge"], value=7),
        jitbitps(
            "POST", "SetCustomFieldForCompany", id=ids["acme"], fieldId=ids["contract"], value="x"
        ),
        jitbitps("POST", "SetCustomFieldForAsset", id=thing, fieldId=ids["warranty"], value="2y"),
    ]

    assert [(200, b"")] * 5 == [(one.status_code, one.data) for one in done]
    assert {"Room": "B-1", "Impact": "Everybody"} == values(destek, ticket)
    (badge,) = jitbitps("GET", "UserCustomFields", userId=ids["sam"]).json
    (contract,) = jitbitps("GET", "CompanyCustomFields", id=ids["acme"]).json
    assert [] == misfits(SHORT_VALUE, badge) == misfits(SHORT_VALUE, contract)
    assert ("7", "x") == (badge["Value"], contract["Value"])
    (warranty,) = jitbitps("GET", "Asset", id=thing).json["Fields"]
    assert "2y" == warranty["Value"]


def test_assets(jitbitps, destek, ticket):
    """By form and query; `True` where they are disabled."""
    made = jitbitps(
        "POST", "Asset", modelName="T14", manufacturer="Lenovo", type="Laptop", supplier="Shop",
        serialNumber="", quantity="2",
    ).json  # fmt: skip
    given = {"assetId": made["id"]}
    done = [
        jitbitps("POST", "AddAssetToTicket", ticketID=ticket, **given),
        jitbitps("POST", "AssignAssetToUser", userId=destek.ids["sam"], **given),
    ]

    (found,) = jitbitps("GET", "Assets", includeDisabled="True", page=1).json

    assert [b"", b""] == [one.data for one in done]
    assert [] == misfits(ASSET, found)
    assert (2, 1, "sam") == (
        found["Quantity"], found["TicketCount"], found["AssignedUsers"][0]["Username"],
    )  # fmt: skip


def test_people_and_companies(jitbitps, destek):
    """Blanks are sent for what is not told, and wipe nothing."""
    id = jitbitps("POST", "CreateUser", email="new@acme.example", firstName="Nia", company="Acme",
                  sendWelcomeEmail="False", username="").text  # fmt: skip
    jitbitps("POST", "UpdateUser", userId=id, phone="12", firstName="", notes="", disabled="")

    for method, given in (
        ("User", {"userId": id}),
        ("UserByEmail", {"email": "NEW@acme.example"}),
        ("UserByUsername", {"username": "New@Acme.Example"}),
    ):
        found = jitbitps("GET", method, **given).json
        assert [] == misfits(USER, found, more=True)
        assert ("Nia", "12", destek.ids["acme"], False) == (
            found["FirstName"], found["Phone"], found["CompanyId"], found["Disabled"],
        )  # fmt: skip
    company = jitbitps("POST", "Company", name="Gamma").text
    assert b"" == jitbitps("POST", "UpdateCompany", id=company, notes="n").data
    assert b"" == jitbitps("POST", "DeleteUser", userId=id).data
    assert 404 == jitbitps("GET", "User", userId=id).status_code


def test_rules_by_the_path(jitbitps, destek):
    """GET, also for what changes them."""
    id = destek.ids["rule"]

    assert b"" == jitbitps("GET", f"DisableRule/{id}").data
    off = jitbitps("GET", f"Rule/{id}")
    assert b"" == jitbitps("GET", f"EnableRule/{id}").data

    assert "text/xml; charset=utf-8" == off.headers["Content-Type"]
    assert "<Enabled>false</Enabled>" in off.text
    assert "<Enabled>true</Enabled>" in jitbitps("GET", f"Rule/{id}").text


def test_the_rest_that_it_reads(jitbitps, destek, ticket):
    """Articles by query, templates, integration URLs, numbers."""
    given = {"categoryId": destek.ids["hardware"], "subject": "VPN", "body": "1."}
    article = int(destek.post("/api/Article", data=given).text)

    assert "1." == jitbitps("GET", "Article", id=article).json["Body"]
    assert [article] == [one["ArticleId"] for one in jitbitps("GET", "Articles").json["Articles"]]
    assert [{"TemplateId": destek.ids["greeting"], "Body": "Thank you.", "Name": "Greeting"}] == (
        jitbitps("GET", "CommentTemplates").json
    )
    assert {None} == set(jitbitps("GET", "TicketIntegrationData", id=ticket).json.values())
    assert 1 == jitbitps("GET", "Stats", forCurrentUser="False").json["TotalTickets"]


def test_subscribers_by_form(jitbitps, destek, ticket):
    """Added and removed."""
    given = {"id": ticket, "userId": destek.ids["kim"]}

    def names():
        return {one["Username"] for one in jitbitps("GET", "Subscribers", id=ticket).json}

    assert b"" == jitbitps("POST", "AddSubscriber", **given).data
    assert {"sam", "kim"} == names()
    assert b"" == jitbitps("POST", "RemoveSubscriber", **given).data
    assert {"sam"} == names()


def test_a_ticket_is_changed_by_form(jitbitps, destek, ticket):
    """Numbers as text, dates as the US writes them."""
    answer = jitbitps(
        "POST", "UpdateTicket", id=ticket, priority="1", dueDate="12/31/2026 17:00:00",
        statusId="2", assignedUserId=destek.ids["tom"], timeSpentInSeconds="60", tags="a, b",
    )  # fmt: skip
    found = detail(destek, ticket)

    assert (200, b"") == (answer.status_code, answer.data)
    assert (1, "2026-12-31T17:00:00Z", 2, 60, ["a", "b"]) == (
        found["Priority"], found["DueDate"], found["StatusID"], found["TimeSpentInSeconds"],
        [tag["Name"] for tag in found["Tags"]],
    )  # fmt: skip
