"""The vendor's app at Zapier: what it asks for, and what it is told. Source: contract 9.1."""

import json

import pytest
from sqlalchemy import select

from contract_tests.deskpro.conftest import refused
from polydesk.core import tickets
from polydesk.core.models import Delivery, Ticket, Webhook
from polydesk.delivery import deliver
from tests.receiver import Receiver

HOOKS = "/apps/zapier/hooks"
HOOK = {"target_url": "https://hooks.example.com/a?b=c", "event": "ticket_created"}
GONE = {"data": [], "meta": {}, "linked": {}}


@pytest.fixture
def told(deskpro):
    """What subscribers to all events are told from now on: call it for what is new."""
    for event in ("ticket_created", "ticket_update", "new_ticket_reply"):
        deskpro.make(HOOKS, **HOOK | {"event": event})
    seen = 0

    def new():
        nonlocal seen
        with deskpro.desk() as desk:
            rows = desk.all(select(Delivery).order_by(Delivery.id))
            found = [(row.event, json.loads(row.body)) for row in rows[seen:]]
        seen += len(found)
        return found

    return new


def test_a_ping_is_answered_with_two_bytes(deskpro):
    """Compared as they are."""
    answer = deskpro.get("/apps/zapier/ping")

    assert (200, b"[]", "application/json") == (
        answer.status_code,
        answer.data,
        answer.content_type,
    )


@pytest.mark.parametrize(
    ("key", "said"),
    [
        (None, "You must be authenticated to make this request."),
        ("key 1:WRONG", "Invalid API key."),
    ],
)
def test_a_ping_says_why_a_key_will_not_do(deskpro, key, said):
    """In words that the app compares."""
    headers = {} if key is None else {"Authorization": key}

    answer = deskpro.get("/apps/zapier/ping", as_=None, headers=headers)

    assert (401, said) == (answer.status_code, answer.json["message"])


def test_a_hook_is_made_and_taken_away(deskpro):
    """201 with its id; 200 with a body."""
    answer = deskpro.post(HOOKS, json=HOOK | {"params": {"x": [1]}}, content_type="text/plain")
    hook = answer.json["data"]

    assert (201, {"id": hook["id"], **HOOK, "params": {"x": [1]}}) == (answer.status_code, hook)
    assert answer.headers["Location"].endswith(f"{HOOKS}/{hook['id']}")
    gone = deskpro.delete(f"{HOOKS}/{hook['id']}")
    assert (200, GONE) == (gone.status_code, gone.json)
    assert 404 == deskpro.delete(f"{HOOKS}/{hook['id']}").status_code


def test_hooks_of_other_vendors_are_not_found(deskpro):
    """They stay."""
    with deskpro.desk() as desk:
        id = desk.add(Webhook(dialect="openhelpdesk", url="https://a.example", events=["*"])).id

    assert 404 == deskpro.delete(f"{HOOKS}/{id}").status_code


@pytest.mark.parametrize(
    ("given", "flaws"),
    [
        ({}, {"target_url": ["required"], "event": ["required"]}),
        (HOOK | {"event": "x"}, {"event": ["bad_choice"]}),
        (HOOK | {"event": ["ticket_update"]}, {"event": ["bad_choice"]}),
        (HOOK | {"target_url": "ftp://a.example"}, {"target_url": ["invalid"]}),
        (HOOK | {"target_url": "https://a.example:x"}, {"target_url": ["invalid"]}),
        (HOOK | {"target_url": "https://"}, {"target_url": ["invalid"]}),
        (HOOK | {"target_url": 5}, {"target_url": ["invalid"]}),
        (HOOK | {"target_url": "https://a.example/" + "x" * 2000}, {"target_url": ["too_long"]}),
        (HOOK | {"params": "x" * 10_000}, {"params": ["too_long"]}),
        (HOOK | {"more": 1}, {"": ["extra_fields"]}),
    ],
)
def test_a_bad_hook_is_refused(deskpro, given, flaws):
    """By field."""
    assert flaws == refused(deskpro.post(HOOKS, json=given))


@pytest.mark.parametrize(
    ("event", "read", "like"),
    [
        ("ticket_created", lambda body: body["data"], "/tickets/1"),
        ("ticket_update", lambda body: body["data"], "/tickets/1"),
        ("new_ticket_reply", lambda body: body, "/tickets/1/messages/1"),
    ],
)
def test_a_sample_looks_like_the_real_thing(deskpro, event, read, like):
    """With the same keys."""
    deskpro.ticket(message="<p>Help</p>")

    sample = read(deskpro.get(f"/apps/zapier/example/{event}").json)

    assert list(deskpro.data(like)) == list(sample)
    assert 404 == deskpro.get("/apps/zapier/example/else").status_code


def test_a_new_ticket_is_told_as_it_is(deskpro, told):
    """Once, whole, and as no update."""
    made = deskpro.ticket(message="<p>Help</p>", agent=deskpro.ids["tom"])

    assert [("ticket_created", {"data": deskpro.data(f"/tickets/{made['id']}")})] == told()


def test_a_change_is_told_once(deskpro, told):
    """However much has changed; nothing where nothing has."""
    path = f"/tickets/{deskpro.ticket()['id']}"
    told()

    deskpro.put(path, json={"subject": "Fire", "status": "resolved", "agent": deskpro.ids["tia"]})
    changed = told()
    deskpro.put(path, json={"subject": "Fire"})

    assert [("ticket_update", {"data": deskpro.data(path)})] == changed
    assert [] == told()


def test_a_reply_is_told_bare(deskpro, told):
    """A note is none."""
    path = f"/tickets/{deskpro.ticket()['id']}/messages"
    told()

    made = deskpro.make(path, message="<p>Here</p>")
    deskpro.make(path, message="<p>Psst</p>", is_note=True)

    assert [("new_ticket_reply", deskpro.data(f"{path}/{made['id']}"))] == told()


def test_what_happens_elsewhere_is_told_too(deskpro, told):
    """Through no dialect at all."""
    id = deskpro.ticket()["id"]
    told()
    with deskpro.desk() as desk:
        ticket = desk.get(Ticket, id)
        desk.actor = ticket.requester
        tickets.reply(desk, ticket, body="Hurry", author=ticket.requester)

    ((event, message),) = told()
    assert ("new_ticket_reply", "Hurry", deskpro.ids["sam"]) == (
        event,
        message["message"],
        message["person"],
    )


def test_of_what_is_gone_nothing_is_told(deskpro, told):
    """A ticket in the bin."""
    path = f"/tickets/{deskpro.ticket()['id']}"
    told()

    deskpro.delete(path)

    assert [] == told()


def test_a_hook_is_sent_what_it_has_subscribed_to(deskpro):
    """JSON by POST, and nothing but the object; afterwards nothing."""
    receiver = Receiver()
    deskpro.control("PATCH", "/settings", json={"world": {"allow_private_webhooks": True}})
    hook = deskpro.make(HOOKS, **HOOK | {"target_url": receiver.url})
    made = deskpro.ticket()

    deliver(deskpro.site.store, deskpro.world)
    deskpro.delete(f"{HOOKS}/{hook['id']}")
    deskpro.ticket(subject="Again")
    deliver(deskpro.site.store, deskpro.world)
    receiver.close()

    (got,) = receiver.got
    assert ("POST", "application/json") == (got.method, got.headers["Content-Type"])
    assert {"data": made} == json.loads(got.body)
