"""Where parameters are read from, and by which names. Source: contract 2."""

import pytest

from contract_tests.desteksitesi.sending import (
    browser,
    change,
    comments,
    detail,
    multipart,
    opened,
    standing,
)

EMPTY = {"data": b"", "content_type": "application/json"}
FORM = {"content_type": "application/x-www-form-urlencoded"}


@pytest.fixture
def ticket(destek):
    """The id of sam's ticket in Hardware."""
    return opened(destek)


def names(text):
    return [text, text.lower(), text.upper(), text.title(), text.swapcase()]


@pytest.mark.parametrize("name", names("statusId"))
def test_names_are_read_in_any_case_in_each_carrier(destek, ticket, name):
    """Contract 2.1 and 2.2: query, form, multipart and JSON, on every method."""
    given = {"ID": str(ticket), name: "2"}
    ways = [
        {"query_string": given},
        {"data": given},
        browser(list(given.items())),
        {"json": given},
    ]

    for sent in ways:
        assert 200 == destek.post("/api/UpdateTicket", **sent).status_code
        assert 2 == detail(destek, ticket)["StatusID"]
        change(destek, ticket, statusId="1")


@pytest.mark.parametrize(
    ("path", "sent", "subject"),
    [
        ("?subject=query", {"data": {"subject": "form"}}, "form"),
        ("?subject=query", {"json": {"subject": "json"}}, "json"),
        ("?subject=query", browser([("Subject", "part")]), "part"),
        ("?subject=query", {"data": {"other": "form"}}, "query"),
        ("?subject=first&subject=second", {}, "first"),
        ("?subject=query", {"data": "SUBJECT=one&subject=two&Subject=three", **FORM}, "one"),
    ],
)
def test_the_first_carrier_that_has_a_name_counts(destek, ticket, path, sent, subject):
    """Contract 2.3 and 2.4: form before JSON before path before query; the first of several."""
    answer = destek.post(f"/api/UpdateTicket/{ticket}{path}", **sent)

    assert 200 == answer.status_code
    assert subject == detail(destek, ticket)["Subject"]


def test_the_path_counts_before_the_query_and_after_the_form(destek, ticket):
    """Contract 2.3."""
    other = opened(destek)

    assert ticket == destek.get(f"/api/Ticket/{ticket}?id={other}").json["TicketID"]
    found = destek.get(f"/api/Ticket/{other}", data={"id": ticket})
    assert ticket == found.json["TicketID"]


@pytest.mark.parametrize(
    "query",
    [
        "statusId={new}&statusId={busy}",
        "STATUSID={new}&statusid={busy}",
        "statusId[]={new}&statusId[]={busy}",
        "statusId[0]={new}&statusId[1]={busy}",
        "statusId={new},{busy}",
        "statusId={new},%20{busy}&statusId=x",
        "statusId=System.Int32[]",
        "statusId=",
        "statusId=,,",
        "",
    ],
)
def test_lists_are_read_however_they_come(destek, ticket, query):
    """Contract 2.5: what cannot be read is left out; nothing left is no filter."""
    other = opened(destek)
    change(destek, other, statusId=2)

    found = destek.get("/api/Tickets?" + query.format(new=1, busy=2)).json

    assert {ticket, other} == {one["IssueID"] for one in found}


def test_a_list_narrows(destek, ticket):
    """Contract 2.5: also in JSON."""
    other = opened(destek)
    change(destek, other, statusId=2)

    for sent in ({"query_string": "statusId=2"}, {"json": {"statusId": [2, "x", None]}}):
        found = destek.post("/api/Tickets", **sent).json
        assert [other] == [one["IssueID"] for one in found]


@pytest.mark.parametrize("verb", ["GET", "POST"])
@pytest.mark.parametrize(
    "sent",
    [
        EMPTY,
        {"data": b"  ", "content_type": "application/json"},
        {"data": b"{}", "content_type": "application/json"},
        {"data": b"[]", "content_type": "application/json; charset=utf-8"},
        {"data": b"null", "content_type": "application/json"},
        {"data": b'"text"', "content_type": "application/json"},
        {"data": b"7", "content_type": "application/json"},
        {"data": b"", "content_type": "text/plain"},
        {"data": b"id=9", "content_type": "text/plain"},
        {"data": b"<id>9</id>", "content_type": "application/xml"},
        {"data": b"x", "content_type": "nonsense"},
        {"data": b"x"},
        {"data": b"", "content_type": "multipart/form-data"},
        {"data": b"", **FORM},
    ],
)
def test_bodies_that_say_nothing(destek, ticket, verb, sent):
    """Contract 2.12, 2.13: an empty one, or of another type or shape, is none."""
    answer = destek.open(verb, f"/api/Comments?id={ticket}", **sent)

    assert (200, []) == (answer.status_code, answer.json)


@pytest.mark.parametrize(
    "body", [b"{", b'{"a":}', b'{"a":NaN}', b"\xff", b"{}{}", b"{'a':1}", b"[" * 5000]
)
@pytest.mark.parametrize("path", ["/api/Tickets", "/api/Comment?id={}&body=x", "/api/Close/{}"])
def test_malformed_json_is_refused(destek, ticket, path, body):
    """Contract 2.12: 400, and nothing is done."""
    before = standing(destek, ticket)

    answer = destek.post(path.format(ticket), data=body, content_type="application/json")

    assert 400 == answer.status_code
    assert before == standing(destek, ticket)


PARTS = [
    "name=body",
    'name="body"',
    "name=BODY",
    'name="Body"; charset=utf-8',
]


@pytest.mark.parametrize("quoted", [False, True])
@pytest.mark.parametrize("type", ["", "\r\nContent-Type: text/plain; charset=utf-8"])
@pytest.mark.parametrize("name", PARTS)
def test_parts_are_named_and_bounded_in_many_ways(destek, ticket, name, type, quoted):
    """Contract 2.14, 2.15: bare or quoted, with a type of their own; the text is UTF-8."""
    parts = [
        (f"Content-Disposition: form-data; {name}{type}", "Yazıcı ⚠ kâğıt".encode()),
        (f"Content-Disposition: form-data; name=id{type}", str(ticket).encode()),
    ]

    answer = destek.post("/api/Comment", **multipart(parts, quoted=quoted))

    assert 200 == answer.status_code
    assert comments(destek, ticket)[0]["Body"].endswith("Yazıcı ⚠ kâğıt")


@pytest.mark.parametrize("path", ["Ticket", "Comment", "AttachFile"])
@pytest.mark.parametrize(
    "names", [["uploadFile"], ["uploadfile", "uploadfile"], ["file", "fn", "a.txt", "id"]]
)
def test_every_part_with_a_filename_is_attached(destek, ticket, names, path):
    """Contract 2.14: whatever it is called, any number of them."""
    given = [("subject", "x"), ("body", "y"), ("categoryId", str(destek.ids["hardware"]))]
    given += [] if path == "Ticket" else [("id", str(ticket))]
    files = [(name, f"{place}.txt", b"held") for place, name in enumerate(names)]

    answer = destek.post(f"/api/{path}", **browser(given, files))

    assert 200 == answer.status_code
    id = int(answer.text) if path == "Ticket" else ticket
    found = detail(destek, id)["Attachments"]
    assert sorted(name for _, name, _ in files) == sorted(one["FileName"] for one in found)
    assert {4} == {one["FileSize"] for one in found}


ALIASES = [
    ("User", {"id": "{sam}"}, "UserID", "sam"),
    ("User", {"userId": "{sam}", "id": "{kim}"}, "UserID", "sam"),
    ("User/{sam}", {}, "UserID", "sam"),
    ("Ticket", {"ticketId": "{ticket}"}, "TicketID", "ticket"),
    ("Ticket", {"id": "{ticket}", "ticketid": "999"}, "TicketID", "ticket"),
    ("Ticket/{ticket}", {"ticketid": "999"}, "TicketID", "ticket"),
    ("Ticket", {"id": "", "ticketId": "{ticket}"}, "TicketID", "ticket"),
]


@pytest.mark.parametrize(("path", "given", "key", "shown"), ALIASES)
def test_ids_have_aliases(destek, ticket, path, given, key, shown):
    """Contract 2.16: the documented name wins if both come; by 2.6 a blank has not come."""
    ids = destek.ids | {"ticket": ticket}
    query = {name: value.format(**ids) for name, value in given.items()}

    answer = destek.get(f"/api/{path.format(**ids)}", query_string=query)

    assert ids[shown] == answer.json[key]


@pytest.mark.parametrize(
    ("path", "given"),
    [
        ("UpdateTicket", {"ticketId": "{ticket}", "priority": "1"}),
        ("Close", {"ticketId": "{ticket}"}),
        ("Comment", {"ticketId": "{ticket}", "body": "x"}),
        ("Comments", {"ticketId": "{ticket}"}),
        ("DeleteTicket", {"ticketId": "{ticket}"}),
        ("TagTicket", {"id": "{ticket}", "name": "x"}),
        ("TagTicket/{ticket}", {"name": "x"}),
        ("RemoveSubTicket", {"id": "{ticket}"}),
        ("UpdateUser", {"id": "{sam}", "phone": "1"}),
        ("DeleteUser", {"id": "{sam}"}),
        ("CustomFieldsForCategory", {"id": "{hardware}"}),
        ("UserCustomFields", {"userId": "{sam}"}),
        ("UserCustomFields", {"id": "{sam}"}),
    ],
)
@pytest.mark.parametrize("verb", ["GET", "POST"])
def test_the_main_id_goes_by_other_names(destek, ticket, verb, path, given):
    """Contract 2.16, 1.6: in query and form, by GET and by POST."""
    ids = destek.ids | {"ticket": ticket}
    sent = {name: value.format(**ids) for name, value in given.items()}

    answer = destek.open(verb, f"/api/{path.format(**ids)}", query_string=sent)

    assert 200 == answer.status_code, answer.text
