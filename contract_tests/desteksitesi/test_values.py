"""What values are read as: numbers, truth, dates, text; and what is refused. Contract 2."""

import io

import pytest

from contract_tests.desteksitesi.sending import browser, change, comments, detail, opened, standing


@pytest.fixture
def ticket(destek):
    """The id of sam's ticket in Hardware."""
    return opened(destek)


@pytest.mark.parametrize("blank", ["", None])
def test_blanks_wipe_nothing(destek, ticket, blank):
    """Contract 2.6: a blank is as if it were not given; JSON null likewise."""
    change(destek, ticket, dueDate="2026-05-01", tags="vip", assignedUserId="")
    before = standing(destek, ticket)
    named = ("subject", "tags", "dueDate", "statusId", "assignedUserId", "categoryId", "priority")

    answer = destek.post("/api/UpdateTicket", json={"id": ticket, **dict.fromkeys(named, blank)})

    assert 200 == answer.status_code
    assert before == standing(destek, ticket)


def test_an_empty_body_is_a_body(destek, ticket):
    """Contract 2.6: of a ticket it is a value."""
    assert "" == change(destek, ticket, body="")["Body"]


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("true", True), ("True", True), ("TRUE", True), ("1", True), (True, True), (1, True),
        ("false", False), ("False", False), ("0", False), (0, False), (False, False),
        ("yes", False), ("on", False), ("2", False), ("", False), ("System.Boolean", False),
        (None, False), ([True], False), ({}, False),
    ],
)  # fmt: skip
def test_truth_is_read_leniently(destek, ticket, sent, read):
    """Contract 2.7: anything else is the default."""
    answer = destek.post("/api/Comment", json={"id": ticket, "body": "x", "forTechsOnly": sent})

    assert 200 == answer.status_code
    assert read is comments(destek, ticket)[0]["ForTechsOnly"]


@pytest.mark.parametrize("number", ["{}", " {} ", "+{}", "000{}", "\t{}"])
def test_numbers_may_have_blanks_and_a_sign(destek, ticket, number):
    """Contract 2.8: in JSON as text too."""
    id = number.format(ticket)

    for sent in ({"query_string": {"id": id}}, {"data": {"id": id}}, {"json": {"id": id}}):
        assert 200 == destek.post("/api/TicketCustomFields", **sent).status_code
        assert ticket == destek.get("/api/Ticket", **sent).json["TicketID"]


DATES = [
    ("2026-05-06", "2026-05-06T00:00:00Z"),
    ("2026-05-06T07:08", "2026-05-06T07:08:00Z"),
    ("2026-05-06T07:08:09", "2026-05-06T07:08:09Z"),
    ("2026-05-06 07:08:09", "2026-05-06T07:08:09Z"),
    ("2026-05-06T07:08:09.120Z", "2026-05-06T07:08:09.12Z"),
    ("2026-05-06T07:08:09.1234567", "2026-05-06T07:08:09.123Z"),
    ("2026-05-06T07:08:09+03:00", "2026-05-06T04:08:09Z"),
    ("2026-05-06T07:08:09-0330", "2026-05-06T10:38:09Z"),
    ("2026-05-06T07:08:09.000z", "2026-05-06T07:08:09Z"),
    ("5/6/2026", "2026-05-06T00:00:00Z"),
    ("05/06/2026 07:08:09", "2026-05-06T07:08:09Z"),
    ("5/6/2026 7:08:09 PM", "2026-05-06T19:08:09Z"),
    ("5/6/2026 12:08:09 am", "2026-05-06T00:08:09Z"),
    ("12/31/2026 12:00:00 PM", "2026-12-31T12:00:00Z"),
    (" 2026-05-06 ", "2026-05-06T00:00:00Z"),
]


@pytest.mark.parametrize(("sent", "shown"), DATES)
def test_dates_are_read_in_every_form(destek, ticket, sent, shown):
    """Contract 2.9: UTC where no zone is told."""
    assert shown == change(destek, ticket, dueDate=sent)["DueDate"]


@pytest.mark.parametrize(
    "sent",
    [
        "2024-25-12", "25/12/2024", "2026-02-30", "tomorrow", "2026", "1777777777", "0000-01-01",
        "10000-01-01", "2026-05-06T25:00", "2026-05-06T07:08:09+99:99", "5/6/2026 13:00 PM",
        "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "٢٠٢٦-05-06", "NaN", "{}",
    ],
)  # fmt: skip
def test_what_is_no_date_is_not_given(destek, ticket, sent):
    """Contract 2.10: it changes nothing, and is no error."""
    change(destek, ticket, dueDate="2026-05-01")

    assert "2026-05-01T00:00:00Z" == change(destek, ticket, dueDate=sent)["DueDate"]


@pytest.mark.parametrize(
    "query",
    [
        "origin=Opsgenie", "statusId=System.Int32[]", "page={data['page']}", "dateFrom=2024-25-12",
        "mode=1", "count=many", "offset=-", "sectionId=null", "includeCustomFields=maybe",
        "count=99999999999999999999", "offset=-9223372036854775809", "fromUserId=1e400",
        "statuses=open&techId=5&dryRun=1", "count=0", "count=-1", "offset=-5",
    ],
)  # fmt: skip
@pytest.mark.parametrize("verb", ["GET", "POST"])
def test_what_cannot_be_read_or_is_not_known_is_not_given(destek, ticket, verb, query):
    """Contract 2.10, 2.11: never a 400."""
    answer = destek.open(verb, f"/api/Tickets?{query}")

    assert 200 == answer.status_code
    assert [ticket] == [one["IssueID"] for one in answer.json]


@pytest.mark.parametrize(
    "id", ["", " ", "x", "1.5", "System.Int32", "0x10", "1,2", "true", "\u0661"]
)
def test_what_must_be_there_is_named(destek, id):
    """Contract 2.10, 4.6: missing, blank or unreadable is 400; the text names it."""
    for path in (f"/api/Ticket?id={id}", "/api/Ticket", f"/api/Close?id={id}"):
        answer = destek.get(path)

        assert (400, True) == (answer.status_code, "id" in answer.text)


@pytest.mark.parametrize("id", [2**31, 2**63, 2**64, 10**40, 0, -1, -(2**63)])
def test_numbers_beyond_all_ids(destek, id):
    """Nothing has them: 404, or 400 for what no number is large enough for."""
    for sent in ({"query_string": {"id": id}}, {"json": {"id": str(id)}}):
        assert destek.get("/api/Ticket", **sent).status_code in (400, 404)
    data = f'{{"id":{id}}}'.encode()
    answer = destek.post("/api/Close", data=data, content_type="application/json")
    assert answer.status_code in (400, 404)
    assert destek.get(f"/api/Ticket/{id}").status_code in (400, 404)


@pytest.mark.parametrize(
    ("query", "text"), [("a+b", "a b"), ("a%20b", "a b"), ("%C3%A7%2B", "ç+"), ("%E2%9A%A0", "⚠")]
)
def test_text_is_utf_8(destek, ticket, query, text):
    """Contract 2.15: in query and form, `+` is a blank."""
    destek.post(f"/api/UpdateTicket?id={ticket}&subject={query}")
    assert text == detail(destek, ticket)["Subject"]

    form = f"id={ticket}&tags={query}"
    destek.post("/api/UpdateTicket", data=form, content_type="application/x-www-form-urlencoded")
    assert [text] == [tag["Name"] for tag in detail(destek, ticket)["Tags"]]


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/api/UpdateTicket", {"json": {"subject": "a\0b"}}),
        ("/api/UpdateTicket?subject=%00", {}),
        ("/api/Comment", {"data": {"body": "\0"}}),
        ("/api/TagTicket", {"data": {"name": "\0"}}),
        (
            "/api/UpdateTicket",
            {"data": b'{"subject":"\\ud800"}', "content_type": "application/json"},
        ),
    ],
)
def test_text_that_no_database_stores(destek, ticket, path, sent):
    """NUL and lone surrogates are refused, and change nothing."""
    before = standing(destek, ticket)
    query = f"{'&' if '?' in path else '?'}id={ticket}&ticketId={ticket}"

    answer = destek.post(path + query, **sent)

    assert 400 == answer.status_code
    assert before == standing(destek, ticket)


@pytest.mark.parametrize("query", [b"subject=%FF%FE", b"subject=\xed\xa0\x80", b"%FF=1"])
def test_bytes_that_are_no_text(destek, ticket, query):
    """They are read somehow, never a 5xx."""
    answer = destek.post(
        f"/api/UpdateTicket?id={ticket}",
        data=query,
        content_type="application/x-www-form-urlencoded",
    )

    assert answer.status_code in (200, 400)


@pytest.mark.parametrize("way", ["form", "json", "part"])
def test_a_long_text_is_taken(destek, ticket, way):
    """A body with pictures in it is long: only what is too large for the server is refused."""
    body = "ğ" * 500_000
    ways = {
        "form": {"data": {"id": ticket, "body": body}},
        "json": {"json": {"id": ticket, "body": body}},
        "part": browser([("id", str(ticket)), ("body", body)]),
    }

    assert 200 == destek.post("/api/UpdateTicket", **ways[way]).status_code
    assert body == detail(destek, ticket)["Body"]


def test_what_is_too_large_is_refused(destek, ticket):
    """Whichever way it comes: 413, and nothing is done."""
    before = standing(destek, ticket)
    held = b"x" * (17 * 2**20)

    for path, sent in (
        ("/api/UpdateTicket", {"data": {"id": ticket, "body": held.decode()}}),
        ("/api/AttachFile", {"data": {"id": ticket, "uploadFile": (io.BytesIO(held), "a.bin")}}),
        ("/api/UpdateTicket", {"json": {"id": ticket, "body": held.decode()}}),
    ):
        assert 413 == destek.post(path, **sent).status_code
    assert before == standing(destek, ticket)
