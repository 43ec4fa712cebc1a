"""API hooks: rules that send requests. Source: contract 10."""

import json
from collections.abc import Iterator
from urllib.parse import parse_qs, quote

import pytest

from polydesk.core import catalogue, custom, tickets
from polydesk.core.desk import Machine
from polydesk.core.models import Format, Person, Ticket
from tests.receiver import Receiver

URL = "https://hooks.example.com/x"
MASKS = [
    "subject",
    "url",
    "from",
    "fromEmail",
    "body",
    "technician",
    "date",
    "ticketId",
    "priority",
    "statusId",
    "most_recent_message",
]
SUBJECT = 'Drucker "kaputt"/aus & ş#1?'
BODY = 'a\n"b" ü'


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Somebody's server."""
    receiver = Receiver()
    yield receiver
    receiver.close()


def hook(destek, *, trigger="created", url=URL, verb="POST", data="", as_json=False, **rule):
    """A rule that sends a request; its id."""
    action = {"type": "request", "verb": verb, "url": url, "data": data, "json": as_json}
    given = {"key": "hook", "name": "Hook", "trigger": trigger, "actions": [action], **rule}
    destek.seed({"rules": [given]})
    return destek.ids["hook"]


def create(destek, **given):
    """A ticket of Sam's; its id."""
    with destek.desk() as desk:
        desk.actor = Machine("test")
        sam = desk.get(Person, destek.ids["sam"])
        said = {"subject": SUBJECT, "body": BODY, "format": Format.BBCODE, **given}
        return tickets.create(desk, requester=sam, **said).id


def change(destek, id, do):
    """Something is done to a ticket."""
    with destek.desk() as desk:
        desk.actor = Machine("test")
        do(desk, desk.get(Ticket, id))


def sent(destek):
    """What is in the outbox."""
    return destek.control("GET", "/outbox").json["deliveries"]


def filled(destek, text, **given):
    """What a form's post data becomes, for a new ticket."""
    hook(destek, data=text)
    create(destek, **given)
    return sent(destek)[-1]["body"]


def test_the_payload_is_the_configured_text(destek):
    """Contract 10: no fixed schema, no signature, no added headers; one attempt of ten seconds."""
    rule = hook(destek, data='{ "ticketId" : "#ticketId#" }', as_json=True)

    id = create(destek)

    (one,) = sent(destek)
    expected = {
        "dialect": "desteksitesi",
        "event": f"rule.{rule}",
        "method": "POST",
        "url": URL,
        "headers": {"Content-Type": "application/json"},
        "body": f'{{ "ticketId" : "{id}" }}',
        "status": "pending",
        "attempts": 0,
    }
    assert expected == {name: one[name] for name in expected}


def test_masks_in_json_are_escaped(destek):
    """Contract 10: as in a JSON string, whatever they stand for."""
    text = json.dumps({name: f"#{name}#" for name in MASKS})
    hook(destek, data=text, as_json=True)

    id = create(destek)

    base = destek.site.base_url("desteksitesi", destek.world)
    assert {
        "subject": SUBJECT,
        "url": f"{base}/Ticket/{id}",
        "from": "Sam Ortiz",
        "fromEmail": "sam@example.com",
        "body": BODY,
        "technician": "",
        "date": "2026-04-05T09:00:00Z",
        "ticketId": str(id),
        "priority": "Normal",
        "statusId": "1",
        "most_recent_message": BODY,
    } == json.loads(sent(destek)[0]["body"])


def test_masks_in_forms_are_url_encoded(destek):
    """Contract 10: an unticked box is a form."""
    hook(destek, data="s=#subject#&b=#body#&fix=a+b")

    create(destek)

    (one,) = sent(destek)
    assert {"Content-Type": "application/x-www-form-urlencoded"} == one["headers"]
    assert {"s": [SUBJECT], "b": [BODY], "fix": ["a b"]} == parse_qs(one["body"])


def test_masks_in_urls_are_url_encoded(destek):
    """Contract 10: all but the two that are for post data only, which stay as they are."""
    hook(destek, verb="GET", url=f"{URL}?s=#subject#&b=#body#&m=#most_recent_message#", data="x")

    create(destek)

    (one,) = sent(destek)
    where = f"{URL}?s={quote(SUBJECT, safe='')}&b=#body#&m=#most_recent_message#"
    assert ("GET", where, {}, "") == (one["method"], one["url"], one["headers"], one["body"])


def test_masks_are_found_in_any_letter_case(destek):
    """Contract 10; what is no mask stays."""
    id = create(destek)

    assert f"{id + 1},{id + 1},#ticket#,#1" == filled(destek, "#TICKETID#,#ticketid#,#ticket#,#1")


def test_masks_say_what_the_ticket_has(destek):
    """Contract 10: the assignee's name, the vendor's number of the status, the priority's word."""
    with destek.desk() as desk:
        given = {
            "assignee_id": destek.ids["tom"],
            "priority_id": catalogue.priority_id(desk, "URGENT"),
            "status_id": catalogue.status_id(desk, "OPEN"),
        }

    text = filled(destek, "#technician#,#priority#,#statusId#", **given)

    assert "Tom%20Reed,Critical,2" == text


def test_the_most_recent_message_is_the_last_comment(destek):
    """Contract 10; a techs-only one is told to nobody."""
    hook(destek, trigger="priority", data="#most_recent_message#")
    id = create(destek)

    def answer(desk, ticket):
        for body, internal in [("first", False), ("second", False), ("secret", True)]:
            tickets.reply(desk, ticket, body=body, author=ticket.requester, internal=internal)
        tickets.change(desk, ticket, priority_id=catalogue.priority_id(desk, "HIGH"))

    change(destek, id, answer)

    assert ["second"] == [one["body"] for one in sent(destek)]


def test_masks_of_custom_fields(destek):
    """Contract 10: `#cf_<fieldId>#`, empty where nothing is filled in or the field is not valid."""
    destek.seed(
        {
            "categories": [{"key": "lab", "name": "Lab"}],
            "custom_fields": [
                {"key": "size", "name": "Size", "usage": "ticket", "type": "choice",
                 "options": ["Small", "Very large"]},
                {"key": "empty", "name": "Empty", "usage": "ticket", "type": "date"},
                {"key": "lab_only", "name": "Lab only", "usage": "ticket", "type": "text",
                 "categories": ["lab"]},
                {"key": "of_user", "name": "User's", "usage": "person", "type": "text"},
            ],
        }
    )  # fmt: skip
    ids = destek.ids
    text = ",".join(f"#CF_{ids[key]}#" for key in ("size", "empty", "lab_only", "of_user"))
    hook(destek, trigger="custom", data=text)
    id = create(destek)

    change(destek, id, lambda desk, ticket: custom.put(desk, ticket, {ids["size"]: "very LARGE"}))

    assert [f"Very%20large,,,#CF_{ids['of_user']}#"] == [one["body"] for one in sent(destek)]


def test_a_hook_goes_out_after_the_ticket_is_there(destek, receiver):
    """Contract 10: receivers call the API back; asynchronous, once, whatever they answer."""
    destek.control("PATCH", "/settings", json={"world": {"allow_private_webhooks": True}})
    hook(destek, url=f"http://127.0.0.1:{receiver.port}/x", data="id=#ticketId#")
    receiver.status = 500
    id = create(destek)
    assert [] == receiver.got

    destek.control("POST", "/outbox/deliver")
    destek.advance(600)
    destek.control("POST", "/outbox/deliver")

    (got,) = receiver.got
    assert ("POST", "/x", f"id={id}".encode()) == (got.method, got.path, got.body)
    assert "application/x-www-form-urlencoded" == got.headers["Content-Type"]
    assert [("failed", 1, 500)] == [
        (one["status"], one["attempts"], one["http_status"]) for one in sent(destek)
    ]
    assert id in [one["IssueID"] for one in destek.get("/api/Tickets").json]


@pytest.mark.parametrize("trigger", ["idle", "overdue"])
def test_timed_triggers_follow_the_clock(destek, trigger):
    """Contract 10: not updated for a while, or overdue; nobody has to ask for anything."""
    hook(destek, trigger=trigger, minutes=30, data="#ticketId#")
    id = create(destek)

    def is_due(desk, ticket):
        ticket.due_at = desk.now()

    destek.advance(1740)
    change(destek, id, is_due)
    destek.advance(59 if trigger == "idle" else -60)
    destek.control("POST", "/outbox/deliver")
    before = len(sent(destek))
    destek.advance(61)
    destek.get("/api/Categories")

    assert (0, [str(id)]) == (before, [one["body"] for one in sent(destek)])


def test_a_disabled_hook_is_silent(destek):
    """Contract 10: by the API there are only `Rule`, `EnableRule` and `DisableRule`."""
    rule = hook(destek, data="x")
    destek.get(f"/api/DisableRule/{rule}")
    create(destek)
    silent = sent(destek)
    destek.get(f"/api/EnableRule/{rule}")
    create(destek)

    assert ([], ["x"]) == (silent, [one["body"] for one in sent(destek)])
