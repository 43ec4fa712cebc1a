"""Conversations. Source: contract 1.4, "Conversations (chat)", 1.5 and 1.6."""

import pytest

from contract_tests.helpdeskpro_sanctum.conftest import META, MOMENT, invalid, refused
from polydesk.core import chats
from polydesk.core.models import ChatKind, Conversation, Department, Person
from tests.counting import counting

NEEDED = {
    "ticket_id": "The ticket id field is required.",
    "conversation_type": "The conversation type field is required.",
    "participants": "The participants field is required.",
    "initial_message": "The initial message field is required.",
}


@pytest.fixture
def ticket(sanctum):
    """A ticket of Sam's that Tom is at, as it is shown by itself."""
    id = sanctum.ticket()["id"]
    return sanctum.data("PUT", f"/tickets/{id}", json={"assigned_to": sanctum.ids["tom"]})


def given(sanctum, ticket, **more):
    """What begins a conversation of Sam and Tom."""
    joining = [("sam", "customer"), ("tom", "agent")]
    return {
        "ticket_id": ticket["id"],
        "conversation_type": "customer",
        "participants": [{"user_id": sanctum.ids[who], "role": role} for who, role in joining],
        "initial_message": "Which tray?",
        **more,
    }


def begin(sanctum, ticket, as_="tom", **more):
    """Begin it, as the API answers the conversation."""
    return sanctum.make("/conversations", as_, **given(sanctum, ticket, **more))["conversation"]


def test_a_conversation_is_begun(sanctum, ticket):
    """With those who take part, what it is about, and what is said first."""
    users = {who: sanctum.data("GET", "/auth/me", as_=who) for who in ("sam", "tom")}
    sent = given(sanctum, ticket, context={"page": "/paper"})

    answer = sanctum.post("/conversations", json=sent, as_="tom")

    body = answer.json
    conversation = body["data"]["conversation"]
    message, joined = body["data"]["initial_message"], conversation["participants"]
    bare = {"status", "priority", "category", "department", "user"}
    alone = {"sub_category", "ticket_type", "contact", "attachments", "comments", "ticket_entries"}
    times = {"created_at": MOMENT, "updated_at": MOMENT}
    assert {"success": True, "data": body["data"], "meta": META} == body
    assert 201 == answer.status_code
    assert {
        "id": conversation["id"],
        "title": None,
        "subject": None,
        "contact_id": None,
        "ticket_id": ticket["id"],
        "type": "customer",
        "created_by": sanctum.ids["tom"],
        "context": {"page": "/paper"},
        "status": "active",
        "priority": None,
        "department": None,
        "source": "api",
        "metadata": None,
        "last_message_at": MOMENT,
        "last_activity": MOMENT,
        **times,
        "creator": users["tom"],
        "contact": None,
        "ticket": {
            **{name: ticket[name] for name in ticket.keys() - bare - alone},
            "assigned_to": sanctum.ids["tom"],
        },
        "participants": [
            {
                "id": joined[at]["id"],
                "conversation_id": conversation["id"],
                "user_id": sanctum.ids[who],
                "role": role,
                "joined_at": MOMENT,
                **times,
                "user": users[who],
            }
            for at, (who, role) in enumerate([("sam", "customer"), ("tom", "agent")])
        ],
    } == conversation
    assert {
        "id": message["id"],
        "conversation_id": conversation["id"],
        "user_id": sanctum.ids["tom"],
        "contact_id": None,
        "message": "Which tray?",
        "message_type": "text",
        "is_read": False,
        "read_at": None,
        "is_internal": False,
        **times,
        "user": users["tom"],
        "contact": None,
    } == message
    assert {**conversation, "messages": [message]} == sanctum.data(
        "GET", f"/conversations/{conversation['id']}"
    )


def test_all_that_is_missing_is_told_at_once(sanctum):
    """An empty list of those who take part is missing too."""
    assert invalid(**NEEDED) == refused(sanctum.post("/conversations", json={"participants": []}))


@pytest.mark.parametrize(
    ("sent", "flaws"),
    [
        ({"ticket_id": 999999}, {"ticket_id": "The selected ticket id is invalid."}),
        (
            {"conversation_type": "support"},
            {"conversation_type": "The selected conversation type is invalid."},
        ),
        ({"participants": "sam"}, {"participants": "The participants must be an array."}),
        (
            {"participants": [{"user_id": 999999, "role": "boss"}]},
            {
                "participants__0__user_id": "The selected participants.0.user id is invalid.",
                "participants__0__role": "The selected participants.0.role is invalid.",
            },
        ),
        *(
            (
                {"participants": [member]},
                {
                    "participants__0__user_id": "The participants.0.user id field is required.",
                    "participants__0__role": "The participants.0.role field is required.",
                },
            )
            for member in ({}, [], None, 5, "sam")
        ),
        (
            {"initial_message": "x" * 1001},
            {"initial_message": "The initial message must not be greater than 1000 characters."},
        ),
        ({"context": "x"}, {"context": "The context must be an array."}),
    ],
)
def test_what_cannot_be_begun_says_why(sanctum, ticket, sent, flaws):
    """By the place in lists, and begins nothing."""
    answer = sanctum.post("/conversations", json=given(sanctum, ticket, **sent))

    assert invalid(**flaws) == refused(answer)
    assert [] == sanctum.list("/conversations")


def test_a_contact_takes_no_part(sanctum, ticket):
    """Those who do are users."""
    joining = [{"user_id": sanctum.ids["bo"], "role": "customer"}]

    answer = sanctum.post("/conversations", json=given(sanctum, ticket, participants=joining))

    flaw = "The selected participants.0.user id is invalid."
    assert invalid(participants__0__user_id=flaw) == refused(answer)


def test_who_takes_part_may_come_in_a_form(sanctum, ticket):
    """The way PHP reads it."""
    sent = {
        "ticket_id": str(ticket["id"]),
        "conversation_type": "internal",
        "participants[0][user_id]": str(sanctum.ids["mia"]),
        "participants[0][role]": "participant",
        "initial_message": "Hello",
    }

    made = sanctum.data("POST", "/conversations", data=sent)["conversation"]

    assert [(sanctum.ids["mia"], "participant")] == [
        (one["user_id"], one["role"]) for one in made["participants"]
    ]


@pytest.mark.parametrize(
    ("query", "filters", "found"),
    [
        ("", [], [0, 1, 2]),
        ("?type=internal", {"type": "internal"}, [1]),
        ("?type=nonsense", {"type": "nonsense"}, []),
        ("?status=closed", {"status": "closed"}, [2]),
        ("?status=active&type=customer", {"type": "customer", "status": "active"}, [0]),
        ("?search=TOM%20EX", {"search": "TOM EX"}, [0, 2]),
        ("?search=mia@", {"search": "mia@"}, [1]),
        ("?search=%25", {"search": "%"}, []),
        ("?ticket_id=999999", {"ticket_id": "999999"}, []),
        ("?ticket_id=x", {"ticket_id": "x"}, []),
        ("?order=desc", [], [2, 1, 0]),
        ("?sort=id&order=desc&per_page=2", [], [2, 1]),
        ("?sort=nonsense&order=DESC", [], [2, 1, 0]),
        ("?type=", [], [0, 1, 2]),
    ],
)
def test_conversations_are_narrowed_and_sorted(sanctum, ticket, query, filters, found):
    """By when something was said last, if by nothing else; the filters that were sent are told."""
    made = []
    for as_, type in (("tom", "customer"), ("mia", "internal"), ("tom", "customer")):
        made.append(begin(sanctum, ticket, as_, conversation_type=type)["id"])
        sanctum.advance(60)
    sanctum.data("PUT", f"/conversations/{made[2]}", json={"status": "closed"})

    body = sanctum.get(f"/conversations{query}").json

    assert [made[at] for at in found] == [one["id"] for one in body["data"]]
    assert filters == body["meta"]["filters"]


def test_conversations_of_one_ticket_are_listed(sanctum, ticket):
    """By its id; what is listed is as it was begun."""
    other = sanctum.ticket()
    begin(sanctum, other)
    made = begin(sanctum, ticket)

    assert [made] == sanctum.list(f"/conversations?ticket_id={ticket['id']}")


def test_where_something_is_said_comes_last(sanctum, ticket):
    """In the order of a list that says nothing else."""
    first, second = (begin(sanctum, ticket)["id"] for _ in range(2))
    sanctum.advance(60)
    sanctum.make(f"/conversations/{first}/messages", message="2")

    assert [second, first] == [one["id"] for one in sanctum.list("/conversations")]


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_a_conversation_is_changed(sanctum, ticket, method):
    """Only what is sent of it changes; the name is one, with two keys."""
    id = begin(sanctum, ticket)["id"]
    url = f"/conversations/{id}"
    before = sanctum.data("GET", url)
    sanctum.advance(60)
    sent = {"title": "Tray", "status": "archived", "priority": "high", "metadata": {"a": [1]}}

    changed = sanctum.data(method, url, json=sent)
    cleared = sanctum.data(method, url, json={"title": None, "priority": "", "metadata": None})
    kept = sanctum.data(method, url, json={"unknown": 1})

    later = "2026-01-05T09:01:00.000000Z"
    assert {**before, **sent, "subject": "Tray", "updated_at": later} == changed
    assert {**before, "status": "archived", "updated_at": later} == cleared == kept
    assert kept == sanctum.data("GET", url)


@pytest.mark.parametrize(
    ("sent", "flaws"),
    [
        ({"title": "x" * 256}, {"title": "The title must not be greater than 255 characters."}),
        ({"status": "open"}, {"status": "The selected status is invalid."}),
        ({"status": None}, {"status": "The status field is required."}),
        ({"priority": 1}, {"priority": "The priority must be a string."}),
        ({"metadata": "x"}, {"metadata": "The metadata must be an array."}),
    ],
)
def test_a_refused_change_changes_nothing(sanctum, ticket, sent, flaws):
    """And says why."""
    url = f"/conversations/{begin(sanctum, ticket)['id']}"
    before = sanctum.data("GET", url)

    answer = sanctum.put(url, json={"title": "Tray", **sent})

    assert invalid(**flaws) == refused(answer)
    assert before == sanctum.data("GET", url)


def test_a_deleted_conversation_can_be_restored(sanctum, ticket):
    """Till then it is nowhere."""
    url = f"/conversations/{begin(sanctum, ticket)['id']}"
    before = sanctum.data("GET", url)

    gone = sanctum.delete(url)
    answers = [
        sanctum.get(url),
        sanctum.put(url, json={}),
        sanctum.delete(url),
        sanctum.get(f"{url}/messages"),
        sanctum.post(f"{url}/messages", json={"message": "x"}),
        sanctum.post(f"{url}/mark-read"),
    ]
    listed = sanctum.list("/conversations")
    back = [sanctum.data("POST", f"{url}/restore") for _ in range(2)]

    assert (204, b"", []) == (gone.status_code, gone.data, listed)
    assert [(404, "Conversation not found", None)] * 6 == [refused(one) for one in answers]
    assert [before] * 2 == back


@pytest.mark.parametrize("id", [999999, "x", 0])
def test_what_never_was_is_not_restored(sanctum, id):
    """Nor found."""
    for answer in (
        sanctum.get(f"/conversations/{id}"),
        sanctum.post(f"/conversations/{id}/restore"),
    ):
        assert (404, "Conversation not found", None) == refused(answer)


def test_a_deleted_ticket_is_not_shown(sanctum, ticket):
    """Its id is."""
    url = f"/conversations/{begin(sanctum, ticket)['id']}"
    sanctum.delete(f"/tickets/{ticket['id']}")

    shown = sanctum.data("GET", url)

    assert (ticket["id"], None) == (shown["ticket_id"], shown["ticket"])


def test_any_token_sees_any_conversation_of_customers(sanctum, ticket):
    """The vendor has no scoping here."""
    made = begin(sanctum, ticket)

    assert [made] == sanctum.list("/conversations", as_="eve")


def test_a_conversation_is_a_chat_to_other_vendors(sanctum, ticket):
    """With the customer and the agent who take part in it, and who said what."""
    id = begin(sanctum, ticket)["id"]
    sanctum.make(f"/conversations/{id}/messages", "sam", message="Tray 2")

    with sanctum.desk() as desk:
        row = desk.get(Conversation, id)
        found = row.kind, row.person_id, row.agent_id, row.ticket_id
        said = [(one.body, one.by_user) for one in row.messages]

    ids = sanctum.ids
    assert (ChatKind.CUSTOMER, ids["sam"], ids["tom"], ticket["id"]) == found
    assert [("Which tray?", False), ("Tray 2", True)] == said


def test_without_a_customer_it_is_with_who_asks_in_the_ticket(sanctum, ticket):
    """And with nobody where it is internal."""
    joining = [{"user_id": sanctum.ids["mia"], "role": "participant"}]
    made = [
        begin(sanctum, ticket, participants=joining, conversation_type=type)["id"]
        for type in ("customer", "internal")
    ]

    with sanctum.desk() as desk:
        rows = [desk.get(Conversation, id) for id in made]
        found = [(row.person_id, row.agent_id) for row in rows]

    assert [(sanctum.ids["sam"], None), (None, None)] == found


def test_a_chat_of_another_vendor_is_a_conversation(sanctum):
    """Of type support, with a contact where it is with one, and the department by its name."""
    with sanctum.desk() as desk:
        desk.actor = bo = desk.get(Person, sanctum.ids["bo"])
        row = chats.create(desk, subject="Paper", person=bo, department_id=1, channel="web")
        department = desk.get(Department, 1).name
        chats.say(desk, row, body="Hello?", author=bo, by_user=True)
        chats.end(desk, row)
        id = row.id

    shown = sanctum.data("GET", f"/conversations/{id}")

    names = ("organization_id", "phone", "address", "city", "region", "country", "postal_code")
    contact = {
        "id": sanctum.ids["bo"],
        "first_name": "Bo",
        "last_name": "Guest",
        "email": "bo@example.com",
        **dict.fromkeys(names),
        "created_at": MOMENT,
        "updated_at": MOMENT,
    }
    (message,) = shown["messages"]
    assert ("Paper", "Paper", "support", "closed", department, "web") == tuple(
        shown[name] for name in ("title", "subject", "type", "status", "department", "source")
    )
    assert (None, None, None, []) == tuple(
        shown[name] for name in ("created_by", "creator", "ticket", "participants")
    )
    assert (contact["id"], contact) == (shown["contact_id"], shown["contact"])
    assert (None, None, contact["id"], contact) == tuple(
        message[name] for name in ("user_id", "user", "contact_id", "contact")
    )


def test_a_list_costs_the_same_however_long_it_is(sanctum, ticket):
    """Whatever is shown beside each."""

    def cost():
        with counting() as statements:
            sanctum.list("/conversations")
        return len(statements)

    begin(sanctum, ticket)
    sanctum.list("/conversations")
    one = cost()
    for who in ("sam", "eve", "sam", "eve"):
        begin(sanctum, sanctum.ticket(who), who)
    sanctum.list("/conversations")

    assert one == cost() <= 10
