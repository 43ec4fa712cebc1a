"""Guests: their tickets, tracking, and the links they are mailed. Contract 8.10, X12, row 4."""

import io

import pytest


def error(answer):
    return answer.status_code, answer.json["error"]


def ask(ohd, **given):
    sent = {
        "subject": "Gate",
        "description": "Closed.",
        "category_id": ohd.ids["facilities"],
        "guest_email": "mia@harbor.example",
    }
    return ohd.post("/api/tickets", as_=None, json=sent | given)


@pytest.fixture
def guest(ohd):
    """A guest's ticket, and its token."""
    ohd.set(guest_submission_enabled=True)
    ticket = ask(ohd, guest_name="Mia Wong", guest_phone="+1 555 0100").json
    return ticket, ohd.mails()[-1]["data"]["token"]


def by(token):
    return {"Authorization": f"Guest {token}"}


def test_guests_are_off_by_default(ohd):
    """Before the body is looked at."""
    assert (401, "authentication required") == error(ask(ohd))
    assert (401, "authentication required") == error(
        ohd.post("/api/tickets", as_=None, data=b"nonsense")
    )
    bad = {"Authorization": "Bearer ohd_sk_nonsense"}
    assert (401, "authentication required") == error(ohd.post("/api/tickets", headers=bad))


def test_a_guests_ticket_is_answered_as_detail(ohd):
    """With a number to track it; type, item and priority are ignored; the link is mailed only."""
    ohd.set(guest_submission_enabled=True)

    answer = ask(
        ohd,
        guest_email=" Mia@Harbor.example ",
        guest_name="Mia Wong",
        priority="Critical",
        type_id="nonsense",
        item_id=1,
    )

    body = answer.json
    assert 201 == answer.status_code
    assert {"id": None, "name": "Mia Wong", "email": "Mia@Harbor.example"} == body["submitter"]
    assert ("TRK-1001", "Medium", None, None, []) == tuple(
        body[k] for k in ("tracking_number", "priority", "type", "item", "replies")
    )
    (mail,) = ohd.mails()
    assert ("Mia@Harbor.example", True) == (mail["to"], mail["data"]["token"] in mail["text"])
    assert mail["data"]["token"] not in answer.text
    assert "TRK-1002" == ask(ohd).json["tracking_number"]


def test_without_a_name_the_address_stands_in(ohd):
    ohd.set(guest_submission_enabled=True)

    assert "mia@harbor.example" == ask(ohd, guest_name=" ").json["submitter"]["name"]
    listed = ohd.get("/api/tickets").json["data"][0]
    assert {"id": None, "name": "mia@harbor.example"} == listed["submitter"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"guest_email": None}, "guest_email is required"),
        ({"guest_email": " "}, "guest_email is required"),
        ({"guest_email": "mia"}, "invalid guest_email"),
        ({"guest_email": "mia@x.y, kim@x.y"}, "invalid guest_email"),
        ({"guest_email": 1}, "invalid guest_email"),
        ({"guest_name": 1}, "invalid guest_name"),
        ({"guest_phone": "1" * 81}, "invalid guest_phone"),
        ({"subject": ""}, "subject is required"),
        ({"category_id": "01JQXYZ0000000000000000000"}, "category not found"),
    ],
)
def test_wrong_guests_are_refused(ohd, given, expected):
    """Nothing is kept, nothing is mailed."""
    ohd.set(guest_submission_enabled=True)

    assert (400, expected) == error(ask(ohd, **given))
    assert [] == ohd.mails()
    assert 0 == ohd.get("/api/tickets").json["total"]


def test_archived_categories_take_no_guests(ohd):
    ohd.set(guest_submission_enabled=True)
    ohd.patch(f"/api/admin/categories/{ohd.ids['facilities']}", json={"archived": True})

    assert (400, "category is archived") == error(ask(ohd))


def test_whoever_proves_who_they_are_is_no_guest(ohd):
    ohd.set(guest_submission_enabled=True)

    ticket = ohd.ticket(as_="sam", guest_email="mia@harbor.example")

    assert (ohd.ids["sam"], None) == (ticket["submitter"]["id"], ticket["tracking_number"])
    assert [] == ohd.mails()


def test_the_tracking_number_is_read_by_anybody(ohd, guest):
    """In any letter case; without notes and addresses, whoever asks."""
    ticket, _ = guest
    path = f"/api/tickets/{ticket['id']}/replies"
    ohd.post(path, as_="tom", json={"body": "Psst.", "is_internal": True})
    ohd.post(path, as_="tom", json={"body": "Opened."})

    for who in (None, "ada", "sam"):
        shown = ohd.get("/api/tickets/tracking/trk-1001", as_=who)
        assert 200 == shown.status_code
        assert {"id": None, "name": "Mia Wong", "email": None} == shown.json["submitter"]
        assert ["Opened."] == [one["body"] for one in shown.json["replies"]]
        assert ticket.keys() == shown.json.keys()


@pytest.mark.parametrize("number", ["TRK-9999", "1001", "TRK-01001", "TRK-", "x", "replies"])
def test_a_number_that_is_none(ohd, guest, number):
    assert (404, "ticket not found") == error(ohd.get(f"/api/tickets/tracking/{number}", as_=None))


def test_the_number_will_do_for_the_id_when_showing(ohd, guest):
    """For those who see the ticket."""
    ticket, _ = guest

    assert ticket == ohd.get("/api/tickets/trk-1001").json
    assert (404, "ticket not found") == error(ohd.get("/api/tickets/TRK-1001", as_="sam"))
    assert (401, "authentication required") == error(ohd.get("/api/tickets/TRK-1001", as_=None))


def test_the_link_reads_the_ticket(ohd, guest):
    """By header or query; no notes, and the guest's own address."""
    ticket, token = guest
    path = f"/api/tickets/{ticket['id']}"
    ohd.post(f"{path}/replies", as_="tom", json={"body": "Psst.", "is_internal": True})

    shown = ohd.get(path, as_=None, headers=by(token))

    assert (200, "mia@harbor.example", []) == (
        shown.status_code,
        shown.json["submitter"]["email"],
        shown.json["replies"],
    )
    assert shown.json == ohd.get(f"{path}?token={token}", as_=None).json
    assert [] == ohd.get(f"{path}/replies?token={token}", as_=None).json["data"]


def test_the_link_answers_as_the_guest(ohd, guest):
    """No notes; a resolved ticket comes back, a closed one does not."""
    ticket, token = guest
    path = f"/api/tickets/{ticket['id']}"
    ohd.post(f"{path}/resolve", as_="tom")

    answer = ohd.post(f"{path}/replies", as_=None, headers=by(token), json={"body": "Still."})

    assert 201 == answer.status_code
    assert {"id": None, "name": "Mia Wong", "role": "guest"} == answer.json["author"]
    assert "New" == ohd.get(path).json["status"]
    note = {"body": "x", "is_internal": True}
    assert (403, "only staff can post internal notes") == error(
        ohd.post(f"{path}/replies", as_=None, headers=by(token), json=note)
    )
    changed = f"{path}/replies/{answer.json['id']}"
    for method in ("PATCH", "DELETE"):
        refused = ohd.open(method, changed, as_=None, headers=by(token), json={"body": "x"})
        assert (403, "insufficient permissions") == error(refused)
    ohd.patch(path, json={"status_id": ohd.ids["Closed"]})
    assert (409, "ticket is closed") == error(
        ohd.post(f"{path}/replies", as_=None, headers=by(token), json={"body": "x"})
    )


def test_the_link_sends_and_saves_files(ohd, guest):
    """Also beside the guest's own replies, not beside others'."""
    ticket, token = guest
    path = f"/api/tickets/{ticket['id']}"
    own = ohd.post(f"{path}/replies?token={token}", as_=None, json={"body": "x"}).json["id"]
    other = ohd.post(f"{path}/replies", as_="tom", json={"body": "x"}).json["id"]

    def upload(**form):
        return ohd.post(
            f"{path}/attachments?token={token}",
            as_=None,
            data={"file": (io.BytesIO(b"x"), "a.txt"), **form},
        )

    made = upload()
    assert 201 == made.status_code == upload(reply_id=own).status_code
    assert (403, "not your reply") == error(upload(reply_id=other))
    assert 2 == ohd.get(f"{path}/attachments?token={token}", as_=None).json["total"]
    got = ohd.get(f"{path}/attachments/{made.json['id']}?token={token}", as_=None)
    assert (200, b"x") == (got.status_code, got.data)


def test_the_link_opens_nothing_else(ohd, guest):
    """Neither another ticket nor another endpoint; nor does a wrong token open this one."""
    ticket, token = guest
    other = ask(ohd).json
    path = f"/api/tickets/{ticket['id']}"
    refused = 401, "authentication required"

    assert refused == error(ohd.get(f"/api/tickets/{other['id']}", as_=None, headers=by(token)))
    assert refused == error(ohd.get("/api/tickets", as_=None, headers=by(token)))
    assert refused == error(ohd.get(f"{path}/links", as_=None, headers=by(token)))
    assert refused == error(ohd.patch(path, as_=None, headers=by(token), json={}))
    assert refused == error(ohd.post(f"{path}/resolve", as_=None, headers=by(token)))
    assert refused == error(ohd.get("/api/me", as_=None, headers=by(token)))
    assert refused == error(ohd.get(path, as_=None, headers=by("nonsense")))
    assert refused == error(ohd.get(f"{path}?token=", as_=None))


def test_the_link_works_for_as_many_days_as_the_setting_says(ohd, guest):
    ticket, token = guest
    path = f"/api/tickets/{ticket['id']}"

    ohd.advance(7 * 86400 - 1)
    assert 200 == ohd.get(path, as_=None, headers=by(token)).status_code
    ohd.advance(1)
    assert (401, "authentication required") == error(ohd.get(path, as_=None, headers=by(token)))


def test_a_fresh_link_is_mailed_to_whoever_knows_number_and_address(ohd, guest):
    """The answer is always the same."""
    ticket, _ = guest
    ohd.set(guest_link_expiry_days=1)
    ohd.advance(30 * 86400)

    def resend(**sent):
        given = {"tracking_number": "TRK-1001", "email": "mia@harbor.example"} | sent
        answer = ohd.post("/api/guest/resend", as_=None, json=given)
        return answer.status_code, answer.data

    good = resend(tracking_number="trk-1001", email=" MIA@harbor.example")
    assert 202 == good[0]
    assert good == resend(email="kim@example.com") == resend(tracking_number="TRK-9")
    assert 2 == len(ohd.mails())
    token = ohd.mails()[-1]["data"]["token"]
    path = f"/api/tickets/{ticket['id']}"
    assert 200 == ohd.get(path, as_=None, headers=by(token)).status_code
    ohd.advance(86400)
    assert 401 == ohd.get(path, as_=None, headers=by(token)).status_code


def test_a_resend_needs_both(ohd):
    answer = ohd.post("/api/guest/resend", as_=None, json={"email": "a@b.example"})

    assert (400, "tracking_number is required") == error(answer)


def test_an_address_of_an_account_stays_a_guests(ohd):
    """Its ticket shows the guest; the account sees it as its own."""
    ohd.set(guest_submission_enabled=True)

    ticket = ask(ohd, guest_email="sam@example.com").json

    assert {"id": None, "name": "sam@example.com", "email": "sam@example.com"} == ticket[
        "submitter"
    ]
    assert ticket == ohd.get(f"/api/tickets/{ticket['id']}", as_="sam").json
