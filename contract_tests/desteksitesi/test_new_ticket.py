"""Tickets made by the API. Source: contract 6.2, 4, and 11.1, 11.2, 11.5, 11.6, 2.14."""

import io
import json

import pytest
from sqlalchemy import func, select

from contract_tests.desteksitesi.carriers import CARRIERS, form, in_json, multipart, query
from polydesk.core import custom
from polydesk.core.models import Blob, Event, File, Message, Subscriber, Tag, Ticket
from tests.counting import counting

LEAST = {"subject": "Printer", "body": "It jams"}
FIELDS = [
    {"key": "serial", "name": "Serial", "usage": "ticket", "type": "text"},
    {"key": "bought", "name": "Bought", "usage": "ticket", "type": "date"},
    {"key": "impact", "name": "Impact", "usage": "ticket", "type": "choice"},
    {"key": "urgent", "name": "Urgent", "usage": "ticket", "type": "checkbox"},
    {"key": "version", "name": "Version", "usage": "ticket", "type": "text"},
    {"key": "badge", "name": "Badge", "usage": "person", "type": "text"},
    {"key": "cost", "name": "Cost", "usage": "ticket", "type": "text", "techs_only": True},
]
FIELDS[2]["options"] = [{"name": "One person"}, {"name": "All"}]
FIELDS[4]["categories"] = ["software"]


def make(destek, carrier=form, *, as_="tom", category="hardware", **given):
    """The answer to a new ticket of the least that there must be, and what is given."""
    sent = {"categoryId": destek.ids[category], **LEAST, **given}
    return destek.post("/api/ticket", as_=as_, **carrier(**sent))


def shown(destek, answer):
    assert 200 == answer.status_code, answer.text
    return destek.get(f"/api/Ticket?id={answer.text}").json


def counts(destek):
    """How many rows there are of what a ticket is made of."""
    with destek.desk() as desk:
        models = (Ticket, Message, File, Blob, Tag, Event, Subscriber)
        return [desk.session.scalar(select(func.count(model.id))) for model in models]


@pytest.mark.parametrize("carrier", CARRIERS)
def test_a_ticket_is_made_of_three_things(destek, carrier):
    """Contract 6.2, 4, 4.4 and 11.1: the answer is the id, as digits; everything else follows."""
    answer = make(destek, carrier, as_="sam")

    body = shown(destek, answer)
    assert (200, "application/json; charset=utf-8") == (
        answer.status_code,
        answer.headers["Content-Type"],
    )
    assert str(body["TicketID"]) == answer.text
    assert (destek.ids["sam"], None) == (body["UserID"], body["OnBehalfUserName"])
    ids = [one["UserID"] for one in destek.get(f"/api/Subscribers/{answer.text}").json]
    assert [destek.ids["sam"]] == ids
    expected = {
        "Subject": "Printer",
        "Body": "It jams",
        "CategoryID": destek.ids["hardware"],
        "Priority": 0,
        "StatusID": 1,
        "Status": "New",
        "Origin": "API",
        "IssueDate": "2026-04-05T09:00:00Z",
        "LastUpdated": "2026-04-05T09:00:00Z",
        "StartDate": None,
        "ResolvedDate": None,
        "AssignedToUserID": None,
        "Tags": [],
        "Attachments": [],
        "TimeSpentInSeconds": 0,
        "UpdatedByUser": False,
        "UpdatedByPerformer": False,
        "UpdatedForTechView": False,
    }
    assert expected == {key: body[key] for key in expected}


def test_nobody_has_changed_a_new_ticket(destek):
    """Contract 7.1: `LastUpdatedByUserID` is null."""
    id = int(make(destek).text)

    with destek.desk() as desk:
        assert desk.get(Ticket, id).changed_by_id is None


PARAMETERS = [
    ("priorityId", "2", {"Priority": 2}),
    ("priorityId", "-1", {"Priority": -1}),
    ("PriorityID", " 1 ", {"Priority": 1}),
    ("priorityId", "", {"Priority": 0}),
    ("priorityId", "high", {"Priority": 0}),
    ("origin", "6", {"Origin": "Phone"}),
    ("origin", "0", {"Origin": "WebApp"}),
    ("origin", "Opsgenie", {"Origin": "API"}),
    ("origin", "99", {"Origin": "API"}),
    ("body", "", {"Body": ""}),
    ("body", "Çatı <b>é</b>\r\n+ %20", {"Body": "Çatı <b>é</b>\r\n+ %20"}),
    ("suppressConfirmation", "True", {}),
    ("suppressConfirmation", "x", {}),
    ("userId", "", {"OnBehalfUserName": None}),
    ("assignedToUserId", "0", {"AssignedToUserID": None}),
    ("assignedToUserId", "", {"AssignedToUserID": None}),
    ("customFields", "", {}),
    ("dueDate", "2026-01-01", {"DueDate": None}),
    ("sectionId", "3", {}),
]


@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize(("name", "value", "expected"), PARAMETERS)
def test_each_parameter_by_itself(destek, carrier, name, value, expected):
    """Contract 6.2, 4, 2.6, 2.7, 2.8, 2.10 and 2.11."""
    body = shown(destek, make(destek, carrier, **{name: value}))

    assert expected == {key: body[key] for key in expected}


@pytest.mark.parametrize("carrier", CARRIERS)
def test_a_ticket_for_somebody_else(destek, carrier):
    """Contract 11.1: they are the submitter, the technician is who logged it."""
    body = shown(destek, make(destek, carrier, userId=str(destek.ids["kim"])))

    assert (destek.ids["kim"], "tom") == (body["UserID"], body["OnBehalfUserName"])


def test_a_ticket_for_oneself_by_name(destek):
    """Contract 6.2, 4: anybody may say that they are themself."""
    body = shown(destek, make(destek, as_="kim", userId=destek.ids["kim"]))

    assert (destek.ids["kim"], None) == (body["UserID"], body["OnBehalfUserName"])


@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize("who", ["tom", "ada"])
def test_a_ticket_is_assigned_at_once(destek, carrier, who):
    """Contract 11.1: to a technician of the category or an admin; its work has begun."""
    body = shown(destek, make(destek, carrier, assignedToUserId=str(destek.ids[who])))

    assert (destek.ids[who], who) == (
        body["AssignedToUserID"],
        body["AssigneeUserInfo"]["Username"],
    )
    assert body["IssueDate"] == body["StartDate"] == "2026-04-05T09:00:00Z"


@pytest.mark.parametrize(
    "sent",
    [
        form(tags=" Tag1 ,, tag2,TAG1, "),
        query(tags="Tag1,tag2"),
        multipart(tags="Tag1,tag2"),
        in_json(tags="Tag1,tag2"),
        in_json(tags=["Tag1", " tag2 ", "", None, "tag1"]),
        form(tags=["Tag1", "tag2"]),
        form(**{"tags[]": ["Tag1", "tag2"]}),
    ],
)
def test_tags_come_in_many_forms(destek, sent):
    """Contract 11.6 and 2.5: trimmed, blanks dropped, ignoring case, the first spelling kept."""
    place, given = next(iter((k, v) for k, v in sent.items() if k != "content_type"))
    least = {"categoryId": destek.ids["hardware"], **LEAST}

    answer = destek.post("/api/Ticket", **{**sent, place: {**least, **given}})

    assert ["Tag1", "tag2"] == [tag["Name"] for tag in shown(destek, answer)["Tags"]]


def test_tags_may_begin_oddly(destek):
    """Contract 11.6: a client writes `tags=` into the value, which is part of the first tag."""
    body = shown(destek, make(destek, in_json, tags="tags=a,b"))

    assert ["tags=a", "b"] == [tag["Name"] for tag in body["Tags"]]


def test_the_first_value_wins(destek):
    """Contract 2.4: the vendor's own example repeats `priorityId`."""
    body = shown(destek, make(destek, priorityId=["1", "2"]))

    assert 1 == body["Priority"]


def test_carriers_may_be_mixed(destek):
    """Contract 2.3: the form goes before the query."""
    path = f"/api/ticket?categoryId={destek.ids['software']}&subject=Query&body=b"

    body = shown(destek, destek.post(path, data={"subject": "Form"}))

    assert ("Form", destek.ids["software"]) == (body["Subject"], body["CategoryID"])


def test_numbers_may_be_numbers(destek):
    """Contract 2.8: JSON numbers, JSON null for nothing."""
    body = shown(destek, make(destek, in_json, priorityId=2, userId=None, subject=404))

    assert (2, "404") == (body["Priority"], body["Subject"])


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ({"categoryId": ""}, "categoryId"),
        ({"categoryId": "0"}, "categoryId"),
        ({"categoryId": "x"}, "categoryId"),
        ({"subject": ""}, "subject"),
        ({"subject": "  "}, "subject"),
        ({"subject": "x" * 256}, "subject"),
        ({"subject": "a\0b"}, "subject"),
        ({"body": "a\0b"}, "body"),
        ({"priorityId": "3"}, "priorityId"),
        ({"tags": "a," + "x" * 256}, "tags"),
        ({"customFields": "{"}, "customFields"),
        ({"customFields": "[1]"}, "customFields"),
        ({"customFields": "3"}, "customFields"),
    ],
)
@pytest.mark.parametrize("carrier", CARRIERS)
def test_what_is_wrong_is_refused(destek, carrier, sent, name):
    """Contract 2.10, 4.6, 5 and 6.2, 4: 400 names the parameter, and nothing is made."""
    before = counts(destek)

    answer = make(destek, carrier, **sent)

    assert (400, True) == (answer.status_code, answer.text.startswith(f"Parameter '{name}'"))
    assert before == counts(destek)


@pytest.mark.parametrize("missing", ["categoryId", "subject", "body"])
def test_what_is_missing_is_refused(destek, missing):
    """Contract 2.10."""
    sent = {"categoryId": destek.ids["hardware"], **LEAST}

    answer = destek.post("/api/Ticket", data={k: v for k, v in sent.items() if k != missing})

    assert (400, True) == (answer.status_code, answer.text.startswith(f"Parameter '{missing}'"))


@pytest.mark.parametrize(
    ("who", "sent", "status", "said"),
    [
        ("tom", {"categoryId": 999999}, 404, "Category not found"),
        ("tom", {"userId": 999999}, 404, "User not found"),
        ("tom", {"userId": 0}, 404, "User not found"),
        ("tom", {"assignedToUserId": 999999}, 404, "User not found"),
        ("sam", {"assignedToUserId": 999999}, 404, "User not found"),
        ("sam", {"category": "secret"}, 403, "You don't have permission"),
        ("sam", {"userId": "kim"}, 403, "You don't have permission"),
        ("sam", {"assignedToUserId": "tom"}, 403, "You don't have permission"),
        ("tia", {"userId": "kim"}, 403, "You don't have permission"),
        ("tom", {"assignedToUserId": "tia"}, 400, "Parameter 'assignedToUserId'"),
        ("ada", {"assignedToUserId": "sam"}, 400, "Parameter 'assignedToUserId'"),
    ],
)
def test_who_may_make_what(destek, who, sent, status, said):
    """Contract 6.2, 4: 404 for what there is not, 403 for others, 400 for a stranger; no change."""
    sent = {key: destek.ids.get(value, value) for key, value in sent.items() if key != "category"}
    category = "secret" if not sent else "hardware"
    before = counts(destek)

    answer = make(destek, as_=who, category=category, **sent)

    assert (status, True) == (answer.status_code, answer.text.startswith(said))
    assert before == counts(destek)


def test_a_disabled_technician_gets_nothing(destek):
    """Contract 6.2, 19: technicians are those who may enter."""
    destek.post("/api/UpdateUser", data={"userId": destek.ids["tom"], "disabled": "true"})

    answer = make(destek, as_="ada", assignedToUserId=destek.ids["tom"])

    assert 400 == answer.status_code


@pytest.mark.parametrize("who", ["sam", "tia", "tom", "ada"])
def test_anybody_makes_a_ticket(destek, who):
    """Contract 6.2, 4, U: in any category that is not for technicians only."""
    assert 200 == make(destek, as_=who).status_code


@pytest.mark.parametrize("who", ["ada", "tia"])
def test_a_technician_makes_a_secret_ticket(destek, who):
    """Contract 6.2, 4, and 3.10: of any category, who is offered this one in `Categories` too."""
    body = shown(destek, make(destek, as_=who, category="secret"))

    assert body["IsCurrentCategoryForTechsOnly"]


def filled(desk, id):
    with desk.desk() as at:
        return {
            custom.known(at)[field].name: value
            for field, value in custom.of(at, at.get(Ticket, id)).items()
        }


@pytest.mark.parametrize("as_text", [True, False])
def test_custom_fields_come_with_it(bare, as_text):
    """Contract 6.2, 4, and 11.5: as text of JSON or as an object; unknown ones are ignored."""
    bare.plant(custom_fields=FIELDS)
    ids = bare.ids
    given = {
        str(ids["serial"]): 4711,
        str(ids["bought"]): "3/14/2026",
        str(ids["impact"]): "all",
        str(ids["urgent"]): "True",
        "999999": "ignored",
        "nonsense": "ignored",
    }
    answer = make(bare, in_json, customFields=json.dumps(given) if as_text else given)

    found = filled(bare, int(answer.text))
    assert ["Serial", "Bought", "Impact", "Urgent"] == list(found)
    assert ("4711", "2026-03-14", "All", True) == (
        found["Serial"],
        str(found["Bought"]),
        found["Impact"].name,
        found["Urgent"],
    )


@pytest.mark.parametrize(
    ("key", "value", "status", "said"),
    [
        ("bought", "soon", 400, "Bought"),
        ("bought", 3, 400, "Bought"),
        ("urgent", "maybe", 400, "Urgent"),
        ("impact", "Nobody", 400, "Impact"),
        ("serial", {"a": 1}, 400, "Serial"),
        ("serial", "a\0b", 400, "Serial"),
        ("badge", "1", 404, "Custom field not found"),
        ("version", "1", 404, "Custom field not found"),
    ],
)
def test_custom_fields_that_do_not_fit(bare, key, value, status, said):
    """Contract 11.5: 400 names the field, 404 for one of others or of another category."""
    bare.plant(custom_fields=FIELDS)
    before = counts(bare)

    answer = make(bare, customFields=json.dumps({str(bare.ids[key]): value}))

    assert (status, True) == (answer.status_code, said in answer.text)
    assert before == counts(bare)


def test_fields_for_technicians_are_not_for_others(bare):
    """Contract 6.2, 20: they do not know of them, so they are ignored as unknown ones are."""
    bare.plant(custom_fields=FIELDS)
    given = json.dumps({str(bare.ids["cost"]): "9"})

    found = [
        filled(bare, int(make(bare, as_=who, customFields=given).text)) for who in ("sam", "tom")
    ]

    assert [{}, {"Cost": "9"}] == found


def test_every_part_with_a_filename_is_a_file(destek):
    """Contract 2.14 and 11.1: whatever its name, also several of one; they are the ticket's."""
    parts = {
        "uploadFile": [(io.BytesIO(b"one"), "one.txt"), (io.BytesIO(b"two!"), "/tmp/two.log")],
        "fn": (io.BytesIO(b"%"), "üç.bin", "application/x-thing"),
        "note": "no file",
        "empty": (io.BytesIO(b""), ""),
    }

    body = shown(destek, make(destek, multipart, **parts))

    files = body["Attachments"]
    assert {("one.txt", 3), ("two.log", 4), ("üç.bin", 1)} == {
        (file["FileName"], file["FileSize"]) for file in files
    }
    assert {0} == {file["CommentID"] for file in files}
    assert {body["TicketID"]} == {file["IssueID"] for file in files}


def test_a_file_named_as_a_parameter_is_a_file(destek):
    """Contract 2.14: its content is not taken for the parameter's value."""
    sent = {"categoryId": destek.ids["hardware"], **LEAST, "tags": (io.BytesIO(b"x"), "a.txt")}

    body = shown(destek, destek.post("/api/ticket", **multipart(**sent)))

    assert ([], ["a.txt"]) == (body["Tags"], [file["FileName"] for file in body["Attachments"]])


@pytest.mark.parametrize(
    ("mark", "expected"),
    [("comments", "It jams"), ("none", "It jams"), ("all", "<!--html-->It jams")],
)
def test_bodies_are_marked_if_set(destek, mark, expected):
    """Contract 11.2: a ticket's body comes back as it was posted, unless `all` are marked."""
    destek.set(html_mark=mark)

    assert expected == shown(destek, make(destek))["Body"]


def test_a_confirmation_that_is_held_back_is_noted(destek):
    """Contract 11.13: accepted and recorded."""
    for said in ("true", "false"):
        make(destek, suppressConfirmation=said)

    with destek.desk() as desk:
        kinds = desk.all(select(Event.kind).where(Event.kind == "ticket.unconfirmed"))
    assert ["ticket.unconfirmed"] == kinds


def test_a_ticket_is_made_in_few_statements(destek):
    """Beside the two people's: the ticket, its text, its words, its event."""
    make(destek, as_="sam")

    with counting() as statements:
        make(destek, as_="sam")

    assert 5 == len(statements), statements
