"""A ticket that is changed, and what is shown of it after that."""

from contract_tests.desteksitesi.carriers import form

LATER = "2026-04-05T10:00:00Z"
"""An hour after the clock stands, when everything here happens."""
TICKET = {
    "key": "printer",
    "subject": "Printer",
    "body": "It jams",
    "requester": "sam",
    "category": "hardware",
    "priority": "high",
    "tags": ["Lab"],
    "due_at": "2026-05-01T00:00:00Z",
    "time_spent": 30,
    "at": "2026-04-01T00:00:00Z",
}


def update(full, id, carrier=form, *, as_="tom", **given):
    return full.post("/api/UpdateTicket", as_=as_, **carrier(id=str(id), **given))


def own(full):
    """What anybody makes a ticket of."""
    return {"categoryId": full.ids["hardware"], "subject": "Own", "body": ""}


def shown(full, id):
    return full.get(f"/api/Ticket?id={id}").json


def flat(body):
    """A ticket without its people, who are seen by every call they make."""
    return {key: value for key, value in body.items() if not key.endswith("UserInfo")}


def changed(full, id, answer, before):
    """What an update has changed of what is shown, but for `LastUpdated`."""
    assert (200, b"", "0") == (answer.status_code, answer.data, answer.headers["Content-Length"])
    after = flat(shown(full, id))
    assert LATER == after["LastUpdated"]
    return {key: after[key] for key in after if after[key] != before[key] and key != "LastUpdated"}
