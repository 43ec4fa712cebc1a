"""What is said in conversations. Source: contract 1.4, "Conversations (chat)", and 1.5."""

import pytest

from contract_tests.helpdeskpro_sanctum.conftest import META, invalid, refused
from polydesk.core import chats
from polydesk.core.models import Conversation, Format, Person
from tests.counting import counting

LATER = "2026-01-05T09:01:00.000000Z"


@pytest.fixture
def url(sanctum):
    """A conversation with Sam, in which Tom has said something a minute ago."""
    with sanctum.desk() as desk:
        sam, tom = (desk.get(Person, sanctum.ids[who]) for who in ("sam", "tom"))
        desk.actor = tom
        row = chats.create(desk, person=sam, agent=tom)
        chats.say(desk, row, body="Which tray?", author=tom, by_user=False)
        id = row.id
    sanctum.advance(60)
    return f"/conversations/{id}"


def test_something_is_said(sanctum, url):
    """By the caller; what was said last is of that moment."""
    answer = sanctum.post(f"{url}/messages", json={"message": " Tray 2 "}, as_="sam")

    message = answer.json["data"]
    after = sanctum.data("GET", url)
    shown = {
        "id": message["id"],
        "conversation_id": after["id"],
        "user_id": sanctum.ids["sam"],
        "contact_id": None,
        "message": "Tray 2",
        "message_type": "text",
        "is_read": False,
        "read_at": None,
        "is_internal": False,
        "created_at": LATER,
        "updated_at": LATER,
        "user": sanctum.data("GET", "/auth/me", as_="sam"),
        "contact": None,
    }
    meta = {**META, "timestamp": "2026-01-05T09:01:00Z"}
    assert (201, {"success": True, "data": shown, "meta": meta}) == (
        answer.status_code,
        answer.json,
    )
    assert [LATER] * 3 == [after[at] for at in ("last_message_at", "last_activity", "updated_at")]
    assert shown == after["messages"][-1]


def test_something_may_be_internal(sanctum, url):
    """Then it says so."""
    said = sanctum.make(f"{url}/messages", "tom", message="psst", is_internal="1")

    assert True is said["is_internal"]
    assert said == sanctum.list(f"{url}/messages")[-1]


def test_messages_are_listed_oldest_first(sanctum, url):
    """A page at a time; a list of these echoes no filters."""
    for text in ("b", "c"):
        sanctum.make(f"{url}/messages", message=text)

    body = sanctum.get(f"{url}/messages?per_page=2").json

    assert ["Which tray?", "b"] == [one["message"] for one in body["data"]]
    assert (3, 2) == tuple(body["meta"]["pagination"][name] for name in ("total", "last_page"))
    assert "filters" not in body["meta"]


@pytest.mark.parametrize(
    ("sent", "flaws"),
    [
        ({}, {"message": "The message field is required."}),
        ({"message": " "}, {"message": "The message field is required."}),
        ({"message": ["x"]}, {"message": "The message must be a string."}),
        (
            {"message": "x" * 5001},
            {"message": "The message must not be greater than 5000 characters."},
        ),
        (
            {"message": "x", "is_internal": "maybe"},
            {"is_internal": "The is internal field must be true or false."},
        ),
        ({"message": "a\0b"}, {"message": "The message is invalid."}),
    ],
)
def test_what_cannot_be_said_says_why(sanctum, url, sent, flaws):
    """And is not said."""
    answer = sanctum.post(f"{url}/messages", json=sent)

    assert invalid(**flaws) == refused(answer)
    assert 1 == len(sanctum.list(f"{url}/messages"))


@pytest.mark.parametrize("path", ["messages", "mark-read"])
@pytest.mark.parametrize("id", [999999, "x"])
def test_nothing_is_said_nowhere(sanctum, path, id):
    """Nor read."""
    answer = sanctum.post(f"/conversations/{id}/{path}", json={"message": "x"})

    assert (404, "Conversation not found", None) == refused(answer)


def test_what_others_have_said_is_marked_as_read(sanctum, url):
    """Not what one has said oneself; once is enough."""
    sanctum.make(f"{url}/messages", "sam", message="Tray 2")

    answer = sanctum.post(f"{url}/mark-read", as_="sam")
    sanctum.advance(60)
    sanctum.data("POST", f"{url}/mark-read", as_="sam")

    said = {"message": "Conversation marked as read"}
    assert (200, said) == (answer.status_code, answer.json["data"])
    assert [(True, LATER), (False, None)] == [
        (one["is_read"], one["read_at"]) for one in sanctum.list(f"{url}/messages")
    ]


def test_what_other_vendors_say_in_html_is_text(sanctum, url):
    """The vendor knows no other."""
    with sanctum.desk() as desk:
        desk.actor = desk.get(Person, sanctum.ids["ada"])
        row = desk.get(Conversation, int(url.rpartition("/")[2]))
        chats.say(desk, row, body="<p>Tray&nbsp;<b>2</b></p>", author=None, by_user=True,
                  format=Format.HTML)  # fmt: skip

    message = sanctum.list(f"{url}/messages")[-1]

    assert ("Tray\xa02", None, None) == (message["message"], message["user"], message["contact"])


def test_a_conversation_costs_the_same_however_much_is_said(sanctum, url):
    """Shown alone, and its messages listed."""

    def cost():
        with counting() as statements:
            sanctum.data("GET", url)
            sanctum.list(f"{url}/messages")
        return len(statements)

    sanctum.list("/conversations")
    one = cost()
    for who in ("sam", "eve", "mia", "ada"):
        sanctum.make(f"{url}/messages", who, message="x")
    sanctum.list("/conversations")

    assert one == cost()
