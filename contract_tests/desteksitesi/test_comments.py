"""Comments: given, read, and what they do to a ticket. Source: contract 6.3, 7.7, 11.2 and 11.3."""

import pytest

from contract_tests.desteksitesi.things import FORBIDDEN, make_ticket, part, said
from polydesk.core import catalogue, subscribers, tickets
from polydesk.core.models import Format, Message, MessageKind, Person, Ticket
from tests.counting import counting

MARK = "<!--html-->"
KEYS = [
    "CommentID",
    "IssueID",
    "UserID",
    "UserName",
    "Email",
    "FirstName",
    "LastName",
    "IsSystem",
    "CommentDate",
    "ForTechsOnly",
    "Body",
    "TicketSubject",
    "Recipients",
]


@pytest.fixture
def ticket(destek):
    """A ticket of Sam's about hardware, with a comment of nobody's."""
    return make_ticket(destek)


def comment(destek, ticket, body="Hello", as_="sam", **given):
    return destek.post("/api/Comment", data={"id": ticket, "body": body, **given}, as_=as_)


def comments(destek, ticket, as_="ada"):
    return destek.get(f"/api/Comments?id={ticket}", as_=as_).json


def bodies(destek, ticket, as_="ada"):
    return [one["Body"].removeprefix(MARK) for one in comments(destek, ticket, as_)]


def flags(destek, ticket):
    """Whose the last public reply was, submitter's or technician's, and whether there are notes."""
    with destek.desk() as desk:
        row = desk.get(Ticket, ticket)
        return row.updated_by_user, row.updated_by_staff, row.noted


def test_a_comment_is_given_and_read(destek, ticket):
    """Contract 6.3, 31 and 32, 7.7: the answer is the ticket's id; key by key."""
    answer = comment(destek, ticket, "Hâlâ bozuk")

    (found,) = comments(destek, ticket, as_="sam")
    expected = [
        found["CommentID"],
        ticket,
        destek.ids["sam"],
        "sam",
        "sam@example.com",
        "Sam",
        "Ortiz",
        False,
        "2026-04-05T09:00:00Z",
        False,
        f"{MARK}Hâlâ bozuk",
        None,
        "",
    ]
    assert (200, str(ticket), "application/json; charset=utf-8") == (
        answer.status_code,
        answer.text,
        answer.headers["Content-Type"],
    )
    assert KEYS == list(found)
    assert expected == list(found.values())


def test_comments_come_newest_first(destek, ticket):
    """Contract 6.3, 32: by time, then by number; the ticket's own text is none of them."""
    comment(destek, ticket, "first")
    comment(destek, ticket, "second")
    destek.advance(60)
    comment(destek, ticket, "third")

    assert ["third", "second", "first"] == bodies(destek, ticket)


@pytest.mark.parametrize(
    "path", ["/api/Comments?id={}", "/Api/comments/{}", "/api/Comments/?ticketId={}"]
)
def test_comments_are_found_by_path_and_alias(destek, ticket, path):
    """Contract 1.3 and 2.16."""
    comment(destek, ticket)

    assert comments(destek, ticket) == destek.get(path.format(ticket)).json
    assert 1 == len(destek.post(path.format(ticket)).json)


@pytest.mark.parametrize(
    "sent",
    [
        {"method": "GET", "query_string": {"body": "Hello"}},
        {"method": "POST", "query_string": {"body": "Hello"}},
        {"method": "POST", "json": {"Body": "Hello"}},
        {"method": "POST", "data": {"BODY": "Hello"}},
    ],
)
def test_a_comment_comes_by_any_carrier(destek, ticket, sent):
    """Contract 2.2 and 1.6: trey posts by GET."""
    sent = dict(sent)

    answer = destek.open(sent.pop("method"), f"/api/comment/{ticket}", **sent)

    assert (200, str(ticket)) == said(answer)
    assert ["Hello"] == bodies(destek, ticket)


@pytest.mark.parametrize(
    ("mode", "posted", "shown"),
    [
        ("comments", "a", f"{MARK}a"),
        ("comments", f"{MARK}a", f"{MARK}a"),
        ("all", "<b>a</b>", f"{MARK}<b>a</b>"),
        ("none", "[b]a[/b]", "[b]a[/b]"),
        ("none", f"{MARK}a", f"{MARK}a"),
    ],
)
def test_comments_have_the_mark_of_html(destek, ticket, mode, posted, shown):
    """Contract 11.2: by the setting; a mark that is there already is not doubled."""
    destek.set(html_mark=mode)
    comment(destek, ticket, posted)

    assert shown == comments(destek, ticket)[0]["Body"]


def test_the_mark_is_not_stored(destek, ticket):
    """So that other vendors' clients, and the search, do not know of it."""
    comment(destek, ticket, f"{MARK}<p>a</p>")

    with destek.desk() as desk:
        (_, message) = desk.get(Ticket, ticket).messages
        assert ("<p>a</p>", Format.HTML) == (message.body, message.format)


@pytest.mark.parametrize(
    ("body", "format", "shown"),
    [
        ("**a** <b>", Format.MARKDOWN, f"{MARK}<p><strong>a</strong> &lt;b&gt;</p>"),
        ("<p>a</p>", Format.HTML, f"{MARK}<p>a</p>"),
        ("a < b\nc", Format.TEXT, "a < b\nc"),
        ("[b]a[/b]", Format.BBCODE, "[b]a[/b]"),
    ],
)
def test_what_others_wrote_is_shown(destek, ticket, body, format, shown):
    """Markdown as HTML with the mark; plain text is BBCode without codes."""
    with destek.desk() as desk:
        author = desk.get(Person, destek.ids["tom"])
        row = desk.get(Ticket, ticket)
        desk.actor = author
        tickets.reply(desk, row, body=body, author=author, format=format)

    assert shown == comments(destek, ticket)[0]["Body"]


@pytest.mark.parametrize(
    ("method", "given", "status", "text"),
    [
        ("Comment", {"body": "a"}, 400, "Parameter 'id': Missing data for required field."),
        ("Comment", {"id": 1}, 400, "Parameter 'body': Missing data for required field."),
        ("Comment", {"id": 1, "body": ""}, 400, "Parameter 'body': must not be empty"),
        ("Comment", {"id": 999, "body": ""}, 400, "Parameter 'body': must not be empty"),
        ("Comment", {"id": 999, "body": "a"}, 404, "Ticket not found"),
        ("Comment", {"id": 1, "body": "a", "fromUserId": 999}, 404, "User not found"),
        ("Comments", {"id": 999}, 404, "Ticket not found"),
        ("Comments", {"id": "x"}, 400, "Parameter 'id': Missing data for required field."),
    ],
)
def test_what_is_wrong_is_said(destek, ticket, method, given, status, text):
    """Contract 6.3; nothing is changed by it."""
    assert 1 == ticket

    assert (status, text) == said(destek.post(f"/api/{method}", data=given))
    assert [] == comments(destek, ticket)


@pytest.mark.parametrize("name", ["kim", "tia"])
def test_who_does_not_see_a_ticket_neither_reads_nor_comments(destek, ticket, name):
    """Contract 3.10: S."""
    assert FORBIDDEN == said(comment(destek, ticket, as_=name))
    assert FORBIDDEN == said(destek.get(f"/api/Comments/{ticket}", as_=name))
    assert [] == comments(destek, ticket)


@pytest.mark.parametrize("given", [{"forTechsOnly": "True"}, {"isSystem": 1}, {"fromUserId": 1}])
def test_some_comments_are_not_for_everybody(destek, ticket, given):
    """Contract 6.3, 31: not for those who are no technicians, or no admins."""
    assert FORBIDDEN == said(comment(destek, ticket, **given))
    assert [] == comments(destek, ticket)


def test_a_technician_speaks_in_nobody_elses_name(destek, ticket):
    """Contract 6.3, 31: fromUserId is for admins."""
    sam = destek.ids["sam"]

    assert FORBIDDEN == said(comment(destek, ticket, as_="tom", fromUserId=sam))
    assert 200 == comment(destek, ticket, as_="ada", fromUserId=sam).status_code
    assert ["sam"] == [one["UserName"] for one in comments(destek, ticket)]
    assert (True, False, False) == flags(destek, ticket)


def test_in_whose_name_an_admin_speaks_sees_the_ticket(destek, ticket):
    """Contract 11.7: commenters are subscribed, and subscribers see."""
    comment(destek, ticket, as_="ada", fromUserId=destek.ids["kim"])

    assert ["Hello"] == bodies(destek, ticket, as_="kim")


def test_comments_for_technicians_reach_nobody_else(destek, ticket):
    """Contract 3.10, and 7.7: ForTechsOnly; nor do the files beside them."""
    comment(destek, ticket, "public", as_="tom")
    comment(destek, ticket, "secret", as_="tom", forTechsOnly="true", f=part("secret.txt"))
    with destek.desk() as desk:
        (_, _, note) = desk.get(Ticket, ticket).messages
        (file,) = note.files
        id = file.id

    assert ["secret", "public"] == bodies(destek, ticket, as_="tom")
    assert [True, False] == [one["ForTechsOnly"] for one in comments(destek, ticket)]
    assert ["public"] == bodies(destek, ticket, as_="sam")
    assert ["public"] == bodies(destek, ticket, as_="mia")
    assert 200 == destek.get(f"/api/Attachment?id={id}", as_="tom").status_code
    assert FORBIDDEN == said(destek.get(f"/api/Attachment?id={id}", as_="sam"))
    assert FORBIDDEN == said(destek.get(f"/File/Get/{id}", as_="sam"))


def test_technicians_of_other_categories_are_technicians(destek, ticket):
    """Contract 3.10 and 6.3, 31: what is for technicians only is for those of any category."""
    destek.post(f"/api/AddSubscriber?id={ticket}&userId={destek.ids['tia']}")

    answer = comment(destek, ticket, "secret", as_="tia", forTechsOnly="true", f=part("secret.txt"))

    (file,) = destek.get(f"/api/Ticket?id={ticket}", as_="tia").json["Attachments"]
    assert (200, True) == (answer.status_code, file["ForTechsOnly"])
    assert ["secret"] == bodies(destek, ticket, as_="tia")
    assert 200 == destek.get(f"/api/Attachment?id={file['FileID']}", as_="tia").status_code


@pytest.mark.parametrize(("given", "is_note"), [({}, False), ({"forTechsOnly": 1}, True)])
def test_a_comment_may_be_the_systems(destek, ticket, given, is_note):
    """Contract 6.3, 31: isSystem; for technicians or for all."""
    comment(destek, ticket, as_="tom", isSystem="true", **given)
    comment(destek, ticket, as_="tom", isSystem="false", **given)

    assert [False, True] == [one["IsSystem"] for one in comments(destek, ticket)]
    assert [is_note] * 2 == [one["ForTechsOnly"] for one in comments(destek, ticket)]


def test_what_the_system_said_is_the_systems(destek, ticket):
    """Whoever has put it into the world; its author may be nobody."""
    with destek.desk() as desk:
        desk.add(Message(ticket_id=ticket, kind=MessageKind.SYSTEM, body="Moved"))

    (found,) = comments(destek, ticket, as_="sam")
    assert (True, 0, "", "") == tuple(
        found[key] for key in ("IsSystem", "UserID", "UserName", "Email")
    )


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        ([("sam", 0)], (True, False, False)),
        ([("mia", 0)], (True, False, False)),
        ([("tom", 0)], (False, True, False)),
        ([("sam", 0), ("ada", 0)], (False, True, False)),
        ([("tom", 0), ("sam", 0)], (True, False, False)),
        ([("sam", 0), ("tom", 1)], (True, False, True)),
        ([("tom", 1), ("sam", 0)], (True, False, True)),
        ([("tom", 1), ("ada", 0)], (False, True, False)),
    ],
)
def test_flags_follow_from_who_comments(destek, ticket, turns, expected):
    """Contract 11.3: by submitter or other, by technicians, and for technicians only."""
    for name, only in turns:
        assert 200 == comment(destek, ticket, as_=name, forTechsOnly=only).status_code

    assert expected == flags(destek, ticket)


def test_a_technician_of_another_category_is_no_technician_here(destek):
    """Contract 11.3: T is of the ticket's category."""
    ticket = make_ticket(destek, requester="tia")

    comment(destek, ticket, as_="tia")

    assert (True, False, False) == flags(destek, ticket)


def test_a_comment_changes_the_ticket(destek, ticket):
    """Contract 11.3: LastUpdated, and by whom; no status. A technician's has begun the work."""
    destek.advance(60)
    comment(destek, ticket, as_="sam")
    with destek.desk() as desk:
        row = desk.get(Ticket, ticket)
        assert (desk.now(), destek.ids["sam"], None) == (
            row.updated_at,
            row.changed_by_id,
            row.started_at,
        )
    comment(destek, ticket, as_="tom")

    with destek.desk() as desk:
        row = desk.get(Ticket, ticket)
        assert (desk.now(), destek.ids["tom"]) == (row.started_at, row.changed_by_id)
        assert catalogue.status_id(desk, "NEW") == row.status_id


@pytest.mark.parametrize(
    "form", ["{tom},{kim},{sam},999", "{tom}, {sam},x", "[{tom},{sam}]"], ids=["a", "b", "json"]
)
def test_recipients_are_shown_as_addresses(destek, form):
    """Contract 6.3, 31 and 11.12: comma ints or an array; who is not subscribed is passed over."""
    ticket = make_ticket(destek, assignee="tom")
    text = form
    for name in ("tom", "kim", "sam"):
        text = text.replace("{" + name + "}", str(destek.ids[name]))
    sent = {"id": ticket, "body": "a"}
    ids = [int(one) for one in text.strip("[]").split(",")] if "[" in text else text

    destek.post("/api/Comment", json={**sent, "recipientIds": ids}, as_="tom")

    assert ["tom@example.com,sam@example.com"] == [
        one["Recipients"] for one in comments(destek, ticket)
    ]


def test_subscribers_may_be_recipients(destek, ticket):
    """Contract 11.12."""
    with destek.desk() as desk:
        subscribers.add(desk, desk.get(Ticket, ticket), desk.get(Person, destek.ids["kim"]))

    comment(destek, ticket, as_="kim", recipientIds=destek.ids["kim"])

    assert "kim@example.com" == comments(destek, ticket)[0]["Recipients"]


def test_a_comment_may_be_files_alone(destek, ticket):
    """Contract 6.3, 31: an empty text is one then."""
    answer = comment(destek, ticket, "", uploadFile=part("a.txt"))

    assert (200, str(ticket)) == said(answer)
    assert [""] == bodies(destek, ticket)


def test_comments_are_read_in_as_many_statements(destek, ticket):
    """However many there are."""
    comment(destek, ticket, as_="sam")
    comments(destek, ticket)
    with counting() as few:
        comments(destek, ticket)
    for name in ("sam", "tom", "ada", "mia"):
        comment(destek, ticket, as_=name)

    with counting() as many:
        assert 5 == len(comments(destek, ticket))

    assert len(few) == len(many)


def test_templates_are_for_technicians(destek):
    """Contract 6.3, 33 and 7.19: key by key, by name."""
    destek.seed(
        {
            "canned_replies": [
                {"key": "hi", "name": "selam", "body": "Merhaba #FirstName#"},
                {"key": "bye", "name": "Bye", "body": "<p>Bye</p>"},
                {"key": "wait", "name": "Wait", "body": "[b]Wait[/b]"},
            ]
        }
    )

    found = destek.get("/api/CommentTemplates", as_="tia").json

    assert [
        {"TemplateId": destek.ids["bye"], "Body": "<p>Bye</p>", "Name": "Bye"},
        {"TemplateId": destek.ids["hi"], "Body": "Merhaba #FirstName#", "Name": "selam"},
        {"TemplateId": destek.ids["wait"], "Body": "[b]Wait[/b]", "Name": "Wait"},
    ] == found
    assert ["TemplateId", "Body", "Name"] == list(found[0])
    assert FORBIDDEN == said(destek.get("/api/CommentTemplates", as_="sam"))
