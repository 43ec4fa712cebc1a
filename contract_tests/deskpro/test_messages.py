"""What is said in tickets. Source: contract 9.2, 10.2, 10.5 and 11."""

import json

import pytest

from contract_tests.deskpro.conftest import SHOWN_NOW, refused
from contract_tests.deskpro.spoken import attached, upload
from polydesk.core.models import Message, MessageKind, Ticket


def stamps(deskpro, ticket):
    """When who has answered: first and last agent's, last user's."""
    with deskpro.desk() as desk:
        row = desk.get(Ticket, ticket)
        return row.first_agent_reply_at, row.last_agent_reply_at, row.last_user_reply_at


def test_a_message_has_every_key(deskpro, quiet):
    """In the contract's order; the creation shows no attachments, GET does."""
    blob = upload(deskpro)
    sent = {
        "message": '<p>Help <img src="x"></p>',
        "attachments": [{"blob_auth": blob["blob_auth"]}],
    }

    answer = deskpro.post(f"/tickets/{quiet}/messages", json=sent)

    made = answer.json["data"]
    assert 201 == answer.status_code
    assert answer.headers["Location"].endswith(f"/api/v2/tickets/{quiet}/messages/{made['id']}")
    shown = {
        "id": made["id"],
        "ticket": quiet,
        "person": deskpro.ids["ada"],
        "email_source": None,
        "attributes": [],
        "attachments": [],
        "date_created": SHOWN_NOW,
        "is_agent_note": 0,
        "creation_system": "web.api",
        "ip_address": "",
        "visitor_id": None,
        "hostname": "",
        "geo_country": None,
        "email": "",
        "message_hash": made["message_hash"],
        "primary_translation": None,
        "message": '<p>Help <img src="x"></p>',
        "message_without_images": "<p>Help </p>",
        "message_full": "",
        "message_raw": None,
        "message_preview_text": "Help",
        "show_full_hint": False,
        "lang_code": None,
    }
    assert [*shown.items()] == [*made.items()]
    assert 40 == len(made["message_hash"])
    got = deskpro.data(f"/tickets/{quiet}/messages/{made['id']}")
    assert shown | {"attachments": [blob["blob_id"]]} == got


def test_all_that_is_said_is_listed(deskpro, ticket):
    """By id, the ticket's own text and notes among it, as HTML; other vendors' log is none of it.

    What nobody known has said shows as by the ticket's agent, or else its person.
    """
    said = deskpro.data(f"/tickets/{ticket}/messages")

    assert [
        ("Help &lt;me&gt;<br />now", 0, "sam"),
        ("<p><strong>Which</strong> one?</p>", 0, "tom"),
        ("<p>Ours</p>", 1, "tia"),
        ("By a rule.", 0, "sam"),
    ] == [(one["message"], one["is_agent_note"], _key(deskpro, one["person"])) for one in said]
    assert [1, 0, 0, 0] == [len(one["attachments"]) for one in said]
    assert 4 == deskpro.data(f"/tickets/{ticket}/messages/counts")["count"]
    newest = deskpro.data(f"/tickets/{ticket}/messages?order_dir=desc&count=1")
    assert said[-1:] == newest


def _key(deskpro, id):
    return next(key for key in ("sam", "tom", "tia") if deskpro.ids[key] == id)


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_both_verbs_say_and_change(deskpro, quiet, method):
    """201 and 204; what is not sent stays."""
    answer = deskpro.open(method, f"/tickets/{quiet}/messages", json={"message": "One"})
    at = f"/tickets/{quiet}/messages/{answer.json['data']['id']}"

    changed = deskpro.open(method, at, json={"message": "Two"})

    assert (201, 204) == (answer.status_code, changed.status_code)
    assert "Two" == deskpro.data(at)["message"]
    assert 204 == deskpro.open(method, at, json={}).status_code
    assert "Two" == deskpro.data(at)["message"]


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({"message": "a\nb & <c>"}, "a\nb & <c>"),
        ({"message": "a\nb", "format": "html"}, "a\nb"),
        ({"message": "a\r\nb & <c>\n", "format": "text"}, "a<br />b &amp; &lt;c&gt;<br />"),
    ],
)
def test_text_becomes_html(deskpro, quiet, given, shown):
    """HTML stays as it is."""
    made = deskpro.make(f"/tickets/{quiet}/messages", **given)

    assert shown == made["message"]
    answer = deskpro.put(f"/tickets/{quiet}/messages/{made['id']}", json=given)
    assert 204 == answer.status_code
    assert shown == deskpro.data(f"/tickets/{quiet}/messages/{made['id']}")["message"]


@pytest.mark.parametrize("person", [{"email": "NEW@x.org", "name": "New One"}, "new@x.org"])
def test_a_message_is_by_whoever_is_named(deskpro, quiet, person):
    """Made if nobody has the address, once."""
    made = deskpro.make(f"/tickets/{quiet}/messages", message="Hi", person=person)
    again = deskpro.make(f"/tickets/{quiet}/messages", message="Hi", person="new@X.org")

    assert made["person"] == again["person"]
    assert made["person"] not in deskpro.ids.values()


def test_a_message_is_by_somebody_there_is(deskpro, quiet):
    """By id, or by address; by default it is the agent's who calls."""
    sam = deskpro.ids["sam"]
    path = f"/tickets/{quiet}/messages"

    people = [
        deskpro.make(path, message="Hi", person=who)["person"]
        for who in (sam, str(sam), {"id": sam}, "SAM@example.com")
    ]

    assert [sam] * 4 == people
    assert (
        deskpro.ids["tom"]
        == deskpro.post(path, json={"message": "x"}, as_="tom").json["data"]["person"]
    )


def test_replies_are_noted_and_the_status_stays(deskpro, quiet):
    """An agent's and a user's; notes touch nothing."""
    path = f"/tickets/{quiet}/messages"
    with deskpro.desk() as desk:
        before = desk.get(Ticket, quiet).status_id

    deskpro.make(path, message="Note", is_note=True)
    assert (None, None, None) == stamps(deskpro, quiet)
    deskpro.make(path, message="User", person="sam@example.com")
    first, last, user = stamps(deskpro, quiet)
    assert (None, None) == (first, last)
    deskpro.advance(60)
    deskpro.make(path, message="Agent")
    deskpro.advance(60)
    deskpro.make(path, message="Agent again")

    first, last, same = stamps(deskpro, quiet)
    assert (60, 120, user) == ((first - user).seconds, (last - user).seconds, same)
    with deskpro.desk() as desk:
        assert before == desk.get(Ticket, quiet).status_id


@pytest.mark.parametrize("is_note", [True, 1, "1"])
def test_a_note_is_an_int_here_and_a_bool_beside_files(deskpro, quiet, is_note):
    """As clients have typed them."""
    blob = upload(deskpro)
    made = deskpro.make(
        f"/tickets/{quiet}/messages",
        message="Psst",
        is_note=is_note,
        attachments=[{"blob_auth": blob["blob_auth"]}],
    )

    (attachment,) = deskpro.data(f"/tickets/{quiet}/attachments")
    assert (1, True) == (made["is_agent_note"], attachment["is_agent_note"])
    assert (int, bool) == (type(made["is_agent_note"]), type(attachment["is_agent_note"]))


BAD = "1AAAAAAAAAAAAAAAAAAAA"


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({}, {"message": ["required"]}),
        ({"message": " "}, {"message": ["required"]}),
        ({"message": None}, {"message": ["required"]}),
        ({"message": ["x"]}, {"message": ["invalid"]}),
        ({"message": "x", "nome": 1, "zz": 2}, {"": ["extra_fields"]}),
        ({"message": "x", "format": "rtf"}, {"format": ["bad_choice"]}),
        ({"message": "x", "is_note": "maybe"}, {"is_note": ["invalid"]}),
        ({"message": "x", "person": 99}, {"person": ["bad_choice"]}),
        ({"message": "x", "person": 2**80}, {"person": ["bad_choice"]}),
        ({"message": "x", "person": {"email": "none"}}, {"person.email": ["bad_email"]}),
        ({"message": "x", "attachments": "x"}, {"attachments": ["invalid"]}),
        ({"message": "x", "attachments": ["x"]}, {"attachments.attachments_0": ["invalid"]}),
        ({"message": "x", "attachments": [1]}, {"attachments": ["bad_choice"]}),
        ({"message": "x", "attachments": [2**63]}, {"attachments.attachments_0": ["bad_choice"]}),
        (
            {"message": "x", "attachments": [{}]},
            {"attachments.attachments_0.blob_auth": ["required"]},
        ),
        (
            {"message": "x", "attachments": [{"blob_auth": "AUTH"}, {"blob_auth": BAD}]},
            {"attachments.attachments_1.blob_auth": ["bad_choice"]},
        ),
        (
            {"message": "x", "attachments": {"26854": {"blob_auth": BAD}}},
            {"attachments.attachments_26854.blob_auth": ["bad_choice"]},
        ),
        (
            {"message": "x", "attachments": {"a": {"blob_auth": ["\0"]}}},
            {"attachments.attachments_a.blob_auth": ["bad_choice"]},
        ),
        (
            {"message": "x", "inline_attachments": [{"blob_auth": "AUTH", "is_inline": "no"}]},
            {"inline_attachments.inline_attachments_0.is_inline": ["invalid"]},
        ),
        ({"message": "x", "attachments": [{}] * 1001}, {"attachments": ["too_long"]}),
        ({"message": "a\0b"}, {"message": ["invalid"]}),
    ],
)
def test_wrong_messages_are_refused(deskpro, ticket, given, where):
    """With what is wrong where it is; nothing is said, nobody made."""
    auth = upload(deskpro)["blob_auth"]
    sent = json.loads(json.dumps(given).replace("AUTH", auth))
    before = deskpro.get(f"/tickets/{ticket}/messages").json

    answer = deskpro.post(f"/tickets/{ticket}/messages", json=sent)

    assert where == refused(answer)
    assert before == deskpro.get(f"/tickets/{ticket}/messages").json


def test_a_message_is_of_its_ticket(deskpro, ticket, quiet):
    """404 by another ticket's path, for what is deleted, and for what is no message."""
    first = deskpro.data(f"/tickets/{ticket}/messages")[0]["id"]
    for method in ("GET", "PUT", "DELETE"):
        answer = deskpro.open(method, f"/tickets/{quiet}/messages/{first}", json={})
        assert 404 == answer.status_code
    with deskpro.desk() as desk:
        (log,) = [
            one.id for one in desk.get(Ticket, ticket).messages if one.kind is MessageKind.SYSTEM
        ]
    for path in (f"{ticket}/messages/{log}", "99/messages", f"{2**70}/messages", "99/attachments"):
        assert 404 == deskpro.get(f"/tickets/{path}").status_code
    assert 404 == deskpro.get(f"/tickets/{quiet}/messages/{first}/attachments").status_code
    assert 404 == deskpro.post("/tickets/99/messages", json={"message": "x"}).status_code


def test_a_message_that_is_deleted_is_gone(deskpro, ticket):
    """With what was attached; the ticket's own text, too."""
    path = f"/tickets/{ticket}/messages"
    first, *rest = deskpro.data(path)
    (file,) = deskpro.data(f"/tickets/{ticket}/attachments")

    answer = deskpro.delete(f"{path}/{first['id']}")

    assert (200, []) == (answer.status_code, answer.json["data"])
    assert rest == deskpro.data(path)
    assert [] == attached(deskpro, ticket)
    assert 404 == deskpro.get(f"{path}/{first['id']}").status_code
    assert 404 == deskpro.get(f"/file.php/{file['blob']['blob_auth']}").status_code
    assert 404 == deskpro.get(f"/blobs/{file['id']}").status_code


def test_what_is_beside_messages(deskpro, ticket):
    """Attachments, which are asked for by type."""
    answer = deskpro.get(f"/tickets/{ticket}/messages?include=ticket_attachment,nothing")

    (attached,) = deskpro.data(f"/tickets/{ticket}/attachments")
    assert {"ticket_attachment": {str(attached["id"]): attached}} == answer.json["linked"]


def test_what_is_said_is_found_by_other_vendors(deskpro, quiet):
    """In the format that it was written in."""
    deskpro.make(f"/tickets/{quiet}/messages", message="a\nb", format="text")

    with deskpro.desk() as desk:
        (message,) = desk.get(Ticket, quiet).messages
        assert isinstance(message, Message)
        assert ("a\nb", "text", "reply") == (message.body, message.format, message.kind)


def test_what_is_said_in_spam_is_there(deskpro, ticket):
    """And what is said in deleted tickets is not."""
    deskpro.put(f"/tickets/{ticket}", json={"status": "hidden.spam"})
    assert 4 == len(deskpro.data(f"/tickets/{ticket}/messages"))
    (file,) = deskpro.data(f"/tickets/{ticket}/attachments")
    assert 200 == deskpro.get(f"/blobs/{file['id']}").status_code

    deskpro.delete(f"/tickets/{ticket}")

    for path in (f"/tickets/{ticket}/messages", f"/tickets/{ticket}/cc", f"/blobs/{file['id']}"):
        assert 404 == deskpro.get(path).status_code


def test_messages_count_in_their_ticket(deskpro, quiet):
    """An agent's and a user's; notes do not."""
    path = f"/tickets/{quiet}/messages"
    for said in ({}, {}, {"person": "sam@example.com"}, {"is_note": True}):
        deskpro.make(path, message="x", **said)

    shown = deskpro.data(f"/tickets/{quiet}")

    counts = {"count_agent_replies": 2, "count_user_replies": 1, "has_attachments": False}
    assert counts.items() <= shown.items()
    dates = ("date_first_agent_reply", "date_last_agent_reply", "date_last_user_reply")
    assert [SHOWN_NOW] * 3 == [shown[name] for name in dates]
