"""Replies and notes: endpoints 8 to 11. Contract 4.3, 6.2, 8.2 and 8.5."""

import pytest
from sqlalchemy import select

from polydesk.core import accounts, tickets
from polydesk.core.models import Event, Format, Message, MessageKind, Ticket

DAY = 86400


def error(answer):
    return answer.status_code, answer.json["error"]


def reply(ohd, ticket, as_="sam", **sent):
    return ohd.post(f"/api/tickets/{ticket['id']}/replies", as_=as_, json={"body": "Hi."} | sent)


def bodies(ohd, ticket, as_="sam"):
    answer = ohd.get(f"/api/tickets/{ticket['id']}/replies", as_=as_)
    return [one["body"] for one in answer.json["data"]]


def resolve(ohd, ticket):
    assert 200 == ohd.post(f"/api/tickets/{ticket['id']}/resolve", as_="tom").status_code


def test_a_reply_is_answered_whole(ohd):
    """Verbatim, with nulls; the ticket is changed by it, and shows it."""
    ticket = ohd.ticket()
    ohd.advance(60)

    answer = reply(ohd, ticket, body=" **Still** off.\n")

    body = answer.json
    assert (201, 26) == (answer.status_code, len(body.pop("id")))
    assert {
        "body": " **Still** off.\n",
        "is_internal": False,
        "author": {"id": ohd.ids["sam"], "name": "Sam Ortiz", "role": "user"},
        "attachments": [],
        "created_at": "2026-04-05T09:01:00Z",
        "edited_at": None,
    } == body
    shown = ohd.get(f"/api/tickets/{ticket['id']}").json
    assert [answer.json] == shown["replies"]
    assert "2026-04-05T09:01:00Z" == shown["updated_at"]


def test_replies_come_oldest_first_and_whole(ohd):
    """All of them where no page is asked for; else by page."""
    ticket = ohd.ticket()
    for at in range(27):
        reply(ohd, ticket, as_="tom", body=str(at))
    path = f"/api/tickets/{ticket['id']}/replies"

    whole, page = ohd.get(path).json, ohd.get(f"{path}?page=2").json

    assert [str(at) for at in range(27)] == [one["body"] for one in whole["data"]]
    assert (1, 27, 27, 1) == tuple(whole[k] for k in ("page", "per_page", "total", "total_pages"))
    assert (["25", "26"], 2, 25, 27, 2) == (
        [one["body"] for one in page["data"]],
        *(page[k] for k in ("page", "per_page", "total", "total_pages")),
    )
    assert (1, 25) == tuple(
        ohd.get(f"/api/tickets/{ohd.ticket()['id']}/replies").json[k] for k in ("page", "per_page")
    )


def test_notes_are_for_staff(ohd):
    """Users may not post them, see none of them, and cannot name them."""
    ticket = ohd.ticket()
    note = reply(ohd, ticket, as_="tom", body="Psst.", is_internal=True).json
    path = f"/api/tickets/{ticket['id']}/replies/{note['id']}"

    assert note["is_internal"]
    assert ["Psst."] == bodies(ohd, ticket, "ada") == bodies(ohd, ticket, "bot")
    assert [] == bodies(ohd, ticket, "sam")
    assert [] == ohd.get(f"/api/tickets/{ticket['id']}", as_="sam").json["replies"]
    assert (404, "reply not found") == error(ohd.patch(path, as_="sam", json={"body": "x"}))
    assert (404, "reply not found") == error(ohd.delete(path, as_="sam"))
    assert (403, "only staff can post internal notes") == error(
        reply(ohd, ticket, is_internal=True, body="")
    )


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"body": None}, "body is required"),
        ({"body": " \n"}, "body is required"),
        ({"body": 1}, "invalid body"),
        ({"is_internal": "yes"}, "invalid is_internal"),
        ({"is_internal": None}, "invalid is_internal"),
    ],
)
def test_wrong_replies_are_refused(ohd, sent, expected):
    assert (400, expected) == error(reply(ohd, ohd.ticket(), as_="tom", **sent))


def test_tickets_of_others_take_no_replies(ohd):
    ticket = ohd.ticket()
    path = f"/api/tickets/{ticket['id']}/replies"

    assert (404, "ticket not found") == error(reply(ohd, ticket, as_="kim"))
    assert (404, "ticket not found") == error(ohd.get(path, as_="kim"))
    assert (401, "authentication required") == error(reply(ohd, ticket, as_=None))
    assert (401, "authentication required") == error(ohd.get(path, as_=None))


@pytest.mark.parametrize("later", [0, 7 * DAY])
def test_a_reply_at_exactly_the_deadline_still_reopens(ohd, later):
    ticket = ohd.ticket()
    ohd.advance(60)
    resolve(ohd, ticket)
    ohd.advance(later)

    assert 201 == reply(ohd, ticket).status_code

    status = ohd.get(f"/api/tickets/{ticket['id']}").json["status"]
    assert ("New", ["Hi."]) == (status, bodies(ohd, ticket))


def test_a_reply_after_the_deadline_is_not_saved(ohd):
    """Staff's is, and reopens nothing."""
    ticket = ohd.ticket()
    ohd.advance(60)
    resolve(ohd, ticket)
    ohd.advance(7 * DAY + 1)

    assert (409, "reopen window has expired") == error(reply(ohd, ticket))
    assert 201 == reply(ohd, ticket, as_="tom", body="Yes?").status_code

    status = ohd.get(f"/api/tickets/{ticket['id']}").json["status"]
    assert ("Resolved", ["Yes?"]) == (status, bodies(ohd, ticket))


def test_a_window_of_zero_reopens_nothing(ohd):
    ohd.set(reopen_window_days=0)
    ticket = ohd.ticket()
    resolve(ohd, ticket)

    assert (409, "reopen window has expired") == error(reply(ohd, ticket))


def test_users_cannot_answer_in_closed_tickets(ohd):
    """Reading still works, staff still may."""
    ticket = ohd.ticket()
    ohd.patch(f"/api/tickets/{ticket['id']}", json={"status_id": ohd.ids["Closed"]})

    assert (409, "ticket is closed") == error(reply(ohd, ticket))
    assert 201 == reply(ohd, ticket, as_="tom").status_code
    assert ["Hi."] == bodies(ohd, ticket)
    assert "Closed" == ohd.get(f"/api/tickets/{ticket['id']}").json["status"]


def test_staff_never_reopens_by_a_reply(ohd):
    """Nor does an OAuth client; and a reply to an open ticket leaves its status."""
    ticket = ohd.ticket()
    ohd.patch(f"/api/tickets/{ticket['id']}", json={"status_id": ohd.ids["Pending"]})
    reply(ohd, ticket)
    assert "Pending" == ohd.get(f"/api/tickets/{ticket['id']}").json["status"]

    resolve(ohd, ticket)
    reply(ohd, ticket, as_="tom"), reply(ohd, ticket, as_="bot")

    assert "Resolved" == ohd.get(f"/api/tickets/{ticket['id']}").json["status"]


def test_the_target_of_a_reopening_is_a_setting(ohd):
    ohd.set(reopen_target_status_name="In Progress")
    ticket = ohd.ticket()
    resolve(ohd, ticket)

    reply(ohd, ticket)

    assert "In Progress" == ohd.get(f"/api/tickets/{ticket['id']}").json["status"]


def test_users_change_their_replies_for_fifteen_minutes(ohd):
    """To the second."""
    ticket = ohd.ticket()
    made = reply(ohd, ticket).json
    path = f"/api/tickets/{ticket['id']}/replies/{made['id']}"
    ohd.advance(900)

    answer = ohd.patch(path, as_="sam", json={"body": "Bye."})

    changed = made | {"body": "Bye.", "edited_at": "2026-04-05T09:15:00Z"}
    assert (200, changed) == (answer.status_code, answer.json)
    assert 204 == ohd.delete(path, as_="sam").status_code


def test_what_a_reply_said_before_is_in_the_trail(ohd):
    """Of a change and of a deletion; each changes the ticket too."""
    ticket = ohd.ticket()
    path = f"/api/tickets/{ticket['id']}"
    made = reply(ohd, ticket, body="One.").json["id"]
    seen = []
    for method in ("PATCH", "DELETE"):
        ohd.advance(60)
        ohd.open(method, f"{path}/replies/{made}", as_="sam", json={"body": "Two."})
        seen.append(ohd.get(path).json["updated_at"])

    with ohd.desk() as desk:
        told = desk.session.query(Event.kind, Event.data).order_by(Event.id).all()[-2:]
    assert ["2026-04-05T09:01:00Z", "2026-04-05T09:02:00Z"] == seen
    assert [("ticket.reply_changed", "One."), ("ticket.reply_deleted", "Two.")] == [
        (kind, data["before"]) for kind, data in told
    ]


def test_later_only_staff_changes_a_reply(ohd):
    ticket = ohd.ticket()
    path = f"/api/tickets/{ticket['id']}/replies/{reply(ohd, ticket).json['id']}"
    late = 403, "replies can only be changed within 15 minutes"
    ohd.advance(901)

    assert late == error(ohd.patch(path, as_="sam", json={"body": "Bye."}))
    assert late == error(ohd.delete(path, as_="sam"))
    assert 200 == ohd.patch(path, as_="tom", json={"body": "Mine."}).status_code
    assert 204 == ohd.delete(path, as_="bot").status_code


def test_users_change_no_replies_of_others(ohd):
    ticket = ohd.ticket()
    made = reply(ohd, ticket, as_="tom").json
    path = f"/api/tickets/{ticket['id']}/replies/{made['id']}"

    assert (400, "body is required") == error(ohd.patch(path, as_="sam", json={}))
    assert (403, "not your reply") == error(ohd.patch(path, as_="sam", json={"body": "x"}))
    assert (403, "not your reply") == error(ohd.delete(path, as_="sam"))
    assert (404, "ticket not found") == error(ohd.delete(path, as_="kim"))
    assert (401, "authentication required") == error(ohd.delete(path, as_=None))


def test_a_deleted_reply_is_gone_for_everybody(ohd):
    """A second time there is none; the ticket has changed."""
    ticket = ohd.ticket()
    made = reply(ohd, ticket).json
    path = f"/api/tickets/{ticket['id']}/replies/{made['id']}"
    ohd.advance(60)

    answer = ohd.delete(path, as_="sam")

    assert (204, b"") == (answer.status_code, answer.data)
    shown = ohd.get(f"/api/tickets/{ticket['id']}").json
    assert ([], "2026-04-05T09:01:00Z") == (shown["replies"], shown["updated_at"])
    assert [] == bodies(ohd, ticket, "ada")
    assert (404, "reply not found") == error(ohd.delete(path))
    assert (404, "reply not found") == error(ohd.patch(path, json={"body": "x"}))


def test_a_reply_is_found_in_its_own_ticket_only(ohd):
    """Nor is the ticket's own text a reply."""
    ticket, other = ohd.ticket(), ohd.ticket()
    made = reply(ohd, ticket).json
    with ohd.desk() as desk:
        opening = desk.rows(select(Message.ulid).where(Message.kind == MessageKind.OPENING))[0].ulid

    for path in (
        f"{other['id']}/replies/{made['id']}",
        f"{ticket['id']}/replies/{opening}",
        f"{ticket['id']}/replies/nonsense",
    ):
        answer = ohd.patch(f"/api/tickets/{path}", json={"body": "x"})
        assert (404, "reply not found") == error(answer)


def test_a_changed_reply_of_another_vendor_is_markdown(ohd):
    """What was HTML before is not converted any more."""
    id = ohd.ticket()["id"]
    with ohd.desk() as desk:
        desk.actor = accounts.find(desk, ohd.numbers["tom"])
        ticket = desk.get(Ticket, id)
        made = tickets.reply(
            desk, ticket, body="<b>x</b>", author=desk.actor, format=Format.HTML
        ).ulid

    answer = ohd.patch(f"/api/tickets/{id}/replies/{made}", json={"body": "<b>*y*</b>"})

    assert "<b>*y*</b>" == answer.json["body"]
